"""How much? A pad that types an amount from the right, as on every cash register.

Used by the till for cash given, floats, counts and discounts. It works in minor units; how an amount is
written comes in as a function, because wording is `kiosk.ui.text`'s.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.buttons import Button, Kind
from kiosk.ui.layout import CENTRE, Card, Item, column, grid, row
from kiosk.ui.shapes import Icon
from kiosk.ui.theme import Theme
from kiosk.ui.words import Text

AMOUNT_MINOR_MAX = 9_999_999_99


class MoneyPad(QWidget):
    """Digits, double zero and delete. `changed` carries the amount in minor units."""

    changed = Signal(int)

    def __init__(self, theme: Theme, write: Callable[[int], str], *, suggestions: Sequence[int] = ()) -> None:
        """Start at nothing; `write` makes words of an amount, `suggestions` are amounts to take with one touch."""
        super().__init__()
        self._theme = theme
        self._write = write
        self._amount_minor = 0
        self._shown = Text(theme, "", "total", wrap=False)
        self._shown.setAlignment(CENTRE)
        pad = theme.px(14)
        items: list[Item] = [Card(theme, column(self._shown, margins=(pad, pad, pad, pad)))]
        if suggestions:
            items.append(row(*(self._suggestion(amount) for amount in suggestions), spacing=theme.px(8)))
        digits = [self._key(digit) for digit in ("1", "2", "3", "4", "5", "6", "7", "8", "9", "00", "0")]
        delete = Button(theme, "", Kind.KEY, icon=Icon.DELETE, name=self.tr("Delete the last digit"))
        delete.clicked.connect(self.on_delete)
        items.append(grid([*digits, delete], 3, spacing=theme.px(8)))
        self.setLayout(column(*items, spacing=theme.px(12)))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._set(0)

    @property
    def amount_minor(self) -> int:
        """What was typed."""
        return self._amount_minor

    @Slot()
    def on_digit(self) -> None:
        """Type the key that was pressed."""
        key = self.sender()
        assert isinstance(key, Button)
        self._type(key.text())

    @Slot()
    def on_delete(self) -> None:
        """Take the last digit away."""
        self._set(self._amount_minor // 10)

    @Slot()
    def on_suggestion(self) -> None:
        """Take a suggested amount."""
        button = self.sender()
        assert isinstance(button, Button)
        self._set(int(button.property("amount")))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Take digits of a real keyboard too."""
        if event.text() in tuple("0123456789"):
            self._type(event.text())
        elif event.key() == Qt.Key.Key_Backspace:
            self.on_delete()
        else:
            super().keyPressEvent(event)

    def _type(self, digits: str) -> None:
        typed = int(f"{self._amount_minor}{digits}")
        if typed <= AMOUNT_MINOR_MAX:
            self._set(typed)

    def _set(self, amount_minor: int) -> None:
        self._amount_minor = amount_minor
        self._shown.setText(self._write(amount_minor))
        self.changed.emit(amount_minor)

    def _key(self, digits: str) -> Button:
        key = Button(self._theme, digits, Kind.KEY)
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        key.clicked.connect(self.on_digit)
        return key

    def _suggestion(self, amount_minor: int) -> Button:
        button = Button(self._theme, self._write(amount_minor), Kind.KEY)
        button.setProperty("amount", amount_minor)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(self.on_suggestion)
        return button


def suggest_cash(total_minor: int) -> tuple[int, ...]:
    """Return the exact amount and the next round notes above it, at most four, ascending."""
    notes = (500, 1_000, 2_000, 5_000, 10_000, 20_000)
    rounded = {-(-total_minor // note) * note for note in notes}
    return tuple(sorted({total_minor, *rounded}))[:4]
