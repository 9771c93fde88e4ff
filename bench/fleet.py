"""What does the fleet reach together?

How much of a hall blind kiosks sell: the model is `bench.lease_model`, its table stands in docs/LEASES.md. What twenty
devices at one server feel of each other: `bench.venue`. How fast the simulation lives through evenings.
"""

import os
import subprocess
import sys
import time
from statistics import fmean

from bench import lease_model
from bench.center import BUILD
from bench.lease_model import Outcome
from bench.report import Row
from bench.venue import measure_venue

SEEDS = 200
SIMULATED = 40
SPLIT, TAKEN_BACK = "every kiosk its part at the start", "taken back by time-out"


def measure() -> list[Row]:
    """Return the rows; takes about nine minutes."""
    return [*measure_venue(), *measure_leases(SEEDS), _measure_simulation()]


def _measure_simulation() -> Row:
    """Live through seeds on every core, and through a tenth of them on one."""
    each = SIMULATED // 10
    alone = each / _simulate(each, jobs=1) * 60
    together = SIMULATED / _simulate(SIMULATED, jobs=os.cpu_count() or 1) * 60
    reference = "on one core"
    return Row.of("simulation_seeds_per_min", "seeds/min", [together], reference=reference, reference_value=alone)


def _simulate(seeds: int, *, jobs: int) -> float:
    """Return the seconds that these seeds took. All must hold."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "tests.simulation", "run", "--seeds", str(seeds), "--jobs", str(jobs)]
    subprocess.run(command, cwd=BUILD.parent, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


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
