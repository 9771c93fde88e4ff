"""Where do time and randomness enter the program? Only here; everything else gets them as arguments.

Built once by `app` and handed to the workers. The latest word from the server corrects the machine's
clocks; `kiosk.core.clocks` has the rule.
"""

import secrets
import threading
import time
from collections.abc import Callable

from kiosk.core.clocks import Moment, Reading, has_leapt, judge_clock
from kiosk.core.effective_time import ClockSample
from kiosk.core.ids import ticket_number, uuid7


def _monotonic_ms() -> int:
    """Return a clock that nobody sets and that counts a machine's sleep too, where there is one."""
    boot_time = getattr(time, "CLOCK_BOOTTIME", None)
    return (time.monotonic_ns() if boot_time is None else time.clock_gettime_ns(boot_time)) // 1_000_000


class Clock:
    """The device's clocks, corrected by the server's word. Safe to use from every thread."""

    def __init__(
        self,
        *,
        wall_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
        mono_ms: Callable[[], int] = _monotonic_ms,
        random_bytes: Callable[[int], bytes] = secrets.token_bytes,
    ) -> None:
        """Start a boot. The arguments are the machine's own clocks and randomness, or a test's."""
        self._wall_ms = wall_ms
        self._mono_ms = mono_ms
        self._random_bytes = random_bytes
        self._lock = threading.Lock()
        self._sample: ClockSample | None = None
        self._highest_ms = 0
        self._highest_at_mono_ms = self._mono_ms()
        self._known_wrong_ms = 0
        self._last: Reading | None = None
        self._has_leapt = False
        self.boot = self.new_id()

    def moment(self) -> Moment:
        """Return the present moment; its best time never runs backwards within a boot without a sample."""
        reading = Reading(self._wall_ms(), self._mono_ms(), self.boot)
        with self._lock:
            self._has_leapt = self._has_leapt or (self._last is not None and has_leapt(self._last, reading))
            self._last = reading
            passed_ms = max(0, reading.mono_ms - self._highest_at_mono_ms)
            highest_ms = self._highest_ms + passed_ms if self._highest_ms else 0
            moment = judge_clock(
                reading, self._sample, highest_ms, known_wrong_ms=self._known_wrong_ms, has_leapt=self._has_leapt
            )
            self._highest_ms = max(highest_ms, moment.now_ms)
            self._highest_at_mono_ms = reading.mono_ms
        return moment

    def begin_boot(self) -> None:
        """Number the facts of another log by another boot; the clocks run on."""
        self.boot = self.new_id()

    def correct(self, sample: ClockSample) -> None:
        """Take the server's word."""
        with self._lock:
            self._sample = sample
            self._highest_ms = 0
            self._has_leapt = False

    def remember(self, highest_ms: int, known_wrong_ms: int = 0) -> None:
        """Take what the store knows: the latest wall time recorded, and how far ahead it was when last compared.

        Earlier times are then suspect, and so is a clock that was wrong.
        """
        with self._lock:
            self._known_wrong_ms = known_wrong_ms
            self._highest_ms = max(self._highest_ms, highest_ms - max(0, known_wrong_ms))
            self._highest_at_mono_ms = self._mono_ms()

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
