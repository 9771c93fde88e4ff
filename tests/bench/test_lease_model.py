"""The model of leases, on a few evenings: what `make bench` measures on many."""

from functools import cache

from bench.fleet import measure_leases
from bench.lease_model import HALL, Outcome, live_leased, live_split, plan_evening
from bench.page import list_broken

SEEDS = 10


@cache
def live(seed: int, *, takes_back: bool = False) -> Outcome:
    return live_leased(plan_evening(seed), takes_back=takes_back)


def test_kiosks_that_are_blind_half_of_the_time_sell_almost_the_whole_hall() -> None:
    sold = [live(seed).sold for seed in range(SEEDS)]
    assert sum(sold) / SEEDS >= 0.99 * HALL
    assert min(sold) >= 0.96 * HALL


def test_leases_never_sell_a_place_twice() -> None:
    assert all(live(seed).oversold == 0 for seed in range(SEEDS))


def test_a_server_that_takes_back_by_time_out_sells_places_twice() -> None:
    assert any(live(seed, takes_back=True).oversold > 0 for seed in range(3))


def test_a_part_for_each_kiosk_leaves_places_empty() -> None:
    assert sum(live_split(plan_evening(seed)).sold for seed in range(SEEDS)) < 0.9 * HALL * SEEDS


def test_an_evening_is_blind_half_of_the_time_and_sells_out() -> None:
    for seed in range(SEEDS):
        evening = plan_evening(seed)
        has_line = [up for kiosk in evening.has_line for up in kiosk]
        assert 0.3 < sum(has_line) / len(has_line) < 0.7
        assert sum(party.tickets for minute in evening.parties for party in minute) > 1.2 * HALL


def test_the_rows_keep_what_is_promised() -> None:
    rows = measure_leases(2)
    assert [row.measure for row in rows] == ["lease_model_sold", "lease_model_sold_worst", "lease_model_oversold"]
    assert not list_broken(rows)
