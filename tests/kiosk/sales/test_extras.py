"""Extras sold together with the ticket that they belong to."""

from kiosk.core import facts as f
from kiosk.sales.checkout import Checkout
from kiosk.store import stock
from tests.kiosk.core import make
from tests.kiosk.device import Device, catalogue
from tests.kiosk.sales.test_checkout import lease, sell


def test_an_extra_is_tied_to_the_ticket_that_it_was_bought_with(device: Device) -> None:
    """A27"""
    device.fill(*catalogue(), ("type", "2", make.ticket_type(2, name="Parking", addon_of=(1,))))
    device.store.write(lambda c: stock.save_lease(c, lease(2))).result()
    sell(Checkout(device.store, device.author, device.clock), 1, 1)
    body = f.decode_body(device.pending()[0])
    assert isinstance(body, f.Sold)
    assert {line.type: line.addon_to for line in body.lines} == {
        1: "", 2: next(line.subject for line in body.lines if line.type == 1),
    }  # fmt: skip
