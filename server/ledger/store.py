"""All SQL of the log itself: facts in, facts out, heads and holes.

Called by `intake` and `times` inside the writer's transaction, and by sync for a device's head.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from kiosk.core.effective_time import Effective
from kiosk.core.facts import GENESIS, ClockState, Fact, decode_body
from kiosk.core.ids import shift_subject
from kiosk.core.incidents import Timed
from kiosk.core.wire import FactHead
from server.db.tables import AnyRow, insert_new
from server.ledger import schema
from server.ledger.rules import Sound, shift_of

_f = schema.fact.c
_strings = msgspec.json.Decoder(tuple[str, ...])
_CLOCKS = {state.value: state for state in ClockState}
_TIMED_COLUMNS = (
    _f.device, _f.incarnation, _f.seq, _f.id, _f.kind, _f.version, _f.event, _f.subjects, _f.based_on, _f.wall_ms,
    _f.mono_ms, _f.boot, _f.clock, _f.operator, _f.body, _f.at_ms, _f.doubt_ms,
)  # fmt: skip
_insert_fact = schema.fact.insert()
_insert_subject = schema.fact_subject.insert()
HOLES_MAX = 100


def find_known(connection: sa.Connection, facts: Sequence[Fact]) -> tuple[dict[str, Any], dict[tuple[int, int], int]]:
    """Return what is known: rows by id, and how many facts each (incarnation, seq) has. All facts are of one device."""
    if not facts:
        return {}, {}
    ids = [fact.id for fact in facts]
    by_id = connection.execute(sa.select(_f.id, _f.hash, _f.clashes).where(_f.id.in_(ids)))
    rows = {row.id: row for row in by_id}
    taken: dict[tuple[int, int], int] = {}
    for incarnation in {fact.incarnation for fact in facts}:
        seqs = [fact.seq for fact in facts if fact.incarnation == incarnation]
        query = sa.select(_f.seq, sa.func.max(_f.branch)).where(
            _f.device == facts[0].device, _f.incarnation == incarnation, _f.seq.in_(seqs)
        )
        taken |= {(incarnation, seq): last + 1 for seq, last in connection.execute(query.group_by(_f.seq))}
    return rows, taken


def save_facts(
    connection: sa.Connection,
    taken: Sequence[Sound],
    times: Mapping[str, Effective],
    received_ms: int,
    branches: Mapping[str, int],
) -> None:
    """Append facts with their subjects and bases."""
    if not taken:
        return
    rows = [_values(s.fact, times[s.fact.id], received_ms) | {"branch": branches.get(s.fact.id, 0)} for s in taken]
    connection.execute(_insert_fact, rows)
    subjects = [{"subject": subject, "fact": s.fact.id} for s in taken for subject in indexed_subjects(s)]
    if subjects:
        connection.execute(_insert_subject, subjects)
    bases = [{"basis": basis, "fact": s.fact.id} for s in taken for basis in dict.fromkeys(s.fact.based_on)]
    insert_new(connection, schema.fact_basis, bases, ("basis", "fact"))


def indexed_subjects(sound: Sound) -> tuple[str, ...]:
    """Return a fact's subjects, with the shift that its body names: an order's money belongs to a drawer."""
    shift = shift_of(sound.body)
    subject = shift_subject(shift) if shift else ""
    return sound.fact.subjects if not shift or subject in sound.fact.subjects else (*sound.fact.subjects, subject)


def _values(fact: Fact, time: Effective, received_ms: int) -> dict[str, Any]:
    return {
        "id": fact.id, "device": fact.device, "incarnation": fact.incarnation, "seq": fact.seq, "kind": fact.kind,
        "version": fact.version, "event": fact.event, "subjects": msgspec.json.encode(fact.subjects).decode(),
        "based_on": msgspec.json.encode(fact.based_on).decode() if fact.based_on else "[]", "wall_ms": fact.wall_ms,
        "mono_ms": fact.mono_ms, "boot": fact.boot, "clock": fact.clock.value, "operator": fact.operator,
        "body": fact.body, "prev": fact.prev, "hash": fact.hash, "signature": fact.signature,
        "received_ms": received_ms, "at_ms": time.at_ms, "doubt_ms": time.doubt_ms,
    }  # fmt: skip


def load_about(connection: sa.Connection, subjects: Collection[str]) -> dict[str, list[Timed]]:
    """Return the facts about each subject with their effective times; a fact about several is decoded once."""
    if not subjects:
        return {}
    links = schema.fact_subject.c
    query = sa.select(links.subject, links.fact).where(links.subject.in_(list(subjects)))
    pairs = [(subject, id_) for subject, id_ in connection.execute(query)]
    timed = load_timed(connection, {id_ for _, id_ in pairs})
    about: dict[str, list[Timed]] = defaultdict(list)
    for subject, id_ in pairs:
        about[subject].append(timed[id_])
    return about


def load_timed(connection: sa.Connection, ids: Collection[str]) -> dict[str, Timed]:
    """Return facts by id, with bodies and effective times, without hash and signature."""
    if not ids:
        return {}
    rows = connection.execute(sa.select(*_TIMED_COLUMNS).where(_f.id.in_(list(ids))))
    return {timed.fact.id: timed for timed in (_timed(row) for row in rows)}


def _timed(row: AnyRow) -> Timed:
    (device, incarnation, seq, id_, kind, version, event, subjects, based_on, wall_ms, mono_ms, boot, clock,
     operator, body, at_ms, doubt_ms) = row  # fmt: skip
    fact = Fact(
        device, incarnation, seq, id_, kind, version, event, _strings.decode(subjects),
        () if based_on == "[]" else _strings.decode(based_on), wall_ms, mono_ms, boot, _CLOCKS[clock], operator,
        body, b"", b"", b"",
    )  # fmt: skip
    return Timed(fact, decode_body(fact), Effective(at_ms, doubt_ms))


def load_whole(connection: sa.Connection, device: str, incarnation: int, first: int, last: int) -> list[Fact]:
    """Return facts of a device as they were sent, signatures included, in sequence."""
    query = sa.select(schema.fact).where(_f.device == device, _f.incarnation == incarnation)
    rows = connection.execute(query.where(_f.seq.between(first, last)).order_by(_f.seq))
    return [_whole(row) for row in rows]


def _whole(row: AnyRow) -> Fact:
    return Fact(**{name: _field(name, getattr(row, name)) for name in Fact.__struct_fields__})


def _field(name: str, value: Any) -> Any:
    if name in ("subjects", "based_on"):
        return _strings.decode(value)
    return _CLOCKS[value] if name == "clock" else value


def save_clashes(connection: sa.Connection, clashes: Mapping[str, Sequence[str]]) -> None:
    """Note with each fact the incidents that it met when it came, for the answer to a repetition."""
    rows = [{"key": id_, "found": " ".join(incidents)} for id_, incidents in clashes.items()]
    if rows:
        statement = schema.fact.update().where(_f.id == sa.bindparam("key")).values(clashes=sa.bindparam("found"))
        connection.execute(statement, rows)


def load_chain(
    connection: sa.Connection, device: str, incarnation: int, seqs: Collection[int]
) -> dict[int, list[AnyRow]]:
    """Return hash, prev and id of a device's facts by seq; of a copied device several have the same."""
    query = sa.select(_f.seq, _f.hash, _f.prev, _f.id).where(
        _f.device == device, _f.incarnation == incarnation, _f.seq.in_(list(seqs))
    )
    found: dict[int, list[AnyRow]] = defaultdict(list)
    for row in connection.execute(query.order_by(_f.seq, _f.branch)):
        found[row.seq].append(row)
    return found


