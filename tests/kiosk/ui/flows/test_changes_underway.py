"""What is on offer changes while a buyer stands at the kiosk."""

import dataclasses

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from kiosk.core.permissions import Role
from kiosk.core.wire import Change
from kiosk.store import mirror
from kiosk.ui.flows.floor import Floor
from kiosk.ui.flows.kiosk import KioskFlow
from kiosk.ui.views.kiosk import ClosedView, DoneView, TicketsView
from kiosk.ui.window import Window
from tests.kiosk.core import make
from tests.kiosk.ui.flows.conftest import OpenWindow, Venue
from tests.kiosk.ui.flows.test_flows import at_tickets, buy, kinds
from tests.kiosk.ui.flows.test_odd_events import screen_of

pytestmark = pytest.mark.ui


def flow_of(window: Window) -> KioskFlow:
    assert window.kiosk_flow is not None
    return window.kiosk_flow


def tell(window: Window, kind: str, key: str, row: object) -> None:
    """The server changes a row, and the kiosk reads what is on offer again."""
    change = Change(kind, key, msgspec.Raw(msgspec.json.encode(row)))
    window.running.store.write(lambda c: mirror.apply_changes(c, make.EVENT, [change])).result()
    flow_of(window).refresh()


def end_event(window: Window, qtbot: QtBot) -> None:
    tell(window, "event", "", make.event(starts_ms=make.NOW - 3_600_000, ends_ms=make.NOW - 1))
    qtbot.waitUntil(lambda: not flow_of(window)._shops)


def leave(flow: KioskFlow, left: int) -> None:
    """Let others have the rest of the stock."""
    shops = {
        event: dataclasses.replace(shop, offers=tuple(dataclasses.replace(o, left=left) for o in shop.offers))
        for event, shop in flow._shops.items()
    }
    flow.on_floor(Floor(shops, 0))


def test_a_buyer_at_the_details_page_is_told_that_the_event_is_over(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(Role.KIOSK)
    screen = at_tickets(window, qtbot)
    screen.quantity_changed.emit(1, 0, 1)
    screen.tickets_confirmed.emit()
    end_event(window, qtbot)
    screen.details_given.emit("", "")
    assert isinstance(screen._view, ClosedView)
    assert screen._view.title == "The event is over"
    assert "sold" not in kinds(window)


def test_tickets_paid_before_the_event_ended_are_printed_and_done(
    venue: Venue, open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window(Role.KIOSK)
    flow = flow_of(window)
    qtbot.waitUntil(lambda: window.running.desk is not None and window.running.desk.state.can_print, timeout=8000)
    shown: list[object] = []
    real = flow._show_done

    def ended_first(*, on_screen: bool) -> None:
        flow.on_floor(Floor({}, 0, is_over=True))
        real(on_screen=on_screen)
        shown.append(screen_of(window)._view)

    flow._show_done = ended_first  # type: ignore[method-assign] (the event ends just before)
    buy(window, qtbot, 1)
    qtbot.waitUntil(lambda: bool(shown), timeout=15_000)
    assert isinstance(shown[0], DoneView)
    assert len(list(venue.printer.codes)) == 1


def test_fewer_tickets_can_be_chosen_when_the_stock_has_fallen_below_the_basket(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window(Role.KIOSK)
    screen, flow = at_tickets(window, qtbot), flow_of(window)
    screen.quantity_changed.emit(1, 0, 5)
    leave(flow, 2)
    screen.quantity_changed.emit(1, 0, 4)
    assert flow._basket.tickets == 4
    assert flow._note == ""


@pytest.mark.parametrize(("left", "words"), [(0, "No more of these"), (2, "Only 2 left")])
def test_why_no_more_can_be_chosen_is_the_stock_and_not_a_limit(
    open_window: OpenWindow, qtbot: QtBot, left: int, words: str
) -> None:
    window = open_window(Role.KIOSK)
    screen, flow = at_tickets(window, qtbot), flow_of(window)
    screen.quantity_changed.emit(1, 0, 2)
    leave(flow, left)
    screen.quantity_changed.emit(1, 0, 3)
    assert flow._note.startswith(words)
    assert isinstance(screen._view, TicketsView)
    assert not next(tile for tile in screen._view.tiles if tile.quantity).none_left


def test_a_type_taken_off_sale_leaves_the_basket_and_the_buyer_is_told(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(Role.KIOSK)
    screen, flow = at_tickets(window, qtbot), flow_of(window)
    screen.quantity_changed.emit(1, 0, 2)
    screen.tickets_confirmed.emit()
    tell(window, "type", "1", None)
    qtbot.waitUntil(lambda: flow.step == "tickets")
    assert flow._basket.tickets == 0
    assert flow._note == "Something you chose is not sold here any more."
