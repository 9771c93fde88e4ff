"""Do PIN pad, on-screen keyboard, money pad and paged rows do what fingers want?"""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.buttons import Button
from kiosk.ui.keyboard import Keyboard
from kiosk.ui.money_pad import MoneyPad, suggest_cash
from kiosk.ui.pin_lock import PAUSE_MS, TRIES_MAX, PinLock
from kiosk.ui.pin_pad import PinPad
from kiosk.ui.rows import PagedRows, RowButton, RowView
from kiosk.ui.sheets import make_edit
from kiosk.ui.theme import Ground
from tests.kiosk.ui.stage import LANDSCAPE, make_theme, write_money

THEME = make_theme(Ground.LIGHT, LANDSCAPE)


def press(qtbot: QtBot, widget: QWidget, name: str) -> None:
    """Press the key with this accessible name."""
    key = next(b for b in widget.findChildren(Button) if b.accessibleName() == name)
    qtbot.mouseClick(key, Qt.MouseButton.LeftButton)


def test_five_wrong_pins_pause_for_a_minute_and_then_for_two() -> None:
    lock = PinLock()
    for _ in range(TRIES_MAX - 1):
        lock = lock.after_wrong(1_000)
    assert (lock.tries_left, lock.paused_ms(1_000)) == (1, 0)
    lock = lock.after_wrong(1_000)
    assert lock.paused_ms(1_000) == PAUSE_MS
    assert lock.paused_ms(1_000 + PAUSE_MS) == 0
    for _ in range(TRIES_MAX):
        lock = lock.after_wrong(90_000)
    assert lock.paused_ms(90_000) == 2 * PAUSE_MS


def test_the_right_pin_forgets_the_wrong_ones() -> None:
    lock = PinLock()
    for _ in range(TRIES_MAX):
        lock = lock.after_wrong(0)
    assert lock.after_right() == PinLock()


@pytest.mark.ui
def test_six_digits_are_given_by_finger_or_by_keyboard(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    pad = PinPad(THEME)
    qtbot.addWidget(pad)
    pad.show()
    with qtbot.waitSignal(pad.pin_given) as given:
        for digit in "123":
            press(qtbot, pad, digit)
        press(qtbot, pad, "Delete the last digit")
        qtbot.keyClicks(pad, "4567")
    assert given.args == ["124567"]


@pytest.mark.ui
def test_during_a_pause_no_digit_is_taken(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    pad = PinPad(THEME)
    qtbot.addWidget(pad)
    pad.show()
    pad.show_pause(2)
    assert "2 seconds" in pad.note
    with qtbot.assertNotEmitted(pad.pin_given):
        qtbot.keyClicks(pad, "123456")
    pad.on_second()
    assert "1 second." in pad.note
    pad.on_second()
    with qtbot.waitSignal(pad.pin_given):
        qtbot.keyClicks(pad, "123456")


def keyboard(qtbot: QtBot, language: str, *, capital: bool = False) -> tuple[Keyboard, QLineEdit]:
    """Return a keyboard attached to a field."""
    edit = make_edit(THEME, "A field", capital=capital)
    keys = Keyboard(THEME, language)
    for widget in (edit, keys):
        qtbot.addWidget(widget)
        widget.show()
    keys.attach(edit)
    return keys, edit


@pytest.mark.ui
def test_names_begin_with_capitals(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    keys, edit = keyboard(qtbot, "de", capital=True)
    for key in ("j", "ü", "Space", "g", "r", "o", "ß"):
        press(qtbot, keys, key)
    assert edit.text() == "Jü Groß"


@pytest.mark.ui
def test_an_address_can_be_typed_and_corrected(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    keys, edit = keyboard(qtbot, "en")
    for key in ("m", "a", "x", "Delete the last character", "@", "b", ".", "d", "e", "-", "1"):
        press(qtbot, keys, key)
    assert edit.text() == "ma@b.de-1"


@pytest.mark.ui
def test_one_capital_and_then_small_letters(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    keys, edit = keyboard(qtbot, "en")
    for key in ("Capital letter", "a", "b"):
        press(qtbot, keys, key)
    assert edit.text() == "Ab"


@pytest.mark.ui
@pytest.mark.parametrize(("language", "row"), [("en", "qwertyuiop"), ("de", "qwertzuiop")])
def test_each_language_has_its_own_keys(qtbot: QtBot, fonts_loaded: QApplication, language: str, row: str) -> None:
    keys, _ = keyboard(qtbot, language)
    names = "".join(b.text() for b in keys.findChildren(Button) if len(b.text()) == 1)
    assert row in names


@pytest.mark.ui
def test_an_amount_is_typed_from_the_right(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    pad = MoneyPad(THEME, lambda minor: write_money(minor, "GBP"), suggestions=(6_000, 10_000))
    qtbot.addWidget(pad)
    pad.show()
    for key in ("2", "0", "00"):
        press(qtbot, pad, key)
    assert pad.amount_minor == 2_000
    press(qtbot, pad, "£100.00")
    assert pad.amount_minor == 10_000
    press(qtbot, pad, "Delete the last digit")
    assert pad.amount_minor == 1_000


@pytest.mark.parametrize(
    ("total", "expected"),
    [(6_000, (6_000, 10_000, 20_000)), (4_810, (4_810, 5_000, 6_000, 10_000)), (1, (1, 500, 1_000, 2_000))],
)
def test_the_notes_that_people_hand_over_are_suggested(total: int, expected: tuple[int, ...]) -> None:
    assert suggest_cash(total) == expected


@pytest.mark.ui
def test_a_long_list_is_turned_page_by_page(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    rows = PagedRows(THEME, "Nothing.")
    qtbot.addWidget(rows)
    rows.resize(800, 500)
    rows.show()
    rows.show_rows([RowView(f"Row {at}") for at in range(10)])
    shown = [row.text() for row in rows.findChildren(RowButton) if row.isVisible()]
    assert shown[0] == "Row 0"
    assert len(shown) < 10
    press(qtbot, rows, "Next page")
    second = [row for row in rows.findChildren(RowButton) if row.isVisible()]
    assert second[0].text() == f"Row {len(shown)}"
    with qtbot.waitSignal(rows.chosen) as chosen:
        qtbot.mouseClick(second[0], Qt.MouseButton.LeftButton)
    assert chosen.args == [len(shown)]
