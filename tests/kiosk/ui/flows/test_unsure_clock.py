"""A till that does not know the time: whether what was lent to it has expired, a supervisor says."""

import pytest
from pytestqt.qtbot import QtBot

from kiosk.core import facts as f
from kiosk.core.clocks import ClockState
from kiosk.core.permissions import Role
from kiosk.store import log
from kiosk.ui.flows.till import TillFlow
from kiosk.ui.kiosk import KioskScreen
from kiosk.ui.pin_pad import PinSheet
from kiosk.ui.till import TillScreen
from kiosk.ui.window import Window
from tests.kiosk.core import make
from tests.kiosk.device import FixedClock
from tests.kiosk.ui.flows.conftest import OpenWindow
from tests.kiosk.ui.flows.test_flows import give_pin, kinds
from tests.kiosk.ui.flows.test_nothing_left import open_till

pytestmark = pytest.mark.ui


def leap(window: Window) -> None:
    """Somebody sets the clock forward, beyond the end of the lease."""
    clock = window.running.clock
    assert isinstance(clock, FixedClock)
    clock.moment()
    clock.now += 2 * make.HOUR
    assert not clock.moment().is_trusted


def wait(window: Window) -> None:
    """Two hours pass, and the clock says so."""
    clock = window.running.clock
    assert isinstance(clock, FixedClock)
    clock.moment()
    clock.pass_ms(2 * make.HOUR)
    assert clock.moment().is_trusted


def at_till(open_window: OpenWindow, qtbot: QtBot, *, doubted: bool) -> tuple[Window, TillScreen, TillFlow]:
    """Return a till with an open shift and one ticket in the basket."""
    window, screen, flow = open_till(open_window, qtbot)
    screen.shift_opened.emit(0)
    qtbot.waitUntil(lambda: kinds(window) == ["shift_opened"])
    leap(window) if doubted else wait(window)
    flow.refresh()
    screen.quantity_changed.emit(1, 0, 1)
    return window, screen, flow


def sold(window: Window) -> list[log.Fact]:
    with window.running.store.read() as connection:
        return [fact for fact in log.list_pending(connection, 100) if fact.kind == "sold"]


def test_a_supervisor_vouches_once_and_the_till_sells(open_window: OpenWindow, qtbot: QtBot) -> None:
    """G05: the fact says that the clock was not to be believed."""
    window, screen, flow = at_till(open_window, qtbot, doubted=True)
    screen.cash_given.emit(5_000)
    give_pin(window, qtbot, "000000")
    sheet = screen.sheet
    assert isinstance(sheet, PinSheet)
    qtbot.waitUntil(lambda: sheet.pad.note == "Wrong PIN.", timeout=15_000)
    assert sold(window) == []
    give_pin(window, qtbot)
    qtbot.waitUntil(lambda: len(sold(window)) == 1, timeout=15_000)
    qtbot.waitUntil(lambda: flow._basket.tickets == 0)
    screen.quantity_changed.emit(1, 0, 1)
    screen.cash_given.emit(5_000)
    qtbot.waitUntil(lambda: len(sold(window)) == 2)
    assert {fact.clock for fact in sold(window)} == {ClockState.UNTRUSTED}


def test_a_card_is_charged_only_after_a_supervisor_vouched(open_window: OpenWindow, qtbot: QtBot) -> None:
    """G05"""
    window, screen, _ = at_till(open_window, qtbot, doubted=True)
    screen.card_chosen.emit()
    give_pin(window, qtbot)
    qtbot.waitUntil(lambda: len(sold(window)) == 1, timeout=15_000)
    body = f.decode_body(sold(window)[0])
    assert isinstance(body, f.Sold)
    assert body.tenders[0].method == "card"


def test_keys_offer_what_only_a_doubted_clock_says_has_expired(open_window: OpenWindow, qtbot: QtBot) -> None:
    """G05"""
    _, _, flow = at_till(open_window, qtbot, doubted=True)
    qtbot.waitUntil(lambda: flow._counter is not None and {o.left for o in flow._counter.shop.offers} == {10})


def test_nobody_vouches_for_what_has_expired_by_a_good_clock(open_window: OpenWindow, qtbot: QtBot) -> None:
    """G05"""
    window, screen, flow = at_till(open_window, qtbot, doubted=False)
    qtbot.waitUntil(lambda: flow._counter is not None and {o.left for o in flow._counter.shop.offers} == {0})
    screen.cash_given.emit(5_000)
    qtbot.waitUntil(lambda: flow._note == "This device must go online before it can sell again.")
    assert not isinstance(screen.sheet, PinSheet)
    assert sold(window) == []


def test_a_kiosk_asks_nobody(open_window: OpenWindow, qtbot: QtBot) -> None:
    """G05: a guest cannot vouch."""
    window = open_window(Role.KIOSK)
    flow = window.kiosk_flow
    assert flow is not None
    assert isinstance(window.screen_on_show, KioskScreen)
    qtbot.waitUntil(lambda: bool(flow._shops))
    leap(window)
    flow.refresh()
    qtbot.waitUntil(lambda: {o.left for shop in flow._shops.values() for o in shop.offers} == {0})
