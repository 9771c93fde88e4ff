"""Prints that were never confirmed: staff reach them at till and kiosk, the next buyer is told whom to ask."""

from typing import cast

import msgspec
import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from kiosk.core.permissions import Role
from kiosk.core.pricing import Choice
from kiosk.core.tickets import StaffRow
from kiosk.core.wire import Change
from kiosk.sales.basket import Basket
from kiosk.staff import build_pin_verifier
from kiosk.store import mirror, sales
from kiosk.store.sales import JobState
from kiosk.ui.prints import PrintsScreen
from kiosk.ui.rows import RowButton
from kiosk.ui.settings_screen import SettingsScreen
from kiosk.ui.till import TillScreen
from kiosk.ui.views.kiosk import AttractView, DoneView
from kiosk.ui.window import Window
from kiosk.ui.words import Text
from tests.kiosk.core import make
from tests.kiosk.ui.flows.conftest import OpenWindow, Venue
from tests.kiosk.ui.flows.test_flows import buy, give_pin, kinds

pytestmark = pytest.mark.ui
CASHIER_PIN = "222222"


def leave_unconfirmed(venue: Venue, quantity: int = 2) -> str:
    """Sell, and lose the power while the tickets are on their way to the printer; return their job."""
    running = venue.running()
    running.start(Role.KIOSK)
    desk = running.desk
    assert desk is not None
    desk.stop()
    checkout = running.checkout
    done, _ = checkout.pay_cash(checkout.begin(Basket(make.EVENT, (Choice(1, 0, quantity),)), "cash"), 100_000)
    for job in done.jobs:
        running.store.write(
            lambda c, j=job: sales.set_job(c, j, JobState.SENDING, now_ms=make.NOW)
        ).result()  # fmt: skip
    running.store.write(lambda c: sales.set_job(c, done.jobs[1], JobState.CONFIRMED, now_ms=make.NOW)).result()
    running.close()
    return done.jobs[0]


def states(window: Window) -> dict[str, JobState]:
    with window.running.store.read() as connection:
        return {job.id: job.state for job in sales.list_jobs(connection, *JobState)}


def press(window: Window, qtbot: QtBot, name: str) -> None:
    def find() -> QAbstractButton | None:
        shown = [b for b in window.findChildren(QAbstractButton) if b.isVisible() and b.isEnabled()]
        return next((b for b in shown if b.accessibleName().startswith(name)), None)

    qtbot.waitUntil(lambda: find() is not None, timeout=15_000)
    cast("QAbstractButton", find()).click()


def open_till(open_window: OpenWindow, qtbot: QtBot) -> Window:
    window = open_window(Role.TILL)
    give_pin(window, qtbot)
    qtbot.waitUntil(lambda: isinstance(window.screen_on_show, TillScreen), timeout=15_000)
    return window


def test_a_cashier_prints_what_was_never_confirmed_as_a_copy(
    venue: Venue, open_window: OpenWindow, qtbot: QtBot
) -> None:
    """L03"""
    job = leave_unconfirmed(venue)
    window = open_till(open_window, qtbot)
    press(window, qtbot, "1 print never confirmed")
    assert isinstance(window.screen_on_show, PrintsScreen)
    press(window, qtbot, "2 tickets")
    press(window, qtbot, "Print as COPY")
    qtbot.waitUntil(lambda: sorted(states(window).values()) == ["confirmed", "confirmed", "dismissed"], timeout=15_000)
    assert states(window)[job] is JobState.DISMISSED
    assert len(list(venue.printer.codes)) == 2
    assert any("COPY" in line for sheet in venue.printer.sheets for line in sheet.lines)
    press(window, qtbot, "Close")
    assert isinstance(window.screen_on_show, TillScreen)
    qtbot.waitUntil(lambda: not cast("TillScreen", window.screen_on_show)._prints.isVisible())


def test_a_supervisor_at_the_kiosk_says_that_it_was_printed(
    venue: Venue, open_window: OpenWindow, qtbot: QtBot
) -> None:
    """L03"""
    job = leave_unconfirmed(venue)
    window = open_window(Role.KIOSK)
    window.on_settings()
    give_pin(window, qtbot)
    qtbot.waitUntil(lambda: isinstance(window.screen_on_show, SettingsScreen), timeout=15_000)
    press(window, qtbot, "Prints never confirmed")
    press(window, qtbot, "2 tickets")
    printed = kinds(window).count("printed")
    press(window, qtbot, "It was printed")
    qtbot.waitUntil(lambda: states(window)[job] is JobState.CONFIRMED)
    assert kinds(window).count("printed") == printed + 1
    assert list(venue.printer.codes) == []
    screen = window.screen_on_show
    assert isinstance(screen, PrintsScreen)
    qtbot.waitUntil(lambda: not [row for row in screen.findChildren(RowButton) if row.isVisible()])


def test_a_cashier_at_the_kiosk_comes_to_the_prints_and_not_to_the_settings(
    venue: Venue, open_window: OpenWindow, qtbot: QtBot
) -> None:
    leave_unconfirmed(venue)
    window = open_window(Role.KIOSK)
    row = StaffRow("Ana Sousa", "cashier", build_pin_verifier(CASHIER_PIN), 1)
    change = Change("staff", "ana", msgspec.Raw(msgspec.json.encode(row)))
    window.running.store.write(lambda c: mirror.apply_changes(c, make.EVENT, [change])).result()
    window.on_settings()
    give_pin(window, qtbot, CASHIER_PIN)
    qtbot.waitUntil(lambda: isinstance(window.screen_on_show, PrintsScreen), timeout=15_000)


def test_the_kiosk_tells_the_buyer_to_ask_staff_until_the_print_is_settled(
    venue: Venue, open_window: OpenWindow, qtbot: QtBot
) -> None:
    job = leave_unconfirmed(venue)
    window = open_window(Role.KIOSK)
    flow = window.kiosk_flow
    assert flow is not None

    def note() -> str | None:
        view = flow._screen._view
        return view.note if isinstance(view, AttractView) and view.event else None

    qtbot.waitUntil(lambda: note() is not None)
    assert note() == "Did your tickets not come out? Please ask our staff."
    window.running.store.write(lambda c: sales.set_job(c, job, JobState.DISMISSED, now_ms=make.NOW)).result()
    window.on_change()
    qtbot.waitUntil(lambda: note() == "")


def test_a_buyer_whose_print_was_cut_off_is_told_to_ask_staff(
    venue: Venue, open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window(Role.KIOSK)
    desk = window.running.desk
    assert desk is not None
    qtbot.waitUntil(lambda: desk.state.can_print, timeout=15_000)
    venue.printer.cut_after_bytes = 100
    buy(window, qtbot, 1)
    flow = window.kiosk_flow
    assert flow is not None
    qtbot.waitUntil(lambda: flow.step == "done", timeout=15_000)
    view = flow._screen._view
    assert isinstance(view, DoneView)
    assert view.on_screen
    assert "ask staff" in view.note


def test_people_are_told_how_many_tickets_are_printed_not_how_many_documents(
    venue: Venue, open_window: OpenWindow, qtbot: QtBot
) -> None:
    venue.printer.holds = True
    window = open_window(Role.KIOSK)
    buy(window, qtbot, 3)

    def words() -> list[str]:
        return [label.text() for label in window.findChildren(Text) if label.isVisible()]

    qtbot.waitUntil(lambda: "Printing 3 tickets and the receipt" in words(), timeout=15_000)
    venue.printer.holds = False
    venue.printer.released.set()
    flow = window.kiosk_flow
    assert flow is not None
    qtbot.waitUntil(lambda: flow.step == "done", timeout=15_000)
