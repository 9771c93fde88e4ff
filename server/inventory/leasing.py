"""Lend units: to devices on request, to the server itself for every sale of its own.

One transaction debits all touched quotas, makes units, numbers and the `leased` facts. The codes of a
device's units are signed here; signing again gives the same bytes, so they are not kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa

from kiosk.core import facts as f
from kiosk.core.catalog import Event, EventStatus
from kiosk.core.errors import Rejected
from kiosk.core.ids import Serial, lease_subject
from kiosk.core.leases import (
    LEASE_MAX,
    VOUCHER_BOOKS,
    VOUCHER_TYPE,
    Lease,
    QuotaBooks,
    Unit,
    Variant,
    quotas_by_type,
    quotas_touched,
)
from kiosk.core.reducer import TicketStatus
from kiosk.core.ticket_code import INDEX_MAX
from kiosk.core.wire import LeaseAnswer, LeaseRequest
from server.catalog.store import Catalogue, load_catalogue
from server.devices.returning import is_frozen
from server.devices.store import list_serving
from server.inventory import store
from server.inventory.rules import (
    SELLING_ROLES,
    Share,
    Variants,
    allot_apart,
    choose_seats,
    list_variants,
    settle,
    share_voucher,
)
from server.ledger.feed import Changes
from server.ledger.intake import Ledger, record
from server.ledger.own import Draft
from server.ledger.rules import Author
from server.tickets.keys import load_signing_key
from server.tickets.rules import sign_code
from server.web.ground import Ground

_variants = msgspec.json.Decoder(Variants)


@dataclass(frozen=True, slots=True)
class LentUnit:
    """A unit lent in this transaction, and what it may be sold as."""

    serial: Serial
    number: str
    variants: Variants
    seat: str = ""


@dataclass(frozen=True, slots=True)
class Lent:
    """Units lent in this transaction."""

    lease: int
    units: tuple[LentUnit, ...]


def answer_request(
    connection: sa.Connection, ground: Ground, ledger: Ledger, author: Author, request: LeaseRequest, changes: Changes
) -> LeaseAnswer:
    """Answer a device's request for units; the same request gets the same lease again."""
    known = store.find_lease(connection, author.device, request.request)
    if known is not None:
        return LeaseAnswer(_load_lease(connection, ground, known.event, known.lease, known.expires_ms))
    if not author.roles & SELLING_ROLES:
        return LeaseAnswer(None, "role")
    catalogue = load_catalogue(connection, request.event)
    now_ms = ground.clock.now_ms()
    if reason := _closed(catalogue.event, now_ms):
        return LeaseAnswer(None, reason)
    if is_frozen(connection, request.event):
        return LeaseAnswer(None, "frozen")
    wanted = max(0, min(request.units, LEASE_MAX))
    variants = _offered(catalogue, author, request.variants)
    pools = _pools(connection, catalogue)
    shares = allot_apart(catalogue.types, variants, pools, wanted, list_seated(catalogue))
    shares += plan_vouchers(connection, catalogue, author.device)
    if not shares:
        return LeaseAnswer(None, "sold_out")
    expires_ms = now_ms + ground.settings.lease_hours * 3_600_000
    lent = lend(connection, ground, ledger, catalogue, author.device, shares, changes, expires_ms, request.request)
    return LeaseAnswer(_load_lease(connection, ground, request.event, lent.lease, expires_ms))


def list_seated(catalogue: Catalogue) -> list[int]:
    """Return the quotas whose places are numbered."""
    return [quota.number for quota in catalogue.quotas.values() if quota.seats]


def plan_vouchers(connection: sa.Connection, catalogue: Catalogue, holder: str) -> tuple[Share, ...]:
    """Return how many more uses of vouchers a device should be lent now."""
    leased = [one for one in catalogue.vouchers.values() if one.is_leased and one.active]
    if not leased:
        return ()
    event = catalogue.event.number
    books, held = store.load_books(connection, event), store.count_voucher_uses(connection, event)
    sellers = [d for d in list_serving(connection, event, catalogue.organizer) if d.roles & SELLING_ROLES]
    shares: list[Share] = []
    for voucher in leased:
        key = VOUCHER_BOOKS + voucher.number
        units = share_voucher(
            pool=books[key].pool, lent=books[key].leased, held=held.get((key, holder), 0), sellers=len(sellers)
        )
        if units:
            shares.append(Share(units, ((VOUCHER_TYPE, voucher.number),)))
    return tuple(shares)


def _closed(event: Event, now_ms: int) -> str:
    if event.status in (EventStatus.CANCELLED, EventStatus.COMPLETED, EventStatus.DRAFT) or now_ms >= event.ends_ms:
        return "event_over"
    return ""


def _offered(catalogue: Catalogue, author: Author, asked: Variants) -> Variants:
    channels = {role.value for role in author.roles if role.value in ("kiosk", "till")} or {"till"}
    offered = dict.fromkeys(
        variant
        for channel in sorted(channels)
        for variant in list_variants(catalogue.types, catalogue.sessions, channel)
    )
    return tuple(variant for variant in offered if not asked or variant in asked)


def _pools(connection: sa.Connection, catalogue: Catalogue) -> dict[int, int]:
    return {quota: books.pool for quota, books in store.load_books(connection, catalogue.event.number).items()}


