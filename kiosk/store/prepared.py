"""Statements compiled once, for what a person waits for at the door.

SQLAlchemy looks up, converts and wraps each execution anew, which costs more than the statement itself
on an embedded database. Here the text and the order of the parameters are taken once, and the driver is
called on the connection of the running transaction. The columns of this schema need no conversion.
Everything off the hot path uses Core.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite


class Prepared:
    """One statement, ready to run with named parameters."""

    def __init__(self, statement: sa.ClauseElement) -> None:
        """Compile it for SQLite."""
        compiled = statement.compile(dialect=sqlite.dialect(paramstyle="qmark"))
        assert isinstance(compiled, sa.sql.compiler.SQLCompiler)
        self._text = str(compiled)
        self._names = tuple(compiled.positiontup or ())
        self._fixed = dict(compiled.params)
        self._row: Callable[[Sequence[Any]], Any] | None = None

    def run(self, connection: sa.Connection, values: Mapping[str, object]) -> list[Any]:
        """Execute it and return its rows, fields by name; none for an insert.

        A parameter that `values` lacks has the value written into the statement.
        """
        given = [values[name] if name in values else self._fixed[name] for name in self._names]
        cursor: Any = connection.connection.cursor()
        try:
            cursor.execute(self._text, given)
            if cursor.description is None:
                return []
            row = self._row or self._name_columns(cursor.description)
            return [row(values) for values in cursor.fetchall()]
        finally:
            cursor.close()

    def _name_columns(self, description: Sequence[Sequence[Any]]) -> Callable[[Sequence[Any]], Any]:
        names = [str(column[0]) for column in description]
        made = namedtuple("Row", names)._make  # pyright: ignore[reportUntypedNamedTuple] (names are data)
        self._row = made
        return made
