"""All SQL of check-in: passages from folded states, counts by difference, attendance published."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from kiosk.core import facts as f
from kiosk.core.incidents import Timed
from kiosk.core.reducer import TicketState
from server.checkin import schema
from server.checkin.rules import (
    MINUTE_MS,
    RECENT_MINUTES,
    SHOWN_MINUTES,
    Counted,
    Key,
    attendance_row,
    count_passages,
    difference,
    gate_minute,
)
from server.db.tables import AnyRow, upsert
from server.ledger.feed import Changes
from server.ledger.fold import Fold, Found
from server.tickets.store import event_of, mark_used, publish_rows

_p, _t, _d = schema.passage.c, schema.tally.c, schema.denial.c
_PASSING = frozenset({"admitted", "exited", "annulled"})


def apply_facts(connection: sa.Connection, fold: Fold) -> Sequence[Found]:
    """Bring passages and counts to what the folded states say; publish uses and attendance."""
    _save_denials(connection, fold)
    states = {
        subject: state
        for subject, state in fold.tickets.items()
        if fold.changed[subject] & _PASSING or (state.passages and "sold" in fold.changed[subject])
    }
    if not states:
        return ()
    before = _load_counted(connection, list(states))
    after = {subject: _list_counted(event_of(subject, fold), state) for subject, state in states.items()}
    _save_passages(connection, states, fold)
    moved: Counter[Key] = Counter()
    for subject in states:
        moved.update(difference(count_passages(before[subject]), count_passages(after[subject])))
    _add_up(connection, moved)
    mark_used(connection, {s: any(p.use.entry for p in state.passages) for s, state in states.items() if state.sale})
    publish_rows(connection, {s: state for s, state in states.items() if state.sale}, fold.changes)
    for event, checkin_list in sorted({(key[0], key[1]) for key in moved}):
        _publish_attendance(connection, event, checkin_list, fold.changes, fold.now_ms)
    return ()


def _list_counted(event: int, state: TicketState) -> list[Counted]:
    type_ = state.sale.line.type if state.sale else 0
    uses = [passage.use for passage in state.passages]
    return [Counted(event, use.list, use.gate, type_, use.entry, use.people, use.at_ms) for use in uses]


def _load_counted(connection: sa.Connection, subjects: Sequence[str]) -> dict[str, list[Counted]]:
    columns = (_p.subject, _p.event, _p.list, _p.gate, _p.type, _p.entry, _p.people, _p.at_ms)
    found: dict[str, list[Counted]] = defaultdict(list)
    for subject, *values in connection.execute(sa.select(*columns).where(_p.subject.in_(subjects))):
        found[subject].append(Counted(*values))
    return found


def _save_passages(connection: sa.Connection, states: Mapping[str, TicketState], fold: Fold) -> None:
    """A passage that was annulled goes; the others are saved as they are now."""
    rows: list[dict[str, Any]] = []
    for subject, state in states.items():
        event, type_ = event_of(subject, fold), state.sale.line.type if state.sale else 0
        rows += [
            {
                "fact": p.use.fact, "subject": subject, "event": event, "list": p.use.list, "gate": p.use.gate,
                "type": type_, "entry": p.use.entry, "people": p.use.people, "at_ms": p.use.at_ms,
                "doubt_ms": p.doubt_ms, "device": p.device, "generation": p.generation, "override": p.override,
                "excess": p.excess,
            }
            for p in state.passages
        ]  # fmt: skip
    annulled = [s for s in states if "annulled" in fold.changed[s]]
    if annulled:
        kept = [row["fact"] for row in rows]
        statement = schema.passage.delete().where(_p.subject.in_(annulled), _p.fact.not_in(kept))
        connection.execute(statement)
    upsert(connection, schema.passage, rows, ("fact",))


def _add_up(connection: sa.Connection, moved: Mapping[Key, int]) -> None:
    rows = [
        {"event": event, "list": list_, "measure": measure, "key": key, "count": count}
        for (event, list_, measure, key), count in sorted(moved.items())
        if count
    ]
    upsert(connection, schema.tally, rows, ("event", "list", "measure", "key"), add=("count",))
    if any(count < 0 for count in moved.values()):
        events = sorted({key[0] for key in moved})
        connection.execute(schema.tally.delete().where(_t.event.in_(events), _t.count == 0))


def _save_denials(connection: sa.Connection, fold: Fold) -> None:
    """Save refusals, those about no ticket included: an unreadable code has no subject."""
    denied = {timed.fact.id: timed for timed in fold.loose if isinstance(timed.body, f.Denied)}
    for subject, kinds in fold.changed.items():
        if "denied" in kinds:
            denied |= {timed.fact.id: timed for timed in fold.facts[subject] if isinstance(timed.body, f.Denied)}
    bodies = [(timed, timed.body) for timed in denied.values() if isinstance(timed.body, f.Denied)]
    rows = [_denial(timed, body) for timed, body in bodies if not body.rehearsal]
    upsert(connection, schema.denial, rows, ("fact",))


def _denial(timed: Timed, body: f.Denied) -> dict[str, Any]:
    subject = timed.fact.subjects[0] if timed.fact.subjects else ""
    return {
        "fact": timed.fact.id, "event": timed.fact.event, "list": body.list, "gate": body.gate,
        "reason": body.reason, "subject": subject, "at_ms": timed.time.at_ms,
    }  # fmt: skip


def _publish_attendance(
    connection: sa.Connection, event: int, checkin_list: int, changes: Changes, now_ms: int
) -> None:
    measures = load_measures(connection, event, now_ms)[checkin_list]
    changes.put(event, "attendance", str(checkin_list), attendance_row(measures, now_ms))


def load_measures(connection: sa.Connection, event: int, now_ms: int) -> dict[int, dict[tuple[str, int], int]]:
    """Return the counts of an event by list; minutes only as far back as live screens show."""
    now = now_ms // MINUTE_MS
    shown = sa.or_(
        _t.measure.not_in(("minute", "gate_minute")),
        sa.and_(_t.measure == "minute", _t.key >= now - SHOWN_MINUTES),
        sa.and_(_t.measure == "gate_minute", _t.key >= gate_minute(0, now - RECENT_MINUTES)),
    )
    query = sa.select(_t.list, _t.measure, _t.key, _t.count).where(_t.event == event, shown)
    found: dict[int, dict[tuple[str, int], int]] = defaultdict(dict)
    for checkin_list, measure, key, count in connection.execute(query):
        found[checkin_list][measure, key] = count
    return found


def count_used(connection: sa.Connection, event: int) -> int:
    """Return how many different tickets entered on any list."""
    query = sa.select(sa.func.count(sa.distinct(_p.subject))).where(_p.event == event, _p.entry)
    return connection.scalar(query) or 0


def count_denials(connection: sa.Connection, event: int) -> dict[str, int]:
    """Return how many were kept out, by reason."""
    query = sa.select(_d.reason, sa.func.count().label("people")).where(_d.event == event).group_by(_d.reason)
    return {row.reason: row.people for row in connection.execute(query.order_by(_d.reason))}


def count_overrides(connection: sa.Connection, event: int) -> dict[str, dict[str, int]]:
    """Return, by gate and by the reason that was overridden, how often staff let somebody in all the same."""
    overridden = sa.and_(_p.event == event, _p.entry, _p.override != "")
    query = sa.select(_p.gate, _p.override, sa.func.count()).where(overridden).group_by(_p.gate, _p.override)
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for gate, reason, count in connection.execute(query.order_by(_p.gate, _p.override)):
        found[str(gate)][reason] = count
    return found


def list_gate_news(connection: sa.Connection, event: int) -> list[AnyRow]:
    """Return, by gate, when the last passage was and which device made it."""
    latest = sa.select(_p.gate, sa.func.max(_p.at_ms).label("at_ms")).where(_p.event == event).group_by(_p.gate)
    inner = latest.subquery()
    query = (
        sa.select(_p.gate, _p.at_ms, sa.func.max(_p.device).label("device"))
        .join_from(schema.passage, inner, sa.and_(inner.c.gate == _p.gate, inner.c.at_ms == _p.at_ms))
        .where(_p.event == event)
        .group_by(_p.gate, _p.at_ms)
    )
    return list(connection.execute(query.order_by(_p.gate)))


def list_staying(connection: sa.Connection, event: int, checkin_list: int, before_ms: int, limit: int) -> list[str]:
    """Return tickets that nobody used on a list since a moment, and of which somebody is inside since before it."""
    latest = sa.func.max(_p.at_ms)
    balance = sa.func.sum(sa.case((_p.entry, _p.people), else_=-_p.people))
    ends_inside = sa.func.max(sa.case((_p.entry, _p.at_ms))) == latest  # an exit that nobody saw enter comes before
    query = (
        sa.select(_p.subject)
        .where(_p.event == event, _p.list == checkin_list)
        .group_by(_p.subject)
        .having(latest < before_ms, sa.or_(balance > 0, ends_inside))
    )
    return list(connection.scalars(query.order_by(_p.subject).limit(limit)))


def load_moves(connection: sa.Connection, subjects: Sequence[str], checkin_list: int) -> dict[str, list[AnyRow]]:
    """Return the passages of tickets on a list, oldest first."""
    query = sa.select(_p.subject, _p.fact, _p.entry, _p.people, _p.generation, _p.gate)
    query = query.where(_p.subject.in_(list(subjects)), _p.list == checkin_list).order_by(_p.at_ms, _p.fact)
    found: dict[str, list[AnyRow]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.subject].append(row)
    return found
