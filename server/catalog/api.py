"""The catalogue over HTTP, for organizers: venues, events, and the parts of an event.

What else a new event needs (a key, feeds, books) is plugged in by `app` as founders. Quotas are
inventory's to change, since their books move with them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
import sqlalchemy as sa
from litestar import delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody

from kiosk.core.bounds import NO_NUL, Count, Text, Word
from kiosk.core.catalog import Event
from kiosk.core.errors import Rejected
from server.accounts.store import load_organizer_name
from server.catalog import store
from server.catalog.store import KINDS, Kind, Stored
from server.ledger.audit import record_audit
from server.ledger.feed import Changes, open_feeds
from server.ledger.inject import TheLedger
from server.ledger.intake import Ledger
from server.ledger.refolding import fold_due
from server.web.caller import Caller, require_organizer
from server.web.fields import Id, Number
from server.web.ground import Ground
from server.web.inject import TheCaller, TheGround

_ROUTED: dict[str, str] = {
    "sessions": "session",
    "types": "type",
    "lists": "list",
    "gates": "gate",
    "questions": "question",
}
PLURALS = tuple(_ROUTED)
FACILITIES_MAX = 100
Founder = Callable[[sa.Connection, Event, str, Changes], None]
"""Prepares a new event of an organizer (its id) in its package."""


@dataclass(frozen=True, slots=True)
class Founders:
    """What is done for every new event."""

    steps: tuple[Founder, ...]


class Edit(msgspec.Struct, frozen=True):
    """Fields to set. `version` is that of the row being changed, 0 for a new one."""

    values: dict[str, Any]
    version: Count = 0


class Answer(msgspec.Struct, frozen=True):
    """A value as it is now, with the version to send along with the next change."""

    value: Any
    version: int


class Whole(msgspec.Struct, frozen=True):
    """An event with all its parts, by kind."""

    event: Answer
    parts: dict[str, tuple[Answer, ...]]


class VenueEdit(msgspec.Struct, frozen=True):
    """A venue as given."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=120, pattern=NO_NUL)]
    address: Text = ""
    city: Word = ""
    state: Word = ""
    zip: Word = ""
    country: Word = ""
    latitude: Annotated[float, msgspec.Meta(ge=-90, le=90)] | None = None
    longitude: Annotated[float, msgspec.Meta(ge=-180, le=180)] | None = None
    capacity: Annotated[int, msgspec.Meta(ge=0, le=10_000_000)] = 0
    facilities: Annotated[tuple[Word, ...], msgspec.Meta(max_length=FACILITIES_MAX)] = ()
    id: Word = ""
    """Empty for a new one."""


def found_event(
    connection: sa.Connection,
    ground: Ground,
    founders: Founders,
    organizer: str,
    values: dict[str, Any],
    changes: Changes,
) -> Event:
    """Create an event with everything that belongs to it. Raises InputError or Rejected."""
    now_ms = ground.clock.now_ms()
    fixed = {
        "number": ground.ids.new_number(),
        "organizer": load_organizer_name(connection, organizer),
        "catalogue_version": 1,
    }
    event: Event = store.merge(Event, None, values | fixed)
    open_feeds(connection, event.number)
    event = store.create_event(connection, organizer, event, changes, now_ms)
    for step in founders.steps:
        step(connection, event, organizer, changes)
    return event


@post("/api/v1/organizers/{organizer:str}/events", sync_to_thread=True, tags=["catalogue"])
def create_event(
    organizer: Id,
    data: JSONBody[Edit],
    caller: TheCaller,
    ground: TheGround,
    ledger: TheLedger,
    founders: NamedDependency[Founders],
) -> Answer:
    """Create an event; its number is given by the server."""
    require_organizer(caller, organizer)

    def work(connection: sa.Connection) -> Answer:
        changes = Changes()
        event = found_event(connection, ground, founders, organizer, data.values, changes)
        _audit(connection, ground, caller, "event.create", event.number)
        ledger.publish(connection, changes)
        return Answer(event, 1)

    return ground.write(work)


@get("/api/v1/organizers/{organizer:str}/events", sync_to_thread=True, tags=["catalogue"])
def list_events(organizer: Id, caller: TheCaller, ground: TheGround) -> tuple[Answer, ...]:
    """List an organizer's events, the next first."""
    require_organizer(caller, organizer)
    with ground.db.read() as connection:
        return _answers(store.list_events(connection, [organizer]))


@get("/api/v1/events/{event:int}", sync_to_thread=True, tags=["catalogue"])
def get_event(event: Number, caller: TheCaller, ground: TheGround) -> Whole:
    """Return an event with all its parts."""
    with ground.db.read() as connection:
        require_organizer(caller, store.load_owner(connection, event))
        stored = store.load_event(connection, event)
        parts = {word: _answers(store.list_items(connection, event, kind)) for word, kind in KINDS.items()}
    return Whole(Answer(stored.value, stored.version), parts)


