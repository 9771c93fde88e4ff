"""A new device at the real server: each refusal of a pairing code has a sentence of its own, in every language."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.core import wire
from kiosk.core.permissions import Role
from kiosk.core.wire import PairingRefusal
from kiosk.running import Running
from kiosk.settings import Settings
from kiosk.ui.fonts import load_text_fonts
from kiosk.ui.pairing import PairingScreen
from kiosk.ui.role import RoleScreen
from kiosk.ui.window import Window
from tests.e2e.venue import PIN, Venue

SENTENCES = {
    ("en", PairingRefusal.UNKNOWN_TOKEN): "The server does not know this code. Check it, or ask for a new one.",
    ("en", PairingRefusal.USED_TOKEN): "This code was used already. Ask for a new one.",
    ("en", PairingRefusal.EXPIRED_TOKEN): "This code is too old. Ask for a new one.",
    ("en", PairingRefusal.WRONG_SIGNATURE): "The server did not accept this device's key. Pair it again.",
    ("de", PairingRefusal.UNKNOWN_TOKEN): "Der Server kennt diesen Code nicht.",
    ("de", PairingRefusal.USED_TOKEN): "Dieser Code wurde schon benutzt.",
    ("de", PairingRefusal.EXPIRED_TOKEN): "Dieser Code ist zu alt.",
    ("de", PairingRefusal.WRONG_SIGNATURE): "Der Server hat den Schlüssel dieses Geräts nicht angenommen.",
}
pytestmark = pytest.mark.ui


@pytest.fixture(params=["en", "de"])
def window(request: pytest.FixtureRequest, tmp_path: Path, qapp: QApplication) -> Iterator[Window]:
    """A device that nobody has paired, in each language."""
    load_text_fonts()
    settings = Settings(
        data_dir=str(tmp_path / "new"), keyring=False, windowed=True, mute=True, language=request.param
    )  # fmt: skip
    window = Window(Running(settings))
    window.show()
    window.start()
    yield window
    window.quit()
    window.running.close()
    window.deleteLater()


def invite(venue: Venue) -> wire.Pairing:
    wanted = {"name": "New", "roles": [Role.GATE], "events": [venue.server.event]}
    made = venue.server.post(f"/api/v1/organizers/{venue.server.organizer}/enrolments", wanted)
    return msgspec.structs.replace(wire.parse_pairing(made["pairing"]), url=venue.server.url)


def use_up(venue: Venue, pairing: wire.Pairing) -> None:
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw()
    signature = key.sign(wire.enrol_statement(pairing.token, pairing.server_key, public))
    body = wire.encode(wire.EnrolRequest(pairing.token, public, signature, "Other"))
    venue.server.http.post("/api/v1/devices/enrol", content=body).raise_for_status()


def spoil(venue: Venue, pairing: wire.Pairing, refusal: PairingRefusal) -> wire.Pairing:
    """Return the pairing as it must be shown to be refused so."""
    match refusal:
        case PairingRefusal.USED_TOKEN:
            use_up(venue, pairing)
        case PairingRefusal.EXPIRED_TOKEN:
            venue.server.time.pass_ms(15 * 60_000)
        case PairingRefusal.UNKNOWN_TOKEN:
            return msgspec.structs.replace(pairing, token="0" * 32)
        case PairingRefusal.WRONG_SIGNATURE:
            other = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
            return msgspec.structs.replace(pairing, server_key=other)
        case PairingRefusal.WRONG_SERVER:
            raise AssertionError("no server says that of itself")
    return pairing


@pytest.mark.parametrize("refusal", [word for word in PairingRefusal if word is not PairingRefusal.WRONG_SERVER])
def test_a_code_that_is_refused_says_why_in_its_own_words(
    venue: Venue, window: Window, qtbot: QtBot, refusal: PairingRefusal
) -> None:
    screen = window.screen_on_show
    assert isinstance(screen, PairingScreen)
    pairing = spoil(venue, invite(venue), refusal)
    screen.pairing_given.emit(wire.format_pairing(pairing))
    screen.pin_given.emit(PIN)
    qtbot.waitUntil(lambda: screen._view.error is not None, timeout=15_000)
    assert screen._view.error is not None
    assert screen._view.error.sentence.startswith(SENTENCES[window.translator.language, refusal])
    screen.pairing_given.emit(wire.format_pairing(invite(venue)))  # a good one still pairs
    screen.pin_given.emit(PIN)
    qtbot.waitUntil(lambda: isinstance(window.screen_on_show, RoleScreen), timeout=15_000)
