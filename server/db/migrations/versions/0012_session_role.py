"""A session of a device is for the one role that it works in."""

import sqlalchemy as sa
from alembic import op

revision = "0012_session_role"
down_revision = "0011_notify"


def upgrade() -> None:
    """Add the role; sessions from before have none and count for the role that the device was enrolled for."""
    op.add_column("device_session", sa.Column("role", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """Drop the role."""
    with op.batch_alter_table("device_session") as batch:
        batch.drop_column("role")
