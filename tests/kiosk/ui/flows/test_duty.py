"""Who stands at a door is in its facts; what is too old to be undone by them, a supervisor undoes."""

import pytest
from pytestqt.qtbot import QtBot

from kiosk.core import facts as f
from kiosk.core.catalog import CheckInList
from kiosk.core.facts import Fact
from kiosk.core.tickets import StaffRow, Terms
from kiosk.scanner.undoing import UNDO_MS
from kiosk.staff import build_pin_verifier
from kiosk.store import log
from kiosk.ui.door import DoorScreen
from kiosk.ui.flows.door import DoorFlow
from kiosk.ui.pin_pad import PinSheet
from kiosk.ui.window import Window
from tests.kiosk.core import make
from tests.kiosk.device import FixedClock, ticket
from tests.kiosk.ui.flows.conftest import PIN, OpenWindow
from tests.kiosk.ui.flows.test_door_flows import open_door
from tests.kiosk.ui.flows.test_flows import give_pin, kinds, text

pytestmark = pytest.mark.ui

STEWARD, SUPERVISOR = make.number_id(71), make.number_id(72)
STEWARD_PIN = "246813"
STAFF = (
    ("staff", STEWARD, StaffRow("Ada", "steward", build_pin_verifier(STEWARD_PIN), 3)),
    ("staff", SUPERVISOR, StaffRow("Zoë", "supervisor", build_pin_verifier(PIN), 1)),
)


def facts(window: Window) -> list[Fact]:
    with window.running.store.read() as connection:
        return log.list_pending(connection, 100)


def sign_in(window: Window, screen: DoorScreen, qtbot: QtBot, pin: str = STEWARD_PIN) -> None:
    screen.duty_toggled.emit()
    give_pin(window, qtbot, pin)
    qtbot.waitUntil(lambda: screen._view.operator != "", timeout=15_000)


def admit(window: Window, flow: DoorFlow, qtbot: QtBot, count: int = 1) -> None:
    flow.on_found_chosen(make.serial(40).subject)
    qtbot.waitUntil(lambda: kinds(window).count("admitted") == count)


def wait(window: Window, passed_ms: int) -> None:
    clock = window.running.clock
    assert isinstance(clock, FixedClock)
    clock.pass_ms(passed_ms)


def test_whoever_signed_in_stands_in_the_facts_of_the_door(open_window: OpenWindow, qtbot: QtBot) -> None:
    """A37, A35: found without a code, refused, undone."""
    window, screen, flow = open_door(open_window, *STAFF)
    sign_in(window, screen, qtbot)
    assert screen._view.operator == "Ada"
    assert screen._duty.text() == "Sign out"
    admit(window, flow, qtbot)
    flow.on_scanned(text(40))
    qtbot.waitUntil(lambda: "denied" in kinds(window))
    screen.undo_requested.emit(facts(window)[0].id)
    qtbot.waitUntil(lambda: "annulled" in kinds(window))
    assert [(fact.kind, fact.operator) for fact in facts(window)] == [
        ("admitted", STEWARD),
        ("denied", STEWARD),
        ("annulled", STEWARD),
    ]


def test_whoever_accepts_an_unpaid_ticket_stands_in_the_fact(open_window: OpenWindow, qtbot: QtBot) -> None:
    """A09"""
    listed = ("list", "1", CheckInList(1, "Main", admits_pending=True))
    window, screen, flow = open_door(open_window, *STAFF, listed, ticket(42, terms=Terms.PENDING))
    sign_in(window, screen, qtbot)
    flow.on_scanned(text(42))
    qtbot.waitUntil(lambda: screen.verdict.view is not None and screen.verdict.view.consent_label != "")
    screen.verdict.consent_wanted.emit()
    qtbot.waitUntil(lambda: kinds(window) == ["admitted"])
    (fact,) = facts(window)
    body = f.decode_body(fact)
    assert isinstance(body, f.Admitted)
    assert (body.ignore_unpaid, fact.operator) == (True, STEWARD)


def test_a_change_of_direction_or_gate_signs_nobody_out(open_window: OpenWindow, qtbot: QtBot) -> None:
    """A37"""
    window, screen, flow = open_door(open_window, *STAFF)
    sign_in(window, screen, qtbot)
    screen.direction_toggled.emit()
    qtbot.waitUntil(lambda: screen._view.is_exit)
    flow.on_scanned(text(40))
    qtbot.waitUntil(lambda: kinds(window) == ["exited"])
    assert facts(window)[0].operator == STEWARD


def test_whoever_signs_out_stands_in_no_fact_any_more(open_window: OpenWindow, qtbot: QtBot) -> None:
    window, screen, flow = open_door(open_window, *STAFF)
    sign_in(window, screen, qtbot)
    screen.duty_toggled.emit()
    qtbot.waitUntil(lambda: screen._view.operator == "")
    admit(window, flow, qtbot)
    assert facts(window)[0].operator == ""


def test_an_undo_that_is_too_late_is_offered_to_a_supervisor(open_window: OpenWindow, qtbot: QtBot) -> None:
    """A36: tried, refused and logged; a steward's PIN does not help, a supervisor's does."""
    window, screen, flow = open_door(open_window, *STAFF)
    sign_in(window, screen, qtbot)
    admit(window, flow, qtbot)
    wait(window, UNDO_MS + 1)
    screen.undo_requested.emit(facts(window)[0].id)
    give_pin(window, qtbot, STEWARD_PIN)
    sheet = screen.sheet
    assert isinstance(sheet, PinSheet)
    qtbot.waitUntil(lambda: sheet.pad.note == "This PIN may not do that.", timeout=15_000)
    assert kinds(window) == ["admitted", "denied"]
    give_pin(window, qtbot, PIN)
    qtbot.waitUntil(lambda: kinds(window) == ["admitted", "denied", "annulled"], timeout=15_000)
    assert [fact.operator for fact in facts(window)] == [STEWARD, STEWARD, SUPERVISOR]
    qtbot.waitUntil(lambda: screen.sheet is None)
    admit(window, flow, qtbot, 2)


def test_no_pin_takes_back_what_another_device_let_in(open_window: OpenWindow, qtbot: QtBot) -> None:
    """A36: same device only."""
    window, screen, _ = open_door(open_window, *STAFF)
    screen.undo_requested.emit(make.number_id(999))
    qtbot.waitUntil(lambda: kinds(window) == ["denied"])
    qtbot.waitUntil(lambda: window._banner is not None)
    assert not isinstance(screen.sheet, PinSheet)