def find_fork(connection: sa.Connection, device: str, incarnation: int) -> int:
    """Return the first seq of a log at which a copied device goes another way; 0 where there is none."""
    query = sa.select(sa.func.min(_f.seq)).where(_f.device == device, _f.incarnation == incarnation, _f.branch > 0)
    return connection.scalar(query) or 0


def find_broken_link(connection: sa.Connection, device: str, incarnation: int) -> int:
    """Return the first seq of a log whose fact links to none of those before it; 0 where all fit."""
    before = schema.fact.alias("before")
    is_before = sa.and_(
        before.c.device == _f.device, before.c.incarnation == _f.incarnation, before.c.seq == _f.seq - 1
    )
    query = sa.select(sa.func.min(_f.seq)).where(
        _f.device == device,
        _f.incarnation == incarnation,
        sa.exists().where(is_before),
        sa.not_(sa.exists().where(is_before, before.c.hash == _f.prev)),
    )
    return connection.scalar(query) or 0


def load_any_event(connection: sa.Connection, device: str) -> int:
    """Return an event that a device has facts about; 0 where it has none."""
    return connection.scalar(sa.select(sa.func.max(_f.event)).where(_f.device == device)) or 0


def is_at_end(connection: sa.Connection, device: str, head: FactHead) -> bool:
    """Say whether a device may go on writing where it says its log ends: nobody has been there before it."""
    last = sa.select(sa.func.max(_f.seq)).where(_f.device == device, _f.incarnation == head.incarnation)
    highest = connection.scalar(last) or 0
    if head.seq != highest:
        return head.seq > highest
    ends = sa.select(_f.hash).where(_f.device == device, _f.incarnation == head.incarnation, _f.seq == head.seq)
    return head.seq == 0 or head.hash in {bytes(found) for found in connection.scalars(ends)}


