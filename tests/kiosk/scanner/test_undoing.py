"""Taking a passage back at the door, and the trace of an attempt that is refused."""

import pytest

from kiosk.core import facts as f
from kiosk.core.errors import Rejected
from kiosk.core.reasons import Reason
from kiosk.scanner.undoing import UNDO_MS
from tests.kiosk.device import Device, catalogue
from tests.kiosk.scanner.test_door import SUBJECT, text


def test_undo_gives_the_ticket_back_for_fifteen_minutes(device: Device) -> None:
    """A35, A36"""
    door = device.door()
    seen = door.scan(text())
    door.undo(seen.fact)
    again = door.scan(text())
    assert again.verdict.reason is Reason.OK
    device.clock.pass_ms(UNDO_MS + 1)
    with pytest.raises(Rejected, match="15 minutes"):
        door.undo(again.fact)
    with pytest.raises(Rejected, match="no such admission"):
        door.undo(seen.fact)
    door.undo(again.fact, is_supervisor=True)
    assert device.kinds() == ["admitted", "annulled", "admitted", "denied", "denied", "annulled"]


def test_an_undo_that_is_refused_is_recorded(device: Device) -> None:
    """A36"""
    door = device.door()
    seen = door.scan(text())
    device.clock.pass_ms(UNDO_MS + 1)
    for fact in (seen.fact, "of another device"):
        with pytest.raises(Rejected):
            door.undo(fact)
    mine, other = device.pending()[1:]
    body = f.decode_body(mine)
    assert isinstance(body, f.Denied)
    assert (body.reason, body.method, body.rehearsal) == ("annul_not_allowed", "undo", False)
    assert (body.list, body.gate) == (1, 1)
    assert (mine.subjects, mine.based_on, mine.operator) == ((SUBJECT,), (seen.fact,), door.station.operator)
    assert (other.kind, other.subjects, other.based_on) == ("denied", (), ())
    assert door.scan(text()).verdict.reason is Reason.ALREADY_USED


def test_an_undo_refused_in_a_rehearsal_is_recorded_as_one(device: Device) -> None:
    """A36"""
    device.fill(*catalogue(test=True))
    with pytest.raises(Rejected):
        device.door().undo("of another device")
    (fact,) = device.pending()
    body = f.decode_body(fact)
    assert isinstance(body, f.Denied)
    assert body.rehearsal
