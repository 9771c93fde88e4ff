"""How does a device join? Pairing tokens, enrolment, sessions by signature.

A token is bound to an organizer, roles and events, is good for a quarter of an hour and once. The device
proves that it holds the key it names; the answer is signed by the server. Called by the API and by
`foyer-server pair`.
"""

from dataclasses import dataclass

import msgspec
import sqlalchemy as sa
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.core import wire
from kiosk.core.bounds import NUMBER_MAX
from kiosk.core.errors import InputError, Rejected
from kiosk.core.ids import CROCKFORD
from kiosk.core.permissions import Role
from server.accounts.passwords import is_verifier
from server.accounts.store import list_staff, load_organizer_name, save_staff
from server.catalog.store import list_event_numbers, load_event, load_owner
from server.devices import store
from server.devices.store import Device, Grant
from server.ledger.feed import Changes
from server.ledger.intake import Ledger
from server.web.ground import Ground

TOKEN_BYTES = 16
TYPED_CHARS = 10
_NAME_CHARS_MAX = 80


@dataclass(frozen=True, slots=True)
class Invitation:
    """A pairing code as shown: the QR's text, and what is typed where there is no camera."""

    pairing: str
    typed: str
    expires_ms: int


def invite(connection: sa.Connection, ground: Ground, ledger: Ledger, grant: Grant) -> Invitation:
    """Make a pairing code. Raises InputError or Rejected for a grant that makes no sense."""
    check_grant(connection, grant)
    now_ms = ground.clock.now_ms()
    token = ground.ids.random_bytes(TOKEN_BYTES).hex()
    typed = "".join(CROCKFORD[byte & 31] for byte in ground.ids.random_bytes(TYPED_CHARS))
    store.save_enrolment(connection, grant, token, typed, now_ms)
    pairing = wire.Pairing(ground.settings.url, token, ground.tls_pin, ledger.author.public_key)
    return Invitation(wire.format_pairing(pairing), typed, now_ms + store.ENROLMENT_MS)


def check_grant(connection: sa.Connection, grant: Grant) -> None:
    """Raise InputError or Rejected for roles and events that a device of this organizer cannot have."""
    if not grant.roles or Role.SERVER in grant.roles:
        raise InputError("a device has at least one of the roles kiosk, till, gate, live and supervisor")
    if not grant.name.strip() or len(grant.name) > _NAME_CHARS_MAX:
        raise InputError(f"a device has a name of at most {_NAME_CHARS_MAX} characters")
    load_organizer_name(connection, grant.organizer)
    for event in grant.events:
        if not 1 <= event <= NUMBER_MAX or load_owner(connection, event) != grant.organizer:
            raise Rejected("there is no such event", reason="not_found")


def enrol(connection: sa.Connection, ground: Ground, ledger: Ledger, request: wire.EnrolRequest) -> wire.EnrolAnswer:
    """Let a device join. Raises Rejected; a wrong signature leaves the token as it was."""
    _check_signature(ledger.author.public_key, request)
    now_ms = ground.clock.now_ms()
    grant = store.use_enrolment(connection, request.token, now_ms)
    name = request.name.strip()[:_NAME_CHARS_MAX] or grant.name
    device = store.create_device(connection, ground.new_id(), grant, name, request.device_key, now_ms)
    _set_first_pin(connection, ground, ledger, grant.organizer, request.supervisor_pin_verifier)
    answer = wire.EnrolAnswer(
        device=device.id,
        name=device.name,
        organizer=load_organizer_name(connection, grant.organizer),
        role=device.role,
        roles=grant.roles,
        events=list_assignments(connection, device),
        server_ms=now_ms,
        server_key=ledger.author.public_key,
        signature=b"",
    )
    signature = ledger.author.private_key.sign(wire.enrolled_statement(answer))
    return msgspec.structs.replace(answer, signature=signature)


def _check_signature(server_key: bytes, request: wire.EnrolRequest) -> None:
    statement = wire.enrol_statement(request.token, server_key, request.device_key)
    try:
        Ed25519PublicKey.from_public_bytes(request.device_key).verify(request.signature, statement)
    except (InvalidSignature, ValueError) as error:
        raise Rejected(
            "the device did not prove that it holds its key; pair it again",
            reason=wire.PairingRefusal.WRONG_SIGNATURE,
        ) from error


def _set_first_pin(connection: sa.Connection, ground: Ground, ledger: Ledger, organizer: str, verifier: str) -> None:
    """The first device of an organizer brings the first supervisor's PIN; later ones change nothing."""
    if not verifier or not is_verifier(verifier):
        return
    if any(member.role == "supervisor" for member in list_staff(connection, organizer)):
        return
    id_ = ground.new_id()
    row = save_staff(
        connection, id_=id_, organizer=organizer, name="Supervisor", role="supervisor", pin_verifier=verifier,
        now_ms=ground.clock.now_ms(),
    )  # fmt: skip
    changes = Changes()
    for event in list_event_numbers(connection, organizer):
        changes.put(event, "staff", id_, row)
    ledger.publish(connection, changes)


def list_assignments(connection: sa.Connection, device: Device) -> tuple[wire.Assignment, ...]:
    """Return the events that a device serves, in its roles."""
    roles = tuple(sorted(device.roles))
    return tuple(
        wire.Assignment(event, load_event(connection, event).value.name, roles) for event in sorted(device.events)
    )


def give_nonce(connection: sa.Connection, ground: Ground, device: str) -> wire.Nonce:
    """Give a device a nonce to sign. An unknown device gets one too: the answer tells nobody who is known."""
    nonce = ground.ids.random_bytes(32)
    store.save_nonce(connection, device[:64], nonce, ground.clock.now_ms())
    return wire.Nonce(nonce)


def open_session(connection: sa.Connection, ground: Ground, request: wire.SessionRequest) -> wire.SessionAnswer:
    """Open a session, in one of its roles, for a device that signed its nonce. Raises Rejected."""
    now_ms = ground.clock.now_ms()
    store.use_nonce(connection, request.device, request.nonce, now_ms)
    device = store.load_device(connection, request.device)
    try:
        key = Ed25519PublicKey.from_public_bytes(device.public_key)
        key.verify(request.signature, wire.session_statement(device.id, request.nonce))
    except InvalidSignature as error:
        raise Rejected("this is not the device's signature; pair it again", reason="wrong_signature") from error
    role = request.role or device.role.value
    if role not in device.roles:
        raise Rejected("this device may not work in this role; ask the organizer", reason="role_not_allowed")
    token = ground.ids.new_token()
    store.open_session(connection, device.id, token, Role(role), now_ms)
    return wire.SessionAnswer(token, store.SESSION_MS)
