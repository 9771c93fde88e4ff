"""What does every handler stand on? Settings, clocks, ids, database and keys, handed down by `app`."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import sqlalchemy as sa

from server.clock import Clock, Ids
from server.db.database import Database, Lane
from server.db.keys import MasterKey
from server.settings import Settings

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ground:
    """The running server's parts that every capability uses."""

    settings: Settings
    clock: Clock
    ids: Ids
    db: Database
    master: MasterKey
    tls_pin: bytes
    """SHA-256 of the TLS key that devices pin; empty where plain HTTP is spoken."""
    hashing: ThreadPoolExecutor
    """Two threads for password hashes, so that sign-ins cannot take every core."""

    def write(self, work: Callable[[sa.Connection], T], *, lane: Lane = Lane.PERSON) -> T:
        """Run `work` in one transaction; return its result after the commit."""
        return self.db.write(work, lane=lane)

    def new_id(self) -> str:
        """Return a new UUIDv7 of now."""
        return self.ids.new_id(self.clock.now_ms())
