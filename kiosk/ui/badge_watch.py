"""How is the device right now? Watches everything that the badge tells of, and words it for the screen on show."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from kiosk.core.errors import FoyerError
from kiosk.running import Running
from kiosk.store.grace import load_end_ms
from kiosk.store.incidents import list_inbox
from kiosk.sync.worker import SyncState
from kiosk.ui.bridge import Lane
from kiosk.ui.text.device import Condition, DeviceWords
from kiosk.ui.views.common import BadgeView

if TYPE_CHECKING:
    from kiosk.printing.worker import PrintState

BADGE_MS = 1_000


class BadgeWatch(QObject):
    """Makes a badge every second and after every piece of news."""

    def __init__(
        self,
        running: Running,
        lane: Lane,
        show: Callable[[BadgeView], None],
        alarm: Callable[[tuple[str, ...]], None],
        parent: QObject,
    ) -> None:
        """`show` puts a badge on the screen that is seen; `alarm` hears once of each kind of new incidents."""
        super().__init__(parent)
        self._running = running
        self._lane = lane
        self._show = show
        self._alarm = alarm
        self._told: frozenset[str] | None = None
        """Open incidents that were there, or that drew attention already; None before the first look."""
        self._words = DeviceWords(self)
        self._sync = SyncState()
        self.printing: PrintState | None = None
        """The printer's last word; None where nothing is printed."""
        self._timer = QTimer(self)
        self._timer.setInterval(BADGE_MS)
        self._timer.timeout.connect(self.refresh)

    def start(self) -> None:
        """Begin to watch."""
        self._timer.start()

    def on_sync(self, state: SyncState) -> None:
        """Hear from the synchroniser."""
        self._sync = state
        self.refresh()

    def on_print(self, state: "PrintState") -> None:
        """Hear from the printer."""
        self.printing = state
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Read everything again, while the device is at work."""
        if self._running.role is not None:
            self._lane.run(self._load, self._on_loaded, self._on_trouble)

    def _on_loaded(self, loaded: tuple[Condition, str]) -> None:
        condition, zone = loaded
        self._show(self._words.badge(condition, zone))
        open_now = frozenset(condition.open_incidents)
        fresh = open_now - (open_now if self._told is None else self._told)
        self._told = open_now
        if fresh:
            self._alarm(tuple(sorted({condition.open_incidents[id_] for id_ in fresh})))

    def _on_trouble(self, error: FoyerError) -> None:
        """The disk failed while the badge was read: that is what it says until it can be read again."""
        self._show(self._words.storage(error.code))

    def _load(self) -> tuple[Condition, str]:
        event, moment = self._running.event, self._running.clock.moment()
        with self._running.store.read() as connection:
            rows = list_inbox(connection, event, "", moment)
            grace_end_ms = load_end_ms(connection)
        catalogue = self._running.catalogue(event)
        condition = Condition(
            sync=self._sync,
            queue=self._running.queue(),
            synced_ms=self._running.synced_ms(event),
            moment=moment,
            printing=self.printing,
            open_incidents={id_: row.kind for id_, row in rows.items() if row.status == "open"},
            free_bytes=self._running.free_bytes,
            grace_end_ms=grace_end_ms,
        )
        return condition, catalogue.event.timezone if catalogue else "UTC"
