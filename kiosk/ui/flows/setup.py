"""A new device: pairing by QR or typing, the first supervisor PIN, then the choice of a role."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Slot

from kiosk.core import wire
from kiosk.core.errors import FoyerError, InputError, Rejected
from kiosk.core.key_words import build_key_words
from kiosk.core.permissions import Role
from kiosk.running import Running
from kiosk.store.meta import Identity
from kiosk.ui.bridge import Lane
from kiosk.ui.pairing import PairingScreen
from kiosk.ui.role import RoleScreen
from kiosk.ui.text.failures import FailureWords
from kiosk.ui.views.common import ErrorView
from kiosk.ui.views.setup import PairingStep, PairingView, RoleOption, RoleView


@dataclass(frozen=True, slots=True)
class _Typed:
    token: str
    pairing: wire.Pairing


class PairingFlow(QObject):
    """Pairs this device."""

    def __init__(
        self, running: Running, screen: PairingScreen, lane: Lane, name: str, on_paired: Callable[[Identity], None]
    ) -> None:
        """Connect to the screen. `name` is what the device is called in the fleet."""
        super().__init__(screen)
        self._running = running
        self._screen = screen
        self._lane = lane
        self._name = name
        self._on_paired = on_paired
        self._pairing: wire.Pairing | None = None
        self._failures = FailureWords(self)
        screen.pairing_given.connect(self.on_pairing)
        screen.token_given.connect(self.on_token)
        screen.words_confirmed.connect(self.on_words)
        screen.pin_given.connect(self.on_pin)

    @Slot(str)
    def on_pairing(self, text: str) -> None:
        """Take a pairing code that was scanned or pasted."""
        try:
            self._pairing = wire.parse_pairing(text)
        except InputError as error:
            self._fail(error)
            return
        self._screen.show_view(PairingView(PairingStep.SET_PIN))

    @Slot(str, str)
    def on_token(self, address: str, token: str) -> None:
        """Ask the server at a typed address who it is."""
        self._screen.show_view(PairingView(PairingStep.WORKING))
        self._lane.run(lambda: self._running.ask_server(address, token), self.on_server, self._fail)

    def on_server(self, pairing: wire.Pairing) -> None:
        """Have the key compared by people, where the line is not this machine's own."""
        self._pairing = pairing
        if pairing.tls_key_sha256:
            self._screen.show_view(PairingView(PairingStep.COMPARE, build_key_words(pairing.tls_key_sha256)))
        else:
            self._screen.show_view(PairingView(PairingStep.SET_PIN))

    @Slot(bool)
    def on_words(self, are_the_same: bool) -> None:
        """Go on only with the server whose words are on the organizer's screen."""
        if are_the_same:
            self._screen.show_view(PairingView(PairingStep.SET_PIN))
            return
        self._pairing = None
        self._show_error(self.tr("Not your server"), self.tr("Another machine answers there. Check the address."))

    @Slot(str)
    def on_pin(self, pin: str) -> None:
        """Enrol with the first supervisor's PIN."""
        pairing = self._pairing
        if pairing is None:
            self._screen.show_view(PairingView())
            return
        self._screen.show_view(PairingView(PairingStep.WORKING))
        self._lane.run(lambda: self._running.pair(pairing, self._name, pin), self._on_paired, self._fail)

    def _fail(self, error: FoyerError) -> None:
        texts: dict[str, str] = {
            wire.PairingRefusal.USED_TOKEN: self.tr("This code was used already. Ask for a new one."),
            wire.PairingRefusal.EXPIRED_TOKEN: self.tr("This code is too old. Ask for a new one."),
            wire.PairingRefusal.UNKNOWN_TOKEN: self.tr(
                "The server does not know this code. Check it, or ask for a new one."
            ),
            wire.PairingRefusal.WRONG_SIGNATURE: self.tr("The server did not accept this device's key. Pair it again."),
            wire.PairingRefusal.WRONG_SERVER: self.tr("Another server answered. Ask for a new code."),
        }
        sentence = texts.get(error.reason if isinstance(error, Rejected) else "") or self._failures.sentence(error)
        self._show_error(self.tr("Not paired"), sentence)

    def _show_error(self, title: str, sentence: str) -> None:
        self._screen.show_view(PairingView(error=ErrorView(title, sentence)))


class RoleFlow(QObject):
    """Offers the roles that this device may have."""

    def __init__(self, screen: RoleScreen, on_chosen: Callable[[Role], None]) -> None:
        """Connect to the screen."""
        super().__init__(screen)
        self._screen = screen
        screen.role_chosen.connect(on_chosen)

    def show(self, identity: Identity) -> None:
        """Show the choice."""
        order = [role for role in Role if role in identity.roles]
        options = tuple(RoleOption(role, *self._words(role)) for role in order)
        self._screen.show_view(RoleView(identity.name, identity.organizer, options))

    def _words(self, role: Role) -> tuple[str, str]:
        return {
            Role.KIOSK: (self.tr("Kiosk"), self.tr("Guests buy and print tickets themselves.")),
            Role.TILL: (self.tr("Till"), self.tr("Staff sell, with cash drawer and card.")),
            Role.GATE: (self.tr("Gate"), self.tr("Scan tickets and let people in.")),
            Role.LIVE: (self.tr("Live screen"), self.tr("Watch who is in.")),
            Role.SUPERVISOR: (self.tr("Supervisor"), self.tr("Incidents, overrides and live numbers.")),
            Role.SERVER: ("", ""),
        }[role]
