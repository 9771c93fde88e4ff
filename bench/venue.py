"""What do twenty devices at one server reach together? Called by `fleet`.

The server is a process of its own, on SQLite or on a real PostgreSQL that survives a power cut; the devices are gates
in four other processes (`bench.crew`). Each has 5,000 facts of an evening without network: guests in, out and in again,
some turned away. All come online at once; meanwhile one of them goes on admitting guests: it stands for a machine of
its own, so its process has the cores of this one at once whenever it wants them (as root: a real-time policy; else
the others stand back, which a kernel may take a tick of its clock to notice). The disks of the others are in memory,
where this machine can: twenty devices do not share one. Afterwards, with everybody online, a guest is admitted at one
device, and the clock runs until each of the others knows it.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from bench.center import BUILD, Seeded, build_folder, find_port, seed, serve
from bench.report import Row
from kiosk.core import wire
from kiosk.core.permissions import Role, Scope
from kiosk.running import Running
from kiosk.settings import Settings
from kiosk.sync.worker import build_client
from tests.server.postgresql import Cluster

CREWS = (1, 7, 6, 6)
"""Devices per process. The first one's device also scans."""
DEVICES = sum(CREWS)
GUESTS = 1_500
FACTS = GUESTS * 3 + GUESTS // 3
IDLE_SCANS = 300
SCANS_MAX = 3_000
NEWS = 60
CHANGES = 100
PERCENTILE = 99
BEHIND = 10
"""The niceness of everything but the device that scans."""


class CrewProcess:
    """A process with devices, and its orders."""

    def __init__(self, folder: Path) -> None:
        """Start it, without devices."""
        folder.mkdir()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.crew", str(folder)],
            cwd=BUILD.parent,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            process_group=0,
        )

    def go_first(self) -> None:
        """Have a core at once, when one is wanted; threads that start later as well."""
        with suppress(PermissionError):
            os.sched_setscheduler(self._process.pid, os.SCHED_RR, os.sched_param(1))

    def stand_back(self) -> None:
        """Let the device that scans go first."""
        os.setpriority(os.PRIO_PGRP, self._process.pid, BEHIND)

    def tell(self, do: str, **order: Any) -> None:
        """Give an order."""
        assert self._process.stdin is not None
        print(json.dumps({"do": do, **order}), file=self._process.stdin, flush=True)

    def hear(self) -> Any:
        """Wait for the answer to the last order."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "a process with devices has ended"
        return json.loads(line)

    def ask(self, do: str, **order: Any) -> Any:
        """Give an order and wait for its answer."""
        self.tell(do, **order)
        return self.hear()

    def close(self) -> None:
        """End it."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        assert self._process.wait(60) == 0


@dataclass
class Venue:
    """A server that runs, its devices, and guests whom nobody has seen yet."""

    seeded: Seeded
    crews: list[CrewProcess]
    lone: CrewProcess
    folder: Path
    guests: Iterator[str]

    def take(self, count: int) -> list[str]:
        """Return that many new guests."""
        return [next(self.guests) for _ in range(count)]


@contextmanager
def open_venue(database_url: str = "") -> Generator[Venue]:
    """Sell the tickets, start the server, pair all devices and let each load the event."""
    with build_folder() as folder, _other_disks(folder) as others:
        port = find_port()
        tickets = (DEVICES + 1) * GUESTS + IDLE_SCANS + SCANS_MAX + NEWS + CHANGES
        roles = [Role.GATE] * (DEVICES + 2)
        settings = {"database_url": database_url} if database_url else {}
        seeded = seed(folder / "server", tickets=tickets, spare=0, roles=roles, port=port, settings=settings)
        more = {"FOYER_SERVER_DATABASE_URL": database_url} if database_url else {}
        with serve(folder / "server", port, more) as server:
            os.setpriority(os.PRIO_PGRP, server, BEHIND)
            crews = [CrewProcess((others if number else folder) / f"crew-{number}") for number in range(len(CREWS) + 1)]
            crews[0].go_first()
            for crew in crews[1:]:
                crew.stand_back()
            ends = [0, *accumulate((*CREWS, 1))]
            for crew, (first, end) in zip(crews, pairwise(ends), strict=True):
                crew.ask("open", pairings=seeded.pairings[first:end])
            yield Venue(seeded, crews[:-1], crews[-1], folder, iter(seeded.subjects))
            for crew in crews:
                crew.close()


@contextmanager
def _other_disks(folder: Path) -> Generator[Path]:
    memory = Path("/dev/shm")  # noqa: S108 (a folder of its own is made in it)
    place = memory if memory.is_dir() else folder
    with tempfile.TemporaryDirectory(prefix="bench-", dir=place) as others:
        yield Path(others)


def _fill(venue: Venue) -> None:
    """Give every device its evening without network."""
    for crew, size in zip((*venue.crews, venue.lone), (*CREWS, 1), strict=True):
        waiting = crew.ask("queue", subjects=[venue.take(GUESTS) for _ in range(size)])
        assert waiting >= size * FACTS, waiting


