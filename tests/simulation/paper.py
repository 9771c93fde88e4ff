"""A FAKE printer that counts its papers, and the product's print desk taking one step at a time.

What is on paper cannot be taken back: the printer remembers every job that it put ink on, whatever it told the desk.
Only the drawing of documents is left out: it takes long and has nothing to do with what is printed how often.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.clock import Clock
from kiosk.documents.papers import PaperSize, Words
from kiosk.printing.printers import Language, PaperUncertain, Printer, PrinterError, PrinterState
from kiosk.printing.worker import PrintDesk
from kiosk.store.log import Author
from kiosk.store.sales import PrintJob
from kiosk.store.worker import Store


@dataclass
class SimPrinter:
    """One roll of paper. `papers` are the titles of what came out, in order."""

    check_alive: Callable[[], None]
    papers: list[str] = field(default_factory=list[str])
    dice: random.Random = field(default_factory=lambda: random.Random(0))
    name: str = "roll"
    language: Language = Language.ESCPOS
    paper: PaperSize = PaperSize.ROLL_80MM

    def status(self) -> PrinterState:
        """Say how it is; now and then the paper is out."""
        return PrinterState.PAPER_OUT if self.dice.random() < 0.1 else PrinterState.READY

    def send(self, document: bytes, title: str) -> None:
        """Print, or fail before or after the ink."""
        self.check_alive()
        fate = self.dice.random()
        if fate < 0.1:
            raise PrinterError("the printer did not take it")
        if fate < 0.15:
            raise PaperUncertain("the line was cut")
        self.papers.append(title)
        if fate < 0.2:
            raise PaperUncertain("the line was cut")
        self.check_alive()


class SimDesk(PrintDesk):
    """The print desk of one device, without its thread."""

    def __init__(self, store: Store, author: Author, clock: Clock, printer: SimPrinter) -> None:
        super().__init__(store, author, clock, (printer,), read_font=_no_font, words=_no_words, on_state=lambda _: None)
        self._store.write(self._take_up).result()  # what `start` does before the thread begins

    def work(self) -> None:
        """Print what waits."""
        self._print_waiting()

    def _render(self, job: PrintJob, printer: Printer) -> bytes:
        return f"{job.document} of {job.sale} for {printer.name}".encode()


def _no_font(name: str) -> bytes:
    raise AssertionError(f"nothing is drawn here, not even in {name}")


def _no_words(language: str) -> Words:
    raise AssertionError(f"nothing is written here, not even in {language}")
