"""What may go wrong around paper: nothing ends the printing thread, nobody pays for what cannot be printed."""

import os
import socket
import threading
from collections.abc import Callable
from io import RawIOBase
from pathlib import Path
from typing import Any

import pytest

from kiosk.core.errors import StorageFull
from kiosk.printing.printers import DevicePrinter, NetworkPrinter, PaperUncertain, PrinterState, QueuePrinter
from kiosk.printing.printers import _write_all as write_all
from kiosk.store import sales
from kiosk.store.sales import JobState
from tests.kiosk.device import Device
from tests.kiosk.printing.test_printing import Desk, FakePrinter, kiosk, printer, sell

__all__ = ["kiosk", "printer"]  # fixtures


def test_a_printer_that_takes_no_connection_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its queue is full, or a firewall drops every packet: the connection itself times out."""
    monkeypatch.setattr("kiosk.printing.printers.CONNECT_S", 0.05)
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        waiting = [socket.socket() for _ in range(3)]
        for line in waiting:
            line.setblocking(False)
            line.connect_ex(("127.0.0.1", port))
        assert NetworkPrinter("127.0.0.1", port).status() is PrinterState.OFFLINE
        for line in waiting:
            line.close()


def test_a_printer_that_takes_the_connection_and_is_silent_is_mute(
    printer: FakePrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.printing.printers.READ_S", 0.05)
    printer.mute = True
    assert NetworkPrinter("127.0.0.1", printer.port).status() is PrinterState.MUTE


def test_a_full_disk_ends_nothing_and_the_paper_comes_when_there_is_room(
    kiosk: Device, printer: FakePrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(kiosk, NetworkPrinter("127.0.0.1", printer.port))
    known = sales.set_job
    full = threading.Event()
    full.set()

    def set_job(*of: Any, **more: Any) -> None:
        if full.is_set():
            raise StorageFull("the disk of this device is full; nothing was written")
        known(*of, **more)

    monkeypatch.setattr("kiosk.store.sales.set_job", set_job)
    desk.desk.start()
    sell(kiosk)
    desk.desk.poke()
    with desk.settled:
        assert desk.settled.wait_for(lambda: any("full" in state.error for state in desk.states), 10)
    full.clear()
    desk.wait_for("cc")
    desk.desk.stop()
    assert len(list(printer.codes)) == 1


def test_a_bug_in_drawing_ends_nothing_and_is_reported(
    kiosk: Device, printer: FakePrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[str] = []
    monkeypatch.setattr(threading, "excepthook", lambda of: reported.append(of.exc_type.__name__))
    desk = Desk(kiosk, NetworkPrinter("127.0.0.1", printer.port))
    known: Callable[..., bytes] = desk.desk._render
    broken = iter([True])

    def render(*of: object) -> bytes:
        if next(broken, False):
            raise ZeroDivisionError
        return known(*of)

    monkeypatch.setattr(desk.desk, "_render", render)
    desk.desk.start()
    sell(kiosk)
    desk.wait_for("cc")
    desk.desk.stop()
    assert reported == ["ZeroDivisionError"]


def test_what_was_on_its_way_when_the_disk_filled_is_a_question_to_a_person(
    kiosk: Device, printer: FakePrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The paper may be out: it is offered as a COPY, and never printed again by itself."""
    desk = Desk(kiosk, NetworkPrinter("127.0.0.1", printer.port))
    broken = iter([True])
    known = desk.desk._confirm

    def confirm(*of: Any) -> None:
        if next(broken, False):
            raise StorageFull("the disk of this device is full; nothing was written")
        known(*of)

    monkeypatch.setattr(desk.desk, "_confirm", confirm)
    desk.desk.start()
    sell(kiosk)
    states = {document: state for document, state, _ in desk.wait_for("oc")}
    desk.desk.stop()
    assert states == {"tickets": JobState.OFFERED, "receipt": JobState.CONFIRMED}
    assert len(list(printer.codes)) == 1


def test_a_queue_that_hangs_leaves_a_question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "lp"
    program.write_text("#!/bin/sh\nexec sleep 60\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr("kiosk.printing.printers.QUEUE_S", 0.1)
    with pytest.raises(PaperUncertain, match="does not answer"):
        QueuePrinter("tickets").send(b"%PDF", "tickets")


class Narrow(RawIOBase):
    """A device that takes four bytes at a time."""

    def __init__(self) -> None:
        self.taken = b""

    def write(self, data: Any) -> int:
        part = bytes(data)[:4]
        self.taken += part
        return len(part)


def test_a_device_that_takes_little_at_a_time_gets_the_whole_ticket(tmp_path: Path) -> None:
    narrow = Narrow()
    write_all(narrow, b"a ticket of many bytes")
    assert narrow.taken == b"a ticket of many bytes"
    device = tmp_path / "lp0"
    device.write_bytes(b"")
    DevicePrinter(device).send(b"ticket", "tickets")
    assert device.read_bytes() == b"ticket"
