"""A device that has not heard from its server for too long only shows what it knows."""

from collections.abc import Callable

import pytest

from kiosk.core.admission import Admit
from kiosk.core.errors import Rejected
from kiosk.core.pricing import Choice
from kiosk.core.ticket_code import TicketCode, sign
from kiosk.sales.basket import Basket
from kiosk.sales.checkout import Checkout
from kiosk.sales.refund import refund_sale
from kiosk.scanner.door import Authority
from kiosk.store.grace import note_contact
from tests.kiosk.core import make
from tests.kiosk.device import Device, ticket
from tests.kiosk.sales.test_checkout import sell, stocked

HOUR = 3_600_000
CODE = sign(TicketCode(1, make.EVENT, make.LEASE, 0, 1, 0), make.KEY)


def hear(device: Device, *, grace_ms: int = 72 * HOUR) -> None:
    device.store.write(lambda c: note_contact(c, server_ms=device.clock.now, grace_ms=grace_ms)).result()


def test_it_works_until_the_end_of_its_grace_and_then_refuses_to_admit(device: Device) -> None:
    """H07"""
    hear(device)
    device.clock.pass_ms(72 * HOUR - 1)
    assert device.door().look_up(CODE)
    device.door().scan("no ticket")
    before = len(device.pending())
    device.clock.pass_ms(1)
    with pytest.raises(Rejected) as refused:
        device.door().scan(CODE)
    assert refused.value.reason == "grace_over"
    assert len(device.pending()) == before


def test_what_it_knows_can_still_be_looked_up(device: Device) -> None:
    """H07"""
    hear(device, grace_ms=1)
    device.clock.pass_ms(HOUR)
    assert isinstance(device.door().look_up(CODE).verdict, Admit)


def test_it_does_not_sell_either(device: Device) -> None:
    """H07"""
    hear(device, grace_ms=1)
    device.clock.pass_ms(HOUR)
    with pytest.raises(Rejected) as refused:
        Checkout(device.store, device.author, device.clock).begin(Basket(make.EVENT, (Choice(1, 0, 1),)), "cash")
    assert refused.value.reason == "grace_over"


def refusal(work: Callable[[], object]) -> str:
    with pytest.raises(Rejected) as refused:
        work()
    return refused.value.reason


def test_nobody_is_let_in_by_override_or_with_an_order(device: Device) -> None:
    """H07: what a person decides is locked too."""
    hear(device, grace_ms=HOUR)
    device.fill(ticket(1, order="H4K9Z"))
    door = device.door()
    door.scan(CODE)
    refused = door.scan(CODE)
    device.clock.pass_ms(HOUR)
    before = device.kinds()
    authority = Authority(make.number_id(5), 1, "known", is_supervisor=True)
    assert refusal(lambda: door.override(refused, authority)) == "grace_over"
    assert refusal(lambda: door.admit_order(make.EVENT, "H4K9Z")) == "grace_over"
    assert device.kinds() == before


def test_no_money_is_given_back(device: Device) -> None:
    """H07"""
    hear(device, grace_ms=HOUR // 2)
    till = stocked(device)
    done = sell(Checkout(till.store, till.author, till.clock), 1)
    device.clock.pass_ms(HOUR // 2)
    before = device.kinds()
    order = done.sale.order
    assert refusal(lambda: refund_sale(device.store, device.author, device.clock, order, reason="ill")) == "grace_over"
    assert device.kinds() == before
