"""What do buyers do at the kiosk, and what does the screen say of it?"""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from kiosk.ui.buttons import Button
from kiosk.ui.hero import Hero
from kiosk.ui.kiosk import KioskScreen
from kiosk.ui.kiosk_frame import Logo
from kiosk.ui.kiosk_sheets import HelpSheet, IdleSheet
from kiosk.ui.theme import Ground
from kiosk.ui.tiles import EventTileButton
from kiosk.ui.views.kiosk import AttractView, EventsView, EventTile, KioskView, PayState, PayView, TicketsView
from kiosk.ui.words import Text
from tests.kiosk.ui import samples
from tests.kiosk.ui.stage import LANDSCAPE, make_theme

pytestmark = pytest.mark.ui
TICKETS = samples.KIOSK["tickets"]


def kiosk(qtbot: QtBot, view: KioskView, *, warn_ms: int = 60_000, second_ms: int = 20) -> KioskScreen:
    """Return a kiosk that shows `view`."""
    theme = make_theme(Ground.LIGHT, LANDSCAPE)
    screen = KioskScreen(theme, samples.FRAME, warn_ms=warn_ms, countdown_s=3, second_ms=second_ms)
    qtbot.addWidget(screen)
    screen.resize(*LANDSCAPE)
    screen.show()
    screen.show_view(view)
    return screen


def press(qtbot: QtBot, screen: KioskScreen, name: str) -> None:
    """Press the button with this accessible name."""
    found = [b for b in screen.findChildren(Button) if b.isVisible() and b.accessibleName() == name]
    assert found, f"no button {name}: {[b.accessibleName() for b in screen.findChildren(Button) if b.isVisible()]}"
    qtbot.mouseClick(found[0], Qt.MouseButton.LeftButton)


