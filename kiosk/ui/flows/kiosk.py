"""The self-service kiosk, from the first touch to the ticket: which page comes next, and what it shows.

Selling is `kiosk.sales`, paper is `kiosk.printing`; this flow only leads a buyer through them. A basket is
reserved when payment begins, so that looking around keeps nothing from others. It never begins a payment
that could not end on paper.
"""

from PySide6.QtCore import QObject, Slot

from kiosk.core.errors import FoyerError, Rejected
from kiosk.core.permissions import Role
from kiosk.printing import journal
from kiosk.printing.printers import PrinterState
from kiosk.running import Running
from kiosk.sales.basket import Basket, Offer, price
from kiosk.sales.checkout import Completed, SoldTickets
from kiosk.sales.terminal import Charge, ChargeState
from kiosk.store import sales
from kiosk.store.sales import JobState, PrintJob
from kiosk.ui.bridge import Lane
from kiosk.ui.flows.floor import Floor, load_floor
from kiosk.ui.kiosk import KioskScreen
from kiosk.ui.text.device import DeviceWords
from kiosk.ui.text.sentences import RefusalWords
from kiosk.ui.text.shop import ON_PAPER, Shop, ShopWords
from kiosk.ui.views.kiosk import (
    BasketView,
    ClosedView,
    DetailsView,
    EventsView,
    KioskFrame,
    PayLine,
    PayState,
    PayView,
    TicketsView,
)


