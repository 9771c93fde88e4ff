"""Where do time and randomness enter the server? Only here; everything else gets them as arguments.

Built once by `app` and handed down; tests hand down fixed ones.
"""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.core.ids import ticket_number, uuid7


@dataclass(frozen=True, slots=True)
class Clock:
    """The machine's clocks: `now_ms` is UTC, `mono_ms` never runs backwards."""

    now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000
    mono_ms: Callable[[], int] = lambda: time.monotonic_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class Ids:
    """New ids and secrets that nobody can guess."""

    random_bytes: Callable[[int], bytes] = secrets.token_bytes

    def new_id(self, now_ms: int) -> str:
        """Return a new UUIDv7."""
        return uuid7(now_ms, self.random_bytes(10))

    def new_number(self) -> int:
        """Return a new 32-bit number for an event or lease; never 0, which is reserved."""
        return int.from_bytes(self.random_bytes(4)) or 1

    def new_ticket_number(self) -> str:
        """Return a new ticket number, also the source of order codes."""
        return ticket_number(self.random_bytes(6))

    def new_token(self) -> str:
        """Return 256 random bits as text, for sessions."""
        return self.random_bytes(32).hex()
