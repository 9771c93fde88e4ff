"""How do people arrive? Bars per minute, the sum as a line, the capacity as a dashed one where it is near.

The labels stand on the lines themselves. Drawn by hand because that is fastest and reads best; the same
numbers stand in a table beside it, and the whole is told in a sentence to screen readers.
"""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.fonts import build_font
from kiosk.ui.theme import Theme
from kiosk.ui.views.live import ChartView

NEAR = 3
"""The capacity belongs on the axis once a third of it has come; before that it would press the line to the ground."""
EMPTY = ChartView((), (), (), 0, "", "", "", "")


class Chart(QWidget):
    """The chart of one check-in list."""

    def __init__(self, theme: Theme) -> None:
        """Start empty."""
        super().__init__()
        self._theme = theme
        self._view = EMPTY
        self._font = build_font(round(theme.px(24) * (1.25 if theme.is_large else 1)), "semibold")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_chart(self, view: ChartView) -> None:
        """Show other numbers."""
        self._view = view
        self.setAccessibleName(view.spoken)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return a wide rectangle."""
        return QSize(self._theme.px(900), self._theme.px(440))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the least in which labels do not meet."""
        return QSize(self._theme.px(420), self._theme.px(280))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Draw axes, bars, lines and labels."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        metrics = QFontMetrics(self._font)
        view = self._view
        top_value = chart_top(view)
        left = metrics.horizontalAdvance(f"{top_value} ") + self._theme.px(12)
        is_near = view.capacity <= top_value
        labels = (view.capacity_label if is_near else "", view.total_label)
        right = max(metrics.horizontalAdvance(label) for label in labels) + self._theme.px(30)
        plot = QRectF(left, metrics.height(), self.width() - left - right, self.height() - metrics.height() * 2.6)
        self._draw_grid(painter, plot, top_value, metrics)
        if view.minutes:
            self._draw_bars(painter, plot)
            self._draw_line(painter, plot, top_value)
        if view.capacity and is_near:
            self._draw_capacity(painter, plot, top_value)
        elif view.capacity:
            self._draw_capacity_note(painter, plot)
        painter.end()

    def _draw_grid(self, painter: QPainter, plot: QRectF, top_value: int, metrics: QFontMetrics) -> None:
        palette = self._theme.palette
        for part in range(5):
            value = top_value * part // 4
            y = plot.bottom() - plot.height() * part / 4
            rule = QColor(palette.border)
            rule.setAlphaF(0.9 if part == 0 else 0.3)
            painter.setPen(QPen(rule, 1.5))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(QColor(palette.muted))
            box = QRectF(0, y - metrics.height() / 2, plot.left() - self._theme.px(12), metrics.height())
            painter.drawText(box, int(Qt.AlignmentFlag.AlignRight), f"{value:,}".replace(",", "\u202f"))
        count = max(1, len(self._view.minutes))
        for at, label in self._view.marks:
            x = plot.left() + plot.width() * at / count
            width = metrics.horizontalAdvance(label) + 8
            box = QRectF(x - width / 2, plot.bottom() + metrics.height() * 0.3, width, metrics.height())
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), label)

    def _draw_bars(self, painter: QPainter, plot: QRectF) -> None:
        """Draw arrivals in the lower part, on a scale of their own: their label names the highest."""
        highest = max(self._view.minutes) or 1
        step = plot.width() / len(self._view.minutes)
        colour = QColor(self._theme.palette.action)
        colour.setAlphaF(0.32)
        for at, count in enumerate(self._view.minutes):
            height = plot.height() * 0.32 * count / highest
            bar = QRectF(plot.left() + at * step + step * 0.1, plot.bottom() - height, max(1.0, step * 0.8), height)
            painter.fillRect(bar, colour)
        painter.setPen(QColor(self._theme.palette.muted))
        label = QRectF(plot.left() + self._theme.px(10), plot.bottom() - plot.height() * 0.42, plot.width() / 2, 60)
        painter.drawText(label, int(Qt.AlignmentFlag.AlignLeft), self._view.bars_label)

    def _draw_line(self, painter: QPainter, plot: QRectF, top_value: int) -> None:
        step = plot.width() / len(self._view.totals)
        points = [
            QPointF(plot.left() + (at + 0.5) * step, plot.bottom() - plot.height() * total / top_value)
            for at, total in enumerate(self._view.totals)
        ]
        colour = QColor(self._theme.palette.action)
        painter.setPen(QPen(colour, self._theme.px(5)))
        painter.drawPolyline(QPolygonF(points))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(points[-1], self._theme.px(10), self._theme.px(10))
        painter.setPen(colour)
        self._label(painter, points[-1].x() + self._theme.px(20), points[-1].y(), self._view.total_label)

    def _draw_capacity(self, painter: QPainter, plot: QRectF, top_value: int) -> None:
        y = plot.bottom() - plot.height() * self._view.capacity / top_value
        colour = QColor(self._theme.palette.danger)
        painter.setPen(QPen(colour, self._theme.px(3), Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        painter.setPen(colour)
        self._label(painter, plot.right() + self._theme.px(10), y, self._view.capacity_label)

    def _draw_capacity_note(self, painter: QPainter, plot: QRectF) -> None:
        """Name the capacity above an axis that ends far below it."""
        painter.setPen(QColor(self._theme.palette.muted))
        box = QRectF(plot.left(), 0, plot.width(), painter.fontMetrics().height())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignRight), self._view.capacity_label)

    @staticmethod
    def _label(painter: QPainter, x: float, y: float, text: str) -> None:
        height = painter.fontMetrics().height()
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRectF(x, y - height / 2, 1000, height), flags, text)


def chart_top(view: ChartView) -> int:
    """Return the top of the axis: what has come fits, and the capacity too once that is near."""
    most = max(view.totals, default=0)
    return nice_top(max(most, view.capacity) if most * NEAR >= view.capacity else most)


def nice_top(value: int) -> int:
    """Return the top of an axis for this value: a multiple of four round steps, at least 4."""
    step = 1
    for step in _steps():
        if step * 4 >= value:
            break
    return step * 4


def _steps() -> tuple[int, ...]:
    return tuple(part * 10**power for power in range(7) for part in (1, 2, 3, 5))
