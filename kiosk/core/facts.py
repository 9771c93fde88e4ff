"""What can happen to a ticket, and how is it written down for ever? The catalogue of facts.

A fact is immutable: an envelope, an opaque body, a link to the one before it and a signature of the
device that made it. Kiosk, till, gate and server write them; `reducer` reads them; docs/SYNC.md prints
this table. What version 1 writes is read for ever; the bodies themselves stand in `bodies`.

hash = SHA-256(prev ‖ msgpack[device, incarnation, seq, id, kind, version, event, subjects, based_on,
wall_ms, mono_ms, boot, clock, operator] ‖ SHA-256(body)); the Ed25519 signature is over the hash.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from kiosk.core.bodies import (
    Admitted,
    Annulled,
    Blocked,
    Body,
    CashMoved,
    ChatBanned,
    Claimed,
    Clock,
    Corrected,
    Denied,
    Discarded,
    Exchanged,
    Exited,
    IncidentAcknowledged,
    IncidentClosed,
    IncidentReopened,
    Lapsed,
    Leased,
    Printed,
    Refunded,
    Reissued,
    Returned,
    Settled,
    ShiftClosed,
    ShiftOpened,
    Sold,
    SoldLine,
    Tender,
    Transferred,
    Unblocked,
    Voided,
    WrittenOff,
)
from kiosk.core.errors import BadFact
from kiosk.core.permissions import Role

__all__ = [
    "BODY_BYTES_MAX",
    "GENESIS",
    "KINDS",
    "SUBJECTS_MAX",
    "Admitted",
    "Annulled",
    "Blocked",
    "Body",
    "CashMoved",
    "ChatBanned",
    "Claimed",
    "Clock",
    "ClockState",
    "Corrected",
    "Denied",
    "Discarded",
    "Exchanged",
    "Exited",
    "Fact",
    "IncidentAcknowledged",
    "IncidentClosed",
    "IncidentReopened",
    "Kind",
    "Lapsed",
    "Leased",
    "Printed",
    "Refunded",
    "Reissued",
    "Returned",
    "Settled",
    "ShiftClosed",
    "ShiftOpened",
    "Sold",
    "SoldLine",
    "Tender",
    "Transferred",
    "Unblocked",
    "Voided",
    "WrittenOff",
    "clock_statement",
    "decode_body",
    "encode_body",
    "hash_fact",
    "is_intact",
    "is_known",
    "seal",
]

GENESIS = bytes(32)
"""What the first fact of an incarnation links to."""
BODY_BYTES_MAX = 64 * 1024
SUBJECTS_MAX = 500


class ClockState(StrEnum):
    """How far the device's clock can be believed."""

    TRUSTED = "trusted"
    DEGRADED = "degraded"
    UNTRUSTED = "untrusted"


class Fact(msgspec.Struct, frozen=True):
    """One fact as stored and sent. `wall_ms` and `mono_ms` are the device's own clocks."""

    device: str
    incarnation: int
    seq: int
    """1, 2, 3… without gaps per incarnation."""
    id: str
    kind: str
    version: int
    event: int
    """0 where the fact is about the device itself."""
    subjects: tuple[str, ...]
    based_on: tuple[str, ...]
    """Ids of facts that the author had seen and that this one must not precede."""
    wall_ms: int
    mono_ms: int
    boot: str
    clock: ClockState
    operator: str
    body: bytes
    prev: bytes
    hash: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Kind:
    """One line of the catalogue. `authors` may write it; `appliers` are the server's packages it is handed to."""

    body: type[Body]
    authors: frozenset[Role]
    appliers: tuple[str, ...]
    version: int = 1


_SERVER = frozenset({Role.SERVER})
_SELLERS = frozenset({Role.SERVER, Role.KIOSK, Role.TILL, Role.SUPERVISOR})
_CASHIERS = frozenset({Role.TILL, Role.SUPERVISOR})
_DOORS = frozenset({Role.SERVER, Role.GATE, Role.TILL, Role.SUPERVISOR})
_EVERYBODY = frozenset(Role)
_SALE = ("sales", "payments", "tickets", "inventory", "chat")

