"""Where seeds are run: a folder in memory with a template, in this process or in several beside each other.

Every process makes its own template, so that processes share nothing. Memory stands in for the disk: what a
power cut loses is decided by the shim, not by the machine that runs the simulation.
"""

import gc
import multiprocessing
import shutil
import tempfile
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.simulation.actions import plan
from tests.simulation.mutants import MUTATIONS
from tests.simulation.power import BUILD, Disk, load_disk
from tests.simulation.running import Outcome, run
from tests.simulation.shrink import shrink
from tests.simulation.template import Template, build_template
from tests.simulation.world import Step
from tests.simulation.writers import NAIVE, naive_cursor, run_all_writers

MEMORY = Path("/dev/shm")


@dataclass
class Laboratory:
    """A place to run seeds one after another."""

    folder: Path
    template: Template
    disk: Disk

    def run(self, seed: int, steps: Sequence[Step], mutant: str = "") -> Outcome:
        """Run given steps as a seed."""
        return run(seed, steps, self.template, self.folder / f"seed-{seed}", self.disk, mutant)

    def shrink(self, seed: int, steps: Sequence[Step], found: Outcome, mutant: str = "") -> list[Step]:
        """Return fewer steps that break the same."""
        return shrink(steps[: found.taken], lambda fewer: self.run(seed, fewer, mutant).broken == found.broken)


@contextmanager
def open_laboratory() -> Generator[Laboratory]:
    """Set one up, and clear it away."""
    BUILD.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="foyer-simulation-", dir=MEMORY if MEMORY.is_dir() else BUILD))
    try:
        disk = load_disk()
        yield Laboratory(folder, build_template(folder / "template", disk), disk)
    finally:
        shutil.rmtree(folder)


def _spare_the_collector() -> None:
    """In a process that does nothing else: what is loaded stays, and a seed makes little that is cyclic."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _run_seeds(order: tuple[Sequence[int], int, str, str]) -> list[Outcome]:
    seeds, steps, mutant, also = order
    with open_laboratory() as laboratory:
        _spare_the_collector()
        return [laboratory.run(seed, plan(seed, steps, also), mutant) for seed in seeds]


def run_seeds(
    seeds: Sequence[int], steps: int, mutant: str, also: str, jobs: int, on_outcome: Callable[[Outcome], None]
) -> list[Outcome]:
    """Run seeds in `jobs` processes; tell of each bundle when it is done."""
    size = max(1, min(10, len(seeds) // jobs))
    orders = [(seeds[at : at + size], steps, mutant, also) for at in range(0, len(seeds), size)]
    outcomes: list[Outcome] = []
    with multiprocessing.get_context("spawn").Pool(min(jobs, len(orders))) as pool:
        for bundle in pool.imap_unordered(_run_seeds, orders):
            for outcome in bundle:
                on_outcome(outcome)
            outcomes += bundle
    return outcomes


def _hunt(order: tuple[str, int, int]) -> tuple[str, Outcome | None]:
    mutant, seeds, steps = order
    if mutant == NAIVE:
        found = (outcome for outcome in run_all_writers(range(seeds), naive_cursor) if outcome.broken)
        return mutant, next(found, None)
    with open_laboratory() as laboratory:
        _spare_the_collector()
        for seed in range(seeds):
            outcome = laboratory.run(seed, plan(seed, steps), mutant)
            if outcome.broken:
                return mutant, outcome
    return mutant, None


def hunt_mutants(
    names: Sequence[str], seeds: int, steps: int, jobs: int, on_found: Callable[[str, Outcome | None], None]
) -> dict[str, Outcome | None]:
    """Run each mutation on seed after seed until something breaks; None where nothing did."""
    orders = [(name, seeds, steps) for name in names or (*MUTATIONS, NAIVE)]
    found: dict[str, Outcome | None] = {}
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        for mutant, outcome in pool.imap_unordered(_hunt, orders):
            on_found(mutant, outcome)
            found[mutant] = outcome
    return found
