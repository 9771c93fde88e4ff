"""How is the encrypted file opened, and what do its errors mean?

The one place in the server that knows the driver. SQLAlchemy Core above it speaks SQLite and PostgreSQL
alike; only this module and `tables.upsert` name a dialect. Called by `database` and by jobs.
"""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError

from kiosk.core.errors import StorageCorrupt, StorageError, StorageFull

BUSY_MS = 30_000
_FULL = ("database or disk is full", "disk i/o error")
_CORRUPT = ("malformed", "not a database", "corrupt")


def build_writer(file: Path, key: bytes) -> sa.Engine:
    """Return the engine of the one writing connection; every transaction takes the write lock at once."""
    engine = sa.create_engine("sqlite://", creator=_opener(file, key), module=sqlcipher, poolclass=sa.StaticPool)

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:  # pyright: ignore[reportUnusedFunction]
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def build_readers(file: Path, key: bytes, size: int) -> sa.Engine:
    """Return an engine of read-only connections. A transaction sees one state of the database."""
    engine = sa.create_engine(
        "sqlite://",
        creator=_opener(file, key, read_only=True),
        module=sqlcipher,
        poolclass=sa.QueuePool,
        pool_size=size,
        max_overflow=0,
    )

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:  # pyright: ignore[reportUnusedFunction]
        connection.exec_driver_sql("BEGIN")

    return engine


def build_guest(file: Path, key: bytes, size: int) -> sa.Engine:
    """Return an engine for a library that brings its own tables and transactions into the same file."""
    return sa.create_engine(
        f"sqlite:///{file}",
        creator=_opener(file, key),
        module=sqlcipher,
        poolclass=sa.QueuePool,
        pool_size=size,
        max_overflow=0,
    )


class _Opener:
    """Opens connections. A class rather than a closure so that it says what it is in a traceback."""

    def __init__(self, file: Path, key: bytes, *, read_only: bool) -> None:
        self._file = file
        self._key = key
        self._read_only = read_only

    def __call__(self) -> sqlcipher.Connection:
        connection = sqlcipher.connect(str(self._file), isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{self._key.hex()}'\"")
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA cache_size = -65536")
        if self._read_only:
            connection.execute("PRAGMA query_only = ON")
        return connection


def _opener(file: Path, key: bytes, *, read_only: bool = False) -> _Opener:
    return _Opener(file, key, read_only=read_only)


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
            raise StorageFull("the disk of the server is full; nothing was written") from error
        if any(word in text for word in _CORRUPT):
            raise StorageCorrupt("the database of the server is damaged; restore a backup") from error
        raise StorageError(f"the database of the server failed: {text.splitlines()[0]}") from error
