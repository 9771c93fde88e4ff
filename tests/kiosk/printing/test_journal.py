"""Prints that were sent and never confirmed: a person settles each once, whatever happens to the machine."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from demo.fakes.printer import FakePrinter
from kiosk.core import facts as f
from kiosk.core.errors import Rejected
from kiosk.printing import journal
from kiosk.sales.checkout import Completed
from kiosk.store import sales, stock
from kiosk.store.sales import JobState
from tests.kiosk.core import make
from tests.kiosk.device import Device, catalogue, open_device
from tests.kiosk.printing.test_printing import Desk, network, sell
from tests.kiosk.printing.test_printing import printer as printer  # noqa: PLC0414 (the fixture)
from tests.kiosk.sales.test_checkout import lease


@dataclass
class Crashing:
    """A kiosk that sold one ticket and lost its power while the tickets were on their way to the printer."""

    folder: Path
    device: Device
    done: Completed

    @property
    def tickets(self) -> str:
        return self.done.jobs[0]

    def crash(self) -> None:
        """Lose the power again: nothing that the program still held in its hands is tidied up."""
        self.device.close()
        self.device = open_device(self.folder, clock=self.device.clock)

    def waiting(self) -> list[tuple[str, bool]]:
        with self.device.store.read() as connection:
            return [(one.job.document, one.job.copy) for one in journal.list_unsettled(connection)]

    def run_desk(self, printer: FakePrinter, wanted: str) -> None:
        desk = Desk(self.device, network(printer))
        desk.desk.start()
        desk.wait_for(wanted)
        desk.desk.stop()


@pytest.fixture
def kiosk(tmp_path: Path, printer: FakePrinter) -> Iterator[Crashing]:
    device = open_device(tmp_path / "kiosk")
    device.fill(*catalogue())
    device.store.write(lambda c: stock.save_lease(c, lease(10, types=(1,)))).result()
    done = sell(device)
    device.store.write(lambda c: sales.set_job(c, done.jobs[0], JobState.SENDING, now_ms=make.NOW)).result()
    crashed = Crashing(tmp_path / "kiosk", device, done)
    crashed.crash()
    crashed.run_desk(printer, "oc")
    yield crashed
    crashed.device.close()


def test_what_was_never_confirmed_waits_for_a_person_after_every_start(kiosk: Crashing, printer: FakePrinter) -> None:
    """L03"""
    assert kiosk.waiting() == [("tickets", False)]
    kiosk.crash()
    kiosk.run_desk(printer, "oc")
    assert kiosk.waiting() == [("tickets", False)]
    assert list(printer.codes) == []


def test_paper_that_was_found_is_a_fact_of_the_one_who_says_so(kiosk: Crashing, printer: FakePrinter) -> None:
    """L03"""
    before = kiosk.device.kinds().count("printed")
    journal.settle_as_printed(
        kiosk.device.store, kiosk.device.author, kiosk.device.clock, kiosk.tickets, operator="ana"
    )
    kiosk.crash()
    assert kiosk.waiting() == []
    kiosk.run_desk(printer, "cc")
    assert list(printer.codes) == []
    printed = [fact for fact in kiosk.device.pending() if fact.kind == "printed"]
    assert len(printed) == before + 1
    body = f.decode_body(printed[-1])
    assert isinstance(body, f.Printed)
    assert (body.document, body.job, body.copy, printed[-1].operator) == ("tickets", kiosk.tickets, False, "ana")


def test_a_wanted_copy_survives_a_crash_and_is_printed_once(kiosk: Crashing, printer: FakePrinter) -> None:
    """L03"""
    journal.settle_as_copy(kiosk.device.store, kiosk.device.clock, kiosk.tickets)
    kiosk.crash()
    assert kiosk.waiting() == []
    kiosk.run_desk(printer, "dcc")
    kiosk.crash()
    kiosk.run_desk(printer, "dcc")
    assert list(printer.codes) == [kiosk.done.sale.tickets[0].code]
    assert "KOPIE" in "\n".join(printer.sheets[-1].lines)


def test_a_copy_that_is_lost_on_its_way_waits_for_a_person_too(kiosk: Crashing, printer: FakePrinter) -> None:
    copy = journal.settle_as_copy(kiosk.device.store, kiosk.device.clock, kiosk.tickets)
    kiosk.device.store.write(lambda c: sales.set_job(c, copy, JobState.SENDING, now_ms=make.NOW)).result()
    kiosk.crash()
    kiosk.run_desk(printer, "dco")
    assert kiosk.waiting() == [("tickets", True)]
    assert list(printer.codes) == []


@pytest.mark.parametrize("first", ["copy", "printed"])
def test_a_question_is_answered_once(kiosk: Crashing, first: str) -> None:
    device = kiosk.device
    if first == "copy":
        journal.settle_as_copy(device.store, device.clock, kiosk.tickets)
    else:
        journal.settle_as_printed(device.store, device.author, device.clock, kiosk.tickets)
    with pytest.raises(Rejected, match="settled"):
        journal.settle_as_copy(device.store, device.clock, kiosk.tickets)
    with pytest.raises(Rejected, match="settled"):
        journal.settle_as_printed(device.store, device.author, device.clock, kiosk.tickets)


def test_a_document_that_failed_waits_like_one_that_was_never_confirmed(kiosk: Crashing, printer: FakePrinter) -> None:
    store = kiosk.device.store
    store.write(lambda c: sales.set_job(c, kiosk.tickets, JobState.FAILED, now_ms=make.NOW)).result()
    kiosk.crash()
    assert kiosk.waiting() == [("tickets", False)]
    journal.settle_as_copy(kiosk.device.store, kiosk.device.clock, kiosk.tickets)
    kiosk.run_desk(printer, "dcc")
    assert len(list(printer.codes)) == 1
