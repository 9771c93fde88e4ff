"""A new gate as a process of its own: it pairs, loads its first event and scans one ticket meanwhile.

Run by `first_sync` with a folder, a pairing code and the text of a ticket; prints one line of JSON. The
synchroniser is the product's own: what is measured is the time between the answer to its first hello and
the commit of the last row, and the bytes of its answers as the wire brought them.
"""

import json
import sys
import threading
import time
from pathlib import Path
from typing import Any

import httpx

from bench.center import peak_mb
from kiosk.core import wire
from kiosk.core.admission import Admit
from kiosk.core.permissions import Scope
from kiosk.running import Running
from kiosk.scanner.door import Door
from kiosk.settings import Settings
from kiosk.store import mirror
from kiosk.store.meta import Identity
from kiosk.sync.worker import Synchroniser, SyncState

LOAD_S = 300.0


class FirstLoad:
    """One first load. All times are of the machine's monotonic clock, in seconds."""

    def __init__(self, running: Running, identity: Identity, code: str) -> None:
        """Prepare; `run` does it."""
        self._running = running
        self._identity = identity
        self._code = code
        self._hello_s = 0.0
        self._loaded_s = 0.0
        self._scanned_s: float | None = None
        self._bytes = 0
        self._trouble = ""
        self._rows_came = threading.Event()
        self._ended = threading.Event()

    def run(self) -> dict[str, Any]:
        """Load and scan; return what was seen."""
        sync = Synchroniser(
            self._running.store, self._running.clock, self._identity, on_state=self._note, on_change=self._look
        )
        sync._client._connection().event_hooks = {"response": [self._count]}
        scanning = threading.Thread(target=self._scan_as_soon_as_possible)
        scanning.start()
        sync.start()
        assert self._ended.wait(LOAD_S), f"not loaded: {sync.state}"
        sync.stop()
        scanning.join()
        assert not self._trouble, self._trouble
        return {
            "load_s": self._loaded_s - self._hello_s,
            "bytes": self._bytes,
            "first_scan_s": None if self._scanned_s is None else self._scanned_s - self._hello_s,
            "peak_mb": peak_mb(),
        }

    def _count(self, response: httpx.Response) -> None:
        """Called when the head of an answer has come. A body without a length would not be counted: a KeyError."""
        path = response.url.path
        if path.endswith("/hello"):
            response.read()
            self._hello_s = time.perf_counter()
        if "/snapshot/" in path:
            self._bytes += int(response.headers["Content-Length"])

    def _note(self, state: SyncState) -> None:
        if state.trouble:
            self._trouble = f"{state.trouble}: {state.message}"
            self._ended.set()

    def _look(self) -> None:
        with self._running.store.read() as connection:
            state = mirror.load_scope(connection, self._identity.events[0].event, Scope.DATA)
        if state.rows_done:
            self._rows_came.set()
        if state.is_complete and not self._ended.is_set():
            self._loaded_s = time.perf_counter()
            self._ended.set()

    def _scan_as_soon_as_possible(self) -> None:
        """What staff do who do not wait: the station is there with the first page, and so is the answer."""
        self._rows_came.wait(LOAD_S)
        station = self._running.default_station(self._identity)
        if station is None:
            return
        door = Door(self._running.store, self._identity.author, self._running.clock, station)
        if isinstance(door.scan(self._code).verdict, Admit):
            self._scanned_s = time.perf_counter()


def main() -> None:
    """Pair, load, print."""
    folder, pairing, code = sys.argv[1:]
    running = Running(Settings(data_dir=str(Path(folder)), keyring=False))
    identity = running.pair(wire.parse_pairing(pairing), "Gate", "123456")
    seen = FirstLoad(running, identity, code).run()
    running.close()
    print(json.dumps(seen), flush=True)


if __name__ == "__main__":
    main()
