"""The tables of inventory."""

import sqlalchemy as sa
from alembic import op

revision = "0006_inventory"
down_revision = "0005_tickets"


def _create_lease() -> None:
    op.create_table(
        "lease",
        sa.Column("event", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("lease", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("granted_ms", sa.BigInteger(), nullable=False),
        sa.Column("expires_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("event", "lease", name="pk_lease"),
    )
    op.create_index("ix_lease_holder", "lease", ["holder", "event"], unique=False)
    op.create_index("ix_lease_request", "lease", ["request"], unique=False)


def _create_lease_range() -> None:
    op.create_table(
        "lease_range",
        sa.Column("event", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("lease", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("first", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("variants", sa.Text(), nullable=False),
        sa.Column("quotas", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("event", "lease", "first", name="pk_lease_range"),
    )


def _create_quota_books() -> None:
    op.create_table(
        "quota_books",
        sa.Column("event", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("quota", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("pool", sa.BigInteger(), nullable=False),
        sa.Column("leased", sa.BigInteger(), nullable=False),
        sa.Column("sold", sa.BigInteger(), nullable=False),
        sa.Column("written_off", sa.BigInteger(), nullable=False),
        sa.Column("oversold", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("event", "quota", name="pk_quota_books"),
    )


def _create_unit() -> None:
    op.create_table(
        "unit",
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("event", sa.BigInteger(), nullable=False),
        sa.Column("lease", sa.BigInteger(), nullable=False),
        sa.Column("idx", sa.BigInteger(), nullable=False),
        sa.Column("range_first", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("seat", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("sold_as", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name="pk_unit"),
    )
    op.create_index("ix_unit_lease", "unit", ["event", "lease", "idx"], unique=False)


def upgrade() -> None:
    """Create the tables."""
    _create_lease()
    _create_lease_range()
    _create_quota_books()
    _create_unit()


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("unit")
    op.drop_table("quota_books")
    op.drop_table("lease_range")
    op.drop_table("lease")
