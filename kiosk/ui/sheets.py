"""What is asked over a screen? A yes or no, a choice, a text.

Small sheets that several screens use; those of one screen live beside it.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from kiosk.ui.buttons import Button, Kind
from kiosk.ui.fonts import build_font
from kiosk.ui.keyboard import Keyboard
from kiosk.ui.layout import Item, column, row
from kiosk.ui.screen import Sheet
from kiosk.ui.theme import Theme
from kiosk.ui.words import Text

CHARS_MAX = 200


class QuestionSheet(Sheet):
    """A question with two answers. Escape is the second one."""

    confirmed = Signal()
    declined = Signal()

    def __init__(
        self, theme: Theme, question: str, yes: str, no: str, *, detail: str = "", kind: Kind = Kind.PRIMARY
    ) -> None:
        """Ask `question`; `detail` says what will happen."""
        super().__init__(theme)
        accept = Button(theme, yes, kind)
        refuse = Button(theme, no, Kind.PLAIN)
        accept.clicked.connect(self.confirmed)
        refuse.clicked.connect(self.declined)
        words: list[Item] = [Text(theme, question, "title")]
        if detail:
            words.append(Text(theme, detail))
        answers = row(refuse, accept, spacing=theme.sizes.gap)
        self.fill(column(*words, answers, spacing=theme.sizes.gap), width=theme.px(1000))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Decline by Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.declined.emit()
        else:
            super().keyPressEvent(event)


class ChoiceSheet(Sheet):
    """A choice among a few words; `chosen` carries the place in the list."""

    chosen = Signal(int)
    cancelled = Signal()

    def __init__(self, theme: Theme, title: str, options: Sequence[str], *, current: int = -1) -> None:
        """Offer `options`; `current` is marked."""
        super().__init__(theme)
        items: list[Item] = [Text(theme, title, "title")]
        for at, option in enumerate(options):
            button = Button(theme, option, Kind.CHOICE)
            button.setChecked(at == current)
            button.setProperty("at", at)
            button.clicked.connect(self.on_option)
            items.append(button)
        away = Button(theme, self.tr("Cancel"), Kind.PLAIN)
        away.clicked.connect(self.cancelled)
        self.fill(column(*items, away, spacing=theme.sizes.gap), width=theme.px(900))

    @Slot()
    def on_option(self) -> None:
        """Say which option was chosen."""
        button = self.sender()
        assert isinstance(button, Button)
        self.chosen.emit(int(button.property("at")))


class TextSheet(Sheet):
    """A line of text, with keys on the screen."""

    given = Signal(str)
    cancelled = Signal()

    def __init__(
        self, theme: Theme, title: str, language: str, *, done: str, text: str = "", chars_max: int = CHARS_MAX
    ) -> None:
        """Ask for a text; `done` names the button that gives it."""
        super().__init__(theme)
        self._edit = make_edit(theme, title)
        self._edit.setMaxLength(chars_max)
        self._edit.setText(text)
        self._edit.returnPressed.connect(self.on_done)
        self._keyboard = Keyboard(theme, language)
        self._keyboard.attach(self._edit)
        self._keyboard.finished.connect(self.on_done)
        away = Button(theme, self.tr("Cancel"), Kind.PLAIN)
        away.clicked.connect(self.cancelled)
        accept = Button(theme, done, Kind.PRIMARY)
        accept.clicked.connect(self.on_done)
        answers = row(away, accept, spacing=theme.sizes.gap)
        content = column(Text(theme, title, "label"), self._edit, self._keyboard, answers, spacing=theme.sizes.gap)
        self.fill(content, width=theme.px(1200))
        self.setFocusProxy(self._edit)

    @Slot()
    def on_done(self) -> None:
        """Give the text."""
        self.given.emit(self._edit.text().strip())


def make_edit(theme: Theme, name: str, *, placeholder: str = "", capital: bool = False) -> QLineEdit:
    """Return a line edit; `capital` begins words with a capital letter on the keyboard of the screen."""
    edit = QLineEdit()
    edit.setFont(build_font(theme.sizes.body))
    edit.setAccessibleName(name)
    edit.setPlaceholderText(placeholder)
    edit.setProperty("capital", capital)
    edit.setMaxLength(CHARS_MAX)
    return edit
