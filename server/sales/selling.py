"""Sell, refund, block, reissue on the server: every such action is a fact of the server's own log.

A sale draws units of a lease of the server itself, made for exactly these tickets in the same transaction:
debit, units, `leased`, `sold` and all that follows commit together. Called by the API and the CLI.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec
import sqlalchemy as sa

from kiosk.core import facts as f
from kiosk.core.addons import attach_addons
from kiosk.core.catalog import Voucher
from kiosk.core.errors import InputError, Rejected
from kiosk.core.ids import lease_subject, order_subject, split_ranges
from kiosk.core.leases import VOUCHER_TYPE
from kiosk.core.pricing import PricedLine
from kiosk.core.reducer import TicketStatus
from kiosk.core.ticket_code import GENERATION_MAX
from kiosk.core.tickets import StopReason
from kiosk.core.wire import PersonRecord
from server.accounts.persons import save_persons
from server.catalog.store import Catalogue, load_catalogue, load_event
from server.db.tables import AnyRow
from server.inventory import store as inventory
from server.inventory.leasing import LentUnit, lend
from server.inventory.rules import Share
from server.ledger.feed import Changes
from server.ledger.intake import Ledger, record
from server.ledger.own import Draft
from server.notify.store import save_due
from server.sales import store
from server.sales.rules import BULK_ORDERS_MAX, CODE_CHARS, Wish, find_voucher, price_wish, tenders_of
from server.tickets.keys import load_signing_key
from server.tickets.rules import is_printable, sign_code
from server.tickets.store import load_tickets, load_tickets_of_orders
from server.web.ground import Ground

TICKETS_MAX = 2_000
FOREVER_MS = 2**52


@dataclass(frozen=True, slots=True)
class SoldOrder:
    """An order as sold."""

    order: str
    code: str
    lines: tuple[f.SoldLine, ...]
    vouchers: tuple[str, ...] = ()
    """Subjects of the voucher's uses."""

    @property
    def total_minor(self) -> int:
        """What it came to."""
        return sum(line.gross_minor for line in self.lines)


def sell(
    connection: sa.Connection,
    ground: Ground,
    ledger: Ledger,
    event: int,
    wishes: Sequence[Wish],
    changes: Changes,
    operator: str,
) -> list[SoldOrder]:
    """Sell orders, all or none. Raises InputError or Rejected (sold_out)."""
    if len(wishes) > BULK_ORDERS_MAX:
        raise InputError(f"at most {BULK_ORDERS_MAX} orders at once")
    catalogue = load_catalogue(connection, event)
    for wish in wishes:
        _check_sessions(catalogue, wish)
    vouchers = [find_voucher(catalogue.vouchers, wish.voucher) for wish in wishes]
    priced = [
        price_wish(catalogue.event, catalogue.types, wish, voucher)
        for wish, voucher in zip(wishes, vouchers, strict=True)
    ]
    if sum(len(lines) for lines in priced) > TICKETS_MAX:
        raise InputError(f"at most {TICKETS_MAX} tickets at once")
    units = _draw(connection, ground, ledger, catalogue, priced, vouchers, changes)
    persons = [_person(ground, event, wish) for wish in wishes]
    records = [person for person in persons if person is not None]
    save_persons(connection, ground.master, ground.ids, records, changes, ground.clock.now_ms())
    orders: list[SoldOrder] = []
    drafts: list[Draft] = []
    for wish, lines, person, voucher in zip(wishes, priced, persons, vouchers, strict=True):
        buyer = person.id if person else ""
        used = (next(units[VOUCHER_TYPE, voucher.number]).serial.subject,) if voucher else ()
        code = ground.ids.new_ticket_number()[:CODE_CHARS]
        drawn = _lines(lines, units, buyer, voucher.code if voucher else "")
        sold = SoldOrder(ground.new_id(), code, drawn, used)
        orders.append(sold)
        drafts.append(_draft(ground, catalogue, wish, sold, buyer, operator))
    record(connection, ledger, drafts, changes)
    _note_receipts(connection, ground, event, wishes, orders, persons)
    return orders


def _check_sessions(catalogue: Catalogue, wish: Wish) -> None:
    """A ticket for a session that does not exist could be neither signed nor used."""
    for choice in wish.choices:
        if choice.session and choice.session not in catalogue.sessions:
            raise InputError(f"this event has no session {choice.session}; ask for its sessions, or leave it out")


