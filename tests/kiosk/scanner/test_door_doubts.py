"""What the door hands to the verdict beside the ticket: its clock, stopped ranges, counts of a lease, sessions."""

from pathlib import Path

import pytest

from kiosk.core import facts as f
from kiosk.core.admission import Admit, Ask, Refuse
from kiosk.core.catalog import CheckInList, Session
from kiosk.core.effective_time import ClockSample
from kiosk.core.errors import Rejected
from kiosk.core.reasons import Reason
from kiosk.core.tickets import StopRange, StopReason
from kiosk.running import Running
from kiosk.scanner.door import Authority, Door
from kiosk.scanner.judging import Station
from kiosk.settings import Settings
from tests.kiosk.core import make
from tests.kiosk.device import Device, FixedClock, catalogue, open_device, ticket
from tests.kiosk.scanner.test_door import SUPERVISOR, text

STEWARD = Authority(make.number_id(8), 1, "Looks honest")
CLOSED = CheckInList(1, "Main", from_ms=make.NOW - 2 * make.HOUR, until_ms=make.NOW - make.HOUR)


def admitted(device: Device) -> f.Admitted:
    body = f.decode_body(device.pending()[-1])
    assert isinstance(body, f.Admitted)
    return body


def test_a_window_is_a_question_while_the_clock_is_not_to_be_believed(device: Device) -> None:
    """B11"""
    device.fill(("list", "1", CLOSED))
    assert device.door().scan(text()).verdict.reason is Reason.TOO_LATE
    device.clock.now += 3 * make.HOUR  # set forward, and nobody has said the time
    door = device.door()
    asked = door.scan(text())
    assert isinstance(asked.verdict, Ask)
    assert asked.verdict.reason is Reason.CLOCK_UNTRUSTED
    assert isinstance(door.override(asked, STEWARD).verdict, Admit)
    fact = device.pending()[-1]
    assert (fact.clock, fact.wall_ms, fact.mono_ms) == (f.ClockState.UNTRUSTED, device.clock.now, device.clock.mono)
    assert admitted(device).override == "clock_untrusted"


def test_a_fact_keeps_what_the_wall_clock_said_beside_the_better_time(device: Device) -> None:
    """B11: the clock is three hours fast, and the server has said the time."""
    device.clock.correct(ClockSample(0, device.clock.mono, make.NOW, 20))
    device.clock.now += 3 * make.HOUR
    seen = device.door().scan(text())
    fact = device.pending()[-1]
    assert (seen.at_ms, fact.wall_ms, fact.clock) == (make.NOW, make.NOW + 3 * make.HOUR, f.ClockState.TRUSTED)


def test_a_clock_that_begins_in_1970_goes_on_from_the_last_recorded_time(tmp_path: Path) -> None:
    """B13"""
    before = open_device(tmp_path)
    before.fill(*catalogue(), ("list", "1", CLOSED), ticket())
    assert before.door().scan(text()).verdict.reason is Reason.TOO_LATE
    before.close()
    dead = FixedClock(start=50_000)
    dead.now, dead.mono = 0, 500
    running = Running(Settings(data_dir=str(tmp_path), keyring=False), dead)
    seen = Door(running.store, before.author, running.clock, Station({make.EVENT: (1, 1)})).scan(text())
    running.close()
    assert (seen.at_ms, seen.verdict.reason) == (make.NOW, Reason.CLOCK_UNTRUSTED)


def test_a_ticket_of_a_lost_lease_is_a_supervisors_to_decide(device: Device) -> None:
    """C13"""
    device.fill(("range", "r1", StopRange(make.LEASE, 5, 9, StopReason.LEASE_LOST)))
    door = device.door()
    assert door.scan(text(index=4)).verdict.reason is Reason.OK_UNSYNCED
    asked = door.scan(text(index=5))
    assert isinstance(asked.verdict, Ask)
    assert asked.verdict.reason is Reason.LEASE_LOST
    with pytest.raises(Rejected):
        door.override(asked, STEWARD)
    door.override(asked, SUPERVISOR)
    assert (admitted(device).override, admitted(device).override_note) == ("lease_lost", SUPERVISOR.note)


@pytest.mark.parametrize(
    ("stop", "seen"), [(StopReason.RETURNED, Reason.RETURNED), (StopReason.REVOKED, Reason.REVOKED)]
)
def test_a_range_that_was_stopped_is_refused(device: Device, stop: StopReason, seen: Reason) -> None:
    """C13"""
    device.fill(("range", "r1", StopRange(make.LEASE, 5, 9, stop)))
    verdict = device.door().scan(text(index=9)).verdict
    assert isinstance(verdict, Refuse)
    assert verdict.reason is seen
    assert device.door().scan(text(index=10)).verdict.reason is Reason.OK_UNSYNCED


def test_more_unknown_tickets_of_a_lease_than_agreed_are_a_question(device: Device) -> None:
    """DESIGN 5"""
    device.fill(("list", "1", CheckInList(1, "Main", unsynced_max=2)))
    door = device.door()
    seen = [door.scan(text(index=index)).verdict.reason for index in (1, 2, 3)]
    assert seen == [Reason.OK_UNSYNCED, Reason.OK_UNSYNCED, Reason.LEASE_LIMIT]
    assert door.scan(text(index=1, lease=7)).verdict.reason is Reason.OK_UNSYNCED, "another lease counts by itself"


def test_a_rule_sees_when_the_session_of_a_ticket_starts(device: Device) -> None:
    """DESIGN 5"""
    soon = {">=": [{"var": "minutes_since_session_start"}, -30]}
    sessions = [
        ("session", str(number), Session(number, "Show", make.NOW + wait_ms, make.NOW + 9 * make.HOUR))
        for number, wait_ms in ((1, 20 * 60_000), (2, 3 * make.HOUR))
    ]
    device.fill(*sessions, ("list", "1", CheckInList(1, "Main", rules=soon)))
    device.fill(ticket(1, session=1), ticket(2, session=2))
    door = device.door()
    assert door.scan(text(index=1, session=1)).verdict.reason is Reason.OK
    assert door.scan(text(index=2, session=2)).verdict.reason is Reason.RULE_FAILED
