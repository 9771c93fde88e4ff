"""More sold than there is, because the organizer lets it: allowed, counted, and told."""

from tests.server.center import Device, Running


def oversold(server: Running) -> list[tuple[str, int]]:
    incidents = server.get(server.on("/incidents"))
    return [(one["incident"]["scope"], one["incident"]["excess"]) for one in incidents
            if one["incident"]["kind"] == "oversold"]  # fmt: skip


def test_as_many_more_are_lent_and_sold_as_the_organizer_allows(server: Running, kiosk: Device) -> None:
    """G10"""
    server.put(server.on("/quotas/1"), {"version": 1, "values": {"size": 4, "extra": 2}})
    kiosk.must_lease(3)
    server.sell(3)
    books = server.get(server.on("/quotas"))[0]
    assert (books["quota"]["size"], books["quota"]["available"], books["oversold"]) == (4, 0, 0)
    assert kiosk.lease(1).reason == "sold_out"
    assert oversold(server) == []


def test_people_without_a_place_are_an_incident_with_the_sales_beyond_the_last_place(
    server: Running, kiosk: Device
) -> None:
    """G10"""
    server.put(server.on("/quotas/1"), {"version": 1, "values": {"size": 2, "extra": 2}})
    lease = kiosk.must_lease(2)
    server.sell(2)
    server.time.pass_ms(1_000)
    kiosk.hello()
    answers = kiosk.push(*kiosk.log, kiosk.sell(lease, 0), kiosk.sell(lease, 1))
    assert [answer.outcome for answer in answers[-2:]] == ["conflict", "conflict"]
    assert oversold(server) == [("1", 2)]


def test_a_refund_makes_room_again(server: Running) -> None:
    server.put(server.on("/quotas/1"), {"version": 1, "values": {"size": 1, "extra": 1}})
    orders = [server.sell()["order"] for _ in range(2)]
    assert oversold(server) == [("1", 1)]
    server.post(server.on(f"/orders/{orders[0]}/refund"), {})
    assert oversold(server) == []


def test_a_quota_made_smaller_than_what_is_sold_tells_at_once(server: Running) -> None:
    """G10"""
    server.sell(2)
    server.sell(1)
    server.put(server.on("/quotas/1"), {"version": 1, "values": {"size": 2}})
    assert oversold(server) == [("1", 1)]
    server.put(server.on("/quotas/1"), {"version": 2, "values": {"size": 3}})
    assert oversold(server) == []


def test_a_lost_device_that_sold_after_all_fills_more_than_the_hall(server: Running, kiosk: Device) -> None:
    server.put(server.on("/quotas/1"), {"version": 1, "values": {"size": 2}})
    lease = kiosk.must_lease(2)
    sold = kiosk.sell(lease, 0)
    server.post(f"/api/v1/leases/{lease.lease}/write-off", {"event": server.event, "revoke": True})
    server.sell(2)
    kiosk.push(sold)
    assert oversold(server) == [("1", 1)]
