"""What state is this device in? The badge at the top of every screen: sign, words and colour, never colour alone.

Shows a `BadgeView`; what it says is chosen by `kiosk.ui.text.device`.
"""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.fonts import build_font
from kiosk.ui.shapes import Icon, draw_icon
from kiosk.ui.theme import BADGE_COLOURS, Theme
from kiosk.ui.views.common import BadgeTone, BadgeView

_ICONS = {BadgeTone.ONLINE: Icon.TICK, BadgeTone.WAITING: Icon.CLOCK, BadgeTone.FAULT: Icon.WARNING}


class Badge(QWidget):
    """A pill with the state of synchronisation, or of what is worse."""

    def __init__(self, theme: Theme, view: BadgeView) -> None:
        """Show `view`."""
        super().__init__()
        self._theme = theme
        self._view = view
        self.setFont(build_font(theme.px(26 if theme.is_large else 24), "semibold"))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.show_badge(view)

    @property
    def view(self) -> BadgeView:
        """What is shown."""
        return self._view

    def show_badge(self, view: BadgeView) -> None:
        """Show another state."""
        self._view = view
        self.setAccessibleName(view.words)
        self.setVisible(bool(view.words))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return room for the words on one line."""
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(self._view.words) + self._room, metrics.height() + self._theme.px(24))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return room for the start of the words; the rest may end in an ellipsis on a narrow screen."""
        metrics = QFontMetrics(self.font())
        least = min(self.sizeHint().width(), self._room + metrics.averageCharWidth() * 12)
        return QSize(least, metrics.height() + self._theme.px(24))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Draw pill, sign and words."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, ink = BADGE_COLOURS[self._view.tone.value]
        box = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        side = self.fontMetrics().height() * 0.8
        left = self._theme.px(20)
        draw_icon(painter, _ICONS[self._view.tone], QRectF(left, (box.height() - side) / 2, side, side), QColor(ink))
        painter.setPen(QColor(ink))
        words = self.rect().adjusted(round(left + side + self._theme.px(10)), 0, -self._theme.px(18), 0)
        text = self.fontMetrics().elidedText(self._view.words, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
        painter.end()

    @property
    def _room(self) -> int:
        return round(self.fontMetrics().height() * 0.8) + self._theme.px(50)
