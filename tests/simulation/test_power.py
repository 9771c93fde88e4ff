"""Does the disk forget what was not synced, and nothing else? Without this the simulation would prove nothing.

In a process of its own: the shim becomes the default VFS of the whole process.
"""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import sys
from pathlib import Path
import sqlcipher3.dbapi2 as sqlcipher
from tests.simulation.power import Death, copy_image, load_disk

def connect(file):
    connection = sqlcipher.connect(str(file), isolation_level=None)
    connection.execute("PRAGMA key = \\"x'" + "11" * 32 + "'\\"")
    connection.execute("PRAGMA journal_mode = WAL")
    return connection

folder, level, death = Path(sys.argv[1]), sys.argv[2], Death(sys.argv[3])
seed, after = int(sys.argv[4]), int(sys.argv[5])
disk = load_disk()
(folder / "live").mkdir()
live = connect(folder / "live" / "store.db")
live.execute("PRAGMA synchronous = FULL")
live.execute("CREATE TABLE fact (n INTEGER, body TEXT)")
live.execute(f"PRAGMA synchronous = {level}")
for number in range(20):
    live.execute("INSERT INTO fact VALUES (?, ?)", (number, "x" * 700))
if after:
    disk.arm(folder / "live", after, lambda: copy_image(disk, folder / "live", folder / "found", death, seed, {}))
    live.execute("INSERT INTO fact VALUES (20, 'torn')")
if not (folder / "found").exists():
    copy_image(disk, folder / "live", folder / "found", death, seed, {})
found = connect(folder / "found" / "store.db")
print(found.execute("PRAGMA integrity_check").fetchone()[0], found.execute("SELECT count(*) FROM fact").fetchone()[0])
"""


def look_after(folder: Path, level: str, death: str, *, seed: int = 0, after: int = 0) -> tuple[str, int]:
    """Write twenty rows in twenty commits, stop the machine, and return what the next start finds."""
    command = [sys.executable, "-c", SCRIPT, str(folder), level, death, str(seed), str(after)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    word, count = done.stdout.split()
    return word, int(count)


def test_what_was_committed_with_full_sync_survives_a_power_cut(tmp_path: Path) -> None:
    assert look_after(tmp_path, "FULL", "power") == ("ok", 20)


def test_what_was_committed_without_sync_is_lost_with_the_power(tmp_path: Path) -> None:
    word, count = look_after(tmp_path, "NORMAL", "power")
    assert word == "ok"
    assert count < 20


def test_a_killed_process_loses_no_commit_even_without_sync(tmp_path: Path) -> None:
    assert look_after(tmp_path, "NORMAL", "kill") == ("ok", 20)


@pytest.mark.parametrize("after", [1, 2, 3])
@pytest.mark.parametrize("seed", [0, 5, 1234])
def test_a_power_cut_between_two_writes_of_a_commit_leaves_a_whole_database(
    tmp_path: Path, after: int, seed: int
) -> None:
    word, count = look_after(tmp_path, "FULL", "power", seed=seed, after=after)
    assert word == "ok"
    assert count in (20, 21)
