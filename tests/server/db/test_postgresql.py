"""The same database on a PostgreSQL server: what it must be like, one writer, the feed's order, dump and crash."""

import subprocess
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import OperationalError

import server.app  # noqa: F401 (every package's tables are on the metadata)
from kiosk.core.errors import InputError, StorageError
from kiosk.core.permissions import Scope
from kiosk.core.wire import Cursor
from server.db.database import Database
from server.db.keys import MasterKey
from server.db.migrate import build_config
from server.db.postgresql import build_writer, parse_url
from server.db.tables import metadata
from server.ledger import feed
from server.ledger.feed import Changes, Projection, open_feeds, publish
from tests.server.postgresql import Cluster

KEY = MasterKey(bytes(range(32)))
EVENT = 7
EVERYTHING = Projection(frozenset(feed.RANKS), with_names=True)


@pytest.fixture
def url(request: pytest.FixtureRequest, cluster: Cluster) -> Iterator[str]:
    """An empty database."""
    name = f"d{sha256(request.node.nodeid.encode()).hexdigest()[:32]}"
    yield cluster.create(name)
    cluster.drop(name)


@pytest.fixture
def db(url: str, tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "unused.db", KEY, url=url)
    yield opened
    opened.close()


def put(connection: sa.Connection, name: str) -> None:
    connection.exec_driver_sql("INSERT INTO ledger_meta VALUES (%s, 'x')", (name,))


def names(connection: sa.Connection) -> list[str]:
    return list(connection.exec_driver_sql("SELECT name FROM ledger_meta ORDER BY name").scalars())


def test_the_migrated_schema_is_the_declared_one(db: Database) -> None:
    with db.read() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []


def test_every_step_can_be_taken_back(url: str, tmp_path: Path) -> None:
    Database(tmp_path / "unused.db", KEY, url=url).close()
    engine = build_writer(parse_url(url))
    config = build_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        left = set(sa.inspect(connection).get_table_names())
    engine.dispose()
    assert left == {"alembic_version"}


def test_a_failing_job_leaves_nothing_half(db: Database) -> None:
    def work(connection: sa.Connection) -> None:
        put(connection, "first")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        db.write(work)
    with db.read() as connection:
        assert names(connection) == []


def test_readers_cannot_write(db: Database) -> None:
    with pytest.raises(StorageError), db.read() as connection:
        put(connection, "sneaky")


def test_two_servers_on_a_database_write_one_after_the_other(db: Database, url: str) -> None:
    other = build_writer(parse_url(url), wait_ms=50)

    def look_in_vain(_: sa.Connection) -> None:
        with other.connect() as connection:
            put(connection, "between")

    with pytest.raises(StorageError, match="lock timeout"):
        db.write(look_in_vain)
    with other.begin() as connection:
        put(connection, "after")
    other.dispose()
    with db.read() as connection:
        assert names(connection) == ["after"]


def test_no_later_number_is_published_before_an_earlier_one_is_committed(db: Database, url: str) -> None:
    """E15: two transactions held open, without the writers' lock: the counter alone must keep their order."""
    db.write(lambda c: put(c, "epoch"))
    db.write(lambda c: open_feeds(c, EVENT))
    plain = sa.create_engine(parse_url(url))
    with plain.connect() as first, plain.connect() as second:
        publish(first, _change("first"), lambda: "a", 1)
        second.exec_driver_sql("SET lock_timeout = '50ms'")
        second.commit()
        with pytest.raises(OperationalError, match="lock timeout"):
            publish(second, _change("second"), lambda: "b", 2)
        second.rollback()
        assert _pulled(db) == []
        first.commit()
        publish(second, _change("second"), lambda: "b", 2)
        assert _pulled(db) == ["first"]
        second.commit()
    plain.dispose()
    assert _pulled(db) == ["first", "second"]


def _change(key: str) -> Changes:
    changes = Changes()
    changes.put(EVENT, "ticket", key, 1)
    return changes


def _pulled(db: Database) -> list[str]:
    with db.read() as connection:
        start = Cursor(feed.load_epoch(connection), 0, f".{EVERYTHING.word}")
        return [change.key for change in feed.pull(connection, EVENT, Scope.DATA, start, EVERYTHING, 100).changes]


def test_a_dump_made_while_others_write_restores_into_a_new_cluster(db: Database, tmp_path: Path) -> None:
    """J06: the numbers of the feed are rows, not transaction ids, and are the same in another cluster."""
    db.write(lambda c: open_feeds(c, EVENT))
    db.write(lambda c: publish(c, _change("kept"), lambda: "a", 1))
    target = tmp_path / "foyer.dump"

    def back_up_meanwhile(connection: sa.Connection) -> None:
        put(connection, "not yet")
        db.back_up(target)

    db.write(back_up_meanwhile)
    elsewhere = Cluster()
    try:
        url = elsewhere.create("restored")
        subprocess.run(["pg_restore", "--no-owner", f"--dbname={url}", str(target)], check=True)
        restored = Database(tmp_path / "unused.db", KEY, url=url)
        with restored.read() as connection:
            assert names(connection) == []
            assert feed.load_heads(connection, frozenset({EVENT}))[EVENT, Scope.DATA] == 1
        restored.close()
    finally:
        elsewhere.close()


def test_what_was_committed_survives_a_crash_of_the_server(tmp_path: Path) -> None:
    cluster = Cluster(is_safe=True)
    try:
        db = Database(tmp_path / "unused.db", KEY, url=cluster.create("work"))
        db.write(lambda c: put(c, "kept"))
        cluster.kill()
        with pytest.raises(StorageError):
            db.write(lambda c: put(c, "lost"))
        cluster.start()
        db.write(lambda c: put(c, "after"))
        with db.read() as connection:
            assert names(connection) == ["after", "kept"]
        db.close()
    finally:
        cluster.close()


def test_a_database_that_sorts_by_language_is_refused(cluster: Cluster, tmp_path: Path) -> None:
    url = cluster.create("by_language", options="LOCALE_PROVIDER icu ICU_LOCALE 'en' LOCALE 'C'")
    with pytest.raises(StorageError, match="createdb"):
        Database(tmp_path / "unused.db", KEY, url=url)
    cluster.drop("by_language")


@pytest.mark.parametrize("wrong", ["nonsense", "mysql://somebody@host/name"])
def test_another_address_is_a_clear_error(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(InputError, match="database_url"):
        Database(tmp_path / "unused.db", KEY, url=wrong)


def test_a_server_that_cannot_be_reached_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="failed"):
        Database(tmp_path / "unused.db", KEY, url=f"postgresql://foyer@/foyer?host={tmp_path}")
