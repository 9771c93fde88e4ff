"""The tables of chat access, derived from facts."""

import sqlalchemy as sa

from server.db.tables import integer, metadata, text

chat_grant = sa.Table(
    "chat_grant",
    metadata,
    text("subject", primary_key=True),
    integer("event"),
    text("account"),
    integer("generation"),
    text("level"),
    integer("until_ms"),
    sa.Index("ix_chat_grant_account", "event", "account"),
)
"""Level: full, or provisional until a time (0 = no end). No row: no access by this ticket."""

chat_ban = sa.Table(
    "chat_ban",
    metadata,
    integer("event", primary_key=True, autoincrement=False),
    text("account", primary_key=True),
    text("fact"),
)
"""`fact`: one of the facts that banned the account, the smallest id."""
