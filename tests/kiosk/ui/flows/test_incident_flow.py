"""The inbox on a device: what is said on it, what joins meanwhile, and what draws attention."""

from typing import cast

import msgspec
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kiosk.core import facts as f
from kiosk.core.facts import Fact
from kiosk.core.permissions import Role
from kiosk.core.tickets import IncidentFact, IncidentRow
from kiosk.core.wire import Change
from kiosk.store import log, meta, mirror
from kiosk.store.incidents import STEPS
from kiosk.store.schema import fact as fact_table
from kiosk.ui.alarm import draw_attention
from kiosk.ui.incidents import HistorySheet, IncidentScreen
from kiosk.ui.live import LiveScreen
from kiosk.ui.pin_pad import PinSheet
from kiosk.ui.sheets import TextSheet
from kiosk.ui.window import Window
from tests.kiosk.core import make
from tests.kiosk.ui.flows.conftest import PIN, OpenWindow

pytestmark = pytest.mark.ui


def tell(window: Window, incident: str, gates: int = 2, **changes: object) -> None:
    """Let the server tell of an incident, as a pull would."""
    sides = tuple(IncidentFact(f"f{n}", "admitted", make.NOW, 50, "Gate", n) for n in range(1, gates + 1))
    row = IncidentRow("duplicate_admission", "1", make.serial(40).subject, "open", 1, False, sides)
    row = msgspec.structs.replace(row, **changes)
    change = Change("incident", incident, msgspec.Raw(msgspec.json.encode(row)))
    window.running.store.write(lambda c: mirror.apply_changes(c, make.EVENT, [change])).result()


def open_inbox(window: Window, qtbot: QtBot) -> IncidentScreen:
    window.on_incidents()
    home = cast("LiveScreen", window.screen_on_show)
    qtbot.waitUntil(lambda: isinstance(home.sheet, PinSheet))
    cast("PinSheet", home.sheet).pad.pin_given.emit(PIN)
    qtbot.waitUntil(lambda: isinstance(window.screen_on_show, IncidentScreen), timeout=15_000)
    inbox = cast("IncidentScreen", window.screen_on_show)
    qtbot.waitUntil(lambda: bool(inbox._view.rows))
    return inbox


def said(window: Window) -> list[tuple[Fact, f.Body]]:
    """Return what this device recorded about incidents."""
    with window.running.store.read() as connection:
        facts = log.list_where(connection, fact_table.c.kind.in_(STEPS))
    return [(fact, f.decode_body(fact)) for fact in facts]


def press(qtbot: QtBot, inbox: IncidentScreen, key: str) -> None:
    """Press a key that asks for a note. It comes a moment later: it could have been the beginning of a scan."""
    qtbot.keyClick(inbox, key)
    qtbot.waitUntil(lambda: isinstance(inbox.sheet, TextSheet))


def statuses(inbox: IncidentScreen) -> list[str]:
    return [row.status for row in inbox._view.rows]


