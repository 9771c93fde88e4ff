"""How is a PostgreSQL database opened, and how do writers on it stay in order?

Every writing transaction takes one advisory lock first, so that all servers on a database together are one writer, as
the embedded one is: what a transaction has read nobody changes before it ends. The feed does not rely on it; the row
lock of its counter alone makes commit order equal sequence order. Called by `database`.
"""

import os
import subprocess
from functools import partial
from pathlib import Path

import psycopg
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import ArgumentError

from kiosk.core.errors import InputError, StorageError
from server.db.engine import BUSY_MS, READERS, Engines, translated_errors

WRITER_LOCK = 0x464F594552
"""The advisory lock of a writing transaction: the letters FOYER."""
VERSION_MIN = 15


def parse_url(text: str) -> sa.URL:
    """Return the address of a database for the driver that Foyer uses. Raises InputError."""
    try:
        url = sa.make_url(text)
    except ArgumentError as error:
        raise InputError("database_url is no address; it reads postgresql://user:password@host/name") from error
    if url.get_backend_name() != "postgresql":
        raise InputError(f"database_url names {url.get_backend_name()}; Foyer runs on its own file or on PostgreSQL")
    return url.set(drivername="postgresql+psycopg")


def open_server(url: sa.URL) -> Engines:
    """Return the ways into a database on a server. Raises StorageError where it is not as Foyer needs it."""
    writer = build_writer(url)
    try:
        with translated_errors():
            _check(writer)
    except StorageError:
        writer.dispose()
        raise
    return Engines(writer, _build_readers(url), partial(_dump, url), partial(_build_guest, url), _format(url))


def build_writer(url: sa.URL, wait_ms: int = BUSY_MS) -> sa.Engine:
    """Return the engine of one writing connection, which is opened again where it was lost.

    A transaction waits so long for its turn, then fails.
    """
    engine = sa.create_engine(url, pool_size=1, max_overflow=0, pool_pre_ping=True, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def connect(driver: psycopg.Connection, _: object) -> None:  # pyright: ignore[reportUnusedFunction]
        driver.execute(f"SET lock_timeout = {wait_ms}".encode())
        driver.commit()

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:  # pyright: ignore[reportUnusedFunction]
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (WRITER_LOCK,))

    return engine


def _build_readers(url: sa.URL) -> sa.Engine:
    engine = sa.create_engine(url, pool_size=READERS, max_overflow=0, pool_pre_ping=True, hide_parameters=True)
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _build_guest(url: sa.URL, size: int) -> sa.Engine:
    return sa.create_engine(url, pool_size=size, max_overflow=0, pool_pre_ping=True, hide_parameters=True)


def _format(url: sa.URL) -> str:
    return url.render_as_string(hide_password=False)


def _check(engine: sa.Engine) -> None:
    """Raise StorageError for a server that is too old, and for a database that orders texts by other than bytes."""
    with engine.connect() as connection:
        version = connection.exec_driver_sql("SHOW server_version_num").scalar_one()
        encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
        is_by_bytes = connection.exec_driver_sql("SELECT 'B' < 'a' AND 'a' < 'é'").scalar_one()
    if int(version) // 10_000 < VERSION_MIN:
        raise StorageError(f"Foyer needs PostgreSQL {VERSION_MIN} or newer")
    if encoding != "UTF8" or not is_by_bytes:
        raise StorageError(
            "this database does not keep its texts in UTF-8 and in the order of their bytes; "
            "create one with: createdb --template=template0 --encoding=UTF8 --locale=C NAME"
        )


def _dump(url: sa.URL, target: Path) -> None:
    """Write a dump of the whole database in PostgreSQL's custom format, while others go on. Raises StorageError."""
    plain = url.set(drivername="postgresql", password=None).render_as_string()
    password = {"PGPASSWORD": url.password} if isinstance(url.password, str) else {}
    command = ["pg_dump", "--format=custom", "--no-owner", f"--file={target}", plain]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ | password)  # noqa: S603
    except FileNotFoundError as error:
        raise StorageError("pg_dump is not installed here; install PostgreSQL's client programs") from error
    except subprocess.CalledProcessError as error:
        raise StorageError(f"the dump failed: {error.stderr.strip()}") from error
