"""What makes sense in a catalogue, and what was true at a moment of its history."""

import pytest

from kiosk.core.catalog import CheckInList, EventStatus, Gate, Quota, Session
from kiosk.core.errors import InputError
from kiosk.ui.language import LANGUAGES as SPOKEN
from server.catalog.rules import LANGUAGES, History, Item, Numbers, check_event, check_item
from tests.kiosk.core import make

NUMBERS = Numbers(sessions={1}, types={1}, quotas={1}, gates={1}, questions={1: "text"})


@pytest.mark.parametrize(
    "changes",
    [
        {"sales_from_ms": 5, "sales_until_ms": 5},
        {"cash_step_minor": 0},
        {"order_tickets_max": 0},
        {"capacity": -1},
        {"capacity": 10_000_001},
        {"order_tickets_max": 2_001},
        {"accent": "notacolour"},
        {"accent": "#12345"},
        {"languages": ("xx",)},
        {"languages": ("en", "en")},
        {"languages": ()},
        {"doors_ms": -1},
        {"valid_until_ms": 2**53},
        {"timezone": "Mars/Base"},
        {"currency": "EURO"},
        {"name": " "},
        {"ends_ms": 1},
    ],
)
def test_an_event_that_makes_no_sense_is_refused(changes: dict[str, object]) -> None:
    check_event(make.event())
    with pytest.raises(InputError):
        check_event(make.event(**changes))


def test_an_event_has_an_accent_and_the_languages_that_screens_speak() -> None:
    check_event(make.event(accent="#0b5FFF", languages=LANGUAGES))
    assert {option.code for option in SPOKEN} == set(LANGUAGES)


def test_parts_that_make_sense_pass() -> None:
    for item in (
        Gate(1, "A"),
        Session(1, "A", 1, 2),
        Quota(1, "A", 5, 5),
        make.ticket_type(1, quotas=(1,), sessions=(1,)),
    ):
        check_item(item, NUMBERS)


@pytest.mark.parametrize(
    "item",
    [
        Gate(1, "x" * 200),
        Quota(1, "A", 10_000_001, 0),
        Session(1, "A", 2, 2),
        Session(1, "A", 1, 2**53),
        make.ticket_type(1, order_max=-1),
        make.ticket_type(1, valid_until_min=2**32),
        make.ticket_type(1, quotas=(1, 1)),
        make.ticket_type(1, channels=("web", "web")),
        CheckInList(1, "A", gates=(1, 1)),
        CheckInList(1, "A", unsynced_max=-1),
        CheckInList(1, "A", entries_max=2**40),
    ],
)
def test_parts_that_make_no_sense_are_refused(item: Item) -> None:
    with pytest.raises(InputError):
        check_item(item, NUMBERS)


HISTORY = History(
    statuses=[(100, EventStatus.UPCOMING), (200, EventStatus.CANCELLED), (300, EventStatus.UPCOMING)],
    types={1: [(100, make.ticket_type(1)), (200, make.ticket_type(1, price_minor=2_600, active=False))]},
)


@pytest.mark.parametrize(("at_ms", "cancelled"), [(50, False), (199, False), (200, True), (299, True), (300, False)])
def test_the_state_of_a_moment_is_the_last_one_said_before(at_ms: int, cancelled: bool) -> None:
    assert HISTORY.was_cancelled(at_ms) is cancelled


def test_types_and_prices_have_a_history_too() -> None:
    assert HISTORY.was_active(1, 150)
    assert not HISTORY.was_active(1, 250)
    assert not HISTORY.was_active(9, 250)
    assert HISTORY.ever_cost(1, 2_400)
    assert HISTORY.ever_cost(1, 2_600)
    assert not HISTORY.ever_cost(1, 1)
    assert not History((), {}).was_cancelled(1)
