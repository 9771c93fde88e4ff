"""How does a server grow out of its own file? Everything is copied into an empty PostgreSQL database.

Row by row and in one transaction, so that the target has all or nothing. Cursors, epoch, ids and sealed columns stay
what they are: devices go on as if nothing had happened, and the master key stays where it is. Called by
`foyer-server move`. What the durable work has under way is not copied; what is still due begins anew from its row.
"""

from collections.abc import Callable

import sqlalchemy as sa

from kiosk.core.errors import InputError, StorageError
from server.db.engine import Engines, translated_errors
from server.db.tables import metadata

ROWS_AT_ONCE = 1_000


def copy_all(source: Engines, target: Engines, tell: Callable[[str, int], None]) -> int:
    """Copy every table into a migrated, empty database; return the rows. `tell` hears of each table and its rows.

    Raises InputError where the target is not empty, and StorageError where it has other rows in the end.
    """
    with translated_errors(), source.readers.connect() as old, target.writer.begin() as new:
        for table in metadata.sorted_tables:
            if _count(new, table):
                raise InputError("this database is not empty; name a new one, nothing was changed")
        return sum(_copy(old, new, table, tell) for table in metadata.sorted_tables)


def _copy(old: sa.Connection, new: sa.Connection, table: sa.Table, tell: Callable[[str, int], None]) -> int:
    found = old.execution_options(yield_per=ROWS_AT_ONCE).execute(sa.select(table)).mappings()
    for rows in found.partitions():
        new.execute(table.insert(), [dict(row) for row in rows])
    there, here = _count(old, table), _count(new, table)
    if there != here:
        raise StorageError(f"{table.name} has {there} rows and its copy {here}; nothing was moved")
    tell(table.name, here)
    return here


def _count(connection: sa.Connection, table: sa.Table) -> int:
    return connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
