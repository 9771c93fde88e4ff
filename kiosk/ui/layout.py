"""How are widgets put side by side? Columns, rows and cards in a line of code each.

Used by every screen. An int among the items is a stretch of that weight.
"""

from collections.abc import Sequence
from typing import TypeAlias

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from kiosk.ui.theme import Theme

Item: TypeAlias = QWidget | QLayout | int
TOP = Qt.AlignmentFlag.AlignTop
CENTRE = Qt.AlignmentFlag.AlignCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def column(*items: Item, spacing: int = 0, margins: Sequence[int] = (0, 0, 0, 0)) -> QVBoxLayout:
    """Return the items from top to bottom."""
    layout = QVBoxLayout()
    _fill(layout, items, spacing, margins)
    return layout


def row(*items: Item, spacing: int = 0, margins: Sequence[int] = (0, 0, 0, 0)) -> QHBoxLayout:
    """Return the items from left to right."""
    layout = QHBoxLayout()
    _fill(layout, items, spacing, margins)
    return layout


def line(across: bool, *items: Item, spacing: int = 0, margins: Sequence[int] = (0, 0, 0, 0)) -> QBoxLayout:
    """Return a row where there is room `across`, else a column."""
    build = row if across else column
    return build(*items, spacing=spacing, margins=margins)


def turn_line(layout: QBoxLayout, across: bool) -> None:
    """Lay a `line` the other way, where the monitor was turned."""
    way = QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.TopToBottom
    if layout.direction() is not way:
        layout.setDirection(way)


def grid(widgets: Sequence[QWidget], columns: int, *, spacing: int, rows: int = 0) -> QGridLayout:
    """Return the widgets in rows of equal columns; `rows` keeps the height of a full page for fewer of them."""
    layout = QGridLayout()
    layout.setSpacing(spacing)
    for at, widget in enumerate(widgets):
        layout.addWidget(widget, at // columns, at % columns)
    for at in range(columns):
        layout.setColumnStretch(at, 1)
    for at in range(rows):
        layout.setRowStretch(at, 1)
    return layout


def fit_rows(layout: QGridLayout, places: Sequence[QWidget], shown: int, columns: int, *, rows_min: int = 1) -> None:
    """Show the first places of a grid and share the height among the rows that hold them."""
    used = max(rows_min, -(-shown // columns))
    for at, place in enumerate(places):
        place.setVisible(at < used * columns)
    for at in range(layout.rowCount()):
        layout.setRowStretch(at, 1 if at < used else 0)


def holder(layout: QLayout, *, name: str = "") -> QWidget:
    """Return a widget around a layout."""
    widget = QWidget()
    widget.setLayout(layout)
    if name:
        widget.setObjectName(name)
    return widget


def _fill(layout: QBoxLayout, items: Sequence[Item], spacing: int, margins: Sequence[int]) -> None:
    layout.setSpacing(spacing)
    left, top, right, bottom = margins
    layout.setContentsMargins(left, top, right, bottom)
    for item in items:
        if isinstance(item, int):
            layout.addStretch(item)
        elif isinstance(item, QLayout):
            layout.addLayout(item)
        else:
            layout.addWidget(item)


class Card(QWidget):
    """A panel with rounded corners around a layout."""

    def __init__(self, theme: Theme, content: QLayout | None = None, *, ground: str = "", border: str = "") -> None:
        """Surround `content`; colours default to those of the theme, a border of "none" is none."""
        super().__init__()
        self._theme = theme
        self._ground = ground or theme.palette.surface
        self._border = border or theme.palette.border
        self._width = theme.sizes.border
        if content is not None:
            self.setLayout(content)

    def tint(self, ground: str, border: str, width: int = 0) -> None:
        """Change colours and border width."""
        self._ground, self._border = ground, border
        self._width = width or self._theme.sizes.border
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Draw the panel."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        half = self._width / 2
        painter.setBrush(QColor(self._ground))
        painter.setPen(Qt.PenStyle.NoPen if self._border == "none" else QPen(QColor(self._border), self._width))
        radius = self._theme.sizes.radius
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), radius, radius)
        painter.end()


class Band(QWidget):
    """A plain strip of one colour across the screen."""

    def __init__(self, colour: str, content: QLayout) -> None:
        """Surround `content`."""
        super().__init__()
        self._colour = QColor(colour)
        self.setLayout(content)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Fill the strip."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._colour)
        painter.end()
