"""Paper: what comes out of a printer decodes, and nothing is printed twice by itself."""

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import zxingcpp

from demo.fakes.printer import FakePrinter, Interpreter, ProtocolError
from kiosk.core import facts as f
from kiosk.core.errors import InputError, Rejected
from kiosk.core.leases import Lease
from kiosk.core.pricing import Choice
from kiosk.documents.papers import PaperSize
from kiosk.printing.escpos import build_drawer_kick
from kiosk.printing.printers import FolderPrinter, NetworkPrinter, Printer, PrinterState, parse_printer, read_status
from kiosk.printing.worker import PrintDesk, PrintState
from kiosk.sales.basket import Basket
from kiosk.sales.checkout import Checkout, Completed
from kiosk.store import sales, stock
from kiosk.store.sales import JobState
from resources import read_font
from resources.words import load_words
from tests.kiosk.core import make
from tests.kiosk.device import Device
from tests.kiosk.sales.test_checkout import lease


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[FakePrinter]:
    fake = FakePrinter()
    thread = threading.Thread(target=fake.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield fake
    fake.shutdown()
    fake.server_close()
    thread.join()


@pytest.fixture
def kiosk(device: Device) -> Device:
    borrowed: Lease = lease(10, types=(1,))
    device.store.write(lambda c: stock.save_lease(c, borrowed)).result()
    return device


def sell(device: Device, quantity: int = 1, **buyer: str) -> Completed:
    desk = Checkout(device.store, device.author, device.clock)
    basket = Basket(make.EVENT, (Choice(1, 0, quantity),), buyer=buyer, language="de")
    return desk.pay_cash(desk.begin(basket, "cash"), 100_000)[0]


class Desk:
    """A print desk whose thread is driven by events, never by waiting."""

    def __init__(self, device: Device, *printers: Printer) -> None:
        self.settled = threading.Condition()
        self.device = device
        self.states: list[PrintState] = []
        self.desk = PrintDesk(
            device.store,
            device.author,
            device.clock,
            printers,
            read_font=read_font,
            words=load_words,
            on_state=self._note,
        )

    def _note(self, state: PrintState) -> None:
        with self.settled:
            self.states.append(state)
            self.settled.notify_all()

    def wait_for(self, wanted: str) -> list[tuple[str, JobState, bool]]:
        """Poke until the jobs' states are `wanted` (first letters), and return them."""

        def reached() -> bool:
            self.desk.poke()
            return "".join(state.value[0] for _, state, _ in self.jobs()) == wanted

        with self.settled:
            for _ in range(400):
                if reached():
                    return self.jobs()
                self.settled.wait(0.05)
        raise AssertionError(self.jobs())

    def jobs(self) -> list[tuple[str, JobState, bool]]:
        with self.device.store.read() as connection:
            return [(job.document, job.state, job.copy) for job in sales.list_jobs(connection, *JobState)]


def network(printer: FakePrinter, scheme: str = "tcp") -> Printer:
    return parse_printer(f"{scheme}://127.0.0.1:{printer.port}")


def read_codes(picture: object) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(np.asarray(picture))]


@pytest.mark.parametrize("scheme", ["tcp", "tcp+raster"])
def test_a_sold_ticket_comes_out_of_the_printer_and_decodes(kiosk: Device, printer: FakePrinter, scheme: str) -> None:
    done = sell(kiosk, 2, name="Zoë Okafor")
    desk = Desk(kiosk, network(printer, scheme))
    desk.desk.start()
    desk.wait_for("cc")
    desk.desk.stop()
    assert printer.errors == []
    pictures = [sheet.picture() for sheet in printer.sheets]
    assert [code for picture in pictures for code in read_codes(picture)] == [t.code for t in done.sale.tickets]
    printed = [f.decode_body(fact) for fact in kiosk.pending() if fact.kind == "printed"]
    assert [(p.document, p.copy) for p in printed if isinstance(p, f.Printed)] == [
        ("tickets", False),
        ("receipt", False),
    ]
    if scheme == "tcp":
        text = "\n".join(line for sheet in printer.sheets for line in sheet.lines)
        assert "Zoë Okafor" in text
        assert "Quittung" in text
        assert "48,00" in text


def test_a_name_that_the_printer_cannot_spell_is_printed_as_a_picture(kiosk: Device, printer: FakePrinter) -> None:
    done = sell(kiosk, 1, name="林美玲")
    desk = Desk(kiosk, network(printer))
    desk.desk.start()
    desk.wait_for("cc")
    desk.desk.stop()
    assert list(printer.codes) == []
    assert read_codes(printer.sheets[0].picture()) == [done.sale.tickets[0].code]


