"""The kiosk's pages from payment on: pay, printing, done, and the page of a kiosk that cannot sell.

Each shows one view. What a page says about money is exact: nothing is called paid or declined that is not
known to be.
"""

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from kiosk.core.reasons import Look
from kiosk.ui.buttons import Button, Kind
from kiosk.ui.kiosk_pages import Pager
from kiosk.ui.layout import CENTRE, RIGHT, Card, Item, column, holder, line, row
from kiosk.ui.qr_picture import draw_qr
from kiosk.ui.shapes import Icon, draw_icon, draw_sign
from kiosk.ui.theme import VERDICT_COLOURS, Theme
from kiosk.ui.tiles import spacer
from kiosk.ui.views.kiosk import ClosedView, DoneView, PayState, PayView, PrintingView, SavedTicket
from kiosk.ui.words import ClampText, LineText, Text, unbroken

LINES_MAX = 6
LINES_LARGE_MAX = 5
CODES_MAX = 3


class Sign(QWidget):
    """A large drawn sign: an icon, or a verdict's shape in its colours."""

    def __init__(self, theme: Theme, side: int) -> None:
        """Take a square of `side` pixels."""
        super().__init__()
        self._theme = theme
        self._side = side
        self._icon: Icon | None = None
        self._look: Look | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_sign(self, *, icon: Icon | None = None, look: Look | None = None) -> None:
        """Show an icon or a shape."""
        self._icon, self._look = icon, look
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the square."""
        return QSize(self._side, self._side)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Draw the sign in the middle."""
        del event
        painter = QPainter(self)
        box = QRectF((self.width() - self._side) / 2, (self.height() - self._side) / 2, self._side, self._side)
        palette = self._theme.palette
        if self._look is not None:
            colour = VERDICT_COLOURS[self._look][0]
            draw_sign(painter, self._look, box, QColor(palette.ground), QColor(colour))
        elif self._icon is not None:
            draw_icon(painter, self._icon, box, QColor(palette.ink))
        painter.end()


