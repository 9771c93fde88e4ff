"""Joining the fleet: pairing codes, enrolment, sessions, revocation."""

from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kiosk.core import wire
from kiosk.core.permissions import Role
from server.accounts.passwords import hash_secret
from tests.server.center import HOUR, Device, Running


def invite(server: Running, **changes: Any) -> tuple[wire.Pairing, str]:
    wanted = {"name": "Gate A", "roles": ["gate"], "events": [server.event]} | changes
    made = server.post(f"/api/v1/organizers/{server.organizer}/enrolments", wanted)
    return wire.parse_pairing(made["pairing"]), made["typed"]


def request(device: Device, token: str, **changes: Any) -> wire.EnrolRequest:
    statement = wire.enrol_statement(token, device.pairing.server_key, device.public)
    made = wire.EnrolRequest(token, device.public, device.key.sign(statement), device.name)
    return msgspec.structs.replace(made, **changes)


def refusal(device: Device, message: wire.EnrolRequest) -> tuple[int, str]:
    response = device.raw("POST", "/api/v1/devices/enrol", message)
    return response.status_code, wire.decode(response.content, wire.Problem).code


def test_the_answer_is_signed_by_the_server_of_the_code(server: Running) -> None:
    pairing, _ = invite(server)
    answer = Device(server, pairing, "Gate A").enrol()
    key = Ed25519PublicKey.from_public_bytes(pairing.server_key)
    key.verify(answer.signature, wire.enrolled_statement(answer))
    assert answer.roles == (Role.GATE,)
    assert [assignment.event for assignment in answer.events] == [server.event]
    assert answer.organizer == "Quay e.V."


def test_a_token_is_good_once(server: Running) -> None:
    pairing, _ = invite(server)
    Device(server, pairing, "first").enrol()
    second = Device(server, pairing, "second")
    assert refusal(second, request(second, pairing.token)) == (409, "used_token")


def test_the_typed_token_and_the_code_are_one_invitation(server: Running) -> None:
    pairing, typed = invite(server)
    assert len(typed) == 10
    first = Device(server, pairing, "typed")
    assert first.raw("POST", "/api/v1/devices/enrol", request(first, typed)).is_success
    second = Device(server, pairing, "second")
    assert refusal(second, request(second, pairing.token)) == (409, "used_token")


def test_a_token_expires_after_a_quarter_of_an_hour(server: Running) -> None:
    pairing, _ = invite(server)
    server.time.pass_ms(15 * 60_000)
    device = Device(server, pairing, "late")
    assert refusal(device, request(device, pairing.token)) == (409, "expired_token")


def test_an_unknown_token_is_refused(server: Running) -> None:
    pairing, _ = invite(server)
    device = Device(server, pairing, "guess")
    assert refusal(device, request(device, "0" * 32)) == (409, "unknown_token")


def test_a_wrong_signature_leaves_the_token_as_it_was(server: Running) -> None:
    pairing, _ = invite(server)
    device = Device(server, pairing, "thief")
    wrong = request(device, pairing.token, signature=bytes(64))
    assert refusal(device, wrong) == (401, "wrong_signature")
    assert device.raw("POST", "/api/v1/devices/enrol", request(device, pairing.token)).is_success


def test_a_code_cannot_grant_another_organizers_event(server: Running) -> None:
    wanted = {"name": "Gate", "roles": ["gate"], "events": [4711]}
    response = server.post(f"/api/v1/organizers/{server.organizer}/enrolments", wanted, ok=False)
    assert response.status_code == 404


def test_no_device_gets_the_servers_role(server: Running) -> None:
    wanted = {"name": "Gate", "roles": ["server"], "events": [server.event]}
    response = server.post(f"/api/v1/organizers/{server.organizer}/enrolments", wanted, ok=False)
    assert response.status_code == 400


def test_the_first_device_brings_the_first_supervisors_pin(server: Running) -> None:
    verifier = hash_secret("123456")
    for name in ("first", "second"):
        pairing, _ = invite(server)
        device = Device(server, pairing, name)
        device.enrol(supervisor_pin_verifier=verifier if name == "first" else hash_secret("654321"))
        device.sign_in()
    staff = server.get(f"/api/v1/organizers/{server.organizer}/staff")
    assert [(member["name"], member["role"]) for member in staff] == [("Supervisor", "supervisor")]
    rows = [value for (kind, _), value in device.rows(wire.Scope.SAFETY).items() if kind == "staff"]
    assert [row["pin_verifier"] for row in rows] == [verifier]


