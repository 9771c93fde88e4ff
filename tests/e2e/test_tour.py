"""The tour without its picture matrix: every step with real processes, windows, cables, papers and films."""

import json
from pathlib import Path

import pytest

from demo.tour import STEPS, run_tour


@pytest.mark.slow
@pytest.mark.ui
def test_every_step_of_the_tour_is_seen_as_expected(tmp_path: Path) -> None:
    """C01, C02, D01, D06, F06, F07, G01 and L03 with real processes; the report says what was seen instead."""
    report = run_tour(tmp_path / "tour", 60, takes_pictures=False)
    assert [line for line in report if not line["ok"]] == []
    assert [line["step"] for line in report][: len(STEPS)] == [name for name, _ in STEPS]
    painted = json.loads((tmp_path / "tour" / "paint.json").read_bytes())
    assert painted["frame_to_paint_ms"]
