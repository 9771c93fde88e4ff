"""The inbox over HTTP: pages and filters, one incident in full, what people did, and what was kept out of the log."""

from typing import Any

import msgspec

from kiosk.core import facts as f
from kiosk.core.permissions import Role
from kiosk.core.tickets import IncidentRow
from kiosk.core.wire import encode
from tests.server.center import NOW, Device, Running


def clash(server: Running, gate: Device, gate_b: Device) -> Any:
    """Admit one ticket at both gates and return the incident's answer."""
    subject = server.sell()["tickets"][0]["subject"]
    gate.push(gate.admit(subject, gate=1))
    server.time.pass_ms(5_000)
    gate_b.push(gate_b.admit(subject, gate=2))
    return server.get(server.on(f"/incidents?subject={subject}"))[0]


def test_incidents_come_in_pages_and_none_twice(server: Running, gate: Device, gate_b: Device) -> None:
    made = {clash(server, gate, gate_b)["id"] for _ in range(3)}
    first = server.get(server.on("/incidents?limit=2"))
    rest = server.get(server.on(f"/incidents?limit=2&after={first[-1]['id']}"))
    assert [len(first), len(rest)] == [2, 1]
    assert {one["id"] for one in (*first, *rest)} == made


def test_incidents_are_filtered_by_state_kind_and_ticket(server: Running, gate: Device, gate_b: Device) -> None:
    first, second = clash(server, gate, gate_b), clash(server, gate, gate_b)
    server.post(f"/api/v1/incidents/{first['id']}/acknowledge", {})
    assert [one["id"] for one in server.get(server.on("/incidents?status=open"))] == [second["id"]]
    assert len(server.get(server.on("/incidents?kind=duplicate_admission"))) == 2
    assert server.get(server.on("/incidents?kind=oversold")) == []


def test_the_counts_say_what_is_left_to_do(server: Running, gate: Device, gate_b: Device) -> None:
    first = clash(server, gate, gate_b)
    clash(server, gate, gate_b)
    server.post(f"/api/v1/incidents/{first['id']}/acknowledge", {})
    gate.push(gate.admit("rubbish"))
    assert server.get(server.on("/incidents/counts")) == {
        "open": 2, "acknowledged": 1, "closed": 0, "quarantined": 1,
        "unclosed_by_kind": {"duplicate_admission": 2, "quarantined": 1},
    }  # fmt: skip


def test_one_incident_shows_both_facts_with_gates_doubt_and_what_to_do(
    server: Running, gate: Device, gate_b: Device
) -> None:
    """D01"""
    detail = server.get(f"/api/v1/incidents/{clash(server, gate, gate_b)['id']}")
    first, second = detail["incident"]["facts"]
    assert (first["device"], second["device"]) == ("Gate A", "Gate B")
    assert (first["at_ms"], second["at_ms"]) == (NOW, NOW + 5_000)
    assert first["doubt_ms"] == 60_000, "this gate has not heard the server's time"
    assert detail["gates"] == {"1": "Gate A", "2": "Gate B"}
    assert detail["advice"] == "compare_times"
    assert detail["incident"]["order_uncertain"] is True


def test_notes_keep_who_said_them_where_and_when(server: Running, gate: Device, gate_b: Device) -> None:
    id_ = clash(server, gate, gate_b)["id"]
    server.time.pass_ms(60_000)
    server.post(f"/api/v1/incidents/{id_}/acknowledge", {"note": "asking gate B"})
    detail = server.get(f"/api/v1/incidents/{id_}")
    (step,) = detail["incident"]["history"]
    assert (step["action"], step["note"], step["at_ms"]) == ("acknowledged", "asking gate B", NOW + 65_000)
    assert detail["operators"][step["operator"]] == "Ada Quay"
    assert step["device"] == server.center.ground.settings.name


def test_a_person_reopens_what_was_closed_too_soon(server: Running, gate: Device, gate_b: Device) -> None:
    answer = clash(server, gate, gate_b)
    path = f"/api/v1/incidents/{answer['id']}"
    seen = [fact["id"] for fact in answer["incident"]["facts"]]
    server.time.pass_ms(1)
    server.post(f"{path}/close", {"note": "a family", "seen": seen})
    server.time.pass_ms(1)
    again = server.post(f"{path}/reopen", {"note": "no family"})["incident"]
    assert (again["status"], again["notes"]) == ("open", ["a family", "no family"])
    server.time.pass_ms(1)
    assert server.post(f"{path}/close", {"seen": seen})["incident"]["status"] == "closed"


def test_a_supervisors_device_is_told_of_incidents_and_a_kiosk_is_not(
    server: Running, gate: Device, gate_b: Device, kiosk: Device
) -> None:
    supervisor = server.pair(Role.SUPERVISOR)
    before = supervisor.snapshot().cursor
    id_ = clash(server, gate, gate_b)["id"]
    (change,) = [change for change in supervisor.pull(before).changes if change.kind == "incident"]
    row = msgspec.json.decode(bytes(change.value), type=IncidentRow)
    assert (change.key, row.status, [fact.gate for fact in row.facts]) == (id_, "open", [1, 2])
    assert "incident" not in {kind for kind, _ in kiosk.rows()}


