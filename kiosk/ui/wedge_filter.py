"""Keyboard scanners in a Qt window: every key press is shown to the wedge before anybody else gets it.

Installed on the application. What belongs to a scan never reaches a widget; what a person typed is given
back to the widget that it was meant for, in order. The rule is `kiosk.scanner.wedge`'s.
"""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from kiosk.scanner.wedge import Fate, Key, Wedge

GAP_MS = 100
_X11_OFFSET = 8
"""X11 and Wayland key codes are evdev codes plus 8."""
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_SILENT = (Qt.Key.Key_Shift, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_AltGr)


class WedgeFilter(QObject):
    """Tells scans from typing for one application."""

    scanned = Signal(str)

    def __init__(self, *, physical: bool = False, parent: QObject | None = None) -> None:
        """Install with `QApplication.installEventFilter`."""
        super().__init__(parent)
        self._wedge = Wedge(gap_ms=GAP_MS, physical=physical)
        self._held: list[tuple[QWidget, QKeyEvent]] = []
        self._is_replaying = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(GAP_MS)
        self._timer.timeout.connect(self.on_gap)
        self._last_ms = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Return whether the event was taken."""
        if self._is_replaying or not isinstance(watched, QWidget) or not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.KeyRelease:
            return bool(self._held)
        if event.type() != QEvent.Type.KeyPress or event.key() in _SILENT:
            return False
        return self._take(watched, event)

    @Slot()
    def on_gap(self) -> None:
        """No key followed in time: a person typed what is held."""
        if self._wedge.expire(self._last_ms + GAP_MS):
            self._give_back()

    def _take(self, watched: QWidget, event: QKeyEvent) -> bool:
        self._last_ms = event.timestamp()
        answer = self._wedge.feed(_key(event))
        if answer.give_back:
            self._give_back()
        if answer.scan is not None:
            self._held.clear()
            self._timer.stop()
            self.scanned.emit(answer.scan)
        match answer.fate:
            case Fate.PASS:
                return False
            case Fate.SWALLOW:
                return True
            case Fate.HOLD:
                self._held.append((watched, event.clone()))
                self._timer.start()
                return True

    def _give_back(self) -> None:
        held, self._held = self._held, []
        self._is_replaying = True
        try:
            for target, event in held:
                if isValid(target):  # the widget may be gone by now
                    QApplication.sendEvent(target, event)
        finally:
            self._is_replaying = False


def _key(event: QKeyEvent) -> Key:
    code = event.nativeScanCode()
    return Key(
        char=event.text(),
        time_ms=event.timestamp(),
        scan_code=code - _X11_OFFSET if code > _X11_OFFSET else 0,
        shift=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier),
        command=bool(event.modifiers() & _COMMANDS),
        repeat=event.isAutoRepeat(),
    )
