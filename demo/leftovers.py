"""Which processes of an earlier demo or tour live on, because nobody could stop them? And their end.

A demo that was killed stops nothing. So each process that `demo.processes` starts leaves a mark in the folder of its
logs, with its number and when it began: a number alone may belong to somebody else by now. Where the system does not
tell when a process began (no /proc), nothing is found, and the server's lock names its process.
"""

import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec

STOP_S = 10.0
POLL_S = 0.05
_PROC = Path("/proc")
_BOOT = _PROC / "sys" / "kernel" / "random" / "boot_id"
_SUFFIX = ".running"


class Mark(msgspec.Struct, frozen=True):
    """One process that was started. `born`: when, as the system counts; empty where it does not tell."""

    name: str
    pid: int
    born: str


def leave_mark(logs: Path, name: str, pid: int) -> Path:
    """Note in `logs` that a process was started; return the file, which its end takes away."""
    file = logs / f"{name}-{pid}{_SUFFIX}"
    file.write_bytes(msgspec.json.encode(Mark(name, pid, _find_birth(pid))))
    return file


def stop_leftovers(logs: Path) -> list[str]:
    """Stop every process that a mark in `logs` names and that is still the same one; return their names."""
    files = sorted(logs.glob(f"*{_SUFFIX}"))
    marks = [msgspec.json.decode(file.read_bytes(), type=Mark) for file in files]
    alive = [mark for mark in marks if _is_alive(mark)]
    for mark in alive:
        _end(mark)
    for file in files:
        file.unlink()
    return [mark.name for mark in alive]


def _end(mark: Mark) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.kill(mark.pid, number)
        except ProcessLookupError:
            return  # it ended by itself
        if wait_until(lambda: not _is_alive(mark), STOP_S):
            return


def _is_alive(mark: Mark) -> bool:
    return bool(mark.born) and _find_birth(mark.pid) == mark.born


def _find_birth(pid: int) -> str:
    """Return when a process began, counted from which start of the machine; empty where there is none."""
    try:
        state, *fields = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
        return "" if state == "Z" else f"{_BOOT.read_text().strip()} {fields[18]}"
    except (FileNotFoundError, ProcessLookupError):
        return ""


def wait_until(is_so: Callable[[], object], timeout_s: float) -> bool:
    """Poll `is_so()` until it is true; say whether it became so in time."""
    pause = threading.Event()
    for _ in range(max(1, int(timeout_s / POLL_S))):
        if is_so():
            return True
        pause.wait(POLL_S)
    return False
