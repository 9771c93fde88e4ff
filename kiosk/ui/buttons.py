"""What do people press? Buttons drawn from the theme, whose words wrap and whose ring shows the focus.

Used by every screen. Drawn here rather than by style sheet: one place holds their colours in every state,
and none of their words can be cut off. Each says aloud what it does (`accessibleName`).
"""

from enum import StrEnum

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from kiosk.ui.fonts import build_font
from kiosk.ui.shapes import Icon, draw_icon
from kiosk.ui.theme import Theme
from kiosk.ui.words import WRAP, fit_font, longest_word, measure, role_font


class Kind(StrEnum):
    """What pressing it means."""

    PRIMARY = "primary"
    """Leads on; one per screen."""
    ACTION = "action"
    PLAIN = "plain"
    BAR = "bar"
    """Plain, on the dark bar."""
    DANGER = "danger"
    KEY = "key"
    CHOICE = "choice"
    """Plain, and checked while it is the one chosen."""
    ROUND = "round"


class Button(QAbstractButton):
    """A button with words, an icon, or both."""

    def __init__(
        self, theme: Theme, text: str = "", kind: Kind = Kind.PLAIN, *, icon: Icon | None = None, name: str = ""
    ) -> None:
        """Show `text`; `name` is what a screen reader says where the words do not say it all."""
        super().__init__()
        self._theme = theme
        self._kind = kind
        self._icon = icon
        self._is_stacked = False
        self.setFont(_font(theme, kind))
        self.setText(text)
        self.setAccessibleName(name or text)
        self.setCheckable(kind is Kind.CHOICE)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed, QSizePolicy.ControlType.PushButton)
        policy.setHeightForWidth(kind is not Kind.ROUND)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def stack(self) -> "Button":
        """Put the icon above the words, in smaller letters."""
        self._is_stacked = True
        self.setFont(build_font(self._theme.px(26), "semibold"))
        return self

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Be as high as the words need at this width."""
        super().resizeEvent(event)
        if self.sizePolicy().verticalPolicy() is QSizePolicy.Policy.Fixed and self._kind is not Kind.ROUND:
            self.setFixedHeight(self.heightForWidth(self.width()))

    def fill(self) -> "Button":
        """Take all the height there is."""
        policy = self.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Expanding)
        self.setSizePolicy(policy)
        return self

    def rename(self, text: str, name: str = "") -> None:
        """Show other words."""
        self.setText(text)
        self.setAccessibleName(name or text)
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the size with the words on one line."""
        if self._kind is Kind.ROUND:
            return QSize(self._height_min, self._height_min)
        line = self.fontMetrics().horizontalAdvance(self.text()) + 2
        least = self._theme.px(260) if self._kind is Kind.PRIMARY else self._height_min
        width = max(line + self._side_room, least)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the size below which a word would be cut."""
        if self._kind is Kind.ROUND:
            return self.sizeHint()
        least = self._theme.px(200) if self._kind is Kind.PRIMARY else self._height_min
        smallest = self.font() if self._kind is not Kind.PRIMARY else self._smallest
        width = max(longest_word(self.text(), smallest) + 2 + self._side_room, least)
        return QSize(width, self._height_min)

    def heightForWidth(self, width: int) -> int:  # noqa: N802 (Qt's name)
        """Return the height of the wrapped words and their margins; the primary one shrinks its words instead."""
        if self._kind is Kind.PRIMARY:
            return self._height_min
        words = measure(self.text(), self.font(), width - self._side_room).height() if self.text() else 0
        stacked = self._icon_side + self._theme.px(6) if self._is_stacked else 0
        return max(self._height_min, words + stacked + 2 * self._theme.px(16))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Draw ground, border, ring, icon and words."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, ink, border = self._colours()
        self._draw_ground(painter, ground, border)
        painter.setPen(QColor(ink))
        painter.setFont(self._fitting())
        if self._icon and self._is_stacked:
            self._draw_stacked(painter, ink)
        elif self._icon and self.text():
            self._draw_beside(painter, ink)
        elif self._icon:
            side = self._icon_side
            box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
            draw_icon(painter, self._icon, box, QColor(ink))
        else:
            painter.drawText(self._inside, int(WRAP | Qt.AlignmentFlag.AlignCenter), self.text())
        painter.end()

    def _fitting(self) -> QFont:
        """The font; smaller on the primary button where its words would not fit."""
        if self._kind is not Kind.PRIMARY or not self.text():
            return self.font()
        room = QRectF(0, 0, self.width() - self._side_room, self.height() - self._theme.px(12))
        pixels = self.font().pixelSize()
        return fit_font(self.text(), room, pixels, "extrabold", pixels_min=self._smallest.pixelSize())

    @property
    def _smallest(self) -> QFont:
        return build_font(round(self._theme.sizes.body * 0.8), "extrabold")

    @property
    def _height_min(self) -> int:
        sizes = self._theme.sizes
        return sizes.primary if self._kind is Kind.PRIMARY else sizes.target

    @property
    def _icon_side(self) -> int:
        return round(self._theme.sizes.body * (1.25 if self._kind in (Kind.ROUND, Kind.PRIMARY) else 1.1))

    @property
    def _side_room(self) -> int:
        """Margins, and the icon where it stands beside the words."""
        margin = self._theme.px(8 if self._kind is Kind.KEY else 12 if self._is_stacked else 26)
        beside = self._icon is not None and bool(self.text()) and not self._is_stacked
        return 2 * margin + (self._icon_side + self._theme.px(14) if beside else 0)

    @property
    def _inside(self) -> QRect:
        margin = self._theme.px(4)
        return self.rect().adjusted(margin, margin, -margin, -margin)

    def _draw_ground(self, painter: QPainter, ground: str, border: str) -> None:
        sizes = self._theme.sizes
        inset = sizes.ring / 2 + 1
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        radius = box.height() / 2 if self._kind is Kind.ROUND else min(sizes.radius, box.height() / 2)
        painter.setBrush(QColor(ground))
        painter.setPen(QPen(QColor(border), sizes.border) if border else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(box, radius, radius)
        if shows_ring(self):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._theme.palette.focus), sizes.ring))
            painter.drawRoundedRect(box, radius, radius)

    def _draw_beside(self, painter: QPainter, ink: str) -> None:
        side, space = self._icon_side, self._theme.px(14)
        room = self.width() - self._side_room
        words = measure(self.text(), painter.font(), room)
        left = (self.width() - side - space - words.width()) // 2
        assert self._icon is not None
        draw_icon(painter, self._icon, QRectF(left, (self.height() - side) / 2, side, side), QColor(ink))
        flags = int(WRAP | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRect(left + side + space, 0, words.width() + 2, self.height()), flags, self.text())

    def _draw_stacked(self, painter: QPainter, ink: str) -> None:
        side, space = self._icon_side, self._theme.px(6)
        words = measure(self.text(), self.font(), self.width() - self._side_room)
        top = (self.height() - side - space - words.height()) / 2
        assert self._icon is not None
        draw_icon(painter, self._icon, QRectF((self.width() - side) / 2, top, side, side), QColor(ink))
        flags = int(WRAP | Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        painter.drawText(QRectF(4, top + side + space, self.width() - 8, words.height() + 4), flags, self.text())

    def _colours(self) -> tuple[str, str, str]:
        """Ground, ink and border; a border of "" is none."""
        palette = self._theme.palette
        if not self.isEnabled():
            if self._kind is Kind.BAR:
                return palette.bar, palette.border, palette.border
            return palette.sunken, palette.border, palette.border
        ground, ink, border = {
            Kind.PRIMARY: (palette.accent, palette.accent_ink, ""),
            Kind.ACTION: (palette.action, palette.action_ink, ""),
            Kind.ROUND: (palette.action, palette.action_ink, ""),
            Kind.PLAIN: (palette.surface, palette.ink, palette.border),
            Kind.KEY: (palette.surface, palette.ink, palette.border),
            Kind.BAR: (palette.bar, palette.bar_ink, palette.border),
            Kind.DANGER: ("#A6001A", "#FFFFFF", ""),
            Kind.CHOICE: (palette.surface, palette.ink, palette.border),
        }[self._kind]
        if self.isChecked():
            ground, ink, border = palette.action, palette.action_ink, ""
        if self.isDown():
            ground = _pressed(ground)
        return ground, ink, border


def shows_ring(widget: QWidget) -> bool:
    """Say whether a widget shows that it has the focus: only to those who move by keyboard; a finger needs no ring."""
    return widget.hasFocus() and widget.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)


def _font(theme: Theme, kind: Kind) -> QFont:
    if kind is Kind.PRIMARY:
        return build_font(theme.sizes.label, "extrabold")
    if kind is Kind.ROUND:
        return role_font(theme, "label")
    return build_font(theme.sizes.body, "semibold")


def _pressed(ground: str) -> str:
    """A step towards the middle, seen on light and dark grounds alike."""
    colour = QColor(ground)
    return (colour.darker(118) if colour.lightness() > 90 else colour.lighter(160)).name()
