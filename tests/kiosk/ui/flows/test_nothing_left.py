"""Nothing is left on a device: kiosk and till say whether the hall is sold out, and what can be done."""

import msgspec
import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from kiosk.core.errors import Rejected
from kiosk.core.permissions import Role
from kiosk.core.wire import Change
from kiosk.running import Running
from kiosk.store import mirror, schema
from kiosk.sync.worker import SyncState
from kiosk.ui.flows.till import TillFlow
from kiosk.ui.text.sentences import RefusalWords
from kiosk.ui.till import TillScreen
from kiosk.ui.views.kiosk import AttractView, TicketsView
from kiosk.ui.window import Window
from tests.kiosk.core import make
from tests.kiosk.device import open_device
from tests.kiosk.ui.flows.conftest import OpenWindow, Venue
from tests.kiosk.ui.flows.test_flows import at_tickets, give_pin
from tests.kiosk.ui.flows.test_odd_events import screen_of

pytestmark = pytest.mark.ui


def hear(monkeypatch: pytest.MonkeyPatch, reason: str) -> None:
    """The server was reached, and said why it lends nothing."""
    state = SyncState(is_online=True, lease_reasons={make.EVENT: reason})
    monkeypatch.setattr(Running, "sync_state", property(lambda _: state))


@pytest.fixture
def empty(venue: Venue) -> None:
    """The device has no units left."""
    device = open_device(venue.path)
    device.store.write(lambda c: c.execute(schema.unit.delete())).result()
    device.close()


def open_till(open_window: OpenWindow, qtbot: QtBot) -> tuple[Window, TillScreen, TillFlow]:
    window = open_window(Role.TILL)
    give_pin(window, qtbot)
    qtbot.waitUntil(lambda: isinstance(window.screen_on_show, TillScreen), timeout=15_000)
    screen, flow = window.screen_on_show, window.till_flow
    assert isinstance(screen, TillScreen)
    assert flow is not None
    qtbot.waitUntil(lambda: flow._counter is not None)
    return window, screen, flow


@pytest.mark.parametrize(
    ("reason", "tile", "page"),
    [
        ("", "None left here", "None left here right now. Please ask our staff."),
        ("sold_out", "Sold out", "Sold out"),
        ("frozen", "On hold", "Sales are being checked after an interruption. Please ask our staff."),
    ],
)
def test_a_kiosk_says_why_it_has_none(
    empty: None,
    open_window: OpenWindow,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    reason: str,
    tile: str,
    page: str,
) -> None:
    """G01"""
    hear(monkeypatch, reason)
    window = open_window(Role.KIOSK)
    screen = screen_of(window)
    qtbot.waitUntil(lambda: isinstance(screen._view, AttractView) and screen._view.note == page)
    at_tickets(window, qtbot)
    assert isinstance(screen._view, TicketsView)
    assert {one.none_left for one in screen._view.tiles} == {tile}
    assert screen._view.basket.note == page


@pytest.mark.parametrize(
    ("reason", "key", "note"),
    [
        ("", "None left here", "None left on this device. Connect it to get more."),
        ("sold_out", "Sold out", "Sold out"),
        ("frozen", "On hold", "The server was restored and waits for every device to report. Only then it lends more."),
    ],
)
def test_a_till_says_why_it_has_none_and_what_gets_more(
    empty: None,
    open_window: OpenWindow,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    reason: str,
    key: str,
    note: str,
) -> None:
    hear(monkeypatch, reason)
    _, screen, _ = open_till(open_window, qtbot)
    qtbot.waitUntil(lambda: screen._view is not None and screen._view.note == note)
    assert screen._view is not None
    assert {one.none_left for one in screen._view.keys} == {key}


def test_the_kiosk_is_told_as_soon_as_the_server_says_why(
    empty: None, open_window: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    hear(monkeypatch, "")
    window = open_window(Role.KIOSK)
    screen = screen_of(window)
    qtbot.waitUntil(lambda: isinstance(screen._view, AttractView) and screen._view.note.startswith("None left"))
    hear(monkeypatch, "sold_out")
    window.on_sync(window.running.sync_state)
    qtbot.waitUntil(lambda: isinstance(screen._view, AttractView) and screen._view.note == "Sold out")


def test_fewer_are_taken_at_the_till_when_the_stock_has_fallen_below_the_basket(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window, screen, flow = open_till(open_window, qtbot)
    screen.quantity_changed.emit(1, 0, 3)
    window.running.store.write(lambda c: c.execute(schema.unit.delete())).result()
    flow.refresh()
    qtbot.waitUntil(lambda: screen._view is not None and not screen._view.lines[0].can_add)
    screen.quantity_changed.emit(1, 0, 2)
    assert flow._basket.tickets == 2


def test_a_type_that_is_no_more_leaves_the_basket_of_the_till_and_the_cashier_is_told(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window, screen, flow = open_till(open_window, qtbot)
    screen.quantity_changed.emit(1, 0, 2)
    screen.quantity_changed.emit(2, 0, 1)
    change = Change("type", "1", msgspec.Raw(b"null"))
    window.running.store.write(lambda c: mirror.apply_changes(c, make.EVENT, [change])).result()
    flow.refresh()
    qtbot.waitUntil(lambda: flow._basket.tickets == 1)
    assert screen._view is not None
    assert screen._view.note == "Something in the basket is not sold any more and was taken out."
    screen.quantity_changed.emit(2, 0, 0)
    assert flow._basket.tickets == 0


@pytest.mark.parametrize(
    ("left", "words"),
    [(0, "None of these are left here now. Choose others, or ask our staff."), (2, "Sorry, only 2 left.")],
)
def test_whoever_comes_too_late_reads_what_is_left_and_what_to_do(left: int, words: str) -> None:
    refused = Rejected("this device has no more of these tickets", reason="sold_out_offline", left=left)
    parent = QObject()
    assert RefusalWords(parent).sentence(refused) == words
