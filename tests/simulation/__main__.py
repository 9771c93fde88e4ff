"""The command behind `make simulate` and `make mutants`.

    python -m tests.simulation run --seeds 40              seeds 0 to 39, on every core
    python -m tests.simulation run --seed 17 --seeds 1     seed 17 alone, and what happened in it
    python -m tests.simulation replay build/simulation/seed-17.json
    python -m tests.simulation mutants                     every mutation, until it is found

A seed that breaks is made smaller and kept as a file of steps. Sets of texts have the same order in every run
because the command starts itself with a fixed hash seed.
"""

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

import msgspec

from tests.simulation.actions import ACTIONS, plan
from tests.simulation.laboratory import hunt_mutants, open_laboratory, run_seeds
from tests.simulation.living import STEPS
from tests.simulation.mutants import MUTATIONS
from tests.simulation.power import BUILD
from tests.simulation.running import Outcome
from tests.simulation.world import Step
from tests.simulation.writers import NAIVE

MUTANT_SEEDS_MAX = 200
MUTANTS_FILE = BUILD.parent / "mutants.json"


class Story(msgspec.Struct, frozen=True):
    """A failure as kept: enough to live through it again."""

    seed: int
    mutant: str
    broken: str
    steps: tuple[tuple[str, int], ...]


def main(arguments: list[str]) -> int:
    """Run one command; return the exit code."""
    parser = argparse.ArgumentParser("simulation")
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("run", help="live through seeds")
    one.add_argument("--seeds", type=int, default=40)
    one.add_argument("--seed", type=int, default=0, help="the first")
    one.add_argument("--mutant", default="", choices=["", *MUTATIONS])
    one.add_argument("--also", default="", choices=["", *ACTIONS], help="an action that every plan takes once")
    one.set_defaults(command=_run)
    again = commands.add_parser("replay", help="live through a kept failure again")
    again.add_argument("file", type=Path)
    again.set_defaults(command=_replay)
    mutants = commands.add_parser("mutants", help="find every mutation")
    mutants.add_argument("--only", action="append", default=[], choices=[*MUTATIONS, NAIVE])
    mutants.set_defaults(command=_hunt)
    for command in (one, mutants):
        command.add_argument("--steps", type=int, default=STEPS)
        command.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args(arguments)
    return options.command(options)


def _run(options: argparse.Namespace) -> int:
    started = perf_counter()
    seeds = range(options.seed, options.seed + options.seeds)
    outcomes = run_seeds(seeds, options.steps, options.mutant, options.also, options.jobs, _tell)
    per_minute = len(outcomes) / (perf_counter() - started) * 60
    broken = sorted((o for o in outcomes if o.broken), key=lambda outcome: outcome.seed)
    if options.seeds == 1:
        print(json.dumps(outcomes[0].marks, indent=1))
    print(f"{len(outcomes)} seeds, {len(broken)} broken, {per_minute:.1f} a minute on {options.jobs} processes")
    for name, count in Counter(outcome.broken for outcome in broken).most_common():
        print(f"  {count:4} × {name}")
    if not broken:
        return 0
    _keep_smaller(broken[0], plan(broken[0].seed, options.steps, options.also), options.mutant)
    return 1


def _tell(outcome: Outcome) -> None:
    word = f"BROKEN after {outcome.taken} steps: {outcome.message}" if outcome.broken else "holds"
    print(f"seed {outcome.seed:5} {outcome.seconds:5.1f} s  {word}", flush=True)


def _keep_smaller(outcome: Outcome, steps: Sequence[Step], mutant: str) -> None:
    """Shrink the first failure, keep it, and say how to see it again."""
    seed = outcome.seed
    again = f"make simulate SEEDS=1 SEED={seed}" + (f' MUTANT="{mutant}"' if mutant else "")
    print(f"Seed {seed} again: {again}\nMaking it smaller…", flush=True)
    with open_laboratory() as laboratory:
        fewer = laboratory.shrink(seed, steps, outcome, mutant)
        last = laboratory.run(seed, fewer, mutant)
    story = Story(seed, mutant, last.broken, tuple((step.name, step.seed) for step in fewer))
    file = BUILD / f"seed-{seed}.json"
    file.write_bytes(msgspec.json.encode(story))
    print(f"{len(fewer)} of {len(steps)} steps do it: {', '.join(step.name for step in fewer)}\n{last.message}")
    print(f"They are kept: python -m tests.simulation replay {os.path.relpath(file)}")


def _replay(options: argparse.Namespace) -> int:
    story = msgspec.json.decode(options.file.read_bytes(), type=Story)
    with open_laboratory() as laboratory:
        outcome = laboratory.run(story.seed, [Step(*step) for step in story.steps], story.mutant)
    _tell(outcome)
    return 1 if outcome.broken else 0


def _hunt(options: argparse.Namespace) -> int:
    def tell(mutant: str, outcome: Outcome | None) -> None:
        word = f"seed {outcome.seed:3}  {outcome.message.splitlines()[-1]}" if outcome else "NOT FOUND"
        print(f"{mutant:40} {word}", flush=True)

    found = hunt_mutants(options.only, MUTANT_SEEDS_MAX, options.steps, options.jobs, tell)
    rows = [
        {"mutation": name, "found": outcome is not None, "seed": outcome.seed if outcome else None}
        for name, outcome in found.items()
    ]
    MUTANTS_FILE.write_text(json.dumps(sorted(rows, key=lambda row: str(row["mutation"])), indent=1) + "\n")
    missed = [name for name, outcome in found.items() if outcome is None]
    print(f"{len(found) - len(missed)} of {len(found)} mutations found")
    return 1 if missed else 0


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":
        os.execve(
            sys.executable,
            [sys.executable, "-m", "tests.simulation", *sys.argv[1:]],
            {**os.environ, "PYTHONHASHSEED": "0"},
        )
    sys.exit(main(sys.argv[1:]))
