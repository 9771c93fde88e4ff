"""Do the invariants hold through forty evenings of faults, and is the simulation able to notice that they do not?

Each block of seeds is a process of its own: the disk that forgets becomes the default of a whole process, and texts
must hash alike for a seed to be a replay.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.simulation.shrink import shrink
from tests.simulation.world import Step

ROOT = Path(__file__).resolve().parents[2]
BLOCKS, SEEDS_PER_BLOCK = 4, 10


def simulate(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command and return how it ended."""
    command = [sys.executable, "-m", "tests.simulation", *arguments, "--jobs", "1"]
    environ = {**os.environ, "PYTHONHASHSEED": "0"}
    return subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)


@pytest.mark.slow
@pytest.mark.parametrize("block", range(BLOCKS))
def test_the_invariants_hold_whatever_happens(block: int) -> None:
    done = simulate("run", "--seed", str(block * SEEDS_PER_BLOCK), "--seeds", str(SEEDS_PER_BLOCK))
    assert done.returncode == 0, done.stdout[-4_000:] + done.stderr[-2_000:]


@pytest.mark.slow
def test_a_seed_lives_through_deaths_a_partition_and_a_restore_and_is_the_same_again() -> None:
    first, second = (simulate("run", "--seed", "7", "--seeds", "1").stdout for _ in range(2))
    marks = json.loads(first[first.index("{") : first.index("}") + 1])
    for needed in ("backup", "restored", "partition", "green", "sold", "server died"):
        assert marks.get(needed), f"no {needed} in {marks}"
    assert any(mark.startswith("device died") for mark in marks)
    assert marks == json.loads(second[second.index("{") : second.index("}") + 1])


@pytest.mark.slow
def test_a_fault_in_the_product_is_found_made_smaller_and_replayed() -> None:
    done = simulate("run", "--seeds", "1", "--mutant", "acked facts deleted")
    assert done.returncode == 1
    kept = re.search(r"replay (\S+\.json)", done.stdout)
    assert kept, done.stdout
    again = subprocess.run(
        [sys.executable, "-m", "tests.simulation", "replay", kept[1]],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert again.returncode == 1
    assert "BROKEN" in again.stdout


def test_shrinking_keeps_just_the_steps_that_matter() -> None:
    steps = [Step("scan", number) for number in range(200)]

    def still_breaks(fewer: object) -> bool:
        return {17, 93, 150} <= {step.seed for step in fewer}  # type: ignore[union-attr]

    assert [step.seed for step in shrink(steps, still_breaks)] == [17, 93, 150]
