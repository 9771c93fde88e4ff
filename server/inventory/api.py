"""Stock over HTTP, for organizers: quotas with their books, leases on loan, write-off."""

from typing import Any

import msgspec
import sqlalchemy as sa
from litestar import delete, get, post, put
from litestar.params import JSONBody

from kiosk.core.bounds import Count
from kiosk.core.catalog import Quota, Voucher
from kiosk.core.errors import InputError, Rejected
from kiosk.core.leases import VOUCHER_BOOKS
from kiosk.core.pricing import match_voucher
from server.catalog import store as catalog
from server.catalog.api import Edit
from server.catalog.store import KINDS
from server.db.tables import AnyRow
from server.devices.store import ONLINE_MS, Contact, list_contacts
from server.inventory import store
from server.inventory.excess import tell_excess
from server.ledger.feed import Changes
from server.ledger.inject import TheLedger
from server.ledger.intake import Ledger
from server.web.caller import Caller, require_organizer
from server.web.fields import Number
from server.web.ground import Ground
from server.web.inject import TheCaller, TheGround

_QUOTA, _VOUCHER = KINDS["quota"], KINDS["voucher"]


class QuotaAnswer(msgspec.Struct, frozen=True):
    """A quota with its books. `oversold` above 0: more is out than there is, sell no more and recall."""

    quota: Quota
    leased: int
    sold: int
    written_off: int
    oversold: int
    version: int


class VoucherAnswer(msgspec.Struct, frozen=True):
    """A voucher with what became of its uses."""

    voucher: Voucher
    left: int
    lent: int
    used: int
    version: int


class LeaseLine(msgspec.Struct, frozen=True):
    """What is unsold of one lease, as far as the server knows, and what speaks for or against giving it up.

    A device that is silent may have sold any of the `unsold` units: freeing them may sell `at_risk` places twice.
    """

    lease: int
    holder: str
    unsold: int
    """Places; `voucher_uses` are beside them."""
    name: str = ""
    granted_ms: int = 0
    expires_ms: int = 0
    last_contact_ms: int = 0
    is_online: bool = False
    is_recalled: bool = False
    at_risk: int = 0
    voucher_uses: int = 0


class RecallRequest(msgspec.Struct, frozen=True):
    """A lease that its device is to give back with its next word."""

    event: Count


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
    store.open_books(connection, event, stored.value.number, stored.value.size + stored.value.extra, changes)
    return stored


def _save(event: int, number: int | None, data: Edit, caller: Caller, ground: Ground, ledger: Ledger) -> QuotaAnswer:
    def work(connection: sa.Connection) -> QuotaAnswer:
        require_organizer(caller, catalog.load_owner(connection, event))
        changes = Changes()
        stored = save_quota(connection, event, number, data.version, data.values, changes, ground.clock.now_ms())
        tell_excess(connection, ledger, store.list_found(connection, event, {}), changes)
        ledger.publish(connection, changes)
        return _answer(connection, event, stored.value, stored.version)

    return ground.write(work)


def _answer(connection: sa.Connection, event: int, quota: Quota, version: int) -> QuotaAnswer:
    books = store.load_books(connection, event)[quota.number]
    shown = msgspec.structs.replace(quota, available=books.pool)
    return QuotaAnswer(shown, books.leased, books.sold, books.written_off, books.oversold, version)


@get("/api/v1/events/{event:int}/leases", sync_to_thread=True, tags=["stock"])
def list_leases(event: Number, caller: TheCaller, ground: TheGround) -> tuple[LeaseLine, ...]:
    """List what is on loan and unsold, by lease, with what is at risk where it is given up."""
    with ground.db.read() as connection:
        require_organizer(caller, catalog.load_owner(connection, event))
        rows = store.list_holdings(connection, event)
        contacts = list_contacts(connection, {row.holder for row in rows})
    since_ms = ground.clock.now_ms() - ONLINE_MS
    return tuple(_line(row, contacts.get(row.holder, Contact("", 0)), since_ms) for row in rows)


