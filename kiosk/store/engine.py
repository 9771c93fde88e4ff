"""How is the encrypted file opened, and what do its errors mean?

Opens connections with the raw key, WAL and synchronous=FULL, and translates the driver's errors into
the tree of `core.errors`. One place in the venue program knows the driver. Called by `worker`.
"""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError

from kiosk.core.errors import StorageCorrupt, StorageError, StorageFull

BUSY_MS = 5_000
_FULL = ("database or disk is full", "disk i/o error")
_CORRUPT = ("malformed", "not a database", "corrupt", "vtable constructor failed")


def build_writer(file: Path, key: bytes) -> sa.Engine:
    """Return the engine of the one writing connection; every transaction takes the write lock at once."""
    engine = _engine(file, key, read_only=False, pool=sa.StaticPool)

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:  # pyright: ignore[reportUnusedFunction]
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def build_reader(file: Path, key: bytes) -> sa.Engine:
    """Return an engine of read-only connections for threads that show things."""
    return _engine(file, key, read_only=True, pool=sa.QueuePool)


def _engine(file: Path, key: bytes, *, read_only: bool, pool: type[sa.Pool]) -> sa.Engine:
    def connect() -> sqlcipher.Connection:
        connection = sqlcipher.connect(str(file), isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA temp_store = MEMORY")
        if read_only:
            connection.execute("PRAGMA query_only = ON")
        return connection

    # module=…: without it the driver's errors stay unwrapped and nothing below would catch them.
    return sa.create_engine("sqlite://", creator=connect, module=sqlcipher, poolclass=pool)


@contextmanager
def translated_errors() -> Generator[None]:
    """Turn the driver's errors into StorageFull, StorageCorrupt or StorageError; bugs pass through."""
    try:
        yield
    except (DBAPIError, sqlcipher.Error) as error:
        if isinstance(error, IntegrityError | ProgrammingError):
            raise  # a broken invariant or statement is a bug of ours, not the disk's
        text = str(error).lower()
        if any(word in text for word in _FULL):
            raise StorageFull("the disk of this device is full; nothing was written") from error
        if any(word in text for word in _CORRUPT):
            raise StorageCorrupt("the database of this device is damaged") from error
        raise StorageError(f"the database of this device failed: {text.splitlines()[0]}") from error
