"""A whole device in a window, without network: real store, real printer protocol, a card terminal of its own."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from demo.fakes.printer import FakePrinter
from demo.fakes.terminal import Ledger, Terminal
from kiosk.core.permissions import Role
from kiosk.core.tickets import PersonRow
from kiosk.core.wire import Assignment
from kiosk.running import Running
from kiosk.settings import Settings
from kiosk.staff import build_pin_verifier
from kiosk.store import stock
from kiosk.store.opening import save_identity
from kiosk.ui.fonts import load_text_fonts
from kiosk.ui.window import Window
from tests.kiosk.core import make
from tests.kiosk.device import FixedClock, catalogue, identity, open_device, ticket
from tests.kiosk.sales.test_checkout import lease

PIN = "123456"


@dataclass
class Venue:
    """The machines around a device, and the device's data directory."""

    path: Path
    printer: FakePrinter
    terminal: Terminal
    qtbot: QtBot

    def running(self, **settings: object) -> Running:
        """Open the device as it lies on the disk."""
        values = {
            "data_dir": str(self.path),
            "keyring": False,
            "windowed": True,
            "camera": "none",
            "mute": True,
            "printer": f"tcp://127.0.0.1:{self.printer.port}",
            "terminal": f"127.0.0.1:{self.terminal.port}",
        }
        return Running(msgspec.structs.replace(Settings(), **values | settings), FixedClock(start=50_000))


def serve(server: FakePrinter | Terminal) -> threading.Thread:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    return thread


@pytest.fixture
def venue(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[Venue]:
    """A paired device with an event, two types, ten leased units, two sold tickets and a supervisor."""
    load_text_fonts()
    roles = tuple(role for role in Role if role is not Role.SERVER)
    device = open_device(tmp_path / "device")
    device.fill(
        *catalogue(venue="North Quay"),
        ("type", "2", make.ticket_type(2, name="Child", price_minor=1_200)),
        ("person", "p1", PersonRow("Zoë Okafor")),
        ticket(40, number="K7Q2MX9RPW", person="p1"),
        ticket(41, number="K7Q2MX9RPX", order="J4K9Z"),
    )
    assigned = (Assignment(make.EVENT, "Harbour Lights", roles),)
    place = identity(roles=roles, events=assigned, pin_verifier=build_pin_verifier(PIN))
    save_identity(device.store, device.folder, place)
    device.store.write(lambda c: stock.save_lease(c, lease(10))).result()
    device.close()
    printer, terminal = FakePrinter(), Terminal(Ledger(tmp_path / "ledger.jsonl"))
    threads = [serve(printer), serve(terminal)]
    yield Venue(tmp_path / "device", printer, terminal, qtbot)
    printer.shutdown()
    printer.server_close()
    terminal.stop()
    for thread in threads:
        thread.join()


OpenWindow = Callable[..., Window]


@pytest.fixture
def open_window(venue: Venue) -> Iterator[OpenWindow]:
    """Return a function that opens the program in a role."""
    opened: list[Window] = []

    def start(role: Role | None = None, **settings: object) -> Window:
        window = Window(venue.running(role=role.value if role else "", **settings))
        window.resize(1920, 1080)
        opened.append(window)
        window.show()
        window.start()
        return window

    yield start
    for window in opened:
        window.quit()
        window.running.close()
        window.deleteLater()
