"""How is a long list shown without flicking? Rows for fingers, a page at a time.

Used for found tickets, the log of scans, incidents, sales and settings. A row's lines end in an ellipsis:
the whole text is its accessible name, and choosing it shows everything.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from kiosk.core.reasons import Look
from kiosk.ui.buttons import Button, Kind, shows_ring
from kiosk.ui.fonts import build_font
from kiosk.ui.layout import CENTRE, holder, row
from kiosk.ui.shapes import Icon, draw_icon, draw_sign
from kiosk.ui.theme import VERDICT_COLOURS, Theme
from kiosk.ui.words import Text


@dataclass(frozen=True, slots=True)
class RowView:
    """One row. `look` gives it a coloured sign, `icon` a plain one; `trailing` stands at the right."""

    title: str
    detail: str = ""
    trailing: str = ""
    look: Look | None = None
    icon: Icon | None = None
    can_choose: bool = True
    checked: bool = False


class RowButton(QAbstractButton):
    """A row of a list that can be chosen."""

    def __init__(self, theme: Theme, view: RowView) -> None:
        """Show `view`."""
        super().__init__()
        self._theme = theme
        self._view = view
        self._title_font = build_font(theme.sizes.body, "semibold")
        self._detail_font = build_font(round(theme.sizes.body * 0.86))
        self.setText(view.title)
        self.setAccessibleName(", ".join(part for part in (view.title, view.detail, view.trailing) if part))
        self.setEnabled(view.can_choose)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return a comfortable width and the height of both lines."""
        return QSize(self._theme.px(600), row_height(self._theme))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the least width; the rest ends in an ellipsis."""
        return QSize(self._theme.px(280), row_height(self._theme))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Draw sign, lines and what stands at the right."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, pad = self._theme.palette, self._theme.px(22)
        self._draw_ground(painter)
        left = pad + self._draw_mark(painter, pad)
        right = self.width() - pad - self._draw_trailing(painter, pad)
        title = QFontMetrics(self._title_font)
        detail = QFontMetrics(self._detail_font)
        height = title.height() + (detail.height() if self._view.detail else 0)
        top = (self.height() - height) // 2
        room = max(1, right - left)
        painter.setFont(self._title_font)
        painter.setPen(QColor(palette.ink if self._view.can_choose else palette.muted))
        self._line(painter, QRect(left, top, room, title.height()), title, self._view.title)
        painter.setFont(self._detail_font)
        painter.setPen(QColor(palette.muted))
        self._line(painter, QRect(left, top + title.height(), room, detail.height()), detail, self._view.detail)
        painter.end()

    def _draw_ground(self, painter: QPainter) -> None:
        palette, sizes = self._theme.palette, self._theme.sizes
        ground = palette.chosen if self.isDown() or self._view.checked else palette.surface
        border = palette.action if self._view.checked else palette.border
        width = sizes.ring if shows_ring(self) or self._view.checked else sizes.border
        painter.setPen(QPen(QColor(palette.focus if shows_ring(self) else border), width))
        painter.setBrush(QColor(ground))
        half = width / 2 + 1
        radius = sizes.radius * 0.7
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), radius, radius)

    def _draw_mark(self, painter: QPainter, pad: int) -> int:
        side = round(self._theme.sizes.body * 1.5)
        box = QRectF(pad, (self.height() - side) / 2, side, side)
        if self._view.look is not None:
            ground, _ = VERDICT_COLOURS[self._view.look]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(box.adjusted(-6, -6, 6, 6), 10, 10)
            ink = VERDICT_COLOURS[self._view.look][1]
            draw_sign(painter, self._view.look, box.adjusted(2, 2, -2, -2), QColor(ground), QColor(ink))
        elif self._view.icon is not None:
            draw_icon(painter, self._view.icon, box, QColor(self._theme.palette.ink))
        else:
            return 0
        return side + pad

    def _draw_trailing(self, painter: QPainter, pad: int) -> int:
        if not self._view.trailing:
            return 0
        metrics = QFontMetrics(self._title_font)
        room = min(metrics.horizontalAdvance(self._view.trailing) + 2, round(self.width() * 0.45))
        painter.setFont(self._title_font)
        painter.setPen(QColor(self._theme.palette.ink))
        text = metrics.elidedText(self._view.trailing, Qt.TextElideMode.ElideRight, room)
        flags = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRect(self.width() - pad - room, 0, room, self.height()), flags, text)
        return room + pad

    @staticmethod
    def _line(painter: QPainter, box: QRect, metrics: QFontMetrics, text: str) -> None:
        elided = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), elided)


def row_height(theme: Theme) -> int:
    """Return the height of a row."""
    title = QFontMetrics(build_font(theme.sizes.body, "semibold")).height()
    detail = QFontMetrics(build_font(round(theme.sizes.body * 0.86))).height()
    return max(theme.sizes.target, title + detail + theme.px(26))


class PagedRows(QWidget):
    """As many rows as fit, and keys to turn the page. `chosen` carries the row's place in the whole list."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, empty: str = "") -> None:
        """Show `empty` while there is nothing to list."""
        super().__init__()
        self._theme = theme
        self._views: tuple[RowView, ...] = ()
        self._page = 0
        self._per_page = 0
        self._empty = Text(theme, empty, "note")
        self._empty.setAlignment(CENTRE)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.px(8))
        self._back = Button(theme, "", Kind.PLAIN, icon=Icon.UP, name=self.tr("Previous page"))
        self._next = Button(theme, "", Kind.PLAIN, icon=Icon.DOWN, name=self.tr("Next page"))
        self._back.clicked.connect(self.on_back)
        self._next.clicked.connect(self.on_next)
        self._place = Text(theme, "", "note", wrap=False)
        self._place.setAlignment(CENTRE)
        self._keys = holder(row(1, self._back, self._place, self._next, 1, spacing=theme.sizes.gap))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.px(8))
        outer.addLayout(self._rows)
        outer.addWidget(self._empty, 1)
        outer.addStretch(1)
        outer.addWidget(self._keys)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(row_height(theme) + self._back.sizeHint().height() + theme.px(16))

    def show_rows(self, views: Sequence[RowView], *, keep_page: bool = False) -> None:
        """Show other rows, from the first page unless told otherwise."""
        self._views = tuple(views)
        self._page = self._page if keep_page else 0
        self._arrange()

    @Slot()
    def on_back(self) -> None:
        """Show the page before."""
        self._page -= 1
        self._arrange()

    @Slot()
    def on_next(self) -> None:
        """Show the page after."""
        self._page += 1
        self._arrange()

    @Slot()
    def on_row(self) -> None:
        """Say which row was chosen."""
        button = self.sender()
        assert isinstance(button, RowButton)
        self.chosen.emit(int(button.property("at")))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Fit more or fewer rows."""
        super().resizeEvent(event)
        if self._fitting() != self._per_page:
            self._arrange()

    def _fitting(self) -> int:
        step = row_height(self._theme) + self._theme.px(8)
        if len(self._views) * step <= self.height() + self._theme.px(8):
            return max(1, len(self._views))
        room = self.height() - self._back.sizeHint().height() - self._theme.px(8)
        return max(1, room // step)

    def _arrange(self) -> None:
        self._per_page = self._fitting()
        pages = max(1, -(-len(self._views) // self._per_page))
        self._page = min(max(0, self._page), pages - 1)
        while self._rows.count():
            item = self._rows.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        first = self._page * self._per_page
        for at, view in enumerate(self._views[first : first + self._per_page], first):
            button = RowButton(self._theme, view)
            button.setProperty("at", at)
            button.clicked.connect(self.on_row)
            self._rows.addWidget(button)
            button.show()
        self._empty.setVisible(not self._views)
        self._keys.setVisible(pages > 1)
        self._back.setEnabled(self._page > 0)
        self._next.setEnabled(self._page < pages - 1)
        self._place.setText(self.tr("{page} of {pages}").format(page=self._page + 1, pages=pages))
