"""What does the server itself say of each ticket? Read from its own database, beside the running server.

For the tour, which compares every device with it. Opens read-only; needs the master key, as a server's keeper has it.
"""

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from server.checkin.schema import passage
from server.db.database import DATABASE_PURPOSE
from server.db.engine import build_readers
from server.db.keys import MasterKey
from server.sales.schema import order
from server.tickets.schema import ticket


def list_tickets(folder: Path, event: int) -> dict[str, dict[str, Any]]:
    """Return of each ticket the facts that used it and what stops it, as `demo.insight` tells it of a device."""
    sold, used = _read(
        folder,
        sa.select(ticket.c.subject, ticket.c.stop).where(ticket.c.event == event),
        sa.select(passage.c.subject, passage.c.fact).where(passage.c.event == event),
    )
    uses: dict[str, list[str]] = {}
    for subject, fact in used:
        uses.setdefault(subject, []).append(fact)
    return {subject: {"uses": sorted(uses.get(subject, [])), "stop": stop} for subject, stop in sold}


def list_sold(folder: Path, device: str) -> dict[str, list[Any]]:
    """Return order, number and type of each ticket that a device sold, by subject."""
    query = sa.select(ticket.c.subject, ticket.c.order_id, ticket.c.number, ticket.c.type)
    (rows,) = _read(folder, query.join(order, order.c.id == ticket.c.order_id).where(order.c.device == device))
    return {subject: rest for subject, *rest in rows}


def _read(folder: Path, *queries: sa.Executable) -> list[list[Any]]:
    key = MasterKey((folder / "master.key").read_bytes()).derive(DATABASE_PURPOSE)
    readers = build_readers(folder / "server.db", key, 1)
    try:
        with readers.connect() as connection:
            return [list(connection.execute(query).all()) for query in queries]
    finally:
        readers.dispose()
