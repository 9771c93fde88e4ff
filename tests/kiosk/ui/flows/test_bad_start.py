"""A start that fails, and a damaged database: said on screen with what to do, and nothing is lost."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.core.errors import FoyerError
from kiosk.core.permissions import Role
from kiosk.settings import Settings
from kiosk.ui.door import DoorScreen
from kiosk.ui.program import show_failure
from kiosk.ui.settings_screen import SettingsScreen
from kiosk.ui.views.setup import WaitingView, WayOut
from kiosk.ui.waiting import WaitingScreen
from kiosk.ui.window import Window
from tests.kiosk.device import open_device
from tests.kiosk.ui.flows.conftest import OpenWindow, Venue
from tests.kiosk.ui.flows.test_flows import give_pin, kinds, text

pytestmark = pytest.mark.ui


def lose_the_key(venue: Venue) -> None:
    (venue.path / "store.key").unlink()


def take_another_key(venue: Venue) -> None:
    file = venue.path / "store.key"
    file.write_bytes(file.read_bytes()[::-1])


def write_with_a_newer_release(venue: Venue) -> None:
    device = open_device(venue.path)
    device.store.write(lambda c: c.exec_driver_sql("PRAGMA user_version = 99") and None).result()
    device.close()


def said_at_start(qapp: QApplication, error: FoyerError, language: str) -> WaitingView:
    """Return what the screen says."""
    seen: list[WaitingView] = []

    def look() -> None:
        screens = [widget for widget in qapp.topLevelWidgets() if isinstance(widget, WaitingScreen)]
        seen.extend(screen.view for screen in screens if screen.isVisible())

    show_failure(qapp, Settings(windowed=True, language=language), error, look)
    return seen[0]


@pytest.mark.parametrize(
    ("spoil", "code", "english", "german"),
    [
        (lose_the_key, "storage_locked", "Put the right key back", "Legen Sie den richtigen zurück"),
        (take_another_key, "storage_locked", "Put the right key back", "Legen Sie den richtigen zurück"),
        (write_with_a_newer_release, "storage_too_new", "Install the newer one", "Installieren Sie das neuere"),
    ],
)
def test_a_start_that_fails_says_on_screen_what_to_do(
    venue: Venue, qapp: QApplication, spoil: Callable[[Venue], None], code: str, english: str, german: str
) -> None:
    """F05"""
    spoil(venue)
    before = (venue.path / "store.db").read_bytes()
    with pytest.raises(FoyerError) as caught:
        venue.running()
    for language, sentence in (("en", english), ("de", german)):
        view = said_at_start(qapp, caught.value, language)
        assert sentence in view.sentence
        assert (view.count, view.way_out) == (code, WayOut.END)
    assert (venue.path / "store.db").read_bytes() == before
    assert not list(venue.path.glob("*corrupt*"))


def damage(venue: Venue) -> None:
    file = venue.path / "store.db"
    raw = bytearray(file.read_bytes())
    raw[:4096] = bytes(4096)
    file.write_bytes(raw)


@pytest.mark.parametrize(
    ("language", "kept", "saved"), [("en", "was kept as", "1 fact."), ("de", "aufgehoben", "1 Vorgang.")]
)
def test_a_damaged_database_is_said_on_screen_with_what_was_saved(
    venue: Venue, open_window: OpenWindow, qtbot: QtBot, language: str, kept: str, saved: str
) -> None:
    """F05"""
    before = open_window(Role.GATE)
    assert before.door_flow is not None
    before.door_flow.on_number(text())
    qtbot.waitUntil(lambda: kinds(before) == ["admitted"], timeout=15_000)
    before.quit()
    before.running.close()
    damage(venue)
    window = open_window(Role.GATE, language=language)
    notice = window.screen_on_show
    assert isinstance(notice, WaitingScreen)
    assert kept in notice.view.sentence
    assert "store.db.corrupt-1" in notice.view.sentence
    assert saved in notice.view.sentence
    assert kinds(window) == ["admitted"]
    notice.left.emit()
    waits = window.screen_on_show  # the event is gone with the file: it comes with the network
    assert isinstance(waits, WaitingScreen)
    assert waits is not notice
    waits.left.emit()
    give_pin(window, qtbot)
    qtbot.waitUntil(lambda: isinstance(window.screen_on_show, SettingsScreen), timeout=15_000)


def test_a_sound_start_says_nothing_of_damage(open_window: OpenWindow) -> None:
    window: Window = open_window(Role.GATE)
    assert isinstance(window.screen_on_show, DoorScreen)
