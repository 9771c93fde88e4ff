"""Runs durable work: DBOS in the server's own database, with an engine of its own.

A sweep starts what is due and was not started; what a crash interrupted is resumed at the next start. The
writer thread goes on beside it: DBOS has connections of its own and never holds the write lock for long.
"""

import threading
from collections.abc import Callable

import structlog
from dbos import DBOS, DBOSConfig, SetWorkflowID, error

from kiosk.core.errors import InputError, Offline
from server.jobs import receipts
from server.notify.mail import send_mail
from server.notify.store import list_due
from server.web.ground import Ground

CONNECTIONS = 4
TRIES = 3
SWEEP_MAX = 100
AT_ONCE = 2
"""Work at once: each step is a commit of its own, and scans wait for those. Two still send dozens of mails a second."""
VERSION = "1"
"""Pinned: work begun by one release is finished by the next."""
_log = structlog.get_logger(__name__)


class Jobs:
    """The durable work of one server process."""

    def __init__(self, ground: Ground) -> None:
        """Prepare; nothing runs before `start`."""
        self._ground = ground
        self._wake = threading.Event()
        self._stopping = False
        self._started: set[str] = set()
        self._engine = ground.db.engines.build_guest(CONNECTIONS)
        self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)
        self._deliver: Callable[[str], str] | None = None

    def start(self) -> None:
        """Launch the workflows, resume what was interrupted, and begin to sweep."""
        config: DBOSConfig = {
            "name": "foyer",
            "system_database_url": self._ground.db.engines.guest_url,
            "system_database_engine": self._engine,
            "application_version": VERSION,
            "executor_id": "server",
            "max_executor_threads": AT_ONCE,
            "log_level": "ERROR",
        }
        DBOS(config=config)
        self._deliver = _register_receipts(self._ground)
        DBOS.launch()
        self._thread.start()

    def wake(self) -> None:
        """Look for due work now."""
        self._wake.set()

    def stop(self) -> None:
        """Stop sweeping and let go of the database; what is under way is resumed at the next start."""
        self._stopping = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join()
        DBOS.destroy(destroy_registry=True)
        self._engine.dispose()

    def _run(self) -> None:
        while not self._stopping:
            self._wake.clear()
            self._sweep()
            self._wake.wait(self._ground.settings.sweep_s)

    def _sweep(self) -> None:
        assert self._deliver is not None, "start comes first"
        with self._ground.db.read() as connection:
            due = list_due(connection, self._ground.clock.now_ms(), SWEEP_MAX)
        for delivery in due:
            if delivery not in self._started and not self._stopping:
                with SetWorkflowID(delivery):
                    DBOS.start_workflow(self._deliver, delivery)
                self._started.add(delivery)
        self._started &= set(due)


def _register_receipts(ground: Ground) -> Callable[[str], str]:
    """Register the workflow of a receipt and return it."""

    @DBOS.step(
        name="send_receipt",
        retries_allowed=True,
        max_attempts=TRIES,
        interval_seconds=ground.settings.mail_retry_s,
        backoff_rate=2.0,
        should_retry=lambda error: isinstance(error, Offline),
    )
    def send(delivery: str) -> str:
        mail = receipts.load_mail(ground, delivery)
        if mail is None:
            return "nowhere"
        send_mail(ground.settings, mail)
        return "sent"

    @DBOS.step(name="record_receipt")
    def record(delivery: str, status: str, why: str) -> None:
        receipts.record_outcome(ground, delivery, status, error=why, tries=TRIES if why else 1)

    @DBOS.workflow(name="deliver_receipt")
    def deliver(delivery: str) -> str:
        try:
            status, why = send(delivery), ""
        except error.DBOSMaxStepRetriesExceeded as failure:
            status, why = "failed", str(failure.errors[-1] if failure.errors else failure)
        except InputError as failure:
            status, why = "failed", failure.message
        if why:
            _log.error("a receipt could not be sent", delivery=delivery, error=why)
        record(delivery, status, why)
        return status

    return deliver
