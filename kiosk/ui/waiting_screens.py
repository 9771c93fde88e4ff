"""What stands in for a role's own screen, or over it: waiting, a damaged database, a device that was revoked.

Called by the window, which stays the one that decides what is shown.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from kiosk.core.permissions import Role
from kiosk.ui.flows.waiting import WaitingFlow, is_loaded
from kiosk.ui.text.failures import FailureWords
from kiosk.ui.theme import Ground
from kiosk.ui.waiting import WaitingScreen

if TYPE_CHECKING:
    from kiosk.ui.window import Window

SALVAGE_MS = 60_000


def open_salvage(window: "Window") -> None:
    """Say over the first screen what became of a damaged database, if it was; it goes on by itself, as a door must."""
    salvage = window.running.salvage
    if salvage is None:
        return
    screen = WaitingScreen(window.theme_for(Ground.LIGHT))

    def go_on() -> None:
        if window.screen_on_show is screen:
            window.show_home()

    screen.left.connect(go_on)
    QTimer.singleShot(SALVAGE_MS, screen, go_on)
    screen.show_view(FailureWords(screen).salvaged(salvage))
    window.lay_over(screen)


def open_wiped(window: "Window") -> None:
    """Stop, destroy what is stored here, then say that this device was revoked and is empty. It stays with that.

    What the role's screens still have the lane do is done before, with the store open.
    """
    window.leave_role()
    screen = WaitingScreen(window.theme_for(Ground.LIGHT))
    screen.left.connect(window.quit)
    window.set_home(screen)
    words = FailureWords(screen)
    window.lane.run(window.running.wipe, lambda _: screen.show_view(words.wiped()), window.on_failure)


def open_role(window: "Window", role: Role) -> None:
    """Show the role's own screen, or what it waits for until then."""
    if is_loaded(window.running):
        window.enter(role)
        return
    screen = WaitingScreen(window.theme_for(Ground.DARK if role is Role.GATE else Ground.LIGHT))

    def enter() -> None:
        """Go on, unless somebody is at the settings or at a PIN: every later round of the synchroniser asks again."""
        if window.screen_on_show is screen and screen.sheet is None:
            window.enter(role)

    window.waiting_flow = WaitingFlow(window.running, screen, on_loaded=enter, on_settings=window.on_settings)
    window.set_home(screen)
    window.waiting_flow.refresh()
