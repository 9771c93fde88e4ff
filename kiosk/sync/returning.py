"""What does a device bring back to a server that was restored? Its leases first, then its facts, then its word for it.

A restored server names another epoch. It has forgotten what it lent after its backup, so that the device shows every
lease that it ever got before it pushes a sale of it, and says at the end that it has brought everything. Steps of the
synchroniser; each may be repeated.
"""

import sqlalchemy as sa

from kiosk.core import wire
from kiosk.core.errors import Rejected
from kiosk.store import log, meta, sales, stock
from kiosk.store.log import Author
from kiosk.store.worker import Lane, Store
from kiosk.sync.client import Client

EPOCH, RETURNING, SERVER_RELEASE = "epoch", "returning", "server_release"
_SHOWN = "/shown"


def note_epoch(connection: sa.Connection, epoch: str, head: wire.FactHead) -> bool:
    """Keep the server's epoch. In another one everything that it may have forgotten is due again; say whether so.

    `head`: how much of this device's log the server has.
    """
    known = meta.load_value(connection, EPOCH)
    if known == epoch:
        return False
    meta.save_value(connection, EPOCH, epoch)
    if not known:
        return False
    meta.save_value(connection, RETURNING, epoch)
    log.mark_all_pending(connection, head)
    sales.mark_persons_unsent(connection)
    return True


def note_release(connection: sa.Connection, welcome: wire.Welcome) -> None:
    """Keep which release the server is of. Another one is told again what the last one could not read."""
    said = f"{welcome.release} {welcome.facts_min_version}"
    if meta.load_value(connection, SERVER_RELEASE) != said:
        meta.save_value(connection, SERVER_RELEASE, said)
        log.mark_unread_pending(connection)


def show_leases(client: Client, store: Store) -> None:
    """Show a restored server what it lent. Raises Offline, or Rejected where the server has another epoch again.

    A lease that it does not take for its own stops no other: its sales are refused one by one, and seen.
    """
    with store.read() as connection:
        epoch = meta.load_value(connection, RETURNING)
        leases = stock.list_leases(connection) if epoch and not epoch.endswith(_SHOWN) else []
    if not epoch or epoch.endswith(_SHOWN):
        return
    for lease in leases:
        _show(client, wire.LeaseReport(epoch, lease))
    store.write(lambda c: meta.save_value(c, RETURNING, epoch + _SHOWN), lane=Lane.SYNC).result()


def _show(client: Client, report: wire.LeaseReport) -> None:
    try:
        client.post("/api/v1/leases/report", report, wire.LeaseReportAnswer)
    except Rejected as error:
        if error.details.get("status") in (401, 403) or error.reason == "epoch_changed":
            raise


def finish(client: Client, store: Store, author: Author) -> None:
    """Tell a restored server that it has everything, once nothing is pending. Raises Offline or Rejected."""
    with store.read() as connection:
        value = meta.load_value(connection, RETURNING)
        if not value.endswith(_SHOWN) or log.load_queue_state(connection).pending:
            return
        head = log.load_head(connection, log.load_incarnation(connection, author))
    try:
        client.post("/api/v1/sync/reported", wire.Reported(value.removesuffix(_SHOWN), head), wire.Reported)
    except Rejected as error:
        if error.reason != "not_yet":
            raise
        return
    store.write(lambda c: meta.save_value(c, RETURNING, ""), lane=Lane.SYNC).result()
