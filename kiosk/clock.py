"""Where do time and randomness enter the program? Only here; everything else gets them as arguments.

Built once by `app` and handed to the workers. The latest word from the server corrects the machine's
clocks; `kiosk.core.clocks` has the rule.
"""

import secrets
import threading
import time
from collections.abc import Callable

from kiosk.core.clocks import Moment, Reading, judge_clock
from kiosk.core.effective_time import ClockSample
from kiosk.core.ids import ticket_number, uuid7


class Clock:
    """The device's clocks, corrected by the server's word. Safe to use from every thread."""

    def __init__(
        self,
        *,
        wall_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
        mono_ms: Callable[[], int] = lambda: time.monotonic_ns() // 1_000_000,
        random_bytes: Callable[[int], bytes] = secrets.token_bytes,
    ) -> None:
        """Start a boot. The arguments are the machine's own clocks and randomness, or a test's."""
        self._wall_ms = wall_ms
        self._mono_ms = mono_ms
        self._random_bytes = random_bytes
        self._lock = threading.Lock()
        self._sample: ClockSample | None = None
        self._highest_ms = 0
        self.boot = self.new_id()

    def moment(self) -> Moment:
        """Return the present moment; its best time never runs backwards within a boot without a sample."""
        reading = Reading(self._wall_ms(), self._mono_ms(), self.boot)
        with self._lock:
            moment = judge_clock(reading, self._sample, self._highest_ms)
            self._highest_ms = max(self._highest_ms, moment.now_ms)
        return moment

    def begin_boot(self) -> None:
        """Number the facts of another log by another boot; the clocks run on."""
        self.boot = self.new_id()

    def correct(self, sample: ClockSample) -> None:
        """Take the server's word."""
        with self._lock:
            self._sample = sample
            self._highest_ms = 0

    def remember(self, highest_ms: int) -> None:
        """Take the latest time that the store has recorded; earlier wall times are then suspect."""
        with self._lock:
            self._highest_ms = max(self._highest_ms, highest_ms)

    def mono_ms(self) -> int:
        """Return the monotonic clock, for time-outs and round trips."""
        return self._mono_ms()

    def random_bytes(self, count: int) -> bytes:
        """Return `count` bytes that nobody can guess."""
        return self._random_bytes(count)

    def new_id(self) -> str:
        """Return a new UUIDv7."""
        return uuid7(self._wall_ms(), self._random_bytes(10))

    def new_ticket_number(self) -> str:
        """Return a new ticket number, also used as an order code's source."""
        return ticket_number(self._random_bytes(6))
