"""All SQL of the catalogue, and its rows in the feed.

Every change counts the event's catalogue version up, keeps the value of that version, and publishes the
row and the event. Quotas are saved here too but published by inventory, which knows what is left.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa

from kiosk.core.bounds import check_plain
from kiosk.core.catalog import CheckInList, Event, EventStatus, Gate, Question, Quota, Session, TicketType, Voucher
from kiosk.core.errors import InputError, Rejected
from server.catalog import schema
from server.catalog.rules import NUMBER_MAX, History, Item, Numbers, check_event, check_item, with_moved_window
from server.db.tables import AnyRow, upsert
from server.ledger.feed import Changes
from server.ledger.refolding import note_catalogue_change

_e = schema.event.c


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing that an event has."""

    word: str
    """As in the feed."""
    table: sa.Table
    struct: type[Any]
    json: frozenset[str]


KINDS: Mapping[str, Kind] = {
    kind.word: kind
    for kind in (
        Kind("session", schema.session, Session, frozenset()),
        Kind("type", schema.ticket_type, TicketType, frozenset({"sessions", "channels", "addon_of"})),
        Kind("quota", schema.quota, Quota, frozenset({"seats"})),
        Kind("voucher", schema.voucher, Voucher, frozenset()),
        Kind("question", schema.question, Question, frozenset({"choices"})),
        Kind("gate", schema.gate, Gate, frozenset()),
        Kind("list", schema.checkin_list, CheckInList, frozenset({"types", "sessions", "gates", "questions", "rules"})),
    )
}
_ELSEWHERE = frozenset({"quotas", "available"})
"""Fields kept in other tables: a type's quotas in the link table, a quota's rest in the books."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A value with the version for optimistic locking."""

    value: Any
    version: int


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything on offer of one event. Quotas without what is left of them."""

    event: Event
    organizer: str
    sessions: Mapping[int, Session]
    types: Mapping[int, TicketType]
    quotas: Mapping[int, Quota]
    vouchers: Mapping[int, Voucher]


def save_venue(connection: sa.Connection, values: Mapping[str, Any]) -> None:
    """Save a venue, new or changed."""
    upsert(connection, schema.venue, [values], ("id",))


def list_venues(connection: sa.Connection, organizer: str) -> Sequence[AnyRow]:
    """Return an organizer's venues by name."""
    v = schema.venue.c
    query = sa.select(schema.venue).where(v.organizer == organizer, v.deleted_ms == 0)
    return connection.execute(query.order_by(v.name, v.id)).all()


def create_event(
    connection: sa.Connection, organizer: str, event: Event, changes: Changes, now_ms: int, venue: str | None = None
) -> Event:
    """Create an event (catalogue version 1) and return it as it was saved. Raises InputError."""
    check_event(event)
    event = with_moved_window(event, None)
    values = _event_values(event) | {"organizer_id": organizer, "venue_id": venue, **_new(now_ms)}
    connection.execute(schema.event.insert(), values)
    _keep(connection, event.number, event.catalogue_version, "event", 0, event, now_ms)
    changes.put(event.number, "event", "", event)
    return event


def _event_values(event: Event) -> dict[str, Any]:
    values = msgspec.structs.asdict(event)
    values.pop("organizer")
    return values | {"languages": _json(event.languages), "status": event.status.value}


def load_event(connection: sa.Connection, event: int) -> Stored:
    """Return an event. Raises Rejected (404)."""
    row = connection.execute(_event_query().where(_e.number == event, _e.deleted_ms == 0)).first()
    if row is None:
        raise Rejected("there is no such event", reason="not_found")
    return Stored(_event(row), row.version)


def _event_query() -> sa.Select[*tuple[Any, ...]]:
    organizer = sa.table("organizer", sa.column("id"), sa.column("name"))
    return sa.select(schema.event, organizer.c.name.label("organizer")).join_from(
        schema.event, organizer, organizer.c.id == _e.organizer_id
    )


