"""All SQL of people: organizers, users, sessions, staff. (`persons` has the persons on tickets.)"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from kiosk.core.errors import Rejected
from kiosk.core.tickets import StaffRow
from server.accounts import schema
from server.clock import Ids
from server.db.keys import MasterKey, blind_index
from server.db.tables import AnyRow
from server.web.caller import Caller, CallerKind

SESSION_MS = 12 * 3_600_000
FAILURES_MAX = 5
LOCK_MS = 15 * 60_000
_EMAIL, _NAME = "user email", "user name"


@dataclass(frozen=True, slots=True)
class NewUser:
    """A user to be created; the password is hashed already."""

    email: str
    name: str
    password_hash: str
    is_admin: bool = False
    organizers: tuple[str, ...] = ()


def create_organizer(connection: sa.Connection, ids: Ids, *, name: str, contact: str, now_ms: int) -> str:
    """Create an organizer and return its id."""
    id_ = ids.new_id(now_ms)
    values = {"id": id_, "name": name.strip(), "contact": contact, "verified": True, **_new(now_ms)}
    connection.execute(schema.organizer.insert(), values)
    return id_


def load_organizer_name(connection: sa.Connection, organizer: str) -> str:
    """Return an organizer's name. Raises Rejected (404) where there is none."""
    o = schema.organizer.c
    name = connection.scalar(sa.select(o.name).where(o.id == organizer, o.deleted_ms == 0))
    if name is None:
        raise Rejected("there is no such organizer", reason="not_found")
    return name


def list_organizers(connection: sa.Connection, ids: Collection[str] | None) -> list[AnyRow]:
    """Return id and name of these organizers, or of all."""
    o = schema.organizer.c
    query = sa.select(o.id, o.name).where(o.deleted_ms == 0).order_by(o.name, o.id)
    return list(connection.execute(query if ids is None else query.where(o.id.in_(list(ids)))))


def create_user(connection: sa.Connection, master: MasterKey, ids: Ids, new: NewUser, now_ms: int) -> str:
    """Create a user and return the id. Raises Rejected where the address is taken."""
    index = blind_index(master, _EMAIL, new.email)
    if connection.scalar(sa.select(schema.user.c.id).where(schema.user.c.email_index == index)) is not None:
        raise Rejected("somebody has this e-mail address already", reason="taken")
    id_ = ids.new_id(now_ms)
    values = {
        "id": id_, "email_index": index, "is_admin": new.is_admin, "password_hash": new.password_hash,
        "email_sealed": master.seal(_EMAIL, new.email.strip().encode(), ids.random_bytes),
        "name_sealed": master.seal(_NAME, new.name.strip().encode(), ids.random_bytes),
        "failures": 0, "locked_until_ms": 0, **_new(now_ms),
    }  # fmt: skip
    connection.execute(schema.user.insert(), values)
    rows = [{"user": id_, "organizer": organizer} for organizer in new.organizers]
    if rows:
        connection.execute(schema.membership.insert(), rows)
    return id_


def load_user_by_email(connection: sa.Connection, master: MasterKey, email: str) -> AnyRow | None:
    """Return the user with an address, or None: unknown is an answer here, not a failure."""
    u = schema.user.c
    query = sa.select(schema.user).where(u.email_index == blind_index(master, _EMAIL, email), u.deleted_ms == 0)
    return connection.execute(query).first()


def load_user_name(connection: sa.Connection, master: MasterKey, user: str) -> str:
    """Return a user's name."""
    sealed = connection.scalars(sa.select(schema.user.c.name_sealed).where(schema.user.c.id == user)).one()
    return master.open(_NAME, sealed).decode()


def load_operator_names(connection: sa.Connection, master: MasterKey, ids: Collection[str]) -> dict[str, str]:
    """Return the names of users and of staff by id; those who are none, or are gone, are missing."""
    u, s = schema.user.c, schema.staff.c
    users = connection.execute(sa.select(u.id, u.name_sealed).where(u.id.in_(list(ids)), u.deleted_ms == 0))
    named = {row.id: master.open(_NAME, row.name_sealed).decode() for row in users}
    staff = connection.execute(sa.select(s.id, s.name).where(s.id.in_(list(ids))))
    return named | {row.id: row.name for row in staff}


