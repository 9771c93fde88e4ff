"""Devices at work in a process of their own: real stores, real synchronisers, no screens. Started by `fleet`.

    python -m bench.crew FOLDER

Reads orders as lines of JSON and answers each with one: `open` pairs gates and loads their event, `queue` lets
them work without network, `drain` brings them online until nothing waits, `drain_and_scan` admits guests at one of
them meanwhile and says how long each took, as `scan_idle` does before. `scan` admits one guest, `watch` says when each
device knows of it. Times are of the machine's monotonic clock, which all processes share, in seconds.
"""

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from kiosk.core import facts as f
from kiosk.core import wire
from kiosk.core.catalog import ReEntry
from kiosk.core.permissions import Role
from kiosk.running import Listeners, Running
from kiosk.settings import Settings
from kiosk.store import admissions, log
from kiosk.store.log import Draft

LOAD_S = 300.0
PACE_S = 0.05
DAY = "2030-05-01"


class Gate:
    """One device."""

    def __init__(self, folder: Path, pairing: str) -> None:
        """Pair, load the event, and go offline."""
        self.running = Running(Settings(data_dir=str(folder), keyring=False))
        self.running.pair(wire.parse_pairing(pairing), folder.name, "123456")
        self._changed = threading.Event()
        self.go_online()
        self._until(lambda: self.running.sync.state.last_contact_ms > 0)
        self.running.stop()

    def go_online(self) -> None:
        """Start the synchroniser, unless it runs."""
        if self.running.role is not None:
            return
        self.running.start(Role.GATE, Listeners(on_sync=lambda _: self._changed.set(), on_change=self._changed.set))

    def queue(self, subjects: Sequence[str]) -> None:
        """Let these guests in, out and in again, and turn one of three away."""
        inside = f.Admitted(
            list=1, gate=1, generation=1, method="code", reason="ok", day=DAY, reentry=ReEntry.AFTER_EXIT
        )
        outside = f.Exited(list=1, gate=1, generation=1, method="code")
        denied = f.Denied(list=1, gate=1, reason="already_used", method="code", generation=1)
        last: dict[str, str] = {}
        for kind, body in (("admitted", inside), ("exited", outside), ("admitted", inside)):
            self.running.store.write(lambda c, k=kind, b=body: self._record(c, k, b, subjects, last)).result()
        self.running.store.write(lambda c: self._record(c, "denied", denied, subjects[::3], last)).result()

    def _record(
        self,
        connection: sa.Connection,
        kind: str,
        body: f.Body,
        subjects: Sequence[str],
        last: dict[str, str],
    ) -> None:
        identity, clock = self.running.identity, self.running.clock
        assert identity is not None
        for subject in subjects:
            basis = (last[subject],) if subject in last else ()
            draft = Draft(clock.new_id(), kind, identity.events[0].event, (subject,), body, basis)
            last[subject] = log.record(connection, identity.author, draft, clock.moment()).id

    def drain(self) -> float:
        """Deliver everything; return when the last answer was stored."""
        self._until(lambda: self.running.queue().pending == 0)
        return time.perf_counter()

    def scan(self, subject: str) -> float:
        """Admit a guest; return the seconds until it was committed."""
        assert self.running.door is not None
        start = time.perf_counter()
        seen = self.running.door.admit_found(subject)
        taken_s = time.perf_counter() - start
        assert seen.verdict.reason == "ok", seen.verdict
        return taken_s

    def watch(self, subject: str) -> float:
        """Return when this device knew that the guest is in."""
        self._until(lambda: self._knows(subject))
        return time.perf_counter()

    def _knows(self, subject: str) -> bool:
        with self.running.store.read() as connection:
            return bool(admissions.load_ticket(connection, subject).uses)

    def _until(self, is_so: Callable[[], bool]) -> None:
        while not is_so():
            assert self._changed.wait(LOAD_S), f"nothing changes: {self.running.sync.state}"
            self._changed.clear()


class Crew:
    """The devices of this process."""

    def __init__(self, folder: Path) -> None:
        """Open none yet."""
        self._folder = folder
        self._gates: list[Gate] = []

    def open(self, pairings: Sequence[str]) -> int:
        """Pair and load."""
        self._gates = [Gate(self._folder / f"gate-{n}", pairing) for n, pairing in enumerate(pairings)]
        return len(self._gates)

    def queue(self, subjects: Sequence[Sequence[str]]) -> int:
        """Let each device have its own guests; return how many facts wait."""
        for gate, mine in zip(self._gates, subjects, strict=True):
            gate.queue(mine)
        return sum(gate.running.queue().pending for gate in self._gates)

    def drain(self) -> list[float]:
        """Bring all online; return when each had delivered everything."""
        for gate in self._gates:
            gate.go_online()
        return [gate.drain() for gate in self._gates]

    def scan(self, gate: int, subject: str) -> float:
        """Admit a guest at a device; return when it was committed."""
        self._gates[gate].scan(subject)
        return time.perf_counter()

    def scan_idle(self, subjects: Sequence[str]) -> list[float]:
        """Admit guests at the first device, online with nothing else to do; return the seconds of each scan."""
        self._gates[0].go_online()
        taken = list(self._scan_at_a_pace(subjects))
        self._gates[0].drain()
        self._gates[0].running.stop()
        return taken

    def _scan_at_a_pace(self, subjects: Sequence[str]) -> Iterator[float]:
        for subject in subjects:
            time.sleep(PACE_S)  # a guest walks up
            yield self._gates[0].scan(subject)

    def drain_and_scan(self, subjects: Sequence[str]) -> dict[str, list[float]]:
        """Bring all online and admit guests at the first device meanwhile."""
        ended: list[float] = []
        draining = threading.Thread(target=lambda: ended.extend(self.drain()))
        self._gates[0].go_online()
        draining.start()
        taken: list[float] = []
        for seconds in self._scan_at_a_pace(subjects):
            taken.append(seconds)
            if ended:
                break
        draining.join()
        return {"ended": ended, "scans": taken}

    def watch(self, subject: str) -> list[float]:
        """Return when each device knew that a guest is in."""
        return [gate.watch(subject) for gate in self._gates]

    def close(self) -> None:
        """Close all devices."""
        for gate in self._gates:
            gate.running.close()


def main() -> None:
    """Obey until the orders end."""
    crew = Crew(Path(sys.argv[1]))
    for line in sys.stdin:
        order: dict[str, Any] = json.loads(line)
        answer = getattr(crew, order.pop("do"))(**order)
        print(json.dumps(answer), flush=True)
    crew.close()


if __name__ == "__main__":
    main()
