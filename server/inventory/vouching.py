"""May the server stop waiting for a device, and what is at stake? A person's decision after a restore.

A device that never comes back would freeze the stock for ever. Whoever vouches for it is told what it may have sold
that nobody here knows of; the decision stands in the audit log. Called by the API and `foyer-server awaited --vouch`.
"""

import sqlalchemy as sa

from kiosk.core.errors import Rejected
from server.devices.returning import is_awaited, note_reported
from server.devices.store import load_device
from server.inventory.store import load_books
from server.ledger.audit import record_audit
from server.web.ground import Ground


def count_at_stake(connection: sa.Connection, device: str) -> int:
    """Return how many units a device may hold at most that the server has forgotten: what its events had left."""
    known = load_device(connection, device)
    return sum(max((b.pool for b in load_books(connection, event).values()), default=0) for event in known.served)


def vouch(connection: sa.Connection, ground: Ground, device: str, actor: str) -> str:
    """Wait for a device no longer; return the risk in a sentence. Raises Rejected where nobody waits for it."""
    at_stake = count_at_stake(connection, device) if is_awaited(connection, device) else 0
    if not note_reported(connection, device):
        raise Rejected("nobody waits for this device", reason="not_awaited")
    record_audit(
        connection, id_=ground.new_id(), at_ms=ground.clock.now_ms(), actor=actor, action="device.vouch", object_=device
    )
    return f"At most {at_stake} tickets that it was lent since the backup may be sold twice."
