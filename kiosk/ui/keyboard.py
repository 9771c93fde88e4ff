"""How does one type without a keyboard? The program's own keys on the screen, laid out for the language.

Types into the line edit it is attached to; a real keyboard works beside it. Ten keys a row, so that each is
wide enough for a finger on a portrait screen too.
"""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from kiosk.ui.buttons import Button, Kind
from kiosk.ui.layout import column, row
from kiosk.ui.shapes import Icon
from kiosk.ui.theme import Theme

DIGITS = "1234567890"
LETTERS = {
    "en": ("qwertyuiop", "asdfghjkl'", "zxcvbnm"),
    "de": ("qwertzuiop", "asdfghjklß", "yxcvbnm"),
}
EXTRA = {"en": "", "de": "äöü"}
SIGNS = "@.-_"
CODE_SIGNS = ":/.-"


class Keyboard(QWidget):
    """Letters, digits and the signs of names and addresses. `finished` when the person is done."""

    finished = Signal()

    def __init__(self, theme: Theme, language: str, *, for_code: bool = False) -> None:
        """Lay the keys out for a language; `for_code` for tokens and addresses of servers, all in one case."""
        super().__init__()
        self._theme = theme
        self._edit: QLineEdit | None = None
        self._shift = False
        self._letters: list[Button] = []
        layout = LETTERS.get(language, LETTERS["en"])
        extra = EXTRA.get(language, "")
        gap = theme.px(4)
        self._rows = [
            self._keys(DIGITS),
            self._keys(layout[0]),
            self._keys(layout[1]),
            self._third(layout[2], for_code=for_code),
            self._last("" if for_code else extra, CODE_SIGNS if for_code else SIGNS),
        ]
        self.setLayout(column(*self._rows, spacing=gap))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def attach(self, edit: QLineEdit) -> None:
        """Type into this line edit from now on; names begin with a capital."""
        self._edit = edit
        self._set_shift(not edit.text() and edit.property("capital") is True)

    @Slot()
    def on_key(self) -> None:
        """Type the key that was pressed."""
        key = self.sender()
        assert isinstance(key, Button)
        self._type(key.property("character"))

    @Slot()
    def on_shift(self) -> None:
        """Make the next letter a capital, or not."""
        self._set_shift(not self._shift)

    @Slot()
    def on_delete(self) -> None:
        """Take the last character away."""
        if self._edit is not None:
            self._edit.backspace()

    def _type(self, character: str) -> None:
        if self._edit is None:
            return
        self._edit.insert(character.upper() if self._shift else character)
        capital = character == " " and self._edit.property("capital") is True
        self._set_shift(capital)

    def _set_shift(self, is_on: bool) -> None:
        self._shift = is_on
        for key in self._letters:
            character = str(key.property("character"))
            key.setText(character.upper() if is_on and character != "ß" else character)
        self._shift_key.setChecked(is_on)

    def _keys(self, characters: str) -> QHBoxLayout:
        return row(*(self._key(character) for character in characters), spacing=self._theme.px(4))

    def _third(self, letters: str, *, for_code: bool) -> QHBoxLayout:
        self._shift_key = self._special("", Icon.UP, self.tr("Capital letter"))
        self._shift_key.setCheckable(True)
        self._shift_key.clicked.connect(self.on_shift)
        self._shift_key.setEnabled(not for_code)
        delete = self._special("", Icon.DELETE, self.tr("Delete the last character"))
        delete.setAutoRepeat(True)
        delete.clicked.connect(self.on_delete)
        return row(self._shift_key, *(self._key(c) for c in letters), delete, spacing=self._theme.px(4))

    def _last(self, extra: str, signs: str) -> QHBoxLayout:
        space = self._special(self.tr("Space"), None, self.tr("Space"))
        space.setProperty("character", " ")
        space.clicked.connect(self.on_key)
        done = self._special(self.tr("Done"), None, self.tr("Done typing"))
        done.clicked.connect(self.finished)
        keys = [self._key(c) for c in extra + signs]
        laid = row(*keys, space, done, spacing=self._theme.px(4))
        for at, widget in enumerate((*keys, space, done)):
            laid.setStretch(at, {space: 30, done: 20}.get(widget, 10))
        return laid

    def _key(self, character: str) -> Button:
        key = Button(self._theme, character, Kind.KEY)
        key.setProperty("character", character)
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        key.clicked.connect(self.on_key)
        if character.isalpha():
            self._letters.append(key)
        return key

    def _special(self, text: str, icon: Icon | None, name: str) -> Button:
        key = Button(self._theme, text, Kind.KEY, icon=icon, name=name)
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return key
