"""The evening of the tour while it runs: the venue, what was sold so far, and how its people act.

Steps (`demo.steps`) get it and use it; `demo.tour` makes it. Waiting is always bounded: what does not come in time
is seen as what is there instead.
"""

import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from demo.fakes.clip import TicketPicture, load_ticket, render_clip, render_patient_visit
from demo.leftovers import wait_until
from demo.office import Office
from demo.promises import WANTED
from demo.seeding import CASHIER_PIN
from demo.venue import Device, Printer, Terminal, Venue

PATIENCE_S = 30.0
FILM_S = 20.0
SHOWN_S = 5.0
FILM_SIZE, FILM_SIZE_QUICK = (1280, 720), (800, 450)
FILM_S_PER_TICKET = 3.0
SHAPES = {"landscape": (1920, 1080), "portrait": (1080, 1920)}
PDF_DPI = "203"
"""As a receipt printer prints: what reads at that reads better on an office printer."""


@dataclass(slots=True)
class Evening:
    """What the steps share."""

    venue: Venue
    office: Office
    folder: Path
    takes_pictures: bool
    kiosk: Device
    till: Device
    gate_a: Device
    gate_b: Device
    printer: Printer
    terminal: Terminal
    tickets_sold: int
    pictures: list[str] = field(default_factory=list[str])
    broken_promises: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    """What pictures do not show although their names say so."""
    online: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    """Tickets sold at the kiosk before the cut."""
    offline: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    """Tickets sold at kiosk and till after it, in the order in which they come to gate A."""
    web: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    """Orders of the office by what becomes of them."""
    paper: dict[str, Path] = field(default_factory=dict[str, Path])
    """The picture of each printed ticket, by its code."""
    films: int = 0

    @property
    def devices(self) -> tuple[Device, Device, Device, Device]:
        """The four that are cut off."""
        return self.kiosk, self.till, self.gate_a, self.gate_b

    def take_picture(self, device: Device, name: str) -> None:
        """Wait for what a picture promises and take it, in landscape and in portrait."""
        if not self.takes_pictures:
            return
        promise = WANTED[name]
        self.wait(lambda: not promise.list_missing(device.do("look") | {"preview": promise.preview}), SHOWN_S)
        for shape, size in SHAPES.items():
            file = self.folder / f"{name}-{shape}.png"
            seen = device.do("grab", file=str(file), size=list(size), with_preview=promise.preview)
            self.pictures.append(file.name)
            missing = promise.list_missing(seen)
            if missing:
                self.broken_promises[file.name] = missing

    def buy(self, choices: Sequence[tuple[str, int]], *, until: str = "done") -> None:
        """Buy at the kiosk by card: touch, choose, go on, pay; wait for the page `until`."""
        kiosk = self.kiosk
        kiosk.do("press", name="Touch to buy")
        for name, quantity in choices:
            for _ in range(quantity):
                kiosk.do("press", name=f"Add one {name}")
        kiosk.do("press", name="Pay")
        kiosk.do("press", name="Continue")
        if until:
            self.wait(lambda: kiosk.do("look")["step"] == until)

    def leave_kiosk(self) -> None:
        """Take the tickets and go."""
        self.kiosk.do("press", name="Start again")
        self.wait(lambda: self.kiosk.do("look")["step"] == "attract")

    def open_prints_at_kiosk(self) -> None:
        """As a cashier, open the page of prints that were never confirmed."""
        kiosk = self.kiosk
        kiosk.do("staff_menu")
        kiosk.do("pin", pin=CASHIER_PIN)
        self.wait(lambda: kiosk.do("look")["screen"] == "PrintsScreen")

    def sell_at_till(self, choices: Sequence[tuple[str, int]], given_minor: int) -> None:
        """Sell at the till for cash."""
        till = self.till
        for name, quantity in choices:
            for _ in range(quantity):
                till.do("press", name=f"Add one {name}")
        till.do("press", name="Cash")
        for digit in str(given_minor):
            till.do("press", name=digit)
        till.do("press", name="Sold")
        self.wait(lambda: till.do("shows", name="Next customer"))

    def show_film(self, device: Device, pictures: Sequence[TicketPicture]) -> list[str]:
        """Film these tickets being held up, give the film to a gate's camera; return what the gate said to each."""
        self.films += 1
        film = self.folder / f"film-{self.films}-{device.name}.avi"
        render_clip(film, pictures, seed=self.films, size=FILM_SIZE if self.takes_pictures else FILM_SIZE_QUICK)
        before = len(device.do("scans"))
        device.do("aim", source=str(film))
        wait_until(lambda: device.do("film_over"), FILM_S + FILM_S_PER_TICKET * len(pictures))
        return [scan["reason"] for scan in device.do("scans")[before:]]

    def hold_up(self, device: Device, ticket: dict[str, Any], seconds: float) -> None:
        """Film the printed ticket being held up for a long time, and give the film to a gate's camera."""
        self.films += 1
        film = self.folder / f"film-{self.films}-{device.name}.avi"
        sheet = self.printer.find_pictures([ticket["code"]])[ticket["code"]]
        render_patient_visit(film, load_ticket(sheet, ticket["code"]), seconds=seconds, seed=self.films)
        device.do("aim", source=str(film))

    def show_each(self, device: Device, shown: Mapping[str, TicketPicture]) -> dict[str, list[str]]:
        """Film each by itself with a picture of its verdict, named gate-…; or all in one film, where none are taken."""
        if not self.takes_pictures:
            said = self.show_film(device, list(shown.values()))
            return {name: said[at : at + 1] for at, name in enumerate(shown)}
        seen: dict[str, list[str]] = {}
        for name, picture in shown.items():
            seen[name] = self.show_film(device, [picture])
            self.take_picture(device, f"gate-{name}")
        return seen

    def wait(self, is_so: Callable[[], object], timeout_s: float = PATIENCE_S) -> bool:
        """Wait for something, not for ever; say whether it came."""
        return wait_until(is_so, timeout_s)

    def keep_pdf(self, pdf: Path, payloads: Sequence[str]) -> None:
        """Turn the pages of a printed PDF into pictures; page n bears code n."""
        target = self.folder / f"paper-{pdf.stem[:16]}"
        subprocess.run(["pdftoppm", "-r", PDF_DPI, "-png", str(pdf), str(target)], check=True, capture_output=True)
        pages = sorted(self.folder.glob(f"{target.name}*.png"))
        for number, (page, payload) in enumerate(zip(pages, payloads, strict=True), 1):
            self.paper[payload] = page.rename(self.folder / f"ticket-a6-{number}.png")

    def keep_sheet(self, sheet: Path, payload: str, name: str) -> None:
        """Keep a receipt printer's sheet as the picture of a ticket."""
        self.paper[payload] = self.folder / f"{name}.png"
        shutil.copyfile(sheet, self.paper[payload])

    def paper_of(self, ticket: dict[str, Any]) -> TicketPicture:
        """Return the picture of a printed ticket. Raises ValueError where its code does not read."""
        return load_ticket(self.paper[ticket["code"]], ticket["code"])
