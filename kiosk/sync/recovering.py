"""How does an older image of a device, or a copy of it, get its own facts back? And a log of its own?

The server tells a device whose log somebody else has written on to take a new incarnation; before anything else is
recorded, it does. Whoever has fewer facts than the server fetches the missing ones, page by page, and they take effect
as if they had never been lost. Steps of the synchroniser.
"""

from functools import partial

import sqlalchemy as sa

from kiosk.clock import Clock
from kiosk.core import wire
from kiosk.store import log, meta, recovered
from kiosk.store.worker import Lane, Store
from kiosk.sync.client import Client

CURSOR, DUE = "own_cursor", "own_due"
PAGES_MAX = 1_000


def is_copy(welcome: wire.Welcome) -> bool:
    """Say whether the server tells this device that its log has been written on by another copy."""
    return any(order.directive == wire.Directive.NEW_LOG for order in welcome.orders)


def begin_log(store: Store, clock: Clock) -> None:
    """Take a new incarnation; from the commit on everything is recorded under it, whoever records it."""
    number = int.from_bytes(clock.random_bytes(4)) or 1

    def work(connection: sa.Connection) -> None:
        log.begin_incarnation(connection, number)
        meta.save_value(connection, CURSOR, "")
        meta.save_value(connection, DUE, "yes")

    store.write(work, lane=Lane.SYNC).result()
    clock.begin_boot()


def fetch_own(client: Client, store: Store, facts_known: int) -> int:
    """Fetch the facts that the server has and this device has not; return how many were missing."""
    with store.read() as connection:
        is_due = bool(meta.load_value(connection, DUE)) or log.count_facts(connection) < facts_known
        after = meta.load_value(connection, CURSOR)
        is_one_of_several = log.has_several(connection)
    if is_one_of_several:
        store.write(recovered.settle_returned, lane=Lane.SYNC).result()
    if not is_due:
        return 0
    missing = 0
    for _ in range(PAGES_MAX):
        page = client.get("/api/v1/sync/own", {"after": after}, wire.OwnPage)
        after = page.after or after
        missing += store.write(partial(_take, page=page, after=after), lane=Lane.SYNC).result()
        if not page.after:
            break
    return missing


def _take(connection: sa.Connection, page: wire.OwnPage, after: str) -> int:
    meta.save_value(connection, CURSOR, after)
    if not page.after:
        meta.save_value(connection, DUE, "")
    return recovered.take_back(connection, page.facts)