KINDS: Mapping[str, Kind] = {
    "leased": Kind(Leased, _SERVER, ("inventory",)),
    "returned": Kind(Returned, _SELLERS, ("inventory",)),
    "written_off": Kind(WrittenOff, _SERVER, ("inventory",)),
    "sold": Kind(Sold, _SELLERS, _SALE),
    "settled": Kind(Settled, _SELLERS, _SALE),
    "lapsed": Kind(Lapsed, _SERVER, _SALE),
    "refunded": Kind(Refunded, _SELLERS, _SALE),
    "voided": Kind(Voided, _SELLERS, _SALE),
    "exchanged": Kind(Exchanged, _SELLERS, _SALE),
    "reissued": Kind(Reissued, _SERVER, ("tickets", "chat")),
    "transferred": Kind(Transferred, _SERVER, ("tickets", "chat")),
    "corrected": Kind(Corrected, _DOORS, ("tickets",)),
    "blocked": Kind(Blocked, _SERVER, ("tickets",)),
    "unblocked": Kind(Unblocked, _SERVER, ("tickets",)),
    "admitted": Kind(Admitted, _DOORS, ("checkin",)),
    "exited": Kind(Exited, _DOORS, ("checkin",)),
    "denied": Kind(Denied, _DOORS | {Role.KIOSK}, ("checkin",)),
    "annulled": Kind(Annulled, _DOORS, ("checkin",)),
    "printed": Kind(Printed, _SELLERS | {Role.GATE}, ("tickets",)),
    "claimed": Kind(Claimed, _SELLERS, ("chat",)),
    "chat_banned": Kind(ChatBanned, _SERVER, ("chat",)),
    "shift_opened": Kind(ShiftOpened, _CASHIERS, ("sales",)),
    "cash_moved": Kind(CashMoved, _CASHIERS, ("sales",)),
    "shift_closed": Kind(ShiftClosed, _CASHIERS, ("sales",)),
    "clock": Kind(Clock, _EVERYBODY, ("ledger",)),
    "discarded": Kind(Discarded, _EVERYBODY - _SERVER, ("ledger",)),
    "incident_acknowledged": Kind(IncidentAcknowledged, _EVERYBODY - {Role.KIOSK, Role.LIVE}, ("ledger",)),
    "incident_closed": Kind(IncidentClosed, _EVERYBODY - {Role.KIOSK, Role.LIVE}, ("ledger",)),
    "incident_reopened": Kind(IncidentReopened, _EVERYBODY - {Role.KIOSK, Role.LIVE}, ("ledger",)),
}


def hash_fact(fact: Fact) -> bytes:
    """Return the hash that the envelope must carry (the format is in the module's header)."""
    envelope = [
        fact.device, fact.incarnation, fact.seq, fact.id, fact.kind, fact.version, fact.event, fact.subjects,
        fact.based_on, fact.wall_ms, fact.mono_ms, fact.boot, fact.clock, fact.operator,
    ]  # fmt: skip
    digest = hashlib.sha256(fact.prev)
    digest.update(msgspec.msgpack.encode(envelope))
    digest.update(hashlib.sha256(fact.body).digest())
    return digest.digest()


def seal(fact: Fact, private_key: Ed25519PrivateKey) -> Fact:
    """Return the fact with its hash and signature filled in."""
    digest = hash_fact(fact)
    return msgspec.structs.replace(fact, hash=digest, signature=private_key.sign(digest))


def is_intact(fact: Fact, public_key: bytes) -> bool:
    """Say whether hash and signature are those of the device whose raw public key is given."""
    try:
        if hash_fact(fact) != fact.hash:
            return False
        Ed25519PublicKey.from_public_bytes(public_key).verify(fact.signature, fact.hash)
    except (InvalidSignature, ValueError, OverflowError):  # a number that no envelope can hold
        return False
    return True


def encode_body(body: Body) -> bytes:
    """Return the bytes of a body: a msgpack map in the order of the fields."""
    encoded = msgspec.msgpack.encode(body)
    assert len(encoded) <= BODY_BYTES_MAX
    return encoded


def decode_body(fact: Fact) -> Body:
    """Return a fact's body. Raises BadFact for an unknown kind or version and for a malformed body."""
    kind = KINDS.get(fact.kind)
    if kind is None or fact.version > kind.version:
        raise BadFact(f"this release does not read facts of kind {fact.kind!r} version {fact.version}")
    try:
        return msgspec.msgpack.decode(fact.body, type=kind.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadFact(f"the body of the {fact.kind} fact {fact.id} is malformed: {error}") from error


def is_known(kind: str, version: int) -> bool:
    """Say whether this release reads facts of this kind and version."""
    return kind in KINDS and 1 <= version <= KINDS[kind].version


def clock_statement(device: str, boot: str, mono_ms: int, server_ms: int) -> bytes:
    """Return the bytes that the server signs when it tells a device the time."""
    return b"foyer-clock-1\0" + msgspec.msgpack.encode([device, boot, mono_ms, server_ms])
