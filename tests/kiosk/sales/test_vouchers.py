"""Vouchers and seats at a device without network: what it was lent, and nothing on trust."""

import msgspec
import pytest

from kiosk.core import facts as f
from kiosk.core.catalog import Voucher
from kiosk.core.errors import Rejected
from kiosk.core.leases import VOUCHER_TYPE, Lease, Unit, Variant
from kiosk.core.pricing import Choice
from kiosk.core.ticket_code import TicketCode, sign
from kiosk.sales.basket import Basket, with_voucher
from kiosk.sales.checkout import Checkout, Completed
from kiosk.store import schema, stock
from kiosk.store.catalogue import Catalogue, load_catalogue
from kiosk.sync.leases import give_back
from tests.kiosk.core import make
from tests.kiosk.device import Device, catalogue

HALF = Voucher(5, "Half", "HARVEST", uses=1, percent=5_000, is_leased=True)


def unit(index: int, type_: int, session: int = 0, seat: str = "") -> Unit:
    code = TicketCode(key_id=1, event=make.EVENT, lease=make.LEASE, index=index, type=type_, session=session)
    return Unit(index, f"NUMBER{index:04d}", (Variant(type_, session, sign(code, make.KEY)),), seat)


@pytest.fixture
def kiosk(device: Device) -> Device:
    """Four seats and one use of a voucher."""
    device.fill(*catalogue(), ("voucher", "5", HALF))
    units = (*(unit(n, 1, seat=f"A{n + 1}") for n in range(4)), unit(4, VOUCHER_TYPE, 5))
    lease = Lease(make.EVENT, make.LEASE, make.NOW + make.HOUR, units)
    device.store.write(lambda c: stock.save_lease(c, lease)).result()
    return device


@pytest.fixture
def desk(kiosk: Device) -> Checkout:
    return Checkout(kiosk.store, kiosk.author, kiosk.clock)


def known(device: Device) -> Catalogue:
    with device.store.read() as connection:
        found = load_catalogue(connection, make.EVENT)
    assert found is not None
    return found


def basket(device: Device, quantity: int = 2) -> Basket:
    return with_voucher(known(device), Basket(make.EVENT, (Choice(1, 0, quantity),)), " harvest")


def sell(desk: Checkout, wanted: Basket) -> Completed:
    return desk.pay_cash(desk.begin(wanted, "cash"), 100_000)[0]


def test_a_lent_use_takes_its_part_off_and_is_named_in_the_sale(kiosk: Device, desk: Checkout) -> None:
    """G13"""
    done = sell(desk, basket(kiosk))
    (fact,) = kiosk.pending()
    body = f.decode_body(fact)
    assert isinstance(body, f.Sold)
    assert done.sale.total_minor == 2_400
    assert body.vouchers == (f"{make.EVENT:08x}{make.LEASE:08x}0004",)
    assert set(body.vouchers) < set(fact.subjects)
    assert {line.voucher for line in body.lines} == {"HARVEST"}


def test_a_second_order_needs_a_use_of_its_own(kiosk: Device, desk: Checkout) -> None:
    """G13"""
    sell(desk, basket(kiosk))
    with pytest.raises(Rejected) as refusal:
        desk.begin(basket(kiosk), "cash")
    assert refusal.value.reason == "voucher_needs_online"
    assert sell(desk, Basket(make.EVENT, (Choice(1, 0, 1),))).sale.total_minor == 2_400


def test_a_sale_that_is_given_up_gives_the_use_back(kiosk: Device, desk: Checkout) -> None:
    desk.abandon(desk.begin(basket(kiosk), "cash"))
    assert sell(desk, basket(kiosk)).sale.total_minor == 2_400


@pytest.mark.parametrize(("changes", "reason"), [
    ({"is_leased": False}, "voucher_needs_online"), ({"active": False}, "voucher_unknown"),
    ({"code": "OTHER"}, "voucher_unknown"), ({"percent": 1_000}, "voucher_changed"),
])  # fmt: skip
def test_what_the_catalogue_says_now_counts(
    kiosk: Device, desk: Checkout, changes: dict[str, object], reason: str
) -> None:
    """G13"""
    wanted = basket(kiosk)
    kiosk.fill(("voucher", "5", msgspec.structs.replace(HALF, **changes)))
    with pytest.raises(Rejected) as refusal:
        desk.begin(wanted, "cash")
    assert refusal.value.reason == reason


def test_the_seat_of_the_unit_is_sold_and_printed(kiosk: Device, desk: Checkout) -> None:
    """G14"""
    done = sell(desk, Basket(make.EVENT, (Choice(1, 0, 3),)))
    (fact,) = kiosk.pending()
    body = f.decode_body(fact)
    assert isinstance(body, f.Sold)
    assert [line.seat for line in body.lines] == ["A1", "A2", "A3"]
    assert [ticket.seat for ticket in done.sale.tickets] == ["A1", "A2", "A3"]


@pytest.mark.parametrize(("units", "gone"), [(2, [2, 3]), (0, [0, 1, 2, 3, 4])])
def test_a_recall_of_some_units_takes_places_from_the_end_and_leaves_vouchers(
    kiosk: Device, units: int, gone: list[int]
) -> None:
    give_back(kiosk.store, kiosk.author, kiosk.clock, make.EVENT, make.LEASE, units)
    u = schema.unit.c
    with kiosk.store.read() as connection:
        returned = [row.idx for row in connection.execute(schema.unit.select().where(u.state == "returned"))]
    assert sorted(returned) == gone