def lend(
    connection: sa.Connection,
    ground: Ground,
    ledger: Ledger,
    catalogue: Catalogue,
    holder: str,
    shares: Sequence[Share],
    changes: Changes,
    expires_ms: int,
    request: str = "",
) -> Lent:
    """Debit the quotas, make the units and the `leased` facts. Raises Rejected (sold_out, frozen): nothing is lent."""
    event = catalogue.event.number
    if is_frozen(connection, event):
        raise Rejected(
            "this server was restored and waits for devices to report; connect them or vouch for them",
            reason="frozen",
        )
    assert sum(share.count for share in shares) <= INDEX_MAX
    _debit(connection, event, catalogue, shares, changes)
    lease = _free_number(connection, ground, event)
    now_ms = ground.clock.now_ms()
    store.save_lease(
        connection,
        {
            "event": event, "lease": lease, "holder": holder, "request": request, "granted_ms": now_ms,
            "expires_ms": expires_ms,
        },
    )  # fmt: skip
    lent: list[LentUnit] = []
    ranges: list[dict[str, Any]] = []
    drafts: list[Draft] = []
    for share in shares:
        first = len(lent)
        ranges.append(_range(event, lease, first, share, catalogue))
        seats = _seat(connection, catalogue, share, [unit.seat for unit in lent])
        lent += [
            LentUnit(Serial(event, lease, first + at), ground.ids.new_ticket_number(), share.variants, seats[at])
            for at in range(share.count)
        ]
        body = f.Leased(
            lease=lease, holder=holder, first=first, count=share.count, expires_ms=expires_ms, variants=share.variants
        )
        drafts.append(Draft("leased", event, (lease_subject(event, lease),), body))
    store.save_units(connection, ranges, _unit_rows(lent, ranges))
    record(connection, ledger, drafts, changes)
    return Lent(lease, tuple(lent))


def _seat(connection: sa.Connection, catalogue: Catalogue, share: Share, just_taken: Sequence[str]) -> Sequence[str]:
    """Return the seats of a share's units, the best that are together; empty words where places have no numbers."""
    touched = quotas_touched(catalogue.types, share.variants)
    for quota in list_seated(catalogue):
        if quota in touched:
            taken = store.list_taken_seats(connection, catalogue.event.number, quota) | set(just_taken)
            seats = choose_seats(catalogue.quotas[quota].seats, taken, share.count)
            if len(seats) < share.count:
                raise Rejected("there are not enough seats left", reason="sold_out", left=len(seats))
            return seats
    return [""] * share.count


def _debit(
    connection: sa.Connection, event: int, catalogue: Catalogue, shares: Sequence[Share], changes: Changes
) -> None:
    """Debit all quotas or none."""
    books = store.load_books(connection, event)
    changed: dict[int, QuotaBooks] = {}
    for share in shares:
        for quota in quotas_touched(catalogue.types, share.variants):
            known = changed.get(quota, books[quota])
            if known.pool < share.count:
                raise Rejected("there are not enough tickets left", reason="sold_out", left=max(0, known.pool))
            changed[quota] = settle(known, {"leased": share.count})
    if changed:
        store.save_books(connection, event, changed, changes)


def _free_number(connection: sa.Connection, ground: Ground, event: int) -> int:
    """Return a random lease number that this event has not had. Unique by constraint; a clash is drawn again."""
    for _ in range(100):
        number = ground.ids.new_number()
        if store.load_lease(connection, event, number) is None:
            return number
    raise AssertionError("a hundred random numbers were all taken")


def _range(event: int, lease: int, first: int, share: Share, catalogue: Catalogue) -> dict[str, Any]:
    quotas = quotas_by_type(catalogue.types, share.variants)
    return {
        "event": event, "lease": lease, "first": first, "count": share.count,
        "variants": msgspec.json.encode(share.variants).decode(), "quotas": msgspec.json.encode(quotas).decode(),
    }  # fmt: skip


def _unit_rows(lent: Sequence[LentUnit], ranges: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "subject": unit.serial.subject, "event": unit.serial.event, "lease": unit.serial.lease,
            "idx": unit.serial.index, "range_first": one["first"], "number": unit.number, "seat": unit.seat,
            "status": TicketStatus.LEASED.value, "sold_as": 0,
        }
        for one in ranges
        for unit in lent[one["first"] : one["first"] + one["count"]]
    ]  # fmt: skip


def _load_lease(connection: sa.Connection, ground: Ground, event: int, lease: int, expires_ms: int) -> Lease:
    """Return a lease with its signed codes."""
    catalogue = load_catalogue(connection, event)
    key = load_signing_key(connection, ground, event)
    units: list[Unit] = []
    for row in store.list_units(connection, event, lease):
        variants = tuple(
            Variant(type_, session, sign_code(
                key, row.subject, (type_, session), times=_times(catalogue, type_), generation=1,
                admits=_admits(catalogue, type_), test=catalogue.event.test,
            ))
            for type_, session in _variants.decode(row.variants)
            if type_ in catalogue.types or type_ == VOUCHER_TYPE
        )  # fmt: skip
        units.append(Unit(row.idx, row.number, variants, row.seat))
    return Lease(event, lease, expires_ms, tuple(units))


def _times(catalogue: Catalogue, type_: int) -> tuple[int, int]:
    """A use of a voucher is no ticket: its code only proves that this server lent it."""
    known = catalogue.types.get(type_)
    return (known.valid_from_min, known.valid_until_min) if known else (0, 0)


def _admits(catalogue: Catalogue, type_: int) -> int:
    return catalogue.types[type_].admits if type_ in catalogue.types else 1
