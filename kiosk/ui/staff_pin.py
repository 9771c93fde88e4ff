"""Who may do this? Asks for a PIN over a screen, has it checked off Qt's thread, locks after five wrong ones."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from kiosk.core.errors import FoyerError
from kiosk.core.permissions import Action
from kiosk.running import Running
from kiosk.staff import Operator
from kiosk.ui.bridge import Lane
from kiosk.ui.pin_lock import PinLock
from kiosk.ui.pin_pad import PinSheet
from kiosk.ui.screen import Screen

AskStaff = Callable[[str, Action, Callable[[Operator], None]], None]
"""Asks over the screen on show, under a title, for the PIN of somebody who may do this."""


class StaffPin(QObject):
    """The one lock of this device, whatever is asked for."""

    def __init__(self, running: Running, lane: Lane, on_error: Callable[[FoyerError], None], parent: QObject) -> None:
        """`on_error` hears when the store could not be read."""
        super().__init__(parent)
        self._running = running
        self._lane = lane
        self._on_error = on_error
        self._lock = PinLock()

    def ask(
        self,
        screen: Screen,
        title: str,
        action: Action,
        on_known: Callable[[Operator], None],
        *,
        on_cancelled: Callable[[], None] | None = None,
    ) -> None:
        """Ask over `screen` until somebody who may do this proves it, or cancels."""
        sheet = PinSheet(screen.theme, title)
        sheet.pad.cancelled.connect(on_cancelled or screen.close_sheet)

        def on_found(operator: Operator | None) -> None:
            if operator is not None and operator.may(action):
                self._lock = self._lock.after_right()
                screen.close_sheet()
                on_known(operator)
            else:
                self._refuse(sheet, operator)

        def on_pin(pin: str) -> None:
            self._lane.run(lambda: self._running.find_operator(pin), on_found, self._on_error)

        sheet.pad.pin_given.connect(on_pin)
        screen.open_sheet(sheet)
        self._pause(sheet)

    def _refuse(self, sheet: PinSheet, operator: Operator | None) -> None:
        self._lock = self._lock.after_wrong(self._running.clock.mono_ms())
        sheet.pad.show_note(self.tr("Wrong PIN.") if operator is None else self.tr("This PIN may not do that."))
        self._pause(sheet)

    def _pause(self, sheet: PinSheet) -> None:
        paused_ms = self._lock.paused_ms(self._running.clock.mono_ms())
        if paused_ms:
            sheet.pad.show_pause(-(-paused_ms // 1000))
