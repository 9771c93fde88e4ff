"""The tables of chat."""

import sqlalchemy as sa
from alembic import op

revision = "0010_chat"
down_revision = "0009_checkin"


def _create_chat_ban() -> None:
    op.create_table(
        "chat_ban",
        sa.Column("event", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("event", "account", name="pk_chat_ban"),
    )


def _create_chat_grant() -> None:
    op.create_table(
        "chat_grant",
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("event", sa.BigInteger(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("until_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name="pk_chat_grant"),
    )
    op.create_index("ix_chat_grant_account", "chat_grant", ["event", "account"], unique=False)


def upgrade() -> None:
    """Create the tables."""
    _create_chat_ban()
    _create_chat_grant()


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("chat_grant")
    op.drop_table("chat_ban")
