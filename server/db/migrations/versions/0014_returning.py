"""Who has not reported since a restore; and room for two facts at one place of a log, which a copied device makes."""

import sqlalchemy as sa
from alembic import op

revision = "0014_returning"
down_revision = "0013_device_served"
PLACE = "uq_fact_device_incarnation_seq"


def upgrade() -> None:
    """Add the table of awaited reports and the branches of a log."""
    op.create_table(
        "awaited_report",
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("since_ms", sa.BigInteger(), nullable=False),
        sa.Column("backup_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("device", name="pk_awaited_report"),
    )
    with op.batch_alter_table("fact") as batch:
        batch.add_column(sa.Column("branch", sa.BigInteger(), server_default="0", nullable=False))
        batch.drop_constraint(PLACE, type_="unique")
        batch.create_unique_constraint(f"{PLACE}_branch", ["device", "incarnation", "seq", "branch"])


def downgrade() -> None:
    """Drop both; a log that has branches cannot go back."""
    with op.batch_alter_table("fact") as batch:
        batch.drop_constraint(f"{PLACE}_branch", type_="unique")
        batch.create_unique_constraint(PLACE, ["device", "incarnation", "seq"])
        batch.drop_column("branch")
    op.drop_table("awaited_report")
