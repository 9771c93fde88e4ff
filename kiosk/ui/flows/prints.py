"""Settling prints that were never confirmed: what waits is read from the journal, what staff say is written there."""

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QObject, Slot

from kiosk.core.errors import FoyerError, Rejected
from kiosk.core.ids import format_ticket_number
from kiosk.documents.papers import money_text, when_text
from kiosk.printing import journal
from kiosk.printing.journal import Unsettled
from kiosk.running import Running
from kiosk.sales.checkout import SoldTickets
from kiosk.store.sales import JobState
from kiosk.ui.bridge import Lane
from kiosk.ui.prints import PrintsScreen
from kiosk.ui.text.failures import FailureWords
from kiosk.ui.views.prints import PrintRow, PrintsView

NUMBERS_MAX = 12


class PrintsFlow(QObject):
    """Runs the page of unconfirmed prints of a selling device."""

    def __init__(
        self,
        running: Running,
        screen: PrintsScreen,
        lane: Lane,
        *,
        operator: str,
        language: str,
        on_settled: Callable[[], None],
        on_closed: Callable[[], None],
    ) -> None:
        """Connect; `refresh` shows the list. `on_settled` hears of every answer that was recorded."""
        super().__init__(screen)
        self._running = running
        self._screen = screen
        self._lane = lane
        self._operator = operator
        self._language = language
        self._on_settled = on_settled
        self._note = ""
        self._rows: tuple[PrintRow, ...] = ()
        screen.copy_wanted.connect(self.on_copy)
        screen.printed_said.connect(self.on_printed)
        screen.closed.connect(on_closed)

    @Slot()
    def refresh(self) -> None:
        """Read again."""
        self._lane.run(self._load, self.on_loaded, self.on_error)

    def on_loaded(self, rows: tuple[PrintRow, ...]) -> None:
        """Show what waits."""
        self._rows = rows
        self._screen.show_view(PrintsView(rows, self._note))

    @Slot(str)
    def on_copy(self, job: str) -> None:
        """Have it printed again, marked COPY."""

        def settle() -> str:
            journal.settle_as_copy(self._running.store, self._running.clock, job)
            desk = self._running.desk
            if desk is None:
                return self.tr("The COPY is printed as soon as a printer is set.")
            desk.poke()
            return self.tr("The COPY is on its way to the printer.")

        self._lane.run(settle, self.on_answered, self.on_error)

    @Slot(str)
    def on_printed(self, job: str) -> None:
        """Write down that the paper was found."""
        identity = self._running.identity
        assert identity is not None
        author = identity.author

        def settle() -> str:
            journal.settle_as_printed(
                self._running.store, author, self._running.clock, job, operator=self._operator
            )  # fmt: skip
            self._running.sync.poke()
            return self.tr("Noted: it was printed.")

        self._lane.run(settle, self.on_answered, self.on_error)

    def on_answered(self, note: str) -> None:
        """Say what was done, and show what is left."""
        self._note = note
        desk = self._running.desk
        if desk is not None:
            desk.poke()
        self._on_settled()
        self.refresh()

    def on_error(self, error: FoyerError) -> None:
        """Say why an answer was not taken; the list shows how it is now."""
        settled = isinstance(error, Rejected) and error.reason == "settled"
        self._note = self.tr("Somebody has settled this already.") if settled else FailureWords(self).sentence(error)
        if settled:
            self.refresh()
        else:
            self._screen.show_view(PrintsView(self._rows, self._note))

    def _load(self) -> tuple[PrintRow, ...]:
        with self._running.store.read() as connection:
            unsettled = journal.list_unsettled(connection)
        return tuple(self._row(one) for one in unsettled)

    def _row(self, one: Unsettled) -> PrintRow:
        catalogue = self._running.catalogue(one.sale.event)
        zone = catalogue.event.timezone if catalogue else "UTC"
        sold = msgspec.json.decode(one.sale.body, type=SoldTickets)
        at = when_text(one.sale.made_ms, zone, self._language)
        total = money_text(one.sale.total_minor, one.sale.currency, self._language)
        is_tickets = one.job.document == "tickets"
        what = self.tr("%n ticket(s)", "", len(sold.tickets)) if is_tickets else self.tr("Receipt")
        numbers = [format_ticket_number(ticket.number) for ticket in sold.tickets[:NUMBERS_MAX]]
        return PrintRow(
            job=one.job.id,
            title=f"{what} · COPY" if one.job.copy else what,
            sold=f"{one.sale.code}  ·  {at}  ·  {total}",
            numbers=tuple(numbers) if is_tickets else (),
            why=self._why(one.job.state),
        )

    def _why(self, state: JobState) -> str:
        if state is JobState.FAILED:
            return self.tr("This could not be printed. Check the printer, then print it as a COPY.")
        return self.tr("This was sent to the printer, which never said that it was done. Look for the paper first.")
