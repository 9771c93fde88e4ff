"""The tables of the catalogue. Columns are called as the fields of `kiosk.core.catalog`; lists are JSON text.

`catalogue_change` keeps every version of events and ticket types: what a price was when a device sold.
"""

from typing import Any

import sqlalchemy as sa

from server.db.tables import flag, integer, metadata, mutable, text

venue = sa.Table(
    "venue",
    metadata,
    text("id", primary_key=True),
    sa.Column("organizer", sa.Text, sa.ForeignKey("organizer.id"), nullable=False, index=True),
    text("name"),
    text("address"),
    text("city"),
    text("state"),
    text("zip"),
    text("country"),
    sa.Column("latitude", sa.Float, nullable=True),
    sa.Column("longitude", sa.Float, nullable=True),
    integer("capacity"),
    text("facilities"),
    *mutable(),
)

event = sa.Table(
    "event",
    metadata,
    integer("number", primary_key=True, autoincrement=False),
    sa.Column("organizer_id", sa.Text, sa.ForeignKey("organizer.id"), nullable=False, index=True),
    sa.Column("venue_id", sa.Text, sa.ForeignKey("venue.id"), nullable=True),
    text("name"),
    text("timezone"),
    text("currency"),
    integer("starts_ms"),
    integer("ends_ms"),
    text("status"),
    text("venue"),
    integer("doors_ms"),
    integer("valid_from_ms"),
    integer("valid_until_ms"),
    text("change_note"),
    integer("capacity"),
    integer("cash_step_minor"),
    integer("catalogue_version"),
    integer("order_tickets_max"),
    integer("sales_from_ms"),
    integer("sales_until_ms"),
    text("accent"),
    flag("test"),
    text("languages"),
    text("description"),
    *mutable(),
)


def _item(name: str, *columns: sa.Column[Any]) -> sa.Table:
    """Return the table of one kind of thing that an event has, numbered within the event."""
    return sa.Table(
        name,
        metadata,
        sa.Column("event", sa.BigInteger, sa.ForeignKey("event.number"), primary_key=True, autoincrement=False),
        integer("number", primary_key=True, autoincrement=False),
        *columns,
        *mutable(),
    )


session = _item("event_session", text("name"), integer("starts_ms"), integer("ends_ms"), integer("doors_ms"))

ticket_type = _item(
    "ticket_type",
    text("name"),
    integer("price_minor"),
    integer("tax_rate"),
    text("description"),
    integer("admits"),
    flag("active"),
    integer("order_max"),
    text("sessions"),
    integer("sales_from_ms"),
    integer("sales_until_ms"),
    integer("valid_from_min"),
    integer("valid_until_min"),
    text("attention"),
    integer("position"),
    text("channels"),
    text("addon_of", server_default="[]"),
)

quota = _item(
    "quota",
    text("name"),
    integer("size"),
    integer("extra", server_default="0"),
    text("seats", server_default="[]"),
)

voucher = _item(
    "voucher",
    text("name"),
    text("code"),
    integer("uses"),
    integer("percent"),
    integer("amount_minor"),
    flag("is_leased"),
    flag("active"),
)

ticket_type_quota = sa.Table(
    "ticket_type_quota",
    metadata,
    integer("event", primary_key=True, autoincrement=False),
    integer("type", primary_key=True, autoincrement=False),
    integer("quota", primary_key=True, autoincrement=False),
    sa.ForeignKeyConstraint(
        ["event", "type"], ["ticket_type.event", "ticket_type.number"], name="fk_ticket_type_quota_type"
    ),
    sa.ForeignKeyConstraint(["event", "quota"], ["quota.event", "quota.number"], name="fk_ticket_type_quota_quota"),
)

question = _item("question", text("text"), text("kind"), flag("required"), text("choices"))

gate = _item("gate", text("name"))

checkin_list = _item(
    "checkin_list",
    text("name"),
    text("types"),
    text("sessions"),
    text("gates"),
    text("reentry"),
    integer("entries_max"),
    integer("from_ms"),
    integer("until_ms"),
    flag("admits_pending"),
    integer("unsynced_max"),
    text("questions"),
    text("attention"),
    flag("shows_names"),
    text("rules"),
    flag("addon_matching", server_default=sa.false()),
    integer("auto_exit_min", server_default="-1"),
)

catalogue_change = sa.Table(
    "catalogue_change",
    metadata,
    integer("event", primary_key=True, autoincrement=False),
    integer("catalogue_version", primary_key=True, autoincrement=False),
    text("kind", primary_key=True),
    integer("number", primary_key=True, autoincrement=False),
    integer("at_ms"),
    text("value"),
)
