"""No paper with a code that was refunded: a gate that has not heard of it would let its holder in."""

import pytest

from demo.fakes.printer import FakePrinter
from kiosk.core.errors import Rejected
from kiosk.core.tickets import Stop, StopReason
from kiosk.printing import journal
from kiosk.sales.checkout import Completed
from kiosk.sales.refund import refund_sale
from kiosk.store import sales
from kiosk.store.sales import JobState
from tests.kiosk.core import make
from tests.kiosk.device import Device
from tests.kiosk.printing.test_printing import Desk, network, sell
from tests.kiosk.printing.test_printing import kiosk as kiosk  # noqa: PLC0414 (the fixture)
from tests.kiosk.printing.test_printing import printer as printer  # noqa: PLC0414 (the fixture)


def printed(device: Device, printer: FakePrinter, wanted: str = "cc") -> Desk:
    desk = Desk(device, network(printer))
    desk.desk.start()
    desk.wait_for(wanted)
    return desk


def stop(device: Device, done: Completed, at: int, reason: StopReason = StopReason.REFUNDED) -> None:
    device.fill(("stop", done.sale.tickets[at].subject, Stop(reason)))


def refund(device: Device, done: Completed) -> None:
    refund_sale(device.store, device.author, device.clock, done.sale.order, reason="ill")


@pytest.mark.parametrize("reason", ["here", StopReason.REFUNDED, StopReason.VOIDED, StopReason.EXCHANGED])
def test_the_code_of_a_stopped_sale_is_not_printed_again(kiosk: Device, printer: FakePrinter, reason: str) -> None:
    """H05"""
    done = sell(kiosk)
    desk = printed(kiosk, printer)
    if reason == "here":
        refund(kiosk, done)
    else:
        stop(kiosk, done, 0, StopReason(reason))
    with pytest.raises(Rejected) as refusal:
        desk.desk.reprint(done.jobs[0])
    desk.desk.stop()
    assert refusal.value.reason == "not_valid"
    assert len(list(printer.codes)) == 1


def test_a_copy_of_a_receipt_may_be_printed_after_a_refund(kiosk: Device, printer: FakePrinter) -> None:
    """H05: it has no code."""
    done = sell(kiosk)
    desk = printed(kiosk, printer)
    refund(kiosk, done)
    desk.desk.reprint(done.jobs[1])
    desk.wait_for("ccc")
    desk.desk.stop()
    assert len(list(printer.codes)) == 1


def test_of_a_sale_that_was_refunded_in_part_the_rest_is_printed(kiosk: Device, printer: FakePrinter) -> None:
    """H05"""
    done = sell(kiosk, 2)
    desk = printed(kiosk, printer)
    stop(kiosk, done, 0)
    desk.desk.reprint(done.jobs[0])
    desk.wait_for("ccc")
    desk.desk.stop()
    assert list(printer.codes)[2:] == [done.sale.tickets[1].code]


def test_tickets_refunded_while_they_wait_for_paper_are_not_printed(kiosk: Device, printer: FakePrinter) -> None:
    """H05"""
    refund(kiosk, sell(kiosk))
    desk = printed(kiosk, printer, "dc")
    desk.desk.stop()
    assert list(printer.codes) == []


def test_an_unsure_print_of_a_refunded_sale_is_not_settled_by_a_copy(kiosk: Device) -> None:
    """H05: the question stays, and is answered by "it was printed"."""
    done = sell(kiosk)
    kiosk.store.write(lambda c: sales.set_job(c, done.jobs[0], JobState.OFFERED, now_ms=make.NOW)).result()
    refund(kiosk, done)
    with pytest.raises(Rejected):
        journal.settle_as_copy(kiosk.store, kiosk.clock, done.jobs[0])
    with kiosk.store.read() as connection:
        assert [one.job.id for one in journal.list_unsettled(connection)] == [done.jobs[0]]
