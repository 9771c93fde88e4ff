"""The table of deliveries. A row is committed with what it tells of; sending it is a durable job's work."""

import sqlalchemy as sa

from server.db.tables import integer, metadata, text

delivery = sa.Table(
    "delivery",
    metadata,
    text("id", primary_key=True),
    text("kind"),
    integer("event"),
    text("object"),
    text("person"),
    text("status"),
    integer("due_ms"),
    integer("tries"),
    text("error"),
    integer("updated_ms"),
    sa.UniqueConstraint("kind", "object"),
    sa.Index("ix_delivery_due", "status", "due_ms"),
)
"""`object` is the order of a receipt. Status: due, sent, nowhere (no address), failed (permanently)."""
