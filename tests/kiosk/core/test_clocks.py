"""How far a device's clock is believed."""

from kiosk.core.clocks import PLAUSIBLE_FROM_MS, Reading, judge_clock
from kiosk.core.effective_time import ClockSample
from kiosk.core.facts import ClockState
from tests.kiosk.core import make
from tests.kiosk.device import FixedClock

SAMPLE = ClockSample(1, 1_000, make.NOW, 40)


def test_the_servers_word_of_this_boot_beats_the_wall_clock() -> None:
    """B11"""
    moment = judge_clock(Reading(make.NOW + 3 * make.HOUR, 6_000, "b"), SAMPLE, 0)
    assert (moment.now_ms, moment.state, moment.difference_ms) == (
        make.NOW + 5_000,
        ClockState.TRUSTED,
        3 * make.HOUR - 5_000,
    )


def test_a_week_without_word_degrades_a_corrected_clock() -> None:
    moment = judge_clock(Reading(make.NOW, 1_000 + 7 * 24 * make.HOUR, "b"), SAMPLE, 0)
    assert moment.state is ClockState.DEGRADED
    assert moment.is_trusted


def test_a_clock_set_back_is_suspect_and_never_runs_backwards() -> None:
    """B12"""
    moment = judge_clock(Reading(make.NOW - make.HOUR, 0, "b"), None, make.NOW)
    assert (moment.now_ms, moment.state, moment.is_trusted) == (make.NOW, ClockState.UNTRUSTED, False)


def test_a_dead_battery_starts_at_the_latest_known_time() -> None:
    """B13"""
    assert judge_clock(Reading(0, 0, "b"), None, make.NOW).now_ms == make.NOW
    assert judge_clock(Reading(PLAUSIBLE_FROM_MS - 1, 0, "b"), None, 0).state is ClockState.UNTRUSTED
    assert judge_clock(Reading(make.NOW, 0, "b"), None, make.NOW + 1_000).state is ClockState.DEGRADED


def test_the_programs_clock_takes_the_servers_word_and_remembers_the_latest_time() -> None:
    clock = FixedClock()
    clock.remember(make.NOW + make.HOUR)
    assert clock.moment().state is ClockState.UNTRUSTED
    clock.correct(ClockSample(1, clock.mono, make.NOW + 5, 2))
    assert clock.moment().now_ms == make.NOW + 5
