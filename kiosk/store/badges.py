"""Whose name does a badge show? What staff wrote here while the server has not taken it, else what the server says.

A badge without a name of its own shows the holder's. Called by `scanner.badges` and by the door's search.
"""

from collections.abc import Collection, Mapping

import msgspec
import sqlalchemy as sa

from kiosk.core.tickets import BADGE_NAME
from kiosk.store.schema import fact, local_badge, person, person_record, ticket


def save_badge(connection: sa.Connection, subject: str, fact_id: str, record: str) -> None:
    """Let a badge show the name in a person record that a fact of this device names."""
    connection.execute(local_badge.delete().where(local_badge.c.subject == subject))
    connection.execute(local_badge.insert().values(subject=subject, fact=fact_id, person=record))


def load_last_fact(connection: sa.Connection, subject: str) -> str:
    """Return the fact by which this device last named a badge; empty where it never did."""
    return connection.scalar(sa.select(local_badge.c.fact).where(local_badge.c.subject == subject)) or ""


def load_badge_names(connection: sa.Connection, subjects: Collection[str]) -> Mapping[str, str]:
    """Return the names on badges that have one of their own, by ticket."""
    wanted = list(subjects)
    told = (
        sa.select(ticket.c.subject, person.c.name)
        .join(person, person.c.id == ticket.c.badge)
        .where(ticket.c.subject.in_(wanted), ticket.c.badge != "")
    )
    own = (
        sa.select(local_badge.c.subject, person_record.c.fields)
        .join(fact, sa.and_(fact.c.id == local_badge.c.fact, fact.c.state != "acked"))
        .join(person_record, person_record.c.id == local_badge.c.person)
        .where(local_badge.c.subject.in_(wanted))
    )
    names = {row.subject: row.name for row in connection.execute(told)}
    for row in connection.execute(own):
        names[row.subject] = msgspec.json.decode(row.fields, type=dict[str, str])[BADGE_NAME]
    return names
