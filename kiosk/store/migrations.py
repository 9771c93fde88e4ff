"""How does an older database become one of this release?

Numbered functions, one transaction each; `user_version` says how far a file has come. A schema counts
as landed once its function is on the main branch: it is never edited then, only followed by another.
Fact bodies are never rewritten. A file of a newer release is refused untouched. Called by `engine`.
"""

from collections.abc import Callable, Sequence

import sqlalchemy as sa

from kiosk.core.errors import StorageTooNew
from kiosk.store import schema


def _first(connection: sa.Connection) -> None:
    schema.metadata.create_all(connection)
    connection.exec_driver_sql(
        "CREATE VIRTUAL TABLE person_search USING fts5("
        "name, id UNINDEXED, tokenize = \"unicode61 remove_diacritics 2\", prefix = '2 3')"
    )


def _second(connection: sa.Connection) -> None:
    """Give each line of the name search the rowid of its person: they are found by it from now on."""
    connection.exec_driver_sql("DELETE FROM person_search")
    connection.exec_driver_sql("INSERT INTO person_search (rowid, name, id) SELECT rowid, name, id FROM person")


def _third(connection: sa.Connection) -> None:
    """Let two facts have one place of the log: what a copy of this device wrote there comes back from the server."""
    if any(column[1] == "branch" for column in connection.exec_driver_sql("PRAGMA table_info(fact)")):
        return  # made by this release
    connection.exec_driver_sql("ALTER TABLE fact RENAME TO fact_before")
    for index in ("fact_id", "fact_state"):
        connection.exec_driver_sql(f"DROP INDEX {index}")
    connection.exec_driver_sql(_FACT_3)
    connection.exec_driver_sql("CREATE UNIQUE INDEX fact_id ON fact (id)")
    connection.exec_driver_sql("CREATE INDEX fact_state ON fact (state, incarnation, seq)")
    names = [column[1] for column in connection.exec_driver_sql("PRAGMA table_info(fact_before)")]
    columns = ", ".join(names)
    # The names come from the database's own catalogue.
    connection.exec_driver_sql(f"INSERT INTO fact ({columns}, branch) SELECT {columns}, 0 FROM fact_before")  # noqa: S608
    connection.exec_driver_sql("DROP TABLE fact_before")


_FACT_3 = """
CREATE TABLE fact (
  incarnation INTEGER NOT NULL, seq INTEGER NOT NULL, branch INTEGER NOT NULL,
  device TEXT DEFAULT '' NOT NULL, id TEXT DEFAULT '' NOT NULL, kind TEXT DEFAULT '' NOT NULL,
  version INTEGER DEFAULT 0 NOT NULL, event INTEGER DEFAULT 0 NOT NULL, subjects TEXT DEFAULT '' NOT NULL,
  based_on TEXT DEFAULT '' NOT NULL, wall_ms INTEGER DEFAULT 0 NOT NULL, mono_ms INTEGER DEFAULT 0 NOT NULL,
  boot TEXT DEFAULT '' NOT NULL, clock TEXT DEFAULT '' NOT NULL, operator TEXT DEFAULT '' NOT NULL,
  body BLOB NOT NULL, prev BLOB NOT NULL, hash BLOB NOT NULL, signature BLOB NOT NULL,
  state TEXT DEFAULT 'pending' NOT NULL, answer TEXT DEFAULT '' NOT NULL,
  PRIMARY KEY (incarnation, seq, branch)
)"""


def _fourth(connection: sa.Connection) -> None:
    """Tell extras which ticket they belong to, and rehearsals from what counts."""
    for table, column in (
        ("ticket", "addon_to TEXT DEFAULT '' NOT NULL"),
        ("local_use", "rehearsal INTEGER DEFAULT 0 NOT NULL"),
    ):
        known = {row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({table})")}
        if column.split()[0] not in known:  # else made by this release
            connection.exec_driver_sql(f"ALTER TABLE {table} ADD COLUMN {column}")


def _fifth(connection: sa.Connection) -> None:
    """Keep whose name a badge shows: what the server says, and what was said here."""
    known = {row[1] for row in connection.exec_driver_sql("PRAGMA table_info(ticket)")}
    if "badge" not in known:
        connection.exec_driver_sql("ALTER TABLE ticket ADD COLUMN badge TEXT DEFAULT '' NOT NULL")
    connection.exec_driver_sql(
        "CREATE TABLE IF NOT EXISTS local_badge ("
        "subject TEXT NOT NULL PRIMARY KEY, fact TEXT DEFAULT '' NOT NULL, person TEXT DEFAULT '' NOT NULL)"
    )


MIGRATIONS: Sequence[Callable[[sa.Connection], None]] = (_first, _second, _third, _fourth, _fifth)


def migrate(engine: sa.Engine) -> int:
    """Bring the file up to date and return its version. Raises StorageTooNew for a newer file."""
    with engine.connect() as connection:
        found = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    if found > len(MIGRATIONS):
        raise StorageTooNew(
            "this device's data was written by a newer release of Foyer; update this program", found=found
        )
    for number in range(found, len(MIGRATIONS)):
        with engine.begin() as connection:
            MIGRATIONS[number](connection)
            connection.exec_driver_sql(f"PRAGMA user_version = {number + 1}")
    return len(MIGRATIONS)