def _event(row: AnyRow) -> Event:
    values: dict[str, Any] = {name: getattr(row, name) for name in Event.__struct_fields__}
    values |= {"languages": tuple(msgspec.json.decode(row.languages)), "status": EventStatus(row.status)}
    return Event(**values)


def load_owner(connection: sa.Connection, event: int) -> str:
    """Return the id of an event's organizer. Raises Rejected (404)."""
    owner = connection.scalar(sa.select(_e.organizer_id).where(_e.number == event, _e.deleted_ms == 0))
    if owner is None:
        raise Rejected("there is no such event", reason="not_found")
    return owner


def list_events(connection: sa.Connection, organizers: Collection[str]) -> list[Stored]:
    """Return the events of organizers, the next first."""
    query = _event_query().where(_e.organizer_id.in_(list(organizers)), _e.deleted_ms == 0)
    return [Stored(_event(row), row.version) for row in connection.execute(query.order_by(_e.starts_ms, _e.number))]


def list_event_numbers(connection: sa.Connection, organizer: str) -> list[int]:
    """Return the numbers of an organizer's events."""
    query = sa.select(_e.number).where(_e.organizer_id == organizer, _e.deleted_ms == 0)
    return list(connection.scalars(query.order_by(_e.number)))


def change_event(
    connection: sa.Connection, event: int, version: int, values: Mapping[str, Any], changes: Changes, now_ms: int
) -> Stored:
    """Change some fields of an event; devices judge by the new row at once. Raises InputError or Rejected."""
    known = load_event(connection, event)
    if version != known.version:
        raise Rejected("somebody else changed this event meanwhile; look again", reason="version_conflict")
    fixed = {"number": event, "organizer": known.value.organizer, "catalogue_version": known.value.catalogue_version}
    changed = merge(Event, known.value, dict(values) | fixed)
    check_event(changed)
    changed = with_moved_window(changed, known.value)
    _save_event(connection, changed, known.version, now_ms)
    return Stored(_count_up(connection, event, [("event", 0, None)], changes, now_ms), known.version + 1)


def _save_event(connection: sa.Connection, event: Event, version: int, now_ms: int) -> None:
    values = _event_values(event) | {"version": version + 1, "updated_ms": now_ms}
    values.pop("number")
    connection.execute(schema.event.update().where(_e.number == event.number).values(values))


def merge(struct: type[Any], known: Any, values: Mapping[str, Any]) -> Any:
    """Return a struct with some fields changed from plain JSON values. Raises InputError that names the field."""
    check_plain(values)
    unknown = set(values) - set(struct.__struct_fields__)
    if unknown:
        raise InputError(f"there is no field {sorted(unknown)[0]!r} here")
    plain: dict[str, Any] = msgspec.to_builtins(known) if known is not None else {}
    try:
        return msgspec.convert({**plain, **values}, struct)
    except msgspec.ValidationError as error:
        raise InputError(f"this is not right: {error}") from error


def save_item(
    connection: sa.Connection,
    event: int,
    kind: Kind,
    number: int | None,
    version: int,
    values: Mapping[str, Any],
    changes: Changes,
    now_ms: int,
) -> Stored:
    """Add (number None) or change a part of an event. Numbers are never reused. Raises InputError or Rejected."""
    known = load_item(connection, event, kind, number) if number is not None else None
    if known is not None and known.version != version:
        raise Rejected("somebody else changed this meanwhile; look again", reason="version_conflict")
    fresh = number if number is not None else _next_number(connection, event, kind)
    extra = {"available": 0} if kind.word == "quota" else {}
    item: Item = merge(kind.struct, known.value if known else None, dict(values) | {"number": fresh} | extra)
    check_item(item, _load_numbers(connection, event))
    new_version = known.version + 1 if known else 1
    stamps = {"updated_ms": now_ms, "version": new_version} if known else _new(now_ms)
    row = _item_values(kind, item) | {"event": event, **stamps}
    if known:
        t = kind.table.c
        connection.execute(kind.table.update().where(t.event == event, t.number == fresh).values(row))
    else:
        connection.execute(kind.table.insert(), row)
    if isinstance(item, TicketType):
        _save_links(connection, event, item)
    _count_up(connection, event, [(kind.word, fresh, item)], changes, now_ms)
    return Stored(item, new_version)


