"""The till's quick keys and the lines of its basket."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from kiosk.ui.buttons import Button, Kind, shows_ring
from kiosk.ui.fonts import build_font
from kiosk.ui.layout import CENTRE, Item, column, holder, row
from kiosk.ui.shapes import Icon
from kiosk.ui.theme import Theme
from kiosk.ui.views.kiosk import TypeTile
from kiosk.ui.views.till import TillLine
from kiosk.ui.words import WRAP, LineText, Text, fit_font


class QuickKey(QAbstractButton):
    """One ticket type: each press takes one more."""

    def __init__(self, theme: Theme) -> None:
        """Start without a type."""
        super().__init__()
        self._theme = theme
        self.tile: TypeTile | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_type(self, tile: TypeTile) -> None:
        """Show a type, its price and how many are chosen."""
        self.tile = tile
        self.setText(tile.name)
        self.setEnabled(tile.can_add and not tile.none_left)
        self.setAccessibleName(self.tr("Add one {name}, {price}").format(name=tile.name, price=tile.price))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return room for two lines of name and the price."""
        return QSize(self._theme.px(240), round(self._theme.sizes.body * 4.4))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the least width with the same height."""
        return QSize(self._theme.px(180), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Draw the key."""
        del event
        tile = self.tile
        if tile is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, sizes = self._theme.palette, self._theme.sizes
        is_on = self.isEnabled()
        ground = palette.chosen if tile.quantity or self.isDown() else palette.surface if is_on else palette.sunken
        border = palette.focus if shows_ring(self) else palette.action if tile.quantity else palette.border
        width = sizes.ring if tile.quantity or shows_ring(self) else sizes.border
        painter.setPen(QPen(QColor(border), width))
        painter.setBrush(QColor(ground))
        box = QRectF(self.rect()).adjusted(width, width, -width, -width)
        painter.drawRoundedRect(box, sizes.radius * 0.8, sizes.radius * 0.8)
        pad = self._theme.px(18)
        room = box.adjusted(pad, pad * 0.7, -pad, -pad * 0.7)
        self._draw_words(painter, tile, room)
        painter.end()

    def _draw_words(self, painter: QPainter, tile: TypeTile, room: QRectF) -> None:
        palette, sizes = self._theme.palette, self._theme.sizes
        foot = build_font(sizes.body, "extrabold")
        line = sizes.body * 1.35
        name_room = room.adjusted(0, 0, 0, -line)
        name = fit_font(tile.name, name_room, round(sizes.body * 1.15), "semibold", pixels_min=sizes.body * 3 // 5)
        painter.setPen(QColor(palette.ink if self.isEnabled() else palette.muted))
        painter.setFont(name)
        painter.drawText(name_room, int(WRAP | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), tile.name)
        painter.setFont(foot)
        bottom = QRectF(room.left(), room.bottom() - line, room.width(), line)
        price_width = QFontMetricsF(foot).horizontalAdvance(tile.price) + sizes.body / 2
        painter.drawText(bottom, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), tile.price)
        right = f"× {tile.quantity}" if tile.quantity else tile.none_left or tile.left
        beside = bottom.adjusted(min(price_width, bottom.width() / 2), 0, 0, 0)
        painter.setPen(QColor(palette.action if tile.quantity else palette.warning))
        painter.setFont(fit_font(right, beside, round(sizes.body * 0.9), "extrabold", pixels_min=sizes.body // 2))
        painter.drawText(beside, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), right)


class BasketLines(QWidget):
    """The lines of the basket with keys for more and fewer; the newest ones where not all fit."""

    quantity_changed = Signal(int, int, int)

    def __init__(self, theme: Theme, lines_max: int) -> None:
        """Start empty."""
        super().__init__()
        self._theme = theme
        self._lines_max = lines_max
        self._lines: tuple[TillLine, ...] = ()
        self._layout = column(spacing=theme.px(8))
        self.setLayout(self._layout)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_lines(self, lines: tuple[TillLine, ...]) -> None:
        """Show other lines."""
        if lines == self._lines and self._layout.count():
            return
        self._lines = lines
        while self._layout.count():
            item = self._layout.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        hidden = max(0, len(lines) - self._lines_max)
        if hidden:
            self._layout.addWidget(Text(self._theme, self.tr("%n earlier line(s)", "", hidden), "note"))
        for at in range(hidden, len(lines)):
            line = self._line(at, lines[at])
            self._layout.addWidget(line)
            line.show()
        self._layout.addStretch(1)

    @Slot()
    def on_changed(self) -> None:
        """Want the quantity of the key that was pressed."""
        button = self.sender()
        assert isinstance(button, Button)
        line = self._lines[int(button.property("at"))]
        self.quantity_changed.emit(line.type, line.session, line.quantity + int(button.property("by")))

    def _line(self, at: int, line: TillLine) -> QWidget:
        theme = self._theme
        named = {"name": line.words, "price": line.amount}
        fewer = self._key(at, -1, Icon.MINUS, self.tr("Remove one {name}, {price}").format(**named))
        more = self._key(at, 1, Icon.PLUS, self.tr("Add one {name}, {price}").format(**named))
        more.setEnabled(line.can_add)
        quantity = Text(theme, str(line.quantity), "label", wrap=False)
        quantity.setAlignment(CENTRE)
        quantity.setMinimumWidth(theme.sizes.label + theme.px(12))
        words = column(LineText(theme, line.words, "strong"), LineText(theme, line.amount, "note"))
        items: list[Item] = [words, fewer, quantity, more]
        laid = row(*items, spacing=theme.px(6))
        laid.setStretch(0, 1)
        return holder(laid)

    def _key(self, at: int, by: int, icon: Icon, name: str) -> Button:
        key = Button(self._theme, "", Kind.KEY, icon=icon, name=name)
        key.setProperty("at", at)
        key.setProperty("by", by)
        key.clicked.connect(self.on_changed)
        return key
