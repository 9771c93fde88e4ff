"""Run benchmarks: `python -m bench` all, which writes docs/PERFORMANCE.md too, `python -m bench decode` the named."""

import argparse
import sys
from importlib import import_module
from pathlib import Path

from bench.page import list_broken, write_page
from bench.report import format_table, write_report

BENCHMARKS = {
    "verdict": "bench.verdict",
    "first_sync": "bench.first_sync",
    "push": "bench.push",
    "start": "bench.start",
    "decode": "bench.decode",
    "print": "bench.printing",
    "fleet": "bench.fleet",
}
"""Name → module with `measure() -> list[Row]`, in the order in which they run."""

RESULTS = Path(__file__).resolve().parent.parent / "build" / "bench"


def main(arguments: list[str] | None = None) -> int:
    """Measure, print and write; return the exit code, which is 1 where a promise is broken."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure Foyer.")
    parser.add_argument("names", nargs="*", metavar="name", help=f"of: {', '.join(BENCHMARKS)}; none = all")
    names = parser.parse_args(arguments).names
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"no such benchmark: {', '.join(unknown)} (there are: {', '.join(BENCHMARKS)})")
    broken: list[str] = []
    for name in names or BENCHMARKS:
        print(f"\n{name}: measuring ...", flush=True)
        rows = import_module(BENCHMARKS[name]).measure()
        path = write_report(name, rows, RESULTS)
        print(format_table(rows))
        print(f"written to {path.relative_to(RESULTS.parent.parent)}", flush=True)
        broken += list_broken(rows)
    if not names:
        write_page(RESULTS, list(BENCHMARKS))
    print("\n".join(broken) or "Everything that was measured keeps what is promised.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