def test_a_job_that_was_queued_when_the_power_went_prints_by_itself_once(kiosk: Device, printer: FakePrinter) -> None:
    """F07: sold and not printed until then; on paper is the same ticket."""
    done = sell(kiosk)
    with kiosk.store.read() as connection:
        assert {job.state for job in sales.list_jobs(connection, *JobState)} == {JobState.QUEUED}
    assert kiosk.kinds() == ["sold"]
    for _ in range(2):
        desk = Desk(kiosk, network(printer))
        desk.desk.start()
        desk.wait_for("cc")
        desk.desk.stop()
    assert len(printer.sheets) == 2
    assert list(printer.codes) == [done.sale.tickets[0].code]
    assert kiosk.kinds() == ["sold", "printed", "printed"]


def test_a_job_that_was_being_sent_is_offered_as_a_copy_and_never_printed_by_itself(
    kiosk: Device, printer: FakePrinter
) -> None:
    """L03"""
    done = sell(kiosk)
    kiosk.store.write(lambda c: sales.set_job(c, done.jobs[0], JobState.SENDING, now_ms=make.NOW)).result()
    desk = Desk(kiosk, network(printer))
    desk.desk.start()
    desk.wait_for("oc")
    assert list(printer.codes) == []
    desk.desk.reprint(done.jobs[0])
    jobs = desk.wait_for("dcc")
    desk.desk.stop()
    assert [copy for _, _, copy in jobs] == [False, False, True]
    assert "KOPIE" in "\n".join(printer.sheets[-1].lines)
    assert list(printer.codes) == [done.sale.tickets[0].code]


def test_a_line_cut_in_mid_document_is_never_printed_again_by_itself(kiosk: Device, printer: FakePrinter) -> None:
    printer.cut_after_bytes = 100
    sell(kiosk)
    desk = Desk(kiosk, network(printer))
    desk.desk.start()
    desk.wait_for("oc")
    desk.desk.stop()
    assert list(printer.codes) == []


def test_a_printer_without_paper_keeps_the_job_until_there_is_some(kiosk: Device, printer: FakePrinter) -> None:
    """L01"""
    printer.paper_out = True
    done = sell(kiosk)
    desk = Desk(kiosk, network(printer))
    desk.desk.start()
    with desk.settled:
        desk.settled.wait_for(lambda: bool(desk.states), 10)
    assert desk.desk.state.state is PrinterState.PAPER_OUT
    assert not desk.desk.state.can_print
    assert kiosk.door().scan(done.sale.tickets[0].code).verdict.reason == "ok"
    with pytest.raises(Rejected, match="still waiting"):
        desk.desk.reprint(done.jobs[0])
    printer.paper_out = False
    desk.wait_for("cc")
    desk.desk.stop()


def test_another_printer_takes_over(kiosk: Device, tmp_path: Path) -> None:
    sell(kiosk)
    desk = Desk(kiosk, NetworkPrinter("127.0.0.1", 1), FolderPrinter(tmp_path))
    desk.desk.start()
    desk.wait_for("cc")
    desk.desk.stop()
    assert len(list(tmp_path.glob("tickets-*.pdf"))) == 1


@pytest.mark.parametrize(
    ("state", "seen"),
    [
        ({}, PrinterState.READY),
        ({"paper_low": True}, PrinterState.PAPER_LOW),
        ({"paper_out": True}, PrinterState.PAPER_OUT),
        ({"cover_open": True}, PrinterState.COVER_OPEN),
    ],
)
def test_a_printer_says_how_it_is(printer: FakePrinter, state: dict[str, bool], seen: PrinterState) -> None:
    for name, value in state.items():
        setattr(printer, name, value)
    assert network(printer).status() is seen


def test_a_mute_printer_is_still_used_and_a_missing_one_is_not(
    printer: FakePrinter, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("kiosk.printing.printers.READ_S", 0.1)
    printer.mute = True
    assert network(printer).status() is PrinterState.MUTE
    assert PrinterState.MUTE.can_print
    assert NetworkPrinter("127.0.0.1", 1).status() is PrinterState.OFFLINE
    assert FolderPrinter(tmp_path / "gone").status() is PrinterState.OFFLINE
    assert parse_printer("serial:///dev/no-such-printer").status() is PrinterState.OFFLINE
    assert read_status(0x12, 0x12) is PrinterState.READY


def test_printers_are_named_by_a_text_and_nonsense_is_refused() -> None:
    assert parse_printer("tcp://10.0.0.5") == NetworkPrinter("10.0.0.5", 9100)
    assert parse_printer("queue://Office").name == "Office"
    assert parse_printer("queue://").name == "default"
    assert parse_printer("usb://04b8:0e15").name == "usb 04b8:0e15"
    assert parse_printer("file:///tmp/x").paper is PaperSize.A6
    for wrong in ("", "printer", "tcp://", "usb://x:y", "ftp://a", "tcp://h:x", "tcp://h:99999", "tcp://[::1"):
        with pytest.raises(InputError):
            parse_printer(wrong)


def test_the_drawer_opens_and_garbage_is_noticed() -> None:
    kicked = Interpreter(lambda _: 0, lambda _: None, lambda _: None)
    kicked.feed(build_drawer_kick())
    assert kicked.drawer_kicks == 1
    with pytest.raises(ProtocolError):
        kicked.feed(b"\x1b\x99\x00")
