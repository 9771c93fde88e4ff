"""Live attendance: numbers as this device last heard of them."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Slot

from kiosk.core.errors import FoyerError
from kiosk.core.tickets import AttendanceRow
from kiosk.running import Running
from kiosk.store import admissions
from kiosk.store.attendance import load_attendance
from kiosk.store.catalogue import Catalogue
from kiosk.store.incidents import count_open, list_inbox
from kiosk.ui.bridge import Lane
from kiosk.ui.chart import EMPTY
from kiosk.ui.live import LiveScreen
from kiosk.ui.text.device import DeviceWords
from kiosk.ui.text.failures import FailureWords
from kiosk.ui.views.live import LiveView

REFRESH_MS = 1_000


@dataclass(frozen=True, slots=True)
class _Attendance:
    catalogue: Catalogue
    row: AttendanceRow
    expected: int
    synced_ms: int
    incidents: int


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
        self._view: LiveView | None = None
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
            self._view = self._words.live(
                known.catalogue,
                known.row,
                expected=known.expected,
                synced_ms=known.synced_ms,
                now_ms=now_ms,
                incidents=known.incidents,
            )
            self._screen.show_view(self._view)

    def on_error(self, error: FoyerError) -> None:
        """Say why there are no new numbers, in place of their age; the last ones stay."""
        view = self._view or LiveView("", "", "", (), (), EMPTY)
        self._screen.show_view(replace(view, as_of=FailureWords(self).sentence(error)))

    def _load(self) -> _Attendance | None:
        catalogue = self._running.catalogue(self._event)
        if catalogue is None:
            return None
        with self._running.store.read() as connection:
            row = load_attendance(connection, self._event, min(catalogue.lists, default=0))
            expected = admissions.count_tickets(connection, self._event)
            incidents = count_open(list_inbox(connection, self._event, "", self._running.clock.moment()))
        return _Attendance(catalogue, row, expected, self._running.synced_ms(self._event), incidents)