def test_a_session_opens_by_signing_a_nonce_once(server: Running, gate: Device) -> None:
    nonce = gate.send("/api/v1/sync/nonce", {"device": gate.id}, wire.Nonce).nonce
    signed = wire.SessionRequest(gate.id, nonce, gate.key.sign(wire.session_statement(gate.id, nonce)))
    answer = gate.send("/api/v1/sync/session", signed, wire.SessionAnswer)
    assert answer.lives_ms == HOUR
    assert gate.raw("POST", "/api/v1/sync/session", signed).status_code == 401
    stored = [row[0] for row in server.read("device_session")]
    assert answer.token not in stored


def test_another_key_opens_no_session(gate: Device) -> None:
    nonce = gate.send("/api/v1/sync/nonce", {"device": gate.id}, wire.Nonce).nonce
    other = Ed25519PrivateKey.generate()
    forged = wire.SessionRequest(gate.id, nonce, other.sign(wire.session_statement(gate.id, nonce)))
    assert gate.raw("POST", "/api/v1/sync/session", forged).status_code == 401


def test_a_nonce_is_for_the_device_that_asked(gate: Device, gate_b: Device) -> None:
    nonce = gate.send("/api/v1/sync/nonce", {"device": gate.id}, wire.Nonce).nonce
    taken = wire.SessionRequest(gate_b.id, nonce, gate_b.key.sign(wire.session_statement(gate_b.id, nonce)))
    assert gate_b.raw("POST", "/api/v1/sync/session", taken).status_code == 401


def test_a_session_ends_and_the_same_facts_go_through_a_new_one(server: Running, gate: Device) -> None:
    """H12"""
    fact = gate.admit(server.sell()["tickets"][0]["subject"])
    gate.push(fact)
    server.time.pass_ms(HOUR + 1)
    push = wire.PushRequest((msgspec.Raw(wire.encode(fact)),))
    assert gate.raw("POST", "/api/v1/sync/push", push).status_code == 401
    gate.sign_in()
    assert gate.push(fact)[0].outcome == "duplicate"


def test_the_fleet_shows_what_a_device_said_of_itself(server: Running, gate: Device) -> None:
    """B08, B12: a doubted clock and rules that the device cannot read are for the organizer to see."""
    gate.hello(health=wire.Health(clock="untrusted", pending=3, rules_unsupported=2))
    (listed,) = server.get(f"/api/v1/organizers/{server.organizer}/devices")
    assert {name: listed["health"][name] for name in ("clock", "pending", "rules_unsupported")} == {
        "clock": "untrusted", "pending": 3, "rules_unsupported": 2,
    }  # fmt: skip


@pytest.mark.parametrize("path", ["/api/v1/sync/pull", "/api/v1/sync/snapshot/data"])
def test_a_revoked_device_is_told_nothing(server: Running, gate: Device, path: str) -> None:
    server.post(f"/api/v1/devices/{gate.id}/revoke")
    query = {"event": server.event, "scope": "data", "epoch": "", "seq": 0, "tag": ""}
    response = gate.raw("GET", path, query=query)
    assert (response.status_code, response.json()["code"]) == (403, "revoked")


def test_what_a_revoked_device_brings_is_kept_aside(server: Running, gate: Device) -> None:
    """H06"""
    subject = server.sell()["tickets"][0]["subject"]
    server.post(f"/api/v1/devices/{gate.id}/revoke")
    answer = gate.push(gate.admit(subject))[0]
    assert (answer.outcome, answer.reason) == ("quarantined", "revoked")
    assert server.count("passage") == 0
    assert server.count("quarantine") == 1


def test_a_device_serves_what_it_is_given_later(server: Running, gate: Device) -> None:
    first = server.event
    server.found(name="Second night")
    listed = server.get(f"/api/v1/organizers/{server.organizer}/devices")[0]
    edit = {"name": "Gate A", "roles": ["gate"], "events": [first, server.event], "version": listed["version"]}
    server.put(f"/api/v1/devices/{gate.id}", edit)
    assert [one.event for one in gate.hello().events] == sorted([first, server.event])
    assert server.put(f"/api/v1/devices/{gate.id}", edit, ok=False).json()["code"] == "version_conflict"


def test_facts_of_an_event_that_it_no_longer_serves_are_still_taken(server: Running, gate: Device) -> None:
    subject = server.sell()["tickets"][0]["subject"]
    first, blind = server.event, gate.admit(subject)
    server.found(name="Second night")
    edit = {"name": "Gate A", "roles": ["gate"], "events": [server.event], "version": 1}
    server.put(f"/api/v1/devices/{gate.id}", edit)
    assert gate.push(blind)[0].outcome == "applied"
    query = {"event": first, "scope": "data", "epoch": "", "seq": 0, "tag": ""}
    assert gate.raw("GET", "/api/v1/sync/pull", query=query).status_code == 404
