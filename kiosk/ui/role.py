"""What shall this device be? Large cards for the roles that it may have."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QLayout, QSizePolicy, QWidget

from kiosk.core.permissions import Role
from kiosk.ui.buttons import shows_ring
from kiosk.ui.fonts import build_font
from kiosk.ui.layout import column, grid, row
from kiosk.ui.screen import Screen
from kiosk.ui.shapes import Icon, draw_icon
from kiosk.ui.theme import Theme
from kiosk.ui.views.setup import RoleOption, RoleView
from kiosk.ui.words import WRAP, Text, measure

_ICONS = {
    Role.KIOSK: Icon.TICKET,
    Role.TILL: Icon.CASH,
    Role.GATE: Icon.DOOR,
    Role.LIVE: Icon.CHART,
    Role.SUPERVISOR: Icon.KEY,
}


WIDE_PX = 1_700
"""From here on (of a 1080p screen) three cards stand side by side."""


class RoleCard(QAbstractButton):
    """One role to choose."""

    def __init__(self, theme: Theme, option: RoleOption, width: int) -> None:
        """Show a role on a card that will be about `width` pixels wide."""
        super().__init__()
        self._theme = theme
        self._option = option
        self._width = width
        self._title = build_font(theme.sizes.label, "extrabold")
        self._body = build_font(theme.sizes.body)
        self.setText(option.title)
        self.setAccessibleName(f"{option.title}. {option.sentence}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return room for sign, title and three lines."""
        return QSize(self._width, self._height(self._width))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the least that shows the whole sentence."""
        return QSize(self._theme.px(380), self._height(self._width))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Draw the card."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, sizes = self._theme.palette, self._theme.sizes
        width = sizes.ring if shows_ring(self) else sizes.border
        painter.setPen(QPen(QColor(palette.focus if shows_ring(self) else palette.border), width))
        painter.setBrush(QColor(palette.chosen if self.isDown() else palette.surface))
        box = QRectF(self.rect()).adjusted(width, width, -width, -width)
        painter.drawRoundedRect(box, sizes.radius, sizes.radius)
        pad, side = self._theme.px(32), sizes.title
        top = box.center().y() - self._height(self.width()) / 2 + pad
        plate = QRectF(box.left() + pad, top, side * 1.7, side * 1.7)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.accent))
        painter.drawRoundedRect(plate, sizes.radius, sizes.radius)
        inner = plate.adjusted(side * 0.3, side * 0.3, -side * 0.3, -side * 0.3)
        draw_icon(painter, _ICONS[self._option.role], inner, QColor(palette.accent_ink))
        left = plate.right() + pad * 0.8
        room = QRectF(left, plate.top(), box.right() - pad - left, box.bottom() - plate.top())
        painter.setPen(QColor(palette.ink))
        painter.setFont(self._title)
        painter.drawText(room, int(WRAP), self._option.title)
        used = measure(self._option.title, self._title, int(room.width())).height() + self._theme.px(6)
        painter.setPen(QColor(palette.muted))
        painter.setFont(self._body)
        painter.drawText(room.adjusted(0, used, 0, 0), int(WRAP), self._option.sentence)
        painter.end()

    def _height(self, width: int) -> int:
        pad = self._theme.px(32)
        room = round(width - pad * 2.8 - self._theme.sizes.title * 1.7)
        title = measure(self._option.title, self._title, room).height()
        words = measure(self._option.sentence, self._body, room).height()
        return max(round(self._theme.sizes.title * 1.7), title + words + self._theme.px(6)) + 2 * pad


class RoleScreen(Screen):
    """The choice of a role."""

    role_chosen = Signal(Role)

    def __init__(self, theme: Theme) -> None:
        """Show nothing yet."""
        super().__init__(theme)
        self._view = RoleView("", "", ())

    def show_view(self, view: RoleView) -> None:
        """Show the roles of this device."""
        self._view = view
        if self.is_built:
            self.rebuild()

    def build(self) -> QLayout:
        """Return header and cards."""
        theme, pad, view = self.theme, self.theme.sizes.pad, self._view
        words = column(
            Text(theme, self.tr("What shall this device be?"), "title"),
            Text(theme, f"{view.organizer}  ·  {view.device}" if view.organizer else view.device, "note"),
            spacing=theme.px(4),
        )
        head = row(words, self.make_badge(), spacing=pad)
        head.setStretch(0, 1)
        columns = 1 if self.is_portrait else 2 if theme.is_large or self.width() < theme.px(WIDE_PX) else 3
        width = (self.width() - 4 * pad) // columns - theme.sizes.gap
        cards: list[QWidget] = []
        for option in view.options:
            card = RoleCard(theme, option, width)
            card.setProperty("role", option.role.value)
            card.clicked.connect(self.on_card)
            cards.append(card)
        laid = grid(cards, columns, spacing=theme.sizes.gap)
        note = Text(theme, view.note, "note")
        note.setVisible(bool(view.note))
        page = column(head, laid, note, spacing=pad, margins=(pad * 2, pad * 3 // 2, pad * 2, pad * 2))
        page.setStretch(1, 1)
        return page

    @Slot()
    def on_card(self) -> None:
        """Choose the role of the card that was pressed."""
        card = self.sender()
        assert isinstance(card, RoleCard)
        self.role_chosen.emit(Role(str(card.property("role"))))
