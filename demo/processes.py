"""Starting, watching and stopping the processes of the demo and the tour.

Each runs in a session of its own, so that Ctrl+C reaches the demo alone, which then stops them in order.
What they write to stderr is a file per process. Those that outlive a demo which was killed are found by `leftovers`.
"""

import os
import selectors
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from demo.leftovers import STOP_S, leave_mark

ROOT = Path(__file__).resolve().parent.parent
START_S = 60.0


class DidNotStart(Exception):
    """A process ended, or said nothing, before it was ready."""


@dataclass(slots=True)
class Child:
    """A running process and the first line that it said."""

    name: str
    process: "subprocess.Popen[bytes]"
    said: str
    log: Path
    mark: Path

    def is_alive(self) -> bool:
        """Say whether it runs."""
        return self.process.poll() is None

    def stop(self) -> None:
        """Ask it to end, then make it. Idempotent."""
        if self.is_alive():
            self.process.terminate()
            try:
                self.process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                self.kill()
        self._close()

    def kill(self) -> None:
        """Take its power away: SIGKILL, nothing is tidied up."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(STOP_S)
        self._close()

    def _close(self) -> None:
        self.mark.unlink(missing_ok=True)
        if self.process.stdout is not None:
            self.process.stdout.close()


def start(
    name: str, module: str, arguments: Sequence[str], logs: Path, extra: Mapping[str, str] | None = None
) -> Child:
    """Start `python -m module …` and wait for its first line. Raises DidNotStart with the end of its log."""
    logs.mkdir(parents=True, exist_ok=True)
    log = logs / f"{name}.log"
    with log.open("ab") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env=clean_environ() | dict(extra or {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=stderr,
            start_new_session=True,
        )
    mark = leave_mark(logs, name, process.pid)
    try:
        return Child(name, process, _first_line(process), log, mark)
    except DidNotStart as error:
        process.kill()
        process.wait(STOP_S)
        mark.unlink()
        tail = log.read_text(errors="replace")[-1_500:]
        raise DidNotStart(f"{name} {error}\n{tail}") from error


def run(module: str, arguments: Sequence[str], extra: Mapping[str, str], *, typed: str = "") -> str:
    """Run a command to its end and return what it printed. Raises DidNotStart where it failed."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT, env=clean_environ() | dict(extra), input=typed, capture_output=True, text=True, timeout=START_S,
        check=False,
    )  # fmt: skip
    if done.returncode:
        raise DidNotStart(f"{module} {' '.join(arguments)}: {done.stderr.strip()}")
    return done.stdout


def clean_environ() -> dict[str, str]:
    """Return this process's variables without settings of Foyer: a demo is not the user's own device."""
    return {name: value for name, value in os.environ.items() if not name.startswith("FOYER_")}


def _first_line(process: "subprocess.Popen[bytes]") -> str:
    assert process.stdout is not None
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        if not selector.select(START_S):
            raise DidNotStart(f"said nothing for {START_S:.0f} s")
    line = process.stdout.readline().decode(errors="replace").strip()
    if not line:
        process.wait(STOP_S)
        raise DidNotStart(f"ended with code {process.returncode}")
    return line
