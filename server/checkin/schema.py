"""The tables of check-in, derived from facts. `tally` is the count of `passage`, kept in step by differences."""

import sqlalchemy as sa

from server.db.tables import flag, integer, metadata, text

passage = sa.Table(
    "passage",
    metadata,
    text("fact", primary_key=True),
    text("subject", index=True),
    integer("event"),
    integer("list"),
    integer("gate"),
    integer("type"),
    flag("entry"),
    integer("people"),
    integer("at_ms"),
    integer("doubt_ms"),
    text("device"),
    integer("generation"),
    text("override"),
    flag("excess"),
    sa.Index("ix_passage_event", "event", "list", "at_ms"),
)

tally = sa.Table(
    "tally",
    metadata,
    integer("event", primary_key=True, autoincrement=False),
    integer("list", primary_key=True, autoincrement=False),
    text("measure", primary_key=True),
    integer("key", primary_key=True, autoincrement=False),
    integer("count"),
    sqlite_with_rowid=False,
)
"""Measures: admitted, left, used (key 0); gate, type, minute, gate_minute (people admitted by each)."""

denial = sa.Table(
    "denial",
    metadata,
    text("fact", primary_key=True),
    integer("event"),
    integer("list"),
    integer("gate"),
    text("reason"),
    text("subject"),
    integer("at_ms"),
    sa.Index("ix_denial_event", "event", "at_ms"),
)
"""Everybody who was kept out, one row per refusal; counted by reason on the live screen."""
