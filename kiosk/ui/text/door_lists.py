"""What does staff read in the lists of the door: hits of a search, the last scans?

Called by the door's flow. A whole order is a hit of its own, where more than one of its tickets was found.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject

from kiosk.core.catalog import TicketType
from kiosk.core.ids import format_ticket_number
from kiosk.core.reasons import TABLE, Class, Reason
from kiosk.store.admissions import SEARCH_ROWS_MAX, FoundTicket, ScanLine
from kiosk.store.catalogue import Catalogue
from kiosk.ui.text.clock import clock_text
from kiosk.ui.text.verdicts import VerdictWords
from kiosk.ui.views.door import FoundListView, FoundView, LogRowView, LogView

ORDER = "order:"
"""What the choice of a whole order begins with, before its code."""


class DoorLists(QObject):
    """Builds the lists of the door in the language that is set."""

    def build_found(
        self,
        catalogue: Catalogue | None,
        typed: str,
        found: Sequence[FoundTicket],
        *,
        badges: Mapping[str, str],
        with_orders: bool,
    ) -> FoundListView:
        """Return the hits of a search. `badges`: names on badges that have one of their own, by ticket."""
        types: Mapping[int, TicketType] = catalogue.types if catalogue else {}
        rows = self._orders(found) if with_orders else []
        for hit in found:
            type_ = types[hit.row.type].name if hit.row.type in types else ""
            # The number first: it is what tells guests of one name apart, and what may be cut is what comes last.
            number = format_ticket_number(hit.row.number) if hit.row.number else ""
            badge = badges.get(hit.subject, "")
            shown = self.tr("Badge: {name}").format(name=badge) if badge else ""
            detail = " · ".join(part for part in (number, shown, type_, hit.row.order) if part)
            rows.append(FoundView(hit.subject, hit.name or self.tr("[no name]"), detail))
        note = "" if rows or not typed.strip() else self.tr("Nothing found. Try the ticket number or the order.")
        if len(found) == SEARCH_ROWS_MAX:
            note = self.tr("There are more. Type a few more letters.")
        return FoundListView(typed, tuple(rows), note)

    def _orders(self, found: Sequence[FoundTicket]) -> list[FoundView]:
        counts = Counter(hit.row.order for hit in found if hit.row.order)
        return [
            FoundView(ORDER + order, self.tr("Whole order {order}").format(order=order), self._tickets(count))
            for order, count in counts.items()
            if count > 1
        ]

    def _tickets(self, count: int) -> str:
        return self.tr("{count} tickets found · lets everybody in").format(count=count)

    def build_log(self, catalogue: Catalogue | None, lines: Sequence[ScanLine], words: VerdictWords) -> LogView:
        """Return the log of scans."""
        zone = catalogue.event.timezone if catalogue else "UTC"
        rows: list[LogRowView] = []
        for line in lines:
            reason = Reason(line.reason)
            undo = line.fact if TABLE[reason].cls is Class.ADMIT else ""
            at = clock_text(line.at_ms, zone, seconds=True)
            rows.append(LogRowView(TABLE[reason].look, at, words.reason_word(reason), line.words, undo))
        return LogView(tuple(rows))
