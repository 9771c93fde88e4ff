"""Which keys sign an event's tickets? The key ring: made, rotated, retired, revoked.

Private keys are sealed under a key derived from the server's master key and never leave the server; the
public ring travels in `safety`. A retired key stops signing, not verifying; of a revoked one only tickets
known as sold are valid.
"""

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.core.errors import Rejected
from kiosk.core.tickets import KeyStatus, RingKey
from server.ledger.feed import Changes
from server.tickets import schema
from server.tickets.rules import SigningKey
from server.web.ground import Ground

_k = schema.ring_key.c
KEY_ID_MAX = 255


def _purpose(event: int) -> str:
    return f"ticket key {event}"


def add_key(connection: sa.Connection, ground: Ground, event: int, changes: Changes) -> int:
    """Make a new signing key and retire those that signed before; return its id. Raises Rejected."""
    now_ms = ground.clock.now_ms()
    highest = connection.scalar(sa.select(sa.func.max(_k.kid)).where(_k.event == event)) or 0
    if highest >= KEY_ID_MAX:
        raise Rejected("this event's key ring is full", reason="ring_full")
    active = sa.select(_k.kid).where(_k.event == event, _k.status == KeyStatus.ACTIVE.value)
    for key_id in connection.scalars(active).all():
        set_status(connection, event, key_id, KeyStatus.RETIRED, changes, now_ms)
    key = Ed25519PrivateKey.from_private_bytes(ground.ids.random_bytes(32))
    values = {
        "event": event, "kid": highest + 1, "public_key": key.public_key().public_bytes_raw(),
        "sealed_key": ground.master.seal(_purpose(event), key.private_bytes_raw(), ground.ids.random_bytes),
        "status": KeyStatus.ACTIVE.value, "created_ms": now_ms, "updated_ms": now_ms,
    }  # fmt: skip
    connection.execute(schema.ring_key.insert(), values)
    _publish(connection, event, highest + 1, changes)
    return highest + 1


def set_status(
    connection: sa.Connection, event: int, key_id: int, status: KeyStatus, changes: Changes, now_ms: int
) -> None:
    """Retire or revoke a key. Raises Rejected where there is none, and for one that was revoked: it is stolen goods."""
    mine = sa.and_(_k.event == event, _k.kid == key_id)
    known = connection.scalar(sa.select(_k.status).where(mine))
    if known is None:
        raise Rejected("there is no such key", reason="not_found")
    if known == status:
        return  # said again: since when it signs no more stays as it was
    if known == KeyStatus.REVOKED:
        raise Rejected("a revoked key never comes back; make a new one", reason="key_revoked")
    connection.execute(schema.ring_key.update().where(mine).values(status=status.value, updated_ms=now_ms))
    _publish(connection, event, key_id, changes)


def _publish(connection: sa.Connection, event: int, key_id: int, changes: Changes) -> None:
    row = connection.execute(sa.select(schema.ring_key).where(_k.event == event, _k.kid == key_id)).one()
    changes.put(event, "key", str(key_id), RingKey(key_id, bytes(row.public_key), KeyStatus(row.status)))


def load_signing_key(connection: sa.Connection, ground: Ground, event: int) -> SigningKey:
    """Return the key that signs an event's tickets now. Raises Rejected where every key was revoked."""
    query = sa.select(_k.kid, _k.sealed_key).where(_k.event == event, _k.status == KeyStatus.ACTIVE.value)
    row = connection.execute(query.order_by(_k.kid.desc())).first()
    if row is None:
        raise Rejected("this event has no signing key; make one", reason="no_key")
    raw = ground.master.open(_purpose(event), row.sealed_key)
    return SigningKey(row.kid, Ed25519PrivateKey.from_private_bytes(raw))


def load_ring(connection: sa.Connection, event: int) -> list[RingKey]:
    """Return the public ring."""
    rows = connection.execute(sa.select(schema.ring_key).where(_k.event == event).order_by(_k.kid))
    return [RingKey(row.kid, bytes(row.public_key), KeyStatus(row.status)) for row in rows]
