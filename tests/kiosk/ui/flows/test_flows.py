"""What people do at the screens of a device without network, from the first touch to the fact in the log."""

from typing import cast

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from kiosk.core import facts as f
from kiosk.core.permissions import Role
from kiosk.core.reasons import Reason
from kiosk.core.ticket_code import TicketCode, sign
from kiosk.core.tickets import IncidentFact, IncidentRow
from kiosk.core.wire import Change
from kiosk.store import log, mirror
from kiosk.ui.door import DoorScreen
from kiosk.ui.incidents import IncidentScreen
from kiosk.ui.kiosk import KioskScreen
from kiosk.ui.live import LiveScreen
from kiosk.ui.pairing import PairingScreen
from kiosk.ui.pin_pad import PinSheet
from kiosk.ui.role import RoleScreen
from kiosk.ui.settings_screen import SettingsScreen
from kiosk.ui.till import TillScreen
from kiosk.ui.views.common import BadgeTone
from kiosk.ui.views.kiosk import PayState
from kiosk.ui.window import Window
from tests.kiosk.core import make
from tests.kiosk.ui.flows.conftest import PIN, OpenWindow, Venue

pytestmark = pytest.mark.ui


def text(index: int = 40, **changes: object) -> str:
    values = {"key_id": 1, "event": make.EVENT, "lease": make.LEASE, "index": index, "type": 1, "session": 0}
    return sign(TicketCode(**values | changes), make.KEY)  # type: ignore[arg-type] (values of many types)


def kinds(window: Window) -> list[str]:
    with window.running.store.read() as connection:
        return [fact.kind for fact in log.list_pending(connection, 100)]


def give_pin(window: Window, qtbot: QtBot, pin: str = PIN) -> None:
    screen = window.screen_on_show
    assert screen is not None
    qtbot.waitUntil(lambda: isinstance(screen.sheet, PinSheet))
    assert isinstance(screen.sheet, PinSheet)
    screen.sheet.pad.pin_given.emit(pin)


def at_tickets(window: Window, qtbot: QtBot) -> KioskScreen:
    screen = window.screen_on_show
    assert isinstance(screen, KioskScreen)
    flow = window.kiosk_flow
    assert flow is not None
    qtbot.waitUntil(lambda: bool(flow._shops))
    screen.begun.emit()
    qtbot.waitUntil(lambda: flow.step == "tickets")
    return screen


def buy(window: Window, qtbot: QtBot, quantity: int = 2, name: str = "") -> None:
    screen = at_tickets(window, qtbot)
    screen.quantity_changed.emit(1, 0, quantity)
    screen.tickets_confirmed.emit()
    screen.details_given.emit(name, "")


