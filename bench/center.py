"""A server as a process of its own, with an event that was sold out before, for benchmarks that need one.

`seed` sells over HTTP as an organizer would and invites devices; `serve` runs the command that people run,
on the same folder, so that its memory is that of serving alone. Used by `first_sync` and `push`.
"""

import shutil
import socket
import tempfile
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from demo import processes
from kiosk.core import wire
from kiosk.core.permissions import Role
from server.clock import Clock, Ids
from tests.server.center import Running, Time

BUILD = Path(__file__).resolve().parent.parent / "build"
ORDERS_AT_ONCE = 200
HOUR_MS = 3_600_000
GIVEN = ("Ada", "Bao", "Chidi", "Dagny", "Emre", "Farah", "Goro", "Hanne", "Ines", "Jürgen", "Kwame")
FAMILY = (
    "Quay",
    "Ngo",
    "Okafor",
    "Lund",
    "Yildiz",
    "Haddad",
    "Ito",
    "Berg",
    "Sousa",
    "Müller",
    "Mensah",
    "Roy",
    "Vance",
)


@dataclass(frozen=True, slots=True)
class Seeded:
    """What a benchmark needs to know of the server that it is about to meet."""

    event: int
    pairings: tuple[str, ...]
    """One per device that was invited, in the order asked for."""
    subjects: tuple[str, ...]
    """Of all tickets, in the order of sale."""
    code: str
    """What the QR code of one of the tickets says."""


class _RealTime(Time):
    """The machine's own clock and unguessable ids, as a server outside of tests has them."""

    def __init__(self) -> None:
        super().__init__()
        self.clock, self.ids = Clock(), Ids()
        self.now = self.clock.now_ms()


@contextmanager
def build_folder() -> Generator[Path]:
    """Give a folder on the disk of the project, which is gone afterwards."""
    BUILD.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=BUILD))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def find_port() -> int:
    """Return a port that was free just now."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


def seed(
    folder: Path,
    *,
    tickets: int,
    spare: int,
    roles: Sequence[Role],
    port: int,
    mails: int = 0,
    settings: Mapping[str, Any] | None = None,
) -> Seeded:
    """Sell `tickets` in orders of one to four with buyers' names, leave `spare` places, invite one device per role.

    The first `mails` orders are due a receipt by mail; no mail server is set yet.
    """
    server = Running(folder, time=_RealTime(), settings=dict(settings or {}))
    try:
        server.sign_in()
        server.found(tickets + spare + mails)
        server.put(server.on("/lists/1"), {"version": 1, "values": {"shows_names": False}})
        for start in range(0, mails, ORDERS_AT_ONCE):
            due = [_mailed(number) for number in range(start, min(start + ORDERS_AT_ONCE, mails))]
            server.post(server.on("/orders/bulk"), {"orders": due})
        subjects: list[str] = []
        while len(subjects) < tickets:
            for order in _sell(server, tickets - len(subjects), len(subjects)):
                subjects += [ticket["subject"] for ticket in order["tickets"]]
                last = order["order"]
        code = server.get(server.on(f"/orders/{last}"))["tickets"][0]["code"]
        pairings = tuple(_invite(server, role, number, port) for number, role in enumerate(roles))
        return Seeded(server.event, pairings, tuple(subjects), code)
    finally:
        server.close()


def _mailed(number: int) -> dict[str, Any]:
    buyer = {"name": "Grace Hopper", "email": f"guest-{number}@example.invalid"}
    return {"choices": [{"type": 1, "quantity": 1}], "buyer": buyer, "mail": True}


def _sell(server: Running, left: int, sold: int) -> Any:
    orders: list[dict[str, Any]] = []
    while left and len(orders) < ORDERS_AT_ONCE:
        number = sold + len(orders)
        quantity = min(1 + len(orders) % 4, left)
        choices = [{"type": 1 + number % 2, "quantity": quantity}]
        name = f"{GIVEN[number % len(GIVEN)]} {FAMILY[number % len(FAMILY)]}"
        orders.append({"choices": choices, "buyer": {"name": name}, "mail": False})
        left -= quantity
    return server.post(server.on("/orders/bulk"), {"orders": orders})


def _invite(server: Running, role: Role, number: int, port: int) -> str:
    wanted = {"name": f"Device {number}", "roles": [role], "events": [server.event]}
    invited = server.post(f"/api/v1/organizers/{server.organizer}/enrolments", wanted)
    pairing = wire.parse_pairing(invited["pairing"])
    return wire.format_pairing(msgspec.structs.replace(pairing, url=f"http://127.0.0.1:{port}"))


@contextmanager
def serve(folder: Path, port: int, more: Mapping[str, str] | None = None) -> Generator[int]:
    """Run the server's command on a seeded folder, wait until it listens, and give its process id."""
    settings = {"FOYER_SERVER_DATA_DIR": str(folder), "FOYER_SERVER_LOG_LEVEL": "WARNING", **(more or {})}
    child = processes.start("server", "server", ["serve", "--port", str(port)], folder / "logs", settings)
    try:
        yield child.process.pid
    finally:
        child.stop()


def peak_mb(pid: int | str = "self") -> float:
    """Return the most memory that a process ever held, in MB of a million bytes.

    Read from /proc: what `wait4` reports counts the parent's memory before the exec too.
    """
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1_024 / 1_000_000
    raise OSError(f"/proc/{pid}/status says nothing of peak memory")