def delete_item(connection: sa.Connection, event: int, kind: Kind, number: int, changes: Changes, now_ms: int) -> None:
    """Take a part of an event out; its number stays taken. Raises Rejected."""
    load_item(connection, event, kind, number)
    t = kind.table.c
    statement = kind.table.update().where(t.event == event, t.number == number)
    connection.execute(statement.values(deleted_ms=now_ms, updated_ms=now_ms))
    _count_up(connection, event, [(kind.word, number, None)], changes, now_ms)


def _item_values(kind: Kind, item: Item) -> dict[str, Any]:
    plain = {name: getattr(item, name) for name in kind.struct.__struct_fields__ if name not in _ELSEWHERE}
    return {name: _json(value) if name in kind.json else value for name, value in plain.items()}


def _save_links(connection: sa.Connection, event: int, item: TicketType) -> None:
    links = schema.ticket_type_quota
    connection.execute(links.delete().where(links.c.event == event, links.c.type == item.number))
    rows = [{"event": event, "type": item.number, "quota": quota} for quota in item.quotas]
    if rows:
        connection.execute(links.insert(), rows)


def load_item(connection: sa.Connection, event: int, kind: Kind, number: int) -> Stored:
    """Return one part of an event. Raises Rejected (404)."""
    for stored in list_items(connection, event, kind, number):
        return stored
    raise Rejected(f"there is no {kind.word} {number}", reason="not_found")


def list_items(connection: sa.Connection, event: int, kind: Kind, number: int | None = None) -> list[Stored]:
    """Return the parts of one kind, or one of them, by number."""
    t = kind.table.c
    query = sa.select(kind.table).where(t.event == event, t.deleted_ms == 0)
    if number is not None:
        query = query.where(t.number == number)
    links = _load_links(connection, event) if kind.word == "type" else {}
    rows = connection.execute(query.order_by(t.number))
    return [Stored(_item(kind, row, links.get(row.number, ())), row.version) for row in rows]


def _item(kind: Kind, row: AnyRow, quotas: Sequence[int]) -> Any:
    values: dict[str, Any] = {}
    for name in kind.struct.__struct_fields__:
        if name not in _ELSEWHERE:
            value = getattr(row, name)
            values[name] = msgspec.json.decode(value) if name in kind.json else value
    if kind.word == "type":
        values["quotas"] = list(quotas)
    if kind.word == "quota":
        values["available"] = 0
    # Lax: SQLite has no booleans of its own.
    return msgspec.convert(values, kind.struct, strict=False)


def _load_links(connection: sa.Connection, event: int) -> dict[int, tuple[int, ...]]:
    links = schema.ticket_type_quota.c
    found: dict[int, tuple[int, ...]] = {}
    query = sa.select(links.type, links.quota).where(links.event == event).order_by(links.type, links.quota)
    for type_, quota in connection.execute(query):
        found[type_] = (*found.get(type_, ()), quota)
    return found


def load_catalogue(connection: sa.Connection, event: int) -> Catalogue:
    """Return what an event offers. Raises Rejected (404)."""
    parts = {
        word: {stored.value.number: stored.value for stored in list_items(connection, event, KINDS[word])}
        for word in ("session", "type", "quota", "voucher")
    }
    owner = load_owner(connection, event)
    known = load_event(connection, event).value
    return Catalogue(known, owner, parts["session"], parts["type"], parts["quota"], parts["voucher"])


def shows_names(connection: sa.Connection, event: int) -> bool:
    """Say whether any check-in list of an event shows names to its gates."""
    c = schema.checkin_list.c
    query = sa.select(sa.exists().where(c.event == event, c.deleted_ms == 0, c.shows_names))
    return bool(connection.scalar(query))


