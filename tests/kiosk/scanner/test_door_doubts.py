"""What the door hands to the verdict beside the ticket (clock, ranges, counts, sessions), and what it leaves out."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from kiosk.core import facts as f
from kiosk.core.admission import Admit, Ask, Consent, Refuse
from kiosk.core.catalog import CheckInList, Question, Session
from kiosk.core.effective_time import ClockSample
from kiosk.core.errors import Rejected, StorageFull
from kiosk.core.reasons import Reason
from kiosk.core.tickets import StopRange, StopReason
from kiosk.core.wire import PersonRecord
from kiosk.running import Running
from kiosk.scanner import door as door_module
from kiosk.scanner.door import Authority, Door
from kiosk.scanner.judging import Station
from kiosk.settings import Settings
from kiosk.store import sales, schema
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


@pytest.mark.parametrize(
    ("changes", "seen"),
    [({"key_id": 9}, Reason.KEY_UNKNOWN), ({"event": 99}, Reason.WRONG_EVENT), ({"test": True}, Reason.WRONG_MODE)],
)
def test_what_nobody_verified_is_denied_without_naming_a_ticket(
    device: Device, changes: dict[str, object], seen: Reason
) -> None:
    """C07"""
    door = device.door()
    assert door.scan(text(**changes)).verdict.reason is seen
    door.dismiss()
    (fact,) = device.pending()
    body = f.decode_body(fact)
    assert isinstance(body, f.Denied)
    assert (fact.subjects, body.reason, len(body.text_hmac)) == ((), seen.value, 64)


def test_answers_and_admission_are_recorded_together_or_not_at_all(
    device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A30: the disk is full between the answers and the last write of the admission."""
    device.fill(("question", "1", Question(1, "Shirt?", "text")), ("list", "1", CheckInList(1, "Main", questions=(1,))))
    door = device.door()
    asked = door.scan(text())

    def fail(connection: sa.Connection, *_: object) -> None:
        raise StorageFull("the disk of this device is full; nothing was written")

    with monkeypatch.context() as broken:
        broken.setattr(door_module.admissions, "record_line", fail)
        assert door.consent(asked, Consent(answers={1: "M"})).verdict == Ask(Reason.CANNOT_RECORD)
    assert (device.kinds(), list_unsent(device)) == ([], [])
    assert (device.count(schema.local_use), device.count(schema.person)) == (0, 0)
    assert door.consent(asked, Consent(answers={1: "M"})).verdict.reason is Reason.OK
    assert [record.fields for record in list_unsent(device)] == [{"answer.1": "M"}]
    assert admitted(device).answers == list_unsent(device)[0].id


def list_unsent(device: Device) -> list[PersonRecord]:
    with device.store.read() as connection:
        return sales.list_unsent_persons(connection, 10)


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
