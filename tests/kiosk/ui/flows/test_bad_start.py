"""A start that fails, and a damaged database: said on screen with what to do, and nothing is lost."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.core.errors import FoyerError
from kiosk.core.permissions import Role
from kiosk.settings import Settings
from kiosk.ui.door import DoorScreen
from kiosk.ui.program import show_failure
from kiosk.ui.settings_screen import SettingsScreen
from kiosk.ui.views.common import CheckState
from kiosk.ui.views.setup import ReadyCheckView, WaitingView, WayOut
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


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("diagonal_inch", 0.0),
        ("diagonal_inch", float("nan")),
        ("text_factor", -1.0),
        ("volume", 200),
        ("role", "bouncer"),
        ("terminal", "10.0.0.6"),
        ("printer", "nonsense"),
        ("printer", "tcp://10.0.0.5:9100 tcp://[::1"),
    ],
)
@pytest.mark.parametrize(("language", "words"), [("en", "cannot be"), ("de", "kann nicht")])
def test_a_setting_that_no_device_can_work_with_is_named_on_screen(
    venue: Venue, qapp: QApplication, setting: str, value: object, language: str, words: str
) -> None:
    with pytest.raises(FoyerError) as caught:
        venue.running(**{"role": "kiosk", setting: value})
    view = said_at_start(qapp, caught.value, language)
    assert f" {setting} " in view.sentence
    assert str(value) in view.sentence
    assert words in view.sentence
    assert f"FOYER_KIOSK_{setting.upper()}" in view.sentence


@pytest.mark.parametrize(("language", "words"), [("en", "Nothing can be kept in"), ("de", "kann nichts aufgehoben")])
def test_a_data_directory_that_is_a_file_is_said_on_screen(
    venue: Venue, qapp: QApplication, tmp_path: Path, language: str, words: str
) -> None:
    file = tmp_path / "a file"
    file.write_text("mine")
    with pytest.raises(FoyerError) as caught:
        venue.running(data_dir=str(file))
    view = said_at_start(qapp, caught.value, language)
    assert words in view.sentence
    assert str(file) in view.sentence
    assert "data_dir" in view.sentence
    assert file.read_text() == "mine"


def test_a_second_medium_that_is_missing_is_made(venue: Venue, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window(Role.GATE, tail_dir=str(tmp_path / "usb" / "foyer"))
    assert (tmp_path / "usb" / "foyer" / "tail.bin").exists()
    assert window.running.store.tail_error == ""


@pytest.mark.parametrize(
    ("language", "title", "words"),
    [("en", "Second copy", "its medium is not there"), ("de", "Zweite Kopie", "ihr Datenträger fehlt")],
)
def test_a_second_medium_that_cannot_be_made_is_said_on_the_ready_check_and_stops_nothing(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path, language: str, title: str, words: str
) -> None:
    (tmp_path / "usb").write_text("no folder")
    window = open_window(Role.GATE, tail_dir=str(tmp_path / "usb" / "foyer"), language=language)
    assert window.door_flow is not None
    window.door_flow.on_number(text())
    qtbot.waitUntil(lambda: kinds(window) == ["admitted"], timeout=15_000)
    window.on_settings()
    give_pin(window, qtbot)
    qtbot.waitUntil(lambda: isinstance(window.screen_on_show, SettingsScreen), timeout=15_000)
    screen = window.screen_on_show
    assert isinstance(screen, SettingsScreen)
    qtbot.waitUntil(lambda: bool(screen._view.numbers))
    assert (title, words) in screen._view.numbers
    checks: list[ReadyCheckView] = []
    show = screen.show_ready_check
    screen.show_ready_check = lambda view: (checks.append(view), show(view))  # type: ignore[method-assign] (seen on its way)
    screen.action_chosen.emit("ready")
    qtbot.waitUntil(lambda: bool(checks))
    line = next(line for line in checks[0].lines if line.title == title)
    assert line.state is CheckState.ATTENTION


@pytest.mark.parametrize(
    ("language", "row"),
    [
        ("en", ("Key of the data", "in a file beside the data")),
        ("de", ("Schlüssel der Daten", "in einer Datei neben den Daten")),
    ],
)
def test_settings_say_where_the_key_lies_in_the_language_of_the_screen(
    open_window: OpenWindow, qtbot: QtBot, language: str, row: tuple[str, str]
) -> None:
    window = open_window(Role.GATE, language=language)
    window.on_settings()
    give_pin(window, qtbot)
    qtbot.waitUntil(lambda: isinstance(window.screen_on_show, SettingsScreen), timeout=15_000)
    screen = window.screen_on_show
    assert isinstance(screen, SettingsScreen)
    qtbot.waitUntil(lambda: row in screen._view.numbers)


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
