"""The tables of sales, derived from facts."""

import sqlalchemy as sa

from server.db.tables import flag, integer, metadata, text

order = sa.Table(
    "ticket_order",
    metadata,
    text("id", primary_key=True),
    integer("event"),
    text("code"),
    text("currency"),
    text("channel"),
    text("device"),
    text("operator"),
    text("buyer"),
    text("shift"),
    text("language"),
    text("terms"),
    integer("sold_ms"),
    integer("gross_minor"),
    integer("paid_minor"),
    integer("refunded_minor"),
    text("fact"),
    sa.Index("ix_ticket_order_event", "event", "sold_ms"),
    sa.Index("ix_ticket_order_code", "event", "code"),
    sa.Index("ix_ticket_order_buyer", "buyer"),
)

shift = sa.Table(
    "shift",
    metadata,
    text("id", primary_key=True),
    text("device"),
    text("operator"),
    text("currency"),
    integer("opened_ms"),
    integer("closed_ms"),
    integer("float_minor"),
    integer("moved_minor"),
    integer("expected_minor"),
    sa.Column("counted_minor", sa.BigInteger, nullable=True),
    text("by_method"),
    text("late"),
    flag("is_open"),
    sa.Index("ix_shift_device", "device", "opened_ms"),
)
