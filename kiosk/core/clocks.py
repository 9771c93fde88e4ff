"""What time is it, and how far is the device's clock to be believed?

A device has a wall clock that anybody can set and a monotonic one that stops with the machine. What
counts is the server's word of this boot plus monotonic time; without it the wall clock, never earlier
than the latest time this device has recorded. Called by the venue program for every moment it records.
"""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.core.effective_time import DRIFT_PPM, ClockSample
from kiosk.core.facts import ClockState

TRUSTED_DOUBT_MS = 30_000
"""Beyond this doubt (days without word from the server) a corrected clock is only degraded."""
PLAUSIBLE_FROM_MS = 1_735_689_600_000
"""2025-01-01: an earlier wall clock has lost its battery."""
DIFFERENCE_MAX_MS = 60_000
"""A wall clock further off than this is shown to staff; times are corrected all the same."""


class Suspicion(StrEnum):
    """Why a clock is not believed, in a boot that has not heard from the server."""

    NONE = ""
    LOST_BATTERY = "lost_battery"
    """It starts in the past, before this program existed."""
    SET_BACK = "set_back"
    """It is earlier than what this device has recorded already."""
    KNOWN_WRONG = "known_wrong"
    """It was wrong when it was last compared, in another boot."""
    LEAPT = "leapt"
    """It was set forward while the program ran."""


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
    """Wall clock minus best knowledge; without word from the server what is suspected, or 0."""
    suspicion: Suspicion = Suspicion.NONE
    doubt_ms: int = 0
    """How far off the best knowledge may be; 0 without word from the server, where nobody knows."""

    @property
    def is_compared(self) -> bool:
        """Whether the server has said the time in this boot."""
        return self.doubt_ms > 0

    @property
    def is_trusted(self) -> bool:
        """Whether refusals by time may be given without asking a person."""
        return self.state is not ClockState.UNTRUSTED


def judge_clock(
    reading: Reading,
    sample: ClockSample | None,
    highest_ms: int,
    *,
    known_wrong_ms: int = 0,
    has_leapt: bool = False,
) -> Moment:
    """Return the moment of a reading.

    `highest_ms` is the latest time that this device has recorded, with what has passed since where that is known.
    `known_wrong_ms`: how far ahead the wall clock was when the server last said the time, in another boot.
    """
    if sample is not None:
        passed_ms = reading.mono_ms - sample.mono_ms
        now_ms = sample.server_ms + passed_ms
        doubt_ms = sample.rtt_ms // 2 + abs(passed_ms) * DRIFT_PPM // 1_000_000
        state = ClockState.TRUSTED if doubt_ms <= TRUSTED_DOUBT_MS else ClockState.DEGRADED
        return Moment(now_ms, reading, state, reading.wall_ms - now_ms, doubt_ms=doubt_ms + 1)
    if abs(known_wrong_ms) <= DIFFERENCE_MAX_MS:
        known_wrong_ms = 0
    # A clock that was slow may have been put right since: adding the difference could lead far into the future.
    likely_ms = reading.wall_ms - max(0, known_wrong_ms)
    now_ms = max(likely_ms, highest_ms)
    suspicion = Suspicion.NONE
    if reading.wall_ms < PLAUSIBLE_FROM_MS:
        suspicion = Suspicion.LOST_BATTERY
    elif likely_ms < highest_ms - DIFFERENCE_MAX_MS:
        suspicion = Suspicion.SET_BACK
    elif known_wrong_ms:
        suspicion = Suspicion.KNOWN_WRONG
    elif has_leapt:
        suspicion = Suspicion.LEAPT
    state = ClockState.UNTRUSTED if suspicion else ClockState.DEGRADED
    difference_ms = known_wrong_ms if suspicion is Suspicion.KNOWN_WRONG else reading.wall_ms - now_ms
    return Moment(now_ms, reading, state, difference_ms if suspicion else 0, suspicion)


def has_leapt(before: Reading, after: Reading) -> bool:
    """Say whether a wall clock was set forward between two readings of a boot; a first setting is no leap."""
    ahead_ms = (after.wall_ms - before.wall_ms) - (after.mono_ms - before.mono_ms)
    return before.wall_ms >= PLAUSIBLE_FROM_MS and ahead_ms > DIFFERENCE_MAX_MS
