"""From basket to sold tickets: reserve, pay, record; no step may be lost or done twice.

Intent first: key, amount and units are one commit before any money moves. Approval, sale, its fact and
the print jobs are one commit after. Whatever happens between is settled by asking the terminal by key
(`settle_open`, run at every start): a unit returns to stock only on the proof that nothing was charged.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import sqlalchemy as sa

from kiosk.clock import Clock
from kiosk.core import facts as f
from kiosk.core.addons import attach_addons
from kiosk.core.clocks import Moment
from kiosk.core.errors import InputError, Rejected
from kiosk.core.ids import Serial, order_subject, shift_subject
from kiosk.core.leases import VOUCHER_TYPE, Unit, Variant, choose_units, is_voucher_use
from kiosk.core.permissions import Role
from kiosk.core.pricing import PricedLine
from kiosk.core.ticket_code import parse
from kiosk.core.wire import PersonRecord
from kiosk.sales.basket import Basket, check_basket, find_voucher, price
from kiosk.sales.terminal import CardTerminal, Charge, ChargeState
from kiosk.store import log, recovered, sales, stock
from kiosk.store.catalogue import Catalogue, CatalogueCache
from kiosk.store.grace import check_grace
from kiosk.store.log import Author, Draft
from kiosk.store.sales import Intent, IntentState, JobState, PrintJob, Sale
from kiosk.store.stock import StockUnit
from kiosk.store.worker import Store

ORDER_CODE_CHARS = 6


class SoldTicket(msgspec.Struct, frozen=True):
    """One ticket of a sale, with what goes on paper."""

    subject: str
    number: str
    code: str
    type: int
    session: int
    net_minor: int
    tax_minor: int
    gross_minor: int
    tax_rate: int
    discount_minor: int = 0
    seat: str = ""
    holder: str = ""
    """A name that the buyer gave for the paper; kept on this device only until the sale is pruned."""
    admits: int = 1
    """How many people the ticket lets pass, as its signed code says."""


class SoldTickets(msgspec.Struct, frozen=True):
    """A sale as printed: kept with it, so that a copy says what the original said."""

    order: str
    code: str
    event: int
    currency: str
    tickets: tuple[SoldTicket, ...]
    tenders: tuple[f.Tender, ...]
    language: str
    channel: str
    sold_ms: int
    rounding_minor: int = 0

    @property
    def total_minor(self) -> int:
        """What was paid."""
        return sum(ticket.gross_minor for ticket in self.tickets) + self.rounding_minor


@dataclass(frozen=True, slots=True)
class Started:
    """A reserved basket waiting for money."""

    intent: str
    amount_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class Completed:
    """Sold, durable, and on its way to the printer."""

    sale: SoldTickets
    jobs: tuple[str, ...]


class Checkout:
    """The sales desk of one device. Safe to call from every thread."""

    def __init__(self, store: Store, author: Author, clock: Clock) -> None:
        """Sell as this device."""
        self._store = store
        self._author = author
        self._clock = clock
        self._cache = CatalogueCache()

    def begin(self, basket: Basket, method: str, *, ignores_expiry: bool = False) -> Started:
        """Price a basket and reserve its units. Raises Rejected with a stable reason.

        `ignores_expiry`: staff vouch for the time where the clock is not to be trusted.
        """
        return self._store.write(lambda c: self._begin(c, basket, method, ignores_expiry=ignores_expiry)).result()

    def pay_cash(self, started: Started, given_minor: int) -> tuple[Completed, int]:
        """Complete a sale with cash; return it and the change. Raises Rejected when too little was given."""
        if given_minor < started.amount_minor:
            raise Rejected(
                "that is less than the price", reason="too_little", missing=started.amount_minor - given_minor
            )
        return self._complete(started.intent, ""), given_minor - started.amount_minor

    def pay_nothing(self, started: Started) -> Completed:
        """Complete a free sale."""
        if started.amount_minor:
            raise InputError("this basket is not free")
        return self._complete(started.intent, "")

    def pay_card(self, started: Started, terminal: CardTerminal) -> Completed | Charge:
        """Charge a card. Return the sale, or the charge that was declined or is unknown (units stay kept)."""
        self._store.write(lambda c: sales.set_intent(c, started.intent, IntentState.SENT)).result()
        charge = terminal.charge(started.intent, started.amount_minor, started.currency)
        return self._settle(started.intent, charge)

    def abandon(self, started: Started) -> None:
        """Give the units of an intent back for which no money was ever asked."""
        self._store.write(lambda c: self._void(c, started.intent)).result()

    def settle_open(self, terminal: CardTerminal | None) -> list[Completed]:
        """Finish what a crash or a silent terminal left open; return the sales that were completed.

        Cash and free intents were never charged by a machine: they are voided. A card intent is settled
        by the terminal's word alone and stays open without it.
        """
        with self._store.read() as connection:
            open_intents = sales.list_open_intents(connection)
        completed: list[Completed] = []
        for intent in open_intents:
            if intent.method != "card" or intent.state is IntentState.INTENDED:
                self._store.write(lambda c, i=intent: self._void(c, i.id)).result()
            elif terminal is not None:
                result = self._settle(intent.id, terminal.cancel(intent.id))
                completed += [result] if isinstance(result, Completed) else []
        return completed

    def list_unknown(self) -> list[Intent]:
        """Return the payments that nobody knows the end of."""
        with self._store.read() as connection:
            return [i for i in sales.list_open_intents(connection) if i.state is IntentState.UNKNOWN]

    def _settle(self, intent: str, charge: Charge) -> Completed | Charge:
        match charge.state:
            case ChargeState.APPROVED:
                return self._complete(intent, charge.reference)
            case ChargeState.DECLINED | ChargeState.CANCELLED:
                self._store.write(lambda c: self._void(c, intent, IntentState.DECLINED)).result()
            case ChargeState.PENDING | ChargeState.UNKNOWN:
                self._store.write(lambda c: sales.set_intent(c, intent, IntentState.UNKNOWN)).result()
        return charge

    def _begin(self, connection: sa.Connection, basket: Basket, method: str, *, ignores_expiry: bool) -> Started:
        moment = self._clock.moment()
        check_grace(connection, moment.now_ms)
        catalogue = self._catalogue(connection, basket.event)
        check_basket(catalogue, basket, now_ms=moment.now_ms)
        _check_shift(connection, basket)
        priced = price(catalogue, basket)
        units = _choose(connection, basket, moment, ignores_expiry=ignores_expiry)
        used = _choose_voucher(connection, catalogue, basket, 0 if ignores_expiry else moment.now_ms)
        rounding = priced.rounding_minor(catalogue.event.cash_step_minor) if method == "cash" else 0
        agreed = msgspec.structs.replace(basket, agreed=priced.lines, catalogue_version=priced.catalogue_version)
        intent = Intent(
            id=self._clock.new_id(),
            event=basket.event,
            method=method,
            amount_minor=priced.total_minor + rounding,
            currency=priced.currency,
            state=IntentState.INTENDED,
            basket=msgspec.json.encode(agreed).decode(),
            reference="",
            sale="",
            made_ms=moment.now_ms,
        )
        sales.save_intent(connection, intent)
        stock.reserve(connection, [*(stocked for stocked, _ in units), *used], intent.id)
        return Started(intent.id, intent.amount_minor, intent.currency)

    def _complete(self, intent: str, reference: str) -> Completed:
        return self._store.write(lambda c: self._record_sale(c, intent, reference)).result()

    def _record_sale(self, connection: sa.Connection, intent_id: str, reference: str) -> Completed:
        """One transaction: intent completed, units sold, fact, sale, print jobs."""
        moment = self._clock.moment()
        intent = sales.load_intent(connection, intent_id)
        assert intent.state in sales.OPEN_STATES, "an intent is completed once"
        basket = self._agreed(connection, intent)
        sold = self._sold_tickets(connection, intent, basket, reference, moment)
        buyer = self._save_buyer(connection, basket)
        body = _body(sold, basket, buyer, _voucher_uses(connection, intent_id))
        known = self._cache.load(connection, basket.event)  # a sale is completed whether or not extras can be tied
        body = msgspec.structs.replace(body, lines=attach_addons(body.lines, known.types if known else {}))
        subjects = (*(t.subject for t in sold.tickets), *body.vouchers, order_subject(sold.order))
        if basket.shift:
            subjects = (*subjects, shift_subject(basket.shift))
        draft = Draft(self._clock.new_id(), "sold", basket.event, subjects, body)
        log.record(connection, self._author, draft, moment)
        stock.mark_sold(connection, intent_id)
        sales.set_intent(connection, intent_id, IntentState.COMPLETED, reference=reference)
        sales.save_sale(
            connection,
            Sale(
                sold.order, draft.id, basket.event, sold.code, sold.total_minor, sold.currency, intent.method,
                basket.shift, "sold", msgspec.json.encode(sold).decode(), moment.now_ms,
            ),
        )  # fmt: skip
        return Completed(sold, self._queue_prints(connection, sold, moment))

    def _agreed(self, connection: sa.Connection, intent: Intent) -> Basket:
        """Return the basket with the prices that the buyer was told; an older release did not keep them."""
        basket = msgspec.json.decode(intent.basket, type=Basket)
        if basket.agreed:
            return basket
        priced = price(self._catalogue(connection, basket.event), basket)
        return msgspec.structs.replace(basket, agreed=priced.lines, catalogue_version=priced.catalogue_version)

    def _sold_tickets(
        self, connection: sa.Connection, intent: Intent, basket: Basket, reference: str, moment: Moment
    ) -> SoldTickets:
        chosen = _units_for(connection, intent, basket.wanted)
        lines = basket.agreed
        tickets = tuple(
            _ticket(s, v, line, basket.buyer.get("name", "")) for (s, v), line in zip(chosen, lines, strict=True)
        )
        rounding = intent.amount_minor - sum(line.gross_minor for line in lines)
        tender = f.Tender(intent.method, intent.amount_minor, intent.id, reference)
        return SoldTickets(
            order=self._clock.new_id(),
            code=self._clock.new_ticket_number()[:ORDER_CODE_CHARS],
            event=basket.event,
            currency=intent.currency,
            tickets=tickets,
            tenders=(tender,) if intent.amount_minor else (),
            language=basket.language,
            channel=basket.channel.value,
            sold_ms=moment.now_ms,
            rounding_minor=rounding,
        )

    def _save_buyer(self, connection: sa.Connection, basket: Basket) -> str:
        if not basket.buyer:
            return ""
        record = PersonRecord(self._clock.new_id(), basket.event, basket.buyer)
        sales.save_person(connection, record)
        return record.id

    def _queue_prints(self, connection: sa.Connection, sold: SoldTickets, moment: Moment) -> tuple[str, ...]:
        documents = ["tickets"] + (["receipt"] if sold.total_minor else [])
        ids: list[str] = []
        for document in documents:
            job = self._clock.new_id()
            sales.save_job(
                connection,
                PrintJob(job, sold.order, document, JobState.QUEUED, False, "", "", moment.now_ms, moment.now_ms),
            )
            ids.append(job)
        return tuple(ids)

    def _void(self, connection: sa.Connection, intent: str, state: IntentState = IntentState.VOIDED) -> None:
        stock.release(connection, intent)
        recovered.settle_returned(connection)
        sales.set_intent(connection, intent, state)

    def _catalogue(self, connection: sa.Connection, event: int) -> Catalogue:
        catalogue = self._cache.load(connection, event)
        if catalogue is None:
            raise Rejected("this event is not on this device", reason="no_event")
        return catalogue


def _check_shift(connection: sa.Connection, basket: Basket) -> None:
    """A till sells only into the drawer that is open now: money of no shift would be nobody's."""
    shift = sales.load_open_shift(connection)
    if basket.channel is Role.TILL and (shift is None or basket.shift != shift.id):
        raise Rejected("open a shift first", reason="no_shift")


