"""A device in a test: a real encrypted store in a temporary folder, a clock that stands still, an event."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.clock import Clock
from kiosk.core.catalog import CheckInList, Gate
from kiosk.core.permissions import Role, Scope
from kiosk.core.tickets import RingKey, TicketRow
from kiosk.core.wire import Assignment, Change, Cursor
from kiosk.scanner.door import Door
from kiosk.scanner.judging import Station
from kiosk.store import log, meta, mirror
from kiosk.store.log import Author
from kiosk.store.meta import Identity
from kiosk.store.mirror import ScopeState
from kiosk.store.opening import Folder, open_store, save_identity
from kiosk.store.worker import Store
from tests.kiosk.core import make

DEVICE = make.number_id(1_000)


class FixedClock(Clock):
    """A clock that a test moves by hand, with ids in a fixed row."""

    def __init__(self, start: int = 0) -> None:
        self.now = make.NOW
        self.mono = 1_000_000
        self._count = start
        super().__init__(wall_ms=lambda: self.now, mono_ms=lambda: self.mono, random_bytes=self._counted)

    def _counted(self, count: int) -> bytes:
        self._count += 1
        return self._count.to_bytes(8).rjust(count, b"\x01")[-count:]

    def pass_ms(self, passed_ms: int) -> None:
        self.now += passed_ms
        self.mono += passed_ms


@dataclass
class Device:
    """One open device. `fill` puts rows into its mirror as a pull would."""

    folder: Folder
    store: Store
    clock: FixedClock
    author: Author
    opened: list[Store] = field(default_factory=list)

    def fill(self, *changes: tuple[str, str, Any], fresh: bool = False, event: int = make.EVENT) -> None:
        rows = [Change(kind, key, msgspec.Raw(msgspec.json.encode(value))) for kind, key, value in changes]
        self.store.write(lambda c: mirror.apply_changes(c, event, rows, fresh=fresh)).result()

    def synced(self, at_ms: int) -> None:
        state = ScopeState(Cursor("e", 1, "t"), "", True, 1, 1, at_ms)
        self.store.write(lambda c: mirror.save_scope(c, make.EVENT, Scope.DATA, state)).result()

    def door(self, **station: Any) -> Door:
        values: dict[str, Any] = {"posts": {make.EVENT: (1, 1)}} | station
        return Door(self.store, self.author, self.clock, Station(**values))

    def pending(self) -> Sequence[Any]:
        with self.store.read() as connection:
            return log.list_pending(connection, 1_000)

    def kinds(self) -> list[str]:
        return [fact.kind for fact in self.pending()]

    def count(self, table: sa.Table) -> int:
        with self.store.read() as connection:
            return connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0

    def close(self) -> None:
        self.store.close()
        self.folder.close()


def identity(**changes: Any) -> Identity:
    base = Identity(
        device=DEVICE,
        name="Gate A",
        organizer="Quay e.V.",
        incarnation=1,
        private_key=make.DEVICE_KEY.private_bytes_raw(),
        url="http://127.0.0.1:1",
        server_key=make.PUBLIC,
        tls_key_sha256=b"",
        next_tls_key_sha256=b"",
        role=Role.GATE,
        roles=(Role.GATE,),
        events=(Assignment(make.EVENT, "Harbour Lights", (Role.GATE,)),),
    )
    return msgspec.structs.replace(base, **changes)


def open_device(path: Path, *, clock: FixedClock | None = None, tail_folder: Path | None = None) -> Device:
    """Open a paired device in `path`, new or as it was left. `tail_folder`: its second medium."""
    used = clock or FixedClock()
    folder = Folder(path, used.random_bytes, tail_folder=tail_folder)
    store, _ = open_store(folder)
    with store.read() as connection:
        known = meta.load_identity(connection)
    if known is None:
        known = identity()
        save_identity(store, folder, known)
    key = Ed25519PrivateKey.from_private_bytes(known.private_key)
    return Device(folder, store, used, Author(known.device, known.incarnation, key))


def catalogue(**event: Any) -> list[tuple[str, str, Any]]:
    """Return the rows of an event with one type, one list and two gates."""
    return [
        ("event", "", make.event(**event)),
        ("key", "1", RingKey(1, make.PUBLIC)),
        ("type", "1", make.ticket_type()),
        ("list", "1", CheckInList(1, "Main")),
        ("gate", "1", Gate(1, "Gate A")),
        ("gate", "2", Gate(2, "Gate B")),
    ]


def ticket(index: int = 0, **changes: Any) -> tuple[str, str, TicketRow]:
    return ("ticket", make.serial(index).subject, make.row(**changes))
