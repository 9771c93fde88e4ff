"""The till's keys, shift and own sales, in words.

Pure: what the store says in, views out, in the language that is set. Called by `flows.till`.
"""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QObject

from kiosk.core.catalog import Event
from kiosk.core.errors import Rejected
from kiosk.core.money_reducer import ShiftState
from kiosk.core.pricing import Discount
from kiosk.documents.papers import money_text, when_text
from kiosk.sales.basket import Offer
from kiosk.sales.checkout import SoldTickets
from kiosk.sales.supply import Shortage
from kiosk.store.sales import Sale
from kiosk.ui.text.sentences import RefusalWords
from kiosk.ui.text.shop import FEW_LEFT, Shop
from kiosk.ui.text.stock import StockWords
from kiosk.ui.views.kiosk import TypeTile
from kiosk.ui.views.till import SaleRow, SalesView, ShiftView


class TillWords(QObject):
    """Builds these views."""

    def __init__(self, parent: QObject, language: str) -> None:
        """Write amounts and times as `language` does."""
        super().__init__(parent)
        self._language = language
        self._stock = StockWords(self)

    def no_stock(self, shortage: Shortage | None) -> str:
        """Return why nothing is left, and what gets more; empty where something is."""
        match shortage:
            case None:
                return ""
            case Shortage.SOLD_OUT:
                return self.tr("Sold out")
            case Shortage.FROZEN:
                return self.tr("The server was restored and waits for every device to report. Only then it lends more.")
            case Shortage.HERE:
                return self.tr("None left on this device. Connect it to get more.")

    def key(self, offer: Offer, shop: Shop, quantity: int, basket_tickets: int) -> TypeTile:
        """Return a quick key."""
        currency = shop.catalogue.event.currency
        few = self.tr("{count} left").format(count=offer.left) if 0 < offer.left <= FEW_LEFT else ""
        return TypeTile(
            offer.type.number,
            offer.session,
            offer.type.name,
            offer.type.description,
            self.money(offer.type.price_minor, currency) if offer.type.price_minor else self.tr("Free"),
            few,
            self._stock.short(shop.shortage(offer)),
            quantity,
            offer.left > basket_tickets,
        )

    def shift(self, state: ShiftState | None, operator: str, currency: str) -> ShiftView:
        """Return a shift's report."""
        if state is None:
            return ShiftView(False, operator, (), currency)
        lines = [(self.tr("Float"), self.money(state.float_minor, currency))]
        lines += [
            (self._method(name), self.money(amount, currency)) for name, amount in sorted(state.by_method.items())
        ]
        lines += [
            (self.tr("Put in and taken out"), self.money(state.moved_minor, currency)),
            (self.tr("Should be in the drawer"), self.money(state.expected_minor, currency)),
        ]
        difference = ""
        if state.counted_minor is not None:
            lines.append((self.tr("Counted"), self.money(state.counted_minor, currency)))
            difference = self.money(state.counted_minor - state.expected_minor, currency)
        return ShiftView(state.is_open, operator, tuple(lines), state.currency, difference)

    def sales(self, found: Sequence[tuple[Sale, Rejected | None]], event: Event) -> SalesView:
        """Return own sales, and why which of them cannot be refunded here."""
        rows: list[SaleRow] = []
        words = RefusalWords(self)
        for sale, refusal in found:
            sold = msgspec.json.decode(sale.body, type=SoldTickets)
            is_refunded = refusal is not None and refusal.reason == "already_refunded"
            rows.append(
                SaleRow(
                    sale.id,
                    when_text(sale.made_ms, event.timezone, self._language),
                    self.tr("%n ticket(s)", "", len(sold.tickets)) + f" · {sale.code}",
                    self.money(sale.total_minor, event.currency),
                    self.tr("refunded") if is_refunded else "",
                    words.sentence(refusal) if refusal else "",
                    may_print=not is_refunded,
                )
            )
        return SalesView(tuple(rows))

    def discount(self, discount: Discount | None, currency: str) -> str:
        """Return what comes off, empty where nothing does."""
        if discount is None:
            return ""
        if discount.percent:
            return f"−{discount.percent / 100:g} %"
        return f"−{self.money(discount.amount_minor, currency)}"

    def money(self, amount_minor: int, currency: str) -> str:
        """Return an amount."""
        return money_text(amount_minor, currency, self._language)

    def _method(self, name: str) -> str:
        return {"cash": self.tr("Cash"), "card": self.tr("Card"), "free": self.tr("Free")}.get(name, name)
