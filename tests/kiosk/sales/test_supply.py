"""Is the hall sold out, or only this device's lease empty?"""

import msgspec
import pytest

from kiosk.core.catalog import Quota
from kiosk.sales.basket import Offer
from kiosk.sales.supply import Shortage, Supply
from kiosk.store.catalogue import Catalogue, load_catalogue
from tests.kiosk.core import make
from tests.kiosk.device import Device, catalogue


def known(device: Device, available: int) -> Catalogue:
    device.fill(*catalogue(), ("quota", "1", Quota(1, "Hall", 100, available)))
    with device.store.read() as connection:
        loaded = load_catalogue(connection, make.EVENT)
    assert loaded is not None
    return loaded


def offer(left: int) -> Offer:
    return Offer(msgspec.structs.replace(make.ticket_type(), quotas=(1,)), 0, left)


@pytest.mark.parametrize(
    ("supply", "available", "why"),
    [
        (Supply(), 0, Shortage.HERE),
        (Supply(is_online=False, reason="sold_out"), 0, Shortage.HERE),
        (Supply(is_online=True), 10, Shortage.HERE),
        (Supply(is_online=True), 0, Shortage.SOLD_OUT),
        (Supply(is_online=True, reason="sold_out"), 10, Shortage.SOLD_OUT),
        (Supply(is_online=True, reason="frozen"), 10, Shortage.FROZEN),
    ],
)
def test_only_the_server_knows_that_the_hall_is_sold_out(
    device: Device, supply: Supply, available: int, why: Shortage
) -> None:
    assert supply.judge(offer(0), known(device, available)) is why


def test_what_is_left_on_the_device_is_sold_whatever_the_server_has(device: Device) -> None:
    assert Supply(is_online=True, reason="sold_out").judge(offer(1), known(device, 0)) is None
