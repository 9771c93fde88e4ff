"""A device that was paired and never synced: without network it says what it waits for, and goes on by itself."""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from demo.fakes.relay import Mode, Relay
from kiosk.core import wire
from kiosk.core.permissions import Role
from kiosk.running import Running
from kiosk.settings import Settings
from kiosk.ui.door import DoorScreen
from kiosk.ui.fonts import load_text_fonts
from kiosk.ui.kiosk import KioskScreen
from kiosk.ui.live import LiveScreen
from kiosk.ui.pin_pad import PinSheet
from kiosk.ui.role import RoleScreen
from kiosk.ui.settings_screen import SettingsScreen
from kiosk.ui.waiting import WaitingScreen
from kiosk.ui.window import Window
from tests.e2e.venue import PIN, Venue

pytestmark = pytest.mark.ui
ROLES = (Role.GATE, Role.TILL, Role.LIVE, Role.SUPERVISOR, Role.KIOSK)
OpenFirst = Callable[..., tuple[Window, Relay]]


@pytest.fixture
def open_first(venue: Venue, tmp_path: Path, qapp: QApplication) -> Iterator[OpenFirst]:
    """Return a function that pairs a device, cuts its cable in a way, and opens it in a role for the first time."""
    load_text_fonts()
    opened: list[tuple[Window, Relay]] = []

    def start(
        role: Role, mode: Mode = Mode.CLOSED, *, has_event: bool = True, language: str = "en"
    ) -> tuple[Window, Relay]:
        relay = Relay(int(venue.server.url.rpartition(":")[2]))
        settings = Settings(
            data_dir=str(tmp_path / role), keyring=False, windowed=True, mute=True, camera="none", language=language
        )
        running = Running(settings)
        events = [venue.server.event] if has_event else []
        wanted = {"name": "New", "roles": list(ROLES), "events": events}
        made = venue.server.post(f"/api/v1/organizers/{venue.server.organizer}/enrolments", wanted)
        pairing = wire.parse_pairing(made["pairing"])
        running.pair(msgspec.structs.replace(pairing, url=f"http://127.0.0.1:{relay.port}"), "New", PIN)
        relay.set_mode(mode)
        window = Window(running)
        opened.append((window, relay))
        window.show()
        window.start()
        window.start_role(role)
        return window, relay

    yield start
    for window, relay in opened:
        relay.stop()
        window.quit()
        window.running.close()
        window.deleteLater()


def waiting(window: Window) -> WaitingScreen:
    screen = window.screen_on_show
    assert isinstance(screen, WaitingScreen)
    return screen


def give_pin(window: Window, qtbot: QtBot) -> None:
    screen = window.screen_on_show
    assert screen is not None
    qtbot.waitUntil(lambda: isinstance(screen.sheet, PinSheet))
    assert isinstance(screen.sheet, PinSheet)
    screen.sheet.pad.pin_given.emit(PIN)


FIRST = {
    Role.GATE: DoorScreen, Role.LIVE: LiveScreen, Role.SUPERVISOR: LiveScreen,
    Role.KIOSK: KioskScreen, Role.TILL: RoleScreen,
}  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_without_network_it_says_so_and_begins_when_the_network_is_there(
    open_first: OpenFirst, qtbot: QtBot, role: Role
) -> None:
    """E07"""
    window, relay = open_first(role)
    screen = waiting(window)
    qtbot.waitUntil(lambda: "Connect it to the network once" in screen.view.sentence, timeout=15_000)
    relay.set_mode(Mode.OPEN)
    window.running.sync.poke()
    qtbot.waitUntil(lambda: isinstance(window.screen_on_show, FIRST[role]), timeout=20_000)
    if role is Role.GATE:
        flow = window.door_flow
        assert flow is not None
        flow.on_scanned("not a ticket")
        qtbot.waitUntil(lambda: flow.seen is not None, timeout=15_000)


def test_it_waits_in_the_language_that_is_set(open_first: OpenFirst, qtbot: QtBot) -> None:
    window, _ = open_first(Role.GATE, language="de")
    screen = waiting(window)
    qtbot.waitUntil(lambda: "Verbinden Sie" in screen.view.sentence, timeout=15_000)
    window.on_language("en")
    qtbot.waitUntil(lambda: "Connect it" in screen.view.sentence)


def test_settings_lead_out_and_the_role_does_not_begin_behind_somebodys_back(
    open_first: OpenFirst, qtbot: QtBot
) -> None:
    window, relay = open_first(Role.GATE)
    waiting(window).left.emit()
    give_pin(window, qtbot)
    qtbot.waitUntil(lambda: isinstance(window.screen_on_show, SettingsScreen), timeout=15_000)
    settings = window.screen_on_show
    assert isinstance(settings, SettingsScreen)
    relay.set_mode(Mode.OPEN)
    assert window.running.sync.wait_for_round(20)
    qtbot.waitUntil(lambda: window.running.sync.state.is_online, timeout=15_000)
    assert window.screen_on_show is settings
    settings.closed.emit()
    window.running.sync.poke()
    qtbot.waitUntil(lambda: isinstance(window.screen_on_show, DoorScreen), timeout=15_000)


def test_settings_of_a_waiting_device_offer_another_role(open_first: OpenFirst, qtbot: QtBot) -> None:
    window, _ = open_first(Role.LIVE)
    waiting(window).left.emit()
    give_pin(window, qtbot)
    qtbot.waitUntil(lambda: isinstance(window.screen_on_show, SettingsScreen), timeout=15_000)
    settings = window.screen_on_show
    assert isinstance(settings, SettingsScreen)
    settings.action_chosen.emit("role")
    assert isinstance(window.screen_on_show, RoleScreen)


def test_a_device_without_an_event_says_whom_to_ask(open_first: OpenFirst, qtbot: QtBot) -> None:
    window, _ = open_first(Role.KIOSK, Mode.OPEN, has_event=False)
    screen = waiting(window)
    qtbot.waitUntil(lambda: "Ask the organizer" in screen.view.sentence, timeout=15_000)
