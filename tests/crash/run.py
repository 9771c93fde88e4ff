"""An evening in which processes are killed at random moments: the server, its database, a kiosk, two gates.

Real processes, SIGKILL, real files; the printer and the card terminal around the kiosk live on. What a device had shown
to a person must be in its store when it comes back; what must hold in the end is in `checks`.
"""

import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.center import find_port, seed, serve
from demo import processes
from demo.fakes.printer import FakePrinter, Sheet
from demo.fakes.terminal import Ledger, Terminal
from kiosk.core.permissions import Role
from tests.server.postgresql import Cluster

ROOT = Path(__file__).resolve().parents[2]
TICKETS, SPARE = 300, 50_000
LONGEST_S = 0.6
"""The most that passes between two deaths."""
CARDS = ("approve", "approve", "approve", "decline", "drop")
END_S = 180.0
LOOK_S = 0.05


class Broken(AssertionError):
    """Something that must hold did not."""


@dataclass
class Machine:
    """One device: its process, and all that it ever showed to people."""

    name: str
    role: Role
    settings: Mapping[str, Any]
    pairing: str
    log: Path
    said: Path
    """A file, not a pipe: a device must not wait for its listener, and what it said outlives it."""
    process: "subprocess.Popen[str] | None" = None
    shown: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    facts: list[str] = field(default_factory=list[str])
    """What lay in its store when it last looked."""
    _heard: int = 0

    def start(self) -> None:
        """Start it."""
        with self.log.open("a") as errors, self.said.open("a") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.crash.worker", json.dumps(self.settings), self.pairing],
                cwd=ROOT, env=processes.clean_environ(), stdin=subprocess.PIPE, stdout=said, stderr=errors,
                text=True,
            )  # fmt: skip

    def wait_until_paired(self) -> None:
        """Wait for its first words: a pairing that dies needs a new code from the organizer."""
        for _ in range(int(END_S / LOOK_S)):
            if self.said.read_text().endswith("\n"):
                return
            threading.Event().wait(LOOK_S)
        raise Broken(f"{self.name} could not be paired:\n{self.log.read_text()[-3_000:]}")

    def kill(self) -> None:
        """Take its power away."""
        assert self.process is not None
        if self.process.poll() is not None:
            raise Broken(f"{self.name} ended by itself:\n{self.log.read_text()[-3_000:]}")
        self.process.send_signal(signal.SIGKILL)
        self.hear()

    def finish(self) -> dict[str, Any]:
        """Let it deliver and print everything; return its last report."""
        assert self.process is not None
        self.process.communicate("\n", timeout=END_S)
        self.hear()
        if self.process.returncode or not self.shown or self.shown[-1]["word"] != "end":
            raise Broken(f"{self.name} did not end well:\n{self.log.read_text()[-3_000:]}")
        return self.shown[-1]

    def hear(self) -> None:
        """Read what it said until it was dead, and hold it against what it found at its start."""
        assert self.process is not None
        self.process.communicate(timeout=END_S)
        said = self.said.read_text()
        new, self._heard = said[self._heard :], len(said)
        for line in new.splitlines():
            if line.endswith("}"):  # a line may break off with the process
                self._note(json.loads(line))

    def _note(self, words: dict[str, Any]) -> None:
        if words["word"] in ("begin", "end"):
            self._hold_against(words)
        self.shown.append(words)

    def _hold_against(self, found: dict[str, Any]) -> None:
        if found["sound"] != "ok" or found["salvaged"]:
            raise Broken(f"the store of {self.name} is damaged: {found['sound']}")
        facts = found["facts"]
        if facts[: len(self.facts)] != self.facts:
            raise Broken(f"{self.name} lost facts that lay in its store")
        lost = {words["fact"] for words in self.shown if words["word"] == "shown"} - set(facts)
        if lost:
            raise Broken(f"{self.name} showed what it did not keep: {sorted(lost)}")
        self.facts = facts


