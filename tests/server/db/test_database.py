"""The encrypted database: keys, migrations, one writer."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlcipher
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import IntegrityError

import server.app  # noqa: F401 (every package's tables are on the metadata)
from kiosk.core.errors import StorageError, StorageLocked, StorageTooNew
from server.clock import Clock, Ids
from server.db.database import DATABASE_PURPOSE, Database, Lane
from server.db.engine import build_writer
from server.db.keys import MasterKey, load_or_make_key
from server.db.migrate import build_config
from server.db.tables import metadata
from tests.server.center import Time

KEY = MasterKey(bytes(range(32)))


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "server.db", KEY)
    yield opened
    opened.close()


def count(connection: sa.Connection) -> int:
    return connection.exec_driver_sql("SELECT count(*) FROM ledger_meta").scalar_one()


def put(connection: sa.Connection, name: str) -> None:
    connection.exec_driver_sql("INSERT INTO ledger_meta VALUES (?, 'x')", (name,))


def test_the_migrated_schema_is_the_declared_one(db: Database) -> None:
    with db.read() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []


def test_a_database_of_a_newer_release_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "server.db"
    Database(file, KEY).close()
    engine = build_writer(file, KEY.derive(DATABASE_PURPOSE))
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999_future'")
    engine.dispose()
    before = file.read_bytes()
    with pytest.raises(StorageTooNew):
        Database(file, KEY)
    assert file.read_bytes() == before


def test_nothing_in_the_file_is_readable(db: Database) -> None:
    db.write(lambda c: put(c, "Grace Hopper"))
    content = b"".join(part.read_bytes() for part in db.file.parent.glob("server.db*"))
    assert b"Grace" not in content
    assert b"SQLite format" not in content


def test_a_wrong_key_moves_nothing(tmp_path: Path) -> None:
    time = Time()
    key_file = tmp_path / "master.key"
    key = load_or_make_key(tmp_path, key_file, time.ids.random_bytes)
    Database(tmp_path / "server.db", key).close()
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path != key_file}
    key_file.write_bytes(bytes(32))
    with pytest.raises(StorageLocked, match="another database"):
        load_or_make_key(tmp_path, key_file, time.ids.random_bytes)
    key_file.unlink()
    with pytest.raises(StorageLocked, match="missing"):
        load_or_make_key(tmp_path, key_file, time.ids.random_bytes)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_key_file_that_cannot_be_one_is_named(tmp_path: Path) -> None:
    for key_file, why in ((tmp_path, "read: Is a directory"), (tmp_path / "no" / "key", "written: No such file")):
        with pytest.raises(StorageLocked, match=f"{key_file} cannot be {why}"):
            load_or_make_key(tmp_path, key_file, Ids().random_bytes)
    assert not list(tmp_path.iterdir())


def test_the_key_file_is_for_its_owner_only(tmp_path: Path) -> None:
    load_or_make_key(tmp_path, tmp_path / "master.key", Ids().random_bytes)
    assert (tmp_path / "master.key").stat().st_mode & 0o777 == 0o600


def test_a_failing_job_leaves_nothing_half(db: Database) -> None:
    def work(connection: sa.Connection) -> None:
        put(connection, "first")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        db.write(work)
    with db.read() as connection:
        assert count(connection) == 0


def test_a_writer_killed_before_its_commit_leaves_nothing_half(tmp_path: Path) -> None:
    """The transaction's pages are on disk (WAL), its commit is not: the next opening must not see them."""
    file = tmp_path / "server.db"
    Database(file, KEY).close()
    engine = build_writer(file, KEY.derive(DATABASE_PURPOSE))
    connection = engine.connect()
    put(connection, "half")
    copy = tmp_path / "crashed"
    copy.mkdir()
    for part in tmp_path.glob("server.db*"):
        (copy / part.name).write_bytes(part.read_bytes())
    connection.rollback()
    engine.dispose()
    reopened = Database(copy / "server.db", KEY)
    with reopened.read() as reader:
        assert count(reader) == 0
    reopened.close()


def test_a_person_waiting_passes_the_synchronisation(db: Database) -> None:
    begun, go_on, order = threading.Event(), threading.Event(), list[str]()

    def hold(_: sa.Connection) -> None:
        begun.set()
        go_on.wait(10)

    held = db.submit(hold)
    assert begun.wait(10)
    later = [
        db.submit(lambda _: order.append("sync"), lane=Lane.SYNC),
        db.submit(lambda _: order.append("person"), lane=Lane.PERSON),
    ]
    go_on.set()
    for future in [held, *later]:
        future.result(10)
    assert order == ["person", "sync"]


def test_an_error_does_not_tell_what_the_statement_was_about(db: Database) -> None:
    """Errors end in logs and on terminals: no token's hash, no name of a guest."""
    db.write(lambda c: put(c, "a secret of somebody"))
    with pytest.raises(IntegrityError) as failed:
        db.write(lambda c: put(c, "a secret of somebody"))
    assert "secret" not in str(failed.value)


def test_readers_cannot_write(db: Database) -> None:
    with pytest.raises(StorageError), db.read() as connection:
        put(connection, "sneaky")


def test_a_closed_database_says_so(tmp_path: Path) -> None:
    db = Database(tmp_path / "server.db", KEY)
    db.close()
    db.close()
    with pytest.raises(StorageError, match="closed"):
        db.write(count)


def test_a_backup_is_whole_and_stays_encrypted(db: Database, tmp_path: Path) -> None:
    db.write(lambda c: put(c, "kept"))
    target = tmp_path / "copy.db"
    db.back_up(target)
    assert not target.read_bytes().startswith(b"SQLite format")
    restored = Database(target, KEY)
    with restored.read() as connection:
        assert count(connection) == 1
    restored.close()
    with pytest.raises(sqlcipher.DatabaseError), _plain(target) as plain:
        plain.execute("SELECT * FROM ledger_meta")


class _plain:  # noqa: N801 (reads as a function)
    """The file opened without a key."""

    def __init__(self, file: Path) -> None:
        self._connection: Any = sqlcipher.connect(str(file))
        self._connection.execute("PRAGMA cipher_log_level = NONE")

    def __enter__(self) -> Any:
        return self._connection

    def __exit__(self, *_: object) -> None:
        self._connection.close()


def test_a_sealed_value_opens_for_its_purpose_only() -> None:
    sealed = KEY.seal("one", b"secret", Ids().random_bytes)
    assert KEY.open("one", sealed) == b"secret"
    with pytest.raises(StorageError):
        KEY.open("two", sealed)


def test_real_clocks_run_forwards() -> None:
    clock = Clock()
    assert clock.now_ms() > 1_735_689_600_000
    assert clock.mono_ms() <= clock.mono_ms()


def test_every_step_can_be_taken_back(tmp_path: Path) -> None:
    file = tmp_path / "server.db"
    Database(file, KEY).close()
    engine = build_writer(file, KEY.derive(DATABASE_PURPOSE))
    config = build_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        left = set(sa.inspect(connection).get_table_names())
    engine.dispose()
    assert left == {"alembic_version"}
    Database(file, KEY).close()
