"""Stock over HTTP, for organizers: quotas with their books, leases on loan, write-off."""

from typing import Annotated, Any

import msgspec
import sqlalchemy as sa
from litestar import delete, get, post, put
from litestar.params import JSONBody, PathParameter

from kiosk.core.catalog import Quota
from server.catalog import store as catalog
from server.catalog.api import Edit
from server.catalog.store import KINDS
from server.inventory import store
from server.ledger.feed import Changes
from server.ledger.inject import TheLedger
from server.ledger.intake import Ledger
from server.web.caller import Caller, require_organizer
from server.web.ground import Ground
from server.web.inject import TheCaller, TheGround

Number = Annotated[int, PathParameter(ge=1, le=2**32 - 1)]
_QUOTA = KINDS["quota"]


class QuotaAnswer(msgspec.Struct, frozen=True):
    """A quota with its books. `oversold` above 0: more is out than there is, sell no more and recall."""

    quota: Quota
    leased: int
    sold: int
    written_off: int
    oversold: int
    version: int


class LeaseLine(msgspec.Struct, frozen=True):
    """What is unsold of one lease."""

    lease: int
    holder: str
    unsold: int


@get("/api/v1/events/{event:int}/quotas", sync_to_thread=True, tags=["stock"])
def list_quotas(event: Number, caller: TheCaller, ground: TheGround) -> tuple[QuotaAnswer, ...]:
    """List quotas with what is left, lent, sold and lost of each."""
    with ground.db.read() as connection:
        require_organizer(caller, catalog.load_owner(connection, event))
        stored = catalog.list_items(connection, event, _QUOTA)
        return tuple(_answer(connection, event, one.value, one.version) for one in stored)


@post("/api/v1/events/{event:int}/quotas", sync_to_thread=True, tags=["stock"])
def add_quota(
    event: Number, data: JSONBody[Edit], caller: TheCaller, ground: TheGround, ledger: TheLedger
) -> QuotaAnswer:
    """Add a quota; its number is given by the server."""
    return _save(event, None, data, caller, ground, ledger)


@put("/api/v1/events/{event:int}/quotas/{number:int}", sync_to_thread=True, tags=["stock"])
def change_quota(
    event: Number, number: Number, data: JSONBody[Edit], caller: TheCaller, ground: TheGround, ledger: TheLedger
) -> QuotaAnswer:
    """Rename or resize a quota. Below what is out already it is over-allocated, and says so."""
    return _save(event, number, data, caller, ground, ledger)


@delete("/api/v1/events/{event:int}/quotas/{number:int}", sync_to_thread=True, tags=["stock"])
def delete_quota(event: Number, number: Number, caller: TheCaller, ground: TheGround, ledger: TheLedger) -> None:
    """Take a quota out of the catalogue; what was sold from it stays counted."""

    def work(connection: sa.Connection) -> None:
        require_organizer(caller, catalog.load_owner(connection, event))
        changes = Changes()
        catalog.delete_item(connection, event, _QUOTA, number, changes, ground.clock.now_ms())
        changes.put(event, "quota", str(number), None)
        ledger.publish(connection, changes)

    ground.write(work)


def save_quota(
    connection: sa.Connection,
    event: int,
    number: int | None,
    version: int,
    values: dict[str, Any],
    changes: Changes,
    now_ms: int,
) -> catalog.Stored:
    """Save a quota in the catalogue and open or resize its books."""
    stored = catalog.save_item(connection, event, _QUOTA, number, version, values, changes, now_ms)
    store.open_books(connection, event, stored.value.number, stored.value.size, changes)
    return stored


def _save(event: int, number: int | None, data: Edit, caller: Caller, ground: Ground, ledger: Ledger) -> QuotaAnswer:
    def work(connection: sa.Connection) -> QuotaAnswer:
        require_organizer(caller, catalog.load_owner(connection, event))
        changes = Changes()
        stored = save_quota(connection, event, number, data.version, data.values, changes, ground.clock.now_ms())
        ledger.publish(connection, changes)
        return _answer(connection, event, stored.value, stored.version)

    return ground.write(work)


def _answer(connection: sa.Connection, event: int, quota: Quota, version: int) -> QuotaAnswer:
    books = store.load_books(connection, event)[quota.number]
    shown = msgspec.structs.replace(quota, available=books.pool)
    return QuotaAnswer(shown, books.leased, books.sold, books.written_off, books.oversold, version)


@get("/api/v1/events/{event:int}/leases", sync_to_thread=True, tags=["stock"])
def list_leases(event: Number, caller: TheCaller, ground: TheGround) -> tuple[LeaseLine, ...]:
    """List what is on loan and unsold, by lease."""
    with ground.db.read() as connection:
        require_organizer(caller, catalog.load_owner(connection, event))
        rows = store.list_holdings(connection, event)
    return tuple(LeaseLine(row.lease, row.holder, row.unsold) for row in rows)


ROUTES = (list_quotas, add_quota, change_quota, delete_quota, list_leases)