def test_a_unit_sold_twice_shows_both_receipts(server: Running, kiosk: Device) -> None:
    """F11"""
    lease = kiosk.must_lease(1)
    first = kiosk.sell(lease, 0, code="AAAAAA")
    kiosk.seq, kiosk.prev, kiosk.incarnation = 0, f.GENESIS, 2
    second = kiosk.sell(lease, 0, code="BBBBBB", price_minor=1_200)
    kiosk.push(first, second)
    (answer,) = server.get(server.on("/incidents?kind=duplicate_serial"))
    receipts = [(one["order"], one["amount_minor"], one["currency"]) for one in answer["incident"]["facts"]]
    assert sorted(receipts) == [("AAAAAA", 2_400, "EUR"), ("BBBBBB", 1_200, "EUR")]


def test_an_incident_of_somebody_else_does_not_exist(server: Running, gate: Device, gate_b: Device) -> None:
    id_ = clash(server, gate, gate_b)["id"]
    token, server.token = server.token, ""
    assert server.get(f"/api/v1/incidents/{id_}", ok=False).status_code == 401
    server.token = token
    assert server.get("/api/v1/incidents/nothing", ok=False).status_code == 404


def test_what_did_not_enter_the_log_is_listed_with_its_bytes(server: Running, gate: Device) -> None:
    """E04, E08"""
    fact = gate.admit(server.sell()["tickets"][0]["subject"], subjects=("rubbish",))
    gate.push(fact)
    (line,) = server.get(server.on("/quarantine"))
    assert (line["fact"], line["reason"], line["device"]) == (fact.id, "bad_subjects", gate.id)
    assert (line["device_name"], line["kind"]) == ("Gate A", "admitted")
    raw = server.get(f"/api/v1/quarantine/{line['digest']}", ok=False)
    assert raw.content == encode(fact)
    assert len(raw.content) == line["size_bytes"]


def test_bytes_that_are_no_message_are_seen_by_the_devices_own_people(server: Running, gate: Device) -> None:
    """E04"""
    gate.push_raw(msgspec.Raw(b'{"id": "0", "kind": 7}'))
    (line,) = server.get(server.on("/quarantine"))
    assert (line["reason"], line["kind"], line["size_bytes"]) == ("malformed", "", 22)


def test_quarantine_is_read_in_pages(server: Running, gate: Device) -> None:
    for number in range(3):
        gate.push_raw(msgspec.Raw(b'{"id": "%d"}' % number))
        server.time.pass_ms(number % 2)
    first = server.get(server.on(f"/quarantine?limit=2&device={gate.id}"))
    rest = server.get(server.on(f"/quarantine?limit=2&after={first[-1]['digest']}"))
    assert len({line["digest"] for line in (*first, *rest)}) == 3
    assert server.get(server.on("/quarantine?device=nobody")) == []


def test_refused_facts_of_one_device_are_one_incident_for_each_reason(server: Running, gate: Device) -> None:
    """E08"""
    gate.push(gate.admit("rubbish"), gate.admit("more rubbish"))
    gate.push_raw(msgspec.Raw(b"{}"))
    told = {one["incident"]["scope"].split(":")[1]: one["incident"] for one in server.get(server.on("/incidents"))}
    assert set(told) == {"bad_subjects", "malformed"}
    bad = told["bad_subjects"]
    assert (bad["kind"], bad["excess"], bad["facts_total"]) == ("quarantined", 2, 2)
    assert {(one["device"], one["kind"], one["note"]) for one in bad["facts"]} == {
        ("Gate A", "admitted", "bad_subjects")
    }


def test_one_more_refused_fact_reopens_the_closed_incident(server: Running, gate: Device) -> None:
    gate.push(gate.admit("rubbish"))
    (answer,) = server.get(server.on("/incidents"))
    seen = [fact["id"] for fact in answer["incident"]["facts"]]
    path = f"/api/v1/incidents/{answer['id']}/close"
    assert server.post(path, {"note": "a broken cable", "seen": seen})["incident"]["status"] == "closed"
    gate.push(gate.admit("more"))
    (again,) = server.get(server.on("/incidents"))
    assert (again["id"], again["incident"]["status"]) == (answer["id"], "open")
    assert again["incident"]["notes"] == ["a broken cable"]


def test_only_the_newest_of_very_many_refused_facts_are_named(server: Running, gate: Device) -> None:
    gate.push(*(gate.admit(f"rubbish {number}") for number in range(30)))
    (answer,) = server.get(server.on("/incidents"))
    assert len(answer["incident"]["facts"]) == 20
    assert answer["incident"]["facts_total"] == 30


def test_a_fact_taken_after_all_leaves_the_inbox(server: Running, gate: Device) -> None:
    moved = server.pair(Role.SUPERVISOR)
    sold = gate.make("shift_opened", f.ShiftOpened(shift=gate.new_id(), currency="EUR", float_minor=0), event=0)
    assert gate.push(sold)[0].reason == "role"
    before = moved.snapshot().cursor
    (device,) = [one for one in server.get(f"/api/v1/organizers/{server.organizer}/devices") if one["id"] == gate.id]
    wanted = {"name": "Gate A", "roles": ["gate", "till"], "events": [server.event], "version": device["version"]}
    server.put(f"/api/v1/devices/{gate.id}", wanted)
    assert gate.push(sold)[0].outcome == "applied"
    assert server.get(server.on("/incidents")) == server.get(server.on("/quarantine")) == []
    gone = [change for change in moved.pull(before).changes if change.kind == "incident"]
    assert [bytes(change.value) for change in gone] == [b"null"]
