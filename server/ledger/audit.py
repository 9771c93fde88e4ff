"""Who did what? The audit log of people's and devices' actions on the server; append-only, ids only."""

from typing import Any

import msgspec
import sqlalchemy as sa

from server.ledger import schema


def record_audit(
    connection: sa.Connection,
    *,
    id_: str,
    at_ms: int,
    actor: str,
    action: str,
    object_: str,
    event: int = 0,
    **details: str | int,
) -> None:
    """Append one line. `details` hold ids and numbers, never personal data."""
    values: dict[str, Any] = {
        "id": id_, "at_ms": at_ms, "actor": actor, "action": action, "object": object_, "event": event,
        "details": msgspec.json.encode(details).decode(),
    }  # fmt: skip
    connection.execute(schema.audit.insert(), values)
