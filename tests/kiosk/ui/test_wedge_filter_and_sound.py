"""Keyboard scanners in a window, and the three sounds of the door."""

from array import array
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from kiosk.core.reasons import Sound
from kiosk.ui.sound import RATE, Speaker, build_tone
from kiosk.ui.wedge_filter import WedgeFilter

CODE = "T1" + "ABCDEFGH234567" * 3


@pytest.fixture
def wedge(qapp: QApplication) -> Iterator[WedgeFilter]:
    made = WedgeFilter()
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)


@pytest.fixture
def field(qtbot: QtBot) -> QLineEdit:
    made = QLineEdit()
    qtbot.addWidget(made)
    made.show()
    return made


def press(widget: QLineEdit, char: str, at_ms: int) -> None:
    key = Qt.Key.Key_Return if char == "\r" else Qt.Key(ord(char.upper()))
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, char)
        event.setTimestamp(at_ms)
        QApplication.sendEvent(widget, event)


def test_a_scan_is_told_and_never_typed(wedge: WedgeFilter, field: QLineEdit) -> None:
    """A34"""
    scans: list[str] = []
    pressed: list[str] = []
    wedge.scanned.connect(scans.append)
    field.returnPressed.connect(lambda: pressed.append("return"))
    for n, char in enumerate(CODE + "\r"):
        press(field, char, 1_000 + n * 5)
    assert scans == [CODE]
    assert field.text() == ""
    assert pressed == []


def test_what_a_person_types_arrives_unharmed_and_in_order(wedge: WedgeFilter, field: QLineEdit, qtbot: QtBot) -> None:
    for n, char in enumerate("zoe okafor"):
        press(field, char, 1_000 + n * 150)
    qtbot.waitUntil(lambda: field.text() == "zoe okafor")


def test_enter_after_a_few_letters_is_a_persons(wedge: WedgeFilter, field: QLineEdit, qtbot: QtBot) -> None:
    pressed: list[str] = []
    field.returnPressed.connect(lambda: pressed.append(field.text()))
    for n, char in enumerate("abc\r"):
        press(field, char, 1_000 + n * 5)
    qtbot.waitUntil(lambda: pressed == ["abc"])


def test_a_widget_that_is_gone_takes_nothing_with_it(wedge: WedgeFilter, qtbot: QtBot) -> None:
    doomed = QLineEdit()
    doomed.show()
    press(doomed, "a", 1_000)
    doomed.deleteLater()
    QApplication.sendPostedEvents(doomed, QEvent.Type.DeferredDelete)
    other = QLineEdit()
    qtbot.addWidget(other)
    other.show()
    press(other, "b", 9_000)
    qtbot.waitUntil(lambda: other.text() == "b")


def test_a_mouse_still_clicks(wedge: WedgeFilter, field: QLineEdit) -> None:
    QTest.mouseClick(field, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert field.text() == ""


@pytest.mark.parametrize(("sound", "seconds"), [(Sound.RISING, 0.21), (Sound.ATTENTION, 0.32), (Sound.BUZZ, 0.45)])
def test_each_sound_has_its_length_and_neither_clips_nor_clicks(sound: Sound, seconds: float) -> None:
    tone = array("h", build_tone(sound, 1.0))
    assert abs(len(tone) / RATE - seconds) < 0.01
    assert 10_000 < max(tone) <= 32_767
    assert abs(tone[0]) < 100
    assert abs(tone[-1]) < 2_000


def test_a_machine_without_a_sound_device_is_silent_and_says_so() -> None:
    speaker = Speaker()
    speaker.open()
    speaker.play(Sound.BUZZ)
    speaker.is_muted = True
    speaker.play(Sound.RISING)
    speaker.close()
