"""The tables of devices."""

import sqlalchemy as sa
from alembic import op

revision = "0003_devices"
down_revision = "0002_catalog"


def _create_device_nonce() -> None:
    op.create_table(
        "device_nonce",
        sa.Column("nonce_hash", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("expires_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("nonce_hash", name="pk_device_nonce"),
    )
    op.create_index("ix_device_nonce_expires_ms", "device_nonce", ["expires_ms"], unique=False)


def _create_device() -> None:
    op.create_table(
        "device",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("organizer", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("events", sa.Text(), nullable=False),
        sa.Column("is_revoked", sa.Boolean(), nullable=False),
        sa.Column("incarnation", sa.BigInteger(), nullable=False),
        sa.Column("release", sa.Text(), nullable=False),
        sa.Column("health", sa.Text(), nullable=False),
        sa.Column("last_seen_ms", sa.BigInteger(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("deleted_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["organizer"], ["organizer.id"], name="fk_device_organizer"),
        sa.PrimaryKeyConstraint("id", name="pk_device"),
    )
    op.create_index("ix_device_organizer", "device", ["organizer"], unique=False)


def _create_enrolment() -> None:
    op.create_table(
        "enrolment",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("typed_hash", sa.Text(), nullable=False),
        sa.Column("organizer", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("events", sa.Text(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("expires_ms", sa.BigInteger(), nullable=False),
        sa.Column("used_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["organizer"], ["organizer.id"], name="fk_enrolment_organizer"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_enrolment"),
        sa.UniqueConstraint("typed_hash", name="uq_enrolment_typed_hash"),
    )


def _create_device_session() -> None:
    op.create_table(
        "device_session",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("expires_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["device"], ["device.id"], name="fk_device_session_device"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_device_session"),
    )
    op.create_index("ix_device_session_expires_ms", "device_session", ["expires_ms"], unique=False)


def upgrade() -> None:
    """Create the tables."""
    _create_device_nonce()
    _create_device()
    _create_enrolment()
    _create_device_session()


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("device_session")
    op.drop_table("enrolment")
    op.drop_table("device")
    op.drop_table("device_nonce")