def test_one_more_of_a_type_is_wanted_with_its_price_in_the_name(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = kiosk(qtbot, TICKETS)
    with qtbot.waitSignal(screen.quantity_changed) as wanted:
        press(qtbot, screen, "Add one Adult, £24.00")
    assert wanted.args == [1, 0, 3]
    with qtbot.waitSignal(screen.quantity_changed) as wanted:
        press(qtbot, screen, "Remove one Child, £12.00")
    assert wanted.args == [2, 0, 0]


def test_a_sold_out_type_cannot_be_added(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = kiosk(qtbot, TICKETS)
    names = [b.accessibleName() for b in screen.findChildren(Button) if b.isVisible()]
    assert "Add one Front row, £55.00" not in names


def test_nothing_can_be_paid_before_a_ticket_is_chosen(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = kiosk(qtbot, samples.KIOSK["tickets_none"])
    pay = next(b for b in screen.findChildren(Button) if b.accessibleName() == "Pay, £0.00")
    assert not pay.isEnabled()


def test_the_same_page_is_shown_in_place(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = kiosk(qtbot, TICKETS)
    page = screen.page
    assert isinstance(TICKETS, TicketsView)
    screen.show_view(replace(TICKETS, basket=replace(TICKETS.basket, count=4)))
    assert screen.page is page


def test_a_declined_card_says_that_nothing_was_charged_and_pays_again(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = kiosk(qtbot, PayView(PayState.DECLINED, samples.LINES, "£60.00"))
    with qtbot.waitSignal(screen.pay_chosen) as chosen:
        press(qtbot, screen, "Pay again, £60.00")
    assert chosen.args == ["card"]


def test_a_payment_that_nobody_knows_the_end_of_offers_no_second_one(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = kiosk(qtbot, PayView(PayState.UNKNOWN, samples.LINES, "£60.00", reference="8F3K2Q"))
    names = [b.accessibleName() for b in screen.findChildren(Button) if b.isVisible()]
    assert "Ask staff" in names
    assert not [name for name in names if name.startswith("Pay")]


def test_whoever_goes_away_is_asked_and_then_forgotten(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = kiosk(qtbot, TICKETS, warn_ms=30)
    with qtbot.waitSignals([screen.idle_warned, screen.start_again], timeout=3_000, order="strict"):
        pass
    assert screen.sheet is None


def test_whoever_needs_more_time_gets_it_again_and_again(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = kiosk(qtbot, TICKETS, warn_ms=30, second_ms=60_000)
    for _ in range(3):
        qtbot.waitUntil(lambda: isinstance(screen.sheet, IdleSheet), timeout=3_000)
        press(qtbot, screen, "I need more time")
        assert screen.sheet is None
        assert screen.idle.is_armed


@pytest.mark.parametrize("name", ["pay_reader", "pay_working", "pay_unknown", "printing", "done", "attract", "closed"])
def test_nobody_is_hurried_while_paying_or_printing(qtbot: QtBot, fonts_loaded: QApplication, name: str) -> None:
    screen = kiosk(qtbot, TICKETS, warn_ms=30, second_ms=60_000)
    screen.show_view(samples.KIOSK[name])
    assert not screen.idle.is_armed


def test_the_last_page_goes_back_to_the_start(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = kiosk(qtbot, TICKETS)
    with qtbot.waitSignal(screen.start_again, timeout=3_000):
        screen.show_view(samples.KIOSK["done"])


def test_what_was_typed_is_given_as_details(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = kiosk(qtbot, samples.KIOSK["details"])
    with qtbot.waitSignal(screen.details_given) as given:
        press(qtbot, screen, "Continue, £60.00")
    assert given.args == ["Maya Okafor", "maya@"]


def test_holding_the_logo_calls_staff_and_a_tap_does_not(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    logo = Logo(make_theme(Ground.LIGHT, LANDSCAPE), samples.FRAME, hold_ms=30)
    qtbot.addWidget(logo)
    logo.show()
    with qtbot.assertNotEmitted(logo.held, wait=80):
        qtbot.mouseClick(logo, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(logo.held, timeout=1_000):
        qtbot.mousePress(logo, Qt.MouseButton.LeftButton)


def test_f12_calls_staff(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = kiosk(qtbot, samples.KIOSK["attract"])
    with qtbot.waitSignal(screen.staff_requested, timeout=1_000):
        qtbot.keyClick(screen, Qt.Key.Key_F12)


def test_help_is_seen_and_can_be_taken_back(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = kiosk(qtbot, TICKETS)
    with qtbot.waitSignal(screen.help_toggled) as toggled:
        press(qtbot, screen, "Help: call staff")
    assert toggled.args == [True]
    assert isinstance(screen.sheet, HelpSheet)
    with qtbot.waitSignal(screen.help_toggled) as toggled:
        press(qtbot, screen, "I need no help any more")
    assert toggled.args == [False]


def test_tools_say_what_is_wanted(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = kiosk(qtbot, TICKETS)
    with qtbot.waitSignal(screen.language_chosen) as chosen:
        press(qtbot, screen, "Deutsch")
    assert chosen.args == ["de"]
    with qtbot.waitSignal(screen.large_text_toggled) as toggled:
        press(qtbot, screen, "Bigger text")
    assert toggled.args == [True]
    with qtbot.waitSignal(screen.contrast_toggled) as toggled:
        press(qtbot, screen, "Contrast")
    assert toggled.args == [True]


def test_a_touch_anywhere_begins(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = kiosk(qtbot, samples.KIOSK["attract"])
    page = screen.page
    assert page is not None
    with qtbot.waitSignal(screen.begun, timeout=1_000):
        qtbot.mouseClick(page.findChildren(Hero)[0], Qt.MouseButton.LeftButton)


def test_where_nothing_is_sold_a_touch_begins_nothing(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = kiosk(qtbot, AttractView("Lantern Walk", "Sunday 17:00", "Old Pier", "", "Sold out"))
    page = screen.page
    assert page is not None
    with qtbot.assertNotEmitted(screen.begun, wait=30):
        qtbot.mouseClick(page.findChildren(Hero)[0], Qt.MouseButton.LeftButton)


def seen_codes(screen: KioskScreen) -> list[str]:
    """Return the accessible names of the codes on show."""
    labels = [label for label in screen.findChildren(QLabel) if label.isVisible()]
    return [label.accessibleName() for label in labels if label.accessibleName().startswith("Code of ticket")]


def shown_codes(qtbot: QtBot) -> KioskScreen:
    """Return a kiosk that shows the codes of seven tickets."""
    screen = KioskScreen(make_theme(Ground.LIGHT, LANDSCAPE), samples.FRAME)
    qtbot.addWidget(screen)
    screen.resize(*LANDSCAPE)
    screen.show()
    screen.show_view(samples.KIOSK["saved_many"])
    return screen


@pytest.mark.parametrize("by", ["button", "key"])
def test_every_code_of_a_sale_without_paper_is_reached(qtbot: QtBot, fonts_loaded: QApplication, by: str) -> None:
    screen = shown_codes(qtbot)
    seen: list[str] = []
    for place in ("1–3 of 7", "4–6 of 7", "7 of 7"):
        assert place in [text.text() for text in screen.findChildren(Text) if text.isVisible()]
        seen += seen_codes(screen)
        if by == "key":
            assert screen.page is not None
            qtbot.keyClick(screen.page, Qt.Key.Key_PageDown)
        else:
            on = next(b for b in screen.findChildren(Button) if b.accessibleName() == "Next page" and b.isVisible())
            qtbot.mouseClick(on, Qt.MouseButton.LeftButton)
    assert seen == [f"Code of ticket 7K3Q-94X{n}-M2" for n in range(7)]
    assert screen.page is not None
    qtbot.keyClick(screen.page, Qt.Key.Key_Home)
    assert len(seen_codes(screen)) == 3


def test_who_looks_at_codes_is_not_hurried(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = shown_codes(qtbot)
    for _ in range(20):
        screen.on_second()
    assert screen._done_s == 40
    assert screen.page is not None
    qtbot.keyClick(screen.page, Qt.Key.Key_PageDown)
    assert screen._done_s == 60


def test_the_greatest_event_number_there_can_be_is_chosen_as_it_is(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    greatest = 2**32 - 1
    tiles = tuple(EventTile(number, 0, f"Event {number}", "tonight", "here", "Free") for number in (7, greatest))
    screen = kiosk(qtbot, EventsView(tiles))
    tile = next(b for b in screen.findChildren(EventTileButton) if b.isVisible() and b.property("at") == 1)
    with qtbot.waitSignal(screen.event_chosen) as chosen:
        qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert chosen.args == [greatest, 0]