def test_what_is_said_offline_is_shown_at_once_and_stays(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(Role.SUPERVISOR)
    tell(window, "i1")
    inbox = open_inbox(window, qtbot)
    inbox.show_incident("i1")
    inbox.acknowledged.emit("i1", "asking gate 2")
    qtbot.waitUntil(lambda: statuses(inbox) == ["acknowledged"])
    assert [note.words for note in inbox._view.rows[0].notes] == ["asking gate 2"]
    ((fact, body),) = said(window)
    assert isinstance(body, f.IncidentAcknowledged)
    assert fact.operator
    window.show_home()
    again = open_inbox(window, qtbot)
    assert statuses(again) == ["acknowledged"]


def test_a_closed_incident_is_opened_again_with_a_note(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(Role.SUPERVISOR)
    tell(window, "i1", status="closed")
    inbox = open_inbox(window, qtbot)
    inbox.show_incident("i1")
    press(qtbot, inbox, "o")
    cast("TextSheet", inbox.sheet).given.emit("no family after all")
    qtbot.waitUntil(lambda: statuses(inbox) == ["open"])
    ((_, body),) = said(window)
    assert body == f.IncidentReopened(incident="i1", note="no family after all")


def test_a_fact_that_joins_while_somebody_looks_is_said(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(Role.SUPERVISOR)
    tell(window, "i1")
    inbox = open_inbox(window, qtbot)
    inbox.show_incident("i1")
    tell(window, "i1", gates=3)
    qtbot.waitUntil(lambda: inbox._has_news)
    assert len(inbox._view.rows[0].sides) == 3


def test_a_fact_that_joins_while_a_note_is_written_is_not_closed_with_it(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(Role.SUPERVISOR)
    tell(window, "i1")
    inbox = open_inbox(window, qtbot)
    inbox.show_incident("i1")
    press(qtbot, inbox, "c")
    tell(window, "i1", gates=3)
    with qtbot.waitSignal(window._badge._timer.timeout, timeout=5_000):
        pass
    cast("TextSheet", inbox.sheet).given.emit("two guests")
    qtbot.waitUntil(lambda: bool(said(window)))
    ((_, body),) = said(window)
    assert isinstance(body, f.IncidentClosed)
    assert body.seen == ("f1", "f2")
    qtbot.waitUntil(lambda: [row.state for row in inbox._view.rows] == ["Open again"])


def test_keys_lead_through_the_inbox(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(Role.SUPERVISOR)
    tell(window, "i1")
    inbox = open_inbox(window, qtbot)
    inbox.show_incident("i1")
    press(qtbot, inbox, "l")
    qtbot.keyClick(inbox, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: inbox.sheet is None)
    qtbot.keyClick(inbox, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: inbox._chosen == "")
    qtbot.keyClick(inbox, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: isinstance(window.screen_on_show, LiveScreen))


def test_the_inbox_lists_one_state_and_one_kind_at_a_time(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(Role.SUPERVISOR)
    tell(window, "i1")
    tell(window, "i2", status="closed")
    tell(window, "i3", kind="oversold")
    inbox = open_inbox(window, qtbot)
    assert [row.id for row in inbox._listed] == ["i1", "i3"]
    inbox.on_kind(2)
    assert [row.id for row in inbox._listed] == ["i3"]
    inbox.on_kind(0)
    inbox._state = "closed"
    assert [row.id for row in inbox._listed] == ["i2"]


def test_all_notes_are_read_in_a_sheet(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(Role.SUPERVISOR)
    tell(window, "i1", notes=("first", "second"))
    inbox = open_inbox(window, qtbot)
    inbox.show_incident("i1")
    inbox.on_history()
    assert isinstance(inbox.sheet, HistorySheet)
    inbox.sheet.on_row(1)
    assert inbox.sheet._words.text() == "first"


def test_a_new_incident_draws_a_supervisors_attention_once(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(Role.SUPERVISOR)
    tell(window, "i1")
    qtbot.waitUntil(lambda: window._badge._told == {"i1"})
    before = window._banner
    tell(window, "i2", kind="oversold")
    qtbot.waitUntil(lambda: window._banner is not before and window._banner is not None)
    banner = window._banner
    assert banner is not None
    assert "More tickets than places" in banner.accessibleName()
    for _ in range(2):
        with qtbot.waitSignal(window._badge._timer.timeout, timeout=5_000):
            pass
    assert window._banner is banner
    screen = cast("LiveScreen", window.screen_on_show)
    qtbot.waitUntil(lambda: screen._view.incidents == 2)


def test_the_strip_goes_away_when_touched(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(Role.SUPERVISOR)
    draw_attention(window, ("oversold",))
    banner = window._banner
    assert banner is not None
    assert banner.isVisible()
    qtbot.mouseClick(banner, Qt.MouseButton.LeftButton)
    assert not banner.isVisible()


def test_whoever_looks_at_the_inbox_is_not_told_twice(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(Role.SUPERVISOR)
    tell(window, "i1")
    inbox = open_inbox(window, qtbot)
    before = window._banner
    tell(window, "i2")
    qtbot.waitUntil(lambda: len(inbox._view.rows) == 2)
    qtbot.waitUntil(lambda: window._badge._told == {"i1", "i2"})
    assert window._banner is before


def test_a_door_does_not_stop_for_an_incident(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(Role.GATE)
    qtbot.waitUntil(lambda: window._badge._told is not None)
    tell(window, "i1")
    qtbot.waitUntil(lambda: window._badge._told == {"i1"})
    assert window._banner is None


def test_a_clock_found_wrong_is_doubted_after_the_next_start(open_window: OpenWindow, qtbot: QtBot) -> None:
    """B11"""
    window = open_window(Role.SUPERVISOR)
    store = window.running.store
    store.write(lambda c: meta.save_clock_difference(c, 3 * make.HOUR)).result()
    window.running.close()
    again = open_window(Role.SUPERVISOR)
    assert not again.running.clock.moment().is_trusted
    screen = cast("LiveScreen", again.screen_on_show)
    qtbot.waitUntil(lambda: screen.badge is not None and screen.badge.view.words == "Offline · Clock was wrong by 3 h")
