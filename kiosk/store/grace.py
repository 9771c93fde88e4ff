"""How long may this device work without word from its server? After that it only shows what it knows.

A stolen or forgotten device must not sell and admit for ever. The synchroniser notes each greeting; door and desk ask
before they record anything new. What was begun is finished, and what happened is still recorded.
"""

import sqlalchemy as sa

from kiosk.core.errors import Rejected
from kiosk.store import meta
from kiosk.store.prepared import Prepared
from kiosk.store.schema import meta as table

_CONTACT = "contact"
_query = Prepared(sa.select(table.c.value).where(table.c.name == _CONTACT))


def note_contact(connection: sa.Connection, *, server_ms: int, grace_ms: int) -> None:
    """Note the server's word: when it was, and how long the device may work without another."""
    meta.save_value(connection, _CONTACT, f"{server_ms}/{grace_ms}")


def load_end_ms(connection: sa.Connection) -> int:
    """Return when this device locks itself unless it hears from its server; 0 before the first greeting."""
    row = next(iter(_query.run(connection, {})), None)
    if row is None:
        return 0
    server_ms, _, grace_ms = row.value.partition("/")
    return int(server_ms) + int(grace_ms)


def check_grace(connection: sa.Connection, now_ms: int) -> None:
    """Raise Rejected (grace_over) where this device has been alone for too long."""
    end_ms = load_end_ms(connection)
    if end_ms and now_ms >= end_ms:
        raise Rejected("this device has not heard from its server for too long; connect it", reason="grace_over")
