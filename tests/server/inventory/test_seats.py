"""Numbered places: the unit is the seat, and a seat is in one hand."""

import pytest
import sqlalchemy as sa

from kiosk.core.permissions import Role
from server.inventory.adopting import adopt_shown
from server.inventory.rules import Share, allot_apart, choose_seats
from server.ledger.feed import Changes
from tests.server.center import Device, Running
from tests.server.inventory.test_rules import TYPES

SEATS = [*(f"A{n}" for n in range(1, 5)), *(f"B{n}" for n in range(1, 5))]


@pytest.fixture
def box(server: Running) -> int:
    """A type for the balcony, whose eight places are numbered."""
    server.post(server.on("/quotas"), {"values": {"name": "Balcony", "size": 8, "seats": SEATS}})
    box = {"name": "Box", "price_minor": 5000, "quotas": [2]}
    return int(server.post(server.on("/types"), {"values": box})["value"]["number"])


def seats_of(server: Running, order: str) -> list[str]:
    return [row[0] for row in server.center.ground.db.write(lambda c: list(c.exec_driver_sql(
        f"SELECT seat FROM ticket WHERE order_id = '{order}' ORDER BY subject")))]  # fmt: skip


def test_the_best_block_that_is_long_enough_is_chosen() -> None:
    assert choose_seats(SEATS, set(), 3) == ("A1", "A2", "A3")
    assert choose_seats(SEATS, {"A2"}, 3) == ("B1", "B2", "B3")
    assert choose_seats(SEATS, {"A2", "B2"}, 5) == ("A1", "A3", "A4", "B3", "B4")
    assert choose_seats(SEATS, set(SEATS[1:]), 3) == ("A1",)


def test_a_seat_and_a_standing_place_are_never_one_unit() -> None:
    shares = allot_apart(TYPES, ((1, 0), (3, 0)), {1: 10, 2: 10}, 5, seated=(1,))
    assert shares == (Share(3, ((1, 0),)), Share(2, ((3, 0),)))


def test_a_seat_is_in_one_hand(server: Running, kiosk: Device, box: int) -> None:
    """G14"""
    lease = kiosk.lease(3, variants=((box, 0),)).lease
    assert lease is not None
    lent = [unit.seat for unit in lease.units]
    assert lent == ["A1", "A2", "A3"]
    sold = [seat for _ in range(5) for seat in seats_of(server, server.sell(1, type_=box)["order"])]
    assert sorted([*lent, *sold]) == SEATS
    response = server.post(server.on("/orders"), {"choices": [{"type": box, "quantity": 1}]}, ok=False)
    assert response.json()["code"] == "sold_out"


def test_two_kiosks_and_the_web_never_share_a_seat(server: Running, kiosk: Device, box: int) -> None:
    """G14"""
    till = server.pair(Role.TILL, name="Till")
    leases = [device.lease(2, variants=((box, 0),)).lease for device in (kiosk, till)]
    seats = [unit.seat for lease in leases if lease is not None for unit in lease.units]
    seats += seats_of(server, server.sell(2, type_=box)["order"])
    assert len(seats) == len(set(seats)) == 6


def test_a_seat_that_came_back_is_lent_again_under_another_serial(server: Running, kiosk: Device, box: int) -> None:
    """G14"""
    first = kiosk.lease(2, variants=((box, 0),)).lease
    assert first is not None
    kiosk.push(kiosk.give_back(first, 0, 1))
    second = kiosk.lease(2, variants=((box, 0),)).lease
    assert second is not None
    assert [unit.seat for unit in second.units] == [unit.seat for unit in first.units]
    assert second.lease != first.lease


def test_a_party_sits_together(server: Running, kiosk: Device, box: int) -> None:
    kiosk.lease(2, variants=((box, 0),))
    assert seats_of(server, server.sell(4, type_=box)["order"]) == ["B1", "B2", "B3", "B4"]


def told(server: Running) -> list[tuple[str, str]]:
    listed = [one["incident"] for one in server.get(server.on("/incidents"))]
    return [(one["kind"], one["scope"]) for one in listed if one["kind"] == "seat_sold_twice"]


def test_a_seat_with_two_tickets_is_told_until_one_of_them_is_refunded(
    server: Running, kiosk: Device, box: int
) -> None:
    """G08, G14"""
    lease = kiosk.lease(1, variants=((box, 0),)).lease
    assert lease is not None
    kiosk.hello()
    sold = kiosk.sell(lease, 0)
    server.post(f"/api/v1/leases/{lease.lease}/write-off", {"event": server.event, "revoke": True})
    order = server.sell(1, type_=box)["order"]
    assert seats_of(server, order) == [lease.units[0].seat]
    kiosk.push(*kiosk.log)
    assert told(server) == [("seat_sold_twice", "A1")]
    kiosk.push(kiosk.refund(sold))
    assert told(server) == []


def test_a_lease_is_called_back_where_a_forgotten_one_has_its_seats(server: Running, kiosk: Device, box: int) -> None:
    """J01"""
    forgotten = kiosk.lease(1, variants=((box, 0),)).lease
    assert forgotten is not None
    forget = [f"DELETE FROM {table} WHERE lease = {forgotten.lease}" for table in ("unit", "lease_range", "lease")]
    for statement in (*forget, "UPDATE quota_books SET pool = pool + 1, leased = leased - 1 WHERE quota = 2"):
        server.center.ground.db.write(lambda c, s=statement: c.exec_driver_sql(s) and None)  # as after a restore
    till = server.pair(Role.TILL)
    assert till.lease(1, variants=((box, 0),)).lease is not None
    center = server.center

    def show(connection: sa.Connection) -> None:
        assert adopt_shown(connection, center.ground, center.ledger, kiosk.id, forgotten, Changes())

    center.ground.write(show)
    lines = server.get(server.on("/leases"))
    assert {line["holder"]: line["is_recalled"] for line in lines} == {till.id: True, kiosk.id: False}


def test_devices_are_not_sent_the_plan_of_the_hall(server: Running, kiosk: Device, box: int) -> None:
    server.sell(1, type_=box)
    assert kiosk.rows()["quota", "2"]["seats"] == []


@pytest.mark.parametrize("values", [
    {"size": 9, "seats": SEATS}, {"size": 2, "seats": ["A1", "A1"]}, {"size": 1, "seats": [""]},
    {"size": 8, "seats": SEATS, "extra": 1}, {"size": 5, "extra": 6},
])  # fmt: skip
def test_a_plan_that_makes_no_sense_is_refused(server: Running, values: dict[str, object]) -> None:
    response = server.post(server.on("/quotas"), {"values": {"name": "Balcony", **values}}, ok=False)
    assert response.status_code == 400


def test_a_ticket_has_one_seat(server: Running, box: int) -> None:
    server.post(server.on("/quotas"), {"values": {"name": "Stalls", "size": 1, "seats": ["S1"]}})
    both = {"name": "Both", "price_minor": 1, "quotas": [2, 3]}
    assert server.post(server.on("/types"), {"values": both}, ok=False).status_code == 400
