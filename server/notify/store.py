"""All SQL of deliveries."""

from collections.abc import Sequence

import sqlalchemy as sa

from server.db.tables import AnyRow, insert_new
from server.notify import schema

_d = schema.delivery.c


def save_due(
    connection: sa.Connection, *, kind: str, event: int, objects: Sequence[tuple[str, str]], now_ms: int
) -> None:
    """Note that mails are due, for (object, person) pairs; what is noted already stays as it is.

    The id is that of the object: the same mail is due once, whoever says so.
    """
    rows = [
        {
            "id": f"{kind}-{object_}", "kind": kind, "event": event, "object": object_, "person": person,
            "status": "due", "due_ms": now_ms, "tries": 0, "error": "", "updated_ms": now_ms,
        }
        for object_, person in objects
    ]  # fmt: skip
    insert_new(connection, schema.delivery, rows, ("kind", "object"))


def list_due(connection: sa.Connection, now_ms: int, limit: int) -> list[str]:
    """Return the ids of deliveries that are due."""
    query = sa.select(_d.id).where(_d.status == "due", _d.due_ms <= now_ms).order_by(_d.due_ms, _d.id)
    return list(connection.scalars(query.limit(limit)))


def load_delivery(connection: sa.Connection, id_: str) -> AnyRow:
    """Return a delivery."""
    return connection.execute(sa.select(schema.delivery).where(_d.id == id_)).one()


def set_status(connection: sa.Connection, id_: str, status: str, *, error: str, tries: int, now_ms: int) -> None:
    """Note what became of a delivery."""
    values = {"status": status, "error": error[:500], "tries": tries, "updated_ms": now_ms}
    connection.execute(schema.delivery.update().where(_d.id == id_).values(values))
