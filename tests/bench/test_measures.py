"""Every figure that the project promises is produced by one of the benchmarks, by its name."""

import re
from pathlib import Path

import pytest

import bench

PROMISED = (
    "verdict_commit_p50_ms",
    "verdict_commit_p99_ms",
    "verdict_p99_while_pulling_ms",
    "decode_to_paint_p99_ms",
    "first_sync_s",
    "first_sync_bytes_per_ticket",
    "device_peak_mb",
    "server_peak_mb",
    "push_facts_per_s",
    "empty_720p_fps_zxing",
    "empty_720p_fps_pyzbar",
    "empty_720p_fps_pipeline",
    "photos_read_share_zxing",
    "photos_read_share_pyzbar",
    "photos_read_share_pipeline",
    "false_reads_pipeline",
    "clip_visits_read_share_plain",
    "clip_visits_read_share_dark",
    "clip_visits_read_share_soft",
    "first_usable_ms",
    "pdf_ticket_ms",
    "escpos_ticket_ms",
)


def _sources() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in Path(bench.__path__[0]).glob("*.py"))


@pytest.mark.parametrize("measure", PROMISED)
def test_every_promised_figure_is_measured_by_a_benchmark(measure: str) -> None:
    """A name may be composed: `empty_720p_fps_{name}`."""
    literals = re.findall(r'"([a-z0-9_{}]+)"', _sources())
    patterns = [re.sub(r"\{[a-z_]+\}", "[a-z0-9]+", literal) for literal in literals]
    assert any(re.fullmatch(pattern, measure) for pattern in patterns if len(pattern) > len("[a-z0-9]+"))
