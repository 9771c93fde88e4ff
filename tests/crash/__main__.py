"""The command behind `make crash`: evenings in which processes die at random moments, on both databases.

python -m tests.crash --kills 300 --seed 1 --database sqlite --database postgresql
"""

import argparse
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from tests.crash.checks import check
from tests.crash.run import Broken, open_evening

DATABASES = ("sqlite", "postgresql")
BUILD = Path(__file__).resolve().parents[2] / "build"


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> int:
    """Live through the evenings; return the exit code. What a broken one left stays under build/crash."""
    parser = argparse.ArgumentParser("crash")
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", action="append", choices=DATABASES)
    options = parser.parse_args()
    broken = 0
    for database in options.database or DATABASES:
        (BUILD / "crash").mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f"{database}-", dir=BUILD / "crash"))
        started = perf_counter()
        evening = open_evening(folder, options.seed, postgresql=database == "postgresql")
        try:
            counted = check(evening, evening.live(options.kills))
        except Broken as error:
            broken += 1
            _say(f"{database}: {error}\nwhat is left of it: {folder.relative_to(BUILD.parent)}")
        else:
            _say(f"{database}: after {options.kills} deaths {evening.deaths} everything holds: {counted}")
            _say(f"{perf_counter() - started:.0f} s")
        finally:
            evening.close()
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