def _line(row: AnyRow, contact: Contact, since_ms: int) -> LeaseLine:
    return LeaseLine(
        row.lease, row.holder, row.unsold, contact.name, row.granted_ms, row.expires_ms, contact.last_seen_ms,
        contact.last_seen_ms >= since_ms, row.recalled_ms > 0, row.unsold, row.uses,
    )  # fmt: skip


@post("/api/v1/leases/{lease:int}/recall", sync_to_thread=True, status_code=200, tags=["stock"])
def recall_lease(lease: Number, data: JSONBody[RecallRequest], caller: TheCaller, ground: TheGround) -> None:
    """Keep waiting for a device, and let it give what is unsold back as soon as it is heard of. Nothing is at risk."""

    def work(connection: sa.Connection) -> None:
        require_organizer(caller, catalog.load_owner(connection, data.event))
        if store.load_lease(connection, data.event, lease) is None:
            raise Rejected("there is no such lease", reason="not_found")
        store.recall_lease(connection, data.event, lease, ground.clock.now_ms())

    ground.write(work)


@get("/api/v1/events/{event:int}/vouchers", sync_to_thread=True, tags=["stock"])
def list_vouchers(event: Number, caller: TheCaller, ground: TheGround) -> tuple[VoucherAnswer, ...]:
    """List vouchers with what is left, lent and used of each."""
    with ground.db.read() as connection:
        require_organizer(caller, catalog.load_owner(connection, event))
        stored = catalog.list_items(connection, event, _VOUCHER)
        return tuple(_voucher_answer(connection, event, one) for one in stored)


@post("/api/v1/events/{event:int}/vouchers", sync_to_thread=True, tags=["stock"])
def add_voucher(
    event: Number, data: JSONBody[Edit], caller: TheCaller, ground: TheGround, ledger: TheLedger
) -> VoucherAnswer:
    """Add a voucher; its number is given by the server."""
    return _save_voucher(event, None, data, caller, ground, ledger)


@put("/api/v1/events/{event:int}/vouchers/{number:int}", sync_to_thread=True, tags=["stock"])
def change_voucher(
    event: Number, number: Number, data: JSONBody[Edit], caller: TheCaller, ground: TheGround, ledger: TheLedger
) -> VoucherAnswer:
    """Change a voucher; what was lent of it stays lent."""
    return _save_voucher(event, number, data, caller, ground, ledger)


def _save_voucher(
    event: int, number: int | None, data: Edit, caller: Caller, ground: Ground, ledger: Ledger
) -> VoucherAnswer:
    def work(connection: sa.Connection) -> VoucherAnswer:
        require_organizer(caller, catalog.load_owner(connection, event))
        changes = Changes()
        stored = catalog.save_item(
            connection, event, _VOUCHER, number, data.version, data.values, changes, ground.clock.now_ms()
        )
        saved: Voucher = stored.value
        others = {one.value.number: one.value for one in catalog.list_items(connection, event, _VOUCHER)}
        others.pop(saved.number)
        if match_voucher(others, saved.code):
            raise InputError("another voucher of this event has this code")
        store.open_books(connection, event, VOUCHER_BOOKS + saved.number, saved.uses, changes)
        ledger.publish(connection, changes)
        return _voucher_answer(connection, event, stored)

    return ground.write(work)


def _voucher_answer(connection: sa.Connection, event: int, stored: catalog.Stored) -> VoucherAnswer:
    books = store.load_books(connection, event)[VOUCHER_BOOKS + stored.value.number]
    return VoucherAnswer(stored.value, books.pool, books.leased, books.sold, stored.version)


ROUTES = (
    list_quotas, add_quota, change_quota, delete_quota, list_leases, recall_lease, list_vouchers, add_voucher,
    change_voucher,
)  # fmt: skip
