"""The staffed till: basket, money, drawer, shift, own sales.

Selling is `kiosk.sales`; this flow leads a cashier through it and words the answers. Nothing is sold
without an open shift. A basket is reserved when money is asked for.
"""

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QObject, Slot

from kiosk.clock import Clock
from kiosk.core.errors import FoyerError, Rejected
from kiosk.core.ids import format_ticket_number
from kiosk.core.money import round_cash
from kiosk.core.money_reducer import ShiftState
from kiosk.core.permissions import Action, Role
from kiosk.core.pricing import Discount
from kiosk.printing import journal
from kiosk.running import Running
from kiosk.sales import shift as shifts
from kiosk.sales.basket import Basket, Offer, price
from kiosk.sales.checkout import Completed, Started
from kiosk.sales.refund import load_refusal, refund_sale
from kiosk.sales.terminal import Charge, ChargeState
from kiosk.staff import Operator
from kiosk.store import sales
from kiosk.store.catalogue import Catalogue
from kiosk.store.log import Author
from kiosk.store.sales import PrintJob, Sale
from kiosk.store.worker import Store
from kiosk.ui.bridge import Lane
from kiosk.ui.flows.floor import Counter, load_counter
from kiosk.ui.staff_pin import AskStaff
from kiosk.ui.text.clock import clock_text
from kiosk.ui.text.sentences import RefusalWords
from kiosk.ui.text.shop import Shop
from kiosk.ui.text.till import TillWords
from kiosk.ui.till import TillScreen
from kiosk.ui.views.kiosk import TypeTile
from kiosk.ui.views.till import SoldView, TillLine, TillPay, TillView


