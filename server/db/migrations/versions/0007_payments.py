"""The tables of payments."""

import sqlalchemy as sa
from alembic import op

revision = "0007_payments"
down_revision = "0006_inventory"


def _create_payment() -> None:
    op.create_table(
        "payment",
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event", sa.BigInteger(), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("intent", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("order_id", "place", name="pk_payment"),
    )
    op.create_index("ix_payment_event", "payment", ["event", "method"], unique=False)
    op.create_index("ix_payment_intent", "payment", ["intent"], unique=False)


def upgrade() -> None:
    """Create the tables."""
    _create_payment()


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("payment")
