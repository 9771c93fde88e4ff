"""Is this a new presentation, or still the ticket of a moment ago?

A camera sees the same code in some thirty frames a second, and a hand-held scanner often fires twice. The door asks
`Echo.is_new` for every code that a source brings and judges only those; each source has an echo of its own. A second
presentation later on is a real one, and gets its own verdict. Pure: the time is given in (monotonic).
"""

from typing import Final

CAMERA_HOLD_MS: Final = 3_000
SCANNER_HOLD_MS: Final = 1_500
"""Keyboard and serial scanners: nothing stays in view, only double triggers count."""
_SEEN_MAX: Final = 256


class Echo:
    """Remembers which texts one source brought within the last `hold_ms`."""

    def __init__(self, hold_ms: int) -> None:
        self._hold_ms = hold_ms
        self._last_seen: dict[str, int] = {}

    def is_new(self, text: str, *, now_ms: int) -> bool:
        """Say whether `text` was out of sight for the hold time. Every call counts as having seen it."""
        last_ms = self._last_seen.pop(text, None)
        self._last_seen[text] = now_ms  # the dict stays in the order of last sight
        self._forget(now_ms)
        return last_ms is None or now_ms - last_ms >= self._hold_ms

    def _forget(self, now_ms: int) -> None:
        oldest = next(iter(self._last_seen))
        while now_ms - self._last_seen[oldest] >= self._hold_ms or len(self._last_seen) > _SEEN_MAX:
            del self._last_seen[oldest]
            oldest = next(iter(self._last_seen))
