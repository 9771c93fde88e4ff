"""The print desk: a thread that prints what the journal holds, and never the same paper twice by itself.

A job says `sending` before its first byte. Found `queued` at start it prints; found `sending` it is
offered to a person as a COPY, because something may be on paper. A printer that does not take a job leaves
it queued or hands it to the fallback printer. Printing is a fact. Nobody who sells waits for any of this.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from kiosk.clock import Clock
from kiosk.core.errors import Bug, FoyerError, Rejected
from kiosk.documents.papers import Words
from kiosk.printing import journal
from kiosk.printing.printers import Language, PaperUncertain, Printer, PrinterError, PrinterState
from kiosk.store import sales
from kiosk.store.bugs import report_bug
from kiosk.store.catalogue import load_catalogue
from kiosk.store.log import Author
from kiosk.store.sales import JobState, PrintJob
from kiosk.store.stopped import list_printable
from kiosk.store.worker import Store

if TYPE_CHECKING:
    from kiosk.documents.fonts import ReadFont

RETRY_S = 3.0
STATUS_S = 15.0


@dataclass(frozen=True, slots=True)
class PrintState:
    """What screens show of printing. `state` is the first printer's; `waiting` jobs are not on paper yet,
    `offered` ones wait for a person."""

    state: PrinterState
    printer: str
    waiting: int
    offered: int
    error: str = ""

    @property
    def can_print(self) -> bool:
        """Whether a sale may count on paper."""
        return self.state.can_print


class PrintDesk:
    """The printing of one device. `on_state` is called on its thread whenever something changed."""

    def __init__(
        self,
        store: Store,
        author: Author,
        clock: Clock,
        printers: tuple[Printer, ...],
        *,
        read_font: "ReadFont",
        words: Callable[[str], Words],
        on_state: Callable[[PrintState], None],
        on_job: Callable[[PrintJob], None] = lambda _: None,
    ) -> None:
        """`printers`: the first is used, the others in turn when it cannot print. Needs at least one."""
        assert printers
        self._store = store
        self._author = author
        self._clock = clock
        self._printers = printers
        self._read_font = read_font
        self._words = words
        self._on_state = on_state
        self._on_job = on_job
        self._error = ""
        self._is_broken_off = False
        self._state = PrintState(PrinterState.OFFLINE, printers[0].name, 0, 0)
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="printing", daemon=True)

    @property
    def state(self) -> PrintState:
        """The latest state."""
        return self._state

    def start(self) -> None:
        """Take up what the last run left, and begin."""
        self._store.write(self._take_up).result()
        self._thread.start()

    def poke(self) -> None:
        """Look for new jobs now."""
        self._wake.set()

    def stop(self) -> None:
        """End after the present document. Idempotent."""
        self._stopping.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join()

    def reprint(self, job: str) -> str:
        """Queue a document again, marked COPY; return the new job. Raises Rejected where it waits, or is void."""

        def work(connection: sa.Connection) -> str:
            if sales.load_job(connection, job).state in (JobState.QUEUED, JobState.SENDING):
                raise Rejected("this document is still waiting for the printer", reason="still_waiting")
            return journal.queue_copy(connection, self._clock, job)

        made = self._store.write(work).result()
        self.poke()
        return made

    def open_drawer(self) -> None:
        """Open the cash drawer that hangs on the first roll printer. Raises PrinterError, or Rejected without one."""
        from kiosk.printing.escpos import build_drawer_kick

        for printer in self._printers:
            if printer.language is not Language.PDF and printer.status().can_print:
                printer.send(build_drawer_kick(), title="drawer")
                return
        raise Rejected("no printer here can do that", reason="no_printer")

    def _take_up(self, connection: sa.Connection) -> None:
        for job in sales.list_jobs(connection, JobState.SENDING):
            sales.set_job(connection, job.id, JobState.OFFERED, now_ms=self._now())

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                self._have_a_round()
            except FoyerError as error:  # a full disk: the documents wait, and it is tried again
                self._broke_off(error)
            except Exception as error:  # noqa: BLE001 (a bug must not end the thread that all paper waits for)
                report_bug(error)
                self._broke_off(Bug(f"printing failed: {type(error).__name__}"))
            self._wake.wait(RETRY_S if self._state.waiting else STATUS_S)

    def _have_a_round(self) -> None:
        if self._is_broken_off:
            self._store.write(self._take_up).result()
            self._is_broken_off = False
        self._print_waiting()
        self._show()

    def _broke_off(self, error: FoyerError) -> None:
        """What was on its way to the printer is a question to a person, as after a power cut."""
        self._is_broken_off = True
        self._error = error.message
        self._state = replace(self._state, error=error.message, waiting=max(1, self._state.waiting))
        self._on_state(self._state)

    def _print_waiting(self) -> None:
        with self._store.read() as connection:
            waiting = sales.list_jobs(connection, JobState.QUEUED)
        for job in waiting:
            if self._stopping.is_set():
                return
            if not self._is_printable(job):
                self._set(job, JobState.DISMISSED)
            elif not self._print(job):
                return

    def _is_printable(self, job: PrintJob) -> bool:
        """What was refunded while it waited for paper is never printed."""
        with self._store.read() as connection:
            return journal.is_printable(connection, job)

    def _print(self, job: PrintJob) -> bool:
        """Print one job on the first printer that can; say whether the next one may be tried."""
        for printer in self._printers:
            if not printer.status().can_print:
                continue
            document = self._render(job, printer)
            self._set(job, JobState.SENDING, printer=printer.name)
            try:
                printer.send(document, title=f"{job.document}-{job.id}")
            except PaperUncertain as error:
                self._error = error.message
                self._set(job, JobState.OFFERED, error=error.message)
                return False
            except PrinterError as error:
                self._error = error.message
                self._set(job, JobState.QUEUED, error=error.message)
                continue
            self._error = ""
            self._confirm(job, printer)
            return True
        return False

    def _render(self, job: PrintJob, printer: Printer) -> bytes:
        from kiosk.printing.rendering import SoldPapers, render  # drawing libraries, a fifth of a second

        with self._store.read() as connection:
            sale = sales.load_sale(connection, job.sale)
            assert sale is not None, "a job is queued with its sale"
            catalogue = load_catalogue(connection, sale.event)
            printable = list_printable(connection, sale)
        if catalogue is None:
            raise AssertionError("the event of a sale stays on the device")
        papers = SoldPapers(job.document, sale, catalogue, self._words, job.copy, printable)
        return render(papers, printer, self._read_font)

    def _confirm(self, job: PrintJob, printer: Printer) -> None:
        """SENT where the printer cannot say more, CONFIRMED where it still answers and has paper."""
        confirmed = printer.status() in (PrinterState.READY, PrinterState.PAPER_LOW)

        state = JobState.CONFIRMED if confirmed else JobState.SENT

        def work(connection: sa.Connection) -> None:
            journal.record_printed(connection, self._author, self._clock, job, state, printer=printer.name)

        self._store.write(work).result()
        self._report(job)

    def _set(self, job: PrintJob, state: JobState, *, printer: str = "", error: str = "") -> None:
        self._store.write(
            lambda c: sales.set_job(c, job.id, state, now_ms=self._now(), printer=printer, error=error)
        ).result()
        self._report(job)

    def _report(self, job: PrintJob) -> None:
        with self._store.read() as connection:
            self._on_job(sales.load_job(connection, job.id))

    def _show(self) -> None:
        with self._store.read() as connection:
            waiting = sales.count_jobs(connection, JobState.QUEUED, JobState.SENDING)
            offered = sales.count_jobs(connection, *journal.UNSETTLED)
        first = self._printers[0]
        state = PrintState(first.status(), first.name, waiting, offered, self._error)
        if state != self._state:
            self._state = state
            self._on_state(state)

    def _now(self) -> int:
        return self._clock.moment().now_ms
