"""Clashes: both facts stay, people see what clashed and close it."""

from typing import Any

import pytest

from kiosk.core import facts as f
from kiosk.core.admission import Refuse
from kiosk.core.permissions import Role
from kiosk.core.reasons import Reason
from tests.server.center import HOUR, Device, Running
from tests.server.door import pull


def kinds(server: Running, status: str = "") -> list[str]:
    return [one["incident"]["kind"] for one in server.get(server.on(f"/incidents?status={status}"))]


def test_two_blind_gates_that_admit_one_ticket_are_one_incident(server: Running, gate: Device, gate_b: Device) -> None:
    """D01"""
    subject = server.sell()["tickets"][0]["subject"]
    first = gate.admit(subject, gate=1)
    server.time.pass_ms(5_000)
    second = gate_b.admit(subject, gate=2)
    assert gate.push(first)[0].outcome == "applied"
    assert gate_b.push(second)[0].outcome == "conflict"
    (answer,) = server.get(server.on("/incidents"))
    incident = answer["incident"]
    assert (incident["kind"], incident["excess"], incident["scope"]) == ("duplicate_admission", 1, "1")
    assert [(fact["device"], fact["gate"]) for fact in incident["facts"]] == [("Gate A", 1), ("Gate B", 2)]
    live = server.get(server.on("/live"))
    assert (live["admitted"], live["tickets_used"]) == (2, 1)


def test_overlapping_clocks_say_that_the_order_is_uncertain(server: Running, gate: Device, gate_b: Device) -> None:
    """D03"""
    subject = server.sell()["tickets"][0]["subject"]
    gate.push(gate.admit(subject))
    gate_b.push(gate_b.admit(subject))
    assert server.get(server.on("/incidents"))[0]["incident"]["order_uncertain"] is True


def test_known_clocks_order_what_a_wrong_clock_would_not(server: Running, gate: Device, gate_b: Device) -> None:
    """D03: gate B's clock is an hour fast, but the server has told it the time."""
    subject = server.sell()["tickets"][0]["subject"]
    gate.hello()
    gate_b.hello()
    second = gate_b.admit(subject, gate=2, wall_ms=server.time.now + 3_600_000)
    server.time.pass_ms(10_000)
    third = gate.admit(subject, gate=1)
    gate.push(*gate.log)
    gate_b.push(*gate_b.log)
    incident = server.get(server.on("/incidents"))[0]["incident"]
    assert [fact["id"] for fact in incident["facts"]] == [second.id, third.id]
    assert incident["order_uncertain"] is False


@pytest.mark.parametrize(("refund_first", "kind"), [(True, "admitted_after_refund"), (False, "refunded_after_admit")])
def test_a_refund_and_an_admission_both_stay(server: Running, gate: Device, refund_first: bool, kind: str) -> None:
    """D06"""
    order = server.sell()
    gate.hello()
    path = server.on(f"/orders/{order['order']}/refund")
    if refund_first:
        server.post(path, {})
    server.time.pass_ms(60_000)
    gate.admit(order["tickets"][0]["subject"])
    server.time.pass_ms(60_000)
    if not refund_first:
        server.post(path, {})
    assert gate.push(*gate.log)[-1].outcome == "conflict"
    assert kinds(server) == [kind]
    assert server.count("passage") == 1
    assert server.get(server.on("/live"))["refunded_minor"] == 2_400


def test_sold_and_refunded_blind_and_admitted_by_a_gate_that_knew_nothing(
    server: Running, kiosk: Device, gate: Device
) -> None:
    """D08"""
    lease = kiosk.must_lease(1)
    for device in (kiosk, gate):
        device.hello()
    sold = kiosk.sell(lease, 0)
    server.time.pass_ms(60_000)
    kiosk.refund(sold)
    server.time.pass_ms(60_000)
    gate.admit(sold.subjects[0], reason="ok_unsynced")
    assert gate.push(*gate.log)[-1].outcome == "applied", "a unit on loan may have been sold a minute ago"
    kiosk.push(*kiosk.log)
    assert kinds(server) == ["admitted_after_refund"]
    assert kinds(server, "open") == ["admitted_after_refund"]


def test_an_admission_before_its_sale_arrives_joins_it(server: Running, kiosk: Device, gate: Device) -> None:
    """C01: either order"""
    lease = kiosk.must_lease(1)
    sold = kiosk.sell(lease, 0)
    assert gate.push(gate.admit(sold.subjects[0], reason="ok_unsynced"))[0].outcome == "applied"
    kiosk.push(sold)
    assert kinds(server) == []
    live = server.get(server.on("/live"))
    assert (live["by_type"]["1"]["used"], live["no_show_tickets"]) == (1, 0)


