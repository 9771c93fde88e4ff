import json
from pathlib import Path

import pytest

from bench.__main__ import main
from bench.report import Row, describe_machine, format_table, write_report


def test_row_holds_median_spread_and_ratio_to_its_reference() -> None:
    row = Row.of("verdict_commit_p50_ms", "ms", [3.0, 2.0, 7.0], reference="raw driver", reference_value=1.5)
    assert row == Row("verdict_commit_p50_ms", 3.0, "ms", 3, 2.0, 7.0, "raw driver", 1.5, 2.0)


def test_row_whose_reference_is_zero_has_no_ratio() -> None:
    assert Row.of("shares", "share", [0.5], reference="zxing", reference_value=0.0).ratio is None


def test_file_has_the_settled_form(tmp_path: Path) -> None:
    rows = [Row.of("fps", "frames/s", [300.0]), Row.not_measured("photos", "no photographs")]
    report = json.loads(write_report("decode", rows, tmp_path / "bench").read_text())
    assert list(report) == ["name", "machine", "rows"]
    assert (tmp_path / "bench" / "decode.json").exists()
    assert report["rows"] == [
        {
            "measure": "fps",
            "value": 300.0,
            "unit": "frames/s",
            "runs": 1,
            "min": 300.0,
            "max": 300.0,
            "reference": None,
            "reference_value": None,
            "ratio": None,
        },
        {
            "measure": "photos",
            "value": None,
            "unit": "not measured: no photographs",
            "runs": 0,
            "min": None,
            "max": None,
            "reference": None,
            "reference_value": None,
            "ratio": None,
        },
    ]


def test_machine_is_described_without_its_name() -> None:
    machine = describe_machine()
    assert set(machine) == {"cpu", "cores", "system", "python"}
    assert machine["cpu"]


def test_table_shows_figures_and_what_was_not_measured() -> None:
    table = format_table(
        [
            Row.of("fps", "frames/s", [498.0, 512.0], reference="zxing", reference_value=1000.0),
            Row.not_measured("photos", "no photographs"),
        ]
    )
    assert table.splitlines()[1].split() == ["fps", "505", "frames/s", "498", "512", "2", "zxing", "1000", "0.505"]
    assert table.splitlines()[2].split() == ["photos", "-", "not", "measured:", "no", "photographs"]


def test_unknown_benchmark_is_refused_with_the_names_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["decoed"])
    assert caught.value.code == 2
    assert "no such benchmark: decoed (there are:" in capsys.readouterr().err