@dataclass
class Evening:
    """Server, database, machines and what stands around them."""

    folder: Path
    dice: random.Random
    cluster: Cluster | None
    port: int
    machines: list[Machine]
    printer: FakePrinter
    terminal: Terminal
    url: str = ""
    event: int = 0
    deaths: dict[str, int] = field(default_factory=dict[str, int])
    _serving: ExitStack = field(default_factory=ExitStack)
    _server: int = 0
    _pause: threading.Event = field(default_factory=threading.Event)

    def live(self, kills: int) -> dict[str, dict[str, Any]]:
        """Kill that often, then let everything come to rest; return the last word of each machine."""
        self._serve()
        for machine in self.machines:
            machine.start()
        for machine in self.machines:
            machine.wait_until_paired()
        for _ in range(kills):
            self.terminal.plan.append(self.dice.choice(CARDS))
            self._pause.wait(self.dice.uniform(0, LONGEST_S))  # death comes at any moment: that is what is tried
            self._kill_one()
        self.terminal.plan.clear()
        ends: dict[str, dict[str, Any]] = {}
        threads = [threading.Thread(target=lambda m=m: ends.setdefault(m.name, m.finish())) for m in self.machines]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self._serving.close()
        if len(ends) < len(self.machines):
            raise Broken(f"only {sorted(ends)} came to rest")
        return ends

    def _kill_one(self) -> None:
        places = ["server", *(["database"] if self.cluster else []), *(machine.name for machine in self.machines)]
        place = self.dice.choice(places)
        self.deaths[place] = self.deaths.get(place, 0) + 1
        if place == "server":
            os.kill(self._server, signal.SIGKILL)
            self._serving.close()
            self._serve()
        elif place == "database":
            assert self.cluster is not None
            self.cluster.kill()
            self.cluster.start()
        else:
            machine = next(machine for machine in self.machines if machine.name == place)
            machine.kill()
            machine.start()

    def _serve(self) -> None:
        more = {"FOYER_SERVER_DATABASE_URL": self.url} if self.url else {}
        self._server = self._serving.enter_context(serve(self.folder / "server", self.port, more))

    def close(self) -> None:
        """Stop what still runs."""
        self._serving.close()
        for machine in self.machines:
            if machine.process is not None and machine.process.poll() is None:
                machine.process.kill()
                machine.process.communicate()
        self.printer.shutdown()
        self.printer.server_close()
        self.terminal.stop()
        if self.cluster is not None:
            self.cluster.close()


class Paper(FakePrinter):
    """The printer of a long evening: what was on its paper is enough."""

    def keep(self, sheet: Sheet) -> None:
        """Take a finished sheet, without its picture."""
        sheet.parts.clear()
        super().keep(sheet)


def open_evening(folder: Path, seed_number: int, *, postgresql: bool) -> Evening:
    """Found the event, sell some tickets, invite the machines; nothing runs yet but printer and terminal."""
    cluster = Cluster(is_safe=True) if postgresql else None
    url = cluster.create("foyer") if cluster else ""
    roles = [Role.KIOSK, Role.GATE, Role.GATE]
    port = find_port()
    settings = {"database_url": url} if url else {}
    seeded = seed(folder / "server", tickets=TICKETS, spare=SPARE, roles=roles, port=port, settings=settings)
    printer, terminal = Paper(), Terminal(Ledger(folder / "ledger.jsonl"))
    for service in (printer, terminal):
        threading.Thread(target=service.serve_forever, daemon=True).start()
    machines: list[Machine] = []
    for number, (role, pairing) in enumerate(zip(roles, seeded.pairings, strict=True)):
        name = f"{role.value}-{number}"
        values: dict[str, Any] = {"data_dir": str(folder / name), "keyring": False, "camera": "none"}
        if role is Role.KIOSK:
            values |= {"printer": f"tcp://127.0.0.1:{printer.port}", "terminal": f"127.0.0.1:{terminal.port}"}
        machines.append(Machine(name, role, values, pairing, folder / f"{name}.log", folder / f"{name}.said"))
    dice = random.Random(seed_number)
    return Evening(folder, dice, cluster, port, machines, printer, terminal, url, seeded.event)
