"""May a PIN be tried now? Five tries, then a pause that doubles with every further five.

A frozen value that `app` keeps per device; whether a PIN is right is judged elsewhere (argon2id).
"""

from dataclasses import dataclass, replace

TRIES_MAX = 5
PAUSE_MS = 60_000


@dataclass(frozen=True, slots=True)
class PinLock:
    """How often the PIN was wrong. Times are monotonic milliseconds."""

    wrong: int = 0
    pauses: int = 0
    until_ms: int = 0

    def paused_ms(self, now_ms: int) -> int:
        """Return how long nobody may try; 0 = now."""
        return max(0, self.until_ms - now_ms)

    @property
    def tries_left(self) -> int:
        """How many tries remain before the next pause."""
        return TRIES_MAX - self.wrong

    def after_wrong(self, now_ms: int) -> "PinLock":
        """Return the lock after one wrong PIN."""
        if self.wrong + 1 < TRIES_MAX:
            return replace(self, wrong=self.wrong + 1)
        return PinLock(0, self.pauses + 1, now_ms + PAUSE_MS * 2**self.pauses)

    def after_right(self) -> "PinLock":
        """Return the lock after the right PIN: as new."""
        return PinLock()
