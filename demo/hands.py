"""A person at a device of the tour: presses what the window shows, types PINs, looks, takes pictures.

Works on Qt's thread only. What is pressed is found by the words that a screen reader would say of it, is visible,
enabled and really under the finger: nothing else lies over the middle of the button.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from kiosk.scanner.echo import CAMERA_HOLD_MS, Echo
from kiosk.scanner.states import SourceState
from kiosk.ui.badge import Badge
from kiosk.ui.door import DoorScreen
from kiosk.ui.flows.door import DoorFlow
from kiosk.ui.kiosk import KioskScreen
from kiosk.ui.window import Window

PREVIEW_LOOKS_MAX, PREVIEW_LOOK_MS = 60, 50


class NothingToPress(Exception):
    """The window shows no such button, or it cannot be pressed now."""


class Hands:
    """The person in front of one window."""

    def __init__(self, window: Window) -> None:
        """Stand before it."""
        self._window = window
        self._painted_ms: list[float] = []
        self._film_is_over = False

    def press(self, name: str) -> None:
        """Click the button of which a screen reader says `name`, or what begins with it. Raises NothingToPress."""
        QTest.mouseClick(self._find(name), Qt.MouseButton.LeftButton)

    def type_pin(self, pin: str) -> None:
        """Press the digits of the PIN pad."""
        for digit in pin:
            self.press(digit)

    def call_staff_menu(self) -> None:
        """Press F12, as staff at a kiosk do."""
        screen = self._window.screen_on_show
        if screen is not None:
            QTest.keyClick(screen, Qt.Key.Key_F12)

    def go_away(self) -> None:
        """Leave a kiosk in the middle of a purchase: what it does after its quiet time, it does now."""
        screen = self._window.screen_on_show
        if not isinstance(screen, KioskScreen) or not screen.idle.is_armed:
            raise NothingToPress("nobody is waited for here")
        screen.idle.on_quiet()

    def write(self, field: str, text: str) -> None:
        """Paste into the field of this name. Raises NothingToPress."""
        for edit in self._window.findChildren(QLineEdit):
            if edit.isVisible() and edit.accessibleName() == field:
                edit.setFocus()
                edit.clear()
                edit.insert(text)  # as pasted: keys as fast as a machine's are taken for a code scanner
                return
        raise NothingToPress(f"no field {field!r} to type into")

    def shows(self, name: str) -> bool:
        """Say whether a button of this name can be pressed now."""
        try:
            self._find(name)
        except NothingToPress:
            return False
        return True

    def look(self) -> dict[str, Any]:
        """Return what the window shows: screen, page, badge, verdict and the words on it."""
        window, screen = self._window, self._window.screen_on_show
        door, kiosk = window.door_flow, window.kiosk_flow
        verdict = ""
        if door is not None and door.seen is not None:
            verdict = door.seen.verdict.reason.value
        badge = next((b.accessibleName() for b in window.findChildren(Badge) if b.isVisible()), "")
        shown = screen.verdict.view if isinstance(screen, DoorScreen) else None
        return {
            "verdict_on_show": shown is not None,
            "preview": isinstance(screen, DoorScreen) and screen.has_preview,
            "screen": type(screen).__name__ if screen else "",
            "sheet": type(screen.sheet).__name__ if screen and screen.sheet else "",
            "step": kiosk.step if kiosk else "",
            "badge": badge,
            "verdict": verdict,
            "words": [words for w in window.findChildren(QWidget) if w.isVisible() and (words := _words(w))],
            "buttons": [_words(b) for b in window.findChildren(QAbstractButton) if b.isVisible() and b.isEnabled()],
        }

    def grab(self, file: Path, size: tuple[int, int], *, with_preview: bool) -> dict[str, Any]:
        """Turn the screen to this shape, take a picture and turn it back; return what it shows.

        A verdict on show has its time anew. `with_preview` waits for the camera's next picture.
        """
        window, screen = self._window, self._window.screen_on_show
        before = window.size()
        held = screen.verdict.view if isinstance(screen, DoorScreen) else None
        window.resize(*size)
        if isinstance(screen, DoorScreen) and held is not None:
            screen.verdict.show_verdict(held)
        _settle()
        if with_preview and isinstance(screen, DoorScreen):
            for _ in range(PREVIEW_LOOKS_MAX):
                if screen.has_preview:
                    break
                QTest.qWait(PREVIEW_LOOK_MS)
        picture = window.grab()
        look = self.look()
        window.resize(before)
        _settle()
        if not picture.save(str(file)):
            raise OSError(f"{file} cannot be written")
        return look

    def aim(self, source: str) -> None:
        """Point the door's camera at another source; `is_film_over` tells when a film has ended."""
        running, flow = self._window.running, self._window.door_flow
        if flow is None:
            raise NothingToPress("this device is no door")
        running.settings = msgspec.structs.replace(running.settings, camera=source)
        self._film_is_over = False
        tell = flow.on_camera_state

        def hear(state: SourceState, fault: str) -> None:
            self._film_is_over = self._film_is_over or state is SourceState.ENDED
            tell(state, fault)

        flow.stop()
        flow.on_camera_state = hear  # type: ignore[method-assign] (one flow is listened in on, not its class)
        flow.start()

    def is_film_over(self) -> bool:
        """Say whether the film that the camera was pointed at has ended."""
        return self._film_is_over

    def watch_paint(self) -> None:
        """From now on, note how long after its frame came each verdict was on the screen."""
        flow = self._window.door_flow
        if flow is None:
            raise NothingToPress("this device is no door")
        _Stopwatch(flow, self._window.running.clock.mono_ms, self._painted_ms)

    def list_painted_ms(self) -> list[float]:
        """Return the times that were noted."""
        return list(self._painted_ms)

    def _find(self, name: str) -> QAbstractButton:
        buttons = [b for b in self._window.findChildren(QAbstractButton) if b.isVisible() and b.isEnabled()]
        exact = [b for b in buttons if name in (b.accessibleName(), b.text())]
        begun = [b for b in buttons if b.accessibleName().startswith(name)]
        for button in [*exact, *begun]:
            touched = self._window.childAt(_middle(button, self._window))
            if touched is button or (touched is not None and button.isAncestorOf(touched)):
                return button
        raise NothingToPress(f"no button {name!r} to press; there are {json.dumps([_words(b) for b in buttons])}")


