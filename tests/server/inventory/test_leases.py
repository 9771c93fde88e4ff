"""Lending capacity: quotas debited, codes signed, units given back or lost."""

import msgspec
import pytest

from kiosk.core import wire
from kiosk.core.permissions import Role, Scope
from kiosk.core.ticket_code import is_signed_by, parse
from tests.server.center import EMAIL, HOUR, PASSWORD, Device, Running


def pool(server: Running, number: int = 1) -> int:
    return next(q["quota"]["available"] for q in server.get(server.on("/quotas")) if q["quota"]["number"] == number)


def test_a_lease_brings_signed_codes_that_every_gate_can_check(server: Running, kiosk: Device, gate: Device) -> None:
    lease = kiosk.must_lease(3)
    public = wire.decode(msgspec.json.encode(gate.rows(Scope.SAFETY)["key", "1"]["public"]), bytes)
    assert lease.expires_ms == server.time.now + 24 * HOUR
    for unit in lease.units:
        codes = {variant.type: parse(variant.code) for variant in unit.variants}
        assert set(codes) == {1, 2}
        assert all(is_signed_by(code, public) and code.index == unit.index for code in codes.values())
        assert len({code.serial for code in codes.values()}) == 1
    assert pool(server) == 97


def test_the_same_request_brings_the_same_lease(server: Running, kiosk: Device) -> None:
    request = kiosk.new_id()
    first, again = kiosk.lease(5, request), kiosk.lease(5, request)
    assert first == again
    assert pool(server) == 95


def test_what_is_lent_is_gone_for_the_web(server: Running, kiosk: Device) -> None:
    """G02"""
    server.put(server.on("/quotas/1"), {"version": 1, "values": {"size": 4}})
    kiosk.must_lease(4)
    response = server.post(server.on("/orders"), {"choices": [{"type": 1, "quantity": 1}]}, ok=False)
    assert (response.status_code, response.json()["code"]) == (409, "sold_out")
    assert kiosk.lease(1).reason == "sold_out"


def test_two_quotas_are_both_debited_or_none(server: Running) -> None:
    """G09"""
    server.post(server.on("/quotas"), {"values": {"name": "Balcony", "size": 2}})
    box = {"name": "Box", "price_minor": 5000, "quotas": [1, 2]}
    server.post(server.on("/types"), {"values": box})
    response = server.post(server.on("/orders"), {"choices": [{"type": 3, "quantity": 3}]}, ok=False)
    assert response.json()["code"] == "sold_out"
    assert (pool(server, 1), pool(server, 2)) == (100, 2)
    server.sell(2, type_=3)
    assert (pool(server, 1), pool(server, 2)) == (98, 0)


def test_a_sale_credits_the_quotas_that_it_does_not_use(server: Running, kiosk: Device) -> None:
    server.post(server.on("/quotas"), {"values": {"name": "Balcony", "size": 10}})
    server.post(server.on("/types"), {"values": {"name": "Box", "price_minor": 5000, "quotas": [1, 2]}})
    lease = kiosk.must_lease(2)
    assert pool(server, 2) == 8
    kiosk.push(kiosk.sell(lease, 0))  # as an adult, whom the balcony does not concern
    assert pool(server, 2) == 9
    assert pool(server, 1) == 98


def test_returned_units_are_dead_and_their_places_free(server: Running, kiosk: Device, gate: Device) -> None:
    lease = kiosk.must_lease(10)
    sold = kiosk.sell(lease, 0)
    kiosk.push(sold, kiosk.give_back(lease, 1, 9))
    assert pool(server) == 99
    assert gate.rows(Scope.SAFETY)["range", f"{lease.lease}/1-9/returned"] == [lease.lease, 1, 9, "returned"]
    again = kiosk.must_lease(10)
    assert again.lease != lease.lease


