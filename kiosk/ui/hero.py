"""What is seen from across the foyer? The picture behind the page that waits for a buyer.

Drawn from the organizer's accent: lights over dark water, with the event's name in front. The whole of it is
one button.
"""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QRadialGradient
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from kiosk.ui.fonts import Weight, build_font
from kiosk.ui.shapes import Icon, draw_icon
from kiosk.ui.theme import Ground, Theme
from kiosk.ui.views.kiosk import AttractView
from kiosk.ui.words import WRAP, fit_font, measure

_LIGHTS = (
    (0.90, 0.16, 0.34, 0.34), (0.72, 0.34, 0.20, 0.26), (0.98, 0.62, 0.26, 0.22), (0.60, 0.10, 0.12, 0.20),
    (0.80, 0.78, 0.16, 0.18), (0.50, 0.52, 0.08, 0.14), (0.66, 0.66, 0.05, 0.5), (0.88, 0.44, 0.035, 0.7),
    (0.74, 0.16, 0.03, 0.6), (0.57, 0.34, 0.022, 0.6), (0.94, 0.86, 0.028, 0.55), (0.70, 0.88, 0.018, 0.5),
)  # fmt: skip
"""x, y, radius and strength of each light, in parts of the picture."""


class Hero(QAbstractButton):
    """The event, large, and the call to touch."""

    def __init__(self, theme: Theme) -> None:
        """Start without an event."""
        super().__init__()
        self._theme = theme
        self._view = AttractView("", "", "", "")
        self._call = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_event(self, view: AttractView, call: str) -> None:
        """Show an event; `call` says what a touch does, empty where there is nothing to buy."""
        self._view, self._call = view, call
        self.setEnabled(bool(call))
        self.setText(call)
        self.setAccessibleName(f"{call}. {view.event}, {view.when}" if call else view.note)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the least that holds a name and the call."""
        return QSize(self._theme.px(600), self._theme.px(560))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the same: less would hide the event."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Draw lights, words and the call."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_lights(painter)
        margin = self._theme.px(80 if self.width() > self.height() else 56)
        bottom = self.height() - margin
        if self._call:
            bottom -= self._draw_call(painter, margin, bottom) + self._theme.px(56)
        self._draw_words(painter, QRectF(margin, margin, self.width() - 2 * margin, bottom - margin))
        painter.end()

    def _draw_lights(self, painter: QPainter) -> None:
        box = QRectF(self.rect())
        if self._theme.ground is Ground.CONTRAST:
            painter.fillRect(box, QColor("#000000"))
            return
        ground = QLinearGradient(box.topRight(), box.bottomLeft())
        ground.setColorAt(0, QColor("#1D3557"))
        ground.setColorAt(0.55, QColor("#10192A"))
        ground.setColorAt(1, QColor("#0B0F16"))
        painter.fillRect(box, ground)
        accent = QColor(self._theme.palette.accent)
        painter.setPen(Qt.PenStyle.NoPen)
        for x, y, radius, strength in _LIGHTS:
            centre = QPointF(x * box.width(), y * box.height())
            reach = radius * max(box.width(), box.height())
            glow = QRadialGradient(centre, reach)
            inner, outer = QColor(accent), QColor(accent)
            inner.setAlphaF(strength)
            outer.setAlphaF(0)
            glow.setColorAt(0, inner)
            glow.setColorAt(1, outer)
            painter.setBrush(glow)
            painter.drawEllipse(centre, reach, reach)

    def _draw_call(self, painter: QPainter, margin: int, bottom: float) -> float:
        """Draw the call above `bottom`; return its height."""
        theme = self._theme
        width = min(self.width() - 2 * margin, theme.px(1000))
        side = theme.sizes.title
        room = width - side - theme.px(120)
        font = fit_font(self._call, QRectF(0, 0, room, theme.px(150)), theme.sizes.title, "extrabold", pixels_min=28)
        height = max(theme.px(150), measure(self._call, font, room).height() + theme.px(40))
        box = QRectF(margin, bottom - height, width, height)
        colour = QColor(theme.palette.accent)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour.darker(115) if self.isDown() else colour)
        painter.drawRoundedRect(box, theme.sizes.radius * 1.4, theme.sizes.radius * 1.4)
        ink = QColor(theme.palette.accent_ink)
        icon = QRectF(box.left() + theme.px(48), box.center().y() - side / 2, side, side)
        draw_icon(painter, Icon.TICKET, icon, ink)
        painter.setPen(ink)
        painter.setFont(font)
        words = QRectF(icon.right() + theme.px(32), box.top(), room, height)
        painter.drawText(words, int(WRAP | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self._call)
        return height

    def _draw_words(self, painter: QPainter, room: QRectF) -> None:
        """Draw name, time and place, standing on the bottom of `room`."""
        view, sizes = self._view, self._theme.sizes
        where = f"{view.when}  ·  {view.venue}" if view.when and view.venue else view.when or view.venue
        name_room = QRectF(0, 0, room.width() * (0.8 if self.width() > self.height() else 1), room.height() * 0.55)
        name = fit_font(view.event, name_room, round(sizes.title * 2), "extrabold", pixels_min=sizes.label)
        parts: list[tuple[str, int, Weight, str]] = [
            (where, sizes.label, "semibold", "#FFFFFF"),
            (view.price_from, sizes.label, "semibold", self._theme.palette.accent),
            (view.note, sizes.label, "semibold", "#FFE3A3"),
        ]
        bottom = room.bottom()
        for text, pixels, weight, ink in reversed(parts):
            if text:
                font = build_font(pixels, weight)
                height = measure(text, font, int(room.width())).height() + self._theme.px(10)
                painter.setFont(font)
                painter.setPen(QColor(ink))
                painter.drawText(QRectF(room.left(), bottom - height, room.width(), height), int(WRAP), text)
                bottom -= height
        height = measure(view.event, name, int(name_room.width())).height() + self._theme.px(24)
        painter.setFont(name)
        painter.setPen(QColor("#FFFFFF"))
        painter.drawText(QRectF(room.left(), bottom - height, name_room.width(), height), int(WRAP), view.event)
