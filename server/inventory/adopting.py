"""Take a lease back into the books that the server had lent and forgotten: it was restored from an older backup.

A device shows the units that it holds; their codes are signed by keys of the event, so that the server recognises its
own word. What the pool lacks by then is oversold, and the books say so. Also for what the server sold itself, which
the payment provider still knows. Called by sync and sales.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa

from kiosk.core import facts as f
from kiosk.core.catalog import TicketType
from kiosk.core.errors import BadTicketCode, Rejected
from kiosk.core.ids import Serial, lease_subject, split_ranges
from kiosk.core.leases import VOUCHER_TYPE, Lease, quotas_by_type, quotas_touched
from kiosk.core.reducer import TicketStatus
from kiosk.core.ticket_code import INDEX_MAX, is_signed_by, parse
from server.catalog.store import load_catalogue
from server.inventory import store
from server.inventory.rules import Variants, settle
from server.ledger.feed import Changes
from server.ledger.intake import Ledger, record
from server.ledger.own import Draft
from server.tickets.keys import load_ring
from server.web.ground import Ground


@dataclass(frozen=True, slots=True)
class Shown:
    """One unit of a forgotten lease."""

    index: int
    number: str
    variants: Variants
    seat: str = ""


def adopt_shown(
    connection: sa.Connection, ground: Ground, ledger: Ledger, holder: str, lease: Lease, changes: Changes
) -> bool:
    """Adopt a lease that a device shows; return whether it was new. Raises Rejected for one that is not its own."""
    known = store.load_lease(connection, lease.event, lease.lease)
    if known is not None:
        if known.holder != holder:
            raise Rejected("this lease was lent to somebody else", reason="held_by_other")
        return False
    _check_signed(connection, lease)
    units = [Shown(u.index, u.number, tuple((v.type, v.session) for v in u.variants), u.seat) for u in lease.units]
    adopt(connection, ground, ledger, holder, (lease.event, lease.lease), units, changes, expires_ms=lease.expires_ms)
    return True


def _check_signed(connection: sa.Connection, lease: Lease) -> None:
    """Every code of every unit must be this server's own word about exactly this unit."""
    keys = {key.key_id: key.public for key in load_ring(connection, lease.event)}
    indexes = [unit.index for unit in lease.units]
    if not indexes or len(set(indexes)) != len(indexes) or any(not 0 <= index <= INDEX_MAX for index in indexes):
        raise Rejected("these are not the units of a lease", reason="bad_lease")
    for unit in lease.units:
        if not unit.variants:
            raise Rejected("a unit without a code proves nothing", reason="bad_lease")
        for variant in unit.variants:
            try:
                code = parse(variant.code)
            except BadTicketCode as error:
                raise Rejected("a code of this lease is none of ours", reason="bad_signature") from error
            says = (code.serial, code.type, code.session, code.generation)
            if says != (Serial(lease.event, lease.lease, unit.index), variant.type, variant.session, 1):
                raise Rejected("a code of this lease names another unit", reason="bad_lease")
            if not is_signed_by(code, keys.get(code.key_id, b"")):
                raise Rejected("a code of this lease was not signed here", reason="bad_signature")


def adopt(
    connection: sa.Connection,
    ground: Ground,
    ledger: Ledger,
    holder: str,
    place: tuple[int, int],
    units: Sequence[Shown],
    changes: Changes,
    *,
    expires_ms: int,
) -> None:
    """Put units of a lease (`place`: event, lease) back into the books, with the `leased` facts that were lost."""
    event, lease = place
    catalogue = load_catalogue(connection, event)
    ranges = _ranges(place, units, catalogue.types)
    _debit(connection, event, ranges, changes)
    values = {"event": event, "lease": lease, "holder": holder, "request": "", "granted_ms": ground.clock.now_ms()}
    store.save_lease(connection, {**values, "expires_ms": expires_ms})
    rows = [_unit_row(place, one, unit) for one in ranges for unit in one.units]
    store.save_units(connection, [one.row for one in ranges], rows)
    _free_seats(connection, place, [unit.seat for unit in units if unit.seat], ground.clock.now_ms())
    drafts = [
        Draft("leased", event, (lease_subject(event, lease),), f.Leased(
            lease=lease, holder=holder, first=one.row["first"], count=one.row["count"], expires_ms=expires_ms,
            variants=one.variants,
        ))
        for one in ranges
    ]  # fmt: skip
    record(connection, ledger, drafts, changes)


def _free_seats(connection: sa.Connection, place: tuple[int, int], seats: Sequence[str], now_ms: int) -> None:
    """Call other leases back that have the same seats unsold: what freed them for this one was forgotten as well."""
    event, lease = place
    for other in store.list_leases_with_seats(connection, event, seats):
        if other != lease:
            store.recall_lease(connection, event, other, now_ms)


@dataclass(frozen=True, slots=True)
class _Range:
    row: Mapping[str, Any]
    variants: Variants
    quotas: frozenset[int]
    units: Sequence[Shown]


def _ranges(place: tuple[int, int], units: Sequence[Shown], types: Mapping[int, TicketType]) -> list[_Range]:
    """Units next to each other that may be sold as the same."""
    by_index = {unit.index: unit for unit in units}
    ranges: list[_Range] = []
    for variants in dict.fromkeys(unit.variants for unit in units):
        alike = [unit.index for unit in units if unit.variants == variants]
        known = tuple(variant for variant in variants if variant[0] in types or variant[0] == VOUCHER_TYPE)
        quotas = quotas_by_type(types, known)
        for first, last in split_ranges(sorted(alike)):
            row = {
                "event": place[0], "lease": place[1], "first": first, "count": last - first + 1,
                "variants": msgspec.json.encode(variants).decode(), "quotas": msgspec.json.encode(quotas).decode(),
            }  # fmt: skip
            mine = [by_index[index] for index in range(first, last + 1)]
            ranges.append(_Range(row, variants, quotas_touched(types, known), mine))
    return ranges


def _unit_row(place: tuple[int, int], one: _Range, unit: Shown) -> dict[str, Any]:
    return {
        "subject": Serial(*place, unit.index).subject, "event": place[0], "lease": place[1], "idx": unit.index,
        "range_first": one.row["first"], "number": unit.number, "seat": unit.seat,
        "status": TicketStatus.LEASED.value, "sold_as": 0,
    }  # fmt: skip


def _debit(connection: sa.Connection, event: int, ranges: Sequence[_Range], changes: Changes) -> None:
    """The units are out, whether the pool has them or not."""
    out: Counter[int] = Counter()
    for one in ranges:
        out.update(dict.fromkeys(one.quotas, len(one.units)))
    books = store.load_books(connection, event)
    settled = {quota: settle(books[quota], {"leased": count}) for quota, count in out.items() if quota in books}
    if settled:
        store.save_books(connection, event, settled, changes)
