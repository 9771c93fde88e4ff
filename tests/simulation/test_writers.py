"""Several writers on PostgreSQL: commit order is sequence order, and the check that says so finds a naive cursor."""

import pytest

from tests.simulation.writers import BEHIND, naive_cursor, run_all_writers


@pytest.mark.slow
def test_no_row_is_missed_below_a_cursor_whoever_commits_first() -> None:
    """E15"""
    assert [outcome.message for outcome in run_all_writers(range(12)) if outcome.broken] == []


@pytest.mark.slow
def test_a_cursor_over_a_sequence_is_found_out() -> None:
    found = [outcome.broken for outcome in run_all_writers(range(10), naive_cursor) if outcome.broken]
    assert found
    assert set(found) == {BEHIND}