@put("/api/v1/events/{event:int}", sync_to_thread=True, tags=["catalogue"])
def change_event(
    event: Number, data: JSONBody[Edit], caller: TheCaller, ground: TheGround, ledger: TheLedger
) -> Answer:
    """Change an event: rename, postpone, move, cancel. Gates judge by the new row with their next pull.

    New dates with a `change_note` move the window of all tickets along: at the old date gates ask a person.
    """

    def work(connection: sa.Connection) -> Answer:
        require_organizer(caller, store.load_owner(connection, event))
        changes = Changes()
        stored = store.change_event(connection, event, data.version, data.values, changes, ground.clock.now_ms())
        _audit(connection, ground, caller, "event.change", event)
        ledger.publish(connection, changes)
        return Answer(stored.value, stored.version)

    answer = ground.write(work)
    fold_due(ground, ledger)
    return answer


@post("/api/v1/events/{event:int}/{plural:str}", sync_to_thread=True, tags=["catalogue"])
def add_item(
    event: Number, plural: Id, data: JSONBody[Edit], caller: TheCaller, ground: TheGround, ledger: TheLedger
) -> Answer:
    """Add a session, ticket type, check-in list, gate or question; its number is given by the server."""
    return _save(event, _kind(plural), None, data, caller, ground, ledger)


@put("/api/v1/events/{event:int}/{plural:str}/{number:int}", sync_to_thread=True, tags=["catalogue"])
def change_item(
    event: Number,
    plural: Id,
    number: Number,
    data: JSONBody[Edit],
    caller: TheCaller,
    ground: TheGround,
    ledger: TheLedger,
) -> Answer:
    """Change a part of an event."""
    return _save(event, _kind(plural), number, data, caller, ground, ledger)


@delete("/api/v1/events/{event:int}/{plural:str}/{number:int}", sync_to_thread=True, tags=["catalogue"])
def delete_item(
    event: Number, plural: Id, number: Number, caller: TheCaller, ground: TheGround, ledger: TheLedger
) -> None:
    """Take a part of an event out. Its number is never used again."""
    kind = _kind(plural)

    def work(connection: sa.Connection) -> None:
        require_organizer(caller, store.load_owner(connection, event))
        changes = Changes()
        store.delete_item(connection, event, kind, number, changes, ground.clock.now_ms())
        _audit(connection, ground, caller, f"{kind.word}.delete", event, number=number)
        ledger.publish(connection, changes)

    ground.write(work)
    fold_due(ground, ledger)


def _save(
    event: int, kind: Kind, number: int | None, data: Edit, caller: Caller, ground: Ground, ledger: Ledger
) -> Answer:
    def work(connection: sa.Connection) -> Answer:
        require_organizer(caller, store.load_owner(connection, event))
        changes, now_ms = Changes(), ground.clock.now_ms()
        stored = store.save_item(connection, event, kind, number, data.version, data.values, changes, now_ms)
        _audit(connection, ground, caller, f"{kind.word}.save", event, number=stored.value.number)
        ledger.publish(connection, changes)
        return Answer(stored.value, stored.version)

    answer = ground.write(work)
    fold_due(ground, ledger)
    return answer


def _kind(plural: str) -> Kind:
    word = _ROUTED.get(plural)
    if word is None:
        raise Rejected("there is no such part of an event", reason="not_found")
    return KINDS[word]


@get("/api/v1/organizers/{organizer:str}/venues", sync_to_thread=True, tags=["catalogue"])
def list_venues(organizer: Id, caller: TheCaller, ground: TheGround) -> tuple[VenueEdit, ...]:
    """List an organizer's venues."""
    require_organizer(caller, organizer)
    with ground.db.read() as connection:
        rows = store.list_venues(connection, organizer)
    return tuple(
        VenueEdit(
            r.name, r.address, r.city, r.state, r.zip, r.country, r.latitude, r.longitude, r.capacity,
            msgspec.json.decode(r.facilities, type=tuple[str, ...]), r.id,
        )
        for r in rows
    )  # fmt: skip


@post("/api/v1/organizers/{organizer:str}/venues", sync_to_thread=True, tags=["catalogue"])
def add_venue(organizer: Id, data: JSONBody[VenueEdit], caller: TheCaller, ground: TheGround) -> VenueEdit:
    """Add a venue."""
    require_organizer(caller, organizer)
    now_ms = ground.clock.now_ms()
    named = msgspec.structs.replace(data, id=ground.new_id())
    values = msgspec.structs.asdict(named) | {
        "organizer": organizer, "facilities": msgspec.json.encode(data.facilities).decode(), "created_ms": now_ms,
        "updated_ms": now_ms, "version": 1, "deleted_ms": 0,
    }  # fmt: skip
    ground.write(lambda c: store.save_venue(c, values))
    return named


def _answers(stored: Sequence[Stored]) -> tuple[Answer, ...]:
    return tuple(Answer(one.value, one.version) for one in stored)


def _audit(
    connection: sa.Connection, ground: Ground, caller: Caller, action: str, event: int, **details: str | int
) -> None:
    record_audit(
        connection, id_=ground.new_id(), at_ms=ground.clock.now_ms(), actor=caller.id, action=action,
        object_=str(event), event=event, **details,
    )  # fmt: skip


ROUTES = (
    create_event, list_events, get_event, change_event, add_item, change_item, delete_item, list_venues, add_venue,
)  # fmt: skip
