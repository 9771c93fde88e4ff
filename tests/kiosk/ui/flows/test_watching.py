"""The live screen of a device whose store fails."""

import pytest
from pytestqt.qtbot import QtBot

from kiosk.core.errors import StorageError
from kiosk.core.permissions import Role
from kiosk.ui.live import LiveScreen
from tests.kiosk.ui.flows.conftest import OpenWindow

pytestmark = pytest.mark.ui


def test_numbers_that_cannot_be_read_again_say_so_and_stay(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(Role.LIVE)
    screen, flow = window.screen_on_show, window.live_flow
    assert isinstance(screen, LiveScreen)
    assert flow is not None
    qtbot.waitUntil(lambda: bool(screen._view.numbers))
    flow.stop()
    flow.on_error(StorageError("the disk is gone"))
    assert screen._view.as_of.startswith("The disk of this device does not work.")
    assert screen._view.numbers
