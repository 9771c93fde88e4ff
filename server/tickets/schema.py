"""The tables of tickets. A ticket's row is derived from facts; the key ring is the server's own."""

import sqlalchemy as sa

from server.db.tables import blob, flag, integer, metadata, text

ring_key = sa.Table(
    "ring_key",
    metadata,
    integer("event", primary_key=True, autoincrement=False),
    integer("kid", primary_key=True, autoincrement=False),
    blob("public_key"),
    blob("sealed_key"),
    text("status"),
    integer("created_ms"),
    integer("updated_ms"),
)

ticket = sa.Table(
    "ticket",
    metadata,
    text("subject", primary_key=True),
    integer("event"),
    text("number"),
    text("status"),
    text("order_id"),
    text("order_code"),
    integer("type"),
    integer("session"),
    text("terms"),
    integer("generation"),
    integer("admits"),
    text("person"),
    text("seat"),
    text("stop"),
    integer("gross_minor"),
    text("currency"),
    integer("sold_ms"),
    integer("prints"),
    flag("is_used"),
    flag("sold_twice"),
    sa.Index("ix_ticket_number", "event", "number"),
    sa.Index("ix_ticket_order", "order_id"),
    sa.Index("ix_ticket_person", "person"),
    sa.Index("ix_ticket_event", "event", "status", "type"),
)
"""Every unit that was ever sold. Unsold units are never here, nor in a feed."""
