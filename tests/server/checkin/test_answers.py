"""Answers given at a door: kept under a key of their own, told to no device."""

from kiosk.core.wire import PersonRecord
from server.accounts.persons import load_fields
from tests.server.center import Device, Running


def test_answers_arrive_beside_the_admission_and_go_to_no_device(server: Running, gate: Device) -> None:
    """A30"""
    (subject,) = [ticket["subject"] for ticket in server.sell(1)["tickets"]]
    record = PersonRecord(gate.new_id(), server.event, {"answer.1": "17"})
    gate.push(gate.admit(subject, answers=record.id), persons=(record,))
    with server.center.ground.db.read() as connection:
        assert load_fields(connection, server.center.ground.master, [record.id]) == {record.id: {"answer.1": "17"}}
    assert ("person", record.id) not in gate.rows()


def test_what_was_rehearsed_is_kept_and_counted_nowhere(server: Running, gate: Device) -> None:
    """C15"""
    (subject,) = [ticket["subject"] for ticket in server.sell(1)["tickets"]]
    gate.hello()
    (answer,) = gate.push(gate.admit(subject, rehearsal=True))
    assert answer.outcome == "applied"
    live = server.get(server.on("/live"))
    assert (live["admitted"], live["tickets_used"]) == (0, 0)
    gate.push(gate.admit(subject))
    live = server.get(server.on("/live"))
    assert (live["admitted"], live["tickets_used"]) == (1, 1)
    assert server.count("incident") == 0
