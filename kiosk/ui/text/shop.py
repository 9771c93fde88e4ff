"""What is on sale at the kiosk, in words: tiles, prices, times, and the pages around them.

Pure: an event's offers and a basket in, views out, in the language that is set. Called by `flows.kiosk`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject

from kiosk.core.catalog import Session
from kiosk.core.ids import format_ticket_number
from kiosk.documents.papers import money_text, when_text
from kiosk.sales.basket import Basket, Offer
from kiosk.sales.checkout import SoldTickets
from kiosk.sales.supply import Shortage, Supply
from kiosk.store.catalogue import Catalogue
from kiosk.store.sales import JobState
from kiosk.ui.text.stock import StockWords
from kiosk.ui.views.kiosk import AttractView, DoneView, EventTile, PrintingView, SavedTicket, TypeTile

FEW_LEFT = 20
"""From here on a tile says how many are left."""
DONE_S, SAVED_S = 8, 60
ON_PAPER = (JobState.SENT, JobState.CONFIRMED)
"""As far as a buyer waits for a document."""


@dataclass(frozen=True, slots=True)
class Shop:
    """One event as offered here."""

    catalogue: Catalogue
    offers: tuple[Offer, ...]
    supply: Supply

    def shortage(self, *offers: Offer) -> Shortage | None:
        """Return why nothing of all these is left, None where something is."""
        found = [self.supply.judge(offer, self.catalogue) for offer in offers]
        if None in found or not found:
            return None
        return Shortage.SOLD_OUT if set(found) == {Shortage.SOLD_OUT} else next(f for f in found if f != "sold_out")


class ShopWords(QObject):
    """Builds these views."""

    def __init__(self, parent: QObject, language: str) -> None:
        """Write amounts and times as `language` does."""
        super().__init__(parent)
        self.language = language
        self._stock = StockWords(self)

    def attract(self, shop: Shop, *, unsettled: int) -> AttractView:
        """Return the page that waits for a buyer; `unsettled` prints may be missing in somebody's hand."""
        event = shop.catalogue.event
        notes = [
            self._none_left(shop),
            self.tr("Did your tickets not come out? Please ask our staff.") if unsettled else "",
        ]
        prices = [offer.type.price_minor for offer in shop.offers]
        note = "  ·  ".join(note for note in notes if note)
        return AttractView(event.name, self.when(shop.catalogue, 0), event.venue, self._price_from(prices, shop), note)

    def _none_left(self, shop: Shop) -> str:
        if not shop.offers:
            return self.tr("Nothing is on sale here now.")
        return self.no_stock(shop.shortage(*shop.offers))

    def no_stock(self, shortage: Shortage | None) -> str:
        """Return the sentence of a page about why nothing is left; empty where something is."""
        match shortage:
            case None:
                return ""
            case Shortage.SOLD_OUT:
                return self.tr("Sold out")
            case Shortage.FROZEN:
                return self.tr("Sales are being checked after an interruption. Please ask our staff.")
            case Shortage.HERE:
                return self.tr("None left here right now. Please ask our staff.")

    def type_tile(self, offer: Offer, shop: Shop, basket: Basket) -> TypeTile:
        """Return a ticket type with how many of it are chosen."""
        key = (offer.type.number, offer.session)
        quantity = next((c.quantity for c in basket.choices if (c.type, c.session) == key), 0)
        limit = shop.catalogue.event.order_tickets_max
        left = offer.left - basket.tickets
        few = self.tr("{count} left").format(count=offer.left) if 0 < offer.left <= FEW_LEFT else ""
        return TypeTile(
            type=offer.type.number,
            session=offer.session,
            name=offer.type.name,
            description=offer.type.description,
            price=self.money(offer.type.price_minor, shop) if offer.type.price_minor else self.tr("Free"),
            left=few,
            # What was chosen can still be taken back.
            none_left="" if quantity else self._stock.short(shop.shortage(offer)),
            quantity=quantity,
            can_add=left > 0 and not (limit and basket.tickets >= limit),
        )

    def why_no_more(self, shop: Shop, offer: Offer | None, quantity: int, tickets: int) -> str:
        """Return why a choice cannot grow to `quantity`, and the basket to `tickets`; empty where it can."""
        limit = shop.catalogue.event.order_tickets_max
        if offer is None:
            return self.tr("This is not sold here any more.")
        if quantity > offer.left:
            none = self.tr("No more of these here right now. Please ask our staff.")
            return self.tr("Only {left} left here.").format(left=offer.left) if offer.left else none
        return self.tr("Limit {limit} per order").format(limit=limit) if limit and tickets > limit else ""

    def event_tile(self, event: int, session: int, shop: Shop) -> EventTile:
        """Return an event, or one of its sessions."""
        offers = [offer for offer in shop.offers if offer.session in (0, session)]
        left = sum(offer.left for offer in offers)
        none = self._stock.short(shop.shortage(*offers))
        known = shop.catalogue.sessions.get(session)
        return EventTile(
            event=event,
            session=session,
            name=known.name if known and known.name else shop.catalogue.event.name,
            when=self.when(shop.catalogue, session),
            venue=shop.catalogue.event.venue,
            price_from=self._price_from([offer.type.price_minor for offer in offers], shop),
            left=self.tr("{count} left").format(count=left) if 0 < left <= FEW_LEFT else none,
            can_choose=left > 0,
        )

    def printing(self, sold: SoldTickets, states: Sequence[JobState]) -> PrintingView:
        """Return how far the papers are: people count tickets, the bar counts documents."""
        done = sum(state in ON_PAPER for state in states)
        return PrintingView(len(sold.tickets), done / len(states), with_receipt=len(states) > 1)

    def done(self, sold: SoldTickets, shop: Shop, *, on_screen: bool, may_be_on_paper: bool) -> DoneView:
        """Return the last page. `may_be_on_paper`: the printer took something and never said that it was done."""
        types = shop.catalogue.types
        tickets = tuple(SavedTicket(format_ticket_number(t.number), types[t.type].name, t.code) for t in sold.tickets)
        if not on_screen:
            note = ""
        elif may_be_on_paper:
            note = self.tr("The printer did not say that it was done. Take what came out; if it is not all, ask staff.")
        else:
            note = self.tr("Your tickets are saved. Take a picture of the codes, or ask our staff.")
        return DoneView(tickets, sold.code, on_screen, note, SAVED_S if on_screen else DONE_S)

    def money(self, amount_minor: int, shop: Shop) -> str:
        """Return an amount in the event's currency."""
        return money_text(amount_minor, shop.catalogue.event.currency, self.language)

    def when(self, catalogue: Catalogue, session: int) -> str:
        """Return when an event or one of its sessions begins."""
        known: Session | None = catalogue.sessions.get(session)
        starts_ms = known.starts_ms if known else catalogue.event.starts_ms
        return when_text(starts_ms, catalogue.event.timezone, self.language)

    def _price_from(self, prices: list[int], shop: Shop) -> str:
        paid = [price_minor for price_minor in prices if price_minor]
        if not paid:
            return self.tr("Free") if prices else ""
        return self.tr("From {price}").format(price=self.money(min(paid), shop))
