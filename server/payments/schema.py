"""The table of payments: one row per tender of an order; refunds are negative."""

import sqlalchemy as sa

from server.db.tables import integer, metadata, text

payment = sa.Table(
    "payment",
    metadata,
    text("order_id", primary_key=True),
    integer("place", primary_key=True, autoincrement=False),
    integer("event"),
    text("fact"),
    text("method"),
    integer("amount_minor"),
    text("currency"),
    text("intent"),
    text("reference"),
    sa.Index("ix_payment_event", "event", "method"),
    sa.Index("ix_payment_intent", "intent"),
)
