"""What stands between a device and its server: each trouble has its own words on screen."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.core.permissions import Role
from kiosk.running import Running
from kiosk.settings import Settings
from kiosk.store.opening import save_identity
from kiosk.ui.fonts import load_text_fonts
from kiosk.ui.pairing import PairingScreen
from kiosk.ui.waiting import WaitingScreen
from kiosk.ui.window import Window
from tests.kiosk.device import identity, open_device
from tests.kiosk.sync.scripted import Answer, Script, ScriptedServer
from tests.kiosk.sync.test_pinning import tls

__all__ = ["tls"]
pytestmark = pytest.mark.ui
PORTAL = b"<html><body>Welcome to Quay Wi-Fi. Sign in.</body></html>"
TOKEN = "ABCDEFGHJK"
OpenAt = Callable[[str, bytes], Window]


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    """A server that misbehaves on purpose."""
    made = ScriptedServer(Script())
    yield made
    made.stop()


@pytest.fixture(params=["en", "de"])
def open_at(request: pytest.FixtureRequest, tmp_path: Path, qapp: QApplication) -> Iterator[OpenAt]:
    """Return a function that opens a gate that was paired with the server at an address, and never synced."""
    load_text_fonts()
    opened: list[Window] = []

    def start(url: str, pin: bytes = b"") -> Window:
        if url:
            device = open_device(tmp_path)
            save_identity(device.store, device.folder, identity(url=url, tls_key_sha256=pin))
            device.close()
        settings = Settings(
            data_dir=str(tmp_path), keyring=False, windowed=True, mute=True, camera="none", language=request.param
        )
        window = Window(Running(settings))
        opened.append(window)
        window.show()
        window.start()
        if url:
            window.start_role(Role.GATE)
        return window

    yield start
    for window in opened:
        window.quit()
        window.running.close()
        window.deleteLater()


def sentence_of(window: Window) -> str:
    screen = window.screen_on_show
    assert isinstance(screen, WaitingScreen)
    return screen.view.sentence


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((200, PORTAL), {"en": "sign-in page", "de": "Anmeldung"}),
        ((403, PORTAL), {"en": "sign-in page", "de": "Anmeldung"}),
        ((500, b"oops"), {"en": "cannot work now", "de": "nicht arbeiten"}),
    ],
    ids=["portal", "portal that refuses", "server in trouble"],
)
def test_what_answers_instead_of_our_server_is_said(
    server: ScriptedServer, open_at: OpenAt, qtbot: QtBot, answer: Answer, words: dict[str, str]
) -> None:
    """E07"""
    server.script.answers["/api/v1/sync/nonce"] = lambda _: answer
    window = open_at(server.url, b"")
    qtbot.waitUntil(lambda: words[window.translator.language] in sentence_of(window), timeout=15_000)


def test_a_key_that_is_not_the_pinned_one_is_said(tls: tuple[str, bytes], open_at: OpenAt, qtbot: QtBot) -> None:
    window = open_at(tls[0], bytes(32))
    words = {"en": "nothing was sent to it", "de": "ihm wurde nichts gesendet"}
    qtbot.waitUntil(lambda: words[window.translator.language] in sentence_of(window), timeout=15_000)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("ftp://box-office", {"en": "This is no address", "de": "Das ist keine Adresse"}),
        ("http://box-office.example:8420", {"en": "not encrypted", "de": "nicht verschlüsselt"}),
        ("127.0.0.1:1", {"en": "cannot be reached", "de": "nicht erreichbar"}),
        ("http://[::1", {"en": "This is no address", "de": "Das ist keine Adresse"}),
        ("http://127.0.0.1:x", {"en": "This is no address", "de": "Das ist keine Adresse"}),
        ("https://box-office..example:8420", {"en": "This is no address", "de": "Das ist keine Adresse"}),
        ("https://.:1", {"en": "This is no address", "de": "Das ist keine Adresse"}),
        (f"https://{'a' * 64}.example:8420", {"en": "This is no address", "de": "Das ist keine Adresse"}),
        ("http://127.0.0.1/foo", {"en": "This is no address", "de": "Das ist keine Adresse"}),
    ],
)
def test_a_wrong_address_says_what_is_wrong_with_it(
    open_at: OpenAt, qtbot: QtBot, address: str, words: dict[str, str]
) -> None:
    window = open_at("", b"")
    screen = window.screen_on_show
    assert isinstance(screen, PairingScreen)
    screen.token_given.emit(address, TOKEN)
    qtbot.waitUntil(lambda: screen._view.error is not None, timeout=15_000)
    assert screen._view.error is not None
    assert words[window.translator.language] in screen._view.error.sentence


def test_a_portal_in_front_of_the_server_is_said_while_pairing(
    server: ScriptedServer, open_at: OpenAt, qtbot: QtBot
) -> None:
    server.script._default = lambda *_: (200, PORTAL)  # type: ignore[method-assign] (this server is a portal)
    window = open_at("", b"")
    screen = window.screen_on_show
    assert isinstance(screen, PairingScreen)
    screen.token_given.emit(server.url, TOKEN)
    qtbot.waitUntil(lambda: screen._view.error is not None, timeout=15_000)
    assert screen._view.error is not None
    words = {"en": "sign-in page", "de": "Anmeldung"}
    assert words[window.translator.language] in screen._view.error.sentence


@pytest.mark.parametrize("text", ["T1ABC", "foyer1:abc", "FOYER1:%%%", "FOYER1:" + "A" * 5_000, ""])
def test_what_is_no_pairing_code_is_said(open_at: OpenAt, text: str) -> None:
    window = open_at("", b"")
    screen = window.screen_on_show
    assert isinstance(screen, PairingScreen)
    screen.pairing_given.emit(text)
    assert screen._view.error is not None
    words = {"en": "no pairing code", "de": "kein Kopplungscode"}
    assert words[window.translator.language] in screen._view.error.sentence
