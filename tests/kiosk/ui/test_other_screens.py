"""Pairing, roles, settings, incidents, live numbers and codes on the screen."""

from dataclasses import replace

import pytest
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from kiosk.core.permissions import Role
from kiosk.ui.chart import Chart, chart_top, nice_top
from kiosk.ui.incidents import IncidentScreen
from kiosk.ui.live import LiveScreen
from kiosk.ui.pairing import PairingScreen
from kiosk.ui.qr_picture import draw_qr
from kiosk.ui.role import RoleScreen
from kiosk.ui.rows import RowButton
from kiosk.ui.screen import Screen
from kiosk.ui.settings_screen import SettingsScreen, SoundSheet
from kiosk.ui.theme import Ground
from kiosk.ui.views.common import BadgeTone, BadgeView
from kiosk.ui.views.setup import PairingStep, PairingView
from kiosk.ui.words import Text
from tests.kiosk.ui import incident_samples, samples
from tests.kiosk.ui.stage import LANDSCAPE, LANGUAGES, make_theme

pytestmark = pytest.mark.ui
THEME = make_theme(Ground.LIGHT, LANDSCAPE)


def shown(qtbot: QtBot, screen: Screen) -> Screen:
    """Show a screen."""
    qtbot.addWidget(screen)
    screen.resize(*LANDSCAPE)
    screen.show()
    return screen


def press(qtbot: QtBot, screen: Screen, *names: str) -> None:
    """Press buttons by their accessible names."""
    for name in names:
        found = [b for b in screen.findChildren(QAbstractButton) if b.isVisible() and b.accessibleName() == name]
        assert found, f"no {name}"
        qtbot.mouseClick(found[-1], Qt.MouseButton.LeftButton)


