"""Has the buyer gone away? Warns after a time without touch, counts down, and gives up.

Watches the whole application for touches and keys while armed. `kiosk` arms it on pages where nothing is
owed: never during payment or printing.
"""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

WARN_MS = 45_000
WARN_LARGE_MS = 90_000
COUNTDOWN_S = 30
_TOUCHES = frozenset(
    {QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.KeyPress, QEvent.Type.Wheel}
)  # fmt: skip


class IdleWatch(QObject):
    """Two stages: quiet for `warn_ms`, then `countdown_s` seconds with a warning."""

    warned = Signal(int)
    """Seconds left; once a second."""
    expired = Signal()

    def __init__(
        self, parent: QObject, *, warn_ms: int = WARN_MS, countdown_s: int = COUNTDOWN_S, second_ms: int = 1_000
    ) -> None:
        """Start disarmed. `second_ms` is the length of a second, for tests."""
        super().__init__(parent)
        self._warn_ms = warn_ms
        self._countdown_s = countdown_s
        self._left_s = 0
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.timeout.connect(self.on_quiet)
        self._second = QTimer(self)
        self._second.setInterval(second_ms)
        self._second.timeout.connect(self.on_second)

    @property
    def is_armed(self) -> bool:
        """Whether somebody's going away would be noticed."""
        return self._quiet.isActive() or self._second.isActive()

    def arm(self, warn_ms: int = 0) -> None:
        """Begin to wait for a touch; `warn_ms` 0 keeps the time that is set."""
        self._warn_ms = warn_ms or self._warn_ms
        if not self.is_armed:
            app = QApplication.instance()
            assert app is not None
            app.installEventFilter(self)
        self._second.stop()
        self._quiet.start(self._warn_ms)

    def disarm(self) -> None:
        """Stop waiting."""
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self._quiet.stop()
        self._second.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Begin again with every touch, until the warning: only an answer to it counts then."""
        del watched
        if event.type() in _TOUCHES and self._quiet.isActive():
            self._quiet.start(self._warn_ms)
        return False

    @Slot()
    def on_quiet(self) -> None:
        """Warn."""
        self._left_s = self._countdown_s
        self._second.start()
        self.warned.emit(self._left_s)

    @Slot()
    def on_second(self) -> None:
        """Count down."""
        self._left_s -= 1
        if self._left_s > 0:
            self.warned.emit(self._left_s)
        else:
            self.disarm()
            self.expired.emit()