def _choose(
    connection: sa.Connection, basket: Basket, moment: Moment, *, ignores_expiry: bool
) -> list[tuple[StockUnit, Variant]]:
    now_ms = 0 if ignores_expiry else moment.now_ms
    free = stock.list_free(connection, basket.event, now_ms=now_ms)
    chosen = _assign(free, basket.wanted)
    if chosen is None:
        if stock.has_expired_units(connection, basket.event, now_ms=now_ms):
            reason = "lease_expired" if moment.is_trusted else "clock_untrusted"
            raise Rejected("the tickets lent to this device have expired; connect it to the server", reason=reason)
        left = min(_left(free, want) for want in basket.wanted)
        raise Rejected("this device has no more of these tickets", reason="sold_out_offline", left=left)
    return chosen


def _choose_voucher(
    connection: sa.Connection, catalogue: Catalogue, basket: Basket, now_ms: int
) -> tuple[StockUnit, ...]:
    """Return the use of the basket's voucher, which this device must have been lent: none is taken on trust."""
    if basket.discount is None or not basket.discount.voucher:
        return ()
    wanted = (VOUCHER_TYPE, find_voucher(catalogue, basket.discount.voucher).number)
    for stocked in stock.list_free(connection, basket.event, now_ms=now_ms):
        if any((v.type, v.session) == wanted for v in stocked.unit.variants):
            return (stocked,)
    raise Rejected("this device was lent no use of this voucher", reason="voucher_needs_online")


