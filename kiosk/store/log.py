"""What has this device seen and done? Its log of facts: appended, delivered, answered, never deleted.

`record` seals a new fact inside the caller's transaction, so that verdict, fact and state are one commit.
The synchroniser lists what is pending and saves the server's answers. A refused fact stays, visible.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.dialects.sqlite import insert

from kiosk.core.clocks import Moment
from kiosk.core.facts import GENESIS, Body, ClockState, Fact, encode_body, seal
from kiosk.core.wire import FactAnswer, FactHead, Outcome
from kiosk.store.prepared import Prepared
from kiosk.store.schema import fact as table
from kiosk.store.schema import meta
from kiosk.store.worker import NEW_FACTS

INCARNATION = "incarnation"
"""The single value that names the present incarnation of the log, once it is another than that of the enrolment."""
_ENVELOPE = [column for column in table.columns if column.name not in ("state", "answer", "branch")]
NOT_TAKEN = "not_taken"
"""Outcome of a fact with which the server refuses a whole batch: it has kept nothing of it. Only devices say so."""
_STATES: Mapping[str, str] = {
    Outcome.APPLIED: "acked",
    Outcome.DUPLICATE: "acked",
    Outcome.CONFLICT: "acked",
    Outcome.QUARANTINED: "quarantined",
    Outcome.UNSUPPORTED_VERSION: "unsupported",
    NOT_TAKEN: "not_taken",
}
_UNDELIVERED = ("pending", "unsupported", "not_taken")
_incarnation_query = Prepared(sa.select(meta.c.value).where(meta.c.name == INCARNATION))
_head_query = Prepared(
    sa.select(table.c.seq, table.c.hash)
    .where(table.c.incarnation == sa.bindparam("incarnation"))
    .order_by(table.c.seq.desc())
    .limit(1)
)
_insert = Prepared(table.insert())


@dataclass(frozen=True, slots=True)
class Author:
    """Who signs this device's facts."""

    device: str
    incarnation: int
    private_key: Ed25519PrivateKey


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact to be recorded."""

    id: str
    kind: str
    event: int
    subjects: tuple[str, ...]
    body: Body
    based_on: tuple[str, ...] = ()
    operator: str = ""


@dataclass(frozen=True, slots=True)
class QueueState:
    """What the badge shows of the log. `oldest_ms` is a wall time, 0 with nothing pending.

    `quarantined`: refused for good, whether the server keeps the fact or took nothing of it.
    """

    pending: int
    oldest_ms: int
    quarantined: int
    unsupported: int


def record(connection: sa.Connection, author: Author, draft: Draft, moment: Moment) -> Fact:
    """Append one fact to the log and return it sealed. Nothing is durable before the caller's commit."""
    incarnation = load_incarnation(connection, author)
    head = next(iter(_head_query.run(connection, {"incarnation": incarnation})), None)
    seq, prev = (head.seq, head.hash) if head else (0, GENESIS)
    reading = moment.reading
    made = seal(
        Fact(
            author.device,
            incarnation,
            seq + 1,
            draft.id,
            draft.kind,
            1,
            draft.event,
            draft.subjects,
            draft.based_on,
            reading.wall_ms,
            reading.mono_ms,
            reading.boot,
            moment.state,
            draft.operator,
            encode_body(draft.body),
            prev,
            b"",
            b"",
        ),
        author.private_key,
    )
    _insert.run(connection, _values(made))
    connection.info.setdefault(NEW_FACTS, []).append(made)
    return made


def load_incarnation(connection: sa.Connection, author: Author) -> int:
    """Return the incarnation under which this device records now. Every writer asks: it may change at any time."""
    row = next(iter(_incarnation_query.run(connection, {})), None)
    return int(row.value) if row is not None else author.incarnation


def _values(made: Fact) -> dict[str, object]:
    values: dict[str, object] = {name: getattr(made, name) for name in Fact.__struct_fields__}
    values["subjects"] = msgspec.json.encode(made.subjects).decode()
    values["based_on"] = msgspec.json.encode(made.based_on).decode()
    values["clock"] = made.clock.value
    return values | {"state": "pending", "answer": "", "branch": 0}


