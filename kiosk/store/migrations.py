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


MIGRATIONS: Sequence[Callable[[sa.Connection], None]] = (_first, _second)


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
