"""How long until a new gate has all of its event: 100,000 tickets from a server on loopback?

A gate whose list shows no names; beside it a supervisor, who gets every buyer's name and searches them.
Server and device are processes of their own, so that each one's memory is known; every run is a new
device. The reference in the same run: `executemany` by the raw driver of the very rows that the device
then has, into the same tables with the same indexes and search index of a fresh encrypted file.
"""

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench.center import BUILD, Seeded, build_folder, find_port, peak_mb, seed, serve
from bench.raw import connect_raw
from bench.report import Row
from kiosk.core.permissions import Role
from kiosk.store.engine import build_writer
from kiosk.store.migrations import migrate

TICKETS = 100_000
RUNS = 5
RUNS_WITH_NAMES = 3
TABLES = ("catalogue_row", "ticket", "stop", "stop_range", "person", "person_search", "cursor")
DEVICE_S = 600


def measure() -> list[Row]:
    """Return the rows of this benchmark; takes about two minutes, most of it for selling the tickets."""
    roles = [Role.GATE] * RUNS + [Role.SUPERVISOR] * RUNS_WITH_NAMES
    loads: list[dict[str, Any]] = []
    references: list[float] = []
    with build_folder() as folder:
        port = find_port()
        seeded = seed(folder / "server", tickets=TICKETS, spare=0, roles=roles, port=port)
        with serve(folder / "server", port) as server:
            for number in range(len(roles)):
                device = folder / f"device-{number}"
                loads.append(_load(device, seeded, number))
                references.append(_reference(device, folder / f"reference-{number}.db"))
            server_mb = peak_mb(server)
    return _rows(loads, references, server_mb)


def _rows(loads: list[dict[str, Any]], references: list[float], server_mb: float) -> list[Row]:
    gates = loads[:RUNS]
    before_end = [float(load["first_scan_s"] is not None and load["first_scan_s"] < load["load_s"]) for load in gates]
    scans = [load["first_scan_s"] for load in gates if load["first_scan_s"] is not None]
    return [
        _compared("first_sync_s", gates, references[:RUNS]),
        _compared("first_sync_with_names_s", loads[RUNS:], references[RUNS:]),
        Row.of("first_sync_bytes_per_ticket", "bytes", [load["bytes"] / TICKETS for load in gates]),
        Row.of("device_peak_mb", "MB", [load["peak_mb"] for load in loads]),
        Row.of("server_peak_mb", "MB", [server_mb]),
        Row.of("first_scan_before_end", "1 = yes", before_end),
        *([Row.of("first_scan_after_s", "s", scans)] if scans else []),
    ]


def _compared(measure: str, loads: list[dict[str, Any]], references: list[float]) -> Row:
    reference = "executemany of the same rows"
    seconds = [load["load_s"] for load in loads]
    return Row.of(measure, "s", seconds, reference=reference, reference_value=statistics.median(references))


def _load(folder: Path, seeded: Seeded, number: int) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.new_device", str(folder), seeded.pairings[number], seeded.code],
        cwd=BUILD.parent,
        stdout=subprocess.PIPE,
        text=True,
        timeout=DEVICE_S,
        check=True,
    )
    return json.loads(done.stdout)


def _reference(device: Path, file: Path) -> float:
    """Put the rows of a loaded device into a fresh file by the driver alone; return the seconds."""
    key = (device / "store.key").read_bytes()
    rows = _read(device / "store.db", key)
    assert len(rows["ticket"]) == TICKETS, "the device does not have what was sold"
    fresh = build_writer(file, key)
    migrate(fresh)
    fresh.dispose()
    connection = connect_raw(file, key)
    start = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    for table, found in rows.items():
        if found:
            marks = ", ".join("?" * len(found[0]))
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", found)  # noqa: S608 (names of this module)
    connection.execute("COMMIT")
    taken_s = time.perf_counter() - start
    connection.close()
    return taken_s


def _read(file: Path, key: bytes) -> dict[str, list[tuple[Any, ...]]]:
    connection = connect_raw(file, key)
    rows = {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}  # noqa: S608 (see above)
    assert bool(rows["person"]) == bool(rows["person_search"])
    connection.close()
    return rows
