"""The tables of checkin."""

import sqlalchemy as sa
from alembic import op

revision = "0009_checkin"
down_revision = "0008_sales"


def _create_denial() -> None:
    op.create_table(
        "denial",
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("event", sa.BigInteger(), nullable=False),
        sa.Column("list", sa.BigInteger(), nullable=False),
        sa.Column("gate", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("fact", name="pk_denial"),
    )
    op.create_index("ix_denial_event", "denial", ["event", "at_ms"], unique=False)


def _create_passage() -> None:
    op.create_table(
        "passage",
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("event", sa.BigInteger(), nullable=False),
        sa.Column("list", sa.BigInteger(), nullable=False),
        sa.Column("gate", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.BigInteger(), nullable=False),
        sa.Column("entry", sa.Boolean(), nullable=False),
        sa.Column("people", sa.BigInteger(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("doubt_ms", sa.BigInteger(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.Column("override", sa.Text(), nullable=False),
        sa.Column("excess", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("fact", name="pk_passage"),
    )
    op.create_index("ix_passage_event", "passage", ["event", "list", "at_ms"], unique=False)
    op.create_index("ix_passage_subject", "passage", ["subject"], unique=False)


def _create_tally() -> None:
    op.create_table(
        "tally",
        sa.Column("event", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("list", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("event", "list", "measure", "key", name="pk_tally"),
        sqlite_with_rowid=False,
    )


def upgrade() -> None:
    """Create the tables."""
    _create_denial()
    _create_passage()
    _create_tally()


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("tally")
    op.drop_table("passage")
    op.drop_table("denial")
