"""What does the cashier do besides choosing tickets? Take cash, give a discount, open and close a shift, look at sales.

Sheets over the till; `till` connects them and passes their signals on.
"""

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot

from kiosk.core.reasons import Look
from kiosk.ui.buttons import Button, Kind
from kiosk.ui.layout import CENTRE, Card, Item, column, holder, line, row
from kiosk.ui.money_pad import MoneyPad, suggest_cash
from kiosk.ui.rows import PagedRows, RowView
from kiosk.ui.screen import Sheet
from kiosk.ui.shapes import Icon
from kiosk.ui.theme import Theme
from kiosk.ui.views.till import SalesView, ShiftView, SoldView
from kiosk.ui.words import LineText, Text, unbroken

Write = Callable[[int], str]


class CashSheet(Sheet):
    """Cash given, and the change that is due."""

    given = Signal(int)
    cancelled = Signal()

    def __init__(self, theme: Theme, total_minor: int, write: Write, *, is_portrait: bool) -> None:
        """Ask for the cash given for `total_minor`."""
        super().__init__(theme)
        self._total_minor = total_minor
        self._write = write
        self._caption = Text(theme, "", "label")
        self._change = Text(theme, "", "number" if not theme.is_large else "total", wrap=False)
        self._accept = Button(theme, self.tr("Sold"), Kind.PRIMARY, icon=Icon.TICK)
        self._accept.clicked.connect(self.on_accept)
        cancel = Button(theme, self.tr("Cancel"))
        cancel.clicked.connect(self.cancelled)
        self._pad = MoneyPad(theme, write, suggestions=suggest_cash(total_minor))
        self._pad.changed.connect(self.on_changed)
        due = column(
            Text(theme, self.tr("To pay"), "note"),
            Text(theme, write(total_minor), "total", wrap=False),
            self._caption,
            self._change,
            1,
            cancel,
            self._accept,
            spacing=theme.px(14),
        )
        sides = line(not is_portrait, self._pad, due, spacing=theme.sizes.pad * 2)
        sides.setStretch(0, 3)
        sides.setStretch(1, 2)
        title = Text(theme, self.tr("Cash"), "title")
        self.fill(column(title, sides, spacing=theme.sizes.gap), width=theme.px(1400))
        self.setFocusProxy(self._pad)
        self.on_changed(0)

    @Slot(int)
    def on_changed(self, given_minor: int) -> None:
        """Show the change, or what is missing."""
        missing = self._total_minor - given_minor
        self._caption.setText(self.tr("Still missing") if missing > 0 else self.tr("Change"))
        self._change.setText(self._write(abs(missing)))
        self._accept.setEnabled(missing <= 0)

    @Slot()
    def on_accept(self) -> None:
        """Sell."""
        self.given.emit(self._pad.amount_minor)


class AmountSheet(Sheet):
    """An amount: float, count, cash put in or taken out."""

    given = Signal(int)
    cancelled = Signal()

    def __init__(self, theme: Theme, title: str, done: str, write: Write, *, detail: str = "") -> None:
        """Ask for an amount; `done` names the button that gives it."""
        super().__init__(theme)
        self._pad = MoneyPad(theme, write)
        accept = Button(theme, done, Kind.PRIMARY)
        accept.clicked.connect(self.on_accept)
        cancel = Button(theme, self.tr("Cancel"))
        cancel.clicked.connect(self.cancelled)
        words: list[Item] = [Text(theme, title, "title")]
        if detail:
            words.append(Text(theme, detail, "note"))
        answers = row(cancel, accept, spacing=theme.sizes.gap)
        self.fill(column(*words, self._pad, answers, spacing=theme.sizes.gap), width=theme.px(800))
        self.setFocusProxy(self._pad)

    @Slot()
    def on_accept(self) -> None:
        """Give the amount."""
        self.given.emit(self._pad.amount_minor)


class DiscountSheet(Sheet):
    """What comes off the whole basket: percent or an amount."""

    percent_given = Signal(int)
    """In hundredths of a percent; 0 takes a discount away."""
    amount_given = Signal(int)
    cancelled = Signal()

    def __init__(self, theme: Theme, write: Write) -> None:
        """Offer round percentages, and an amount to type."""
        super().__init__(theme)
        percents: list[Item] = []
        for percent in (5, 10, 20, 50):
            button = Button(theme, f"{percent}\u00a0%", Kind.KEY)
            button.setProperty("percent", percent * 100)
            button.clicked.connect(self.on_percent)
            percents.append(button)
        self._pad = MoneyPad(theme, write)
        accept = Button(theme, self.tr("Take this amount off"), Kind.PRIMARY)
        accept.clicked.connect(self.on_accept)
        none = Button(theme, self.tr("No discount"))
        none.setProperty("percent", 0)
        none.clicked.connect(self.on_percent)
        cancel = Button(theme, self.tr("Cancel"))
        cancel.clicked.connect(self.cancelled)
        gap = theme.sizes.gap
        content = column(
            Text(theme, self.tr("Discount"), "title"),
            row(*percents, spacing=theme.px(8)),
            self._pad,
            row(cancel, none, spacing=gap),
            accept,
            spacing=theme.px(12),
        )
        self.fill(content, width=theme.px(800))

    @Slot()
    def on_percent(self) -> None:
        """Take a percentage off."""
        button = self.sender()
        assert isinstance(button, Button)
        self.percent_given.emit(int(button.property("percent")))

    @Slot()
    def on_accept(self) -> None:
        """Take the typed amount off."""
        self.amount_given.emit(self._pad.amount_minor)


