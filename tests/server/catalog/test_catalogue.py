"""The catalogue: saved soundly, versioned, published at once."""

from typing import Any

import pytest

from kiosk.core.admission import Admit
from kiosk.core.permissions import Scope
from tests.server.center import HOUR, Device, Running
from tests.server.door import pull, show_code


def test_every_change_counts_the_catalogue_version_up_and_reaches_devices(server: Running, gate: Device) -> None:
    before = gate.rows(Scope.SAFETY)["event", ""]["catalogue_version"]
    server.put(server.on("/types/1"), {"version": 1, "values": {"price_minor": 2_600}})
    assert gate.rows(Scope.SAFETY)["event", ""]["catalogue_version"] == before + 1
    assert gate.rows()["type", "1"]["price_minor"] == 2_600


def test_a_change_based_on_an_old_version_is_refused(server: Running) -> None:
    server.put(server.on("/types/1"), {"version": 1, "values": {"name": "Grown-up"}})
    response = server.put(server.on("/types/1"), {"version": 1, "values": {"name": "Adult again"}}, ok=False)
    assert (response.status_code, response.json()["code"]) == (409, "version_conflict")


def test_a_cancelled_event_is_one_row_of_safety(server: Running, gate: Device) -> None:
    cursor = gate.snapshot(Scope.SAFETY).cursor
    server.put(server.on(""), {"version": 1, "values": {"status": "cancelled"}})
    assert [(c.kind, c.key) for c in gate.pull(cursor, Scope.SAFETY).changes] == [("event", "")]


def test_numbers_are_never_used_again(server: Running) -> None:
    server.call("DELETE", server.on("/gates/2"))
    assert server.post(server.on("/gates"), {"values": {"name": "Gate C"}})["value"]["number"] == 3


@pytest.mark.parametrize(
    ("path", "values", "said"),
    [
        ("/types", {"name": "", "price_minor": 1}, "name"),
        ("/types", {"name": "X", "price_minor": -1}, "negative"),
        ("/types", {"name": "X", "price_minor": 1, "quotas": [9]}, "quota 9"),
        ("/types", {"name": "X", "price_minor": 1, "tax_rate": 10_001}, "tax"),
        ("/types", {"name": "X", "price_minor": 1, "admits": 0}, "admits"),
        ("/types", {"name": "X", "price_minor": 1, "channels": ["fax"]}, "web"),
        ("/types", {"name": "X", "price_minor": 1, "colour": "red"}, "colour"),
        ("/types", {"name": "X", "price_minor": "free"}, "price_minor"),
        ("/sessions", {"name": "X", "starts_ms": 2, "ends_ms": 1}, "ends"),
        ("/quotas", {"name": "X", "size": -1}, "size"),
        ("/lists", {"name": "X", "gates": [9]}, "gate 9"),
        ("/lists", {"name": "X", "rules": {"explode": []}}, "there is no operator 'explode'"),
        ("/lists", {"name": "X", "rules": {"all": [{"<": [{"var": "moon"}, 1]}]}}, "rule.all[0]: there is no variable"),
        ("/lists", {"name": "X", "rules": {"==": [{"var": "answer.7"}, "x"]}}, "answer.7"),
        ("/lists", {"name": "X", "addon_matching": True}, "extras"),
        ("/lists", {"name": "X", "auto_exit_min": 1_440}, "1439"),
        ("/types", {"name": "X", "price_minor": 1, "addon_of": [9]}, "ticket type 9"),
        ("/questions", {"text": "X", "kind": "riddle"}, "kinds"),
        ("/questions", {"text": "X", "kind": "choice"}, "answers"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(
    server: Running, path: str, values: dict[str, Any], said: str
) -> None:
    response = server.post(server.on(path), {"values": values}, ok=False)
    assert (response.status_code, response.json()["code"]) == (400, "invalid_input")
    assert said in response.json()["message"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"timezone": "Europe/Quay"}, "time zone"),
        ({"currency": "euro"}, "currency"),
        ({"ends_ms": 1}, "ends"),
        ({"number": 7}, ""),
    ],
)
def test_an_event_that_makes_no_sense_is_refused(server: Running, values: dict[str, Any], said: str) -> None:
    base = {
        "name": "Second", "timezone": "Europe/Berlin", "currency": "EUR",
        "starts_ms": server.time.now, "ends_ms": server.time.now + HOUR,
    }  # fmt: skip
    response = server.post(f"/api/v1/organizers/{server.organizer}/events", {"values": base | values}, ok=False)
    if said:
        assert response.status_code == 400
        assert said in response.json()["message"]
    else:
        assert response.json()["value"]["number"] != 7, "the server gives the numbers"


def test_sessions_questions_and_venues_are_kept(server: Running, gate: Device) -> None:
    times = {"starts_ms": server.time.now, "ends_ms": server.time.now + HOUR}
    server.post(server.on("/sessions"), {"values": {"name": "Matinee", **times}})
    server.post(server.on("/questions"), {"values": {"text": "Coat?", "kind": "choice", "choices": ["yes", "no"]}})
    rule = {"<": [{"var": "entries_today"}, 2]}
    server.put(server.on("/lists/1"), {"version": 1, "values": {"questions": [1], "rules": rule}})
    rows = gate.rows()
    assert rows["session", "1"]["name"] == "Matinee"
    assert rows["question", "1"]["choices"] == ["yes", "no"]
    assert rows["list", "1"]["rules"] == rule
    assert server.get(server.on(""))["parts"]["list"][0]["value"]["rules"] == rule
    venues = f"/api/v1/organizers/{server.organizer}/venues"
    server.post(venues, {"name": "Old Quay", "city": "Hamburg", "facilities": ["cloakroom"]})
    assert [(v["name"], v["facilities"]) for v in server.get(venues)] == [("Old Quay", ["cloakroom"])]


def test_what_staff_should_notice_of_a_type_or_a_list_reaches_a_gate(server: Running, gate: Device) -> None:
    """A39"""
    code = show_code(server, server.sell())
    server.put(server.on("/types/1"), {"version": 1, "values": {"attention": "VIP: red wristband"}})
    server.put(server.on("/lists/1"), {"version": 1, "values": {"attention": "Check the bags"}})
    verdict = pull(gate).judge(code, now_ms=server.time.now)
    assert isinstance(verdict, Admit)
    assert verdict.attention == ("VIP: red wristband", "Check the bags")


def test_a_rotated_key_signs_and_the_old_one_still_verifies(server: Running, gate: Device) -> None:
    ring = server.post(server.on("/keys"))
    assert [(key["key_id"], key["status"]) for key in ring] == [(1, "retired"), (2, "active")]
    assert gate.rows(Scope.SAFETY)["key", "1"]["status"] == "retired"
    server.post(server.on("/keys/1"), {"status": "revoked"})
    assert gate.rows(Scope.SAFETY)["key", "1"]["status"] == "revoked"
    assert server.post(server.on("/keys/9"), {"status": "revoked"}, ok=False).status_code == 404
    assert server.post(server.on("/keys/1"), {"status": "active"}, ok=False).status_code == 400