def test_a_sale_of_a_returned_unit_is_accepted_and_reported(server: Running, kiosk: Device) -> None:
    lease = kiosk.must_lease(2)
    kiosk.push(kiosk.give_back(lease, 0, 1))
    answer = kiosk.push(kiosk.sell(lease, 1))[0]
    assert answer.outcome == "conflict"
    assert [one["incident"]["kind"] for one in server.get(server.on("/incidents"))] == ["sold_after_return"]


def test_a_range_that_was_not_lent_cannot_be_returned(server: Running, kiosk: Device) -> None:
    lease = kiosk.must_lease(2)
    assert kiosk.push(kiosk.give_back(lease, 0, 60_000))[0].reason == "beyond_lease"
    assert pool(server) == 98


@pytest.mark.parametrize(("revoke", "left"), [(True, 100), (False, 96)])
def test_a_lost_lease_is_kept_as_sold_or_freed(
    server: Running, kiosk: Device, gate: Device, revoke: bool, left: int
) -> None:
    """G07"""
    lease = kiosk.must_lease(4)
    body = {"event": server.event, "revoke": revoke, "reason": "fell into the harbour"}
    server.time.pass_ms(HOUR // 2)
    answer = server.post(f"/api/v1/leases/{lease.lease}/write-off", body)
    assert (answer["units"], answer["at_risk"]) == (4, 4 if revoke else 0)
    assert answer["last_contact_ms"] == server.time.now - HOUR // 2
    assert ("sold twice" in answer["risk"]) == revoke
    assert pool(server) == left
    ranges = [value for (kind, _), value in gate.rows(Scope.SAFETY).items() if kind == "range"]
    assert ranges == ([[lease.lease, 0, 3, "lease_lost"]] if revoke else [])
    late = kiosk.push(kiosk.sell(lease, 0))[0]
    assert late.outcome == "conflict"
    assert [one["incident"]["kind"] for one in server.get(server.on("/incidents"))] == ["sold_after_write_off"]


@pytest.mark.parametrize("returned_first", [True, False])
def test_a_write_off_and_a_return_of_the_same_units_both_stand(
    server: Running, kiosk: Device, gate: Device, returned_first: bool
) -> None:
    lease = kiosk.must_lease(4)
    back = kiosk.give_back(lease, 0, 2)
    body = {"event": server.event, "revoke": True, "reason": "fell into the harbour"}
    if returned_first:
        kiosk.push(back)
    server.post(f"/api/v1/leases/{lease.lease}/write-off", body)
    kiosk.push(back)
    ranges = [value for (kind, _), value in gate.rows(Scope.SAFETY).items() if kind == "range"]
    lost = [lease.lease, 3 if returned_first else 0, 3, "lease_lost"]
    assert sorted(ranges, key=str) == sorted([[lease.lease, 0, 2, "returned"], lost], key=str)


def test_a_gate_is_lent_nothing(gate: Device) -> None:
    assert gate.lease(2) == wire.LeaseAnswer(None, "role")


def test_an_event_that_is_over_lends_nothing(server: Running, kiosk: Device) -> None:
    server.time.pass_ms(50 * 60_000)
    server.put(server.on(""), {"version": 1, "values": {"status": "cancelled"}})
    assert kiosk.lease(2).reason == "event_over"


def test_a_quota_made_smaller_than_what_is_out_says_so(server: Running, kiosk: Device) -> None:
    """G10"""
    kiosk.must_lease(10)
    answer = server.put(server.on("/quotas/1"), {"version": 1, "values": {"size": 4}})
    assert (answer["quota"]["available"], answer["oversold"]) == (0, 6)


def test_hello_says_how_much_to_hold(server: Running, kiosk: Device) -> None:
    assert kiosk.hello().lease_targets == {str(server.event): 30}
    gate = server.pair(Role.GATE)
    assert gate.hello().lease_targets == {}


def test_much_of_a_scarce_stock_is_called_back(server: Running, kiosk: Device) -> None:
    lease = kiosk.must_lease(95)
    welcome = kiosk.hello()
    target = welcome.lease_targets[str(server.event)]
    recall = wire.Order("recall_lease", server.event, lease.lease, 95 - target)
    assert welcome.orders == (recall,)


def test_what_is_over_allocated_is_called_back(server: Running, kiosk: Device) -> None:
    """G10"""
    lease = kiosk.must_lease(10)
    server.put(server.on("/quotas/1"), {"version": 1, "values": {"size": 7}})
    assert kiosk.hello().orders == (wire.Order("recall_lease", server.event, lease.lease, 3),)
    kiosk.push(kiosk.give_back(lease, 7, 9))
    books = server.get(server.on("/quotas"))[0]
    assert (books["leased"], books["oversold"], books["quota"]["available"]) == (7, 0, 0)


def test_a_person_sees_what_is_at_risk_before_giving_a_lease_up(server: Running, kiosk: Device) -> None:
    """G07"""
    lease = kiosk.must_lease(4)
    kiosk.push(kiosk.sell(lease, 0))
    heard_ms = server.time.now
    server.time.pass_ms(HOUR)
    (line,) = server.get(server.on("/leases"))
    shown = {name: line[name] for name in ("name", "unsold", "at_risk", "is_online", "last_contact_ms", "expires_ms")}
    assert shown == {
        "name": "Kiosk 1", "unsold": 3, "at_risk": 3, "is_online": False, "last_contact_ms": heard_ms,
        "expires_ms": lease.expires_ms,
    }  # fmt: skip


def test_a_person_may_wait_and_call_the_lease_back_instead(server: Running, kiosk: Device) -> None:
    """G07"""
    lease = kiosk.must_lease(4)
    server.post(f"/api/v1/leases/{lease.lease}/recall", {"event": server.event})
    assert server.get(server.on("/leases"))[0]["is_recalled"]
    assert pool(server) == 96
    assert kiosk.hello().orders == (wire.Order("recall_lease", server.event, lease.lease),)
    kiosk.push(kiosk.give_back(lease, 0, 3))
    assert pool(server) == 100
    assert kiosk.hello().orders == ()


def test_what_has_expired_comes_back_by_the_device_alone(server: Running, kiosk: Device) -> None:
    """G05"""
    lease = kiosk.must_lease(4)
    server.time.pass_ms(25 * HOUR)
    kiosk.sign_in()
    server.token = ""
    server.token = server.post("/api/v1/accounts/sessions", {"email": EMAIL, "password": PASSWORD})["token"]
    assert pool(server) == 96
    assert kiosk.hello().orders == (wire.Order("recall_lease", server.event, lease.lease),)
    assert pool(server) == 96
    kiosk.push(kiosk.give_back(lease, 0, 3))
    assert pool(server) == 100


def test_a_device_and_its_copy_send_no_units_to_and_fro(server: Running, kiosk: Device) -> None:
    """What one of them holds is not the other's to give back, nor a reason to."""
    server.put(server.on("/quotas/1"), {"version": 1, "values": {"size": 10}})
    copy = Device(server, kiosk.pairing, kiosk.name)
    copy.id, copy.token = kiosk.id, kiosk.token
    lent = [(device, device.must_lease(units)) for device, units in ((kiosk, 5), (copy, 4))]
    for device, lease in lent:
        holdings = (wire.Holding(server.event, lease.lease, len(lease.units)),)
        orders = device.hello(appends_clock=False, holdings=holdings).orders
        assert [order for order in orders if order.directive == wire.Directive.RECALL_LEASE] == []


def test_of_two_copies_each_gives_back_what_is_too_much_of_its_own(server: Running, kiosk: Device) -> None:
    server.put(server.on("/quotas/1"), {"version": 1, "values": {"size": 10}})
    mine, other = kiosk.must_lease(8), kiosk.must_lease(1)
    holdings = (wire.Holding(server.event, mine.lease, 8),)
    orders = kiosk.hello(holdings=holdings).orders
    assert [(order.lease, order.units) for order in orders] == [(mine.lease, 3)]
    assert other.lease not in {order.lease for order in orders}
