"""When did it happen? Keeps the effective time of every fact right as facts arrive in any order.

A fact's time depends on the clock facts of its boot and on what it is based on; so a new clock fact or a
late basis can move facts that are here already. `settle_times` returns every time that is new or moved,
and gives the same as computing all facts' times afresh: what is not reached from a new fact has not moved,
so its stored time stands in for everything behind it. Called by `intake`.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from kiosk.core.effective_time import ClockSample, Effective, effective_times, own_time, sample_of
from kiosk.core.facts import Clock, Fact
from server.db.tables import insert_new
from server.ledger import schema
from server.ledger.rules import Sound
from server.ledger.store import load_timed

_f = schema.fact.c
Boot = tuple[str, str]


def settle_times(
    connection: sa.Connection, taken: Sequence[Sound]
) -> tuple[dict[str, Effective], dict[str, Effective]]:
    """Return the times of the new facts, and the changed times of facts that were here already, by id."""
    new = {sound.fact.id: sound.fact for sound in taken}
    fresh = _save_samples(connection, taken)
    samples = _load_samples(connection, {(fact.device, fact.boot) for fact in new.values()})
    disturbed = _disturbed_by(connection, fresh, samples, new)
    known = _load_dependents(connection, {*new, *disturbed}, disturbed)
    known = {id_: fact for id_, fact in known.items() if id_ not in new}
    if not known and not any(fact.based_on for fact in new.values()):
        return {id_: own_time(fact, samples[fact.device, fact.boot]) for id_, fact in new.items()}, {}
    moving = {**known, **new}
    samples = _load_samples(connection, {(fact.device, fact.boot) for fact in moving.values()})
    own = {id_: own_time(fact, samples[fact.device, fact.boot]) for id_, fact in moving.items()}
    anchors = _load_anchors(connection, moving)
    stood_in = [_leaf(next(iter(moving.values())), id_) for id_ in anchors]
    times = effective_times([*moving.values(), *stood_in], {**own, **anchors})
    before = _load_times(connection, known)
    moved = {id_: times[id_] for id_ in known if times[id_] != before[id_]}
    return {id_: times[id_] for id_ in new}, moved


def save_times(connection: sa.Connection, moved: Mapping[str, Effective]) -> None:
    """Save changed times."""
    if moved:
        statement = schema.fact.update().where(_f.id == sa.bindparam("key"))
        values = statement.values(at_ms=sa.bindparam("at"), doubt_ms=sa.bindparam("doubt"))
        rows = [{"key": id_, "at": time.at_ms, "doubt": time.doubt_ms} for id_, time in moved.items()]
        connection.execute(values, rows)


def _save_samples(connection: sa.Connection, taken: Sequence[Sound]) -> dict[Boot, list[int]]:
    """Save the samples of new clock facts; return their seqs by boot."""
    rows: list[dict[str, Any]] = []
    fresh: dict[Boot, list[int]] = defaultdict(list)
    for sound in taken:
        if isinstance(sound.body, Clock):
            fact, sample = sound.fact, sample_of(sound.fact, sound.body)
            rows.append({"device": fact.device, "boot": fact.boot, **_columns(sample)})
            fresh[fact.device, fact.boot].append(fact.seq)
    insert_new(connection, schema.clock_sample, rows, ("device", "boot", "seq"))
    return fresh


def _columns(sample: ClockSample) -> dict[str, int]:
    return {"seq": sample.seq, "mono_ms": sample.mono_ms, "server_ms": sample.server_ms, "rtt_ms": sample.rtt_ms}


def _load_samples(connection: sa.Connection, boots: Collection[Boot]) -> dict[Boot, list[ClockSample]]:
    found: dict[Boot, list[ClockSample]] = {boot: [] for boot in boots}
    c = schema.clock_sample.c
    for device in {device for device, _ in boots}:
        names = [boot for owner, boot in boots if owner == device]
        query = sa.select(c.boot, c.seq, c.mono_ms, c.server_ms, c.rtt_ms).where(c.device == device, c.boot.in_(names))
        for boot, *values in connection.execute(query.order_by(c.seq)):
            found[device, boot].append(ClockSample(*values))
    return found


def _disturbed_by(
    connection: sa.Connection,
    fresh: Mapping[Boot, Sequence[int]],
    samples: Mapping[Boot, Sequence[ClockSample]],
    new: Mapping[str, Fact],
) -> set[str]:
    """Return the ids of older facts whose own time hangs on a new clock sample."""
    found: set[str] = set()
    for (device, boot), seqs in fresh.items():
        known = [sample.seq for sample in samples[device, boot]]
        for seq in seqs:
            place = bisect_right(known, seq) - 1
            low = 0 if place == 0 else seq
            high = known[place + 1] if place + 1 < len(known) else 2**62
            query = sa.select(_f.id).where(
                _f.device == device, _f.boot == boot, _f.seq > low, _f.seq < high, _f.seq != seq
            )
            found.update(connection.scalars(query))
    return found - set(new)


def _load_dependents(connection: sa.Connection, starts: Collection[str], also: Collection[str]) -> dict[str, Fact]:
    """Return the facts in `also` and all that are based, directly or not, on `starts`."""
    found, edge = set(also), set(starts)
    links = schema.fact_basis.c
    while edge:
        query = sa.select(links.fact).where(links.basis.in_(list(edge)))
        edge = set(connection.scalars(query)) - found - set(starts)
        found |= edge
    return {id_: timed.fact for id_, timed in load_timed(connection, found).items()}


def _load_anchors(connection: sa.Connection, moving: Mapping[str, Fact]) -> dict[str, Effective]:
    """Return the stored times of bases that do not move."""
    outside = {basis for fact in moving.values() for basis in fact.based_on} - set(moving)
    return _load_times(connection, outside)


def _load_times(connection: sa.Connection, ids: Collection[str]) -> dict[str, Effective]:
    if not ids:
        return {}
    rows = connection.execute(sa.select(_f.id, _f.at_ms, _f.doubt_ms).where(_f.id.in_(list(ids))))
    return {row.id: Effective(row.at_ms, row.doubt_ms) for row in rows}


def _leaf(like: Fact, id_: str) -> Fact:
    """Return a fact that stands in for one whose time is settled: nothing behind it is looked at."""
    return msgspec.structs.replace(like, id=id_, based_on=())