class KioskFlow(QObject):
    """Leads buyers at one kiosk screen."""

    def __init__(self, running: Running, screen: KioskScreen, lane: Lane, language: str) -> None:
        """Connect to the screen; `refresh` shows the first page."""
        super().__init__(screen)
        self._running = running
        self._screen = screen
        self._lane = lane
        self._language = language
        self._words = ShopWords(self, language)
        self._shops: dict[int, Shop] = {}
        self._shop: Shop | None = None  # what this buyer was told; from the payment on it no longer changes
        self._unsettled = 0
        self._is_over = False
        self._event = 0
        self._session = 0
        self._basket = Basket(0)
        self._step = "attract"
        self._note = ""
        self._pay_state = PayState.CHOOSE
        self._refusals = RefusalWords(self)
        self._sold: SoldTickets | None = None
        self._jobs: dict[str, JobState] = {}
        screen.begun.connect(self.on_begun)
        screen.event_chosen.connect(self.on_event_chosen)
        screen.quantity_changed.connect(self.on_quantity_changed)
        screen.tickets_confirmed.connect(self.on_tickets_confirmed)
        screen.details_given.connect(self.on_details_given)
        screen.pay_chosen.connect(self.on_pay_chosen)
        screen.back_wanted.connect(self.on_back)
        screen.start_again.connect(self.on_start_again)
        screen.language_chosen.connect(self.on_language_chosen)

    @property
    def step(self) -> str:
        """The name of the page on show, for tests and the tour."""
        return self._step

    def set_frame(self, frame: KioskFrame) -> None:
        """Show other tools chosen, or another language's."""
        self._screen.set_frame(frame)

    @Slot()
    def refresh(self) -> None:
        """Read what is on offer again, and show the page anew where that may be seen."""
        self._lane.run(lambda: load_floor(self._running), self.on_floor, self.on_error)

    def on_floor(self, floor: Floor) -> None:
        """Take what is on offer."""
        self._shops, self._unsettled, self._is_over = floor.shops, floor.unsettled, floor.is_over
        is_changed = self._follow_floor()
        if is_changed or self._step in ("attract", "closed", "events", "tickets"):
            self._show()

    def on_job(self, job: PrintJob) -> None:
        """Hear how far a document is."""
        if job.state in journal.UNSETTLED or job.copy:
            self.refresh()
        if self._sold is None or job.sale != self._sold.order or job.id not in self._jobs:
            return
        self._jobs[job.id] = job.state
        if self._step == "printing":
            self._show_printing()

    def on_jobs(self, jobs: list[PrintJob]) -> None:
        """Catch up with documents that were printed before this flow knew of the sale."""
        for job in jobs:
            self.on_job(job)

    def on_error(self, error: FoyerError) -> None:
        """Say what went wrong, on the page where it can be mended."""
        if isinstance(error, Rejected):
            self._note = self._refusals.sentence(error)
            self._step = "tickets"
            self.refresh()
        else:
            self._show_closed(self.tr("This kiosk cannot sell now"), self.tr("Please ask our staff."), error.code)

    @Slot()
    def on_begun(self) -> None:
        """Go to the only event, or to the choice."""
        places = self._places()
        if len(places) == 1:
            self.on_event_chosen(*places[0])
        else:
            self._step = "events"
            self._show()

    @Slot(object, int)
    def on_event_chosen(self, event: int, session: int) -> None:
        """Begin a basket."""
        if event not in self._shops:
            self._show_attract()
            return
        self._event, self._session, self._shop = event, session, self._shops[event]
        self._basket = Basket(event, language=self._language, channel=Role.KIOSK)
        self._step = "tickets"
        self._show()

    @Slot(int, int, int)
    def on_quantity_changed(self, type_: int, session: int, quantity: int) -> None:
        """Change the basket, within what is left and allowed; fewer is always allowed."""
        self._note = ""
        before = next((c.quantity for c in self._basket.choices if (c.type, c.session) == (type_, session)), 0)
        changed = self._basket.with_quantity(type_, session, quantity)
        if quantity > before:
            offer = next((o for o in self._offers() if (o.type.number, o.session) == (type_, session)), None)
            self._note = self._words.why_no_more(self._chosen(), offer, quantity, changed.tickets)
        if not self._note:
            self._basket = changed
        self._show()

    @Slot()
    def on_tickets_confirmed(self) -> None:
        """Ask for the optional details."""
        if self._basket.tickets:
            self._step = "details"
            self._show()

    @Slot(str, str)
    def on_details_given(self, name: str, email: str) -> None:
        """Take the details, check the paper, go on to pay."""
        if email and not _looks_like_email(email):
            self._screen.show_view(DetailsView(name, email, self.tr("This is not an e-mail address."), self._total()))
            return
        buyer = {key: value for key, value in (("name", name.strip()), ("email", email.strip())) if value}
        self._basket = Basket(
            self._event, self._basket.choices, buyer=buyer, language=self._language, channel=Role.KIOSK
        )
        if self._event not in self._shops:
            self._show_attract()
        elif not self._can_print():
            self._show_without_printer()
        elif self._priced_minor() == 0:
            self.on_pay_chosen("free")
        else:
            self.on_pay_chosen("card")

    @Slot(str)
    def on_pay_chosen(self, method: str) -> None:
        """Reserve the basket and have it paid."""
        self._step = "pay"
        self._show_pay(PayState.FOLLOW_READER if method == "card" else PayState.WORKING)
        self._lane.run(lambda: self._pay(method), self.on_paid, self.on_error)

    def on_paid(self, result: Completed | Charge) -> None:
        """Go on to the printer, or say that no money moved."""
        if isinstance(result, Completed):
            self._sold = result.sale
            self._jobs = dict.fromkeys(result.jobs, JobState.QUEUED)
            self._step = "printing"
            self._show_printing()
            if self._running.desk is not None:
                self._running.desk.poke()
            order = result.sale.order
            self._lane.run(lambda: self._load_jobs(order), self.on_jobs, self.on_error)
            self.refresh()
        elif result.state is ChargeState.UNKNOWN:
            self._show_pay(PayState.UNKNOWN)
        else:
            self._show_pay(PayState.DECLINED)

    @Slot()
    def on_back(self) -> None:
        """Go one page back; from the first one to the start."""
        self._step = {"details": "tickets", "pay": "tickets", "tickets": "events"}.get(self._step, "attract")
        if self._step == "events" and len(self._places()) == 1:
            self._step = "attract"
        self._follow_floor()
        self._show()

    @Slot()
    def on_start_again(self) -> None:
        """Forget the buyer."""
        self._basket, self._sold, self._note, self._jobs = Basket(0), None, "", {}
        self._step = "attract"
        self.refresh()
        self._show()

    @Slot(str)
    def on_language_chosen(self, language: str) -> None:
        """Write amounts, dates and the ticket in another language."""
        self._language = self._words.language = language
        self._show()

    def _follow_floor(self) -> bool:
        """Before the payment, follow what is on offer. Returns whether a basket on the details page changed by it."""
        if self._step not in ("tickets", "details"):
            return False
        shop = self._shops.get(self._event)
        if shop is None:
            self._step = "attract"
            return True
        self._shop = shop
        offered = {(offer.type.number, offer.session) for offer in shop.offers}
        gone = [c for c in self._basket.choices if (c.type, c.session) not in offered]
        for choice in gone:
            self._basket = self._basket.with_quantity(choice.type, choice.session, 0)
        if gone:
            self._step, self._note = "tickets", self.tr("Something you chose is not sold here any more.")
        return bool(gone)

    def _load_jobs(self, order: str) -> list[PrintJob]:
        with self._running.store.read() as connection:
            return sales.list_jobs_of_sale(connection, order)

    def _pay(self, method: str) -> Completed | Charge:
        """On the lane's thread."""
        checkout, terminal = self._running.checkout, self._running.terminal
        if method == "card" and terminal is None:
            raise Rejected("this kiosk has no card terminal", reason="no_terminal")
        started = checkout.begin(self._basket, method)
        if method == "card":
            assert terminal is not None
            return checkout.pay_card(started, terminal)
        return checkout.pay_nothing(started)

    def _show(self) -> None:
        match self._step:
            case "events":
                tiles = (
                    self._words.event_tile(event, session, self._shops[event]) for event, session in self._places()
                )
                self._screen.show_view(EventsView(tuple(tiles)))
            case "tickets" if self._event in self._shops:
                self._screen.show_view(self._tickets_view())
            case "details":
                self._screen.show_view(DetailsView(total=self._total()))
            case "printing":
                self._show_printing()
            case "pay":
                pass  # the answer of the payment comes by itself
            case _:
                self._show_attract()

    def _show_attract(self) -> None:
        self._step = "attract"
        if not self._shops and self._is_over:
            self._show_closed(self.tr("The event is over"), self.tr("Nothing is sold here any more."), "")
            return
        if not self._shops:
            self._show_closed(self.tr("Nothing on sale yet"), self.tr("This kiosk is being prepared."), "")
            return
        shop = next(iter(self._shops.values()))
        self._screen.show_view(self._words.attract(shop, unsettled=self._unsettled))

    def _show_closed(self, title: str, sentence: str, code: str) -> None:
        self._step = "closed"
        self._screen.show_view(ClosedView(title, sentence, code))

    def _show_without_printer(self) -> None:
        desk = self._running.desk
        state = PrinterState.OFFLINE if desk is None else desk.state.state
        title = self.tr("Out of paper") if state is PrinterState.PAPER_OUT else self.tr("The printer is not ready")
        sentence = self.tr("You have not been charged. Please ask our staff.")
        self._show_closed(title, sentence, DeviceWords(self).printer(state))

    def _tickets_view(self) -> TicketsView:
        shop = self._chosen()
        event = shop.catalogue.event
        tiles = tuple(self._words.type_tile(offer, shop, self._basket) for offer in self._offers())
        free = self._basket.tickets > 0 and self._priced_minor() == 0
        label = self.tr("Print free ticket") if free else self.tr("Pay")
        count = self._basket.tickets
        note = self._note or self._words.no_stock(shop.shortage(*self._offers()))
        basket = BasketView(count, self._total(), label, count > 0, note)
        return TicketsView(event.name, self._words.when(shop.catalogue, self._session), tiles, basket)

    def _show_pay(self, state: PayState) -> None:
        self._pay_state = state
        shop = self._chosen()
        lines = tuple(
            PayLine(f"{c.quantity} × {shop.catalogue.types[c.type].name}",
                    self._money(c.quantity * shop.catalogue.types[c.type].price_minor, shop))
            for c in self._basket.choices
        )  # fmt: skip
        self._screen.show_view(PayView(state, lines, self._total()))

    def _show_printing(self) -> None:
        assert self._sold is not None
        states = list(self._jobs.values())
        if self._running.desk is None or any(state in journal.UNSETTLED for state in states):
            self._show_done(on_screen=True)
        elif all(state in ON_PAPER for state in states):
            self._show_done(on_screen=False)
        else:
            self._screen.show_view(self._words.printing(self._sold, states))

    def _show_done(self, *, on_screen: bool) -> None:
        assert self._sold is not None
        self._step = "done"
        doubt = any(state is JobState.OFFERED for state in self._jobs.values())
        shop = self._chosen()
        self._screen.show_view(self._words.done(self._sold, shop, on_screen=on_screen, may_be_on_paper=doubt))

    def _places(self) -> list[tuple[int, int]]:
        """The (event, session) pairs that a buyer can choose between."""
        places: list[tuple[int, int]] = []
        for event, shop in self._shops.items():
            sessions = sorted({offer.session for offer in shop.offers})
            places += [(event, session) for session in sessions] or [(event, 0)]
        return places

    def _offers(self) -> list[Offer]:
        shop = self._shops.get(self._event)
        return [o for o in shop.offers if o.session in (0, self._session)] if shop else []

    def _chosen(self) -> Shop:
        assert self._shop is not None
        return self._shop

    def _can_print(self) -> bool:
        return self._running.desk is not None and self._running.desk.state.can_print

    def _priced_minor(self) -> int:
        return price(self._chosen().catalogue, self._basket).total_minor

    def _total(self) -> str:
        shop = self._chosen()
        return self._money(self._priced_minor(), shop) if self._basket.tickets else self._money(0, shop)

    def _money(self, amount_minor: int, shop: Shop) -> str:
        return self._words.money(amount_minor, shop)


def _looks_like_email(text: str) -> bool:
    """A plain check against slips of the finger; the server sends the mail that proves it."""
    name, _, domain = text.strip().rpartition("@")
    return bool(name) and "." in domain and not domain.startswith(".") and not domain.endswith(".") and " " not in text
