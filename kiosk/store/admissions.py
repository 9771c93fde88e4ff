"""What does this device know of one ticket, and what did its door decide?

All SQL of the door: load what bears on a scan, record the passage, list the last scans, undo. Mirror and
overlay are merged here, by fact id: the server's word and the device's own facts, each once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa

from kiosk.core.tickets import AttendanceRow, Stop, StopRange, StopReason, Terms, TicketRow, Use
from kiosk.store import schema
from kiosk.store.prepared import Prepared
from kiosk.store.schema import local_stop, local_use, scan_line, stop, stop_range, ticket

SEARCH_ROWS_MAX = 30
_uses = msgspec.json.Decoder(tuple[Use, ...])


@dataclass(frozen=True, slots=True)
class TicketKnowledge:
    """Everything stored about one subject."""

    row: TicketRow | None
    stop: Stop | None
    ranges: tuple[StopRange, ...]
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class FoundTicket:
    """One hit of a search."""

    subject: str
    row: TicketRow
    name: str
    """The holder's name where this device may know it, else the initials."""


@dataclass(frozen=True, slots=True)
class ScanLine:
    """One line of the log of scans."""

    fact: str
    at_ms: int
    reason: str
    subject: str
    words: str


_ticket_query = Prepared(sa.select(ticket).where(ticket.c.subject == sa.bindparam("subject")))
_known_query = Prepared(sa.select(ticket.c.subject).where(ticket.c.subject == sa.bindparam("subject")))
_use_query = Prepared(
    sa.select(local_use).where(local_use.c.subject == sa.bindparam("subject")).order_by(local_use.c.at_ms)
)
_insert_use = Prepared(local_use.insert())
_insert_line = Prepared(scan_line.insert())
# Everything that may stop a ticket in one statement: the door pays for each on every scan.
_stops_query = Prepared(
    sa.union_all(
        sa.select(
            sa.literal("own").label("source"),
            local_stop.c.reason,
            sa.literal(1).label("generation_min"),
            sa.literal("").label("note"),
            sa.literal(0).label("lease"),
            sa.literal(0).label("first"),
            sa.literal(0).label("last"),
        ).where(local_stop.c.subject == sa.bindparam("subject")),
        sa.select(
            sa.literal("told"),
            stop.c.reason,
            stop.c.generation_min,
            stop.c.note,
            sa.literal(0),
            sa.literal(0),
            sa.literal(0),
        ).where(stop.c.subject == sa.bindparam("subject")),
        sa.select(
            sa.literal("range"),
            stop_range.c.reason,
            sa.literal(1),
            sa.literal(""),
            stop_range.c.lease,
            stop_range.c.first,
            stop_range.c.last,
        ).where(
            stop_range.c.event == sa.bindparam("event"),
            stop_range.c.lease == sa.bindparam("lease"),
            stop_range.c.first <= sa.bindparam("index"),
            stop_range.c.last >= sa.bindparam("index"),
        ),
    )
)
_NO_PLACE = (0, 0, 0)


def is_known(connection: sa.Connection, subject: str) -> bool:
    """Say whether the mirror has a ticket of this subject."""
    return bool(_known_query.run(connection, {"subject": subject}))


def load_ticket(connection: sa.Connection, subject: str, *, rehearsal: bool = False) -> TicketKnowledge:
    """Return what is known of a ticket by its subject. In a rehearsal only what was rehearsed here has been used."""
    named = {"subject": subject}
    row = next(iter(_ticket_query.run(connection, named)), None)
    own_uses = _use_query.run(connection, named)
    event, lease, index = _NO_PLACE if subject.startswith("x:") else _place(subject)
    place = {**named, "event": event, "lease": lease, "index": index}
    stops = _stops_query.run(connection, place)
    return TicketKnowledge(
        row=None if row is None else ticket_row(row),
        stop=_first_stop(stops),
        ranges=tuple(StopRange(s.lease, s.first, s.last, StopReason(s.reason)) for s in stops if s.source == "range"),
        uses=_merge("" if row is None or rehearsal else row.uses, own_uses, int(rehearsal)),
    )


def _place(subject: str) -> tuple[int, int, int]:
    return int(subject[:8], 16), int(subject[8:16], 16), int(subject[16:], 16)


