"""How is one thing for sale shown? Tiles of ticket types with a stepper, tiles of events to choose.

Used by the kiosk's pages and the till. In a column of full width (portrait) a tile lays itself out as a row.
"""

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from kiosk.ui.buttons import Button, Kind, shows_ring
from kiosk.ui.fonts import build_font
from kiosk.ui.layout import CENTRE, RIGHT, Card, Item, column, row
from kiosk.ui.shapes import Icon
from kiosk.ui.theme import Theme
from kiosk.ui.views.kiosk import EventTile, TypeTile
from kiosk.ui.words import WRAP, ClampText, Text, measure


class TypeTileCard(Card):
    """A ticket type with its price, and keys to take more or fewer."""

    quantity_changed = Signal(int, int, int)
    """Type, session and the wanted quantity."""

    def __init__(self, theme: Theme, *, is_row: bool) -> None:
        """Build without a type; `is_row` spreads it over the width."""
        super().__init__(theme)
        self._view: TypeTile | None = None
        self._name = ClampText(theme, "label", 2)
        self._description = ClampText(theme, "note", 1 if theme.is_large or is_row else 2)
        self._left = Text(theme, "", "warning")
        self._price = Text(theme, "", "label", wrap=False)
        self._none_left = Text(theme, "", "danger", wrap=False)
        self._none_left.setAlignment(RIGHT)
        self._none_left.hide()  # else its width counts for a moment, and a window only ever grows
        self._fewer = Button(theme, "", Kind.ROUND, icon=Icon.MINUS)
        self._more = Button(theme, "", Kind.ROUND, icon=Icon.PLUS)
        self._quantity = Text(theme, "0", "title", wrap=False)
        self._quantity.setAlignment(CENTRE)
        self._quantity.setMinimumWidth(theme.sizes.title + theme.px(16))
        self._fewer.clicked.connect(self.on_fewer)
        self._more.clicked.connect(self.on_more)
        words: list[Item] = [self._name, self._description, self._left]
        stepper: list[Item] = [self._none_left, self._fewer, self._quantity, self._more]
        pad, gap = theme.px(26), theme.px(6)
        if is_row and not theme.is_large:
            content = row(column(1, *words, 1), self._price, *stepper, spacing=theme.px(14))
            content.setStretch(0, 1)
        else:
            if theme.is_large:
                words.remove(self._left)
                self._left.setWordWrap(False)
                foot = row(self._price, self._left, 1, *stepper, spacing=theme.px(8))
            else:
                foot = row(self._price, 1, *stepper, spacing=theme.px(8))
            content = column(*words, 1, foot, spacing=gap)
        edge = theme.px(8 if theme.is_large else 18)
        content.setContentsMargins(pad, edge, pad, edge)
        self.setLayout(content)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_type(self, view: TypeTile) -> None:
        """Show a type, how many are chosen, and whether more may be."""
        self._view = view
        palette = self._theme.palette
        self._name.set_text(view.name)
        self._name.set_ink(palette.muted if view.none_left else palette.ink)
        self._description.set_text(view.description)
        self._description.setVisible(bool(view.description))
        self._left.setText(view.left)
        self._left.setVisible(bool(view.left) and not view.none_left)
        self._price.setText(view.price)
        self._quantity.setText(str(view.quantity))
        for widget in (self._fewer, self._quantity, self._more):
            widget.setVisible(not view.none_left)
        self._none_left.setText(view.none_left)
        self._none_left.setVisible(bool(view.none_left))
        self._fewer.setEnabled(view.quantity > 0)
        self._more.setEnabled(view.can_add)
        named = {"name": view.name, "price": view.price}
        self._more.setAccessibleName(self.tr("Add one {name}, {price}").format(**named))
        self._fewer.setAccessibleName(self.tr("Remove one {name}, {price}").format(**named))
        self._show_ground(view)

    @Slot()
    def on_more(self) -> None:
        """Want one more."""
        self._change(1)

    @Slot()
    def on_fewer(self) -> None:
        """Want one fewer."""
        self._change(-1)

    def _change(self, by: int) -> None:
        assert self._view is not None
        self.quantity_changed.emit(self._view.type, self._view.session, self._view.quantity + by)

    def _show_ground(self, view: TypeTile) -> None:
        palette, sizes = self._theme.palette, self._theme.sizes
        if view.none_left:
            self.tint(palette.sunken, palette.border)
        elif view.quantity:
            self.tint(palette.chosen, palette.action, sizes.ring)
        else:
            self.tint(palette.surface, palette.border)


class EventTileButton(QAbstractButton):
    """An event or date to choose: the whole tile is the button."""

    def __init__(self, theme: Theme, view: EventTile) -> None:
        """Show `view`."""
        super().__init__()
        self._theme = theme
        self._view = view
        parts = (view.name, view.when, view.venue, view.left or view.price_from)
        self.setAccessibleName(", ".join(part for part in parts if part))
        self.setText(view.name)
        self.setEnabled(view.can_choose)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return room for four lines."""
        return QSize(self._theme.px(420), round(self._theme.sizes.body * 7.4))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the least width and the same height."""
        return QSize(self._theme.px(300), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Draw name, time, place and price."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, sizes, view = self._theme.palette, self._theme.sizes, self._view
        ground = palette.chosen if self.isDown() else palette.surface if view.can_choose else palette.sunken
        width = sizes.ring if shows_ring(self) else sizes.border
        painter.setPen(QPen(QColor(palette.focus if shows_ring(self) else palette.border), width))
        painter.setBrush(QColor(ground))
        box = QRectF(self.rect()).adjusted(width, width, -width, -width)
        painter.drawRoundedRect(box, sizes.radius, sizes.radius)
        if view.can_choose:
            mark = QRectF(box.left(), box.top() + sizes.radius, self._theme.px(10), box.height() - 2 * sizes.radius)
            painter.fillRect(mark, QColor(palette.accent))
        pad = self._theme.px(36)
        room = box.adjusted(pad, self._theme.px(22), -pad, -self._theme.px(20))
        self._draw_words(painter, room)
        painter.end()

    def _draw_words(self, painter: QPainter, room: QRectF) -> None:
        palette, sizes, view = self._theme.palette, self._theme.sizes, self._view
        foot = build_font(sizes.body, "extrabold")
        foot_height = measure("X", foot, 1000).height()
        ink = palette.ink if view.can_choose else palette.muted
        top, bottom = room.top(), room.bottom() - foot_height
        for text, font, colour in (
            (view.name, build_font(sizes.label, "semibold"), ink),
            (view.when, build_font(sizes.body, "semibold"), ink),
            (view.venue, build_font(sizes.body), palette.muted),
        ):
            height = min(measure(text, font, int(room.width())).height(), max(0.0, bottom - top))
            painter.setFont(font)
            painter.setPen(QColor(colour))
            painter.drawText(QRectF(room.left(), top, room.width(), height), int(WRAP), text)
            top += height + self._theme.px(4)
        painter.setFont(foot)
        line = QRectF(room.left(), bottom, room.width(), foot_height)
        painter.setPen(QColor(ink))
        painter.drawText(line, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), view.price_from)
        painter.setPen(QColor(palette.warning if view.can_choose else palette.danger))
        painter.drawText(line, int(RIGHT), view.left)


def spacer() -> QWidget:
    """Return an empty widget that takes the room of a tile."""
    empty = QWidget()
    empty.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    return empty
