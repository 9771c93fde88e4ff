"""Closing the window: nothing that belongs to it runs on, and nothing waits for the network."""

import socket
import threading
import time

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from kiosk.core.permissions import Role
from kiosk.ui.bridge import Lane, MainThread
from kiosk.ui.door import DoorScreen
from kiosk.ui.kiosk import KioskScreen
from kiosk.ui.pairing import PairingScreen
from kiosk.ui.window import Window
from tests.kiosk.ui.flows.conftest import OpenWindow, Venue
from tests.kiosk.ui.flows.test_flows import at_tickets, text

pytestmark = pytest.mark.ui
CLOSING_S = 1.0


def list_running_timers(window: Window) -> list[QTimer]:
    return [timer for timer in window.findChildren(QTimer) if timer.isActive()]


def list_threads() -> set[str]:
    return {thread.name for thread in threading.enumerate() if not thread.name.startswith(("MainThread", "Thread-"))}


def test_a_kiosk_that_waits_for_a_buyer_stops_waiting(open_window: OpenWindow, qtbot: QtBot) -> None:
    before = list_threads()
    window = open_window(Role.KIOSK)
    screen = at_tickets(window, qtbot)
    assert screen.idle.is_armed
    window.quit()
    assert list_running_timers(window) == []
    assert not screen.idle.is_armed
    assert list_threads() - before <= {"store"}  # the device itself is closed by the one who opened it


def test_what_a_timer_or_a_click_still_asks_for_is_not_begun(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(Role.KIOSK)
    screen = at_tickets(window, qtbot)
    window.quit()
    screen.on_start_again()
    screen.begun.emit()
    window.on_change()
    window.running.close()


@pytest.mark.parametrize("role", [Role.GATE, Role.LIVE, Role.TILL])
def test_every_role_leaves_no_timer_behind(open_window: OpenWindow, qtbot: QtBot, role: Role) -> None:
    window = open_window(role)
    if role is Role.GATE:
        screen, flow = window.screen_on_show, window.door_flow
        assert isinstance(screen, DoorScreen)
        assert flow is not None
        flow.on_scanned(text())
        qtbot.waitUntil(lambda: screen.verdict.view is not None)
    assert list_running_timers(window)
    window.quit()
    assert list_running_timers(window) == []


def test_a_screen_that_was_left_behind_stops_its_clocks_too(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(Role.KIOSK)
    screen = at_tickets(window, qtbot)
    assert isinstance(screen, KioskScreen)
    window.show_roles()
    window.quit()
    assert list_running_timers(window) == []


def test_a_lane_that_was_closed_begins_nothing(qtbot: QtBot) -> None:
    lane, done = Lane(MainThread(), "test"), []
    lane.close()
    lane.run(lambda: done.append("work"), done.append, done.append)
    assert done == []


def test_a_pairing_with_a_server_that_never_answers_does_not_hold_the_window(venue: Venue, qtbot: QtBot) -> None:
    fresh = venue.running(data_dir=str(venue.path.parent / "fresh"))
    window = Window(fresh)
    window.show()
    window.start()
    screen = window.screen_on_show
    assert isinstance(screen, PairingScreen)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        screen.token_given.emit(f"127.0.0.1:{mute.getsockname()[1]}", "ABCDEFGHJK")
        line, _ = mute.accept()
        with line:
            assert line.recv(1)
            before = time.perf_counter()
            window.quit()
            fresh.close()
            assert time.perf_counter() - before < CLOSING_S
    window.deleteLater()