def save_facts(connection: sa.Connection, facts: Iterable[Fact], *, state: str) -> list[Fact]:
    """Put facts that this device made earlier back into its log; known ones are left. Returns the new ones."""
    known = set(connection.scalars(sa.select(table.c.id)))
    fresh = [made for made in facts if made.id not in known]
    if fresh:
        connection.execute(table.insert(), [_values(made) | {"state": state} for made in fresh])
    return fresh


def begin_incarnation(connection: sa.Connection, number: int) -> None:
    """Record under another incarnation from now on: the log so far belongs to several copies of this device."""
    row = insert(meta).values(name=INCARNATION, value=str(number))
    connection.execute(row.on_conflict_do_update(index_elements=["name"], set_={"value": str(number)}))


def count_facts(connection: sa.Connection) -> int:
    """Return how many facts this device has, of every state."""
    return connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def take_back(connection: sa.Connection, facts: Sequence[Fact]) -> list[Fact]:
    """Put own facts that the server has kept into the log; return those that were not here."""
    known = set(connection.scalars(sa.select(table.c.id).where(table.c.id.in_([fact.id for fact in facts]))))
    fresh = [fact for fact in facts if fact.id not in known]
    for fact in fresh:
        place = sa.and_(table.c.incarnation == fact.incarnation, table.c.seq == fact.seq)
        last = connection.scalar(sa.select(sa.func.max(table.c.branch)).where(place))
        branch = 0 if last is None else last + 1
        connection.execute(table.insert(), _values(fact) | {"state": "acked", "branch": branch})
    return fresh


def list_pending(connection: sa.Connection, limit: int) -> list[Fact]:
    """Return the oldest pending facts in the order in which they were made."""
    query = sa.select(*_ENVELOPE).where(table.c.state == "pending").order_by(table.c.incarnation, table.c.seq)
    return [_fact(row) for row in connection.execute(query.limit(limit))]


def list_undelivered(connection: sa.Connection, limit: int) -> list[Fact]:
    """Return the oldest facts that the server holds nothing of: pending, not readable there, or never taken."""
    open_ = table.c.state.in_(_UNDELIVERED)
    query = sa.select(*_ENVELOPE).where(open_).order_by(table.c.incarnation, table.c.seq)
    return [_fact(row) for row in connection.execute(query.limit(limit))]


def list_from(connection: sa.Connection, incarnation: int, after_seq: int, limit: int) -> list[Fact]:
    """Return facts of any state after a seq: what a restored server asks for again."""
    query = sa.select(*_ENVELOPE).where(table.c.incarnation == incarnation, table.c.seq > after_seq)
    return [_fact(row) for row in connection.execute(query.order_by(table.c.seq).limit(limit))]


def _fact(row: sa.Row[Any]) -> Fact:
    values = {name: getattr(row, name) for name in Fact.__struct_fields__}
    values["subjects"] = msgspec.json.decode(str(values["subjects"]), type=tuple[str, ...])
    values["based_on"] = msgspec.json.decode(str(values["based_on"]), type=tuple[str, ...])
    values["clock"] = ClockState(str(values["clock"]))
    return Fact(**values)


def list_about(connection: sa.Connection, subject: str) -> list[Fact]:
    """Return this device's facts about a subject, in the order in which they were made."""
    spoken = table.c.subjects.like(f'%"{subject}"%')
    query = sa.select(*_ENVELOPE).where(spoken).order_by(table.c.incarnation, table.c.seq)
    return [_fact(row) for row in connection.execute(query)]


