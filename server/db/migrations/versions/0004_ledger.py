"""The tables of ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0004_ledger"
down_revision = "0003_devices"


def _create_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("object", sa.Text(), nullable=False),
        sa.Column("event", sa.BigInteger(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_event", "audit", ["event", "at_ms"], unique=False)
    op.create_index("ix_audit_object", "audit", ["object"], unique=False)


def _create_clock_sample() -> None:
    op.create_table(
        "clock_sample",
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("boot", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("mono_ms", sa.BigInteger(), nullable=False),
        sa.Column("server_ms", sa.BigInteger(), nullable=False),
        sa.Column("rtt_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("device", "boot", "seq", name="pk_clock_sample"),
        sqlite_with_rowid=False,
    )


def _create_fact() -> None:
    op.create_table(
        "fact",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("incarnation", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.BigInteger(), nullable=False),
        sa.Column("subjects", sa.Text(), nullable=False),
        sa.Column("based_on", sa.Text(), nullable=False),
        sa.Column("wall_ms", sa.BigInteger(), nullable=False),
        sa.Column("mono_ms", sa.BigInteger(), nullable=False),
        sa.Column("boot", sa.Text(), nullable=False),
        sa.Column("clock", sa.Text(), nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("prev", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("received_ms", sa.BigInteger(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("doubt_ms", sa.BigInteger(), nullable=False),
        sa.Column("clashes", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_fact"),
        sa.UniqueConstraint("device", "incarnation", "seq", name="uq_fact_device_incarnation_seq"),
    )
    op.create_index("ix_fact_boot", "fact", ["device", "boot", "seq"], unique=False)
    op.create_index("ix_fact_event", "fact", ["event", "kind", "at_ms"], unique=False)


def _create_fact_basis() -> None:
    op.create_table(
        "fact_basis",
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("basis", "fact", name="pk_fact_basis"),
        sqlite_with_rowid=False,
    )


def _create_fact_subject() -> None:
    op.create_table(
        "fact_subject",
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "fact", name="pk_fact_subject"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_fact_subject_fact", "fact_subject", ["fact"], unique=False)


def _create_feed() -> None:
    op.create_table(
        "feed",
        sa.Column("event", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("rank", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("event", "scope", "rank", "key", name="pk_feed"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_feed_seq", "feed", ["event", "scope", "seq"], unique=False)


def _create_feed_head() -> None:
    op.create_table(
        "feed_head",
        sa.Column("event", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("event", "scope", name="pk_feed_head"),
    )


def _create_feed_tag() -> None:
    op.create_table(
        "feed_tag",
        sa.Column("event", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("event", "scope", "seq", name="pk_feed_tag"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_feed_tag_at", "feed_tag", ["at_ms"], unique=False)


def _create_incident() -> None:
    op.create_table(
        "incident",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("event", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("excess", sa.BigInteger(), nullable=False),
        sa.Column("order_uncertain", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_incident"),
    )
    op.create_index("ix_incident_event", "incident", ["event", "status"], unique=False)
    op.create_index("ix_incident_source", "incident", ["source"], unique=False)


def _create_ledger_meta() -> None:
    op.create_table(
        "ledger_meta",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_ledger_meta"),
    )


def _create_quarantine() -> None:
    op.create_table(
        "quarantine",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("incarnation", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("event", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("received_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_quarantine"),
    )
    op.create_index("ix_quarantine_device", "quarantine", ["device", "incarnation", "seq"], unique=False)
    op.create_index("ix_quarantine_fact", "quarantine", ["fact"], unique=False)


def _create_refold_due() -> None:
    op.create_table(
        "refold_due",
        sa.Column("subject", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name="pk_refold_due"),
        sqlite_with_rowid=False,
    )


def _create_server_identity() -> None:
    op.create_table(
        "server_identity",
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("incarnation", sa.BigInteger(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("device", name="pk_server_identity"),
    )


def upgrade() -> None:
    """Create the tables."""
    _create_audit()
    _create_clock_sample()
    _create_fact()
    _create_fact_basis()
    _create_fact_subject()
    _create_feed()
    _create_feed_head()
    _create_feed_tag()
    _create_incident()
    _create_ledger_meta()
    _create_quarantine()
    _create_refold_due()
    _create_server_identity()


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("server_identity")
    op.drop_table("refold_due")
    op.drop_table("quarantine")
    op.drop_table("ledger_meta")
    op.drop_table("incident")
    op.drop_table("feed_tag")
    op.drop_table("feed_head")
    op.drop_table("feed")
    op.drop_table("fact_subject")
    op.drop_table("fact_basis")
    op.drop_table("fact")
    op.drop_table("clock_sample")
    op.drop_table("audit")