def count_facts(connection: sa.Connection, device: str) -> int:
    """Return how many facts of a device are in the log."""
    return connection.scalar(sa.select(sa.func.count()).where(_f.device == device)) or 0


def list_own(connection: sa.Connection, device: str, after: tuple[int, str], limit: int) -> list[tuple[int, Fact]]:
    """Return a device's facts as it sent them with the times of their arrival, in the order of that, then of its logs.

    `after`: arrival and id of the last one known. Ids would not do for an order: a clock that lost its battery makes
    a refund look older than its sale.
    """
    received_ms, id_ = after
    last = connection.execute(sa.select(_f.incarnation, _f.seq).where(_f.id == id_)).first()
    incarnation, seq = last or (0, 0)
    order = (_f.received_ms, _f.incarnation, _f.seq, _f.id)
    beyond = sa.tuple_(*order) > sa.tuple_(received_ms, incarnation, seq, id_)
    rows = connection.execute(sa.select(schema.fact).where(_f.device == device, beyond).order_by(*order).limit(limit))
    return [(row.received_ms, _whole(row)) for row in rows]


def load_head(connection: sa.Connection, device: str, incarnation: int) -> FactHead:
    """Return the highest contiguous seq that this server holds, and the holes below later ones.

    Quarantined facts count: the server has their bytes and asks for nothing again.
    """
    q = schema.quarantine.c
    facts = sa.select(_f.seq).where(_f.device == device, _f.incarnation == incarnation)
    kept = sa.select(q.seq).where(q.device == device, q.incarnation == incarnation, q.seq > 0)
    both = sa.union(facts, kept).subquery()
    count, highest = connection.execute(sa.select(sa.func.count(), sa.func.max(both.c.seq))).one()
    if not count:
        return FactHead(incarnation, 0, GENESIS)
    holes = () if count == highest else _holes(connection.scalars(sa.select(both.c.seq).order_by(both.c.seq)))
    seq = holes[0][0] - 1 if holes else highest
    return FactHead(incarnation, seq, _hash_at(connection, device, incarnation, seq), holes)


def _holes(seqs: Iterable[int]) -> tuple[tuple[int, int], ...]:
    holes: list[tuple[int, int]] = []
    expected = 1
    for seq in seqs:
        if seq > expected:
            holes.append((expected, seq - 1))
            if len(holes) == HOLES_MAX:
                break
        expected = seq + 1
    return tuple(holes)


def _hash_at(connection: sa.Connection, device: str, incarnation: int, seq: int) -> bytes:
    if seq == 0:
        return GENESIS
    q = schema.quarantine.c
    found = connection.scalar(
        sa.select(_f.hash).where(_f.device == device, _f.incarnation == incarnation, _f.seq == seq)
    )
    if found is not None:
        return bytes(found)
    kept = sa.select(q.hash).where(q.device == device, q.incarnation == incarnation, q.seq == seq)
    return bytes(connection.scalars(kept).first() or b"")


def load_newest_ms(connection: sa.Connection) -> int:
    """Return when the last fact was received; 0 for an empty log."""
    return connection.scalar(sa.select(sa.func.max(_f.received_ms))) or 0


def load_tail(connection: sa.Connection, device: str, incarnation: int) -> tuple[int, bytes]:
    """Return the last seq of a log and its hash; (0, GENESIS) for an empty one."""
    query = sa.select(_f.seq, _f.hash).where(_f.device == device, _f.incarnation == incarnation)
    row = connection.execute(query.order_by(_f.seq.desc()).limit(1)).first()
    return (row.seq, bytes(row.hash)) if row else (0, GENESIS)
