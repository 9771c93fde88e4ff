"""May this process use the data directory, and is another server in it already?

Called by `__main__` for every command and by `app` before anything is opened. One server per directory: it holds a lock
with its process id in it, so that the next one can say whom to stop.
"""

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from kiosk.core.errors import InputError, StorageError

LOCK = "lock"


def make_folder(folder: Path) -> None:
    """Make the data directory where it is missing. Raises InputError where it cannot be one."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except FileExistsError as error:
        raise InputError(f"the data directory {folder} is a file; name a directory") from error
    except OSError as error:
        raise InputError(f"the data directory {folder} cannot be made: {error.strerror}; name another one") from error
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise InputError(f"the data directory {folder} may not be written by this user; name another one")


@contextmanager
def hold_folder(folder: Path) -> Generator[None]:
    """Hold the data directory while the block runs. Raises InputError or StorageError."""
    make_folder(folder)
    lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.ftruncate(lock, 0)
        os.write(lock, str(os.getpid()).encode())
        yield
    except BlockingIOError as error:
        owner = os.read(lock, 20).decode()
        process = f" (process {owner})" if owner else ""
        raise StorageError(f"a server runs with this data directory already{process}; stop it first") from error
    finally:
        os.close(lock)
