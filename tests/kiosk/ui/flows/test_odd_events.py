"""A kiosk whose event is over, empty, sold out or free says which of them it is."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from kiosk.core.permissions import Role
from kiosk.ui.kiosk import KioskScreen
from kiosk.ui.views.kiosk import AttractView, ClosedView
from kiosk.ui.window import Window
from tests.kiosk.core import make
from tests.kiosk.device import Device, open_device
from tests.kiosk.ui.flows.conftest import OpenWindow, Venue
from tests.kiosk.ui.flows.test_flows import at_tickets, kinds

pytestmark = pytest.mark.ui
LANGUAGES = pytest.mark.parametrize("language", ["en", "de"])


def change(venue: Venue, how: Callable[[Device], None]) -> None:
    """Change what the device knows, while it is switched off."""
    device = open_device(venue.path)
    how(device)
    device.close()


def screen_of(window: Window) -> KioskScreen:
    screen = window.screen_on_show
    assert isinstance(screen, KioskScreen)
    return screen


@LANGUAGES
def test_an_event_that_is_over_sells_nothing_and_says_so(
    venue: Venue, open_window: OpenWindow, qtbot: QtBot, language: str
) -> None:
    over = make.event(starts_ms=make.NOW - 3_600_000, ends_ms=make.NOW - 1)
    change(venue, lambda device: device.fill(("event", "", over)))
    screen = screen_of(open_window(Role.KIOSK, language=language))
    title = {"en": "The event is over", "de": "Die Veranstaltung ist vorbei"}[language]
    qtbot.waitUntil(lambda: isinstance(screen._view, ClosedView) and screen._view.title == title)


@LANGUAGES
def test_an_event_without_anything_on_sale_is_not_called_sold_out(
    venue: Venue, open_window: OpenWindow, qtbot: QtBot, language: str
) -> None:
    def empty(device: Device) -> None:
        device.fill(("type", "1", None), ("type", "2", None))

    change(venue, empty)
    screen = screen_of(open_window(Role.KIOSK, language=language))
    note = {"en": "Nothing is on sale here now.", "de": "Hier wird gerade nichts verkauft."}[language]
    qtbot.waitUntil(lambda: isinstance(screen._view, AttractView) and screen._view.note == note)


def test_a_free_ticket_is_printed_without_a_payment(venue: Venue, open_window: OpenWindow, qtbot: QtBot) -> None:
    change(venue, lambda device: device.fill(("type", "1", make.ticket_type(price_minor=0))))
    window = open_window(Role.KIOSK)
    screen = at_tickets(window, qtbot)
    screen.quantity_changed.emit(1, 0, 1)
    screen.tickets_confirmed.emit()
    screen.details_given.emit("", "")
    flow = window.kiosk_flow
    assert flow is not None
    qtbot.waitUntil(lambda: flow.step == "done", timeout=15_000)
    assert kinds(window).count("sold") == 1
    assert venue.terminal.ledger.entries == {}
