"""Who is in: nothing is cut on a standing monitor, and names stand beside their numbers."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.ui.live import LiveScreen
from kiosk.ui.theme import Ground
from tests.kiosk.ui import samples
from tests.kiosk.ui.stage import LANDSCAPE, PORTRAIT, make_theme

pytestmark = pytest.mark.ui


def live(qtbot: QtBot, size: tuple[int, int]) -> LiveScreen:
    screen = LiveScreen(make_theme(Ground.DARK, size))
    qtbot.addWidget(screen)
    screen.resize(*size)
    view = replace(samples.LIVE, event="The Harbour Lights Evening", place="The Old Customs House, North Quay")
    screen.show_view(replace(view, gates=tuple(replace(gate, age="") for gate in view.gates)))
    screen.show()
    return screen


def test_the_venue_has_a_second_line_in_portrait(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = live(qtbot, PORTRAIT)
    line_height = screen._event.fontMetrics().height()
    assert screen._event.height() > line_height * 1.5


@pytest.mark.parametrize("size", [LANDSCAPE, PORTRAIT])
def test_a_gates_name_stands_at_the_height_of_its_numbers(
    qtbot: QtBot, fonts_loaded: QApplication, size: tuple[int, int]
) -> None:
    screen = live(qtbot, size)
    for name, count, recent, _ in screen._gates:
        tops = {label.mapTo(screen, label.rect().topLeft()).y() for label in (name, count, recent)}
        assert max(tops) - min(tops) <= 2, tops
