"""What was the last verdict? A strip in its colour with its sign, or a hint when there is none."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.fonts import build_font
from kiosk.ui.shapes import draw_sign
from kiosk.ui.theme import VERDICT_COLOURS, Theme
from kiosk.ui.views.door import LastScanView


class ScanStrip(QWidget):
    """One line. A long name ends in an ellipsis: the log has the whole of it."""

    def __init__(self, theme: Theme) -> None:
        """Start with nothing."""
        super().__init__()
        self._theme = theme
        self._last: LastScanView | None = None
        self._hint = ""
        self.setFont(build_font(round(theme.sizes.body * 1.15), "semibold"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_last(self, last: LastScanView | None, hint: str) -> None:
        """Show the last scan, or the hint."""
        self._last, self._hint = last, hint
        self.setAccessibleName(last.words if last else hint)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return room for one line."""
        return QSize(self._theme.px(400), QFontMetrics(self.font()).height() + self._theme.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Draw strip, sign and words."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetrics(self.font())
        if self._last is None:
            painter.setPen(QColor(self._theme.palette.ink))
            text = metrics.elidedText(self._hint, Qt.TextElideMode.ElideRight, self.width())
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), text)
        else:
            self._draw_last(painter, metrics, self._last)
        painter.end()

    def _draw_last(self, painter: QPainter, metrics: QFontMetrics, last: LastScanView) -> None:
        ground, ink = (QColor(colour) for colour in VERDICT_COLOURS[last.look])
        box = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, self._theme.sizes.radius * 0.6, self._theme.sizes.radius * 0.6)
        side = metrics.height() * 1.1
        left = self._theme.px(22)
        draw_sign(painter, last.look, QRectF(left, (box.height() - side) / 2, side, side), ground, ink)
        words = box.adjusted(left * 2 + side, 0, -left, 0)
        painter.setPen(ink)
        text = metrics.elidedText(last.words, Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