def _left(free: Sequence[StockUnit], want: tuple[int, int]) -> int:
    return sum(any((v.type, v.session) == want for v in stocked.unit.variants) for stocked in free)


def _units_for(
    connection: sa.Connection, intent: Intent, wanted: Sequence[tuple[int, int]]
) -> list[tuple[StockUnit, Variant]]:
    """Return the units of a sale that is paid: those that were reserved for it.

    Where a copy of this device was found to have sold some of them meanwhile, others take their place; where there are
    none, they are sold twice all the same, which the server reports: the money is taken.
    """
    reserved = stock.list_reserved(connection, intent.id)
    chosen = _assign(reserved, wanted)
    if chosen is None:
        chosen = _assign([*reserved, *stock.list_free(connection, intent.event, now_ms=0)], wanted)
        kept = {id(stocked) for stocked in reserved}
        stock.reserve(connection, [one for one, _ in chosen or () if id(one) not in kept], intent.id)
    if chosen is None:
        chosen = _assign(stock.list_reserved(connection, intent.id, or_sold=True), wanted)
    assert chosen is not None, "the reservation was made for exactly this basket"
    return chosen


def _assign(stocked: Sequence[StockUnit], wanted: Sequence[tuple[int, int]]) -> list[tuple[StockUnit, Variant]] | None:
    chosen = choose_units([one.unit for one in stocked], wanted)
    by_unit = {id(one.unit): one for one in stocked}
    return None if chosen is None else [(by_unit[id(unit)], variant) for unit, variant in chosen]


