"""The tables of notify."""

import sqlalchemy as sa
from alembic import op

revision = "0011_notify"
down_revision = "0010_chat"


def _create_delivery() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("event", sa.BigInteger(), nullable=False),
        sa.Column("object", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("due_ms", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.UniqueConstraint("kind", "object", name="uq_delivery_kind_object"),
    )
    op.create_index("ix_delivery_due", "delivery", ["status", "due_ms"], unique=False)


def upgrade() -> None:
    """Create the tables."""
    _create_delivery()


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("delivery")
