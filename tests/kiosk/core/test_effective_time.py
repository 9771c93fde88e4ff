"""Effective times: clocks corrected, causality respected, arrival order without influence."""

from dataclasses import replace

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.effective_time import (
    ClockSample,
    Effective,
    effective_times,
    own_time,
    sample_of,
)
from kiosk.core.facts import Clock, ClockState, Denied, Fact
from tests.kiosk.core import make

DENIED = Denied(list=1, gate=1, reason="forged", method="code")


def fact(number: int, **changes: object) -> Fact:
    return make.fact(number, "denied", DENIED, **changes)  # type: ignore[arg-type]


def test_without_word_from_the_server_the_wall_time_counts_with_wide_doubt() -> None:
    lone = fact(1, clock=ClockState.UNTRUSTED)
    assert own_time(lone, []) == Effective(lone.wall_ms, 24 * make.HOUR)


def test_a_clock_sample_corrects_a_skewed_device() -> None:
    """D03"""
    skewed = fact(5, wall_ms=make.NOW + make.HOUR, mono_ms=100_000)
    samples = [ClockSample(seq=2, mono_ms=90_000, server_ms=make.NOW, rtt_ms=40)]
    assert own_time(skewed, samples) == Effective(make.NOW + 10_000, 20 + 1 + 1)


def test_the_last_sample_before_a_fact_counts_and_the_first_after_it_where_there_is_none_before() -> None:
    samples = [
        ClockSample(3, 0, make.NOW, 0),
        ClockSample(6, 60_000, make.NOW + 61_000, 0),
    ]
    assert own_time(fact(7, mono_ms=70_000), samples).at_ms == make.NOW + 71_000
    assert own_time(fact(5, mono_ms=59_000), samples).at_ms == make.NOW + 59_000
    assert own_time(fact(1, mono_ms=-1_000), samples).at_ms == make.NOW - 1_000


def test_a_sample_is_what_its_clock_fact_says() -> None:
    body = Clock(server_ms=5, rtt_ms=2, mono_ms=3, boot="b", server_signature=b"")
    assert sample_of(fact(9), body) == ClockSample(9, 4, 5, 2)


def test_a_fact_never_precedes_what_it_was_based_on() -> None:
    cause = fact(1)
    effect = fact(2, based_on=(cause.id, make.number_id(77)))
    own = {
        cause.id: Effective(make.NOW, 0),
        effect.id: Effective(make.NOW - make.HOUR, 5),
    }
    assert effective_times([effect, cause], own)[effect.id] == Effective(make.NOW + 1, 5)


def test_a_cycle_ends() -> None:
    one = fact(1, based_on=(make.number_id(2),))
    two = fact(2, based_on=(make.number_id(1),))
    own = {one.id: Effective(10, 0), two.id: Effective(10, 0)}
    times = effective_times([one, two], own)
    assert (times[one.id].at_ms, times[two.id].at_ms) == (11, 10)


def test_a_chain_as_long_as_a_log_is_followed() -> None:
    chain = [fact(1)] + [fact(n, based_on=(make.number_id(n - 1),)) for n in range(2, 3_000)]
    own = {one.id: Effective(make.NOW, 0) for one in chain}
    assert effective_times(reversed(chain), own)[chain[-1].id].at_ms == make.NOW + 2_998


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.sets(st.integers(0, 9), max_size=3)),
        max_size=10,
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_arrival_does_not_matter(links: list[tuple[int, set[int]]], random: object) -> None:
    template = fact(1)
    facts = {
        n: msgspec.structs.replace(
            template,
            id=make.number_id(n),
            based_on=tuple(make.number_id(b) for b in sorted(bases)),
        )
        for n, bases in links
    }
    own = {one.id: Effective(make.NOW + 50 - n, 1) for n, one in facts.items()}
    arrived = list(facts.values())
    random.shuffle(arrived)  # type: ignore[attr-defined]
    assert effective_times(arrived, own) == effective_times(facts.values(), own)


def test_intervals_that_touch_overlap() -> None:
    one = Effective(100, 10)
    assert one.overlaps(replace(one, at_ms=120))
    assert not one.overlaps(replace(one, at_ms=121))
