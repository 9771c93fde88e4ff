"""How is this device? The badge, live attendance, incidents, settings and the ready check, worded.

Pure: numbers in, views out, in the language that is set. Called by the flows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from kiosk.core.clocks import DIFFERENCE_MAX_MS, Moment
from kiosk.core.facts import ClockState
from kiosk.core.incidents import IncidentKind, IncidentStatus
from kiosk.core.tickets import AttendanceRow, IncidentFact, IncidentRow
from kiosk.store.catalogue import Catalogue
from kiosk.store.log import QueueState
from kiosk.sync.worker import SyncState
from kiosk.ui.text.clock import clock_text
from kiosk.ui.views.common import BadgeTone, BadgeView
from kiosk.ui.views.live import (
    BigNumber,
    ChartView,
    GateRow,
    IncidentSide,
    IncidentsView,
    IncidentView,
    LiveView,
)

if TYPE_CHECKING:
    from kiosk.printing.printers import PrinterState
    from kiosk.printing.worker import PrintState

MINUTE_MS = 60_000
LIST_OLD_MS = 60 * MINUTE_MS
CHART_MINUTES = 60
FREE_BYTES_MIN = 32 * 1024 * 1024
"""With less room than this, somebody must free some before the evening is over."""
RECENT_MINUTES = 10


@dataclass(frozen=True, slots=True)
class Condition:
    """Everything that the badge is made of."""

    sync: SyncState
    queue: QueueState
    synced_ms: int
    moment: Moment
    printing: "PrintState | None" = None
    open_incidents: int = 0
    free_bytes: int = FREE_BYTES_MIN
    """Room that is left for the data of this device."""


class DeviceWords(QObject):
    """Builds these views."""

    def badge(self, condition: Condition, zone: str) -> BadgeView:
        """Return the most urgent thing to know, in a few words."""
        fault = self._fault(condition)
        if fault:
            return BadgeView(BadgeTone.FAULT, fault)
        waiting = self._waiting(condition)
        if waiting:
            return BadgeView(BadgeTone.WAITING, waiting)
        if not condition.synced_ms:
            return BadgeView(BadgeTone.ONLINE, self.tr("Online"))
        at = clock_text(condition.synced_ms, zone)
        return BadgeView(BadgeTone.ONLINE, self.tr("Online · synced {at}").format(at=at))

    def storage(self, word: str) -> BadgeView:
        """Return the badge of a device whose disk failed."""
        return BadgeView(BadgeTone.FAULT, self._storage(word))

    def _storage(self, word: str) -> str:
        return self.tr("Disk full") if word == "storage_full" else self.tr("Call support · {code}").format(code=word)

    def _fault(self, c: Condition) -> str:
        if c.sync.trouble.startswith("storage"):
            return self._storage(c.sync.trouble)
        if c.free_bytes < FREE_BYTES_MIN:
            return self.tr("Disk nearly full")
        if c.queue.quarantined or c.queue.unsupported:
            return self.tr("{count} refused by the server").format(count=c.queue.quarantined + c.queue.unsupported)
        match c.sync.trouble:
            case "revoked":
                return self.tr("This device was revoked")
            case "pin_mismatch" | "wrong_server":
                return self.tr("Not our server · pair again")
            case _:
                pass
        if c.printing is not None and not c.printing.can_print:
            return self.printer(c.printing.state)
        return ""

    def _waiting(self, c: Condition) -> str:
        if c.sync.rows_total:
            return self.tr("Loading {done} of {total}").format(done=c.sync.rows_done, total=c.sync.rows_total)
        if not c.sync.is_online:
            return self._offline(c)
        if abs(c.moment.difference_ms) > DIFFERENCE_MAX_MS or c.moment.state is ClockState.UNTRUSTED:
            return self.tr("Clock differs by {minutes} min").format(minutes=abs(c.moment.difference_ms) // MINUTE_MS)
        if c.printing is not None and c.printing.offered:
            return self.tr("%n print(s) never confirmed", "", c.printing.offered)
        if c.open_incidents:
            return self.tr("{count} need a look").format(count=c.open_incidents)
        if c.printing is not None and c.printing.state.value == "paper_low":
            return self.printer(c.printing.state)
        if c.queue.pending > 1:
            return self.tr("Online · {count} to sync").format(count=c.queue.pending)
        return ""

    def _offline(self, c: Condition) -> str:
        age_ms = c.moment.now_ms - c.synced_ms
        if c.synced_ms and age_ms > LIST_OLD_MS:
            hours = age_ms // (60 * MINUTE_MS)
            return self.tr("Offline {hours} h · list may be old").format(hours=hours)
        if c.queue.pending:
            return self.tr("Offline · {count} to sync").format(count=c.queue.pending)
        return self.tr("Offline")

    def printer(self, state: "PrinterState") -> str:
        """Return how the printer is."""
        from kiosk.printing.printers import PrinterState  # a door without a printer never comes here

        return {
            PrinterState.READY: self.tr("Printer ready"),
            PrinterState.MUTE: self.tr("Printer connected"),
            PrinterState.PAPER_LOW: self.tr("Paper low"),
            PrinterState.PAPER_OUT: self.tr("Out of paper"),
            PrinterState.COVER_OPEN: self.tr("Printer cover open"),
            PrinterState.OFFLINE: self.tr("Printer not found"),
        }[state]

    def live(self, catalogue: Catalogue, row: AttendanceRow, *, expected: int, synced_ms: int, now_ms: int) -> LiveView:
        """Return live attendance of one list, as of the last word from the server."""
        zone = catalogue.event.timezone
        inside = row.admitted - row.left
        numbers = (
            BigNumber(grouped(inside), self.tr("inside now")),
            BigNumber(grouped(row.admitted), self.tr("people admitted")),
            BigNumber(grouped(row.tickets_used), self.tr("tickets used of {total}").format(total=grouped(expected))),
            BigNumber(grouped(row.left), self.tr("people left")),
        )
        as_of = clock_text(synced_ms, zone, seconds=True) if synced_ms else self.tr("never")
        gates = tuple(
            GateRow(
                catalogue.gates[n].name if n in catalogue.gates else str(n), grouped(count), _recent(row, n, now_ms)
            )
            for n, count in sorted((int(n), count) for n, count in row.by_gate.items())
        )
        chart = self._chart(row, zone, catalogue.event.capacity, now_ms)
        return LiveView(
            event=catalogue.event.name,
            place=catalogue.event.venue,
            as_of=self.tr("as of {at}").format(at=as_of),
            numbers=numbers,
            gates=gates,
            chart=chart,
            table=_table(row, zone),
        )

    def _chart(self, row: AttendanceRow, zone: str, capacity: int, now_ms: int) -> ChartView:
        last = now_ms // MINUTE_MS
        places = range(last - CHART_MINUTES + 1, last + 1)
        minutes = tuple(row.per_minute.get(str(minute), 0) for minute in places)
        before = row.admitted - sum(minutes)
        totals = tuple(before + sum_ for sum_ in accumulate(minutes))
        marks = tuple((i, clock_text(minute * MINUTE_MS, zone)) for i, minute in enumerate(places) if minute % 15 == 0)
        peak = max(minutes)
        return ChartView(
            minutes=minutes,
            totals=totals,
            marks=marks,
            capacity=capacity,
            capacity_label=self.tr("capacity {count}").format(count=grouped(capacity)) if capacity else "",
            total_label=self.tr("{count} admitted").format(count=grouped(row.admitted)),
            bars_label=self.tr("up to {count} a minute").format(count=peak),
            spoken=self.tr("Arrivals in the last hour: {count}, at most {peak} in a minute.").format(
                count=sum(minutes), peak=peak
            ),
        )

    def incidents(self, rows: Mapping[str, IncidentRow], catalogue: Catalogue, *, can_close: bool) -> IncidentsView:
        """Return all incidents, open ones first."""
        views = [self._incident(id_, row, catalogue) for id_, row in rows.items()]
        return IncidentsView(tuple(sorted(views, key=lambda view: not view.is_open)), can_close)

    def _incident(self, id_: str, row: IncidentRow, catalogue: Catalogue) -> IncidentView:
        zone = catalogue.event.timezone
        title, sentence = self._explained(row.kind)
        sides = tuple(self._side(fact, catalogue, zone) for fact in row.facts)
        return IncidentView(
            id=id_,
            title=title,
            subject=" · ".join(part for part in (row.number, row.label) if part),
            sentence=sentence,
            state=self._status(row.status),
            is_open=row.status != IncidentStatus.CLOSED,
            sides=sides,
            notes=row.notes,
            uncertain=self.tr("The order of the two is not certain.") if row.order_uncertain else "",
        )

    def _side(self, fact: IncidentFact, catalogue: Catalogue, zone: str) -> IncidentSide:
        at = clock_text(fact.at_ms, zone, seconds=True)
        doubt = self.tr("± {seconds} s").format(seconds=max(1, fact.doubt_ms // 1_000))
        gate = catalogue.gates[fact.gate].name if fact.gate in catalogue.gates else ""
        lines = (f"{at} {doubt}", gate, fact.device, fact.operator)
        return IncidentSide(self._done(fact.kind), tuple(line for line in lines if line))

    def _done(self, kind: str) -> str:
        words = {
            "admitted": self.tr("Admitted"),
            "exited": self.tr("Let out"),
            "sold": self.tr("Sold"),
            "settled": self.tr("Paid"),
            "refunded": self.tr("Refunded"),
            "voided": self.tr("Cancelled"),
            "exchanged": self.tr("Exchanged"),
            "reissued": self.tr("New code issued"),
            "transferred": self.tr("Transferred"),
            "returned": self.tr("Given back unsold"),
            "written_off": self.tr("Written off"),
        }
        return words.get(kind, kind)

    def _status(self, status: str) -> str:
        words = {
            "open": self.tr("Open"),
            "acknowledged": self.tr("Somebody is looking"),
            "closed": self.tr("Closed"),
        }
        return words.get(status, status)

    def _explained(self, kind: str) -> tuple[str, str]:
        table = {**self._door_incidents(), **self._sale_incidents()}
        unknown = (kind, self.tr("This program is older than the server and cannot explain it."))
        return table.get(kind, unknown)

    def _door_incidents(self) -> dict[str, tuple[str, str]]:
        return {
            IncidentKind.DUPLICATE_ADMISSION: (
                self.tr("Admitted twice"),
                self.tr("One ticket let people in at two doors that could not see each other. Compare the times."),
            ),
            IncidentKind.ADMITTED_AFTER_REFUND: (
                self.tr("Admitted after a refund"),
                self.tr("The door did not know of the refund yet. Decide whether the guest owes the price."),
            ),
            IncidentKind.REFUNDED_AFTER_ADMIT: (
                self.tr("Refunded after entry"),
                self.tr("Money was given back for a ticket that had been used. Check who asked for it."),
            ),
            IncidentKind.SUPERSEDED_USED: (
                self.tr("Old code used"),
                self.tr("A code was used after a new one had been issued. The holder of the new one may be outside."),
            ),
            IncidentKind.UNSOLD_SERIAL: (
                self.tr("Admitted, never sold"),
                self.tr("A genuine code was used whose sale nobody reported. Find the device that lent it."),
            ),
        }

    def _sale_incidents(self) -> dict[str, tuple[str, str]]:
        return {
            IncidentKind.DUPLICATE_SERIAL: (
                self.tr("Sold twice"),
                self.tr("Two sales used the same unit: a device was copied. One buyer needs another ticket."),
            ),
            IncidentKind.SOLD_AFTER_RETURN: (
                self.tr("Sold after it was given back"),
                self.tr("The ticket is valid, and one place more than planned is taken."),
            ),
            IncidentKind.SOLD_AFTER_WRITE_OFF: (
                self.tr("Sold after a write-off"),
                self.tr("The lost device has sold after all. One place more than planned may be taken."),
            ),
            IncidentKind.PRICE_NEVER_VALID: (
                self.tr("Price was never valid"),
                self.tr("The paid amount stands. Check the device that sold."),
            ),
            IncidentKind.EVENT_CANCELLED: (
                self.tr("Sold for a cancelled event"),
                self.tr("The device had not heard of it. Refund the buyer."),
            ),
            IncidentKind.TYPE_DISABLED: (
                self.tr("Sold a type that is off sale"),
                self.tr("The device had not heard of it. The ticket is valid until you decide."),
            ),
            IncidentKind.OVERSOLD: (
                self.tr("More tickets than places"),
                self.tr("More people hold tickets than there are places. Find places, or offer refunds."),
            ),
            IncidentKind.PAID_TWICE: (self.tr("Paid twice"), self.tr("Give the second payment back.")),
            IncidentKind.REFUNDED_TWICE: (self.tr("Refunded twice"), self.tr("Ask for the second refund back.")),
            IncidentKind.PAID_NOT_SOLD: (
                self.tr("Paid, no ticket"),
                self.tr("Money was taken without a sale. Give it back or issue the ticket."),
            ),
        }


def _recent(row: AttendanceRow, gate: int, now_ms: int) -> str:
    """Return the people whom a gate let in during the last ten minutes, the present one included."""
    since = now_ms // MINUTE_MS - RECENT_MINUTES
    minutes = row.recent_by_gate.get(str(gate), {})
    return grouped(sum(count for minute, count in minutes.items() if int(minute) > since))


def _table(row: AttendanceRow, zone: str) -> tuple[tuple[str, str, str], ...]:
    minutes: Sequence[tuple[int, int]] = sorted((int(minute), count) for minute, count in row.per_minute.items())
    before = row.admitted - sum(count for _, count in minutes)
    totals = accumulate((count for _, count in minutes), initial=before)
    next(totals)
    return tuple(
        (clock_text(minute * MINUTE_MS, zone), grouped(count), grouped(total))
        for (minute, count), total in zip(minutes, totals, strict=True)
    )


def grouped(number: int) -> str:
    """Return a number with thin spaces between thousands: read alike in every language."""
    return f"{number:,}".replace(",", "\u202f")