def test_a_guest_buys_pays_by_card_and_takes_printed_tickets(
    venue: Venue, open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window(Role.KIOSK)
    buy(window, qtbot, 2, "Zoë Okafor")
    flow = window.kiosk_flow
    assert flow is not None
    qtbot.waitUntil(lambda: flow.step == "done", timeout=15_000)
    assert len(list(venue.printer.codes)) == 2
    assert kinds(window).count("sold") == 1
    assert len(venue.terminal.ledger.entries) == 1
    screen = window.screen_on_show
    assert isinstance(screen, KioskScreen)
    screen.start_again.emit()
    qtbot.waitUntil(lambda: flow.step == "attract")


def test_a_declined_card_says_so_and_keeps_the_basket(venue: Venue, open_window: OpenWindow, qtbot: QtBot) -> None:
    venue.terminal.plan.append("decline")
    window = open_window(Role.KIOSK)
    buy(window, qtbot)
    flow = window.kiosk_flow
    assert flow is not None
    qtbot.waitUntil(lambda: flow._pay_state is PayState.DECLINED, timeout=15_000)
    assert "sold" not in kinds(window)
    screen = window.screen_on_show
    assert isinstance(screen, KioskScreen)
    screen.pay_chosen.emit("card")
    qtbot.waitUntil(lambda: flow.step == "done", timeout=15_000)
    assert kinds(window).count("sold") == 1


def test_a_kiosk_without_paper_charges_nobody(venue: Venue, open_window: OpenWindow, qtbot: QtBot) -> None:
    venue.printer.paper_out = True
    window = open_window(Role.KIOSK)
    desk = window.running.desk
    assert desk is not None
    qtbot.waitUntil(lambda: desk.state.state.value == "paper_out", timeout=15_000)
    buy(window, qtbot)
    flow = window.kiosk_flow
    assert flow is not None
    qtbot.waitUntil(lambda: flow.step == "closed")
    assert venue.terminal.ledger.entries == {}


def test_more_than_is_left_cannot_be_chosen(open_window: OpenWindow, qtbot: QtBot) -> None:
    """G01"""
    window = open_window(Role.KIOSK)
    screen = at_tickets(window, qtbot)
    screen.quantity_changed.emit(1, 0, 11)
    flow = window.kiosk_flow
    assert flow is not None
    assert flow._basket.tickets == 0
    screen.quantity_changed.emit(1, 0, 10)
    assert flow._basket.tickets == 10
    screen.quantity_changed.emit(2, 0, 1)
    assert flow._basket.tickets == 10


def test_a_bad_address_is_pointed_out_before_anything_else(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(Role.KIOSK)
    screen = at_tickets(window, qtbot)
    screen.quantity_changed.emit(1, 0, 1)
    screen.tickets_confirmed.emit()
    screen.details_given.emit("Ada", "ada@nowhere")
    flow = window.kiosk_flow
    assert flow is not None
    assert flow.step == "details"


def test_a_scan_at_the_door_shows_a_recorded_verdict(open_window: OpenWindow, qtbot: QtBot) -> None:
    """A01, A02"""
    window = open_window(Role.GATE)
    screen = window.screen_on_show
    assert isinstance(screen, DoorScreen)
    flow = window.door_flow
    assert flow is not None
    flow.on_scanned(text())
    qtbot.waitUntil(lambda: flow.seen is not None)
    assert screen.verdict.view is not None
    assert (screen.verdict.view.word, screen.verdict.view.holder) == ("ADMIT", "Zoë Okafor")
    assert kinds(window) == ["admitted"]
    flow.on_scanned(text())  # the echo of a hand-held scanner
    # The clock of the tests, which is moved by hand.
    window.running.clock.now += 5_000  # type: ignore[attr-defined]
    window.running.clock.mono += 5_000  # type: ignore[attr-defined]
    flow.on_scanned(text())
    qtbot.waitUntil(lambda: screen.verdict.view is not None and screen.verdict.view.word == "ALREADY IN")
    assert "just now" in screen.verdict.view.lines[0]
    assert kinds(window) == ["admitted", "denied"]


def test_a_supervisor_lets_somebody_in_and_a_wrong_pin_does_not(open_window: OpenWindow, qtbot: QtBot) -> None:
    """D14"""
    window = open_window(Role.GATE)
    screen, flow = window.screen_on_show, window.door_flow
    assert isinstance(screen, DoorScreen)
    assert flow is not None
    flow.on_number("no ticket at all")
    flow.on_found_chosen(make.serial(40).subject)
    qtbot.waitUntil(lambda: kinds(window) == ["denied", "admitted"])
    flow.on_found_chosen(make.serial(40).subject)
    qtbot.waitUntil(lambda: flow.seen is not None and flow.seen.verdict.reason is Reason.ALREADY_USED)
    screen.override_requested.emit("000000", "known")
    screen.override_requested.emit(PIN, "known")
    qtbot.waitUntil(lambda: flow.seen is not None and flow.seen.verdict.reason is Reason.OVERRIDE, timeout=15_000)
    assert kinds(window) == ["denied", "admitted", "denied", "admitted"]


def test_staff_find_a_guest_by_name_and_undo_the_admission(open_window: OpenWindow, qtbot: QtBot) -> None:
    """A35, A37"""
    window = open_window(Role.GATE)
    screen, flow = window.screen_on_show, window.door_flow
    assert isinstance(screen, DoorScreen)
    assert flow is not None
    screen.on_find()
    screen.find_requested.emit("okaf")
    qtbot.waitUntil(lambda: flow._found == (make.serial(40).subject,))
    screen.found_chosen.emit(make.serial(40).subject)
    qtbot.waitUntil(lambda: flow.seen is not None)
    assert flow.seen is not None
    screen.undo_requested.emit(flow.seen.fact)
    qtbot.waitUntil(lambda: kinds(window) == ["admitted", "annulled"])
    screen.log_requested.emit()
    qtbot.waitUntil(lambda: screen.sheet is not None)


def test_a_cashier_opens_a_shift_sells_refunds_and_closes(venue: Venue, open_window: OpenWindow, qtbot: QtBot) -> None:
    """G19"""
    window = open_window(Role.TILL)
    give_pin(window, qtbot)
    qtbot.waitUntil(lambda: isinstance(window.screen_on_show, TillScreen), timeout=15_000)
    screen, flow = window.screen_on_show, window.till_flow
    assert isinstance(screen, TillScreen)
    assert flow is not None
    qtbot.waitUntil(lambda: flow._counter is not None)
    screen.quantity_changed.emit(1, 0, 1)
    screen.cash_given.emit(5_000)
    qtbot.waitUntil(lambda: flow._note != "")
    assert "sold" not in kinds(window)  # no shift is open
    screen.shift_opened.emit(10_000)
    qtbot.waitUntil(lambda: kinds(window) == ["shift_opened"])
    screen.cash_given.emit(5_000)
    qtbot.waitUntil(lambda: "sold" in kinds(window))
    order = next(s for fact in _facts(window) if fact.kind == "sold" for s in fact.subjects if s.startswith("o:"))[2:]
    qtbot.waitUntil(lambda: kinds(window).count("printed") == 2, timeout=15_000)
    screen.reprint_wanted.emit(order)
    qtbot.waitUntil(lambda: kinds(window).count("printed") == 3, timeout=15_000)
    screen.refund_wanted.emit(order)
    qtbot.waitUntil(lambda: "refunded" in kinds(window))
    screen.shift_closed.emit(10_000)
    qtbot.waitUntil(lambda: "shift_closed" in kinds(window))
    closed = f.decode_body(_facts(window)[-1])
    assert isinstance(closed, f.ShiftClosed)
    assert (closed.expected_minor, closed.counted_minor) == (10_000, 10_000)


def test_five_wrong_pins_lock_the_pad(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(Role.TILL)
    screen = window.screen_on_show
    assert screen is not None
    sheet = screen.sheet
    assert isinstance(sheet, PinSheet)
    for _ in range(5):
        sheet.pad.pin_given.emit("000000")
    qtbot.waitUntil(lambda: "60" in sheet.pad.note, timeout=15_000)
    assert not isinstance(window.screen_on_show, TillScreen)


def test_a_screen_that_comes_up_later_says_at_once_how_the_device_is(
    open_window: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.ui.badge_watch.BADGE_MS", 3_600_000)
    for news in ("on_sync", "on_print"):  # nothing happens meanwhile
        monkeypatch.setattr(f"kiosk.ui.badge_watch.BadgeWatch.{news}", lambda *_: None)
    window = open_window(Role.TILL)
    give_pin(window, qtbot)
    qtbot.waitUntil(lambda: isinstance(window.screen_on_show, TillScreen), timeout=15_000)
    till = window.screen_on_show
    assert till is not None
    qtbot.waitUntil(lambda: till._badge_view.words != "")


def test_settings_are_behind_a_pin_and_move_the_gate(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(Role.GATE)
    window.on_settings()
    give_pin(window, qtbot)
    qtbot.waitUntil(lambda: isinstance(window.screen_on_show, SettingsScreen), timeout=15_000)
    screen = window.screen_on_show
    assert isinstance(screen, SettingsScreen)
    screen.setting_chosen.emit("gate", 1)
    door = window.running.door
    assert door is not None
    qtbot.waitUntil(lambda: door.station.posts[make.EVENT] == (1, 2))
    screen.action_chosen.emit("ready")
    qtbot.waitUntil(lambda: screen.sheet is not None)
    screen.setting_chosen.emit("language", 1)
    assert window.tr("Staff only") is not None
    screen.closed.emit()
    assert isinstance(window.screen_on_show, DoorScreen)


def test_an_incident_is_closed_with_exactly_the_facts_on_the_screen(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(Role.LIVE)
    assert isinstance(window.screen_on_show, LiveScreen)
    sides = tuple(IncidentFact(f"f{n}", "admitted", make.NOW, 50, "Gate", n) for n in (1, 2))
    row = IncidentRow("duplicate_admission", "1", make.serial(40).subject, "open", 1, False, sides)
    change = Change("incident", "i1", msgspec.Raw(msgspec.json.encode(row)))
    window.running.store.write(lambda c: mirror.apply_changes(c, make.EVENT, [change])).result()
    window.on_incidents()
    give_pin(window, qtbot)
    qtbot.waitUntil(lambda: isinstance(window.screen_on_show, IncidentScreen), timeout=15_000)
    inbox = cast("IncidentScreen", window.screen_on_show)
    qtbot.waitUntil(lambda: bool(inbox._view.rows))
    inbox.close_requested.emit("i1", "A family, both were let in")
    qtbot.waitUntil(lambda: kinds(window) == ["incident_closed"])
    body = f.decode_body(_facts(window)[0])
    assert isinstance(body, f.IncidentClosed)
    assert body.seen == ("f1", "f2")


def test_a_new_device_asks_to_be_paired_and_says_why_it_cannot(venue: Venue, qtbot: QtBot) -> None:
    fresh = venue.running(data_dir=str(venue.path.parent / "fresh"))
    window = Window(fresh)
    window.show()
    window.start()
    screen = window.screen_on_show
    assert isinstance(screen, PairingScreen)
    screen.pairing_given.emit("not a pairing code")
    assert screen._view.error is not None
    screen.token_given.emit("127.0.0.1:1", "ABCDEFGHJK")
    qtbot.waitUntil(lambda: screen._view.error is not None and "reached" in screen._view.error.sentence, timeout=15_000)
    window.quit()
    fresh.close()


def test_a_device_without_network_says_so_on_its_badge(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    assert isinstance(window.screen_on_show, RoleScreen)
    window.start_role(Role.GATE)
    screen = window.screen_on_show
    assert screen is not None
    qtbot.waitUntil(lambda: screen._badge_view.tone is BadgeTone.WAITING, timeout=15_000)
    assert screen._badge_view.words.startswith("Offline")


def test_a_guest_cannot_close_the_kiosk(open_window: OpenWindow) -> None:
    window = open_window(Role.KIOSK)
    window._may_close = False
    assert not window.close()
    assert window.isVisible()


def _facts(window: Window) -> list[f.Fact]:
    with window.running.store.read() as connection:
        return log.list_pending(connection, 100)