def record_failure(connection: sa.Connection, user: str, now_ms: int) -> None:
    """Count a wrong password; too many lock the account for a while."""
    u = schema.user.c
    failures = connection.scalars(sa.select(u.failures).where(u.id == user)).one() + 1
    locked = now_ms + LOCK_MS if failures >= FAILURES_MAX else 0
    kept = 0 if locked else failures
    values = {"failures": kept, "locked_until_ms": locked}
    connection.execute(schema.user.update().where(u.id == user).values(values))


def open_session(connection: sa.Connection, user: str, token_hash: str, now_ms: int) -> None:
    """Open a session and forget the wrong passwords before it; sessions that ended are cleared."""
    s = schema.user_session
    connection.execute(s.delete().where(s.c.expires_ms < now_ms))
    connection.execute(
        s.insert(), {"token_hash": token_hash, "user": user, "created_ms": now_ms, "expires_ms": now_ms + SESSION_MS}
    )
    connection.execute(schema.user.update().where(schema.user.c.id == user).values(failures=0))


def close_sessions(connection: sa.Connection, user: str) -> None:
    """End all sessions of a user."""
    connection.execute(schema.user_session.delete().where(schema.user_session.c.user == user))


def find_user(connection: sa.Connection, token_hash: str, now_ms: int) -> Caller | None:
    """Look a session up; None where it is none of ours or has ended."""
    s, u, m = schema.user_session.c, schema.user.c, schema.membership.c
    query = (
        sa.select(u.id, u.is_admin)
        .join_from(schema.user_session, schema.user, u.id == s.user)
        .where(s.token_hash == token_hash, s.expires_ms > now_ms, u.deleted_ms == 0)
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    organizers = frozenset(connection.scalars(sa.select(m.organizer).where(m.user == row.id)))
    return Caller(CallerKind.USER, row.id, organizers=organizers, is_admin=bool(row.is_admin))


def save_staff(
    connection: sa.Connection, *, id_: str, organizer: str, name: str, role: str, pin_verifier: str, now_ms: int
) -> StaffRow:
    """Add a member of staff and return the row that devices get."""
    values: dict[str, Any] = {
        "id": id_, "organizer": organizer, "name": name.strip(), "role": role, "pin_verifier": pin_verifier,
        "credential_version": 1, **_new(now_ms),
    }  # fmt: skip
    connection.execute(schema.staff.insert(), values)
    return StaffRow(name.strip(), role, pin_verifier, 1)


def change_staff(
    connection: sa.Connection,
    *,
    id_: str,
    organizer: str,
    version: int,
    name: str,
    role: str,
    pin_verifier: str | None,
    now_ms: int,
) -> StaffRow:
    """Change a member of staff; a new PIN counts the credential version up. Raises Rejected."""
    s = schema.staff.c
    row = connection.execute(
        sa.select(schema.staff).where(s.id == id_, s.organizer == organizer, s.deleted_ms == 0)
    ).first()
    if row is None:
        raise Rejected("there is no such member of staff", reason="not_found")
    if row.version != version:
        raise Rejected("somebody else changed this meanwhile; look again", reason="version_conflict")
    verifier = pin_verifier or row.pin_verifier
    credential = row.credential_version + (1 if pin_verifier else 0)
    values = {
        "name": name.strip(), "role": role, "pin_verifier": verifier, "credential_version": credential,
        "version": version + 1, "updated_ms": now_ms,
    }  # fmt: skip
    connection.execute(schema.staff.update().where(s.id == id_).values(values))
    return StaffRow(name.strip(), role, verifier, credential)


def delete_staff(connection: sa.Connection, id_: str, organizer: str, now_ms: int) -> None:
    """Take a member of staff off the list. Raises Rejected."""
    s = schema.staff.c
    mine = sa.and_(s.id == id_, s.organizer == organizer, s.deleted_ms == 0)
    if connection.execute(schema.staff.update().where(mine).values(deleted_ms=now_ms)).rowcount != 1:
        raise Rejected("there is no such member of staff", reason="not_found")


def list_staff(connection: sa.Connection, organizer: str) -> Sequence[AnyRow]:
    """Return an organizer's staff by name."""
    s = schema.staff.c
    query = sa.select(schema.staff).where(s.organizer == organizer, s.deleted_ms == 0)
    return connection.execute(query.order_by(s.name, s.id)).all()


def _new(now_ms: int) -> dict[str, int]:
    return {"created_ms": now_ms, "updated_ms": now_ms, "version": 1, "deleted_ms": 0}
