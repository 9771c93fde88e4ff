"""The promises of the benchmarks, and the page that shows what was measured."""

from pathlib import Path

from bench.page import list_broken, write_page
from bench.report import Row, write_report


def test_a_broken_promise_is_named() -> None:
    kept = Row.of("verdict_commit_p50_ms", "ms", [1.0], reference="raw", reference_value=0.5)
    broken = Row.of("verdict_commit_p50_ms", "ms", [1.5], reference="raw", reference_value=0.5)
    assert list_broken([kept]) == []
    assert list_broken([broken]) == ["verdict_commit_p50_ms must be ≤ 2.5 × and is not"]


def test_a_rate_must_not_fall_below_its_promise() -> None:
    assert list_broken([Row.of("push_facts_per_s", "facts/s", [1_500.0])]) == []
    assert len(list_broken([Row.of("push_facts_per_s", "facts/s", [1_499.0])])) == 1


def test_what_could_not_be_measured_here_breaks_no_promise() -> None:
    assert list_broken([Row.not_measured("photos_read_share_pipeline", "no photographs")]) == []


def test_the_page_shows_each_figure_with_its_spread_and_its_promise(tmp_path: Path) -> None:
    row = Row.of("verdict_commit_p50_ms", "ms", [0.7, 0.8, 0.6], reference="raw driver", reference_value=0.5)
    write_report("verdict", [row], tmp_path)
    write_page(tmp_path, ["verdict"], tmp_path / "page.md")
    text = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert "| verdict_commit_p50_ms | 0.7 (0.6–0.8) | ms | 3 | raw driver: 0.5 | 1.4 | ≤ 2.5 × |" in text
