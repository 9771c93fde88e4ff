"""A world of its own for what one process on SQLite cannot show: several servers that write one PostgreSQL at once.

Transactions publish to a feed, are held open and committed as the dice choose, without the writers' lock:
the feed's counter alone must keep commit order and sequence order the same. A reader pulls with its cursor as a device
does. Invariant: no committed row below the cursor is missing on the reader.
"""

import random
import tempfile
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from kiosk.core.permissions import Role, Scope, sees
from server.db.database import Database
from server.db.keys import MasterKey
from server.db.postgresql import parse_url
from server.ledger import feed, schema
from server.ledger.feed import RANKS, Changes, Projection, open_feeds
from tests.server.postgresql import Cluster
from tests.simulation.running import Outcome

EVENT, WRITERS, STEPS = 7, 3, 40
NAIVE = "naive bigserial cursor on PostgreSQL"
BEHIND = "no committed row below a device's cursor is missing on it"
EVERYTHING = Projection(frozenset(kind for kind in RANKS if sees(Role.SUPERVISOR, Scope.DATA, kind)), True)


class Writer:
    """One server's connection, with at most one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self.connection = engine.connect()
        self.connection.exec_driver_sql("SET lock_timeout = '15ms'")
        self.connection.commit()
        self.open: list[str] = []

    def publish(self, key: str) -> None:
        """Publish a row; a writer that would have to wait for another gives up and comes again."""
        changes = Changes()
        changes.put(EVENT, "ticket", key, 1)
        try:
            feed.publish(self.connection, changes, lambda: key, 1)
        except OperationalError:
            self.connection.rollback()
        else:
            self.open = [key]

    def commit(self) -> list[str]:
        """Commit; return what is there now."""
        self.connection.commit()
        done, self.open = self.open, []
        return done


def run_writers(seed: int, cluster: Cluster, folder: Path, mutation: Callable[[], Any] | None) -> Outcome:
    """Live through one seed; its database is dropped afterwards."""
    started, dice = perf_counter(), random.Random(seed)
    name = f"writers_{seed}"
    url = cluster.create(name)
    with ExitStack() as stack:
        stack.callback(cluster.drop, name)
        database = Database(folder / f"{name}.db", MasterKey(b"k" * 32), url=url)
        stack.callback(database.close)
        database.write(lambda c: c.execute(schema.ledger_meta.insert(), {"name": "epoch", "value": "first"}))
        database.write(lambda c: open_feeds(c, EVENT))
        engine = sa.create_engine(parse_url(url))
        stack.callback(engine.dispose)
        writers = [Writer(engine) for _ in range(WRITERS)]
        for writer in writers:
            stack.callback(writer.connection.close)
        if mutation is not None:
            database.write(lambda c: c.exec_driver_sql("CREATE SEQUENCE naive"))
            stack.enter_context(mutation())
        taken, missing = _live(dice, writers, database)
    message = f"{missing} was committed and never came" if missing else ""
    return Outcome(seed, BEHIND if missing else "", message, taken, perf_counter() - started, {})


def run_all_writers(seeds: Sequence[int], mutation: Callable[[], Any] | None = None) -> Iterator[Outcome]:
    """Live through seeds one after the other, on a cluster of their own."""
    cluster = Cluster()
    with tempfile.TemporaryDirectory() as folder:
        try:
            for seed in seeds:
                yield run_writers(seed, cluster, Path(folder), mutation)
        finally:
            cluster.close()


def _live(dice: random.Random, writers: list[Writer], database: Database) -> tuple[int, str]:
    committed: set[str] = set()
    seen: set[str] = set()
    with database.read() as connection:
        cursor = feed.Cursor(feed.load_epoch(connection), 0, f".{EVERYTHING.word}")
    for step in range(STEPS):
        writer = dice.choice(writers)
        if writer.open:
            committed |= set(writer.commit())
        else:
            writer.publish(f"row-{step}")
        with database.read() as connection:
            page = feed.pull(connection, EVENT, Scope.DATA, cursor, EVERYTHING, 100)
        if not page.resync:
            cursor = page.cursor
            seen |= {change.key for change in page.changes}
        if missing := committed - seen:
            return step, min(missing)
    return STEPS, ""


@contextmanager
def naive_cursor() -> Generator[None]:
    """Rows are numbered by a sequence, and the end of the feed is its highest number that can be seen."""
    known_publish, known_heads = feed.publish, feed.load_heads

    def publish(connection: sa.Connection, changes: Changes, new_tag: Callable[[], str], now_ms: int) -> None:
        for (event, scope), rows in changes.rows.items():
            for (kind, key), value in rows.items():
                seq = connection.exec_driver_sql("SELECT nextval('naive')").scalar_one()
                row = {"event": event, "scope": scope.value, "rank": RANKS[kind], "key": key, "kind": kind, "seq": seq,
                       "value": value}  # fmt: skip
                connection.execute(schema.feed.insert(), row)
                tag = {"event": event, "scope": scope.value, "seq": seq, "tag": new_tag(), "at_ms": now_ms}
                connection.execute(schema.feed_tag.insert(), tag)

    def load_heads(connection: sa.Connection, events: frozenset[int]) -> Mapping[tuple[int, Scope], int]:
        t = schema.feed.c
        query = sa.select(t.event, t.scope, sa.func.max(t.seq)).group_by(t.event, t.scope)
        return {(event, Scope(scope)): seq for event, scope, seq in connection.execute(query) if event in events}

    feed.publish, feed.load_heads = publish, load_heads  # pyright: ignore[reportAttributeAccessIssue]
    try:
        yield
    finally:
        feed.publish, feed.load_heads = known_publish, known_heads
