"""All SQL of devices: enrolments, devices, nonces, sessions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec
import sqlalchemy as sa

from kiosk.core.errors import Rejected
from kiosk.core.permissions import Role
from kiosk.core.wire import Hello, PairingRefusal
from server.db.tables import AnyRow
from server.devices import schema
from server.ledger.rules import Author
from server.web.caller import Caller, CallerKind, hash_token

ENROLMENT_MS = 15 * 60_000
NONCE_MS = 5 * 60_000
SESSION_MS = 3_600_000
ONLINE_MS = 3 * 60_000
"""A device heard of within this time counts as online."""
_d = schema.device.c


@dataclass(frozen=True, slots=True)
class Device:
    """One device as the server knows it now."""

    id: str
    organizer: str
    name: str
    public_key: bytes
    role: Role
    roles: frozenset[Role]
    events: frozenset[int]
    served: frozenset[int]
    """All events that it ever served: facts about them may still be on their way."""
    is_revoked: bool
    incarnation: int
    last_seen_ms: int
    version: int

    @property
    def author(self) -> Author:
        """The device as an author of facts."""
        return Author(self.id, self.public_key, self.roles, self.served)


@dataclass(frozen=True, slots=True)
class Grant:
    """What an enrolment token gives: the place of a device to come."""

    organizer: str
    name: str
    roles: tuple[Role, ...]
    events: tuple[int, ...]


def save_enrolment(connection: sa.Connection, grant: Grant, token: str, typed: str, now_ms: int) -> None:
    """Save a new enrolment under its two tokens, the one in the QR and the one that people type."""
    values: dict[str, Any] = {
        "token_hash": hash_token(token), "typed_hash": hash_token(typed), "organizer": grant.organizer,
        "name": grant.name, "roles": _json(grant.roles), "events": _json(grant.events), "created_ms": now_ms,
        "expires_ms": now_ms + ENROLMENT_MS, "used_ms": 0,
    }  # fmt: skip
    connection.execute(schema.enrolment.insert(), values)


def use_enrolment(connection: sa.Connection, token: str, now_ms: int) -> Grant:
    """Use a token up and return what it grants. Raises Rejected: unknown, expired or used."""
    e = schema.enrolment.c
    hashed = hash_token(token)
    row = connection.execute(
        sa.select(schema.enrolment).where(sa.or_(e.token_hash == hashed, e.typed_hash == hashed))
    ).first()
    if row is None:
        raise Rejected("this pairing code is not known here; ask for a new one", reason=PairingRefusal.UNKNOWN_TOKEN)
    if row.used_ms:
        raise Rejected("this pairing code was used already; ask for a new one", reason=PairingRefusal.USED_TOKEN)
    if row.expires_ms <= now_ms:
        raise Rejected("this pairing code has expired; ask for a new one", reason=PairingRefusal.EXPIRED_TOKEN)
    connection.execute(schema.enrolment.update().where(e.token_hash == row.token_hash).values(used_ms=now_ms))
    return Grant(row.organizer, row.name, _roles(row.roles), _events(row.events))


def create_device(
    connection: sa.Connection, id_: str, grant: Grant, name: str, public_key: bytes, now_ms: int
) -> Device:
    """Create the device that a grant allows. Its first role is the one it starts in."""
    values: dict[str, Any] = {
        "id": id_, "organizer": grant.organizer, "name": name, "public_key": public_key,
        "role": grant.roles[0].value, "roles": _json(grant.roles), "events": _json(grant.events),
        "served": _json(grant.events), "is_revoked": False, "incarnation": 1, "release": "", "health": "{}",
        "last_seen_ms": now_ms, "created_ms": now_ms, "updated_ms": now_ms, "version": 1, "deleted_ms": 0,
    }  # fmt: skip
    connection.execute(schema.device.insert(), values)
    return load_device(connection, id_)


def load_device(connection: sa.Connection, id_: str) -> Device:
    """Return a device, revoked or not. Raises Rejected (404)."""
    row = connection.execute(sa.select(schema.device).where(_d.id == id_, _d.deleted_ms == 0)).first()
    if row is None:
        raise Rejected("there is no such device", reason="not_found")
    return _device(row)


def load_active(connection: sa.Connection, id_: str) -> Device:
    """Return a device that may still act. Raises Rejected (403) for a revoked one."""
    device = load_device(connection, id_)
    if device.is_revoked:
        raise Rejected("this device was revoked; ask the organizer", reason="revoked")
    return device


def load_working(connection: sa.Connection, caller: Caller) -> Device:
    """Return the device of a session with the one role it works in. Raises Rejected where it lost that role."""
    device = load_active(connection, caller.id)
    if not caller.role:
        return replace(device, roles=frozenset({device.role}))
    if caller.role not in device.roles:
        raise Rejected("this device may no longer work in this role; sign in again", reason="unauthorized")
    return replace(device, role=Role(caller.role), roles=frozenset({Role(caller.role)}))


def _device(row: AnyRow) -> Device:
    return Device(
        row.id, row.organizer, row.name, bytes(row.public_key), Role(row.role), frozenset(_roles(row.roles)),
        frozenset(_events(row.events)), frozenset(_events(row.served)), bool(row.is_revoked), row.incarnation,
        row.last_seen_ms, row.version,
    )  # fmt: skip


def list_devices(connection: sa.Connection, organizer: str) -> Sequence[AnyRow]:
    """Return an organizer's devices by name."""
    query = sa.select(schema.device).where(_d.organizer == organizer, _d.deleted_ms == 0)
    return connection.execute(query.order_by(_d.name, _d.id)).all()