def test_address_and_token_are_given_together(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = PairingScreen(THEME, LANGUAGES, "en")
    shown(qtbot, screen)
    address, token = screen.findChildren(QLineEdit)
    qtbot.keyClicks(address, "https://box-office.example:8420")
    with qtbot.assertNotEmitted(screen.token_given):
        press(qtbot, screen, "Pair")
    qtbot.keyClicks(token, "7K3Q94XDM2")
    with qtbot.waitSignal(screen.token_given) as given:
        press(qtbot, screen, "Pair")
    assert given.args == ["https://box-office.example:8420", "7K3Q94XDM2"]


def test_a_pairing_text_may_be_pasted_into_the_address(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = PairingScreen(THEME, LANGUAGES, "en")
    shown(qtbot, screen)
    screen.findChildren(QLineEdit)[0].setText("FOYER1:hKN1cmw")
    with qtbot.waitSignal(screen.pairing_given) as given:
        press(qtbot, screen, "Pair")
    assert given.args == ["FOYER1:hKN1cmw"]


def test_what_was_typed_survives_an_error_and_another_language(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = PairingScreen(THEME, LANGUAGES, "en")
    shown(qtbot, screen)
    qtbot.keyClicks(screen.findChildren(QLineEdit)[0], "https://box-office.example")
    screen.show_view(samples.PAIRING["ask_error"])
    screen.rebuild()
    assert next(e for e in screen.findChildren(QLineEdit) if e.isVisible()).text() == "https://box-office.example"


def test_words_that_differ_are_told_apart_from_words_that_agree(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = PairingScreen(THEME, LANGUAGES, "en")
    shown(qtbot, screen)
    screen.show_view(samples.PAIRING["compare"])
    with qtbot.waitSignal(screen.words_confirmed) as confirmed:
        press(qtbot, screen, "They differ")
    assert confirmed.args == [False]


def test_the_first_pin_is_asked_twice(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = PairingScreen(THEME, LANGUAGES, "en")
    shown(qtbot, screen)
    screen.show_view(PairingView(PairingStep.SET_PIN))
    with qtbot.assertNotEmitted(screen.pin_given):
        press(qtbot, screen, *"123456", *"123457")
    press(qtbot, screen, *"123456")
    with qtbot.waitSignal(screen.pin_given) as given:
        press(qtbot, screen, *"123456")
    assert given.args == ["123456"]


def test_a_role_is_chosen_by_its_card(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = RoleScreen(THEME)
    shown(qtbot, screen)
    screen.show_view(samples.ROLES)
    with qtbot.waitSignal(screen.role_chosen) as chosen:
        press(qtbot, screen, "Door. Tickets are scanned and people let in.")
    assert chosen.args == [Role.GATE]


def test_a_setting_is_chosen_from_its_options(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = SettingsScreen(THEME)
    shown(qtbot, screen)
    screen.show_view(samples.SETTINGS)
    row = next(row for row in screen.findChildren(RowButton) if row.text() == "Camera")
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(screen.setting_chosen) as chosen:
        press(qtbot, screen, "none")
    assert chosen.args == ["camera", 2]


def test_sounds_are_heard_while_their_volume_is_chosen(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = SettingsScreen(THEME)
    shown(qtbot, screen)
    screen.show_view(samples.SETTINGS)
    row = next(row for row in screen.findChildren(RowButton) if row.text() == "Sound")
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(screen.setting_chosen) as chosen:
        press(qtbot, screen, "60 %")
    assert chosen.args == ["sound", 2]
    for key, name in samples.SETTINGS.sounds:
        with qtbot.waitSignal(screen.sound_wanted) as heard:
            press(qtbot, screen, name)
        assert heard.args == [key]
    silent = replace(samples.SETTINGS.settings[3], value="Off", current=0)
    rows = (*samples.SETTINGS.settings[:3], silent, *samples.SETTINGS.settings[4:])
    screen.show_view(replace(samples.SETTINGS, settings=rows))
    buttons = {b.accessibleName(): b for b in screen.findChildren(QAbstractButton) if b.isVisible()}
    assert isinstance(screen.sheet, SoundSheet)
    assert not buttons["Let in"].isEnabled()


def test_ending_the_program_is_asked_about(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = SettingsScreen(THEME)
    shown(qtbot, screen)
    press(qtbot, screen, "End the program")
    with qtbot.waitSignal(screen.quit_confirmed):
        press(qtbot, screen, "End it")


def test_an_incident_is_closed_with_a_note(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = IncidentScreen(THEME, "en")
    shown(qtbot, screen)
    screen.show_view(incident_samples.INCIDENTS)
    screen.on_row(0)
    press(qtbot, screen, "Close the incident", "o", "k")
    with qtbot.waitSignal(screen.close_requested) as closed:
        press(qtbot, screen, "Close the incident")
    assert closed.args == ["i0", "ok"]


def test_both_facts_of_an_incident_stand_side_by_side(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = IncidentScreen(THEME, "en")
    shown(qtbot, screen)
    screen.show_view(incident_samples.INCIDENTS)
    screen.on_row(0)
    texts = {t.text(): t for t in screen.findChildren(Text) if t.isVisible()}
    first, second = texts["Gate A"], texts["Gate B"]
    assert first.mapTo(screen, first.rect().topLeft()).y() == second.mapTo(screen, second.rect().topLeft()).y()


def test_live_numbers_are_shown_in_place(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = LiveScreen(make_theme(Ground.DARK, LANDSCAPE))
    shown(qtbot, screen)
    screen.show_view(samples.LIVE)
    chart = next(chart for chart in screen.findChildren(Chart) if chart.isVisible())
    screen.show_view(samples.LIVE)
    assert next(chart for chart in screen.findChildren(Chart) if chart.isVisible()) is chart
    assert chart.accessibleName() == "1 284 of 2 000 people are in."


@pytest.mark.parametrize(("value", "top"), [(0, 4), (4, 4), (5, 8), (2_000, 2_000), (2_001, 4_000), (999, 1_200)])
def test_the_axis_ends_at_a_round_number_above(value: int, top: int) -> None:
    assert nice_top(value) == top


@pytest.mark.parametrize(("come", "top"), [(0, 4), (9, 12), (866, 1_200), (867, 4_000), (2_650, 4_000)])
def test_the_axis_fits_who_has_come_and_the_capacity_only_once_that_is_near(come: int, top: int) -> None:
    assert chart_top(replace(samples.LIVE.chart, totals=(0, come), capacity=2_600)) == top


def test_the_code_on_the_screen_can_be_scanned(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    image = draw_qr(samples.CODE, 330).toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    found = zxingcpp.read_barcodes(_array(image))
    assert [code.text for code in found] == [samples.CODE]


def _array(image: QImage) -> object:
    import numpy as np

    raw = np.frombuffer(bytes(image.constBits()), np.uint8)
    return raw.reshape(image.height(), image.bytesPerLine())[:, : image.width()].copy()


def test_the_badge_is_on_every_screen_that_shows_one(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    view = BadgeView(BadgeTone.FAULT, "Call support – E21")
    for screen in (SettingsScreen(THEME), RoleScreen(THEME), LiveScreen(THEME), IncidentScreen(THEME, "en")):
        shown(qtbot, screen)
        screen.show_badge(view)
        assert screen.badge is not None
        assert screen.badge.accessibleName() == "Call support – E21"
        assert screen.badge.isVisible()