class ProgressBar(QWidget):
    """How much of something is done."""

    def __init__(self, theme: Theme) -> None:
        """Start empty."""
        super().__init__()
        self._theme = theme
        self._part = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_part(self, part: float) -> None:
        """Show a part between 0 and 1."""
        self._part = min(1.0, max(0.0, part))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return a strip."""
        return QSize(self._theme.px(400), self._theme.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Draw the strip."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        box, radius = QRectF(self.rect()), self.height() / 2
        painter.setBrush(QColor(self._theme.palette.border))
        painter.drawRoundedRect(box, radius, radius)
        painter.setBrush(QColor(self._theme.palette.action))
        painter.drawRoundedRect(QRectF(0, 0, max(box.height(), box.width() * self._part), box.height()), radius, radius)
        painter.end()


class PayPage(QWidget):
    """What is bought on one side, what to do on the other."""

    pay_chosen = Signal(str)
    help_wanted = Signal()

    def __init__(self, theme: Theme, *, is_portrait: bool) -> None:
        """Build both sides."""
        super().__init__()
        self._theme = theme
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.px(12))
        self._total = Text(theme, "", "title" if theme.is_large else "total", wrap=False)
        self._total.setAlignment(RIGHT)
        pad = theme.sizes.pad
        total = row(Text(theme, self.tr("Total"), "label", wrap=False), 1, self._total)
        bill = Card(theme, column(self._lines, 1, total, spacing=pad, margins=(pad, pad, pad, pad)))
        self._sign = Sign(theme, theme.px(240 if not theme.is_large else 180))
        self._title = Text(theme, "", "title" if theme.is_large else "total")
        self._sentence = Text(theme, "", "body" if theme.is_large else "label")
        for words in (self._title, self._sentence):
            words.setAlignment(CENTRE)
        self._buttons = QVBoxLayout()
        self._buttons.setSpacing(theme.sizes.gap)
        what = column(1, self._sign, self._title, self._sentence, 1, self._buttons, spacing=theme.sizes.gap)
        sides = line(not is_portrait, bill, what, spacing=pad * 2 if not is_portrait else pad)
        sides.setStretch(0, 2)
        sides.setStretch(1, 3)
        self.setLayout(sides)

    def show_view(self, view: PayView) -> None:
        """Show bill and state."""
        self._show_bill(view)
        icon, title, sentence = self._words(view)
        look = Look.CHECK if view.state in (PayState.DECLINED, PayState.UNKNOWN) else None
        self._sign.show_sign(icon=icon, look=look)
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        self._show_buttons(view)

    @Slot()
    def on_method(self) -> None:
        """Pay by the method of the button that was pressed."""
        button = self.sender()
        assert isinstance(button, Button)
        self.pay_chosen.emit(str(button.property("method")))

    def _words(self, view: PayView) -> tuple[Icon, str, str]:
        match view.state:
            case PayState.CHOOSE:
                return Icon.CARD, self.tr("How would you like to pay?"), ""
            case PayState.FOLLOW_READER:
                return Icon.CARD, self.tr("Follow the card reader"), self.tr("Hold or insert your card there.")
            case PayState.WORKING:
                return Icon.CLOCK, self.tr("One moment, please"), self.tr("Your payment is being processed.")
            case PayState.DECLINED:
                title = self.tr("Payment did not go through.")
                return Icon.WARNING, title, self.tr("You have not been charged.")
            case PayState.UNKNOWN:
                title = self.tr("We do not know yet whether you have paid.")
                words = self.tr("Please do not pay again. Staff will check it with you. Reference: {reference}")
                return Icon.WARNING, title, words.format(reference=view.reference)

    def _show_buttons(self, view: PayView) -> None:
        empty(self._buttons)
        names = {"card": self.tr("Pay by card"), "phone": self.tr("Pay by phone"), "cash": self.tr("Pay in cash")}
        icons = {"card": Icon.CARD, "phone": Icon.PHONE, "cash": Icon.CASH}
        if view.state in (PayState.CHOOSE, PayState.DECLINED):
            for at, method in enumerate(view.methods):
                words = names[method] if view.state is PayState.CHOOSE else self.tr("Pay again")
                kind = Kind.PRIMARY if at == 0 else Kind.PLAIN
                name = f"{words}, {view.total}"
                button = Button(self._theme, words, kind, icon=icons[method], name=name)
                button.setProperty("method", method)
                button.clicked.connect(self.on_method)
                self._buttons.addWidget(button)
                button.show()
                if view.state is PayState.DECLINED:
                    break
        if view.state in (PayState.DECLINED, PayState.UNKNOWN):
            ask = Button(self._theme, self.tr("Ask staff"), icon=Icon.HELP)
            ask.clicked.connect(self.help_wanted)
            self._buttons.addWidget(ask)
            ask.show()

    def _show_bill(self, view: PayView) -> None:
        empty(self._lines)
        self._lines.addWidget(Text(self._theme, self.tr("Your tickets"), "label"))
        count = LINES_LARGE_MAX if self._theme.is_large else LINES_MAX
        for bought in view.lines[:count]:
            amount = Text(self._theme, bought.amount, "strong", wrap=False)
            what = ClampText(self._theme, "body", 1 if self._theme.is_large else 2)
            what.set_text(bought.words)
            words = row(what, amount, spacing=self._theme.sizes.gap)
            words.setStretch(0, 1)
            self._lines.addWidget(holder(words))
        more = len(view.lines) - count
        if more > 0:
            self._lines.addWidget(Text(self._theme, self.tr("and %n more", "", more), "note"))
        self._total.setText(view.total)


class PrintingPage(QWidget):
    """Tickets on their way to paper."""

    def __init__(self, theme: Theme) -> None:
        """Build sign, words and bar."""
        super().__init__()
        self._sign = Sign(theme, theme.px(260))
        self._sign.show_sign(icon=Icon.PRINTER)
        self._title = Text(theme, "", "title")
        self._note = Text(theme, "", "body")
        for words in (self._title, self._note):
            words.setAlignment(CENTRE)
        self._bar = ProgressBar(theme)
        middle = column(1, self._sign, self._title, self._bar, self._note, 1, spacing=theme.sizes.pad)
        laid = row(1, middle, 1)
        laid.setStretch(1, 3)
        self.setLayout(laid)

    def show_view(self, view: PrintingView) -> None:
        """Show how many come, and how far they are."""
        words = self.tr("Printing %n ticket(s)", "", view.tickets)
        if view.with_receipt:
            words = self.tr("Printing %n ticket(s) and the receipt", "", view.tickets)
        self._title.setText(words)
        self._note.setText(view.note or self.tr("Please wait until the last one is out."))
        self._bar.show_part(view.part)


class DonePage(QWidget):
    """Sold: the numbers, and the codes where paper failed, a few at a time."""

    turned = Signal()
    """Somebody looks at the codes: nobody is hurried."""

    def __init__(self, theme: Theme, *, is_portrait: bool) -> None:
        """Build an empty page."""
        super().__init__()
        self._theme = theme
        self._is_portrait = is_portrait
        self._content: QWidget | None = None
        self._view = DoneView((), "")
        self._outer = column()
        self._pager = Pager(theme)
        self._pager.turned.connect(self.on_turned)
        self._pager.hide()
        self._outer.addWidget(self._pager)
        self.setLayout(self._outer)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_view(self, view: DoneView) -> None:
        """Show the tickets."""
        self._view = view
        self._show_page(0)
        if view.on_screen:
            self.setFocus()

    @Slot(int)
    def on_turned(self, page: int) -> None:
        """Show other codes."""
        self._show_page(page)
        self.turned.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Turn by the keys that turn pages."""
        page, last = self._pager.page, self._pages - 1
        wanted = {
            Qt.Key.Key_Left: page - 1,
            Qt.Key.Key_PageUp: page - 1,
            Qt.Key.Key_Right: page + 1,
            Qt.Key.Key_PageDown: page + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(event.key()))
        if wanted is None or not self._view.on_screen:
            super().keyPressEvent(event)
        else:
            self.on_turned(min(max(0, wanted), last))

    @property
    def _pages(self) -> int:
        return max(1, -(-len(self._view.tickets) // CODES_MAX)) if self._view.on_screen else 1

    def _show_page(self, page: int) -> None:
        if self._content is not None:
            self._content.hide()
            self._content.deleteLater()
        first, count = page * CODES_MAX, len(self._view.tickets)
        last = min(first + CODES_MAX, count)
        words = self.tr("{first}–{last} of {count}") if last > first + 1 else self.tr("{last} of {count}")
        self._pager.show_pages(page, self._pages, words.format(first=first + 1, last=last, count=count))
        view = self._view
        self._content = holder(self._codes(view, first) if view.on_screen else self._numbers(view))
        self._outer.insertWidget(0, self._content, 1)
        self._content.show()

    def _numbers(self, view: DoneView) -> QVBoxLayout:
        theme = self._theme
        sign = Sign(theme, theme.px(240))
        sign.show_sign(look=Look.ADMIT)
        title = Text(theme, self.tr("Thank you! Please take your tickets."), "title")
        title.setAlignment(CENTRE)
        words: list[Item] = [1, sign, title]
        numbers = Text(theme, "    ".join(unbroken(ticket.number) for ticket in view.tickets[:10]), "label")
        numbers.setAlignment(CENTRE)
        caption = Text(theme, self.tr("The number of each ticket, in case you lose it:"), "note")
        caption.setAlignment(CENTRE)
        words += [caption, numbers]
        if view.note:
            note = Text(theme, view.note, "warning")
            note.setAlignment(CENTRE)
            words.append(note)
        return column(*words, 1, spacing=theme.sizes.pad)

    def _codes(self, view: DoneView, first: int) -> QVBoxLayout:
        theme = self._theme
        title = Text(theme, self.tr("Your tickets are saved: code {code}").format(code=view.order), "title")
        note = Text(theme, view.note or self.tr("Take a photo of each code. It admits you like paper."), "body")
        shown = view.tickets[first : first + CODES_MAX]
        cards: list[QWidget] = [self._code_card(ticket, at) for at, ticket in enumerate(shown, first + 1)]
        cards += [spacer() for _ in range(CODES_MAX - len(cards)) if self._pages > 1]
        codes = line(not self._is_portrait, *cards, spacing=theme.sizes.gap)
        for at in range(codes.count()):
            codes.setStretch(at, 1)
        return column(title, note, codes, 1, spacing=theme.sizes.gap)

    def _code_card(self, ticket: SavedTicket, at: int) -> Card:
        theme = self._theme
        picture = QLabel()
        is_paged = self._pages > 1
        side = theme.px(330 if self._is_portrait else 380 if theme.is_large else 420 if is_paged else 480)
        side = theme.px(300) if is_paged and theme.is_large else side
        picture.setPixmap(draw_qr(ticket.code, side))
        picture.setAlignment(CENTRE)
        picture.setAccessibleName(self.tr("Code of ticket {number}").format(number=ticket.number))
        count = self.tr("Ticket {at} of {count}").format(at=at, count=len(self._view.tickets))
        place = Text(theme, count, "note")
        number = Text(theme, unbroken(ticket.number), "strong")
        name = LineText(theme, ticket.type_name)
        pad = theme.px(16)
        if self._is_portrait:
            words = column(1, place, name, number, 1)
            laid = row(picture, words, spacing=pad, margins=(pad, pad, pad, pad))
            laid.setStretch(1, 1)
            return Card(theme, laid)
        for text in (place, number):
            text.setAlignment(CENTRE)
        name.align_centre()
        return Card(theme, column(place, picture, name, number, margins=(pad, pad, pad, pad)))


class ClosedPage(QWidget):
    """This kiosk cannot sell now."""

    def __init__(self, theme: Theme) -> None:
        """Build sign and words."""
        super().__init__()
        sign = Sign(theme, theme.px(260))
        sign.show_sign(look=Look.CHECK)
        self._title = Text(theme, "", "title")
        self._sentence = Text(theme, "", "label")
        self._code = Text(theme, "", "note")
        for words in (self._title, self._sentence, self._code):
            words.setAlignment(CENTRE)
        self.setLayout(column(1, sign, self._title, self._sentence, self._code, 1, spacing=theme.sizes.pad))

    def show_view(self, view: ClosedView) -> None:
        """Show why, and what to do."""
        self._title.setText(view.title)
        self._sentence.setText(view.sentence)
        self._code.setText(view.code)


def empty(layout: QVBoxLayout) -> None:
    """Take all widgets out of a layout."""
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
