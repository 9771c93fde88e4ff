"""What is a device waiting for, before there is anything to work with? Words, how far it is, and a way out.

Shown in place of a role's own screen until the device knows an event. Also says what became of a damaged
database, and why the program cannot start at all: there is no device behind it then, and the button ends it.
"""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLayout, QSizePolicy, QWidget

from kiosk.ui.buttons import Button
from kiosk.ui.layout import RIGHT, column, row
from kiosk.ui.screen import Screen
from kiosk.ui.shapes import Icon
from kiosk.ui.theme import Theme
from kiosk.ui.views.setup import WaitingView, WayOut
from kiosk.ui.words import Text

_ICONS = {WayOut.SETTINGS: Icon.GEAR, WayOut.GO_ON: Icon.TICK, WayOut.END: Icon.CROSS}


class Progress(QWidget):
    """A bar that fills from left to right."""

    def __init__(self, theme: Theme) -> None:
        """Start empty."""
        super().__init__()
        self._theme = theme
        self._share = 0.0
        self.setFixedHeight(theme.px(20))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_share(self, share: float, words: str) -> None:
        """Fill this share of the bar; `words` say it aloud."""
        self._share = min(1.0, max(0.0, share))
        self.setAccessibleName(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Draw trough and filling."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        radius = self.height() / 2
        painter.setBrush(QColor(self._theme.palette.border))
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        painter.setBrush(QColor(self._theme.palette.action))
        painter.drawRoundedRect(QRectF(0, 0, self.width() * self._share, self.height()), radius, radius)
        painter.end()


class WaitingScreen(Screen):
    """Title, sentence, progress where it is known, and one button."""

    left = Signal()
    """The button was pressed."""

    def __init__(self, theme: Theme) -> None:
        """Show nothing yet."""
        super().__init__(theme)
        self._view = WaitingView("", "", "")

    @property
    def view(self) -> WaitingView:
        """What is shown."""
        return self._view

    def show_view(self, view: WaitingView) -> None:
        """Say something else."""
        self._view = view
        if self.is_built:
            self.refresh()

    def build(self) -> QLayout:
        """Return badge, words and button, in the middle of the height."""
        theme, pad, view = self.theme, self.theme.sizes.pad, self._view
        self._title = Text(theme, "", "title")
        self._sentence = Text(theme, "", "label")
        self._progress = Progress(theme)
        self._count = Text(theme, "", "note")
        words = column(self._title, self._sentence, self._progress, self._count, spacing=pad)
        self._button = Button(theme, view.button, icon=_ICONS[view.way_out])
        self._button.clicked.connect(self.left)
        head = row(1, self.make_badge())
        head.setAlignment(RIGHT)
        foot = row(self._button, 1)
        side = pad * 3
        return column(head, 2, words, 3, foot, spacing=pad, margins=(side, pad, side, pad))

    def refresh(self) -> None:
        """Show the last view."""
        view = self._view
        self._title.setText(view.title)
        self._sentence.setText(view.sentence)
        self._count.setText(view.count)
        self._count.setVisible(bool(view.count))
        self._progress.setVisible(view.share is not None)
        if view.share is not None:
            self._progress.show_share(view.share, view.count)
        self._button.rename(view.button)