def test_a_cloned_kiosk_that_sells_a_unit_twice_keeps_both_sales(server: Running, kiosk: Device, gate: Device) -> None:
    """F11: the first copy comes in, the second one is told."""
    lease = kiosk.must_lease(1)
    first = kiosk.sell(lease, 0)
    kiosk.seq, kiosk.prev, kiosk.incarnation = 0, f.GENESIS, 2
    second = kiosk.sell(lease, 0)
    assert [answer.outcome for answer in kiosk.push(first, second)] == ["conflict", "conflict"]
    assert kinds(server) == ["duplicate_serial"]
    assert server.count("ticket_order") == 2
    assert server.get(server.on("/live"))["paid_minor"] == 4_800
    code, now_ms = lease.units[0].variants[0].code, server.time.now
    assert pull(gate).judge(code, now_ms=now_ms).reason is Reason.OK
    gate.push(gate.admit(first.subjects[0]))
    second_in = pull(gate).judge(code, now_ms=now_ms + HOUR)
    assert isinstance(second_in, Refuse)
    assert (second_in.reason, second_in.use is not None) == (Reason.SOLD_TWICE, True)


def test_an_annulled_admission_takes_its_incident_back(server: Running, gate: Device) -> None:
    """A35"""
    subject = server.sell()["tickets"][0]["subject"]
    first, second = gate.admit(subject), gate.admit(subject)
    gate.push(first, second)
    assert kinds(server) == ["duplicate_admission"]
    supervisor = server.pair(Role.SUPERVISOR)
    before = supervisor.snapshot().cursor
    gate.push(gate.make("annulled", f.Annulled(passage=second.id), subject))
    assert kinds(server) == []
    gone = [change for change in supervisor.pull(before).changes if change.kind == "incident"]
    assert [bytes(change.value) for change in gone] == [b"null"]
    assert server.get(server.on("/live"))["admitted"] == 1


def duplicate(server: Running, gate: Device) -> tuple[str, Any]:
    subject = server.sell()["tickets"][0]["subject"]
    gate.push(gate.admit(subject), gate.admit(subject))
    return subject, server.get(server.on("/incidents"))[0]


def test_a_person_acknowledges_and_closes_with_a_note(server: Running, gate: Device) -> None:
    _, answer = duplicate(server, gate)
    server.time.pass_ms(1)
    server.post(f"/api/v1/incidents/{answer['id']}/acknowledge", {"note": "looking"})
    assert kinds(server, "acknowledged") == ["duplicate_admission"]
    server.time.pass_ms(1)
    seen = [fact["id"] for fact in answer["incident"]["facts"]]
    closed = server.post(f"/api/v1/incidents/{answer['id']}/close", {"note": "same person", "seen": seen})
    assert closed["incident"]["status"] == "closed"
    assert closed["incident"]["notes"] == ["looking", "same person"]
    assert gate.rows()["incident", answer["id"]]["status"] == "closed"


def test_a_further_fact_reopens_a_closed_incident_with_its_notes(server: Running, gate: Device) -> None:
    subject, answer = duplicate(server, gate)
    seen = [fact["id"] for fact in answer["incident"]["facts"]]
    server.post(f"/api/v1/incidents/{answer['id']}/close", {"note": "settled", "seen": seen})
    gate.push(gate.admit(subject))
    (again,) = server.get(server.on("/incidents"))
    assert (again["id"], again["incident"]["status"], again["incident"]["excess"]) == (answer["id"], "open", 2)
    assert again["incident"]["notes"] == ["settled"]


def test_a_supervisor_closes_an_incident_by_a_fact(server: Running, gate: Device) -> None:
    _, answer = duplicate(server, gate)
    supervisor = server.pair(Role.SUPERVISOR)
    seen = tuple(fact["id"] for fact in answer["incident"]["facts"])
    body = f.IncidentClosed(incident=answer["id"], note="let in by me", seen=seen)
    supervisor.push(supervisor.make("incident_closed", body, f"i:{answer['id']}"))
    assert kinds(server, "closed") == ["duplicate_admission"]


def test_the_inbox_names_the_ticket(server: Running, gate: Device) -> None:
    order = server.sell(buyer={"name": "Grace Hopper"})
    ticket = order["tickets"][0]
    gate.push(gate.admit(ticket["subject"]), gate.admit(ticket["subject"]))
    incident = server.get(server.on("/incidents"))[0]["incident"]
    assert (incident["number"], incident["label"]) == (ticket["number"], "GH")
