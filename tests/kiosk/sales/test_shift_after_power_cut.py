"""The Z report of a shift is about the facts of the log, whatever happened to the machine meanwhile."""

from pathlib import Path

from kiosk.core import facts as f
from kiosk.core.permissions import Role
from kiosk.sales.checkout import Checkout
from kiosk.sales.refund import refund_sale
from kiosk.sales.shift import close_shift, open_shift
from tests.kiosk.core import make
from tests.kiosk.device import Device, open_device
from tests.kiosk.sales.test_checkout import sell, stocked

STORE_FILES = ("store.db", "store.db-wal", "store.id", "store.key")


def cut_power(device: Device, path: Path) -> Device:
    """Open the device as its disk was at this moment."""
    path.mkdir()
    for name in STORE_FILES:
        (path / name).write_bytes((device.folder.path / name).read_bytes())
    return open_device(path, clock=device.clock)


def test_a_shift_is_closed_on_the_last_fact_before_it_and_on_all_that_was_sold(tmp_path: Path) -> None:
    """G19: the power goes twice, in the shift of one drawer."""
    first = stocked(open_device(tmp_path / "first"))
    shift = open_shift(
        first.store, first.author, first.clock, operator=make.number_id(5), currency="EUR", float_minor=10_000
    )
    sell(Checkout(first.store, first.author, first.clock), 2, channel=Role.TILL, shift=shift)
    second = cut_power(first, tmp_path / "second")
    late = sell(Checkout(second.store, second.author, second.clock), 1, channel=Role.TILL, shift=shift)
    third = cut_power(second, tmp_path / "third")
    refund_sale(third.store, third.author, third.clock, late.sale.order, reason="ill")
    report = close_shift(third.store, third.author, third.clock, 14_800)
    assert (report.expected_minor, report.counted_minor) == (14_800, 14_800)
    *before, closed = third.pending()
    body = f.decode_body(closed)
    assert isinstance(body, f.ShiftClosed)
    assert [fact.kind for fact in before] == ["shift_opened", "sold", "sold", "refunded"]
    assert body.shift == shift
    assert body.last_hash == before[-1].hash == closed.prev
    for device in (first, second, third):
        device.close()