def _draw(
    connection: sa.Connection,
    ground: Ground,
    ledger: Ledger,
    catalogue: Catalogue,
    priced: Sequence[Sequence[PricedLine]],
    vouchers: Sequence[Voucher | None],
    changes: Changes,
) -> dict[tuple[int, int], Iterator[LentUnit]]:
    """Lend exactly what is sold to the server itself; return the units by variant."""
    counts: dict[tuple[int, int], int] = defaultdict(int)
    for lines in priced:
        for line in lines:
            counts[line.type, line.session] += 1
    for voucher in vouchers:
        if voucher is not None:
            counts[VOUCHER_TYPE, voucher.number] += 1
    shares = [Share(count, (variant,)) for variant, count in sorted(counts.items())]
    lent = lend(connection, ground, ledger, catalogue, ledger.author.device, shares, changes, FOREVER_MS)
    units: dict[tuple[int, int], list[LentUnit]] = defaultdict(list)
    for unit in lent.units:
        units[unit.variants[0]].append(unit)
    return {variant: iter(mine) for variant, mine in units.items()}


def _lines(
    lines: Sequence[PricedLine], units: dict[tuple[int, int], Iterator[LentUnit]], person: str, voucher: str
) -> tuple[f.SoldLine, ...]:
    sold: list[f.SoldLine] = []
    for line in lines:
        unit = next(units[line.type, line.session])
        sold.append(
            f.SoldLine(
                unit.serial.subject, line.type, line.session, unit.number, line.net_minor, line.tax_minor,
                line.gross_minor, line.tax_rate, line.discount_minor, person=person, seat=unit.seat, voucher=voucher,
            )
        )  # fmt: skip
    return tuple(sold)


def _draft(ground: Ground, catalogue: Catalogue, wish: Wish, sold: SoldOrder, buyer: str, operator: str) -> Draft:
    admits = {number: type_.admits for number, type_ in catalogue.types.items()}
    lines = attach_addons(
        [msgspec.structs.replace(line, admits=admits[line.type]) for line in sold.lines], catalogue.types
    )
    body = f.Sold(
        order=sold.order,
        code=sold.code,
        currency=catalogue.event.currency,
        catalogue_version=catalogue.event.catalogue_version,
        channel="web",
        lines=lines,
        tenders=tenders_of(wish, sold.total_minor, ground.new_id()),
        terms=wish.terms,
        buyer=buyer,
        language=wish.language,
        vouchers=sold.vouchers,
    )
    subjects = (*(line.subject for line in lines), *sold.vouchers, order_subject(sold.order))
    return Draft("sold", catalogue.event.number, subjects, body, operator=operator)


def _person(ground: Ground, event: int, wish: Wish) -> PersonRecord | None:
    fields = {name: value.strip() for name, value in (wish.buyer or {}).items() if value.strip()}
    return PersonRecord(ground.new_id(), event, fields) if fields else None


def _note_receipts(
    connection: sa.Connection,
    ground: Ground,
    event: int,
    wishes: Sequence[Wish],
    orders: Sequence[SoldOrder],
    persons: Sequence[PersonRecord | None],
) -> None:
    due = [
        (sold.order, person.id)
        for wish, sold, person in zip(wishes, orders, persons, strict=True)
        if wish.tells_buyer and person is not None and person.fields.get("email")
    ]
    save_due(connection, kind=store.RECEIPT, event=event, objects=due, now_ms=ground.clock.now_ms())


def refund(
    connection: sa.Connection,
    ledger: Ledger,
    event: int,
    order: str,
    *,
    subjects: Sequence[str],
    method: str,
    reason: str,
    intent: str,
    operator: str,
    changes: Changes,
) -> int:
    """Refund tickets of an order, or all that live; return the amount given back. Raises Rejected."""
    known = store.load_order(connection, event, order)
    live = [row for row in load_tickets_of_orders(connection, [order])[order] if row.status == TicketStatus.LIVE]
    chosen = [row for row in live if not subjects or row.subject in subjects]
    if not chosen or (subjects and len(chosen) != len(set(subjects))):
        raise Rejected("these tickets are not of this order, or were refunded before", reason="not_refundable")
    whole = len(chosen) == len(live) and len(live) == len(load_tickets_of_orders(connection, [order])[order])
    paid = known.paid_minor - known.refunded_minor
    amount = min(paid, paid if whole else sum(row.gross_minor for row in chosen))
    tenders = (f.Tender(method, amount, intent),) if amount else ()
    tickets = tuple(row.subject for row in chosen)
    body = f.Refunded(order=order, tickets=tickets, tenders=tenders, reason=reason)
    draft = Draft("refunded", event, (*tickets, order_subject(order)), body, (known.fact,), operator)
    record(connection, ledger, [draft], changes)
    return amount


