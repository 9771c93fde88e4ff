"""Capacity units: sizes, choices and books."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.leases import (
    LEASE_MAX,
    QuotaBooks,
    Unit,
    Variant,
    choose_returned,
    choose_units,
    count_wanted,
    lease_target,
    quotas_credited,
    quotas_touched,
)
from tests.kiosk.core import make

WIDE = ((1, 0), (2, 0))


def unit(index: int, variants: tuple[tuple[int, int], ...] = WIDE) -> Unit:
    return Unit(
        index,
        f"N{index}",
        tuple(Variant(type_, session, "T1…") for type_, session in variants),
    )


@pytest.mark.parametrize(
    ("rate", "pool", "online", "share", "target"),
    [
        (0, 100, 0, 1.0, 2),
        (10, 1_000, 0, 1.0, 30),
        (1_000, 100, 20, 0.5, 30),
        (5, 1, 0, 1.0, 1),
        (0, 0, 0, 1.0, 0),
        (9e9, 10**6, 0, 1.0, LEASE_MAX),
    ],
)
def test_a_device_holds_what_it_will_sell_while_blind_but_leaves_half(
    rate: float, pool: int, online: int, share: float, target: int
) -> None:
    assert lease_target(sold_per_hour=rate, pool=pool, leased_online=online, share=share) == target


def test_a_device_asks_again_when_it_has_less_than_it_should() -> None:
    assert count_wanted(10, 10) == 0
    assert count_wanted(6, 10) == 0
    assert count_wanted(5, 10) == 5
    assert count_wanted(0, 10_000) == LEASE_MAX


def test_units_go_back_from_the_end() -> None:
    assert choose_returned([3, 1, 2], 2) == [2, 3]
    assert choose_returned([3, 1, 2], 0) == [1, 2, 3]
    assert choose_returned([1], 5) == [1]


def test_leasing_debits_every_quota_that_a_variant_touches() -> None:
    """G09"""
    types = {
        1: make.ticket_type(1, quotas=(1, 2)),
        2: make.ticket_type(2, quotas=(1, 3)),
    }
    assert quotas_touched(types, WIDE) == {1, 2, 3}
    assert quotas_credited(types, WIDE, (1, 0)) == {3}


def test_units_are_sold_in_ascending_index() -> None:
    """G01"""
    chosen = choose_units([unit(2), unit(0), unit(1)], [(1, 0), (2, 0)])
    assert chosen is not None
    assert [(u.index, v.type) for u, v in chosen] == [(0, 1), (1, 2)]


def test_a_narrow_choice_is_not_starved_by_a_wide_one() -> None:
    chosen = choose_units([unit(0), unit(1, ((1, 0),))], [(1, 0), (2, 0)])
    assert chosen is not None
    assert [u.index for u, _ in chosen] == [1, 0]


def test_an_empty_lease_cannot_sell() -> None:
    """G01"""
    assert choose_units([unit(0)], [(1, 0), (1, 0)]) is None
    assert choose_units([unit(0)], [(3, 0)]) is None


@given(st.integers(0, 6), st.lists(st.sampled_from(WIDE), max_size=6))
def test_no_unit_is_chosen_twice(units: int, wanted: list[tuple[int, int]]) -> None:
    chosen = choose_units([unit(n) for n in range(units)], wanted)
    assert (chosen is None) == (len(wanted) > units)
    if chosen is not None:
        assert len({u.index for u, _ in chosen}) == len(wanted)
        assert [(v.type, v.session) for _, v in chosen] == wanted


@given(
    st.lists(st.sets(st.sampled_from(((1, 0), (2, 0), (3, 0))), min_size=1), max_size=5),
    st.lists(st.sampled_from(((1, 0), (2, 0), (3, 0))), max_size=4),
)
def test_whoever_can_be_served_is_and_again_from_just_those_units(
    shapes: list[set[tuple[int, int]]], wanted: list[tuple[int, int]]
) -> None:
    """G01"""
    units = [unit(n, tuple(sorted(shape))) for n, shape in enumerate(shapes)]
    ways = itertools.permutations(range(len(units)), len(wanted))
    can_be = any(all(want in shapes[at] for at, want in zip(way, wanted, strict=True)) for way in ways)
    chosen = choose_units(units, wanted)
    assert (chosen is not None) == can_be
    if chosen is not None:
        assert choose_units([one for one, _ in chosen], wanted) is not None


def test_the_books_of_a_quota_balance() -> None:
    """G02"""
    assert QuotaBooks(10, pool=3, leased=2, sold=4, written_off=1).balanced
    assert QuotaBooks(10, pool=0, leased=0, sold=11, written_off=0, oversold=1).balanced
    assert not QuotaBooks(10, pool=4, leased=2, sold=4, written_off=1).balanced
