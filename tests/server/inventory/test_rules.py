"""Sharing out stock: pure arithmetic."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.catalog import Session, TicketType
from kiosk.core.leases import QuotaBooks
from server.inventory.rules import (
    Demand,
    Share,
    allot,
    count_recalled,
    count_unit,
    list_variants,
    move,
    plan_stock,
    resize,
    settle,
    target_of,
)

ADULT = TicketType(1, "Adult", 2_400, quotas=(1,))
VIP = TicketType(2, "VIP", 9_900, quotas=(1, 2))
FREE = TicketType(3, "Press", 0)
TYPES = {1: ADULT, 2: VIP, 3: FREE}


def test_units_come_with_every_variant_until_a_narrow_quota_has_given_half() -> None:
    assert allot(TYPES, ((1, 0), (2, 0)), {1: 100, 2: 10}, 20) == (
        Share(5, ((1, 0), (2, 0))),
        Share(15, ((1, 0),)),
    )


def test_a_quota_that_everything_touches_gives_all_it_has() -> None:
    assert allot(TYPES, ((1, 0), (2, 0)), {1: 10, 2: 50}, 20) == (Share(10, ((1, 0), (2, 0))),)


def test_what_is_sold_out_is_left_off() -> None:
    assert allot(TYPES, ((1, 0), (2, 0)), {1: 10, 2: 0}, 5) == (Share(5, ((1, 0),)),)
    assert allot(TYPES, ((2, 0),), {1: 10, 2: 0}, 5) == ()


def test_a_type_without_a_quota_has_no_limit() -> None:
    assert allot(TYPES, ((3, 0),), {}, 500) == (Share(500, ((3, 0),)),)


def test_variants_are_types_times_dates_of_the_channel() -> None:
    web = TicketType(4, "Web only", 1, channels=("web",))
    off = TicketType(5, "Off", 1, active=False)
    one_date = TicketType(6, "Late", 1, sessions=(2,))
    sessions = {1: Session(1, "early", 0, 1), 2: Session(2, "late", 2, 3)}
    types = {1: ADULT, 4: web, 5: off, 6: one_date}
    assert list_variants(types, sessions, "kiosk") == ((1, 1), (1, 2), (6, 2))
    assert (4, 1) in list_variants(types, sessions, None)


def test_books_move_by_what_a_unit_counts_for() -> None:
    quotas = {1: (1,), 2: (1, 2)}
    moves: Counter[tuple[int, str]] = Counter()
    move(moves, count_unit("leased", 0, quotas), count_unit("live", 1, quotas))
    assert {key: n for key, n in moves.items() if n} == {(1, "leased"): -1, (1, "sold"): 1, (2, "leased"): -1}


def test_a_sale_after_the_return_is_oversold_and_later_credit_pays_it_back() -> None:
    empty = QuotaBooks(size=1, pool=0, leased=0, sold=1, written_off=0)
    over = settle(empty, {"sold": 1})
    assert (over.pool, over.oversold) == (0, 1)
    assert over.balanced
    back = settle(over, {"sold": -2})
    assert (back.pool, back.oversold) == (1, 0)


@given(
    st.lists(st.tuples(st.sampled_from(["leased", "sold", "written_off"]), st.integers(-3, 3)), max_size=30),
    st.integers(0, 20),
    st.integers(0, 20),
)
def test_books_always_balance(moved: list[tuple[str, int]], size: int, later_size: int) -> None:
    books = QuotaBooks(size, size, 0, 0, 0)
    for account, count in moved:
        books = settle(books, {account: count})
        assert books.balanced
    resized = resize(books, later_size)
    assert resized.balanced
    assert min(resized.pool, resized.oversold) == 0


def test_a_new_device_holds_enough_for_a_blind_evening() -> None:
    demand = Demand(own_per_hour=0, all_per_hour=0, sellers=2, pool=500, leased_online=0)
    assert target_of(demand, prior_per_hour=10) == 30


def test_scarce_stock_is_shared_between_sellers() -> None:
    demand = Demand(own_per_hour=50, all_per_hour=100, sellers=2, pool=20, leased_online=20)
    assert target_of(demand, prior_per_hour=10) == 10


def test_nothing_left_means_nothing_to_hold() -> None:
    assert target_of(Demand(5, 5, 1, 0, 0), 10) == 0


def test_only_much_of_a_scarce_stock_is_recalled() -> None:
    assert count_recalled(held=50, target=10, pool=5, size=100) == 40
    assert count_recalled(held=15, target=10, pool=5, size=100) == 0
    assert count_recalled(held=50, target=10, pool=50, size=100) == 0


def test_what_is_over_allocated_comes_back_first() -> None:
    """G10"""
    demand = Demand(own_per_hour=0, all_per_hour=0, sellers=1, pool=0, leased_online=9)

    def recalls(oversold: int, **touching: int) -> tuple[tuple[int, int], ...]:
        by_lease = {int(lease[1:]): units for lease, units in touching.items()}
        held = {7: 5, 8: 4}
        return plan_stock(demand, held, size=9, prior_per_hour=30, oversold=oversold, touching=by_lease).recalls

    assert recalls(3, _7=5, _8=4) == ((8, 3),)
    assert recalls(6, _7=5, _8=4) == ((8, 4), (7, 2))
    assert recalls(3, _7=5) == ((7, 3),)  # the others take nobody's place
    assert recalls(3, _8=2) == ((8, 0),)  # which of them the device cannot tell


def test_the_newest_leases_give_back_first() -> None:
    scarce = Demand(own_per_hour=0, all_per_hour=0, sellers=1, pool=0, leased_online=20)
    plan = plan_stock(scarce, {7: 8, 8: 4, 9: 8}, size=100, prior_per_hour=0)
    assert (plan.target, plan.recalls) == (2, ((9, 8), (8, 4), (7, 6)))
