"""The tables of the ledger: facts and what is derived from them alone; quarantine, feed, audit.

`fact` and its two link tables are append-only; only `at_ms` and `doubt_ms` (the effective time) change,
when a clock fact or a late basis says more. A copied device writes two facts at one place of its log: the
later one to come stands in a branch of its own. Incidents are derived. No other package writes these tables.
"""

import sqlalchemy as sa

from server.db.tables import blob, flag, integer, metadata, text

ledger_meta = sa.Table("ledger_meta", metadata, text("name", primary_key=True), text("value"))

server_identity = sa.Table(
    "server_identity",
    metadata,
    text("device", primary_key=True),
    integer("incarnation"),
    blob("public_key"),
    blob("sealed_key"),
)

fact = sa.Table(
    "fact",
    metadata,
    text("id", primary_key=True),
    text("device"),
    integer("incarnation"),
    integer("seq"),
    text("kind"),
    integer("version"),
    integer("event"),
    text("subjects"),
    text("based_on"),
    integer("wall_ms"),
    integer("mono_ms"),
    text("boot"),
    text("clock"),
    text("operator"),
    blob("body"),
    blob("prev"),
    blob("hash"),
    blob("signature"),
    integer("received_ms"),
    integer("at_ms"),
    integer("doubt_ms"),
    text("clashes", server_default=""),
    integer("branch", server_default="0"),
    sa.UniqueConstraint("device", "incarnation", "seq", "branch"),
    sa.Index("ix_fact_boot", "device", "boot", "seq"),
    sa.Index("ix_fact_event", "event", "kind", "at_ms"),
)

fact_subject = sa.Table(
    "fact_subject",
    metadata,
    text("subject", primary_key=True),
    text("fact", primary_key=True),
    sa.Index("ix_fact_subject_fact", "fact"),
    sqlite_with_rowid=False,
)

fact_basis = sa.Table(
    "fact_basis",
    metadata,
    text("basis", primary_key=True),
    text("fact", primary_key=True),
    sqlite_with_rowid=False,
)

clock_sample = sa.Table(
    "clock_sample",
    metadata,
    text("device", primary_key=True),
    text("boot", primary_key=True),
    integer("seq", primary_key=True, autoincrement=False),
    integer("mono_ms"),
    integer("server_ms"),
    integer("rtt_ms"),
    sqlite_with_rowid=False,
)

refold_due = sa.Table("refold_due", metadata, text("subject", primary_key=True), sqlite_with_rowid=False)
"""Subjects whose facts have new times and that wait for their turn (chunks of 200)."""

quarantine = sa.Table(
    "quarantine",
    metadata,
    text("digest", primary_key=True),
    text("device"),
    text("fact"),
    integer("incarnation"),
    integer("seq"),
    blob("hash"),
    integer("event"),
    text("reason"),
    blob("raw"),
    integer("received_ms"),
    sa.Index("ix_quarantine_device", "device", "incarnation", "seq"),
    sa.Index("ix_quarantine_fact", "fact"),
)

incident = sa.Table(
    "incident",
    metadata,
    text("id", primary_key=True),
    integer("event"),
    text("kind"),
    text("scope"),
    text("subject"),
    text("source"),
    text("facts"),
    integer("excess"),
    flag("order_uncertain"),
    text("status"),
    text("notes"),
    sa.Index("ix_incident_source", "source"),
    sa.Index("ix_incident_event", "event", "status"),
)

feed_head = sa.Table(
    "feed_head",
    metadata,
    integer("event", primary_key=True, autoincrement=False),
    text("scope", primary_key=True),
    integer("seq"),
)

feed = sa.Table(
    "feed",
    metadata,
    integer("event", primary_key=True, autoincrement=False),
    text("scope", primary_key=True),
    integer("rank", primary_key=True, autoincrement=False),
    text("key", primary_key=True),
    text("kind"),
    integer("seq"),
    sa.Column("value", sa.LargeBinary, nullable=True),
    sa.Index("ix_feed_seq", "event", "scope", "seq"),
    sqlite_with_rowid=False,
)
"""The latest version per entity; a null value is a tombstone."""

feed_tag = sa.Table(
    "feed_tag",
    metadata,
    integer("event", primary_key=True, autoincrement=False),
    text("scope", primary_key=True),
    integer("seq", primary_key=True, autoincrement=False),
    text("tag"),
    integer("at_ms"),
    sa.Index("ix_feed_tag_at", "at_ms"),
    sqlite_with_rowid=False,
)

audit = sa.Table(
    "audit",
    metadata,
    text("id", primary_key=True),
    integer("at_ms"),
    text("actor"),
    text("action"),
    text("object"),
    integer("event"),
    text("details"),
    sa.Index("ix_audit_object", "object"),
    sa.Index("ix_audit_event", "event", "at_ms"),
)
