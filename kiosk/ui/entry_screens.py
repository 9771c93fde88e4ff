"""The screens before a role begins: pairing and the choice of a role.

Called by the window, which stays the one that decides what is shown.
"""

from kiosk.ui.flows.setup import PairingFlow, RoleFlow
from kiosk.ui.language import LANGUAGES
from kiosk.ui.pairing import PairingScreen
from kiosk.ui.role import RoleScreen
from kiosk.ui.theme import Ground
from kiosk.ui.window import Window


def open_pairing(window: Window, name: str) -> None:
    """Show the screen of a new device, which will be called `name`."""
    languages = tuple((option.code, option.name) for option in LANGUAGES)
    screen = PairingScreen(window.theme_for(Ground.LIGHT), languages, window.translator.language)
    screen.language_chosen.connect(window.on_language)
    flow = PairingFlow(window.running, screen, window.lane, name, window.on_paired)
    window.on_pairing_text = flow.on_pairing
    window.set_home(screen)


def build_roles(window: Window) -> RoleScreen:
    """Return the choice of a role."""
    screen = RoleScreen(window.theme_for(Ground.LIGHT))
    identity = window.running.identity
    assert identity is not None
    RoleFlow(screen, window.start_role).show(identity)
    return screen
