"""What do all tables share? One MetaData, the columns of mutable rows, and the portable upsert.

Packages declare their tables on `metadata` and refer to one another's by name only, so that no package
imports another for a foreign key. The same Core statements run on SQLite and PostgreSQL.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Rows = Sequence[Mapping[str, Any]]
AnyRow = sa.Row[*tuple[Any, ...]]
"""A row whose columns are read by name."""


def text(name: str, **options: Any) -> sa.Column[str]:
    """Return a text column that is never null."""
    return sa.Column(name, sa.Text, nullable=False, **options)


def integer(name: str, **options: Any) -> sa.Column[int]:
    """Return a 64-bit integer column that is never null: times in ms, amounts in minor units, numbers."""
    return sa.Column(name, sa.BigInteger, nullable=False, **options)


def flag(name: str, **options: Any) -> sa.Column[bool]:
    """Return a boolean column that is never null."""
    return sa.Column(name, sa.Boolean, nullable=False, **options)


def blob(name: str, **options: Any) -> sa.Column[bytes]:
    """Return a column of bytes that is never null."""
    return sa.Column(name, sa.LargeBinary, nullable=False, **options)


def mutable() -> tuple[sa.Column[Any], ...]:
    """Return what every row has that people edit: times, the version for optimistic locking, soft deletion."""
    return (
        integer("created_ms"),
        integer("updated_ms"),
        integer("version", server_default="1"),
        integer("deleted_ms", server_default="0"),
    )


def total(column: sa.ColumnElement[int]) -> sa.ColumnElement[int]:
    """Return the sum of a column, 0 without rows. PostgreSQL adds 64-bit integers up to a decimal number."""
    return sa.cast(sa.func.coalesce(sa.func.sum(column), 0), sa.BigInteger)


def upsert(
    connection: sa.Connection,
    table: sa.Table,
    rows: Rows,
    keys: tuple[str, ...],
    *,
    add: tuple[str, ...] = (),
) -> None:
    """Insert rows, or update those whose keys exist; the columns in `add` are added to instead of replaced.

    All rows have the same columns, and no two of them the same keys.
    """
    if rows:
        statement = _upsert(connection.dialect.name, table, tuple(rows[0]), keys, add)
        connection.execute(statement, list(rows))


@cache
def _upsert(
    dialect: str, table: sa.Table, columns: tuple[str, ...], keys: tuple[str, ...], add: tuple[str, ...]
) -> sa.Insert:
    insert = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    new = insert.excluded
    changes = {name: table.c[name] + new[name] if name in add else new[name] for name in columns if name not in keys}
    if not changes:
        return insert.values({name: sa.bindparam(name) for name in columns}).on_conflict_do_nothing()
    statement = insert.values({name: sa.bindparam(name) for name in columns})
    return statement.on_conflict_do_update(index_elements=list(keys), set_=changes)


def insert_new(connection: sa.Connection, table: sa.Table, rows: Rows, keys: tuple[str, ...]) -> None:
    """Insert the rows whose keys are not there yet; leave the others as they are."""
    if rows:
        connection.execute(_insert_new(connection.dialect.name, table, tuple(rows[0]), keys), list(rows))


@cache
def _insert_new(dialect: str, table: sa.Table, columns: tuple[str, ...], keys: tuple[str, ...]) -> sa.Insert:
    insert = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    named = insert.values({name: sa.bindparam(name) for name in columns})
    return named.on_conflict_do_nothing(index_elements=list(keys))
