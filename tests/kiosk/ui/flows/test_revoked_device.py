"""A device that the organizer revoked leaves what it holds with the server, stops, and then destroys its data."""

from collections.abc import Iterator

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from kiosk.core.permissions import Role
from kiosk.store import meta
from kiosk.store.opening import save_identity
from kiosk.ui.waiting import WaitingScreen
from kiosk.ui.window import Window
from tests.kiosk.device import open_device
from tests.kiosk.sync.scripted import Script, ScriptedServer
from tests.kiosk.sync.test_dropbox import BOX, refuse, sign
from tests.kiosk.ui.flows.conftest import OpenWindow, Venue

pytestmark = pytest.mark.ui


@pytest.fixture
def venue_of_a_revoked_device(venue: Venue) -> Iterator[Venue]:
    """The device's server answers that it was revoked, and takes what it leaves."""
    server = ScriptedServer(Script(answers={"/api/v1/sync/nonce": refuse, BOX: sign}))
    device = open_device(venue.path)
    with device.store.read() as connection:
        known = meta.load_identity(connection)
    assert known is not None
    save_identity(device.store, device.folder, msgspec.structs.replace(known, url=server.url))
    device.close()
    yield venue
    server.stop()


def has_said_it_is_empty(window: Window) -> bool:
    screen = window.screen_on_show
    return isinstance(screen, WaitingScreen) and screen.view.count == "wiped"


@pytest.mark.parametrize("role", [Role.KIOSK, Role.GATE, Role.LIVE])
@pytest.mark.usefixtures("venue_of_a_revoked_device")
def test_a_revoked_device_stops_and_says_that_it_is_empty_now(
    open_window: OpenWindow, venue: Venue, qtbot: QtBot, role: Role
) -> None:
    """H06"""
    window = open_window(role)
    qtbot.waitUntil(lambda: has_said_it_is_empty(window), timeout=15_000)
    assert window.running.role is None
    assert not list(venue.path.glob("store.db*"))


@pytest.mark.usefixtures("venue_of_a_revoked_device")
def test_a_revoked_device_in_a_full_screen_can_be_closed(open_window: OpenWindow, qtbot: QtBot) -> None:
    """H06"""
    window = open_window(Role.LIVE, windowed=False)
    qtbot.waitUntil(lambda: has_said_it_is_empty(window), timeout=15_000)
    with qtbot.waitSignal(window.closed):
        screen = window.screen_on_show
        assert isinstance(screen, WaitingScreen)
        screen.left.emit()
