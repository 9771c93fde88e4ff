"""One seed from beginning to end: its world built, lived through and cleared away; what broke comes back as a value."""

import traceback
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from tests.simulation.invariants import Violated
from tests.simulation.limits import limits_of
from tests.simulation.living import live_through
from tests.simulation.mutants import MUTATIONS
from tests.simulation.power import Disk
from tests.simulation.template import Template, seeded
from tests.simulation.world import Step, World

TRACE_LINES = 16


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a seed ended. `broken` is empty where all held, else the invariant's name or the error's."""

    seed: int
    broken: str
    message: str
    taken: int
    """How many steps were begun."""
    seconds: float
    marks: dict[str, int]


def run(seed: int, steps: Sequence[Step], template: Template, folder: Path, disk: Disk, mutant: str = "") -> Outcome:
    """Live through the steps of a seed, with the product as it is or mutated."""
    started = perf_counter()
    with limits_of(seeded(seed)), MUTATIONS[mutant]() if mutant else nullcontext():
        return _run(seed, steps, template, folder, disk, started)


def _run(seed: int, steps: Sequence[Step], template: Template, folder: Path, disk: Disk, started: float) -> Outcome:
    world = World(seed, template, folder, disk)
    broken = message = ""
    try:
        live_through(world, steps)
    except Violated as violated:
        broken, message = violated.invariant, str(violated)
    except Exception as error:  # noqa: BLE001 (whatever it is, it is what this seed has found)
        broken = type(error).__name__
        message = "\n".join(traceback.format_exc().splitlines()[-TRACE_LINES:])
    finally:
        world.close()
    return Outcome(seed, broken, message, world.taken, perf_counter() - started, dict(sorted(world.marks.items())))