def _drain(venue: Venue) -> tuple[float, list[float]]:
    """Bring everybody online at once; return the seconds until nothing waits, and those of the scans meanwhile."""
    start = time.perf_counter()
    venue.crews[0].tell("drain_and_scan", subjects=venue.take(SCANS_MAX))
    for crew in venue.crews[1:]:
        crew.tell("drain")
    first = venue.crews[0].hear()
    ended = [*first["ended"], *(moment for crew in venue.crews[1:] for moment in crew.hear())]
    assert len(ended) == DEVICES
    return max(ended) - start, first["scans"]


def _drain_alone(venue: Venue) -> float:
    start = time.perf_counter()
    (ended,) = venue.lone.ask("drain")
    return ended - start


def _drain_row(database: str, together_s: float, alone_s: float) -> Row:
    reference = f"one device alone, times {DEVICES}"
    return Row.of(f"drain_s_{database}", "s", [together_s], reference=reference, reference_value=alone_s * DEVICES)


def measure_venue() -> list[Row]:
    """Return the rows; takes about six minutes, half of it for the evening before."""
    with open_venue() as venue:
        idle = venue.crews[0].ask("scan_idle", subjects=venue.take(IDLE_SCANS))
        _fill(venue)
        alone_s = _drain_alone(venue)
        together_s, scans = _drain(venue)
        rows = [
            _drain_row("sqlite", together_s, alone_s),
            _scan_row(idle, scans),
            _news_row(venue),
            *_delta_rows(venue),
        ]
    return [*rows, _measure_postgresql()]


def _measure_postgresql() -> Row:
    cluster = Cluster(is_safe=True)
    try:
        with open_venue(cluster.create("foyer")) as venue:
            _fill(venue)
            alone_s = _drain_alone(venue)
            together_s, _ = _drain(venue)
            return _drain_row("postgresql", together_s, alone_s)
    finally:
        cluster.close()


def _percentile(samples: Sequence[float]) -> float:
    return statistics.quantiles(samples, n=100, method="inclusive")[PERCENTILE - 1]


def _scan_row(idle: Sequence[float], draining: Sequence[float]) -> Row:
    """The ratio is the measure; its reference is the idle device's own 99th percentile, in ms."""
    quiet, busy = _percentile(idle), _percentile(draining)
    ratio = busy / quiet
    reference = "p99 of an idle device, ms"
    return Row("scan_p99_ratio_while_draining", ratio, "p99 to idle p99", len(draining), ratio, ratio, reference,
               quiet * 1_000, ratio)  # fmt: skip


def _news_row(venue: Venue) -> Row:
    """Admit guests one after the other, by turns at every device; all others must come to know."""
    places = [(crew, gate) for crew, size in enumerate(CREWS) for gate in range(size)]
    samples: list[float] = []
    for number in range(NEWS):
        crew, gate = places[number * 7 % DEVICES]
        guest = venue.take(1)[0]
        done = venue.crews[crew].ask("scan", gate=gate, subject=guest)
        for other in venue.crews:
            other.tell("watch", subject=guest)
        heard = [venue.crews[number].hear() for number in range(len(CREWS))]
        samples += [
            (moment - done) * 1_000
            for at, moments in enumerate(heard)
            for place, moment in enumerate(moments)
            if (at, place) != (crew, gate)
        ]
    p99 = _percentile(samples)
    return Row("fact_to_other_device_p99_ms", p99, "ms", len(samples), min(samples), max(samples),
               "the middle one, ms", statistics.median(samples), p99 / statistics.median(samples))  # fmt: skip


def _delta_rows(venue: Venue) -> list[Row]:
    """Ask as a device does, from a cursor at the end of the feed and from one that is 100 changes old."""
    running = Running(Settings(data_dir=str(venue.folder / "reader"), keyring=False))
    identity = running.pair(wire.parse_pairing(venue.seeded.pairings[-1]), "Reader", "123456")
    client = build_client(identity)
    client.sign_in(identity)
    path = f"/api/v1/sync/snapshot/{Scope.DATA}"
    head = client.get(path, {"event": venue.seeded.event, "limit": 1}, wire.SnapshotPage).cursor
    empty = _pull(client, venue.seeded.event, head)
    for guest in venue.take(CHANGES):
        venue.crews[0].ask("scan", gate=0, subject=guest)
    venue.crews[0].ask("drain")
    sent, plain = _pull(client, venue.seeded.event, head, rows=CHANGES)
    running.close()
    client.close()
    return [
        Row.of("empty_delta_bytes", "bytes", [float(empty[0])]),
        Row.of("delta_100_bytes", "bytes", [float(sent)], reference="not compressed", reference_value=float(plain)),
    ]


def _pull(client: Any, event: int, cursor: wire.Cursor, rows: int = 0) -> tuple[int, int]:
    """Return the bytes of a page on the wire and unpacked. It must hold at least `rows` changes."""
    query = {"event": event, "scope": "data", "epoch": cursor.epoch, "seq": cursor.seq, "tag": cursor.tag}
    headers = {"Authorization": f"Bearer {client._session.token}"}
    response = client._connection().get("/api/v1/sync/pull", params=query, headers=headers)
    page = wire.decode(response.content, wire.PullPage)
    assert len(page.changes) >= rows, page
    assert bool(page.changes) == bool(rows), page
    return int(response.headers["Content-Length"]), len(response.content)
