"""How is this device? The badge, live attendance, settings and the ready check, worded.

Pure: numbers in, views out, in the language that is set. Called by the flows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from kiosk.core.clocks import Moment
from kiosk.core.tickets import AttendanceRow
from kiosk.store.catalogue import Catalogue
from kiosk.store.log import QueueState
from kiosk.sync.worker import SyncState
from kiosk.ui.text.clock import clock_text, moment_text
from kiosk.ui.text.doubt import DoubtWords
from kiosk.ui.views.common import BadgeTone, BadgeView
from kiosk.ui.views.live import (
    BigNumber,
    ChartView,
    GateRow,
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
GRACE_WARN_MS = 6 * 60 * MINUTE_MS
"""So long before a device locks itself its badge says when."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Everything that the badge is made of."""

    sync: SyncState
    queue: QueueState
    synced_ms: int
    moment: Moment
    printing: "PrintState | None" = None
    open_incidents: Mapping[str, str] = field(default_factory=dict[str, str])
    """Kinds by id."""
    free_bytes: int = FREE_BYTES_MIN
    """Room that is left for the data of this device."""
    grace_end_ms: int = 0
    """When the device locks itself unless it hears from its server; 0 before it ever did."""


class DeviceWords(QObject):
    """Builds these views."""

    def badge(self, condition: Condition, zone: str) -> BadgeView:
        """Return the most urgent thing to know, in a few words."""
        fault = self._fault(condition)
        if fault:
            return BadgeView(BadgeTone.FAULT, fault)
        waiting = self._waiting(condition, zone)
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
        if c.grace_end_ms and c.moment.now_ms >= c.grace_end_ms:
            return self.tr("Locked · connect to the server")
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

    def _waiting(self, c: Condition, zone: str) -> str:
        if c.sync.rows_total:
            return self.tr("Loading {done} of {total}").format(done=c.sync.rows_done, total=c.sync.rows_total)
        if not c.sync.is_online:
            return self._offline(c, zone)
        clock = DoubtWords(self).clock_trouble(c.moment)
        if clock:
            return clock
        if c.printing is not None and c.printing.offered:
            return self.tr("%n print(s) never confirmed", "", c.printing.offered)
        if c.open_incidents:
            return self.tr("Online · {count} need a look").format(count=len(c.open_incidents))
        if c.printing is not None and c.printing.state.value == "paper_low":
            return self.printer(c.printing.state)
        if c.queue.pending > 1:
            return self.tr("Online · {count} to sync").format(count=c.queue.pending)
        return ""

    def _offline(self, c: Condition, zone: str) -> str:
        if c.grace_end_ms and c.grace_end_ms - c.moment.now_ms <= GRACE_WARN_MS:
            until = clock_text(c.grace_end_ms, zone)
            return self.tr("Offline · works until {at}").format(at=until)
        if not c.moment.is_trusted:
            return self.tr("Offline · {trouble}").format(trouble=DoubtWords(self).clock_trouble(c.moment))
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

    def grace(self, end_ms: int, now_ms: int, zone: str) -> str:
        """Return until when the device may work without its server."""
        if not end_ms:
            return "–"
        return moment_text(end_ms, now_ms, zone) if now_ms < end_ms else self.tr("over: connect it to go on")

    def key_place(self, place: str) -> str:
        """Return where the key of the data is kept."""
        return {
            "keyring": self.tr("in the keyring of this machine"),
            "file": self.tr("in a file beside the data"),
        }[place]

    def second_copy(self, trouble: str) -> str:
        """Return how the file of the newest facts is: a stable word in, a sentence out."""
        return {
            "": self.tr("written"),
            "full": self.tr("its medium is full"),
            "not_writable": self.tr("its medium cannot be written"),
            "gone": self.tr("its medium is not there"),
        }[trouble]

    def live(
        self,
        catalogue: Catalogue,
        row: AttendanceRow,
        *,
        expected: int,
        synced_ms: int,
        now_ms: int,
        incidents: int = 0,
    ) -> LiveView:
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
            incidents=incidents,
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
