"""The tables of stock. The books of a quota balance at every commit; units are never deleted.

`lease_range.quotas` keeps which quotas each ticket type touched when the units were leased, so that a
later change of the catalogue cannot unbalance the books.
"""

import sqlalchemy as sa

from server.db.tables import integer, metadata, text

quota_books = sa.Table(
    "quota_books",
    metadata,
    integer("event", primary_key=True, autoincrement=False),
    integer("quota", primary_key=True, autoincrement=False),
    integer("size"),
    integer("pool"),
    integer("leased"),
    integer("sold"),
    integer("written_off"),
    integer("oversold"),
)

lease = sa.Table(
    "lease",
    metadata,
    integer("event", primary_key=True, autoincrement=False),
    integer("lease", primary_key=True, autoincrement=False),
    text("holder"),
    text("request"),
    integer("granted_ms"),
    integer("expires_ms"),
    integer("recalled_ms", server_default="0"),
    sa.Index("ix_lease_request", "request"),
    sa.Index("ix_lease_holder", "holder", "event"),
)

lease_range = sa.Table(
    "lease_range",
    metadata,
    integer("event", primary_key=True, autoincrement=False),
    integer("lease", primary_key=True, autoincrement=False),
    integer("first", primary_key=True, autoincrement=False),
    integer("count"),
    text("variants"),
    text("quotas"),
)

unit = sa.Table(
    "unit",
    metadata,
    text("subject", primary_key=True),
    integer("event"),
    integer("lease"),
    integer("idx"),
    integer("range_first"),
    text("number"),
    text("seat"),
    text("status"),
    integer("sold_as"),
    sa.Index("ix_unit_lease", "event", "lease", "idx"),
    sa.Index("ix_unit_seat", "event", "seat"),
)
"""One unit of capacity. `sold_as` is the ticket type it was sold as, 0 while unsold."""
