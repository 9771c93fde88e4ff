"""What staff do at the door for more than one ticket and one person, and when they only look."""

from typing import Any

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from kiosk.core import facts as f
from kiosk.core.catalog import CheckInList
from kiosk.core.permissions import Role
from kiosk.core.reasons import Look, Reason
from kiosk.core.wire import Change
from kiosk.store import admissions, log, mirror
from kiosk.ui.door import DoorScreen
from kiosk.ui.door_sheets import CountSheet
from kiosk.ui.flows.door import DoorFlow
from kiosk.ui.settings_screen import SettingsScreen
from kiosk.ui.window import Window
from tests.kiosk.core import make
from tests.kiosk.device import ticket
from tests.kiosk.ui.flows.conftest import OpenWindow
from tests.kiosk.ui.flows.test_flows import give_pin, kinds, text

pytestmark = pytest.mark.ui


def open_door(open_window: OpenWindow, *rows: tuple[str, str, Any]) -> tuple[Window, DoorScreen, DoorFlow]:
    """Return the window of a gate whose mirror has these rows too."""
    window = open_window(Role.GATE)
    screen, flow = window.screen_on_show, window.door_flow
    assert isinstance(screen, DoorScreen)
    assert flow is not None
    changes = [Change(kind, key, msgspec.Raw(msgspec.json.encode(value))) for kind, key, value in rows]
    window.running.store.write(lambda c: mirror.apply_changes(c, make.EVENT, changes)).result()
    return window, screen, flow


def people(window: Window) -> list[int]:
    with window.running.store.read() as connection:
        bodies = [f.decode_body(fact) for fact in log.list_pending(connection, 100)]
    return [body.people for body in bodies if isinstance(body, f.Admitted)]


def test_staff_count_a_group_and_let_in_those_who_are_there(open_window: OpenWindow, qtbot: QtBot) -> None:
    window, screen, flow = open_door(open_window, ticket(42, admits=4))
    flow.on_found_chosen(make.serial(42).subject)
    qtbot.waitUntil(lambda: screen.verdict.view is not None and screen.verdict.view.people_max == 4)
    screen.on_count()
    assert isinstance(screen.sheet, CountSheet)
    screen.sheet.counted.emit(3)
    qtbot.waitUntil(lambda: people(window) == [3])
    qtbot.waitUntil(lambda: flow.seen is not None and flow.seen.verdict.reason is Reason.OK)


def test_the_rest_of_an_order_comes_in_with_one_button_and_is_undone_with_one(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    """A35"""
    window, screen, flow = open_door(open_window, ticket(42, number="K7Q2MX9RPY"), ticket(43, number="K7Q2MX9RPZ"))
    flow.on_scanned(text(42))
    qtbot.waitUntil(lambda: screen.verdict.view is not None and screen.verdict.view.order_label != "")
    assert screen.verdict.view is not None
    assert screen.verdict.view.order_label == "All 3 of this order"
    screen.verdict.order_wanted.emit()
    qtbot.waitUntil(lambda: kinds(window) == ["admitted"] * 3)
    qtbot.waitUntil(lambda: screen.verdict.view is not None and screen.verdict.view.word == "ADMIT 3")
    assert screen._last is not None
    screen.undo_requested.emit(screen._last.fact)
    qtbot.waitUntil(lambda: kinds(window) == ["admitted"] * 3 + ["annulled"] * 3)


def test_a_whole_order_is_found_and_let_in(open_window: OpenWindow, qtbot: QtBot) -> None:
    window, screen, flow = open_door(open_window, ticket(42, number="K7Q2MX9RPY"))
    screen.on_find()
    screen.sheet.set_typed("H4K9Z")  # type: ignore[union-attr] (the search is open)
    qtbot.waitUntil(lambda: len(flow._found) == 2)
    sheet = screen.sheet
    assert sheet is not None
    assert sheet._view.rows[0].title == "Whole order H4K9Z"  # type: ignore[attr-defined] (the search is open)
    screen.found_chosen.emit("order:H4K9Z")
    qtbot.waitUntil(lambda: kinds(window) == ["admitted"] * 2)


def test_while_only_checking_nothing_is_recorded_and_it_looks_like_no_verdict(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window, screen, flow = open_door(open_window)
    screen.checking_toggled.emit()
    flow.on_scanned(text(40))
    qtbot.waitUntil(lambda: screen.verdict.view is not None)
    assert screen.verdict.view is not None
    assert (screen.verdict.view.look, screen.verdict.view.word) == (Look.INFO, "CHECKED: VALID")
    assert "Nothing was recorded" in screen.verdict.view.lines
    flow.on_found_chosen(make.serial(40).subject)
    screen.checking_toggled.emit()
    flow.on_number(text(40))
    qtbot.waitUntil(lambda: kinds(window) == ["admitted"])


def test_staff_read_which_part_of_a_rule_a_ticket_failed(open_window: OpenWindow, qtbot: QtBot) -> None:
    rule = {
        "all": [
            {"in": [{"var": "type"}, [2, 7]]}, {">": [{"var": "time_of_day"}, 1_230]},
            {"<=": [5, {"var": "weekday"}]},
        ]
    }  # fmt: skip
    _, screen, flow = open_door(open_window, ("list", "1", CheckInList(1, "Main", rules=rule)))
    flow.on_scanned(text(40))
    qtbot.waitUntil(lambda: screen.verdict.view is not None)
    assert screen.verdict.view is not None
    assert screen.verdict.view.lines[1:3] == (
        "Kind of ticket: Adult, needed one of Child / 7",
        "Time: 16:13, needed more than 20:30",
    )


def test_after_a_rehearsal_staff_let_the_same_test_tickets_in_again(open_window: OpenWindow, qtbot: QtBot) -> None:
    """C15"""
    window, screen, flow = open_door(open_window, ("event", "", make.event(test=True)))
    test_code = text(40, test=True)
    flow.on_number(test_code)
    qtbot.waitUntil(lambda: flow.seen is not None and flow.seen.verdict.reason is Reason.OK)
    screen.settings_requested.emit()
    give_pin(window, qtbot)
    qtbot.waitUntil(lambda: isinstance(window.screen_on_show, SettingsScreen), timeout=15_000)
    settings = window.screen_on_show
    assert isinstance(settings, SettingsScreen)
    settings.action_chosen.emit("rehearsal")

    def is_clear() -> bool:
        with window.running.store.read() as connection:
            return admissions.count_rehearsed(connection, make.EVENT, 1) == 0

    qtbot.waitUntil(is_clear)
    flow.on_number(test_code)
    qtbot.waitUntil(lambda: kinds(window) == ["admitted"] * 2)
