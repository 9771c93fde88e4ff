"""How is the encrypted file opened, and what do the drivers' errors mean?

With `postgresql` the only place in the server that knows a driver. SQLAlchemy Core above it speaks SQLite and
PostgreSQL alike; only these two and `tables.upsert` name a dialect. Called by `database`.
"""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psycopg
import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError

from kiosk.core.errors import StorageCorrupt, StorageError, StorageFull

BUSY_MS = 30_000
READERS = 8
_FULL = ("database or disk is full", "disk i/o error", "no space left on device")
_CORRUPT = ("malformed", "not a database", "corrupt", "invalid page in block")


@dataclass(frozen=True, slots=True)
class Engines:
    """The ways into one open database."""

    writer: sa.Engine
    """One connection; its transactions exclude every other writer from their first moment on."""
    readers: sa.Engine
    back_up: Callable[[Path], None]
    """Write a copy of the whole while others go on writing. Raises StorageError."""
    build_guest: Callable[[int], sa.Engine]
    """Return an engine for a library that brings its own tables and transactions into the same database."""
    guest_url: str
    """What such a library takes for the address; it connects through the engine."""


def open_file(file: Path, key: bytes) -> Engines:
    """Return the ways into an embedded database, which is made where there is none."""
    readers = build_readers(file, key, READERS)
    return Engines(
        build_writer(file, key),
        readers,
        partial(_copy, readers),
        partial(_build_guest, file, key),
        f"sqlite:///{file}",
    )


def build_writer(file: Path, key: bytes) -> sa.Engine:
    """Return the engine of the one writing connection; every transaction takes the write lock at once.

    No engine tells in its errors what a statement was about: they end in logs.
    """
    engine = sa.create_engine(
        "sqlite://", creator=_opener(file, key), module=sqlcipher, poolclass=sa.StaticPool, hide_parameters=True
    )

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
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:  # pyright: ignore[reportUnusedFunction]
        connection.exec_driver_sql("BEGIN")

    return engine


def _build_guest(file: Path, key: bytes, size: int) -> sa.Engine:
    return sa.create_engine(
        f"sqlite:///{file}",
        creator=_opener(file, key),
        module=sqlcipher,
        poolclass=sa.QueuePool,
        pool_size=size,
        max_overflow=0,
        hide_parameters=True,
    )


def _copy(readers: sa.Engine, target: Path) -> None:
    """Write a whole, encrypted copy."""
    escaped = str(target).replace("'", "''")
    with readers.connect() as connection:
        driver = connection.connection.dbapi_connection
        assert driver is not None
        cursor = driver.cursor()
        # The copy is a new file: being read-only guards this one, not that.
        cursor.execute("PRAGMA query_only = OFF")
        try:
            cursor.execute(f"VACUUM INTO '{escaped}'")
        finally:
            cursor.execute("PRAGMA query_only = ON")


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
    """Turn the drivers' errors into StorageFull, StorageCorrupt or StorageError; bugs pass through."""
    try:
        yield
    except (DBAPIError, sqlcipher.Error, psycopg.Error) as error:
        if isinstance(error, IntegrityError | ProgrammingError):
            raise  # a broken invariant or statement is a bug of ours, not the disk's
        text = str(error).lower()
        if any(word in text for word in _FULL):
            raise StorageFull("the disk of the server is full; nothing was written") from error
        if any(word in text for word in _CORRUPT):
            raise StorageCorrupt("the database of the server is damaged; restore a backup") from error
        raise StorageError(f"the database of the server failed: {text.splitlines()[0]}") from error
