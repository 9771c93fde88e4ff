"""The drop box: what a revoked device leaves before it wipes itself."""

from hashlib import sha256

import httpx
import msgspec
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.core import facts as f
from kiosk.core import wire
from kiosk.core.drop_receipt import DropReceipt, dropped_statement
from server.sync import dropbox
from tests.server.center import Device, Running


def revoke(server: Running, device: Device) -> None:
    server.post(f"/api/v1/devices/{device.id}/revoke")


def drop(device: Device, *facts: f.Fact) -> httpx.Response:
    raws = tuple(msgspec.Raw(wire.encode(fact)) for fact in facts)
    return device.raw("POST", "/api/v1/sync/dropbox", wire.PushRequest(raws))


def test_a_revoked_device_reads_nothing_and_leaves_what_it_holds(server: Running, gate: Device) -> None:
    """H06"""
    made = [gate.admit(server.sell()["tickets"][0]["subject"]) for _ in range(2)]
    revoke(server, gate)
    hello = wire.Hello(1, "0.1.0", 0, 0, gate.boot, wire.FactHead(1, 0, f.GENESIS))
    refused = gate.raw("POST", "/api/v1/sync/hello", hello)
    assert (refused.status_code, refused.json()["code"]) == (403, "revoked")
    query = {"event": server.event, "scope": "data", "epoch": "", "seq": 0, "tag": ""}
    assert gate.raw("GET", "/api/v1/sync/pull", query=query).status_code == 403
    receipt = wire.decode(drop(gate, *made).content, DropReceipt)
    assert [(answer.outcome, answer.reason) for answer in receipt.answers] == [("quarantined", "revoked")] * 2
    assert server.count("passage") == 0
    kept = {row["fact"]: row["reason"] for row in server.get(server.on("/quarantine"))}
    assert kept == {fact.id: "revoked" for fact in made}


def test_the_receipt_is_signed_over_every_byte_that_was_left(server: Running, gate: Device) -> None:
    """H06"""
    fact = gate.admit(server.sell()["tickets"][0]["subject"])
    revoke(server, gate)
    receipt = wire.decode(drop(gate, fact).content, DropReceipt)
    key = Ed25519PublicKey.from_public_bytes(gate.pairing.server_key)
    digest = sha256(wire.encode(fact)).digest()
    key.verify(receipt.signature, dropped_statement(gate.id, receipt.server_ms, [digest]))
    with pytest.raises(InvalidSignature):
        key.verify(receipt.signature, dropped_statement(gate.id, receipt.server_ms, []))


def test_a_device_in_good_standing_has_no_use_for_it(server: Running, gate: Device) -> None:
    assert drop(gate).json()["code"] == "not_revoked"


def test_a_day_has_its_limit_and_the_next_day_its_own(
    server: Running, gate: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    """H06"""
    facts = [gate.admit(server.sell()["tickets"][0]["subject"]) for _ in range(3)]
    revoke(server, gate)
    monkeypatch.setattr(dropbox, "DAY_BYTES_MAX", 2 * len(wire.encode(facts[0])) + 50)
    assert drop(gate, *facts[:2]).is_success
    assert drop(gate, facts[2]).status_code == 429
    server.time.pass_ms(dropbox.DAY_MS + 1)
    gate.sign_in()
    assert drop(gate, facts[2]).is_success
