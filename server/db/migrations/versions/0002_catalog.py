"""The tables of catalog."""

import sqlalchemy as sa
from alembic import op

revision = "0002_catalog"
down_revision = "0001_accounts"


def _create_catalogue_change() -> None:
    op.create_table(
        "catalogue_change",
        sa.Column("event", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("catalogue_version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("event", "catalogue_version", "kind", "number", name="pk_catalogue_change"),
    )


def _create_venue() -> None:
    op.create_table(
        "venue",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("organizer", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("zip", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("capacity", sa.BigInteger(), nullable=False),
        sa.Column("facilities", sa.Text(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("deleted_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["organizer"], ["organizer.id"], name="fk_venue_organizer"),
        sa.PrimaryKeyConstraint("id", name="pk_venue"),
    )
    op.create_index("ix_venue_organizer", "venue", ["organizer"], unique=False)


def _create_event() -> None:
    op.create_table(
        "event",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("organizer_id", sa.Text(), nullable=False),
        sa.Column("venue_id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("starts_ms", sa.BigInteger(), nullable=False),
        sa.Column("ends_ms", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("venue", sa.Text(), nullable=False),
        sa.Column("doors_ms", sa.BigInteger(), nullable=False),
        sa.Column("valid_from_ms", sa.BigInteger(), nullable=False),
        sa.Column("valid_until_ms", sa.BigInteger(), nullable=False),
        sa.Column("change_note", sa.Text(), nullable=False),
        sa.Column("capacity", sa.BigInteger(), nullable=False),
        sa.Column("cash_step_minor", sa.BigInteger(), nullable=False),
        sa.Column("catalogue_version", sa.BigInteger(), nullable=False),
        sa.Column("order_tickets_max", sa.BigInteger(), nullable=False),
        sa.Column("sales_from_ms", sa.BigInteger(), nullable=False),
        sa.Column("sales_until_ms", sa.BigInteger(), nullable=False),
        sa.Column("accent", sa.Text(), nullable=False),
        sa.Column("test", sa.Boolean(), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("deleted_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["organizer_id"], ["organizer.id"], name="fk_event_organizer_id"),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name="fk_event_venue_id"),
        sa.PrimaryKeyConstraint("number", name="pk_event"),
    )
    op.create_index("ix_event_organizer_id", "event", ["organizer_id"], unique=False)


def _create_checkin_list() -> None:
    op.create_table(
        "checkin_list",
        sa.Column("event", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("types", sa.Text(), nullable=False),
        sa.Column("sessions", sa.Text(), nullable=False),
        sa.Column("gates", sa.Text(), nullable=False),
        sa.Column("reentry", sa.Text(), nullable=False),
        sa.Column("entries_max", sa.BigInteger(), nullable=False),
        sa.Column("from_ms", sa.BigInteger(), nullable=False),
        sa.Column("until_ms", sa.BigInteger(), nullable=False),
        sa.Column("admits_pending", sa.Boolean(), nullable=False),
        sa.Column("unsynced_max", sa.BigInteger(), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("attention", sa.Text(), nullable=False),
        sa.Column("shows_names", sa.Boolean(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("deleted_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["event"], ["event.number"], name="fk_checkin_list_event"),
        sa.PrimaryKeyConstraint("event", "number", name="pk_checkin_list"),
    )


def _create_event_session() -> None:
    op.create_table(
        "event_session",
        sa.Column("event", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("starts_ms", sa.BigInteger(), nullable=False),
        sa.Column("ends_ms", sa.BigInteger(), nullable=False),
        sa.Column("doors_ms", sa.BigInteger(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("deleted_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["event"], ["event.number"], name="fk_event_session_event"),
        sa.PrimaryKeyConstraint("event", "number", name="pk_event_session"),
    )


def _create_gate() -> None:
    op.create_table(
        "gate",
        sa.Column("event", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("deleted_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["event"], ["event.number"], name="fk_gate_event"),
        sa.PrimaryKeyConstraint("event", "number", name="pk_gate"),
    )


def _create_question() -> None:
    op.create_table(
        "question",
        sa.Column("event", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("choices", sa.Text(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("deleted_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["event"], ["event.number"], name="fk_question_event"),
        sa.PrimaryKeyConstraint("event", "number", name="pk_question"),
    )


def _create_quota() -> None:
    op.create_table(
        "quota",
        sa.Column("event", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("deleted_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["event"], ["event.number"], name="fk_quota_event"),
        sa.PrimaryKeyConstraint("event", "number", name="pk_quota"),
    )


def _create_ticket_type() -> None:
    op.create_table(
        "ticket_type",
        sa.Column("event", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_rate", sa.BigInteger(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("admits", sa.BigInteger(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("order_max", sa.BigInteger(), nullable=False),
        sa.Column("sessions", sa.Text(), nullable=False),
        sa.Column("sales_from_ms", sa.BigInteger(), nullable=False),
        sa.Column("sales_until_ms", sa.BigInteger(), nullable=False),
        sa.Column("valid_from_min", sa.BigInteger(), nullable=False),
        sa.Column("valid_until_min", sa.BigInteger(), nullable=False),
        sa.Column("attention", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("channels", sa.Text(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("deleted_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["event"], ["event.number"], name="fk_ticket_type_event"),
        sa.PrimaryKeyConstraint("event", "number", name="pk_ticket_type"),
    )


def _create_ticket_type_quota() -> None:
    op.create_table(
        "ticket_type_quota",
        sa.Column("event", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("type", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("quota", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["event", "quota"], ["quota.event", "quota.number"], name="fk_ticket_type_quota_quota"),
        sa.ForeignKeyConstraint(
            ["event", "type"], ["ticket_type.event", "ticket_type.number"], name="fk_ticket_type_quota_type"
        ),
        sa.PrimaryKeyConstraint("event", "type", "quota", name="pk_ticket_type_quota"),
    )


def upgrade() -> None:
    """Create the tables."""
    _create_catalogue_change()
    _create_venue()
    _create_event()
    _create_checkin_list()
    _create_event_session()
    _create_gate()
    _create_question()
    _create_quota()
    _create_ticket_type()
    _create_ticket_type_quota()


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("ticket_type_quota")
    op.drop_table("ticket_type")
    op.drop_table("quota")
    op.drop_table("question")
    op.drop_table("gate")
    op.drop_table("event_session")
    op.drop_table("checkin_list")
    op.drop_table("event")
    op.drop_table("venue")
    op.drop_table("catalogue_change")
