"""What does a cashier do, and what does the till ask for?"""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from kiosk.ui.theme import Ground
from kiosk.ui.till import TillScreen
from kiosk.ui.till_sheets import CashSheet, SalesSheet, ShiftSheet
from kiosk.ui.views.till import TillPay, TillView
from kiosk.ui.words import Text
from tests.kiosk.ui import samples
from tests.kiosk.ui.stage import LANDSCAPE, make_theme, write_money

pytestmark = pytest.mark.ui


def till(qtbot: QtBot, view: TillView = samples.TILL) -> TillScreen:
    """Return a till with a basket."""
    screen = TillScreen(make_theme(Ground.LIGHT, LANDSCAPE), "en", write_money)
    qtbot.addWidget(screen)
    screen.resize(*LANDSCAPE)
    screen.show_view(view)
    screen.show()
    return screen


def button(screen: TillScreen, name: str) -> QAbstractButton:
    """Return the button with this accessible name."""
    found = [b for b in screen.findChildren(QAbstractButton) if b.isVisible() and b.accessibleName() == name]
    assert found, f"no {name}: {[b.accessibleName() for b in screen.findChildren(QAbstractButton) if b.isVisible()]}"
    return found[-1]


def press(qtbot: QtBot, screen: TillScreen, *names: str) -> None:
    """Press buttons by their accessible names."""
    for name in names:
        qtbot.mouseClick(button(screen, name), Qt.MouseButton.LeftButton)


def test_a_key_takes_one_more(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = till(qtbot)
    with qtbot.waitSignal(screen.quantity_changed) as wanted:
        press(qtbot, screen, "Add one Concession, £18.00")
    assert wanted.args == [4, 0, 1]


def test_cash_shows_the_change_and_sells_only_when_it_is_enough(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = till(qtbot)
    press(qtbot, screen, "Cash, £60.00")
    sheet = screen.sheet
    assert isinstance(sheet, CashSheet)
    press(qtbot, screen, "5", "0", "00")
    assert not button(screen, "Sold").isEnabled()
    press(qtbot, screen, "£100.00")
    assert "£40.00" in [text.text() for text in sheet.findChildren(Text)]
    with qtbot.waitSignal(screen.cash_given) as given:
        press(qtbot, screen, "Sold")
    assert given.args == [10_000]


def test_a_free_basket_needs_no_cash(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = till(qtbot, replace(samples.TILL, cash_total="£0.00", cash_total_minor=0))
    with qtbot.waitSignal(screen.cash_given) as given:
        press(qtbot, screen, "Cash, £0.00")
    assert given.args == [0]


def test_nothing_is_sold_without_a_shift(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = till(qtbot, replace(samples.TILL, shift=""))
    assert not button(screen, "Cash, £60.00").isEnabled()
    assert not button(screen, "Card, £60.00").isEnabled()


@pytest.mark.parametrize("pay", [TillPay.CARD, TillPay.UNKNOWN])
def test_no_second_payment_while_one_is_open(qtbot: QtBot, fonts_loaded: QApplication, pay: TillPay) -> None:
    screen = till(qtbot, replace(samples.TILL, pay=pay))
    assert not button(screen, "Card, £60.00").isEnabled()


def test_a_shift_is_opened_with_a_float_and_closed_with_a_count(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = till(qtbot)
    screen.show_shift(replace(samples.SHIFT, is_open=False))
    press(qtbot, screen, "Open a shift", "1", "5", "0", "00")
    with qtbot.waitSignal(screen.shift_opened) as opened:
        press(qtbot, screen, "Open the shift")
    assert opened.args == [15_000]
    screen.show_shift(samples.SHIFT)
    assert isinstance(screen.sheet, ShiftSheet)
    press(qtbot, screen, "Count and close the shift", "4", "3", "8", "00")
    with qtbot.waitSignal(screen.shift_closed) as closed:
        press(qtbot, screen, "Close the shift")
    assert closed.args == [43_800]


def test_cash_is_taken_out_with_a_reason(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = till(qtbot)
    screen.show_shift(samples.SHIFT)
    press(qtbot, screen, "Take cash out", "5", "0", "00", "Continue", "b", "a", "n", "k")
    with qtbot.waitSignal(screen.cash_moved) as moved:
        press(qtbot, screen, "Continue")
    assert moved.args == [-5_000, "bank"]


def test_a_discount_is_a_percentage_or_an_amount(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = till(qtbot)
    press(qtbot, screen, "Discount")
    with qtbot.waitSignal(screen.discount_given) as given:
        press(qtbot, screen, "10\u00a0%")
    assert given.args == [1_000, 0]
    press(qtbot, screen, "Discount", "5", "00")
    with qtbot.waitSignal(screen.discount_given) as given:
        press(qtbot, screen, "Take this amount off")
    assert given.args == [0, 500]


def test_a_refund_is_asked_about_and_refused_where_it_may_not_be(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = till(qtbot)
    screen.show_sales(samples.SALES)
    assert isinstance(screen.sheet, SalesSheet)
    screen.sheet.on_row(0)
    assert not button(screen, "Refund £60.00 in cash").isEnabled()
    screen.sheet.on_row(1)
    press(qtbot, screen, "Refund £60.00 in cash")
    with qtbot.waitSignal(screen.refund_wanted) as wanted:
        press(qtbot, screen, "Refund")
    assert wanted.args == ["o1"]


def test_a_copy_is_wanted_from_the_list_of_sales(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = till(qtbot)
    screen.show_sales(samples.SALES)
    assert isinstance(screen.sheet, SalesSheet)
    screen.sheet.on_row(1)
    with qtbot.waitSignal(screen.reprint_wanted) as wanted:
        press(qtbot, screen, "Print again (marked COPY)")
    assert wanted.args == ["o1"]
