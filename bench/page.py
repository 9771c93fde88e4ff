"""What must be reached, and the page that says what is: docs/PERFORMANCE.md, from the JSON of the last runs.

Called by `bench.__main__` after a run of everything. The promises stand here once; the table of each run says
where one is broken.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.report import Row, format_number

PAGE = Path(__file__).resolve().parent.parent / "docs" / "PERFORMANCE.md"
INTRO = """# Performance

Measured by `make bench` on the machine named below, while it did nothing else. Every figure stands beside something
that was measured in the same run, because a figure alone means little on another machine: the *ratio* is value to
reference. The value is the median of the runs, with the least and the most in brackets; for percentiles these are
those of the rounds or, where there is one round, of its samples. The modules in `bench/` say what exactly is timed.
Where a figure is beyond what it must be, the promise is not kept yet.
"""


@dataclass(frozen=True, slots=True)
class Promise:
    """A bound on a row's value, or on its ratio."""

    bound: float
    is_ratio: bool = False
    at_least: bool = False

    def holds(self, row: Row) -> bool:
        """Say whether a row that was measured keeps it."""
        seen = row.ratio if self.is_ratio else row.value
        assert seen is not None, row
        return seen >= self.bound if self.at_least else seen <= self.bound

    def __str__(self) -> str:
        """Return "≤ 2.5 ×" or "≥ 300"."""
        return f"{'≥' if self.at_least else '≤'} {format_number(self.bound)}{' ×' if self.is_ratio else ''}"


PROMISES = {
    "verdict_commit_p50_ms": Promise(2.5, is_ratio=True),
    "verdict_p99_while_pulling_ms": Promise(15),
    "decode_to_paint_p99_ms": Promise(50),
    "first_sync_s": Promise(4, is_ratio=True),
    "first_sync_bytes_per_ticket": Promise(40),
    "device_peak_mb": Promise(300),
    "push_facts_per_s": Promise(1_500, at_least=True),
    "empty_720p_fps_pipeline": Promise(300, at_least=True),
    "photos_read_share_pipeline": Promise(0.97, at_least=True),
    "false_reads_pipeline": Promise(0),
    "clip_visits_read_share_plain": Promise(1, at_least=True),
    "clip_visits_read_share_dark": Promise(11 / 12, at_least=True),
    "clip_visits_read_share_soft": Promise(11 / 12, at_least=True),
    "first_usable_ms": Promise(2, is_ratio=True),
    "pdf_ticket_ms": Promise(40),
    "drain_s_sqlite": Promise(120),
    "drain_s_postgresql": Promise(120),
    "scan_p99_ratio_while_draining": Promise(2, is_ratio=True),
    "fact_to_other_device_p99_ms": Promise(1_000),
    "empty_delta_bytes": Promise(200),
    "delta_100_bytes": Promise(8_000),
    "simulation_seeds_per_min": Promise(20, at_least=True),
    "lease_model_sold": Promise(990, at_least=True),
    "lease_model_sold_worst": Promise(960, at_least=True),
    "lease_model_oversold": Promise(0),
}


def list_broken(rows: Sequence[Row]) -> list[str]:
    """Return a sentence for each promise that the rows do not keep; what was not measured breaks none."""
    return [
        f"{row.measure} must be {PROMISES[row.measure]} and is not"
        for row in rows
        if row.measure in PROMISES and row.value is not None and not PROMISES[row.measure].holds(row)
    ]


def write_page(results: Path, names: Sequence[str], page: Path = PAGE) -> None:
    """Write the page from the JSON files of the named benchmarks in `results`."""
    reports = [json.loads((results / f"{name}.json").read_bytes()) for name in names]
    machine = reports[0]["machine"]
    described = f"{machine['cpu']}, {machine['cores']} cores, {machine['system']}, Python {machine['python']}"
    parts = [INTRO, f"Machine: {described}\n", *(_section(report) for report in reports)]
    page.write_text("\n".join(parts), encoding="utf-8")


def _section(report: dict[str, Any]) -> str:
    rows = [Row(**row) for row in report["rows"]]
    lines = [
        f"## {report['name']}\n",
        "| measure | value (min–max) | unit | runs | reference | ratio | must be |",
        "|---|---|---|---|---|---|---|",
        *(_line(row) for row in rows),
    ]
    return "\n".join(lines) + "\n"


def _line(row: Row) -> str:
    spread = f" ({format_number(row.min)}–{format_number(row.max)})" if row.runs > 1 else ""
    reference = "" if row.reference is None else f"{row.reference}: {format_number(row.reference_value)}"
    promise = PROMISES.get(row.measure, "")
    cells = (row.measure, f"{format_number(row.value)}{spread}", row.unit, str(row.runs), reference,
             format_number(row.ratio), str(promise))  # fmt: skip
    return f"| {' | '.join(cells)} |"
