"""What does the fleet reach together? Today the part that leases play: how much of a hall blind kiosks sell.

The model is in `bench.lease_model`; its table with the ways it is compared with stands in docs/LEASES.md.
"""

from statistics import fmean

from bench import lease_model
from bench.lease_model import Outcome
from bench.report import Row

SEEDS = 200
SPLIT, TAKEN_BACK = "every kiosk its part at the start", "taken back by time-out"


def measure() -> list[Row]:
    """Return the rows."""
    return measure_leases(SEEDS)


def measure_leases(seeds: int) -> list[Row]:
    """Return how many tickets of a hall are sold, on average and at worst, and in how many evenings too many."""
    evenings = [lease_model.plan_evening(seed) for seed in range(seeds)]
    leased = [lease_model.live_leased(evening) for evening in evenings]
    split = [lease_model.live_split(evening) for evening in evenings]
    taken_back = [lease_model.live_leased(evening, takes_back=True) for evening in evenings]
    sold = [float(outcome.sold) for outcome in leased]
    split_mean, split_worst = fmean(one.sold for one in split), float(min(one.sold for one in split))
    mean, worst = fmean(sold), min(sold)
    return [
        Row("lease_model_sold", mean, "tickets of 1,000, mean", seeds, worst, max(sold), SPLIT, split_mean,
            mean / split_mean),
        Row("lease_model_sold_worst", worst, "tickets of 1,000", 1, worst, worst, SPLIT, split_worst,
            worst / split_worst),
        _count_oversold(leased, taken_back),
    ]  # fmt: skip


def _count_oversold(leased: list[Outcome], taken_back: list[Outcome]) -> Row:
    count, other = (float(sum(one.oversold > 0 for one in outcomes)) for outcomes in (leased, taken_back))
    ratio = count / other if other else None
    return Row("lease_model_oversold", count, f"evenings of {len(leased)}", 1, count, count, TAKEN_BACK, other, ratio)