class TillFlow(QObject):
    """Runs one till for one event and one cashier."""

    def __init__(
        self,
        running: Running,
        screen: TillScreen,
        lane: Lane,
        *,
        event: int,
        operator: Operator,
        ask_staff: AskStaff,
        language: str,
    ) -> None:
        """Connect; `refresh` shows the keys."""
        super().__init__(screen)
        self._running = running
        self._screen = screen
        self._lane = lane
        self._event = event
        self._operator = operator
        self._ask_staff = ask_staff
        self._is_vouched = False
        """A supervisor said that what was lent may be sold although the clock is doubted."""
        self._language = language
        self._words = TillWords(self, language)
        self._refusals = RefusalWords(self)
        self._counter: Counter | None = None
        self._basket = Basket(event, channel=Role.TILL, language=language)
        self._pay = TillPay.NONE
        self._note = ""
        screen.quantity_changed.connect(self.on_quantity_changed)
        screen.basket_cleared.connect(self.on_basket_cleared)
        screen.discount_given.connect(self.on_discount)
        screen.cash_given.connect(self.on_cash)
        screen.card_chosen.connect(self.on_card)
        screen.drawer_wanted.connect(self.on_drawer)
        screen.shift_wanted.connect(self.on_shift)
        screen.shift_opened.connect(self.on_shift_opened)
        screen.cash_moved.connect(self.on_cash_moved)
        screen.shift_closed.connect(self.on_shift_closed)
        screen.sales_wanted.connect(self.on_sales)
        screen.reprint_wanted.connect(self.on_reprint)
        screen.refund_wanted.connect(self.on_refund)

    @Slot()
    def refresh(self) -> None:
        """Read stock and shift again, and show them."""
        self._lane.run(lambda: load_counter(self._running, self._event), self.on_counter, self.on_error)

    def on_counter(self, counter: Counter | None) -> None:
        """Take stock and shift."""
        self._counter = counter
        if counter is not None:
            self._drop_unknown(counter.shop)
        self._show()

    @property
    def operator(self) -> str:
        """Who works at this till."""
        return self._operator.id

    def on_job(self, job: PrintJob) -> None:
        """Hear how far a document is: one that waits for a person is shown at once."""
        if job.state in journal.UNSETTLED:
            self.refresh()

    def on_error(self, error: FoyerError) -> None:
        """Say why it was refused; the basket stays."""
        self._pay = TillPay.NONE
        self._note = self._refusals.sentence(error)
        self.refresh()

    @Slot(int, int, int)
    def on_quantity_changed(self, type_: int, session: int, quantity: int) -> None:
        """Change the basket."""
        self._note, self._pay = "", TillPay.NONE
        self._basket = self._basket.with_quantity(type_, session, quantity)
        self._show()

    @Slot()
    def on_basket_cleared(self) -> None:
        """Begin anew."""
        self._note, self._pay = "", TillPay.NONE
        self._basket = Basket(self._event, channel=Role.TILL, language=self._language)
        self._show()

    @Slot(int, int)
    def on_discount(self, percent: int, amount_minor: int) -> None:
        """Take something off the basket, or take that back."""
        discount = Discount(percent, amount_minor) if percent or amount_minor else None
        self._basket = msgspec.structs.replace(self._basket, discount=discount)
        self._show()

    @Slot(int)
    def on_cash(self, given_minor: int) -> None:
        """Complete a cash sale."""
        basket, method = self._basket, "cash" if self._total_minor() else "free"

        def sell() -> tuple[Completed, int]:
            started = self._begin(basket, method)
            if started.amount_minor == 0:
                return self._running.checkout.pay_nothing(started), 0
            try:
                return self._running.checkout.pay_cash(started, given_minor)
            except Rejected:
                self._running.checkout.abandon(started)
                raise

        self._lane.run(
            sell,
            lambda sold: self.on_sold(sold[0], given_minor, sold[1]),
            lambda error: self._or_vouch(error, lambda: self.on_cash(given_minor)),
        )

    @Slot()
    def on_card(self) -> None:
        """Have the basket paid by card."""
        terminal, basket = self._running.terminal, self._basket
        self._pay = TillPay.CARD
        self._show()

        def pay() -> Completed | Charge:
            if terminal is None:
                raise Rejected("no card terminal is set", reason="no_terminal")
            return self._running.checkout.pay_card(self._begin(basket, "card"), terminal)

        self._lane.run(pay, self.on_charged, lambda error: self._or_vouch(error, self.on_card))

    def on_charged(self, result: Completed | Charge) -> None:
        """Go on with what the terminal said."""
        if isinstance(result, Completed):
            self.on_sold(result, result.sale.total_minor, 0)
            return
        self._pay = TillPay.UNKNOWN if result.state is ChargeState.UNKNOWN else TillPay.DECLINED
        self.refresh()

    def on_sold(self, done: Completed, given_minor: int, change_minor: int) -> None:
        """Show the change and begin anew."""
        self._pay = TillPay.NONE
        self._basket = Basket(self._event, channel=Role.TILL, language=self._language)
        desk = self._running.desk
        if desk is not None:
            desk.poke()
        sale = done.sale
        note = "" if desk is not None and desk.state.can_print else self.tr("The printer is not ready.")
        numbers = tuple(format_ticket_number(ticket.number) for ticket in sale.tickets)
        change = self._money(change_minor) if change_minor else ""
        self._screen.show_sold(SoldView(change, self._money(sale.total_minor), self._money(given_minor), numbers, note))
        self.refresh()

    @Slot()
    def on_drawer(self) -> None:
        """Open the cash drawer."""
        desk = self._running.desk
        if desk is not None:
            self._lane.run(desk.open_drawer, lambda _: None, self.on_error)

    @Slot()
    def on_shift(self) -> None:
        """Show the shift."""
        self._lane.run(lambda: shifts.load_shift_state(self._running.store), self._show_shift, self.on_error)

    @Slot(int)
    def on_shift_opened(self, float_minor: int) -> None:
        """Take over the drawer."""
        store, author, clock = self._desk()
        currency = self._catalogue().event.currency
        self._lane.run(
            lambda: shifts.open_shift(
                store, author, clock, operator=self._operator.id, currency=currency, float_minor=float_minor
            ),
            lambda _: self.refresh(),
            self.on_error,
        )

    @Slot(int, str)
    def on_cash_moved(self, amount_minor: int, reason: str) -> None:
        """Put cash in or take it out."""
        store, author, clock = self._desk()
        self._lane.run(
            lambda: shifts.move_cash(store, author, clock, amount_minor, reason),
            lambda _: self.on_shift(),
            self.on_error,
        )

    @Slot(int)
    def on_shift_closed(self, counted_minor: int) -> None:
        """Close the shift and show its report."""
        store, author, clock = self._desk()
        self._lane.run(
            lambda: shifts.close_shift(store, author, clock, counted_minor), self._show_shift_and_refresh, self.on_error
        )

    @Slot()
    def on_sales(self) -> None:
        """Show own sales."""

        def load() -> list[tuple[Sale, Rejected | None]]:
            with self._running.store.read() as connection:
                shift = sales.load_open_shift(connection)
                found = sales.list_sales(connection)
                return [(sale, load_refusal(connection, sale, shift.id if shift else "")) for sale in found]

        self._lane.run(load, self._show_sales, self.on_error)

    @Slot(str)
    def on_reprint(self, order: str) -> None:
        """Print the tickets of a sale again, marked COPY."""
        desk = self._running.desk
        if desk is None:
            self.on_error(Rejected("no printer is set", reason="no_printer"))
            return

        def reprint() -> str:
            with self._running.store.read() as connection:
                jobs = sales.list_jobs_of_sale(connection, order)
            return desk.reprint(next(job.id for job in jobs if job.document == "tickets"))

        self._lane.run(reprint, lambda _: self.refresh(), self.on_error)

    @Slot(str)
    def on_refund(self, order: str) -> None:
        """Give the cash of an own sale back."""
        store, author, clock = self._desk()
        operator = self._operator.id

        def refund() -> int:
            return refund_sale(store, author, clock, order, reason="till", operator=operator)

        self._lane.run(refund, self.on_refunded, self.on_error)

    def on_refunded(self, amount_minor: int) -> None:
        """Say what to hand out."""
        self._note = self.tr("Hand out {amount}.").format(amount=self._money(amount_minor))
        self.on_drawer()
        self.refresh()

    def _show(self) -> None:
        counter = self._counter
        if counter is None:
            return
        shift, event, offers = counter.shift, counter.shop.catalogue.event, counter.shop.offers
        total, currency = self._total_minor(), event.currency
        cash_minor = round_cash(total, event.cash_step_minor)
        since = clock_text(shift.opened_ms, event.timezone) if shift else ""
        self._screen.show_view(
            TillView(
                event=event.name,
                operator=self._operator.name,
                shift=self.tr("Shift since {at}").format(at=since) if shift else "",
                keys=tuple(self._key(offer, counter.shop) for offer in offers),
                lines=tuple(self._lines(counter)),
                count=self._basket.tickets,
                total=self._money(total),
                total_minor=total,
                cash_total=self._money(cash_minor),
                cash_total_minor=cash_minor,
                currency=currency,
                discount=self._words.discount(self._basket.discount, currency),
                methods=("cash", "card") if self._running.terminal else ("cash",),
                pay=self._pay,
                note=self._note or self._words.no_stock(counter.shop.shortage(*offers)),
                unsettled=counter.unsettled,
            )
        )

    def _key(self, offer: Offer, shop: Shop) -> TypeTile:
        quantity = self._quantity(offer.type.number, offer.session)
        return self._words.key(offer, shop, quantity, self._basket.tickets)

    def _drop_unknown(self, shop: Shop) -> None:
        """Take out of the basket what does not exist any more: it has no price. What is only off sale stays."""
        gone = [choice for choice in self._basket.choices if choice.type not in shop.catalogue.types]
        for choice in gone:
            self._basket = self._basket.with_quantity(choice.type, choice.session, 0)
        if gone:
            self._note = self.tr("Something in the basket is not sold any more and was taken out.")

    def _lines(self, counter: Counter) -> list[TillLine]:
        left = {(offer.type.number, offer.session): offer.left for offer in counter.shop.offers}
        lines: list[TillLine] = []
        for choice in self._basket.choices:
            type_ = counter.shop.catalogue.types[choice.type]
            amount = self._money(choice.quantity * type_.price_minor)
            can_add = left.get((choice.type, choice.session), 0) > self._basket.tickets
            lines.append(TillLine(choice.type, choice.session, type_.name, amount, choice.quantity, can_add))
        return lines

    def _show_shift(self, state: ShiftState | None) -> None:
        event = self._catalogue().event
        self._screen.show_shift(self._words.shift(state, self._operator.name, event.currency))

    def _show_sales(self, found: list[tuple[Sale, Rejected | None]]) -> None:
        self._screen.show_sales(self._words.sales(found, self._catalogue().event))

    def _show_shift_and_refresh(self, state: ShiftState) -> None:
        self._show_shift(state)
        self.refresh()

    def _begin(self, basket: Basket, method: str) -> Started:
        """On the lane's thread: reserve the basket; a word for the time holds while the clock is doubted."""
        vouched = self._is_vouched and not self._running.clock.moment().is_trusted
        return self._running.checkout.begin(self._in_shift(basket), method, ignores_expiry=vouched)

    def _or_vouch(self, error: FoyerError, again: Callable[[], None]) -> None:
        """Whether what was lent has expired, a doubted clock cannot say: a supervisor may, and it is tried again."""

        def vouch(_: Operator) -> None:
            self._is_vouched, self._note = True, ""
            again()

        self.on_error(error)
        if isinstance(error, Rejected) and error.reason == "clock_untrusted":
            title = self.tr("The clock is unsure. Sell all the same? A supervisor says so by PIN.")
            self._ask_staff(title, Action.OVERRIDE, vouch)

    def _in_shift(self, basket: Basket) -> Basket:
        """On the lane's thread: the basket in the shift that is open at this moment."""
        with self._running.store.read() as connection:
            shift = sales.load_open_shift(connection)
        return msgspec.structs.replace(basket, shift=shift.id if shift else "")

    def _total_minor(self) -> int:
        return price(self._catalogue(), self._basket).total_minor if self._basket.tickets else 0

    def _quantity(self, type_: int, session: int) -> int:
        chosen = (c.quantity for c in self._basket.choices if (c.type, c.session) == (type_, session))
        return next(chosen, 0)

    def _catalogue(self) -> Catalogue:
        assert self._counter is not None
        return self._counter.shop.catalogue

    def _money(self, amount_minor: int) -> str:
        return self._words.money(amount_minor, self._catalogue().event.currency)

    def _desk(self) -> tuple[Store, Author, Clock]:
        identity = self._running.identity
        assert identity is not None
        return self._running.store, identity.author, self._running.clock
