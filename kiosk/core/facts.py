"""What can happen to a ticket, and how is it written down for ever? The catalogue of facts.

A fact is immutable: an envelope, an opaque body, a link to the one before it and a signature of the
device that made it. Kiosk, till, gate and server write them; `reducer` reads them; docs/SYNC.md prints
this table. What version 1 writes is read for ever: bodies only gain fields with defaults, and a new
meaning is a new version. A body holds no personal data: persons are referred to by random ids.

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

from kiosk.core.catalog import ReEntry
from kiosk.core.errors import BadFact
from kiosk.core.permissions import Role
from kiosk.core.tickets import StopReason, Terms

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


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """What all bodies share: nothing; a common type for the table below."""


class Tender(msgspec.Struct, frozen=True):
    """One means of payment of a sale or refund. `amount_minor` is what it covers, change already taken off."""

    method: str
    amount_minor: int
    intent: str = ""
    """The id of the payment intent; the same intent twice is the same money."""
    reference: str = ""
    """What terminal or provider call the payment; never card data."""


class SoldLine(msgspec.Struct, frozen=True):
    """One ticket of a sale."""

    subject: str
    type: int
    session: int
    number: str
    net_minor: int
    tax_minor: int
    gross_minor: int
    tax_rate: int
    discount_minor: int = 0
    admits: int = 1
    person: str = ""
    seat: str = ""
    voucher: str = ""


class Leased(Body, frozen=True, kw_only=True):
    """The server lends units first…first+count-1 of a lease to a device."""

    lease: int
    holder: str
    first: int
    count: int
    expires_ms: int
    variants: tuple[tuple[int, int], ...] = ()
    """The (type, session) pairs that each unit may be sold as."""


class Returned(Body, frozen=True, kw_only=True):
    """Units given back unsold. They are dead from now on."""

    lease: int
    ranges: tuple[tuple[int, int], ...]


class WrittenOff(Body, frozen=True, kw_only=True):
    """A person declared the unsold rest of a lease lost. `revoke`: its codes are stopped, capacity is freed."""

    lease: int
    ranges: tuple[tuple[int, int], ...]
    revoke: bool
    reason: str = ""


class Sold(Body, frozen=True, kw_only=True):
    """Tickets sold. One subject per line, then the order."""

    order: str
    code: str
    """The order code that people say."""
    currency: str
    catalogue_version: int
    channel: str
    lines: tuple[SoldLine, ...]
    tenders: tuple[Tender, ...] = ()
    terms: Terms = Terms.PAID
    shift: str = ""
    buyer: str = ""
    exchanges: tuple[str, ...] = ()
    """Subjects of tickets that this sale replaces."""
    rounding_minor: int = 0
    """What rounding to the smallest coin added to the total."""
    language: str = "en"


class Settled(Body, frozen=True, kw_only=True):
    """An order that was sold on other terms was paid or approved."""

    order: str
    terms: Terms = Terms.PAID
    tenders: tuple[Tender, ...] = ()
    shift: str = ""


class Lapsed(Body, frozen=True, kw_only=True):
    """An order was never paid and is over."""

    order: str


class Refunded(Body, frozen=True, kw_only=True):
    """Tickets given back for money."""

    order: str
    tickets: tuple[str, ...]
    tenders: tuple[Tender, ...] = ()
    reason: str = ""
    shift: str = ""


class Voided(Body, frozen=True, kw_only=True):
    """Tickets cancelled without a separate refund (a void in the same shift, or for an exchange)."""

    order: str
    tickets: tuple[str, ...]
    tenders: tuple[Tender, ...] = ()
    reason: str = ""
    shift: str = ""


class Exchanged(Body, frozen=True, kw_only=True):
    """Tickets `old` were replaced by tickets `new` (subjects)."""

    order: str
    old: tuple[str, ...]
    new: tuple[str, ...]


class Reissued(Body, frozen=True, kw_only=True):
    """A new generation was signed; older codes are superseded."""

    generation: int
    reason: str = ""


class Transferred(Body, frozen=True, kw_only=True):
    """The ticket has a new holder and a new generation."""

    generation: int
    person: str


class Blocked(Body, frozen=True, kw_only=True):
    """The ticket must not be admitted until unblocked."""

    reason: str = ""
    stop: StopReason = StopReason.BLOCKED


class Unblocked(Body, frozen=True, kw_only=True):
    """The ticket may be admitted again."""

    reason: str = ""


class Admitted(Body, frozen=True, kw_only=True):
    """People let in. The policy in force travels along, so that history can be replayed from facts alone."""

    list: int
    gate: int
    generation: int
    method: str
    reason: str
    people: int = 1
    reentry: ReEntry = ReEntry.NEVER
    entries_max: int = 0
    answers: str = ""
    """The id of the person record that holds the answers."""
    override: str = ""
    """The reason that was overridden; `operator` of the envelope did it."""
    override_note: str = ""
    credential_version: int = 0
    ignore_unpaid: bool = False
    day: str = ""
    """The day in the event's zone (ISO 8601), for the policy once per day."""


