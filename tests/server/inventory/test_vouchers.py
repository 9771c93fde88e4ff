"""Vouchers: each use is a unit, lent to a device or taken on the web."""

import msgspec
import pytest

from kiosk.core import facts as f
from kiosk.core.ids import order_subject
from kiosk.core.leases import Lease, is_voucher_use
from kiosk.core.permissions import Role
from server.inventory.rules import share_voucher
from tests.server.center import Device, Running


@pytest.fixture
def harvest(server: Running) -> Running:
    """A voucher for one order, lent to kiosks and tills."""
    add(server, uses=1)
    return server


def add(server: Running, **values: object) -> None:
    half = {"name": "Half", "code": "HARVEST", "uses": 1, "percent": 5_000, "is_leased": True}
    server.post(server.on("/vouchers"), {"values": half | values})


def uses(lease: Lease | None) -> list[int]:
    assert lease is not None
    return [unit.index for unit in lease.units if is_voucher_use(unit)]


def redeem(device: Device, lease: Lease, place: int, use: int) -> f.Fact:
    """Sell a place for half of its price with a use of the voucher."""
    plain = f.decode_body(device.sell(lease, place, price_minor=1_200))
    device.log.pop()
    device.seq -= 1
    device.prev = device.log[-1].hash if device.log else f.GENESIS
    assert isinstance(plain, f.Sold)
    subject = f"{lease.event:08x}{lease.lease:08x}{use:04x}"
    line = msgspec.structs.replace(plain.lines[0], discount_minor=1_200, voucher="HARVEST")
    body = msgspec.structs.replace(plain, lines=(line,), vouchers=(subject,))
    return device.make("sold", body, line.subject, subject, order_subject(body.order))


def state(server: Running) -> tuple[int, int, int]:
    (voucher,) = server.get(server.on("/vouchers"))
    return voucher["left"], voucher["lent"], voucher["used"]


def test_a_use_is_lent_to_one_device_alone(harvest: Running, kiosk: Device) -> None:
    """G13"""
    till = harvest.pair(Role.TILL, name="Till")
    assert kiosk.hello().voucher_uses == {str(harvest.event): 1}
    assert len(uses(kiosk.lease(1).lease)) == 1
    assert uses(till.lease(1).lease) == []
    assert till.hello().voucher_uses == {}
    assert state(harvest) == (0, 1, 0)


def test_the_web_cannot_take_what_is_lent(harvest: Running, kiosk: Device) -> None:
    """G13"""
    kiosk.lease(1)
    wish = {"choices": [{"type": 1, "quantity": 1}], "voucher": "harvest"}
    assert harvest.post(harvest.on("/orders"), wish, ok=False).json()["code"] == "sold_out"


def test_a_redeemed_use_is_used_up(harvest: Running, kiosk: Device) -> None:
    """G13"""
    lease = kiosk.lease(1).lease
    assert lease is not None
    answer = kiosk.push(redeem(kiosk, lease, 0, *uses(lease)))[0]
    assert (answer.outcome, state(harvest)) == ("applied", (0, 0, 1))


def test_a_use_that_was_not_lent_is_refused_like_a_place_that_was_not(harvest: Running, kiosk: Device) -> None:
    """G20"""
    lease = kiosk.lease(2).lease
    assert lease is not None
    answer = kiosk.push(redeem(kiosk, lease, 0, 60_000))[0]
    assert (answer.outcome, answer.reason) == ("quarantined", "beyond_lease")


def test_a_use_taken_twice_by_a_copied_device_is_an_incident(harvest: Running, kiosk: Device) -> None:
    lease = kiosk.lease(2).lease
    assert lease is not None
    kiosk.push(redeem(kiosk, lease, 0, *uses(lease)))
    answer = kiosk.push(redeem(kiosk, lease, 1, *uses(lease)))[0]
    assert answer.outcome == "conflict"
    kinds = [one["incident"]["kind"] for one in harvest.get(harvest.on("/incidents"))]
    assert kinds == ["duplicate_serial"]


def test_a_use_that_comes_back_can_be_lent_again(harvest: Running, kiosk: Device) -> None:
    lease = kiosk.lease(1).lease
    kiosk.push(kiosk.give_back(lease, *uses(lease), *uses(lease)))  # type: ignore[arg-type]
    assert state(harvest) == (1, 0, 0)
    assert len(uses(kiosk.lease(1).lease)) == 1


def test_a_voucher_for_the_web_alone_is_never_lent(server: Running, kiosk: Device) -> None:
    add(server, is_leased=False, uses=5)
    assert uses(kiosk.lease(1).lease) == []
    sold = server.sell(2, voucher="Harvest ")
    assert sold["gross_minor"] == 2_400
    assert state(server) == (4, 0, 1)


def test_an_unknown_voucher_is_refused_in_words(server: Running) -> None:
    wish = {"choices": [{"type": 1, "quantity": 1}], "voucher": "SPRING"}
    assert server.post(server.on("/orders"), wish, ok=False).json()["code"] == "voucher_unknown"


def test_two_vouchers_do_not_share_a_code(harvest: Running) -> None:
    again = {"name": "Other", "code": "harvest", "uses": 1, "percent": 100}
    assert harvest.post(harvest.on("/vouchers"), {"values": again}, ok=False).status_code == 400


@pytest.mark.parametrize("values", [
    {"percent": 5_000, "amount_minor": 100}, {"percent": 0}, {"code": " "}, {"uses": -1}, {"percent": 10_001},
])  # fmt: skip
def test_a_voucher_that_makes_no_sense_is_refused(server: Running, values: dict[str, object]) -> None:
    half = {"name": "Half", "code": "HARVEST", "uses": 1, "percent": 5_000}
    assert server.post(server.on("/vouchers"), {"values": half | values}, ok=False).status_code == 400


def test_uses_are_split_between_those_who_sell() -> None:
    assert share_voucher(pool=100, lent=0, held=0, sellers=2) == 25
    assert share_voucher(pool=75, lent=25, held=25, sellers=2) == 0
    assert share_voucher(pool=1, lent=0, held=0, sellers=6) == 1
    assert share_voucher(pool=0, lent=1, held=0, sellers=6) == 0
