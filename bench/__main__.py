"""Run benchmarks: `python -m bench` runs all, `python -m bench decode` the named ones."""

import argparse
import sys
from importlib import import_module
from pathlib import Path

from bench.report import format_table, write_report

BENCHMARKS = {
    "verdict": "bench.verdict",
    "first_sync": "bench.first_sync",
    "push": "bench.push",
    "start": "bench.start",
    "decode": "bench.decode",
    "print": "bench.printing",
}
"""Name → module with `measure() -> list[Row]`, in the order in which they run."""

RESULTS = Path(__file__).resolve().parent.parent / "build" / "bench"


def main(arguments: list[str] | None = None) -> int:
    """Measure, print and write; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure Foyer.")
    parser.add_argument("names", nargs="*", metavar="name", help=f"of: {', '.join(BENCHMARKS)}; none = all")
    names = parser.parse_args(arguments).names
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"no such benchmark: {', '.join(unknown)} (there are: {', '.join(BENCHMARKS)})")
    for name in names or BENCHMARKS:
        print(f"\n{name}: measuring ...", flush=True)
        rows = import_module(BENCHMARKS[name]).measure()
        path = write_report(name, rows, RESULTS)
        print(format_table(rows))
        print(f"written to {path.relative_to(RESULTS.parent.parent)}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