class _Stopwatch(QObject):
    """Times a door flow from the arrival of the frame to the end of the paint of its verdict."""

    def __init__(self, flow: DoorFlow, mono_ms: Callable[[], int], into: list[float]) -> None:
        super().__init__(flow)
        self._mono_ms = mono_ms
        self._into = into
        self._echo = Echo(CAMERA_HOLD_MS)
        self._came_ms: dict[str, int] = {}
        self._hear, self._see = flow.on_hits, flow.on_seen
        # This one flow is timed, not its class.
        flow.on_hits = self.on_hits  # type: ignore[method-assign]
        flow.on_seen = self.on_seen  # type: ignore[method-assign]

    def on_hits(self, hits: Any, at_ms: int) -> None:
        for hit in hits:
            if self._echo.is_new(hit.text, now_ms=at_ms):
                self._came_ms[hit.text] = at_ms
        self._hear(hits, at_ms)

    def on_seen(self, seen: Any) -> None:
        came_ms = self._came_ms.pop(seen.text, None)
        self._see(seen)
        # A timer of zero runs after the paint that `on_seen` has just asked for.
        QTimer.singleShot(0, self, lambda: self._into.append(self._mono_ms() - came_ms) if came_ms else None)


def _middle(widget: QWidget, window: QWidget) -> QPoint:
    return widget.mapTo(window, widget.rect().center())


def _words(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    return widget.accessibleName() or text


def _settle() -> None:
    """Let Qt lay out and paint what was asked for; bounded, since timers may always ask for more."""
    for _ in range(3):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
