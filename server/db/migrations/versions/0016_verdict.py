"""Extras to other tickets, lists that pass tickets by their extras, and everybody counted out at an hour."""

import sqlalchemy as sa
from alembic import op

revision = "0016_verdict"
down_revision = "0015_stock"


def upgrade() -> None:
    """Add columns; until now there were no extras and nobody was counted out."""
    op.add_column("ticket_type", sa.Column("addon_of", sa.Text(), nullable=False, server_default="[]"))
    op.add_column(
        "checkin_list", sa.Column("addon_matching", sa.Boolean(), nullable=False, server_default=sa.false())
    )  # fmt: skip
    op.add_column("checkin_list", sa.Column("auto_exit_min", sa.BigInteger(), nullable=False, server_default="-1"))


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("checkin_list") as batch:
        batch.drop_column("auto_exit_min")
        batch.drop_column("addon_matching")
    with op.batch_alter_table("ticket_type") as batch:
        batch.drop_column("addon_of")