def block(
    connection: sa.Connection, ledger: Ledger, event: int, subject: str, reason: str, operator: str, changes: Changes
) -> None:
    """Stop a ticket from being admitted."""
    _load_ticket(connection, event, subject)
    body = f.Blocked(reason=reason, stop=StopReason.BLOCKED)
    record(connection, ledger, [Draft("blocked", event, (subject,), body, operator=operator)], changes)


def unblock(
    connection: sa.Connection, ledger: Ledger, event: int, subject: str, reason: str, operator: str, changes: Changes
) -> None:
    """Let a blocked ticket be admitted again."""
    row = _load_ticket(connection, event, subject)
    if row.stop != StopReason.BLOCKED:
        raise Rejected("this ticket is not blocked", reason="not_blocked")
    draft = Draft("unblocked", event, (subject,), f.Unblocked(reason=reason), operator=operator)
    record(connection, ledger, [draft], changes)


def reissue(
    connection: sa.Connection, ledger: Ledger, event: int, subject: str, reason: str, operator: str, changes: Changes
) -> int:
    """Sign a ticket anew; older codes are superseded. Return the new generation."""
    row = _load_ticket(connection, event, subject)
    if row.status != TicketStatus.LIVE:
        raise Rejected("this ticket does not live any more", reason="not_live")
    if row.generation >= GENERATION_MAX:
        raise Rejected("this ticket was reissued too often; refund it and sell it again", reason="generations_used_up")
    body = f.Reissued(generation=row.generation + 1, reason=reason)
    record(connection, ledger, [Draft("reissued", event, (subject,), body, operator=operator)], changes)
    return row.generation + 1


def _load_ticket(connection: sa.Connection, event: int, subject: str) -> AnyRow:
    rows = [row for row in load_tickets(connection, [subject]) if row.event == event]
    if not rows:
        raise Rejected("there is no such ticket", reason="not_found")
    return rows[0]


def sign_order(connection: sa.Connection, ground: Ground, event: int, order: str) -> dict[str, str]:
    """Return the codes of an order's tickets by subject; a cancelled or stopped ticket has none."""
    store.load_order(connection, event, order)
    known = load_event(connection, event).value
    catalogue = load_catalogue(connection, event)
    key = load_signing_key(connection, ground, event)
    codes: dict[str, str] = {}
    for row in load_tickets_of_orders(connection, [order])[order]:
        if not is_printable(TicketStatus(row.status), StopReason(row.stop)):
            continue
        type_ = catalogue.types.get(row.type)
        times = (type_.valid_from_min, type_.valid_until_min) if type_ else (0, 0)
        codes[row.subject] = sign_code(
            key, row.subject, (row.type, row.session), times=times, generation=row.generation, admits=row.admits,
            test=known.test,
        )  # fmt: skip
    return codes


def write_off(
    connection: sa.Connection,
    ledger: Ledger,
    event: int,
    lease: int,
    *,
    revoke: bool,
    reason: str,
    operator: str,
    changes: Changes,
) -> int:
    """Declare the unsold rest of a lease lost; return how many units. Raises Rejected."""
    units = inventory.list_units(connection, event, lease)
    unsold = [row.idx for row in units if row.status == TicketStatus.LEASED]
    if not unsold:
        raise Rejected("this lease has nothing left to write off", reason="not_found")
    body = f.WrittenOff(lease=lease, ranges=split_ranges(unsold), revoke=revoke, reason=reason)
    draft = Draft("written_off", event, (lease_subject(event, lease),), body, operator=operator)
    record(connection, ledger, [draft], changes)
    return len(unsold)
