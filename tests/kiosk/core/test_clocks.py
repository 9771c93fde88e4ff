"""How far a device's clock is believed."""

from kiosk.core.clocks import PLAUSIBLE_FROM_MS, Reading, Suspicion, judge_clock
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


def test_a_clock_that_was_wrong_when_last_compared_is_not_believed_in_the_next_boot() -> None:
    """B11: three hours ahead, and no word from the server yet."""
    moment = judge_clock(Reading(make.NOW + 3 * make.HOUR, 0, "b"), None, make.NOW, known_wrong_ms=3 * make.HOUR)
    assert (moment.now_ms, moment.state) == (make.NOW, ClockState.UNTRUSTED)
    assert moment.suspicion is Suspicion.KNOWN_WRONG


def test_a_small_difference_at_the_last_comparison_is_forgiven() -> None:
    moment = judge_clock(Reading(make.NOW, 0, "b"), None, 0, known_wrong_ms=900)
    assert (moment.now_ms, moment.state) == (make.NOW, ClockState.DEGRADED)


def test_a_clock_set_forward_while_the_program_runs_is_suspect_until_the_server_says_the_time() -> None:
    clock = FixedClock()
    clock.moment()
    clock.pass_ms(1_000)
    assert clock.moment().suspicion is Suspicion.NONE
    clock.now += 2 * make.HOUR
    clock.moment()
    clock.pass_ms(1_000)
    assert (clock.moment().suspicion, clock.moment().is_trusted) == (Suspicion.LEAPT, False)
    clock.correct(ClockSample(1, clock.mono, make.NOW + 2_000, 2))
    assert (clock.moment().suspicion, clock.moment().state) == (Suspicion.NONE, ClockState.TRUSTED)


def test_a_clock_that_is_set_for_the_first_time_has_not_leapt() -> None:
    """B13"""
    clock = FixedClock()
    clock.now = 5_000
    assert clock.moment().suspicion is Suspicion.LOST_BATTERY
    clock.now = make.NOW
    clock.mono += 1_000
    assert (clock.moment().suspicion, clock.moment().state) == (Suspicion.NONE, ClockState.DEGRADED)


def test_time_goes_on_though_the_wall_clock_was_set_back() -> None:
    """B12"""
    clock = FixedClock()
    before = clock.moment().now_ms
    clock.now -= make.HOUR
    clock.mono += 5_000
    moment = clock.moment()
    assert (moment.now_ms, moment.suspicion) == (before + 5_000, Suspicion.SET_BACK)
    clock.pass_ms(60_000)
    assert clock.moment().now_ms == before + 65_000


def test_word_from_the_server_says_how_sure_it_is() -> None:
    moment = judge_clock(Reading(make.NOW, 1_001_000, "b"), SAMPLE, 0)
    assert moment.is_compared
    assert moment.doubt_ms == 20 + 100 + 1
    assert not judge_clock(Reading(make.NOW, 0, "b"), None, 0).is_compared


def test_a_clock_that_was_slow_is_doubted_but_never_put_ahead() -> None:
    moment = judge_clock(Reading(make.NOW, 0, "b"), None, 0, known_wrong_ms=-5 * make.HOUR)
    assert (moment.now_ms, moment.suspicion) == (make.NOW, Suspicion.KNOWN_WRONG)
    assert moment.difference_ms == -5 * make.HOUR