def list_where(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> list[Fact]:
    """Return this device's facts that a condition on their columns holds for."""
    query = sa.select(*_ENVELOPE).where(condition).order_by(table.c.incarnation, table.c.seq)
    return [_fact(row) for row in connection.execute(query)]


def save_answers(connection: sa.Connection, answers: Sequence[FactAnswer]) -> None:
    """Note what the server did with each fact. An outcome of a newer server leaves the fact pending."""
    known = [
        (_STATES[answer.outcome], msgspec.json.encode(answer).decode(), answer.id)
        for answer in answers
        if answer.outcome in _STATES
    ]
    if known:  # the driver's executemany: a scan waits for this job
        connection.exec_driver_sql("UPDATE fact SET state = ?, answer = ? WHERE id = ?", known)


def mark_pending_after(connection: sa.Connection, incarnation: int, seq: int) -> None:
    """Deliver again what the server does not have: facts beyond its known head that it once took."""
    beyond = sa.and_(table.c.incarnation == incarnation, table.c.seq > seq, table.c.state == "acked")
    connection.execute(table.update().where(beyond).values(state="pending"))


def has_several(connection: sa.Connection) -> bool:
    """Say whether this device has logs of several incarnations: a copy of it has been seen, or it is one itself."""
    first, last = (sa.select(end(table.c.incarnation)).scalar_subquery() for end in (sa.func.min, sa.func.max))
    return bool(connection.scalar(sa.select(first != last)))


def mark_all_pending(connection: sa.Connection, known: FactHead) -> None:
    """Deliver again whatever a restored server may have forgotten: all but what it says that it has.

    A head that is not a fact of this log is that of a copy, which has written on after the restore: it proves nothing.
    """
    own = sa.and_(table.c.incarnation == known.incarnation, table.c.branch == 0)
    head = sa.select(table.c.id).where(own, table.c.seq == known.seq, table.c.hash == known.hash)
    is_own = connection.scalar(head) is not None
    is_there = sa.and_(own, table.c.seq <= known.seq) if is_own else sa.false()
    forgotten = sa.and_(table.c.state.in_(("acked", "quarantined", "not_taken")), sa.not_(is_there))
    connection.execute(table.update().where(forgotten).values(state="pending"))


def mark_unread_pending(connection: sa.Connection) -> None:
    """Deliver again what the server could not read or did not take: another release of it may."""
    unread = table.c.state.in_(("unsupported", "not_taken"))
    connection.execute(table.update().where(unread).values(state="pending"))


def load_queue_state(connection: sa.Connection) -> QueueState:
    """Return the counts of facts that the server has not taken."""
    columns = (table.c.state, sa.func.count(), sa.func.min(table.c.wall_ms))
    query = sa.select(*columns).where(table.c.state != "acked").group_by(table.c.state)
    found = {state: (count, oldest) for state, count, oldest in connection.execute(query)}
    pending, oldest_ms = found.get("pending", (0, 0))
    counts = {state: count for state, (count, _) in found.items()}
    refused = counts.get("quarantined", 0) + counts.get("not_taken", 0)
    return QueueState(pending, oldest_ms, refused, counts.get("unsupported", 0))


def load_head(connection: sa.Connection, incarnation: int) -> FactHead:
    """Return the end of the log of one incarnation."""
    head = next(iter(_head_query.run(connection, {"incarnation": incarnation})), None)
    return FactHead(incarnation, head.seq, head.hash) if head else FactHead(incarnation, 0, GENESIS)


def load_highest_wall_ms(connection: sa.Connection) -> int:
    """Return the latest wall time in the log; 0 for an empty one."""
    return connection.scalar(sa.select(sa.func.max(table.c.wall_ms))) or 0


def count_unsure(connection: sa.Connection) -> int:
    """Return how many facts were recorded by a clock that was not to be believed."""
    unsure = table.c.clock == ClockState.UNTRUSTED.value
    return connection.scalar(sa.select(sa.func.count()).select_from(table).where(unsure)) or 0


def list_refused(connection: sa.Connection) -> list[tuple[Fact, FactAnswer]]:
    """Return the facts that the server put into quarantine, could not read or did not take, with its answers."""
    query = sa.select(*_ENVELOPE, table.c.answer).where(table.c.state.in_(("quarantined", "unsupported", "not_taken")))
    found: list[tuple[Fact, FactAnswer]] = []
    for row in connection.execute(query.order_by(table.c.seq)):
        answer = msgspec.json.decode(row.answer, type=FactAnswer)
        found.append((_fact(row), answer))
    return found
