"""The tables of people. Names and addresses are sealed columns; what must be found has a blind index."""

import sqlalchemy as sa

from server.db.tables import blob, flag, integer, metadata, mutable, text

organizer = sa.Table(
    "organizer", metadata, text("id", primary_key=True), text("name"), text("contact"), flag("verified"), *mutable()
)

user = sa.Table(
    "user_account",
    metadata,
    text("id", primary_key=True),
    text("email_index", unique=True),
    blob("email_sealed"),
    blob("name_sealed"),
    flag("is_admin"),
    text("password_hash"),
    integer("failures"),
    integer("locked_until_ms"),
    *mutable(),
)

membership = sa.Table(
    "membership",
    metadata,
    sa.Column("user", sa.Text, sa.ForeignKey("user_account.id"), primary_key=True),
    sa.Column("organizer", sa.Text, sa.ForeignKey("organizer.id"), primary_key=True),
)

user_session = sa.Table(
    "user_session",
    metadata,
    text("token_hash", primary_key=True),
    sa.Column("user", sa.Text, sa.ForeignKey("user_account.id"), nullable=False),
    integer("created_ms"),
    integer("expires_ms"),
)

staff = sa.Table(
    "staff",
    metadata,
    text("id", primary_key=True),
    sa.Column("organizer", sa.Text, sa.ForeignKey("organizer.id"), nullable=False, index=True),
    text("name"),
    text("role"),
    text("pin_verifier"),
    integer("credential_version"),
    *mutable(),
)

person = sa.Table(
    "person",
    metadata,
    text("id", primary_key=True),
    integer("event"),
    blob("sealed_key"),
    blob("sealed_fields"),
    text("initials"),
    integer("created_ms"),
    integer("erased_ms"),
    sa.Index("ix_person_event", "event"),
)
"""Holders and buyers. Each has a key of its own: erasing the key erases the person in every backup to come."""

person_token = sa.Table(
    "person_token",
    metadata,
    text("token", primary_key=True),
    text("person", primary_key=True),
    sqlite_with_rowid=False,
)
"""Blind index of folded names and of their beginnings (3 and 5 letters)."""
