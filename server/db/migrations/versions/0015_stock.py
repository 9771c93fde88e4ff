"""Quotas with numbered seats and with more sold than there is; vouchers; leases that a person calls back."""

import sqlalchemy as sa
from alembic import op

revision = "0015_stock"
down_revision = "0014_returning"


def upgrade() -> None:
    """Add columns and the table of vouchers; until now no quota had seats or extra."""
    op.add_column("quota", sa.Column("extra", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("quota", sa.Column("seats", sa.Text(), nullable=False, server_default="[]"))
    op.add_column("lease", sa.Column("recalled_ms", sa.BigInteger(), nullable=False, server_default="0"))
    op.create_table(
        "voucher",
        sa.Column("event", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("uses", sa.BigInteger(), nullable=False),
        sa.Column("percent", sa.BigInteger(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("is_leased", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("deleted_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["event"], ["event.number"], name="fk_voucher_event_event"),
        sa.PrimaryKeyConstraint("event", "number", name="pk_voucher"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("voucher")
    with op.batch_alter_table("lease") as batch:
        batch.drop_column("recalled_ms")
    with op.batch_alter_table("quota") as batch:
        batch.drop_column("seats")
        batch.drop_column("extra")
