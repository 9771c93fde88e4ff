"""A short evening of deaths on each database; `make crash` lives through long ones."""

from pathlib import Path

import pytest

from tests.crash.checks import check
from tests.crash.run import open_evening

KILLS = 12


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_whatever_dies_at_whatever_moment_nothing_is_lost_or_done_twice(tmp_path: Path, database: str) -> None:
    """F06, J08"""
    evening = open_evening(tmp_path, 7, postgresql=database == "postgresql")
    try:
        counted = check(evening, evening.live(KILLS))
    finally:
        evening.close()
    assert sum(evening.deaths.values()) == KILLS
    assert counted["sold"] > 0
