"""What is laid over the kiosk's pages? "Are you still there?", and the call for help."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor

from kiosk.core.reasons import Look
from kiosk.ui.buttons import Button, Kind
from kiosk.ui.kiosk_pay import ProgressBar
from kiosk.ui.layout import CENTRE, column, row
from kiosk.ui.screen import Sheet
from kiosk.ui.theme import VERDICT_COLOURS, Theme
from kiosk.ui.words import Text


class IdleSheet(Sheet):
    """Asks whether the buyer is still there, with all the time they need."""

    stayed = Signal()
    left = Signal()

    def __init__(self, theme: Theme, seconds: int) -> None:
        """Ask, and count down from `seconds`."""
        super().__init__(theme)
        self._whole_s = max(1, seconds)
        title = Text(theme, self.tr("Are you still there?"), "title")
        self._words = Text(theme, "", "label")
        for words in (title, self._words):
            words.setAlignment(CENTRE)
        self._bar = ProgressBar(theme)
        again = Button(theme, self.tr("Start again"))
        again.clicked.connect(self.left)
        stay = Button(theme, self.tr("I need more time"), Kind.PRIMARY)
        stay.clicked.connect(self.stayed)
        answers = row(again, stay, spacing=theme.sizes.gap)
        answers.setStretch(0, 2)
        answers.setStretch(1, 3)
        self.fill(column(title, self._words, self._bar, answers, spacing=theme.sizes.pad))
        self.show_left(seconds)

    def show_left(self, seconds: int) -> None:
        """Show how long the page stays."""
        self._words.setText(self.tr("This page starts again in %n second(s).", "", seconds))
        self._bar.show_part(seconds / self._whole_s)


class HelpSheet(Sheet):
    """The whole kiosk turns amber, so that staff see it from afar."""

    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        """Show the call."""
        super().__init__(theme)
        self.dim = QColor(VERDICT_COLOURS[Look.CHECK][0])
        title = Text(theme, self.tr("Help is needed here"), "title")
        words = Text(theme, self.tr("Please wait. A member of staff will come to you."), "label")
        for text in (title, words):
            text.setAlignment(CENTRE)
        close = Button(theme, self.tr("I need no help any more"))
        close.clicked.connect(self.closed)
        self.fill(column(title, words, close, spacing=theme.sizes.pad), width=theme.px(1100))
