"""Staff look a ticket up and put the name on its badge right, without network."""

from typing import Any

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from kiosk.core import facts as f
from kiosk.core.reasons import Look
from kiosk.core.tickets import PersonRow
from kiosk.scanner.badges import BADGE_CHARS_MAX
from kiosk.store import sales
from kiosk.ui.door import DoorScreen
from kiosk.ui.door_sheets import FindSheet
from kiosk.ui.flows.door import DoorFlow
from kiosk.ui.sheets import TextSheet
from kiosk.ui.window import Window
from tests.kiosk.core import make
from tests.kiosk.device import ticket
from tests.kiosk.ui.flows.conftest import OpenWindow
from tests.kiosk.ui.flows.test_door_flows import open_door
from tests.kiosk.ui.flows.test_duty import STAFF, STEWARD, facts, sign_in
from tests.kiosk.ui.flows.test_flows import kinds, text

pytestmark = pytest.mark.ui

BADGED = (
    ("person", "b1", PersonRow("Ms Okafor")),
    ticket(40, number="K7Q2MX9RPW", person="p1", badge="b1"),
)


def looked_up(
    open_window: OpenWindow, qtbot: QtBot, *rows: tuple[str, str, Any]
) -> tuple[Window, DoorScreen, DoorFlow]:
    """Return a gate that has just looked ticket 40 up."""
    window, screen, flow = open_door(open_window, *rows)
    screen.checking_toggled.emit()
    flow.on_scanned(text(40))
    qtbot.waitUntil(lambda: screen.verdict.view is not None)
    return window, screen, flow


def ask(screen: DoorScreen) -> tuple[TextSheet, QLineEdit]:
    screen.verdict.badge_wanted.emit()
    sheet = screen.sheet
    assert isinstance(sheet, TextSheet)
    edit = sheet.findChild(QLineEdit)
    assert isinstance(edit, QLineEdit)
    return sheet, edit


def lines(screen: DoorScreen) -> tuple[str, ...]:
    assert screen.verdict.view is not None
    return screen.verdict.view.lines


def test_a_name_on_a_badge_is_put_right_and_shown_at_once(open_window: OpenWindow, qtbot: QtBot) -> None:
    """D15"""
    window, screen, _ = looked_up(open_window, qtbot, *STAFF)
    assert screen.verdict.view is not None
    assert screen.verdict.view.badge_label == "Name on the badge…"
    sheet, edit = ask(screen)
    assert edit.text() == "Zoë Okafor"
    assert edit.maxLength() == BADGE_CHARS_MAX
    edit.setText("Dr. Okafor")
    sheet.on_done()
    qtbot.waitUntil(lambda: screen.verdict.view is not None and "Badge: Dr. Okafor" in lines(screen))
    assert screen.verdict.view.look is Look.INFO
    (fact,) = facts(window)
    body = f.decode_body(fact)
    assert isinstance(body, f.Corrected)
    with window.running.store.read() as connection:
        (record,) = sales.list_unsent_persons(connection, 10)
    assert (fact.subjects, body.badge, record.fields) == (
        (make.serial(40).subject,),
        record.id,
        {"badge_name": "Dr. Okafor"},
    )


def test_whoever_signed_in_corrected_it(open_window: OpenWindow, qtbot: QtBot) -> None:
    """D15"""
    window, screen, flow = open_door(open_window, *STAFF)
    sign_in(window, screen, qtbot)
    screen.checking_toggled.emit()
    flow.on_scanned(text(40))
    qtbot.waitUntil(lambda: screen.verdict.view is not None)
    sheet, _ = ask(screen)
    sheet.on_done()
    qtbot.waitUntil(lambda: kinds(window) == ["corrected"])
    assert facts(window)[0].operator == STEWARD


def test_a_badge_with_a_name_of_its_own_is_corrected_from_that_name(open_window: OpenWindow, qtbot: QtBot) -> None:
    """D15"""
    _, screen, _ = looked_up(open_window, qtbot, *BADGED)
    assert lines(screen)[1] == "Badge: Ms Okafor"
    assert ask(screen)[1].text() == "Ms Okafor"


def test_no_name_is_recorded_and_the_question_stays(open_window: OpenWindow, qtbot: QtBot) -> None:
    """D15"""
    window, screen, _ = looked_up(open_window, qtbot)
    sheet, edit = ask(screen)
    edit.setText("   ")
    sheet.on_done()
    assert screen.sheet is sheet
    sheet.cancelled.emit()
    assert screen.sheet is None
    assert kinds(window) == []


@pytest.mark.parametrize("shown", ["no ticket", text(44), text(40, event=make.EVENT + 1)])
def test_what_is_no_known_ticket_has_no_badge(open_window: OpenWindow, qtbot: QtBot, shown: str) -> None:
    """D15"""
    _, screen, flow = open_door(open_window)
    screen.checking_toggled.emit()
    flow.on_scanned(shown)
    qtbot.waitUntil(lambda: screen.verdict.view is not None)
    assert screen.verdict.view is not None
    assert screen.verdict.view.badge_label == ""


def test_hits_of_a_search_name_the_badge(open_window: OpenWindow, qtbot: QtBot) -> None:
    """D15"""
    _, screen, flow = open_door(open_window, *BADGED)
    screen.on_find()
    sheet = screen.sheet
    assert isinstance(sheet, FindSheet)
    sheet.set_typed("okaf")
    qtbot.waitUntil(lambda: bool(flow._found))
    assert "Badge: Ms Okafor" in sheet._view.rows[0].detail
