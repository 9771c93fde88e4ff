"""The key ring: a stolen key stays out, and people are told what to issue anew."""

from base64 import b64encode, urlsafe_b64encode

import pytest

from kiosk.core import wire
from kiosk.core.permissions import Role, Scope
from server.tickets.keys import load_signing_key
from tests.server.center import HOUR, Device, Running


def revoke(server: Running, key: int = 1) -> int:
    """Revoke a key; return how many tickets are to be issued anew."""
    return server.post(server.on(f"/keys/{key}"), {"status": "revoked"})["tickets_to_reissue"]


def list_numbers(server: Running, key: int = 1) -> list[str]:
    listed = server.get(server.on(f"/keys/{key}/tickets"))
    assert listed["after"] == ""
    assert listed["tickets_total"] == len(listed["tickets"])
    return [ticket["number"] for ticket in listed["tickets"]]


def test_a_revoked_key_never_comes_back(server: Running, gate: Device) -> None:
    """C09"""
    server.post(server.on("/keys"))
    revoke(server)
    refused = server.post(server.on("/keys/1"), {"status": "retired"}, ok=False)
    assert (refused.status_code, refused.json()["code"]) == (409, "key_revoked")
    assert gate.rows(Scope.SAFETY)["key", "1"]["status"] == "revoked"


def test_a_key_may_be_revoked_twice(server: Running) -> None:
    """C09"""
    server.sell()
    assert (revoke(server), revoke(server)) == (1, 1)


def test_a_revocation_says_which_live_tickets_must_be_issued_anew(server: Running, kiosk: Device) -> None:
    """C09: not one that was given back, nor those that the new key signed."""
    online, refunded = server.sell(2)["tickets"], server.sell()
    server.post(server.on(f"/orders/{refunded['order']}/refund"), {})
    lease = kiosk.must_lease(2)
    server.time.pass_ms(HOUR // 4)
    server.post(server.on("/keys"))
    server.time.pass_ms(1)
    late = kiosk.sell(lease, 0)  # sold after the rotation, signed before it
    kiosk.push(late)
    server.sell(3)
    old = sorted([*(ticket["number"] for ticket in online), lease.units[0].number])
    assert revoke(server) == 3
    assert sorted(list_numbers(server)) == old
    server.post(server.on(f"/tickets/{online[0]['subject']}/reissue"), {"reason": "stolen key"})
    assert sorted(list_numbers(server)) == sorted([online[1]["number"], lease.units[0].number])


def test_a_key_that_began_later_concerns_no_ticket_that_a_device_sold_before(server: Running, kiosk: Device) -> None:
    """C09: a device prints what was signed when it was lent; the server signs anew whenever it shows a code."""
    lease = kiosk.must_lease(2)
    kiosk.push(kiosk.sell(lease, 0))
    online = server.sell()["tickets"][0]["number"]
    server.time.pass_ms(HOUR // 4)
    server.post(server.on("/keys"))
    server.time.pass_ms(HOUR // 4)
    assert revoke(server, 2) == 1
    assert list_numbers(server, 2) == [online]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SERVER])
def test_no_device_is_ever_given_a_key_that_signs_tickets(server: Running, role: Role) -> None:
    """H08: neither by a feed nor with a lease; its codes are signed already."""
    with server.center.ground.db.read() as connection:
        private = load_signing_key(connection, server.center.ground, server.event).private_key.private_bytes_raw()
    device = server.pair(role)
    query = {"event": server.event, "after": "", "limit": 5_000}
    told = b"".join(device.raw("GET", f"/api/v1/sync/snapshot/{scope}", query=query).content for scope in Scope)
    request = wire.LeaseRequest(device.new_id(), server.event, 5)
    told += device.raw("POST", "/api/v1/leases/request", request).content
    assert b'"key"' in told
    assert (b'"T1' in told) == (role in (Role.KIOSK, Role.TILL, Role.SUPERVISOR))
    for written in (private, private.hex().encode(), b64encode(private), urlsafe_b64encode(private)):
        assert written not in told


def test_nobody_else_is_told_what_a_key_signed(server: Running) -> None:
    server.token = ""
    assert server.get(server.on("/keys/1/tickets"), ok=False).status_code == 401


def test_a_key_that_does_not_exist_signed_nothing(server: Running) -> None:
    assert server.get(server.on("/keys/9/tickets"), ok=False).status_code == 404
