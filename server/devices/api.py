"""Devices over HTTP: pairing codes and fleet for organizers; enrolment and sessions for devices."""

from typing import Annotated

import msgspec
import sqlalchemy as sa
from litestar import get, post, put
from litestar.params import JSONBody

from kiosk.core import wire
from kiosk.core.bounds import Count, Number, Word
from kiosk.core.permissions import Role
from server.devices import pairing, store
from server.devices.store import Device, Grant
from server.ledger.audit import record_audit
from server.ledger.inject import TheLedger
from server.web.caller import Caller, require_organizer
from server.web.fields import Id
from server.web.ground import Ground
from server.web.inject import TheCaller, TheGround

EVENTS_MAX = 1_000
"""How many events one device may serve."""


class DeviceEdit(msgspec.Struct, frozen=True):
    """What a device may be: its name, roles (the first is the one it starts in) and events."""

    name: Word
    roles: Annotated[tuple[Role, ...], msgspec.Meta(max_length=len(Role))]
    events: Annotated[tuple[Number, ...], msgspec.Meta(max_length=EVENTS_MAX)]
    version: Count = 0


class InvitationAnswer(msgspec.Struct, frozen=True):
    """A pairing code: `pairing` for the QR, `typed` for people."""

    pairing: str
    typed: str
    expires_ms: int


class DeviceAnswer(msgspec.Struct, frozen=True):
    """A device as the fleet page shows it."""

    id: str
    name: str
    role: Role
    roles: tuple[Role, ...]
    events: tuple[int, ...]
    is_revoked: bool
    last_seen_ms: int
    release: str
    health: wire.Health
    version: int


class NonceRequest(msgspec.Struct, frozen=True):
    """Which device wants to sign in."""

    device: Word


class ServerAnswer(msgspec.Struct, frozen=True):
    """Who this server is: what a device that was paired by typing compares with its screen."""

    name: str
    server_key: bytes
    tls_key_sha256: bytes
    server_ms: int


@get("/api/v1/server", sync_to_thread=False, tags=["devices"])
def get_server(ground: TheGround, ledger: TheLedger) -> ServerAnswer:
    """Return the server's name and public keys."""
    return ServerAnswer(ground.settings.name, ledger.author.public_key, ground.tls_pin, ground.clock.now_ms())


@post("/api/v1/organizers/{organizer:str}/enrolments", sync_to_thread=True, tags=["devices"])
def invite_device(
    organizer: Id, data: JSONBody[DeviceEdit], caller: TheCaller, ground: TheGround, ledger: TheLedger
) -> InvitationAnswer:
    """Make a pairing code, good for a quarter of an hour and for one device."""
    require_organizer(caller, organizer)
    grant = Grant(organizer, data.name, data.roles, data.events)

    def work(connection: sa.Connection) -> InvitationAnswer:
        invitation = pairing.invite(connection, ground, ledger, grant)
        _audit(connection, ground, caller, "device.invite", organizer)
        return InvitationAnswer(invitation.pairing, invitation.typed, invitation.expires_ms)

    return ground.write(work)


@post("/api/v1/devices/enrol", sync_to_thread=True, tags=["devices"])
def enrol(data: JSONBody[wire.EnrolRequest], ground: TheGround, ledger: TheLedger) -> wire.EnrolAnswer:
    """Let a device join with a pairing token."""

    def work(connection: sa.Connection) -> wire.EnrolAnswer:
        answer = pairing.enrol(connection, ground, ledger, data)
        _audit(connection, ground, Caller(id=answer.device), "device.enrol", answer.device)
        return answer

    return ground.write(work)


@post("/api/v1/sync/nonce", sync_to_thread=True, tags=["sync"])
def give_nonce(data: JSONBody[NonceRequest], ground: TheGround) -> wire.Nonce:
    """Give a nonce to sign."""
    return ground.write(lambda c: pairing.give_nonce(c, ground, data.device))


@post("/api/v1/sync/session", sync_to_thread=True, tags=["sync"])
def open_session(data: JSONBody[wire.SessionRequest], ground: TheGround) -> wire.SessionAnswer:
    """Open a session with a signed nonce."""
    return ground.write(lambda c: pairing.open_session(c, ground, data))


@get("/api/v1/organizers/{organizer:str}/devices", sync_to_thread=True, tags=["devices"])
def list_devices(organizer: Id, caller: TheCaller, ground: TheGround) -> tuple[DeviceAnswer, ...]:
    """List the fleet of an organizer."""
    require_organizer(caller, organizer)
    with ground.db.read() as connection:
        rows = store.list_devices(connection, organizer)
        return tuple(_answer(store.load_device(connection, row.id), row.release, row.health) for row in rows)


@put("/api/v1/devices/{device:str}", sync_to_thread=True, tags=["devices"])
def change_device(device: Id, data: JSONBody[DeviceEdit], caller: TheCaller, ground: TheGround) -> DeviceAnswer:
    """Change name, roles and events of a device; it learns of it with its next hello."""

    def work(connection: sa.Connection) -> DeviceAnswer:
        known = store.load_device(connection, device)
        require_organizer(caller, known.organizer)
        grant = Grant(known.organizer, data.name, data.roles, data.events)
        pairing.check_grant(connection, grant)
        changed = store.change_device(connection, known, data.version, grant, ground.clock.now_ms())
        _audit(connection, ground, caller, "device.change", device)
        return _answer(changed, "", "{}")

    return ground.write(work)


@post("/api/v1/devices/{device:str}/revoke", sync_to_thread=True, tags=["devices"])
def revoke_device(device: Id, caller: TheCaller, ground: TheGround) -> None:
    """Revoke a device: it is told nothing any more, and what it pushes is kept aside."""

    def work(connection: sa.Connection) -> None:
        known = store.load_device(connection, device)
        require_organizer(caller, known.organizer)
        store.revoke_device(connection, known, ground.clock.now_ms())
        _audit(connection, ground, caller, "device.revoke", device)

    ground.write(work)


def _answer(device: Device, release: str, health: str) -> DeviceAnswer:
    return DeviceAnswer(
        device.id, device.name, device.role, tuple(sorted(device.roles)), tuple(sorted(device.events)),
        device.is_revoked, device.last_seen_ms, release, msgspec.json.decode(health, type=wire.Health),
        device.version,
    )  # fmt: skip


def _audit(connection: sa.Connection, ground: Ground, caller: Caller, action: str, object_: str) -> None:
    record_audit(
        connection, id_=ground.new_id(), at_ms=ground.clock.now_ms(), actor=caller.id, action=action, object_=object_
    )


ROUTES = (
    get_server, invite_device, enrol, give_nonce, open_session, list_devices, change_device, revoke_device,
)  # fmt: skip
