"""Who is standing there? Six digits on a pad, for the staff menu, settings and overrides.

Emits what was typed and forgets it at once; whether it is right, and whether trying is allowed
(`pin_lock`), is told back by `show_note` and `show_pause`.
"""

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.buttons import Button, Kind
from kiosk.ui.layout import CENTRE, column, grid
from kiosk.ui.screen import Sheet
from kiosk.ui.shapes import Icon
from kiosk.ui.theme import Theme
from kiosk.ui.words import Text

PIN_DIGITS = 6


class _Dots(QWidget):
    """How many digits were typed; never which."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._count = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_count(self, count: int) -> None:
        self._count = count
        self.setAccessibleName(self.tr("%n digit(s) typed", "", count))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(self._theme.px(60) * PIN_DIGITS, self._theme.px(56))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side, step = self._theme.px(28), self._theme.px(56)
        left = (self.width() - step * (PIN_DIGITS - 1) - side) / 2
        ink = QColor(self._theme.palette.ink)
        for at in range(PIN_DIGITS):
            painter.setPen(QPen(ink, self._theme.px(3)))
            painter.setBrush(ink if at < self._count else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QRectF(left + at * step, (self.height() - side) / 2, side, side))
        painter.end()


class PinPad(QWidget):
    """A pad of ten digits. `pin_given` carries six digits."""

    pin_given = Signal(str)
    cancelled = Signal()

    def __init__(self, theme: Theme) -> None:
        """Start empty."""
        super().__init__()
        self._theme = theme
        self._typed = ""
        self._pause_s = 0
        self._dots = _Dots(theme)
        self._note = Text(theme, "", "warning")
        self._note.setAlignment(CENTRE)
        self._note.setMinimumHeight(self._note.fontMetrics().height() * 2)
        self._digits = [self._digit(digit) for digit in "1234567890"]
        cancel = Button(theme, "", Kind.KEY, icon=Icon.CROSS, name=self.tr("Cancel"))
        cancel.clicked.connect(self.cancelled)
        delete = Button(theme, "", Kind.KEY, icon=Icon.DELETE, name=self.tr("Delete the last digit"))
        delete.clicked.connect(self.on_delete)
        keys = [*self._digits[:9], cancel, self._digits[9], delete]
        self.setLayout(column(self._dots, self._note, grid(keys, 3, spacing=theme.px(10)), spacing=theme.px(10)))
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self.on_second)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_note(self, text: str) -> None:
        """Start again with a sentence, such as that the PIN was wrong."""
        self._set_typed("")
        self._note.setText(text)

    def show_pause(self, seconds: int) -> None:
        """Take no digits for so long, counting down."""
        self._set_typed("")
        self._pause_s = seconds
        self._show_pause()
        self._timer.start()

    @property
    def note(self) -> str:
        """The sentence that is shown."""
        return self._note.text()

    @Slot()
    def on_second(self) -> None:
        """Count a pause down."""
        self._pause_s -= 1
        self._show_pause()
        if self._pause_s <= 0:
            self._timer.stop()

    @Slot()
    def on_digit(self) -> None:
        """Take the digit of the key that was pressed."""
        key = self.sender()
        assert isinstance(key, Button)
        self._add(key.text())

    @Slot()
    def on_delete(self) -> None:
        """Take the last digit away."""
        self._set_typed(self._typed[:-1])

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Take digits of a real keyboard too."""
        if event.text() in tuple("0123456789"):
            self._add(event.text())
        elif event.key() == Qt.Key.Key_Backspace:
            self.on_delete()
        elif event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def _add(self, digit: str) -> None:
        if self._pause_s > 0:
            return
        self._note.setText("")
        self._set_typed(self._typed + digit)
        if len(self._typed) == PIN_DIGITS:
            pin = self._typed
            self._set_typed("")
            self.pin_given.emit(pin)

    def _set_typed(self, typed: str) -> None:
        self._typed = typed
        self._dots.show_count(len(typed))

    def _show_pause(self) -> None:
        waits = self._pause_s > 0
        for key in self._digits:
            key.setEnabled(not waits)
        words = self.tr("Too many wrong PINs. Try again in %n second(s).", "", self._pause_s)
        self._note.setText(words if waits else "")

    def _digit(self, digit: str) -> Button:
        key = Button(self._theme, digit, Kind.KEY)
        key.clicked.connect(self.on_digit)
        return key


class PinSheet(Sheet):
    """The pad over any screen, with a title that says what for."""

    def __init__(self, theme: Theme, title: str) -> None:
        """Ask for a PIN."""
        super().__init__(theme)
        self.pad = PinPad(theme)
        heading = Text(theme, title, "label")
        heading.setAlignment(CENTRE)
        self.fill(column(heading, self.pad, spacing=theme.sizes.gap), width=theme.px(620))
        self.setFocusProxy(self.pad)
