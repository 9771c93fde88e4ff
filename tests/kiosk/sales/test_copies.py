"""A unit kept for a payment is sold by a copy of this device: who has paid gets a ticket all the same."""

from typing import Any

import msgspec
import pytest

from kiosk.core import facts as f
from kiosk.core.errors import Rejected
from kiosk.core.ids import lease_subject, order_subject
from kiosk.core.pricing import Choice
from kiosk.sales.basket import Basket
from kiosk.sales.checkout import Checkout, Completed
from kiosk.sales.terminal import CardTerminal
from kiosk.store import recovered, stock
from tests.kiosk.core import make
from tests.kiosk.device import Device, catalogue
from tests.kiosk.sales.test_agreement import LateTerminal
from tests.kiosk.sales.test_checkout import lease

TERMINAL: CardTerminal = LateTerminal("127.0.0.1", 1)


def desk_with(device: Device, units: int) -> Checkout:
    device.fill(*catalogue())
    device.store.write(lambda c: stock.save_lease(c, lease(units))).result()
    return Checkout(device.store, device.author, device.clock)


def sold_by_a_copy(device: Device, index: int) -> None:
    """Let the server say what the copy did in a log of its own."""
    line = f.SoldLine(make.serial(index).subject, 1, 0, "NUMBER", 2_400, 0, 2_400, 0)
    order = make.number_id(77)
    body: Any = f.Sold(
        order=order, code="COPY", currency="EUR", catalogue_version=1, channel="kiosk", lines=(line,), tenders=()
    )
    fact = make.fact(90, "sold", body, subjects=(line.subject, order_subject(order)))
    fact = msgspec.structs.replace(fact, incarnation=2, seq=1, device=device.author.device)
    assert device.store.write(lambda c: recovered.take_back(c, [fact])).result() == 1


@pytest.mark.parametrize(("units", "expected"), [(2, [1]), (1, [0])])
def test_who_has_paid_gets_another_unit_or_where_there_is_none_the_same(
    device: Device, units: int, expected: list[int]
) -> None:
    """F11"""
    desk = desk_with(device, units)
    desk.pay_card(desk.begin(Basket(make.EVENT, (Choice(1, 0, 1),)), "card"), TERMINAL)
    sold_by_a_copy(device, 0)
    (done,) = desk.settle_open(TERMINAL)
    assert isinstance(done, Completed)
    assert [ticket.subject for ticket in done.sale.tickets] == [make.serial(index).subject for index in expected]
    assert desk.list_unknown() == []


def test_a_unit_that_a_copy_gave_back_is_not_sold_after_the_payment_that_kept_it(device: Device) -> None:
    """F11"""
    desk = desk_with(device, 1)
    device.door().scan("no ticket")
    started = desk.begin(Basket(make.EVENT, (Choice(1, 0, 1),)), "card")
    body = f.Returned(lease=make.LEASE, ranges=((0, 0),))
    fact = make.fact(91, "returned", body, subjects=(lease_subject(make.EVENT, make.LEASE),))
    fact = msgspec.structs.replace(fact, incarnation=2, seq=1, device=device.author.device)
    device.store.write(lambda c: recovered.take_back(c, [fact])).result()
    desk.abandon(started)
    with pytest.raises(Rejected, match="no more of these"):
        desk.begin(Basket(make.EVENT, (Choice(1, 0, 1),)), "card")