class SoldSheet(Sheet):
    """Sold: the change to hand out."""

    closed = Signal()

    def __init__(self, theme: Theme, view: SoldView) -> None:
        """Show the sale."""
        super().__init__(theme)
        items: list[Item] = [Text(theme, self.tr("Sold"), "title")]
        if view.change:
            items += [Text(theme, self.tr("Change"), "label"), Text(theme, view.change, "number", wrap=False)]
            words = self.tr("{given} given for {total}").format(given=view.given, total=view.total)
            items.append(Text(theme, words, "note"))
        else:
            items.append(Text(theme, view.total, "number", wrap=False))
        items.append(Text(theme, "   ".join(unbroken(number) for number in view.numbers[:12]), "strong"))
        if view.print_note:
            items.append(Text(theme, view.print_note, "warning"))
        for item in items:
            if isinstance(item, Text):
                item.setAlignment(CENTRE)
        go_on = Button(theme, self.tr("Next customer"), Kind.PRIMARY)
        go_on.clicked.connect(self.closed)
        self.fill(column(*items, go_on, spacing=theme.sizes.gap), width=theme.px(1000))
        self.setFocusProxy(go_on)


class ShiftSheet(Sheet):
    """The report of a shift, and what can be done with it."""

    open_wanted = Signal()
    cash_in_wanted = Signal()
    cash_out_wanted = Signal()
    close_wanted = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, view: ShiftView) -> None:
        """Show the report."""
        super().__init__(theme)
        pad = theme.sizes.pad
        items: list[Item] = [Text(theme, self.tr("Shift"), "title")]
        if view.lines:
            lines = [
                holder(row(LineText(theme, name, "note"), LineText(theme, amount, "strong").align_right()))
                for name, amount in view.lines
            ]
            items.append(Card(theme, column(*lines, spacing=theme.px(6), margins=(pad, pad // 2, pad, pad // 2))))
        if view.difference:
            items.append(Text(theme, view.difference, "warning"))
        if view.is_open:
            into = Button(theme, self.tr("Put cash in"), icon=Icon.PLUS)
            out = Button(theme, self.tr("Take cash out"), icon=Icon.MINUS)
            end = Button(theme, self.tr("Count and close the shift"), Kind.PRIMARY)
            into.clicked.connect(self.cash_in_wanted)
            out.clicked.connect(self.cash_out_wanted)
            end.clicked.connect(self.close_wanted)
            items += [row(into, out, spacing=theme.sizes.gap), end]
        else:
            begin = Button(theme, self.tr("Open a shift"), Kind.PRIMARY)
            begin.clicked.connect(self.open_wanted)
            items.append(begin)
        away = Button(theme, self.tr("Close this window"))
        away.clicked.connect(self.closed)
        self.fill(column(*items, away, spacing=pad * 2 // 3), width=theme.px(1000))


class SalesSheet(Sheet):
    """Own sales: print again, or refund."""

    reprint_wanted = Signal(str)
    refund_wanted = Signal(str)
    closed = Signal()

    def __init__(self, theme: Theme, view: SalesView) -> None:
        """List the sales."""
        super().__init__(theme)
        self._view = view
        self._order = ""
        self._list()

    @Slot(int)
    def on_row(self, at: int) -> None:
        """Show one sale."""
        sale = self._view.rows[at]
        theme = self.theme
        self._order = sale.order
        again = Button(theme, self.tr("Print again (marked COPY)"), Kind.ACTION, icon=Icon.PRINTER)
        again.clicked.connect(self.on_reprint)
        again.setEnabled(sale.may_print)
        refund = Button(theme, self.tr("Refund {total} in cash").format(total=sale.total), Kind.DANGER, icon=Icon.CASH)
        refund.clicked.connect(self.on_refund)
        refund.setEnabled(not sale.refund_note)
        back = Button(theme, self.tr("Back"), icon=Icon.BACK)
        back.clicked.connect(self.on_list)
        items: list[Item] = [
            Text(theme, f"{sale.at}  ·  {sale.total}", "title"),
            Text(theme, sale.words, "label"),
            Text(theme, sale.state, "note"),
        ]
        if sale.refund_note:
            items.append(Text(theme, sale.refund_note, "warning"))
        self.fill(column(*items, again, refund, back, spacing=theme.sizes.gap), width=theme.px(1000))

    @Slot()
    def on_list(self) -> None:
        """Go back to the list."""
        self._list()

    @Slot()
    def on_reprint(self) -> None:
        """Want a copy."""
        self.reprint_wanted.emit(self._order)

    @Slot()
    def on_refund(self) -> None:
        """Want the money given back."""
        self.refund_wanted.emit(self._order)

    def _list(self) -> None:
        theme = self.theme
        rows = PagedRows(theme, self.tr("Nothing was sold in this shift."))
        rows.chosen.connect(self.on_row)
        close = Button(theme, self.tr("Close"), icon=Icon.CROSS)
        close.clicked.connect(self.closed)
        head = row(Text(theme, self.tr("Sales"), "title"), close, spacing=theme.sizes.gap)
        head.setStretch(0, 1)
        self.fill(column(head, rows, spacing=theme.sizes.gap), tall=True)
        views = [
            RowView(f"{s.at}  {s.words}", s.state, s.total, Look.CHECK if s.refund_note else Look.ADMIT)
            for s in self._view.rows
        ]  # fmt: skip
        rows.show_rows(views)
