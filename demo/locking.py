"""Is a demo running here already, and where? A lock on its folder, and its address beside it."""

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

ADDRESS = "address"


@contextmanager
def claim(folder: Path) -> Generator[bool]:
    """Hold the folder while the block runs; gives False where another demo holds it."""
    lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        (folder / ADDRESS).unlink(missing_ok=True)
        yield True
        (folder / ADDRESS).unlink(missing_ok=True)
    finally:
        os.close(lock)


def write_address(folder: Path, url: str) -> None:
    """Tell a second demo where this one is."""
    (folder / ADDRESS).write_text(url, encoding="utf-8")


def read_address(folder: Path) -> str:
    """Return where the running demo is; empty while it has not said so."""
    file = folder / ADDRESS
    return file.read_text(encoding="utf-8") if file.exists() else ""
