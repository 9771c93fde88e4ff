"""Who holds a ticket is put right by the office and at doors that hear of it later."""

from typing import Any

import pytest

from kiosk.core import facts as f
from kiosk.core.permissions import Role
from kiosk.core.wire import PersonRecord
from tests.server.center import Device, Running


@pytest.fixture
def ticket(server: Running) -> str:
    order = server.sell(1, buyer={"name": "Ada King", "email": "ada@example.org"})
    return order["tickets"][0]["subject"]


def name_badge(gate: Device, ticket: str, name: str) -> f.Fact:
    """Push what a gate wrote while it was alone."""
    record = PersonRecord(gate.new_id(), gate.server.event, {"badge_name": name})
    fact = gate.make("corrected", f.Corrected(badge=record.id, at_door=True), ticket)
    gate.push(fact, persons=(record,))
    return fact


def put_right(server: Running, ticket: str, *seen: str, **fields: str) -> Any:
    return server.put(server.on(f"/tickets/{ticket}/holder"), {"fields": fields, "seen": list(seen)})


def test_the_doors_badge_and_the_offices_data_both_stand_and_both_are_in_the_history(
    server: Running, ticket: str
) -> None:
    """D15"""
    gate = server.pair(Role.SUPERVISOR, name="Gate A")
    put_right(server, ticket, name="Ada Lovelace", badge_name="Ms Lovelace")
    fact = name_badge(gate, ticket, "Ada L.")
    shown = server.get(server.on(f"/tickets/{ticket}/holder"))
    assert shown["fields"] == {"name": "Ada Lovelace", "email": "ada@example.org", "badge_name": "Ada L."}
    history = {one["at_door"]: (one["fact"], one["fields"]["badge_name"]) for one in shown["history"]}
    assert history[True] == (fact.id, "Ada L.")
    assert history[False][1] == "Ms Lovelace"


def test_the_office_has_the_last_word_on_a_badge_that_it_has_seen(server: Running, ticket: str) -> None:
    """D15"""
    gate = server.pair(Role.SUPERVISOR, name="Gate A")
    fact = name_badge(gate, ticket, "Ada L.")
    assert put_right(server, ticket, badge_name="Countess")["fields"]["badge_name"] == "Ada L."
    assert put_right(server, ticket, fact.id, badge_name="Countess")["fields"]["badge_name"] == "Countess"


def test_devices_that_may_know_names_are_told_of_the_badge(server: Running, ticket: str) -> None:
    device = server.pair(Role.SUPERVISOR, name="Desk")
    put_right(server, ticket, name="Ada Lovelace", badge_name="Ms L.")
    rows = device.rows()
    row = rows[("ticket", ticket)]
    person, badge = row[8], row[16]
    assert (rows[("person", person)]["name"], rows[("person", badge)]["name"]) == ("Ada Lovelace", "Ms L.")
    assert row[4] == "AL"


def test_a_gate_that_may_not_know_names_hears_of_no_record(server: Running, gate: Device, ticket: str) -> None:
    server.put(server.on("/lists/1"), {"version": 1, "values": {"shows_names": False}})
    put_right(server, ticket, badge_name="Ms L.")
    rows = gate.rows()
    assert not [key for kind, key in rows if kind == "person"]
    assert len(rows[("ticket", ticket)]) < 9


def test_a_field_is_taken_away_by_an_empty_text(server: Running, ticket: str) -> None:
    put_right(server, ticket, badge_name="Ms L.", email="")
    assert put_right(server, ticket, badge_name="")["fields"] == {"name": "Ada King"}


@pytest.mark.parametrize(
    ("fields", "status"), [({}, 400), ({"name": "x" * 121}, 400), ({"badge_name": "y" * 121}, 400)]
)
def test_what_is_no_name_is_refused(server: Running, ticket: str, fields: dict[str, str], status: int) -> None:
    answer = server.call("PUT", server.on(f"/tickets/{ticket}/holder"), {"fields": fields}, ok=False)
    assert answer.status_code == status


def test_a_ticket_that_does_not_exist_has_no_holder(server: Running) -> None:
    answer = server.get(server.on("/tickets/nonsense/holder"), ok=False)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