def _first_stop(stops: Sequence[Any]) -> Stop | None:
    """What this device did itself counts before what it was told."""
    for source in ("own", "told"):
        for row in stops:
            if row.source == source:
                return Stop(StopReason(row.reason), row.generation_min, row.note)
    return None


def ticket_row(row: Any) -> TicketRow:
    """Return the value of one row of the table `ticket`, its uses aside."""
    return TicketRow(
        row.number, row.type, row.session, row.order_code, row.label, row.generation, Terms(row.terms), row.admits,
        row.person, row.seat, row.attention, row.valid_from_min, row.valid_until_min, (), bool(row.sold_twice),
        row.addon_to, row.badge,
    )  # fmt: skip


def _merge(mirrored: str, own: Iterable[Any], rehearsal: int) -> tuple[Use, ...]:
    """Own facts and mirrored ones, each once, oldest first. An own annulment counts at once."""
    uses = {use.fact: use for use in _uses.decode(mirrored)} if mirrored else {}
    for row in own:
        if row.rehearsal != rehearsal:
            continue
        if row.annulled:
            uses.pop(row.fact, None)
        else:
            uses.setdefault(row.fact, Use(row.list, row.at_ms, bool(row.entry), row.gate, row.fact, row.people))
    return tuple(sorted(uses.values(), key=lambda use: (use.at_ms, use.fact)))


def count_unsynced(connection: sa.Connection, subject: str, checkin_list: int) -> int:
    """Return how many tickets of the same lease this list has admitted without knowing them."""
    lease = subject[:16]
    query = sa.select(sa.func.count(sa.distinct(local_use.c.subject))).where(
        local_use.c.subject.between(lease, lease + "~"),
        local_use.c.list == checkin_list,
        local_use.c.unsynced == 1,
        local_use.c.annulled == 0,
        local_use.c.rehearsal == 0,
    )
    return connection.scalar(query) or 0


def record_use(
    connection: sa.Connection, subject: str, event: int, use: Use, *, unsynced: bool, rehearsal: bool = False
) -> None:
    """Put one passage into the overlay. The caller records its fact in the same transaction."""
    values = {
        "fact": use.fact, "subject": subject, "event": event, "list": use.list, "at_ms": use.at_ms,
        "entry": int(use.entry), "gate": use.gate, "people": use.people, "annulled": 0,
        "unsynced": int(unsynced), "rehearsal": int(rehearsal),
    }  # fmt: skip
    _insert_use.run(connection, values)


def record_annulment(connection: sa.Connection, passage: str) -> None:
    """Take one own passage out of the overlay's count."""
    connection.execute(local_use.update().where(local_use.c.fact == passage).values(annulled=1))


def load_own_use(connection: sa.Connection, passage: str) -> tuple[str, int, Use] | None:
    """Return subject, event and passage of an own fact that was not annulled, or None."""
    query = sa.select(local_use).where(local_use.c.fact == passage, local_use.c.annulled == 0)
    row = connection.execute(query).first()
    if row is None:
        return None
    return row.subject, row.event, Use(row.list, row.at_ms, bool(row.entry), row.gate, row.fact, row.people)


def record_line(connection: sa.Connection, event: int, checkin_list: int, line: ScanLine) -> None:
    """Add a line to the log of scans."""
    values = {
        "fact": line.fact, "event": event, "list": checkin_list, "at_ms": line.at_ms, "reason": line.reason,
        "subject": line.subject, "words": line.words,
    }  # fmt: skip
    _insert_line.run(connection, values)


def list_lines(connection: sa.Connection, limit: int) -> list[ScanLine]:
    """Return the last scans, newest first."""
    query = sa.select(scan_line).order_by(scan_line.c.at_ms.desc(), scan_line.c.fact.desc()).limit(limit)
    return [ScanLine(row.fact, row.at_ms, row.reason, row.subject, row.words) for row in connection.execute(query)]


def find_by_number(connection: sa.Connection, event: int, number: str) -> str | None:
    """Return the subject of the ticket with this number, or None."""
    query = sa.select(ticket.c.subject).where(ticket.c.event == event, ticket.c.number == number)
    return connection.scalar(query)


