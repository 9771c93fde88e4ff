"""A device remembers all events that it ever served: facts about them may still be on their way."""

import sqlalchemy as sa
from alembic import op

revision = "0013_device_served"
down_revision = "0012_session_role"


def upgrade() -> None:
    """Add the list; until now a device served what it serves."""
    op.add_column("device", sa.Column("served", sa.Text(), nullable=False, server_default="[]"))
    op.execute("UPDATE device SET served = events")


def downgrade() -> None:
    """Drop the list."""
    with op.batch_alter_table("device") as batch:
        batch.drop_column("served")
