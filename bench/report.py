"""One form for every benchmark's result: rows with their spread and what they are compared with.

A benchmark is a module with `measure() -> list[Row]`, named in `bench.__main__`. Each row's reference is measured in
the same run, so that a figure means something on another machine.
"""

import json
import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

NOT_MEASURED = "not measured"


@dataclass(frozen=True, slots=True)
class Row:
    """One measure. `value` is the median of the runs; `ratio` is value to reference value."""

    measure: str
    value: float | None
    unit: str
    runs: int
    min: float | None
    max: float | None
    reference: str | None
    reference_value: float | None
    ratio: float | None

    @classmethod
    def of(
        cls,
        measure: str,
        unit: str,
        samples: Sequence[float],
        *,
        reference: str | None = None,
        reference_value: float | None = None,
    ) -> "Row":
        """Return the row of at least one sample; `reference` names what `reference_value` was measured on."""
        value = statistics.median(samples)
        ratio = value / reference_value if reference_value else None
        return cls(measure, value, unit, len(samples), min(samples), max(samples), reference, reference_value, ratio)

    @classmethod
    def not_measured(cls, measure: str, why: str) -> "Row":
        """Return the row of a measure for which this machine lacks something: no figure, and the reason."""
        return cls(measure, None, f"{NOT_MEASURED}: {why}", 0, None, None, None, None, None)


def describe_machine() -> dict[str, str | int]:
    """Return what a reader needs to judge the figures: nothing that names the machine or its owner."""
    return {
        "cpu": _read_cpu_model(),
        "cores": os.cpu_count() or 0,
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def write_report(name: str, rows: Sequence[Row], folder: Path) -> Path:
    """Write the rows of benchmark `name` into `folder` as JSON and return the file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    report = {"name": name, "machine": describe_machine(), "rows": [asdict(row) for row in rows]}
    path.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return path


def format_table(rows: Sequence[Row]) -> str:
    """Return the rows as aligned text."""
    lines = [("measure", "value", "unit", "min", "max", "runs", "reference", "ratio")]
    for row in rows:
        if row.value is None:
            lines.append((row.measure, "-", row.unit, "", "", "", "", ""))
            continue
        reference = "" if row.reference is None else f"{row.reference} {format_number(row.reference_value)}"
        spread = (format_number(row.min), format_number(row.max))
        lines.append(
            (
                row.measure,
                format_number(row.value),
                row.unit,
                *spread,
                str(row.runs),
                reference,
                format_number(row.ratio),
            )
        )
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def format_number(value: float | None) -> str:
    """Return a figure with three digits that count; empty for none."""
    if value is None:
        return ""
    return f"{value:.0f}" if abs(value) >= 100 or value == round(value) else f"{value:.3g}"


def _read_cpu_model() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
