"""The incident inbox of one event: what this device was told, what is said on it, and what joins meanwhile."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

from kiosk.core.errors import FoyerError
from kiosk.core.facts import IncidentAcknowledged, IncidentClosed, IncidentReopened
from kiosk.core.ids import incident_subject
from kiosk.core.tickets import IncidentRow
from kiosk.running import Running
from kiosk.staff import Operator
from kiosk.store import log
from kiosk.store.incidents import list_inbox
from kiosk.store.log import Draft
from kiosk.ui.bridge import Lane
from kiosk.ui.incidents import IncidentScreen
from kiosk.ui.text.incidents import InboxWords, IncidentWords

REFRESH_MS = 1_000
Answer = IncidentAcknowledged | IncidentClosed | IncidentReopened


class IncidentFlow(QObject):
    """Runs the inbox. What people do about an incident is a fact of this device, online or not."""

    def __init__(
        self,
        running: Running,
        screen: IncidentScreen,
        lane: Lane,
        *,
        operator: Operator,
        language: str,
        on_failure: Callable[[FoyerError], None],
        on_closed: Callable[[], None],
    ) -> None:
        """Connect; `refresh` shows the list, and once a second what has changed."""
        super().__init__(screen)
        self._running = running
        self._screen = screen
        self._lane = lane
        self._event = running.event
        self._operator = operator.id
        self._language = language
        self._on_failure = on_failure
        self._words = IncidentWords(self)
        self._rows: dict[str, IncidentRow] | None = None
        screen.close_requested.connect(self.on_close_requested)
        screen.acknowledged.connect(self.on_acknowledged)
        screen.reopened.connect(self.on_reopened)
        screen.closed.connect(on_closed)
        self._timer = QTimer(self)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self.refresh)

    @Slot()
    def refresh(self) -> None:
        """Read again, now and every second from now on."""
        self._timer.start()
        self._lane.run(self._load, self.on_loaded, self.on_error)

    def on_loaded(self, rows: dict[str, IncidentRow]) -> None:
        """Show what is new. While somebody writes a note, what they saw stays on the screen: they answer to that."""
        if self._screen.sheet is not None or rows == self._rows:
            return
        self._rows = rows
        catalogue = self._running.catalogue(self._event)
        if catalogue is not None:
            now_ms = self._running.clock.moment().now_ms
            words = InboxWords(catalogue, now_ms, self._language, can_close=bool(self._operator))
            self._screen.show_view(self._words.inbox(rows, words))

    def on_error(self, error: FoyerError) -> None:
        """The badge says how the store is; the last list stays."""
        del error

    @Slot(str, str)
    def on_close_requested(self, incident: str, note: str) -> None:
        """Close an incident, naming exactly the facts that were on the screen."""
        assert self._rows is not None
        seen = tuple(fact.id for fact in self._rows[incident].facts)
        self._record("incident_closed", incident, IncidentClosed(incident=incident, note=note, seen=seen))

    @Slot(str, str)
    def on_acknowledged(self, incident: str, note: str) -> None:
        """Say that somebody is looking."""
        self._record("incident_acknowledged", incident, IncidentAcknowledged(incident=incident, note=note))

    @Slot(str, str)
    def on_reopened(self, incident: str, note: str) -> None:
        """Take a closed one up again."""
        self._record("incident_reopened", incident, IncidentReopened(incident=incident, note=note))

    def _record(self, kind: str, incident: str, body: Answer) -> None:
        identity, clock = self._running.identity, self._running.clock
        assert identity is not None
        draft = Draft(clock.new_id(), kind, self._event, (incident_subject(incident),), body, (), self._operator)

        def work() -> dict[str, IncidentRow]:
            self._running.store.write(lambda c: log.record(c, identity.author, draft, clock.moment())).result()
            self._running.sync.poke()
            return self._load()

        self._lane.run(work, self.on_loaded, self._on_failure)

    def _load(self) -> dict[str, IncidentRow]:
        identity = self._running.identity
        name = identity.name if identity else ""
        with self._running.store.read() as connection:
            return list_inbox(connection, self._event, name, self._running.clock.moment())
