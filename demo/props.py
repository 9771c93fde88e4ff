"""The things of a venue that the demo keeps at hand: second windows, a film for the camera, a printer, the cable.

Used by `demo.panel`, one button each. Slow, and without Qt: call it off Qt's thread.
"""

from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from demo.fakes.relay import Mode
from demo.office import Office
from demo.venue import Cable, Printer, Terminal, Venue
from kiosk.core import wire
from kiosk.running import Running

FILM_ORDERS = 5
FOREIGN = "https://tickets.example.invalid/t/8846120"
ROLES = ("kiosk", "till", "gate", "live", "supervisor")
SIZE = ("--width", "1280", "--height", "800")
"""Of a second window: the first one must be seen beside it."""
NETWORK_MODES = {False: Mode.OPEN, True: Mode.CLOSED}


@dataclass
class Props:
    """What can be reached for while the demo runs. `running` is the first window's device."""

    venue: Venue
    office: Office
    running: Running
    cable: Cable
    terminal: Terminal
    printer: Printer | None = None
    film: Path | None = None
    is_cut: bool = False
    _windows: int = field(default=1)

    def open_window(self) -> str:
        """Open one more window, which is a device of its own; return its name."""
        self._windows += 1
        name = f"Window {self._windows}"
        folder = self.venue.folder / f"window-{self._windows}"
        arguments = ("--terminal", f"127.0.0.1:{self.terminal.port}", *SIZE, *self._arguments())
        device = self.venue.unpack_device(name, *arguments)
        if (folder / "identity.bin").exists():
            device.start("--server", device.cable.url)
        else:
            pairing = wire.parse_pairing(self.office.invite(name, ROLES)["pairing"])
            device.start("--pairing", wire.format_pairing(msgspec.structs.replace(pairing, url=device.cable.url)))
        return name

    def _arguments(self) -> tuple[str, ...]:
        camera = ("--camera", str(self.film)) if self.film else ()
        printer = ("--printer", f"tcp://127.0.0.1:{self.printer.port}") if self.printer else ()
        return *camera, *printer

    def set_network(self, *, is_cut: bool) -> None:
        """Pull every device's cable, or plug them in again."""
        cables = [self.cable, *(device.cable for device in self.venue.devices.values())]
        for cable in cables:
            cable.set_mode(NETWORK_MODES[is_cut])
        self.is_cut = is_cut

    def make_film(self) -> Path:
        """Film guests who hold up their tickets, one of them twice and one with a code of somebody else."""
        from demo.fakes.clip import draw_code, render_clip  # OpenCV, which a start without a film does not need

        orders = self.office.list_orders()[:FILM_ORDERS]
        codes = [self.office.load_order(order["order"])["tickets"][0]["code"] for order in orders]
        pictures = [draw_code(code) for code in codes if code]
        pictures += [pictures[0], draw_code(FOREIGN)]
        self.film = self.venue.folder / "film.avi"
        render_clip(self.film, pictures)
        self.running.settings = msgspec.structs.replace(self.running.settings, camera=str(self.film))
        return self.film

    def start_printer(self) -> Path:
        """Set the receipt printer up, for roles entered from now on; return where its sheets lie."""
        if self.printer is None:
            self.printer = self.venue.add_printer("receipts")
            address = f"tcp://127.0.0.1:{self.printer.port}"
            self.running.settings = msgspec.structs.replace(self.running.settings, printer=address)
        return self.printer.folder
