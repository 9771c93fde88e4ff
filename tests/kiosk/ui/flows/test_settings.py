"""What staff choose on the settings screen holds at once, and after the next start."""

import pytest
from pytestqt.qtbot import QtBot

from kiosk.core.catalog import CheckInList, Question
from kiosk.core.permissions import Role
from kiosk.core.reasons import Reason, Sound
from kiosk.settings import Settings
from kiosk.store.grace import note_contact
from kiosk.ui.door import DoorScreen
from kiosk.ui.settings_screen import SettingsScreen
from kiosk.ui.window import Window
from tests.kiosk.core import make
from tests.kiosk.device import open_device
from tests.kiosk.ui.flows.conftest import OpenWindow, Venue
from tests.kiosk.ui.flows.test_door_flows import open_door
from tests.kiosk.ui.flows.test_flows import give_pin, kinds, text

pytestmark = pytest.mark.ui


def open_settings(window: Window, qtbot: QtBot) -> SettingsScreen:
    window.on_settings()
    give_pin(window, qtbot)
    qtbot.waitUntil(lambda: isinstance(window.screen_on_show, SettingsScreen), timeout=15_000)
    screen = window.screen_on_show
    assert isinstance(screen, SettingsScreen)
    qtbot.waitUntil(lambda: bool(screen._view.settings))
    return screen


def value(screen: SettingsScreen, key: str) -> str:
    return next(setting.value for setting in screen._view.settings if setting.key == key)


def test_volume_and_flash_are_kept_over_a_restart(venue: Venue, open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(Role.GATE, mute=False)
    screen = open_settings(window, qtbot)
    assert (value(screen, "sound"), value(screen, "pulse")) == ("80\u00a0%", "Off")
    screen.setting_chosen.emit("sound", 1)
    screen.setting_chosen.emit("pulse", 1)
    qtbot.waitUntil(lambda: (value(screen, "sound"), value(screen, "pulse")) == ("40\u00a0%", "On"))
    assert window.speaker._volume == 0.4
    screen.closed.emit()
    door = window.screen_on_show
    assert isinstance(door, DoorScreen)
    qtbot.waitUntil(lambda: door.verdict.pulses)
    window.quit()
    window.running.close()
    again = venue.running(mute=False)
    assert (again.settings.volume, again.settings.deny_pulse, again.settings.mute) == (40, True, False)
    again.close()


def test_language_text_size_gate_and_list_are_kept_over_a_restart(
    venue: Venue, open_window: OpenWindow, qtbot: QtBot
) -> None:
    device = open_device(venue.path)
    device.fill(("list", "2", CheckInList(2, "Backstage")))
    device.close()
    window = open_window(Role.GATE)
    screen = open_settings(window, qtbot)
    screen.setting_chosen.emit("gate", 1)
    qtbot.waitUntil(lambda: value(screen, "gate") == "Gate B")
    for key in ("list", "language", "text"):
        screen.setting_chosen.emit(key, 1)
    kept = Settings(gate=2, list=2, language="de", text_factor=1.5)
    names = ("gate", "list", "language", "text_factor")
    qtbot.waitUntil(lambda: all(getattr(window.running.settings, n) == getattr(kept, n) for n in names))
    door = window.running.door
    assert door is not None
    qtbot.waitUntil(lambda: window.running.door is not None and window.running.door.station.posts[make.EVENT] == (2, 2))
    window.quit()
    window.running.close()
    again = open_window(Role.GATE)
    door = again.running.door
    assert door is not None
    assert door.station.posts[make.EVENT] == (2, 2)
    assert (again.translator.language, again.look.is_large) == ("de", True)
    again.on_large_text(False)
    assert not again.look.is_large


def test_sound_that_is_off_is_said_so_and_comes_back(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(Role.GATE, mute=False)
    screen = open_settings(window, qtbot)
    screen.setting_chosen.emit("sound", 0)
    qtbot.waitUntil(lambda: value(screen, "sound") == "Off")
    assert window.speaker.is_muted
    assert "nothing can be heard" in screen._view.sound_note
    screen.setting_chosen.emit("sound", 4)
    qtbot.waitUntil(lambda: value(screen, "sound") == "100\u00a0%")
    assert not window.speaker.is_muted


def test_each_sound_of_the_door_can_be_heard(
    open_window: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(Role.GATE, mute=False)
    played: list[Sound] = []
    monkeypatch.setattr(window.speaker, "play", played.append)
    screen = open_settings(window, qtbot)
    for key, _ in screen._view.sounds:
        screen.sound_wanted.emit(key)
    assert played == list(Sound)


@pytest.mark.parametrize(
    ("grace_ms", "number", "badge"),
    [
        (5 * make.HOUR, "21:13", "Offline · works until 21:13"),
        (0, "over: connect it to go on", "Locked · connect to the server"),
    ],
)
def test_staff_see_until_when_a_device_works_alone(
    open_window: OpenWindow, qtbot: QtBot, grace_ms: int, number: str, badge: str
) -> None:
    """H07"""
    window = open_window(Role.GATE)
    hear = window.running.store.write(lambda c: note_contact(c, server_ms=make.NOW, grace_ms=grace_ms))
    hear.result()
    door = window.screen_on_show
    assert isinstance(door, DoorScreen)
    qtbot.waitUntil(lambda: door._badge_view.words == badge, timeout=15_000)
    screen = open_settings(window, qtbot)
    assert dict(screen._view.numbers)["Works without the server until"] == number


def test_a_gate_can_be_set_to_ask_no_questions(open_window: OpenWindow, qtbot: QtBot) -> None:
    """A33: it holds at once, and after the next start."""
    shirt = ("question", "1", Question(1, "Shirt?", "text"))
    window, _, flow = open_door(open_window, shirt, ("list", "1", CheckInList(1, "Main", questions=(1,))))
    flow.on_scanned(text(40))
    qtbot.waitUntil(lambda: flow.seen is not None and flow.seen.verdict.reason is Reason.QUESTIONS)
    screen = open_settings(window, qtbot)
    assert value(screen, "questions") == "On"
    screen.setting_chosen.emit("questions", 0)
    qtbot.waitUntil(lambda: value(screen, "questions") == "Off")
    flow.on_scanned(text(41))
    qtbot.waitUntil(lambda: kinds(window)[-1] == "admitted")
    window.quit()
    window.running.close()
    again = open_window(Role.GATE)
    assert again.running.door is not None
    assert not again.running.door.station.asks_questions