def _ticket(stocked: StockUnit, variant: Variant, line: PricedLine, holder: str) -> SoldTicket:
    unit: Unit = stocked.unit
    return SoldTicket(
        subject=Serial(stocked.event, stocked.lease, unit.index).subject,
        number=unit.number,
        code=variant.code,
        type=variant.type,
        session=variant.session,
        net_minor=line.net_minor,
        tax_minor=line.tax_minor,
        gross_minor=line.gross_minor,
        tax_rate=line.tax_rate,
        discount_minor=line.discount_minor,
        seat=unit.seat,
        holder=holder,
        admits=parse(variant.code).admits,
    )


def _voucher_uses(connection: sa.Connection, intent: str) -> tuple[str, ...]:
    reserved = stock.list_reserved(connection, intent, or_sold=True)
    return tuple(Serial(s.event, s.lease, s.unit.index).subject for s in reserved if is_voucher_use(s.unit))


def _body(sold: SoldTickets, basket: Basket, buyer: str, vouchers: tuple[str, ...]) -> f.Sold:
    voucher = basket.discount.voucher if basket.discount else ""
    lines = tuple(
        f.SoldLine(
            t.subject, t.type, t.session, t.number, t.net_minor, t.tax_minor, t.gross_minor, t.tax_rate,
            t.discount_minor, t.admits, seat=t.seat, voucher=voucher,
        )
        for t in sold.tickets
    )  # fmt: skip
    return f.Sold(
        order=sold.order,
        code=sold.code,
        currency=sold.currency,
        catalogue_version=basket.catalogue_version,
        channel=sold.channel,
        lines=lines,
        tenders=sold.tenders,
        shift=basket.shift,
        buyer=buyer,
        exchanges=basket.exchanges,
        rounding_minor=sold.rounding_minor,
        language=sold.language,
        vouchers=vouchers,
    )