def search(connection: sa.Connection, event: int, typed: str) -> list[FoundTicket]:
    """Return up to SEARCH_ROWS_MAX tickets with such a start of number or order, or such a holder's name."""
    wanted = typed.strip()
    if not wanted:
        return []
    code = wanted.upper().replace("-", "").replace(" ", "")
    person = schema.person
    query = sa.select(ticket, person.c.name.label("holder")).outerjoin(person, person.c.id == ticket.c.person)
    by_code = sa.or_(_starts(ticket.c.number, code), _starts(ticket.c.order_code, code))
    found = connection.execute(query.where(ticket.c.event == event, by_code).limit(SEARCH_ROWS_MAX)).all()
    persons = _search_persons(connection, wanted)
    if persons and len(found) < SEARCH_ROWS_MAX:
        by_name = query.where(ticket.c.event == event, ticket.c.person.in_(persons)).limit(SEARCH_ROWS_MAX)
        found = [*found, *connection.execute(by_name)]
    hits = {row.subject: FoundTicket(row.subject, ticket_row(row), row.holder or row.label) for row in found}
    return list(hits.values())[:SEARCH_ROWS_MAX]


def _starts(column: sa.Column[str], prefix: str) -> sa.ColumnElement[bool]:
    return sa.and_(column >= prefix, column < prefix + "~")


def _search_persons(connection: sa.Connection, typed: str) -> list[str]:
    words = ["".join(c for c in word if c.isalnum()) for word in typed.split()]
    terms = " ".join(f'"{word}"*' for word in words if word)
    if not terms:
        return []
    statement = "SELECT id FROM person_search WHERE person_search MATCH ? LIMIT ?"
    return list(connection.exec_driver_sql(statement, (terms, SEARCH_ROWS_MAX)).scalars())


def load_name(connection: sa.Connection, person_id: str) -> str | None:
    """Return a holder's name, or None where it was erased or is not for this device."""
    return connection.scalar(sa.select(schema.person.c.name).where(schema.person.c.id == person_id))


def count_admitted(connection: sa.Connection, event: int, checkin_list: int) -> int:
    """Return the people admitted on a list: the server's count and what it has not been told yet."""
    row = sa.select(schema.catalogue_row.c.value).where(
        schema.catalogue_row.c.event == event,
        schema.catalogue_row.c.kind == "attendance",
        schema.catalogue_row.c.key == str(checkin_list),
    )
    told = connection.scalar(row)
    own = (
        sa.select(sa.func.coalesce(sa.func.sum(local_use.c.people), 0))
        .join(schema.fact, schema.fact.c.id == local_use.c.fact)
        .where(
            local_use.c.event == event,
            local_use.c.list == checkin_list,
            local_use.c.entry == 1,
            local_use.c.annulled == 0,
            local_use.c.rehearsal == 0,
            schema.fact.c.state == "pending",
        )
    )
    counted = msgspec.json.decode(told, type=AttendanceRow).admitted if told else 0
    return counted + (connection.scalar(own) or 0)


def count_tickets(connection: sa.Connection, event: int) -> int:
    """Return how many tickets of an event this device knows."""
    return connection.scalar(sa.select(sa.func.count()).select_from(ticket).where(ticket.c.event == event)) or 0


def count_rehearsed(connection: sa.Connection, event: int, checkin_list: int) -> int:
    """Return the people let in here in a rehearsal that was not cleared."""
    query = sa.select(sa.func.coalesce(sa.func.sum(local_use.c.people), 0)).where(
        local_use.c.event == event,
        local_use.c.list == checkin_list,
        local_use.c.entry == 1,
        local_use.c.annulled == 0,
        local_use.c.rehearsal == 1,
    )
    return connection.scalar(query) or 0


def clear_rehearsal(connection: sa.Connection, event: int) -> int:
    """Forget who was let in in rehearsals, so that the same tickets can be tried again; return how many passages.

    The facts stay: they say that they were rehearsals, and nothing counts them.
    """
    gone = local_use.delete().where(local_use.c.event == event, local_use.c.rehearsal == 1)
    return connection.execute(gone).rowcount
