"""How is a source of scans doing, and when is a lost one tried again?

Shared by camera and serial scanner; the screens choose sentences by these words.
"""

from enum import StrEnum
from typing import Final

REOPEN_DELAYS_MS: Final = (1_000, 2_000, 5_000)
"""Waits before the first, second and every later attempt to reopen."""


class SourceState(StrEnum):
    """What the badge beside the preview shows."""

    OPENING = "opening"
    RUNNING = "running"
    LOST = "lost"
    """Nothing comes; it is tried again by itself. Typing and other scanners go on."""
    ENDED = "ended"
    """A film played to its end; nothing will come any more."""


class SourceFault(StrEnum):
    """Why a source is lost."""

    NOT_OPENED = "not_opened"
    """No such device, file or address, it is in use, or it is no camera."""
    SILENT = "silent"
    """It is open and delivers nothing: a cable, a frozen camera, a stalled network."""
    READ_FAILED = "read_failed"
    """It broke off."""


def reopen_delay_ms(attempt: int, delays_ms: tuple[int, ...] = REOPEN_DELAYS_MS) -> int:
    """Return how long to wait before reopening attempt number `attempt` (0 = the first)."""
    return delays_ms[min(attempt, len(delays_ms) - 1)]
