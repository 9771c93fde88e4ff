"""What stands beside the program's screens and is not part of it? A panel at the window's right edge, and its handle.

The screens get what room is left: nothing is ever covered. Folded, only the slim handle remains. Used by the
demo, which keeps what can be tried at hand in every role; a window without a panel has no edge.
"""

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QScrollArea, QSizePolicy, QWidget

from kiosk.ui.buttons import shows_ring
from kiosk.ui.layout import holder, row
from kiosk.ui.shapes import Icon, draw_icon
from kiosk.ui.theme import Theme

HANDLE_PX = 36


class Handle(QAbstractButton):
    """A strip as high as the window, with an arrow that says which way the panel goes."""

    def __init__(self, theme: Theme, name: str) -> None:
        """Lead to the panel called `name`."""
        super().__init__()
        self._theme = theme
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return a slim strip."""
        return QSize(HANDLE_PX, HANDLE_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Draw ground and arrow."""
        del event
        painter = QPainter(self)
        palette = self._theme.palette
        painter.fillRect(self.rect(), QColor(palette.focus if shows_ring(self) else palette.bar))
        side = HANDLE_PX * 2 / 3
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        draw_icon(painter, Icon.NEXT if self.isChecked() else Icon.BACK, box, QColor(palette.bar_ink))
        painter.end()


class Side(QWidget):
    """The panel with its handle."""

    folded = Signal()
    """Folded or unfolded: the screens have another width."""

    def __init__(self, theme: Theme, panel: QWidget) -> None:
        """Stand unfolded around `panel`, which is as wide as it says it must be."""
        super().__init__()
        self._ground = QColor(theme.palette.ground)
        self._panel_px = panel.minimumWidth()
        self.handle = Handle(theme, panel.accessibleName())
        self.handle.setChecked(True)
        self.handle.toggled.connect(self.on_toggled)
        self._place = QScrollArea()
        self._place.setFrameShape(QFrame.Shape.NoFrame)
        self._place.setWidgetResizable(True)
        self._place.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._place.setWidget(panel)
        panel.setAutoFillBackground(False)  # this widget's own ground shows through
        self._place.viewport().setAutoFillBackground(False)
        pad = theme.sizes.pad // 2
        self._room = holder(row(self._place, margins=(pad, pad, pad, pad)))
        self._pad = pad
        self.setLayout(row(self.handle, self._room))

    def width_in(self, window_px: int) -> int:
        """Return how wide this is in a window of that width."""
        if not self.handle.isChecked():
            return HANDLE_PX
        bar = self._place.verticalScrollBar().sizeHint().width()
        return min(self._panel_px + bar + 2 * self._pad + HANDLE_PX, window_px * 2 // 5)

    def unfold(self, *, is_open: bool) -> None:
        """Show the panel, or its handle alone."""
        self.handle.setChecked(is_open)

    @Slot(bool)
    def on_toggled(self, is_open: bool) -> None:
        """Show or hide the panel."""
        self._room.setVisible(is_open)
        self.folded.emit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Fill the ground."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._ground)
        painter.end()
