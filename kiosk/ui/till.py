"""The staffed till: quick keys, basket, money. What it sells is decided and recorded elsewhere.

`app` gives it a view after every change and listens to its signals. Opening the drawer, refunds and shifts
are wishes too: the screen never assumes that they were granted.
"""

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLayout, QWidget

from kiosk.ui.buttons import Button, Kind
from kiosk.ui.kiosk_pages import Pager
from kiosk.ui.layout import RIGHT, Band, Card, Item, column, fit_rows, grid, holder, line, row
from kiosk.ui.screen import Screen
from kiosk.ui.shapes import Icon
from kiosk.ui.sheets import QuestionSheet, TextSheet
from kiosk.ui.theme import Theme
from kiosk.ui.till_parts import BasketLines, QuickKey
from kiosk.ui.till_sheets import AmountSheet, CashSheet, DiscountSheet, SalesSheet, ShiftSheet, SoldSheet
from kiosk.ui.views.till import SalesView, ShiftView, SoldView, TillPay, TillView
from kiosk.ui.words import LineText, Text

LINES_MAX = 4
LINES_SHORT = 2
NOTHING = TillView("", "", "", (), (), 0, "", 0, "", 0, "EUR")


class TillScreen(Screen):
    """The screen of a cashier."""

    quantity_changed = Signal(int, int, int)
    """Type, session and the wanted quantity."""
    basket_cleared = Signal()
    discount_given = Signal(int, int)
    """Hundredths of a percent and minor units; one of them is 0, both take a discount away."""
    cash_given = Signal(int)
    """Minor units handed over, at least the total."""
    card_chosen = Signal()
    drawer_wanted = Signal()
    shift_wanted = Signal()
    shift_opened = Signal(int)
    """The float in minor units."""
    cash_moved = Signal(int, str)
    """Minor units (negative: taken out) and why."""
    shift_closed = Signal(int)
    """The counted cash in minor units."""
    sales_wanted = Signal()
    reprint_wanted = Signal(str)
    refund_wanted = Signal(str)
    """The order; asked for and confirmed."""
    prints_requested = Signal()
    """Settle the prints that were never confirmed."""
    settings_requested = Signal()
    sold_closed = Signal()

    def __init__(self, theme: Theme, language: str, write: Callable[[int, str], str]) -> None:
        """Show nothing yet. `write` makes words of minor units and a currency."""
        super().__init__(theme)
        self._language = language
        self._write_money = write
        self._view = NOTHING
        self._cash_sign = 1

    def show_view(self, view: TillView) -> None:
        """Show keys, basket and shift."""
        self._view = view
        if self.is_built:
            self.refresh()

    def show_sold(self, view: SoldView) -> None:
        """Show a sale just made, with the change."""
        sheet = SoldSheet(self.theme, view)
        sheet.closed.connect(self.close_sheet)
        sheet.closed.connect(self.sold_closed)
        self.open_sheet(sheet)

    def show_shift(self, view: ShiftView) -> None:
        """Show a shift's report."""
        sheet = ShiftSheet(self.theme, view)
        sheet.open_wanted.connect(self.on_open_shift)
        sheet.cash_in_wanted.connect(self.on_cash_in)
        sheet.cash_out_wanted.connect(self.on_cash_out)
        sheet.close_wanted.connect(self.on_close_shift)
        sheet.closed.connect(self.close_sheet)
        self.open_sheet(sheet)

    def show_sales(self, view: SalesView) -> None:
        """Show own sales."""
        sheet = SalesSheet(self.theme, view)
        sheet.reprint_wanted.connect(self.reprint_wanted)
        sheet.refund_wanted.connect(self.on_refund)
        sheet.closed.connect(self.close_sheet)
        self.open_sheet(sheet)

    def build(self) -> QLayout:
        """Return header, keys, basket and money."""
        theme, pad, gap = self.theme, self.theme.sizes.pad, self.theme.sizes.gap
        self._event = LineText(theme, "", "label")
        self._shift = LineText(theme, "", "note")
        self._note = Text(theme, "", "warning")
        self._prints = Button(theme, "", Kind.DANGER, icon=Icon.PRINTER)
        self._prints.clicked.connect(self.prints_requested)
        words = column(self._event, self._shift)
        over: list[Item] = [self._prints] if self.is_portrait else []
        head = row(words, *([] if over else [self._prints]), self.make_badge(), spacing=gap)
        head.setStretch(0, 1)
        keys = self._build_keys()
        basket = self._build_basket()
        body = line(not self.is_portrait, keys, basket, spacing=gap)
        body.setStretch(0, 3)
        body.setStretch(1, 2)
        page = column(head, self._note, *over, body, spacing=gap, margins=(pad, pad // 2, pad, pad // 2))
        page.setStretch(2 + len(over), 1)
        foot = column(self._build_tools(), margins=(pad, pad // 3, pad, pad // 3))
        whole = column(page, Band(theme.palette.bar, foot))
        whole.setStretch(0, 1)
        return whole

    def refresh(self) -> None:
        """Show the last view."""
        view = self._view
        self._event.set_text(view.event)
        words = (view.operator, view.shift or self.tr("No shift is open"))
        self._shift.set_text("  ·  ".join(word for word in words if word))
        notes = [note for note in (view.note, self._pay_words(view.pay), view.printer_note) if note]
        self._note.setText("  ·  ".join(notes))
        self._note.setVisible(bool(notes))
        self._prints.rename(self.tr("%n print(s) never confirmed: settle now", "", view.unsettled))
        self._prints.setVisible(view.unsettled > 0)
        self.on_turned(self._pager.page)
        self._basket.show_lines(view.lines)
        self._total.setText(view.total)
        self._count.setText(self.tr("%n ticket(s)", "", view.count) if view.count else self.tr("No tickets yet"))
        self._discount.rename(view.discount or self.tr("Discount"))
        can_pay = view.count > 0 and bool(view.shift) and view.pay in (TillPay.NONE, TillPay.DECLINED)
        self._cash.setEnabled(can_pay and "cash" in view.methods)
        self._card.setEnabled(can_pay and "card" in view.methods)
        self._cash.rename(self.tr("Cash"), self.tr("Cash, {total}").format(total=view.cash_total))
        self._card.rename(self.tr("Card"), self.tr("Card, {total}").format(total=view.total))
        self._clear.setEnabled(view.count > 0)
        self._discount.setEnabled(view.count > 0)

    @Slot(int)
    def on_turned(self, page: int) -> None:
        """Show another page of keys."""
        per_page = len(self._keys)
        self._pager.show_pages(page, -(-len(self._view.keys) // per_page))
        first = self._pager.page * per_page
        shown = self._view.keys[first : first + per_page]
        fit_rows(self._grid, self._places, len(shown), self._columns, rows_min=3)
        for at, key in enumerate(self._keys):
            key.setVisible(at < len(shown))
            if at < len(shown):
                key.show_type(shown[at])

    @Slot()
    def on_key(self) -> None:
        """Take one more of a type."""
        key = self.sender()
        assert isinstance(key, QuickKey)
        tile = key.tile
        assert tile is not None
        self.quantity_changed.emit(tile.type, tile.session, tile.quantity + 1)

    @Slot()
    def on_cash(self) -> None:
        """Ask for the cash given; a free basket needs none."""
        if not self._view.cash_total_minor:
            self.cash_given.emit(0)
            return
        sheet = CashSheet(self.theme, self._view.cash_total_minor, self._write, is_portrait=self.is_portrait)
        sheet.given.connect(self.on_cash_given)
        sheet.cancelled.connect(self.close_sheet)
        self.open_sheet(sheet)

    @Slot(int)
    def on_cash_given(self, given_minor: int) -> None:
        """Sell for cash."""
        self.close_sheet()
        self.cash_given.emit(given_minor)

    @Slot()
    def on_discount(self) -> None:
        """Ask for a discount."""
        sheet = DiscountSheet(self.theme, self._write)
        sheet.percent_given.connect(self.on_percent)
        sheet.amount_given.connect(self.on_amount_off)
        sheet.cancelled.connect(self.close_sheet)
        self.open_sheet(sheet)

    @Slot(int)
    def on_percent(self, percent: int) -> None:
        """Take a percentage off."""
        self.close_sheet()
        self.discount_given.emit(percent, 0)

    @Slot(int)
    def on_amount_off(self, amount_minor: int) -> None:
        """Take an amount off."""
        self.close_sheet()
        self.discount_given.emit(0, amount_minor)

    @Slot()
    def on_open_shift(self) -> None:
        """Ask for the float."""
        detail = self.tr("Count the cash that is in the drawer now.")
        sheet = AmountSheet(self.theme, self.tr("Float"), self.tr("Open the shift"), self._write, detail=detail)
        sheet.given.connect(self.on_float)
        sheet.cancelled.connect(self.close_sheet)
        self.open_sheet(sheet)

    @Slot(int)
    def on_float(self, amount_minor: int) -> None:
        """Open the shift."""
        self.close_sheet()
        self.shift_opened.emit(amount_minor)

    @Slot()
    def on_close_shift(self) -> None:
        """Ask for the counted cash."""
        detail = self.tr("Count all cash in the drawer, the float included.")
        sheet = AmountSheet(self.theme, self.tr("Counted cash"), self.tr("Close the shift"), self._write, detail=detail)
        sheet.given.connect(self.on_counted)
        sheet.cancelled.connect(self.close_sheet)
        self.open_sheet(sheet)

    @Slot(int)
    def on_counted(self, amount_minor: int) -> None:
        """Close the shift."""
        self.close_sheet()
        self.shift_closed.emit(amount_minor)

    @Slot()
    def on_cash_in(self) -> None:
        """Ask how much is put in."""
        self._ask_move(1, self.tr("Put cash in"))

    @Slot()
    def on_cash_out(self) -> None:
        """Ask how much is taken out."""
        self._ask_move(-1, self.tr("Take cash out"))

    @Slot(int)
    def on_move_amount(self, amount_minor: int) -> None:
        """Ask why."""
        self._cash_minor = amount_minor * self._cash_sign
        sheet = TextSheet(self.theme, self.tr("Why?"), self._language, done=self.tr("Continue"))
        sheet.given.connect(self.on_move_reason)
        sheet.cancelled.connect(self.close_sheet)
        self.open_sheet(sheet)

    @Slot(str)
    def on_move_reason(self, reason: str) -> None:
        """Move the cash."""
        if reason:
            self.close_sheet()
            self.cash_moved.emit(self._cash_minor, reason)

    @Slot(str)
    def on_refund(self, order: str) -> None:
        """Ask before giving money back."""
        question = self.tr("Refund this sale in cash?")
        detail = self.tr("All of its tickets become invalid at once.")
        sheet = QuestionSheet(self.theme, question, self.tr("Refund"), self.tr("Keep"), detail=detail, kind=Kind.DANGER)
        sheet.setProperty("order", order)
        sheet.confirmed.connect(self.on_refund_confirmed)
        sheet.declined.connect(self.close_sheet)
        self.open_sheet(sheet)

    @Slot()
    def on_refund_confirmed(self) -> None:
        """Want the refund."""
        assert self.sheet is not None
        order = str(self.sheet.property("order"))
        self.close_sheet()
        self.refund_wanted.emit(order)

    def _write(self, amount_minor: int) -> str:
        return self._write_money(amount_minor, self._view.currency)

    def _ask_move(self, sign: int, title: str) -> None:
        self._cash_sign = sign
        sheet = AmountSheet(self.theme, title, self.tr("Continue"), self._write)
        sheet.given.connect(self.on_move_amount)
        sheet.cancelled.connect(self.close_sheet)
        self.open_sheet(sheet)

    def _pay_words(self, pay: TillPay) -> str:
        match pay:
            case TillPay.NONE:
                return ""
            case TillPay.CARD:
                return self.tr("The card terminal is waiting for the card.")
            case TillPay.DECLINED:
                return self.tr("The card was declined. Nothing was charged.")
            case TillPay.UNKNOWN:
                return self.tr("The terminal did not answer. Look at it before charging again.")

    def _build_keys(self) -> QLayout:
        theme = self.theme
        columns = 2 if self.is_portrait or theme.is_large else 3
        rows = 3 if theme.is_large else 4
        self._keys = [QuickKey(theme) for _ in range(columns * rows)]
        for key in self._keys:
            key.clicked.connect(self.on_key)
        self._places: list[QWidget] = [holder(column(key)) for key in self._keys]
        self._grid = grid(self._places, columns, spacing=theme.px(12), rows=rows)
        self._columns = columns
        self._pager = Pager(theme)
        self._pager.turned.connect(self.on_turned)
        return column(self._grid, self._pager, spacing=theme.px(8))

    def _build_basket(self) -> Card:
        theme, pad, gap = self.theme, self.theme.sizes.pad, self.theme.sizes.gap
        self._basket = BasketLines(theme, LINES_SHORT if self.is_portrait or theme.is_large else LINES_MAX)
        self._basket.quantity_changed.connect(self.quantity_changed)
        self._count = Text(theme, "", "note")
        self._total = Text(theme, "", "total", wrap=False)
        self._total.setAlignment(RIGHT)
        self._cash = Button(theme, "", Kind.PRIMARY, icon=Icon.CASH)
        self._card = Button(theme, "", Kind.PRIMARY, icon=Icon.CARD)
        self._cash.clicked.connect(self.on_cash)
        self._card.clicked.connect(self.card_chosen)
        total = row(self._count, self._total, spacing=gap)
        total.setStretch(0, 1)
        pay = row(self._cash, self._card, spacing=theme.px(10))
        content = column(self._basket, total, pay, spacing=theme.px(12), margins=(pad, pad // 2, pad, pad // 2))
        content.setStretch(0, 1)
        return Card(theme, content)

    def _build_tools(self) -> QLayout:
        theme = self.theme
        self._clear = Button(theme, self.tr("Clear"), Kind.BAR, icon=Icon.CROSS).stack()
        self._clear.clicked.connect(self.basket_cleared)
        self._discount = Button(theme, "", Kind.BAR, icon=Icon.MINUS).stack()
        self._discount.clicked.connect(self.on_discount)
        shift = Button(theme, self.tr("Shift"), Kind.BAR, icon=Icon.CLOCK).stack()
        shift.clicked.connect(self.shift_wanted)
        drawer = Button(theme, self.tr("Drawer"), Kind.BAR, icon=Icon.CASH).stack()
        drawer.clicked.connect(self.drawer_wanted)
        sales = Button(theme, self.tr("Sales"), Kind.BAR, icon=Icon.LIST).stack()
        sales.clicked.connect(self.sales_wanted)
        settings = Button(theme, self.tr("Settings"), Kind.BAR, icon=Icon.GEAR).stack()
        settings.clicked.connect(self.settings_requested)
        tools: list[Item] = [self._clear, self._discount, shift, drawer, sales, settings]
        return row(*tools, spacing=theme.px(10))
