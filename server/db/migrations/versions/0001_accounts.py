"""The tables of accounts."""

import sqlalchemy as sa
from alembic import op

revision = "0001_accounts"
down_revision = None


def _create_organizer() -> None:
    op.create_table(
        "organizer",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("deleted_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organizer"),
    )


def _create_person() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("event", sa.BigInteger(), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_fields", sa.LargeBinary(), nullable=False),
        sa.Column("initials", sa.Text(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("erased_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )
    op.create_index("ix_person_event", "person", ["event"], unique=False)


def _create_person_token() -> None:
    op.create_table(
        "person_token",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("token", "person", name="pk_person_token"),
        sqlite_with_rowid=False,
    )


def _create_user_account() -> None:
    op.create_table(
        "user_account",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("email_index", sa.Text(), nullable=False),
        sa.Column("email_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("failures", sa.BigInteger(), nullable=False),
        sa.Column("locked_until_ms", sa.BigInteger(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("deleted_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_user_account"),
        sa.UniqueConstraint("email_index", name="uq_user_account_email_index"),
    )


def _create_membership() -> None:
    op.create_table(
        "membership",
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("organizer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["organizer"], ["organizer.id"], name="fk_membership_organizer"),
        sa.ForeignKeyConstraint(["user"], ["user_account.id"], name="fk_membership_user"),
        sa.PrimaryKeyConstraint("user", "organizer", name="pk_membership"),
    )


def _create_staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("organizer", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("pin_verifier", sa.Text(), nullable=False),
        sa.Column("credential_version", sa.BigInteger(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("deleted_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["organizer"], ["organizer.id"], name="fk_staff_organizer"),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
    )
    op.create_index("ix_staff_organizer", "staff", ["organizer"], unique=False)


def _create_user_session() -> None:
    op.create_table(
        "user_session",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("expires_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["user"], ["user_account.id"], name="fk_user_session_user"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_user_session"),
    )


def upgrade() -> None:
    """Create the tables."""
    _create_organizer()
    _create_person()
    _create_person_token()
    _create_user_account()
    _create_membership()
    _create_staff()
    _create_user_session()


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("user_session")
    op.drop_table("staff")
    op.drop_table("membership")
    op.drop_table("user_account")
    op.drop_table("person_token")
    op.drop_table("person")
    op.drop_table("organizer")