def list_auto_exits(connection: sa.Connection) -> list[int]:
    """Return the events with a list at which everybody is counted out at some hour."""
    c = schema.checkin_list.c
    query = sa.select(c.event).where(c.deleted_ms == 0, c.auto_exit_min >= 0).distinct()
    return list(connection.scalars(query.order_by(c.event)))


def _load_numbers(connection: sa.Connection, event: int) -> Numbers:
    def numbers(word: str) -> frozenset[int]:
        t = KINDS[word].table.c
        return frozenset(connection.scalars(sa.select(t.number).where(t.event == event, t.deleted_ms == 0)))

    q = schema.quota.c
    seated = connection.scalars(sa.select(q.number).where(q.event == event, q.deleted_ms == 0, q.seats != "[]"))
    words = ("session", "type", "quota", "gate")
    n = schema.question.c
    kinds = connection.execute(sa.select(n.number, n.kind).where(n.event == event, n.deleted_ms == 0))
    questions = {row.number: row.kind for row in kinds}
    return Numbers(*(numbers(word) for word in words), questions=questions, seated=frozenset(seated))


def _next_number(connection: sa.Connection, event: int, kind: Kind) -> int:
    highest = connection.scalar(sa.select(sa.func.max(kind.table.c.number)).where(kind.table.c.event == event)) or 0
    if highest >= NUMBER_MAX:
        raise InputError("this event has had as many of these as it can")
    return highest + 1


def _count_up(
    connection: sa.Connection, event: int, edits: Sequence[tuple[str, int, Any]], changes: Changes, now_ms: int
) -> Event:
    """Count the catalogue version up, keep what changed under it, publish it and the event."""
    connection.execute(
        schema.event.update().where(_e.number == event).values(catalogue_version=_e.catalogue_version + 1)
    )
    known: Event = load_event(connection, event).value
    if {"event", "type"} & {word for word, _, _ in edits}:
        note_catalogue_change(connection, event, now_ms)
    for word, number, value in edits:
        _keep(connection, event, known.catalogue_version, word, number, known if word == "event" else value, now_ms)
        if word not in ("event", "quota"):
            changes.put(event, word, str(number), value)
    changes.put(event, "event", "", known)
    return known


def _keep(connection: sa.Connection, event: int, version: int, kind: str, number: int, value: Any, now_ms: int) -> None:
    values = {
        "event": event, "catalogue_version": version, "kind": kind, "number": number, "at_ms": now_ms,
        "value": _json(value),
    }  # fmt: skip
    connection.execute(schema.catalogue_change.insert(), values)


def load_history(connection: sa.Connection, event: int) -> History:
    """Return what the event and its ticket types were over time."""
    c = schema.catalogue_change.c
    query = sa.select(c.kind, c.number, c.at_ms, c.value).where(c.event == event, c.kind.in_(("event", "type")))
    statuses: list[tuple[int, EventStatus]] = []
    types: dict[int, list[tuple[int, TicketType]]] = {}
    for kind, number, at_ms, value in connection.execute(query.order_by(c.catalogue_version)):
        if kind == "event":
            statuses.append((at_ms, msgspec.json.decode(value, type=Event).status))
        elif value == "null":
            gone = msgspec.structs.replace(types[number][-1][1], active=False)
            types[number].append((at_ms, gone))
        else:
            types.setdefault(number, []).append((at_ms, msgspec.json.decode(value, type=TicketType)))
    return History(statuses, types)


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _new(now_ms: int) -> dict[str, int]:
    return {"created_ms": now_ms, "updated_ms": now_ms, "version": 1, "deleted_ms": 0}


def load_gate_names(connection: sa.Connection, event: int, numbers: Collection[int]) -> dict[int, str]:
    """Return the names of gates by number."""
    g = schema.gate.c
    rows = connection.execute(sa.select(g.number, g.name).where(g.event == event, g.number.in_(list(numbers))))
    return {row.number: row.name for row in rows}
