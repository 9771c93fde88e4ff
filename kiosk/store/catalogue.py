"""What is on offer and where does this device stand? The small rows of the mirror, decoded.

Door, sales and screens ask here. Decoded once and kept until a pull changes a small row; used on the
store thread and by readers, each with a cache of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import msgspec
import sqlalchemy as sa

from kiosk.core.catalog import CheckInList, Event, Gate, Question, Quota, Session, TicketType, Voucher
from kiosk.core.circumstances import sample_of
from kiosk.core.rules import Outcome, judge_rule
from kiosk.core.tickets import AttendanceRow, IncidentRow, RingKey, StaffRow
from kiosk.store.prepared import Prepared
from kiosk.store.schema import catalogue_row as table
from kiosk.store.schema import meta

T = TypeVar("T")
NUMBERED: Mapping[str, type[msgspec.Struct]] = {
    "key": RingKey, "session": Session, "type": TicketType, "quota": Quota, "list": CheckInList, "gate": Gate,
    "question": Question, "voucher": Voucher, "attendance": AttendanceRow,
}  # fmt: skip
NAMED: Mapping[str, type[msgspec.Struct]] = {"event": Event, "staff": StaffRow, "incident": IncidentRow}
_version_query = Prepared(sa.select(meta.c.value).where(meta.c.name == "catalogue_version"))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One event as this device knows it; maps by number."""

    event: Event
    keys: Mapping[int, RingKey]
    sessions: Mapping[int, Session]
    types: Mapping[int, TicketType]
    quotas: Mapping[int, Quota]
    lists: Mapping[int, CheckInList]
    gates: Mapping[int, Gate]
    questions: Mapping[int, Question]
    staff: Mapping[str, StaffRow]
    vouchers: Mapping[int, Voucher]


class CatalogueCache:
    """Decoded catalogues, read again after a pull changed a small row. One per thread that asks."""

    def __init__(self) -> None:
        """Start knowing nothing."""
        self._version: object = None
        self._known: dict[int, Catalogue | None] = {}

    def load(self, connection: sa.Connection, event: int) -> Catalogue | None:
        """Return an event's catalogue, or None while its row has not arrived."""
        version = _version_query.run(connection, {})
        if version != self._version:
            self._version, self._known = version, {}
        if event not in self._known:
            self._known[event] = load_catalogue(connection, event)
        return self._known[event]


def note_change(connection: sa.Connection) -> None:
    """Make every cache read again. Called by the mirror when a small row changes."""
    connection.exec_driver_sql(
        "INSERT INTO meta VALUES ('catalogue_version', '1') "
        "ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + 1"
    )


def check_row(kind: str, key: str, value: bytes) -> None:
    """Raise DecodeError or ValueError for a row of a known kind that could not be read later; unknown kinds pass."""
    known = NUMBERED.get(kind) or NAMED.get(kind)
    if known is not None:
        msgspec.json.decode(value, type=known)
    if kind in NUMBERED:
        int(key)


def load_catalogue(connection: sa.Connection, event: int) -> Catalogue | None:
    """Return an event's catalogue, or None while its row has not arrived."""
    rows = _rows(connection, event)
    found = _decode(rows, "event", Event)
    if not found:
        return None
    return Catalogue(
        event=next(iter(found.values())),
        keys=_numbered(_decode(rows, "key", RingKey)),
        sessions=_numbered(_decode(rows, "session", Session)),
        types=_numbered(_decode(rows, "type", TicketType)),
        quotas=_numbered(_decode(rows, "quota", Quota)),
        lists=_numbered(_decode(rows, "list", CheckInList)),
        gates=_numbered(_decode(rows, "gate", Gate)),
        questions=_numbered(_decode(rows, "question", Question)),
        staff=_decode(rows, "staff", StaffRow),
        vouchers=_numbered(_decode(rows, "voucher", Voucher)),
    )


def count_unreadable_rules(connection: sa.Connection) -> int:
    """Return how many check-in lists of this device's events have a rule that this release does not know."""
    known = [load_catalogue(connection, event) for event in list_events(connection)]
    return sum(_is_unreadable(listed, one) for one in known if one is not None for listed in one.lists.values())


def _is_unreadable(listed: CheckInList, known: Catalogue) -> bool:
    kinds = {number: question.kind for number, question in known.questions.items()}
    return judge_rule(listed.rules, sample_of(kinds)).outcome is Outcome.UNSUPPORTED


def list_incidents(connection: sa.Connection, event: int) -> dict[str, IncidentRow]:
    """Return the incidents that this device was told of, by id."""
    return _decode(_rows(connection, event, "incident"), "incident", IncidentRow)


def list_attendance(connection: sa.Connection, event: int) -> dict[int, AttendanceRow]:
    """Return the counts of check-in lists that this device was told of, by the list's number."""
    return _numbered(_decode(_rows(connection, event, "attendance"), "attendance", AttendanceRow))


def list_events(connection: sa.Connection) -> list[int]:
    """Return the numbers of the events whose row has arrived."""
    query = sa.select(table.c.event).where(table.c.kind == "event").order_by(table.c.event)
    return list(connection.scalars(query))


def _rows(connection: sa.Connection, event: int, kind: str = "") -> list[tuple[str, str, bytes]]:
    query = sa.select(table.c.kind, table.c.key, table.c.value).where(table.c.event == event)
    query = query.where(table.c.kind == kind) if kind else query.where(table.c.kind.not_in(("incident", "attendance")))
    return [(row.kind, row.key, row.value) for row in connection.execute(query)]


def _decode(rows: list[tuple[str, str, bytes]], kind: str, type_: type[T]) -> dict[str, T]:
    return {key: msgspec.json.decode(value, type=type_) for found, key, value in rows if found == kind}


def _numbered(rows: Mapping[str, T]) -> dict[int, T]:
    return {int(key): value for key, value in rows.items()}
