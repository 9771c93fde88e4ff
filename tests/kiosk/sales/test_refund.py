"""Money is given back once, and only for what this device knows for certain."""

import pytest

from kiosk.core.errors import Rejected
from kiosk.core.ids import parse_serial
from kiosk.core.permissions import Role
from kiosk.core.tickets import Stop, StopRange, StopReason
from kiosk.sales.checkout import Checkout, Completed
from kiosk.sales.refund import load_refusal, refund_sale
from kiosk.sales.shift import close_shift, open_shift
from kiosk.store import sales
from tests.kiosk.device import Device
from tests.kiosk.sales.test_checkout import desk as desk  # noqa: PLC0414 (the fixture)
from tests.kiosk.sales.test_checkout import kiosk as kiosk  # noqa: PLC0414 (the fixture)
from tests.kiosk.sales.test_checkout import sell


def begin_shift(device: Device) -> str:
    return open_shift(device.store, device.author, device.clock, operator="", currency="EUR", float_minor=0)


def refused(device: Device, done: Completed) -> str:
    with pytest.raises(Rejected) as refusal:
        refund_sale(device.store, device.author, device.clock, done.sale.order, reason="ill")
    with device.store.read() as connection:
        shift = sales.load_open_shift(connection)
        shown = load_refusal(
            connection, sales.load_sale(connection, done.sale.order), shift.id if shift is not None else ""
        )
    assert shown is not None, "the till's screen says so before it is tried"
    assert shown.reason == refusal.value.reason
    return refusal.value.reason


@pytest.mark.parametrize(
    ("stops", "seen"),
    [
        ((Stop(StopReason.REFUNDED), Stop(StopReason.REFUNDED)), "already_refunded"),
        ((Stop(StopReason.REFUNDED), None), "needs_online"),
        ((Stop(StopReason.VOIDED), Stop(StopReason.VOIDED)), "needs_online"),
        ((Stop(StopReason.BLOCKED), None), "needs_online"),
        ((Stop(StopReason.NONE, 2), None), "needs_online"),
    ],
)
def test_what_the_server_has_stopped_is_not_paid_out_again(
    kiosk: Device, desk: Checkout, stops: tuple[Stop | None, ...], seen: str
) -> None:
    """G16: the organizer refunded or stopped it online, and this till has pulled that."""
    done = sell(desk, 2, channel=Role.TILL, shift=begin_shift(kiosk))
    told = zip(done.sale.tickets, stops, strict=True)
    kiosk.fill(*(("stop", ticket.subject, stop) for ticket, stop in told if stop is not None))
    assert refused(kiosk, done) == seen
    assert "refunded" not in kiosk.kinds()


@pytest.mark.parametrize(("reason", "refunds"), [(StopReason.REVOKED, False), (StopReason.LEASE_LOST, True)])
def test_a_range_that_was_revoked_is_refunded_online_only(
    kiosk: Device, desk: Checkout, reason: StopReason, refunds: bool
) -> None:
    """G16"""
    done = sell(desk, 1, channel=Role.TILL, shift=begin_shift(kiosk))
    lease = parse_serial(done.sale.tickets[0].subject).lease
    kiosk.fill(("range", f"{lease}:0-9", StopRange(lease, 0, 9, reason)))
    if refunds:
        assert refund_sale(kiosk.store, kiosk.author, kiosk.clock, done.sale.order, reason="ill") == 2_400
    else:
        assert refused(kiosk, done) == "needs_online"


def test_an_unblocked_ticket_is_refunded(kiosk: Device, desk: Checkout) -> None:
    done = sell(desk, 1, channel=Role.TILL, shift=begin_shift(kiosk))
    kiosk.fill(("stop", done.sale.tickets[0].subject, Stop(StopReason.NONE)))
    assert refund_sale(kiosk.store, kiosk.author, kiosk.clock, done.sale.order, reason="ill") == 2_400


def test_a_sale_of_an_earlier_shift_is_refunded_online_only(kiosk: Device, desk: Checkout) -> None:
    """G16: that shift's report is final."""
    done = sell(desk, 1, channel=Role.TILL, shift=begin_shift(kiosk))
    close_shift(kiosk.store, kiosk.author, kiosk.clock, 2_400)
    assert refused(kiosk, done) == "needs_online"
    begin_shift(kiosk)
    assert refused(kiosk, done) == "needs_online"