def list_serving(connection: sa.Connection, event: int, organizer: str) -> list[Device]:
    """Return the devices of an organizer that serve an event and were not revoked."""
    query = sa.select(schema.device).where(_d.organizer == organizer, _d.deleted_ms == 0, _d.is_revoked.is_(False))
    return [device for row in connection.execute(query) if event in (device := _device(row)).events]


def load_names(connection: sa.Connection, ids: Collection[str]) -> dict[str, str]:
    """Return the names of devices."""
    if not ids:
        return {}
    return {row.id: row.name for row in connection.execute(sa.select(_d.id, _d.name).where(_d.id.in_(list(ids))))}


@dataclass(frozen=True, slots=True)
class Contact:
    """What people call a device, and when it was last heard of; 0 = never."""

    name: str
    last_seen_ms: int


def list_contacts(connection: sa.Connection, ids: Collection[str]) -> dict[str, Contact]:
    """Return name and last contact of devices."""
    if not ids:
        return {}
    query = sa.select(_d.id, _d.name, _d.last_seen_ms).where(_d.id.in_(list(ids)))
    return {row.id: Contact(row.name, row.last_seen_ms) for row in connection.execute(query)}


def change_device(connection: sa.Connection, device: Device, version: int, grant: Grant, now_ms: int) -> Device:
    """Change name, roles and events of a device. Raises Rejected."""
    if device.version != version:
        raise Rejected("somebody else changed this device meanwhile; look again", reason="version_conflict")
    role = device.role if device.role in grant.roles else grant.roles[0]
    values = {
        "name": grant.name, "role": role.value, "roles": _json(grant.roles), "events": _json(grant.events),
        "served": _json(sorted(device.served | set(grant.events))), "version": version + 1, "updated_ms": now_ms,
    }  # fmt: skip
    connection.execute(schema.device.update().where(_d.id == device.id).values(values))
    return load_device(connection, device.id)


def revoke_device(connection: sa.Connection, device: Device, now_ms: int) -> None:
    """Revoke a device and end its sessions."""
    values = {"is_revoked": True, "version": device.version + 1, "updated_ms": now_ms}
    connection.execute(schema.device.update().where(_d.id == device.id).values(values))


def record_hello(connection: sa.Connection, device: str, hello: Hello, now_ms: int) -> None:
    """Note what a device said of itself."""
    values = {
        "release": hello.release[:40], "health": _json(hello.health), "last_seen_ms": now_ms,
        "incarnation": min(hello.head.incarnation, 2**53),
    }  # fmt: skip
    connection.execute(schema.device.update().where(_d.id == device).values(values))


def save_nonce(connection: sa.Connection, device: str, nonce: bytes, now_ms: int) -> None:
    """Save a nonce for a device to sign; old ones are cleared."""
    n = schema.nonce
    connection.execute(n.delete().where(n.c.expires_ms < now_ms))
    connection.execute(
        n.insert(), {"nonce_hash": hash_token(nonce.hex()), "device": device, "expires_ms": now_ms + NONCE_MS}
    )


def use_nonce(connection: sa.Connection, device: str, nonce: bytes, now_ms: int) -> None:
    """Use a nonce up. Raises Rejected where it was not given to this device, or too long ago."""
    n = schema.nonce.c
    mine = sa.and_(n.nonce_hash == hash_token(nonce.hex()), n.device == device, n.expires_ms >= now_ms)
    if connection.execute(schema.nonce.delete().where(mine)).rowcount != 1:
        raise Rejected("this nonce is not known or has expired; ask for a new one", reason="unauthorized")


def open_session(connection: sa.Connection, device: str, token: str, role: Role, now_ms: int) -> None:
    """Open a session in one role; those that ended are cleared."""
    s = schema.device_session
    connection.execute(s.delete().where(s.c.expires_ms < now_ms))
    connection.execute(
        s.insert(),
        {"token_hash": hash_token(token), "device": device, "expires_ms": now_ms + SESSION_MS, "role": role.value},
    )


def find_device(connection: sa.Connection, token_hash: str, now_ms: int) -> Caller | None:
    """Look a session up; None where it is none of a device or has ended."""
    s = schema.device_session.c
    query = (
        sa.select(_d.id, _d.name, s.role)
        .join_from(schema.device_session, schema.device, _d.id == s.device)
        .where(s.token_hash == token_hash, s.expires_ms > now_ms)
    )
    row = connection.execute(query).first()
    return Caller(CallerKind.DEVICE, row.id, row.name, role=row.role) if row else None


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _roles(text: str) -> tuple[Role, ...]:
    return msgspec.json.decode(text, type=tuple[Role, ...])


def _events(text: str) -> tuple[int, ...]:
    return msgspec.json.decode(text, type=tuple[int, ...])
