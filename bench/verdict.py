"""How long from the text of a ticket to a committed verdict, alone and while a pull is being applied?

A device with 100,000 tickets in its encrypted store. The reference is the raw driver in the same run: the
same statements, one verify and one sign, in one transaction on the same file. The bare commit of one row
says what the disk alone costs.
"""

import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench.raw import connect_raw
from bench.report import Row
from kiosk.core.ids import Serial
from kiosk.core.ticket_code import TicketCode, is_signed_by, parse, sign
from kiosk.core.tickets import TicketRow
from kiosk.core.wire import Change
from kiosk.store import admissions, catalogue, log, mirror, prepared
from kiosk.store.worker import Lane
from kiosk.sync.pull import JOB_ROWS
from tests.kiosk.core import make
from tests.kiosk.device import Device, open_device
from tests.kiosk.device import catalogue as catalogue_rows

TICKETS = 100_000
SCANS = 1_000
ROUNDS = 3
PULL_ROWS = 5_000
BUILD = Path(__file__).resolve().parent.parent / "build"


def measure() -> list[Row]:
    """Return the rows of this benchmark; takes about half a minute."""
    with _device() as device:
        _fill(device)
        codes = iter(_codes())
        ours, theirs = [], []
        for _ in range(ROUNDS):  # by turns, so that a slow moment of the machine hits both
            ours.append(_time(device.door().scan, codes, SCANS))
            theirs.append(_reference(device, codes))
        pulling = _while_pulling(device, codes)
        bare = _bare_commits(device)
    return [
        _row("verdict_commit_p50_ms", ours, 50, "the same statements by the raw driver, p50", theirs),
        _row("verdict_commit_p99_ms", ours, 99, "the same statements by the raw driver, p99", theirs),
        _row("verdict_p99_while_pulling_ms", [pulling], 99, "verdict alone, p99", ours),
        _row("bare_commit_p50_ms", [bare], 50, "the same statements by the raw driver, p50", theirs),
    ]


def _row(measure: str, samples: list[list[float]], percent: int, reference: str, theirs: list[list[float]]) -> Row:
    points = [_percentile(run, percent) for run in samples]
    compared = statistics.median(_percentile(run, percent) for run in theirs)
    return Row.of(measure, "ms", points, reference=reference, reference_value=compared)


def _percentile(samples: list[float], percent: int) -> float:
    return statistics.quantiles(samples, n=100, method="inclusive")[percent - 1]


@contextmanager
def _device() -> Iterator[Device]:
    BUILD.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=BUILD))
    device = open_device(folder)
    try:
        yield device
    finally:
        device.close()
        shutil.rmtree(folder)


def _fill(device: Device) -> None:
    device.fill(*catalogue_rows())
    for start in range(0, TICKETS, JOB_ROWS):
        rows = [ticket_change(index) for index in range(start, start + JOB_ROWS)]
        device.store.write(lambda c, rows=rows: mirror.apply_changes(c, make.EVENT, rows, fresh=True)).result()


def ticket_change(index: int, order: str = "") -> Change:
    """Return the feed's row of one of 100,000 tickets."""
    lease, place = divmod(index, 60_000)
    row = TicketRow(f"N{index:09d}", 1, 0, order or f"O{index // 3:06d}")
    return Change("ticket", Serial(make.EVENT, lease + 1, place).subject, msgspec.Raw(msgspec.json.encode(row)))


def _codes() -> Iterator[str]:
    for index in range(TICKETS):
        lease, place = divmod(index, 60_000)
        yield sign(TicketCode(1, make.EVENT, lease + 1, place, 1, 0), make.KEY)


def _time(work: Callable[[str], object], codes: Iterator[str], count: int) -> list[float]:
    samples: list[float] = []
    for code in (next(codes) for _ in range(count)):
        start = time.perf_counter()
        work(code)
        samples.append((time.perf_counter() - start) * 1_000)
    return samples


def _reference(device: Device, codes: Iterator[str]) -> list[float]:
    """The statements of a scan, as the product prepared them, straight on the driver."""
    connection = connect_raw(device.store.file, device.store.key.raw)
    private_key = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
    fact = log._values(device.pending()[0])
    number = iter(range(10_000_000))

    def scan(code: str) -> None:
        known = parse(code)
        is_signed_by(known, make.PUBLIC)
        private_key.sign(bytes(32))
        id_ = f"reference-{known.index}-{next(number)}"
        place = {"subject": known.subject, "event": known.event, "lease": known.lease, "index": known.index}
        connection.execute("BEGIN IMMEDIATE")
        _run(connection, admissions._known_query, {"subject": "x:" + "0" * 64})
        _run(connection, catalogue._version_query, {})
        for query in (admissions._ticket_query, admissions._use_query, admissions._stops_query):
            _run(connection, query, place)
        head = _run(connection, log._head_query, {"incarnation": 7})
        _run(connection, log._insert, fact | {"id": id_, "incarnation": 7, "seq": (head[0][0] if head else 0) + 1})
        passage = {"fact": id_, "list": 1, "at_ms": 1, "entry": 1, "gate": 1, "people": 1}
        _run(connection, admissions._insert_use, place | passage | {"annulled": 0, "unsynced": 0, "rehearsal": 0})
        line = {"fact": id_, "event": 1, "list": 1, "at_ms": 1, "reason": "ok", "subject": "", "words": "N"}
        _run(connection, admissions._insert_line, line)
        connection.execute("COMMIT")

    samples = _time(scan, codes, SCANS)
    connection.close()
    return samples


def _run(connection: Any, query: prepared.Prepared, values: dict[str, Any]) -> list[Any]:
    given = [values[name] if name in values else query._fixed[name] for name in query._names]
    return connection.execute(query._text, given).fetchall()


def _while_pulling(device: Device, codes: Iterator[str]) -> list[float]:
    """Scan while pages of a pull are applied one after the other, as the synchroniser does."""
    stopping = threading.Event()

    def pull() -> None:
        turn = 0
        while not stopping.is_set():
            turn += 1
            for start in range(0, PULL_ROWS, JOB_ROWS):
                rows = [ticket_change(90_000 + n, f"T{turn:06d}") for n in range(start, start + JOB_ROWS)]
                work = device.store.write(
                    lambda c, rows=rows: mirror.apply_changes(c, make.EVENT, rows), lane=Lane.SYNC
                )
                work.result()

    thread = threading.Thread(target=pull)
    thread.start()
    samples = _time(device.door().scan, codes, SCANS)
    stopping.set()
    thread.join()
    return samples


def _bare_commits(device: Device) -> list[float]:
    connection = connect_raw(device.store.file, device.store.key.raw)
    connection.execute("CREATE TABLE bare (x)")
    samples: list[float] = []
    for _ in range(SCANS):
        start = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO bare VALUES (1)")
        connection.execute("COMMIT")
        samples.append((time.perf_counter() - start) * 1_000)
    connection.close()
    return samples
