"""Units are found by their seat: a seat that was sold twice is told of."""

from alembic import op

revision = "0017_seats"
down_revision = "0016_verdict"


def upgrade() -> None:
    """Add the index."""
    op.create_index("ix_unit_seat", "unit", ["event", "seat"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_unit_seat", "unit")
