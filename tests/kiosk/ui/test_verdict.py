"""Is a verdict seen as what it is, and does it go when it should?"""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kiosk.core.reasons import TABLE, Look, Reason, Sound
from kiosk.ui.buttons import Button
from kiosk.ui.theme import VERDICT_COLOURS, Ground
from kiosk.ui.verdict import VerdictPanel
from kiosk.ui.views.door import VerdictView
from tests.kiosk.ui.stage import LANDSCAPE, PORTRAIT, make_theme

pytestmark = pytest.mark.ui
PARENTS: list[QWidget] = []
"""Windows of this test: a panel does not keep its window alive."""


@pytest.fixture(autouse=True)
def _forget_parents() -> Iterator[None]:
    yield
    PARENTS.clear()


def view(look: Look, *, seconds: float = 0, attention: tuple[str, ...] = (), override: str = "") -> VerdictView:
    """Return a verdict of this look."""
    return VerdictView(
        look, "WORD", "Maya Okafor", ("A line.",), Sound.RISING, seconds, attention, override_label=override
    )  # fmt: skip


def panel(qtbot: QtBot, size: tuple[int, int]) -> VerdictPanel:
    """Return an empty panel of this size."""
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(*size)
    made = VerdictPanel(make_theme(Ground.DARK, size), parent)
    made.setGeometry(parent.rect())
    parent.show()
    PARENTS.append(parent)
    return made


def picture(shown: VerdictPanel) -> QImage:
    """Return what is on screen."""
    return shown.grab().toImage()


@pytest.mark.parametrize("size", [LANDSCAPE, PORTRAIT])
@pytest.mark.parametrize("look", Look)
def test_the_whole_screen_has_the_colour_of_the_verdict(
    qtbot: QtBot, fonts_loaded: QApplication, look: Look, size: tuple[int, int]
) -> None:
    shown = panel(qtbot, size)
    shown.show_verdict(view(look))
    image = picture(shown)
    colour = QColor(VERDICT_COLOURS[look][0]).rgb()
    for x in (0.01, 0.99):
        for y in (0.15, 0.5, 0.85):
            assert image.pixel(round(size[0] * x), round(size[1] * y)) == colour


@pytest.mark.parametrize("size", [LANDSCAPE, PORTRAIT])
def test_only_a_refusal_has_black_and_white_bars(
    qtbot: QtBot, fonts_loaded: QApplication, size: tuple[int, int]
) -> None:
    shown = panel(qtbot, size)
    for look in Look:
        shown.show_verdict(view(look))
        image = picture(shown)
        for y in (4, size[1] - 5):
            seen = {QColor(image.pixel(x, y)).name() for x in range(0, size[0], 3)}
            assert ({"#000000", "#ffffff"} <= seen) == (look is Look.DENY)


@pytest.mark.parametrize("look", Look)
def test_the_sign_has_the_ink_and_its_mark_the_ground(qtbot: QtBot, fonts_loaded: QApplication, look: Look) -> None:
    shown = panel(qtbot, LANDSCAPE)
    shown.show_verdict(view(look))
    image = picture(shown)
    ground, ink = (QColor(colour).name() for colour in VERDICT_COLOURS[look])
    seen = {QColor(image.pixel(x, y)).name() for x in range(150, 550, 5) for y in range(300, 800, 5)}
    assert {ground, ink} <= seen


def test_attention_lays_an_amber_band_on_green(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    shown = panel(qtbot, LANDSCAPE)
    shown.show_verdict(view(Look.ADMIT, attention=("Check ID",)))
    image = picture(shown)
    column = {QColor(image.pixel(20, y)).name() for y in range(0, 1080, 4)}
    assert {VERDICT_COLOURS[Look.ADMIT][0].lower(), VERDICT_COLOURS[Look.CHECK][0].lower()} <= column


def test_a_verdict_with_a_time_goes_by_itself(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    shown = panel(qtbot, LANDSCAPE)
    with qtbot.waitSignal(shown.dismissed, timeout=3_000):
        shown.show_verdict(view(Look.ADMIT, seconds=0.1))
    assert shown.isHidden()


def test_a_tap_ends_a_verdict(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    shown = panel(qtbot, LANDSCAPE)
    shown.show_verdict(view(Look.DENY))
    with qtbot.waitSignal(shown.dismissed, timeout=1_000):
        qtbot.mouseClick(shown, Qt.MouseButton.LeftButton, pos=QPoint(960, 200))
    assert shown.view is None


def test_the_next_code_replaces_a_verdict_and_its_time(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    shown = panel(qtbot, LANDSCAPE)
    shown.show_verdict(view(Look.ADMIT, seconds=0.05))
    shown.show_verdict(view(Look.DENY))
    qtbot.wait(150)  # longer than the first verdict's time: the second must still be there
    assert shown.view is not None
    assert shown.view.look is Look.DENY


def test_an_override_is_offered_by_a_button_that_says_so(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    shown = panel(qtbot, LANDSCAPE)
    shown.show_verdict(view(Look.DENY, override="Supervisor: let in"))
    button = next(b for b in shown.findChildren(Button) if b.accessibleName() == "Supervisor: let in")
    with qtbot.waitSignal(shown.override_wanted, timeout=1_000):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_verdict_is_read_aloud_as_one_sentence(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    shown = panel(qtbot, LANDSCAPE)
    shown.show_verdict(VerdictView(Look.ADMIT, "ADMIT", "", (), Sound.RISING, 0, spoken="ADMIT. Maya Okafor"))
    assert shown.accessibleName() == "ADMIT. Maya Okafor"


def test_every_reason_has_one_of_the_three_looks() -> None:
    assert {TABLE[reason].look for reason in Reason} == set(Look) - {Look.INFO}


@pytest.mark.parametrize(
    ("pulses", "look"), [(True, Look.DENY), (True, Look.ADMIT), (True, Look.CHECK), (False, Look.DENY)]
)
def test_only_a_refusal_flashes_where_that_is_set_and_once(
    qtbot: QtBot, fonts_loaded: QApplication, pulses: bool, look: Look
) -> None:
    shown = panel(qtbot, LANDSCAPE)
    shown.pulses = pulses
    colour = QColor(VERDICT_COLOURS[look][0])
    brightness: list[int] = []

    def see() -> bool:
        brightness.append(QColor(picture(shown).pixel(20, 540)).lightness())
        return brightness[-1] == colour.lightness()

    shown.show_verdict(view(look))
    assert see() is not (pulses and look is Look.DENY)
    qtbot.waitUntil(see)
    assert brightness == sorted(brightness, reverse=True)  # it fades: there is no second flash
    qtbot.waitUntil(lambda: not shown._timer.isActive())
    assert shown.view is not None