class Exited(Body, frozen=True, kw_only=True):
    """People let out."""

    list: int
    gate: int
    generation: int
    method: str
    people: int = 1


class Denied(Body, frozen=True, kw_only=True):
    """Somebody was kept out. An unreadable code is kept as HMAC, length and first 4 characters only."""

    list: int
    gate: int
    reason: str
    method: str
    generation: int = 0
    text_hmac: str = ""
    text_chars: int = 0
    text_start: str = ""


class Annulled(Body, frozen=True, kw_only=True):
    """A passage did not happen ("the turnstile did not turn")."""

    passage: str
    """The id of the admitted or exited fact."""
    reason: str = ""


class Printed(Body, frozen=True, kw_only=True):
    """A document came out of a printer, or was handed to the system's queue."""

    document: str
    job: str
    copy: bool = False
    printer: str = ""


class Claimed(Body, frozen=True, kw_only=True):
    """An account took the ticket's place in the chat room."""

    account: str
    generation: int


class ChatBanned(Body, frozen=True, kw_only=True):
    """An account was banned from the event's chat room."""

    account: str
    reason: str = ""


class ShiftOpened(Body, frozen=True, kw_only=True):
    """A cash drawer was taken over with a float."""

    shift: str
    currency: str
    float_minor: int
    till: str = ""


class CashMoved(Body, frozen=True, kw_only=True):
    """Cash put into (positive) or taken out of (negative) a drawer, not for a sale."""

    shift: str
    amount_minor: int
    reason: str


class ShiftClosed(Body, frozen=True, kw_only=True):
    """A shift's Z report: what was counted against what was expected. Final."""

    shift: str
    counted_minor: int
    expected_minor: int
    last_hash: bytes
    """The hash of the device's last fact before this one."""


class Clock(Body, frozen=True, kw_only=True):
    """The server said what time it is: `server_ms` in the middle of a round trip that began at `mono_ms`."""

    server_ms: int
    rtt_ms: int
    mono_ms: int
    boot: str
    server_signature: bytes
    """Over `clock_statement(device, boot, mono_ms, server_ms)`."""


class IncidentAcknowledged(Body, frozen=True, kw_only=True):
    """A person is looking at an incident."""

    incident: str
    note: str = ""


class IncidentClosed(Body, frozen=True, kw_only=True):
    """A person closed an incident having seen exactly these facts; a further fact reopens it."""

    incident: str
    note: str
    seen: tuple[str, ...]


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
    "incident_acknowledged": Kind(IncidentAcknowledged, _EVERYBODY - {Role.KIOSK, Role.LIVE}, ("ledger",)),
    "incident_closed": Kind(IncidentClosed, _EVERYBODY - {Role.KIOSK, Role.LIVE}, ("ledger",)),
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
    if hash_fact(fact) != fact.hash:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(fact.signature, fact.hash)
    except (InvalidSignature, ValueError):
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
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadFact(f"the body of the {fact.kind} fact {fact.id} is malformed: {error}") from error


def is_known(kind: str, version: int) -> bool:
    """Say whether this release reads facts of this kind and version."""
    return kind in KINDS and 1 <= version <= KINDS[kind].version


def clock_statement(device: str, boot: str, mono_ms: int, server_ms: int) -> bytes:
    """Return the bytes that the server signs when it tells a device the time."""
    return b"foyer-clock-1\0" + msgspec.msgpack.encode([device, boot, mono_ms, server_ms])
