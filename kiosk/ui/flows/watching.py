"""Live attendance and the incident inbox: numbers and clashes as this device last heard of them."""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec
from PySide6.QtCore import QObject, QTimer, Slot

from kiosk.core.errors import FoyerError
from kiosk.core.facts import IncidentAcknowledged, IncidentClosed
from kiosk.core.ids import incident_subject
from kiosk.core.tickets import AttendanceRow, IncidentRow
from kiosk.running import Running
from kiosk.store import admissions, log
from kiosk.store.attendance import load_attendance
from kiosk.store.catalogue import Catalogue, list_incidents
from kiosk.store.log import Draft
from kiosk.ui.bridge import Lane
from kiosk.ui.incidents import IncidentScreen
from kiosk.ui.live import LiveScreen
from kiosk.ui.text.device import DeviceWords

REFRESH_MS = 1_000


@dataclass(frozen=True, slots=True)
class _Attendance:
    catalogue: Catalogue
    row: AttendanceRow
    expected: int
    synced_ms: int


class LiveFlow(QObject):
    """Runs the live screen of one event."""

    def __init__(self, running: Running, screen: LiveScreen, lane: Lane, event: int) -> None:
        """Connect; `start` begins to count."""
        super().__init__(screen)
        self._running = running
        self._screen = screen
        self._lane = lane
        self._event = event
        self._words = DeviceWords(self)
        self._timer = QTimer(self)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self.refresh)

    def start(self) -> None:
        """Show now and every second."""
        self._timer.start()
        self.refresh()

    def stop(self) -> None:
        """Count no more."""
        self._timer.stop()

    @Slot()
    def refresh(self) -> None:
        """Read again."""
        self._lane.run(self._load, self.on_loaded, self.on_error)

    def on_loaded(self, known: _Attendance | None) -> None:
        """Show what is known."""
        if known is not None:
            now_ms = self._running.clock.moment().now_ms
            self._screen.show_view(
                self._words.live(
                    known.catalogue, known.row, expected=known.expected, synced_ms=known.synced_ms, now_ms=now_ms
                )
            )

    def on_error(self, error: FoyerError) -> None:
        """The badge says how the store is; the last numbers stay."""
        del error

    def _load(self) -> _Attendance | None:
        catalogue = self._running.catalogue(self._event)
        if catalogue is None:
            return None
        with self._running.store.read() as connection:
            row = load_attendance(connection, self._event, min(catalogue.lists, default=0))
            expected = admissions.count_tickets(connection, self._event)
        return _Attendance(catalogue, row, expected, self._running.synced_ms(self._event))


class IncidentFlow(QObject):
    """Runs the incident inbox of one event. What people do about an incident is a fact of this device."""

    def __init__(
        self,
        running: Running,
        screen: IncidentScreen,
        lane: Lane,
        event: int,
        *,
        operator: str,
        on_closed: Callable[[], None],
    ) -> None:
        """Connect; `refresh` shows the list."""
        super().__init__(screen)
        self._running = running
        self._screen = screen
        self._lane = lane
        self._event = event
        self._operator = operator
        self._words = DeviceWords(self)
        self._rows: dict[str, IncidentRow] = {}
        screen.close_requested.connect(self.on_close_requested)
        screen.acknowledged.connect(self.on_acknowledged)
        screen.closed.connect(on_closed)

    @Slot()
    def refresh(self) -> None:
        """Read again."""
        self._lane.run(self._load, self.on_loaded, self.on_error)

    def on_loaded(self, rows: dict[str, IncidentRow]) -> None:
        """Show them."""
        self._rows = rows
        catalogue = self._running.catalogue(self._event)
        if catalogue is not None:
            self._screen.show_view(self._words.incidents(rows, catalogue, can_close=bool(self._operator)))

    def on_error(self, error: FoyerError) -> None:
        """The badge says how the store is; the last list stays."""
        del error

    @Slot(str, str)
    def on_close_requested(self, incident: str, note: str) -> None:
        """Close an incident, naming exactly the facts that were on the screen."""
        row = self._rows[incident]
        body = IncidentClosed(incident=incident, note=note, seen=tuple(fact.id for fact in row.facts))
        self._record("incident_closed", incident, body, "closed", note)

    @Slot(str)
    def on_acknowledged(self, incident: str) -> None:
        """Say that somebody is looking."""
        body = IncidentAcknowledged(incident=incident)
        self._record("incident_acknowledged", incident, body, "acknowledged", "")

    def _record(
        self, kind: str, incident: str, body: IncidentClosed | IncidentAcknowledged, status: str, note: str
    ) -> None:
        identity, clock = self._running.identity, self._running.clock
        assert identity is not None
        draft = Draft(clock.new_id(), kind, self._event, (incident_subject(incident),), body, (), self._operator)

        def work() -> dict[str, IncidentRow]:
            self._running.store.write(lambda c: log.record(c, identity.author, draft, clock.moment())).result()
            self._running.sync.poke()
            row = self._rows[incident]
            notes = (*row.notes, note) if note else row.notes
            return self._rows | {incident: msgspec.structs.replace(row, status=status, notes=notes)}

        self._lane.run(work, self.on_loaded, self.on_error)

    def _load(self) -> dict[str, IncidentRow]:
        with self._running.store.read() as connection:
            return list_incidents(connection, self._event)
