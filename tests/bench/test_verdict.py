"""The verdict's reference runs the statements of today: a column that is added to the product is added to it."""

import pytest

from bench import verdict


def test_the_reference_runs_the_statements_of_a_scan(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, count in {"TICKETS": 200, "JOB_ROWS": 200, "SCANS": 5, "ROUNDS": 1, "PULL_ROWS": 50}.items():
        monkeypatch.setattr(verdict, name, count)
    measured = {row.measure for row in verdict.measure()}
    assert {"verdict_commit_p50_ms", "verdict_commit_p99_ms", "verdict_p99_while_pulling_ms"} <= measured
