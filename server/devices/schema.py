"""The tables of devices. Tokens and nonces are kept as hashes and end by themselves."""

import sqlalchemy as sa

from server.db.tables import blob, flag, integer, metadata, mutable, text

device = sa.Table(
    "device",
    metadata,
    text("id", primary_key=True),
    sa.Column("organizer", sa.Text, sa.ForeignKey("organizer.id"), nullable=False, index=True),
    text("name"),
    blob("public_key"),
    text("role"),
    text("roles"),
    text("events"),
    text("served", server_default="[]"),
    flag("is_revoked"),
    integer("incarnation"),
    text("release"),
    text("health"),
    integer("last_seen_ms"),
    *mutable(),
)

enrolment = sa.Table(
    "enrolment",
    metadata,
    text("token_hash", primary_key=True),
    text("typed_hash", unique=True),
    sa.Column("organizer", sa.Text, sa.ForeignKey("organizer.id"), nullable=False),
    text("name"),
    text("roles"),
    text("events"),
    integer("created_ms"),
    integer("expires_ms"),
    integer("used_ms"),
)

nonce = sa.Table(
    "device_nonce",
    metadata,
    text("nonce_hash", primary_key=True),
    text("device"),
    integer("expires_ms", index=True),
)

device_session = sa.Table(
    "device_session",
    metadata,
    text("token_hash", primary_key=True),
    sa.Column("device", sa.Text, sa.ForeignKey("device.id"), nullable=False),
    integer("expires_ms", index=True),
    sa.Column("role", sa.Text, nullable=False, server_default=""),
)

awaited_report = sa.Table(
    "awaited_report",
    metadata,
    text("device", primary_key=True),
    integer("since_ms"),
    integer("backup_ms"),
)
"""Devices that existed when the server was restored and have not yet brought back what it forgot."""
