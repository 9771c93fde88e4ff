"""What time is it, and how far is the device's clock to be believed?

A device has a wall clock that anybody can set and a monotonic one that stops with the machine. What
counts is the server's word of this boot plus monotonic time; without it the wall clock, never earlier
than the latest time this device has recorded. Called by the venue program for every moment it records.
"""

from dataclasses import dataclass

from kiosk.core.effective_time import DRIFT_PPM, ClockSample
from kiosk.core.facts import ClockState

TRUSTED_DOUBT_MS = 30_000
"""Beyond this doubt (days without word from the server) a corrected clock is only degraded."""
PLAUSIBLE_FROM_MS = 1_735_689_600_000
"""2025-01-01: an earlier wall clock has lost its battery."""
DIFFERENCE_MAX_MS = 60_000
"""A wall clock further off than this is shown to staff; times are corrected all the same."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the machine's clocks said at one moment. `boot` is a random id of this start of the program."""

    wall_ms: int
    mono_ms: int
    boot: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A reading with the best knowledge of the time and how sure it is."""

    now_ms: int
    reading: Reading
    state: ClockState
    difference_ms: int = 0
    """Wall clock minus best knowledge; 0 without word from the server."""

    @property
    def is_trusted(self) -> bool:
        """Whether refusals by time may be given without asking a person."""
        return self.state is not ClockState.UNTRUSTED


def judge_clock(reading: Reading, sample: ClockSample | None, highest_ms: int) -> Moment:
    """Return the moment of a reading. `highest_ms` is the latest time that this device has recorded."""
    if sample is not None:
        passed_ms = reading.mono_ms - sample.mono_ms
        now_ms = sample.server_ms + passed_ms
        doubt_ms = sample.rtt_ms // 2 + abs(passed_ms) * DRIFT_PPM // 1_000_000
        state = ClockState.TRUSTED if doubt_ms <= TRUSTED_DOUBT_MS else ClockState.DEGRADED
        return Moment(now_ms, reading, state, reading.wall_ms - now_ms)
    if reading.wall_ms < max(PLAUSIBLE_FROM_MS, highest_ms - DIFFERENCE_MAX_MS):
        return Moment(max(reading.wall_ms, highest_ms), reading, ClockState.UNTRUSTED)
    return Moment(max(reading.wall_ms, highest_ms), reading, ClockState.DEGRADED)
