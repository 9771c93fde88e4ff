"""Counts people out at closing time: a thread that looks every few minutes. The rules are `checkin.workflows`'."""

import threading

import structlog

from kiosk.core.errors import FoyerError
from server.catalog.store import list_auto_exits
from server.checkin.workflows import count_out
from server.ledger.intake import Ledger
from server.web.ground import Ground

EVERY_S = 120.0
ROUNDS_MAX = 1_000
_log = structlog.get_logger(__name__)


class ClosingTime:
    """The thread. A run that failed is repeated by the next one: what was counted out is not inside any more."""

    def __init__(self, ground: Ground, ledger: Ledger) -> None:
        """Prepare; nothing runs before `start`."""
        self._ground = ground
        self._ledger = ledger
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="closing", daemon=True)

    def start(self) -> None:
        """Look now, and then every EVERY_S."""
        self._thread.start()

    def stop(self) -> None:
        """Stop looking."""
        self._stopping.set()
        self._thread.join()

    def run_once(self) -> int:
        """Count out who has to be; return how many tickets."""
        with self._ground.db.read() as connection:
            events = list_auto_exits(connection)
        total = 0
        for event in events:
            for _ in range(ROUNDS_MAX):
                counted = self._ground.write(
                    lambda c, event=event: count_out(c, self._ledger, event, self._ground.clock.now_ms())
                )
                total += counted
                if counted == 0 or self._stopping.is_set():
                    break
        return total

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.run_once()
            except FoyerError as error:
                _log.error("people could not be counted out; the next run tries again", error=error.message)
            self._stopping.wait(EVERY_S)
