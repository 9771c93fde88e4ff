"""The tables of tickets."""

import sqlalchemy as sa
from alembic import op

revision = "0005_tickets"
down_revision = "0004_ledger"


def _create_ring_key() -> None:
    op.create_table(
        "ring_key",
        sa.Column("event", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kid", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("event", "kid", name="pk_ring_key"),
    )


def _create_ticket() -> None:
    op.create_table(
        "ticket",
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("event", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("order_code", sa.Text(), nullable=False),
        sa.Column("type", sa.BigInteger(), nullable=False),
        sa.Column("session", sa.BigInteger(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.Column("admits", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("seat", sa.Text(), nullable=False),
        sa.Column("stop", sa.Text(), nullable=False),
        sa.Column("gross_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("sold_ms", sa.BigInteger(), nullable=False),
        sa.Column("prints", sa.BigInteger(), nullable=False),
        sa.Column("is_used", sa.Boolean(), nullable=False),
        sa.Column("sold_twice", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name="pk_ticket"),
    )
    op.create_index("ix_ticket_event", "ticket", ["event", "status", "type"], unique=False)
    op.create_index("ix_ticket_number", "ticket", ["event", "number"], unique=False)
    op.create_index("ix_ticket_order", "ticket", ["order_id"], unique=False)
    op.create_index("ix_ticket_person", "ticket", ["person"], unique=False)


def upgrade() -> None:
    """Create the tables."""
    _create_ring_key()
    _create_ticket()


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("ticket")
    op.drop_table("ring_key")
