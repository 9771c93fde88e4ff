"""What time is it, and by whose clock? The true time of the evening, and each machine's idea of it.

Nothing in the simulation reads a real clock. True time is the world's; a device sees it through a wall clock
that drifts, is set wrong and forgets itself, and a monotonic clock that starts anew with each boot.
"""

import random
from dataclasses import dataclass, field

NOW_MS = 1_790_000_000_000
"""When the evening's template was made."""
EPOCH_1970_MS = 5_000


@dataclass
class TrueTime:
    """The time that the sun keeps, and the server too."""

    now_ms: int = NOW_MS
    started_ms: int = NOW_MS - 3_600_000
    """When the server's process was started."""

    def pass_ms(self, passed_ms: int) -> None:
        self.now_ms += passed_ms

    def mono_ms(self) -> int:
        return self.now_ms - self.started_ms


class Dice:
    """Randomness for the product: ids, nonces, jitter. Seeded anew by every step, so that steps stand alone."""

    def __init__(self, seed: int = 0) -> None:
        self._random = random.Random(seed)

    def seed(self, seed: int) -> None:
        self._random.seed(seed)

    def bytes(self, count: int) -> bytes:
        return self._random.randbytes(count)


@dataclass
class DeviceTime:
    """One device's clocks. `drift_ppm` is what they gain on true time."""

    true: TrueTime
    drift_ppm: int = 0
    set_at_ms: int = NOW_MS
    wall_then_ms: int = NOW_MS
    booted_ms: int = field(default=NOW_MS)

    def wall_ms(self) -> int:
        return max(0, self.wall_then_ms + self._gained(self.true.now_ms - self.set_at_ms))

    def mono_ms(self) -> int:
        return 1_000 + self._gained(self.true.now_ms - self.booted_ms)

    def _gained(self, passed_ms: int) -> int:
        return passed_ms + passed_ms * self.drift_ppm // 1_000_000

    def set_wall(self, wall_ms: int) -> None:
        """Somebody, or an empty battery, sets the wall clock."""
        self.set_at_ms, self.wall_then_ms = self.true.now_ms, wall_ms

    def boot(self) -> None:
        """Start counting anew."""
        self.booted_ms = self.true.now_ms
