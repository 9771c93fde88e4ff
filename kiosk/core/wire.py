"""How do device and server speak? The messages of the sync protocol, JSON by msgspec.

One definition for both sides. Unknown fields are ignored and unknown words survive as text, so that an
older side goes on working; everything is idempotent. docs/SYNC.md explains the exchange.
"""

import base64
from enum import StrEnum
from typing import Any, TypeVar

import msgspec

from kiosk.core.bounds import Count, Number, Text, Whole, Word, say_plainly
from kiosk.core.errors import BadPairingCode, InputError
from kiosk.core.facts import Fact
from kiosk.core.leases import Lease
from kiosk.core.permissions import Role, Scope

PROTOCOL = 1
PUSH_FACTS_MAX = 200
PULL_ROWS_MAX = 2_000


class Change(msgspec.Struct, frozen=True, array_like=True):
    """One row of a feed: kind, key within the event, and its value as JSON; null = gone (a tombstone)."""

    kind: str
    key: str
    value: msgspec.Raw


class Cursor(msgspec.Struct, frozen=True):
    """How far a device has read a scope. An unknown cursor means that the server was restored."""

    epoch: Word
    seq: Whole
    tag: Word


class PullPage(msgspec.Struct, frozen=True):
    """Answer of pull: changes up to `cursor`; `resync` = the cursor is unknown or too old, take a snapshot."""

    cursor: Cursor
    changes: tuple[Change, ...] = ()
    more: bool = False
    resync: bool = False


class SnapshotPage(msgspec.Struct, frozen=True):
    """One page of a snapshot. `cursor` is the head before its first byte; `after` resumes; "" = complete.

    `rows_total` stands on the first page; 0 on those that follow.
    """

    cursor: Cursor
    changes: tuple[Change, ...]
    after: str
    rows_total: int


class PersonRecord(msgspec.Struct, frozen=True):
    """Personal data that travels beside the facts and can be erased."""

    id: Word
    event: Number
    fields: dict[str, str]


class Outcome(StrEnum):
    """What the server did with one fact."""

    APPLIED = "applied"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    QUARANTINED = "quarantined"
    UNSUPPORTED_VERSION = "unsupported_version"


class PushRequest(msgspec.Struct, frozen=True):
    """Up to PUSH_FACTS_MAX facts in sequence, each as raw JSON so that one bad fact spoils no other."""

    facts: tuple[msgspec.Raw, ...]
    persons: tuple[PersonRecord, ...] = ()
    epoch: Word = ""
    """The life of the server that the device believes in. In another one it must report its leases first."""


class FactAnswer(msgspec.Struct, frozen=True):
    """The server's answer to one fact. `incidents` with CONFLICT, `reason` with QUARANTINED."""

    id: str
    outcome: str
    """A word of Outcome; a device keeps a fact whose outcome it does not know."""
    reason: str = ""
    incidents: tuple[str, ...] = ()


class PushAnswer(msgspec.Struct, frozen=True):
    """One answer per fact, in the order sent."""

    answers: tuple[FactAnswer, ...]


class FactHead(msgspec.Struct, frozen=True):
    """The end of a device's log: the highest contiguous seq and its hash, and what is missing below later ones."""

    incarnation: Count
    seq: Count
    hash: bytes
    holes: tuple[tuple[Count, Count], ...] = ()


class Holding(msgspec.Struct, frozen=True):
    """What a device holds of a lease."""

    event: Number
    lease: Number
    unsold: Count


class Health(msgspec.Struct, frozen=True):
    """What the fleet page shows of a device."""

    pending: Whole = 0
    oldest_pending_ms: Whole = 0
    quarantined: Whole = 0
    camera: Text = ""
    printer: Text = ""
    battery_percent: Whole = -1
    disk_free_mb: Whole = -1
    clock: Word = ""
    rules_unsupported: Whole = 0
    """Check-in lists with a rule that this release cannot read: a gate asks at every scan until it is updated."""


class Hello(msgspec.Struct, frozen=True):
    """A device reports and asks for directions."""

    protocol: Count
    release: Word
    wall_ms: Whole
    mono_ms: Whole
    boot: Word
    head: FactHead
    cursors: dict[str, Cursor] = msgspec.field(default_factory=dict[str, Cursor])
    """By `event/scope`."""
    holdings: tuple[Holding, ...] = ()
    health: Health = msgspec.field(default_factory=Health)


class Directive(StrEnum):
    """What the server wants a device to do."""

    RECALL_LEASE = "recall_lease"
    RESYNC = "resync"
    REKEY = "rekey"
    RE_ENROL = "re_enrol"
    NEW_LOG = "new_log"
    """Another copy of the device has written on: take a new incarnation, and fetch the facts that are missing."""
    WIPE = "wipe"


class Order(msgspec.Struct, frozen=True):
    """One directive with its object (an event, a lease…)."""

    directive: str
    event: int = 0
    lease: int = 0
    units: int = 0
    """With RECALL_LEASE: how many unsold units to give back; 0 = all of the lease."""


class Assignment(msgspec.Struct, frozen=True):
    """An event that this device serves."""

    event: int
    name: str
    roles: tuple[Role, ...]


class Welcome(msgspec.Struct, frozen=True):
    """Answer of hello.

    `clock_signature` is over `facts.clock_statement` of the `boot` and `mono_ms` that the hello brought
    (`clock_mono_ms` repeats it) and `server_ms`; the device appends them as a `clock` fact.
    """

    server_ms: int
    epoch: str
    head: FactHead
    clock_mono_ms: int
    clock_signature: bytes
    events: tuple[Assignment, ...] = ()
    orders: tuple[Order, ...] = ()
    facts_min_version: int = 1
    heads: dict[str, int] = msgspec.field(default_factory=dict[str, int])
    """Head seq by `event/scope`: nothing new costs one request."""
    grace_ms: int = 72 * 3_600_000
    lease_targets: dict[str, int] = msgspec.field(default_factory=dict[str, int])
    """By event number as text: how many unsold units this device should hold."""
    voucher_uses: dict[str, int] = msgspec.field(default_factory=dict[str, int])
    """By event number as text: how many uses of vouchers wait to be lent to this device."""
    facts_known: int = 0
    """How many facts of this device the server has, of all its incarnations: one that has fewer fetches them."""
    release: str = ""
    """The server's release. With another one the device sends again what was `unsupported_version`."""


class OwnPage(msgspec.Struct, frozen=True):
    """A device's own facts as it once sent them. `after`: where the next page begins; "" = these are all."""

    facts: tuple[Fact, ...]
    after: str


class LeaseRequest(msgspec.Struct, frozen=True):
    """Ask for units. The same request id gives the same lease."""

    request: Word
    event: Number
    units: Whole
    variants: tuple[tuple[Number, Number], ...] = ()
    """Empty = all that the device's role may sell."""


class LeaseAnswer(msgspec.Struct, frozen=True):
    """The lease, or none: `reason` says why (sold_out, event_over, frozen)."""

    lease: Lease | None
    reason: str = ""


class LeaseReport(msgspec.Struct, frozen=True):
    """A lease that a device holds or held, shown to a server that was restored and may have forgotten it."""

    epoch: Word
    lease: Lease


class LeaseReportAnswer(msgspec.Struct, frozen=True):
    """Whether the server had forgotten the lease and has taken it back into its books."""

    adopted: bool


class Reported(msgspec.Struct, frozen=True):
    """A device has shown all its leases and pushed all its facts up to `head` to this life of the server."""

    epoch: Word
    head: FactHead


class Pairing(msgspec.Struct, frozen=True):
    """What the enrolment QR says: `FOYER1:` + base64url(msgpack)."""

    url: str
    token: str
    tls_key_sha256: bytes
    """Empty on plain HTTP, which is allowed on loopback only."""
    server_key: bytes


class PairingRefusal(StrEnum):
    """Why a device was not paired: the server's stable words, and one that the device finds out by itself."""

    UNKNOWN_TOKEN = "unknown_token"  # noqa: S105 (a word, no secret)
    USED_TOKEN = "used_token"  # noqa: S105
    EXPIRED_TOKEN = "expired_token"  # noqa: S105
    WRONG_SIGNATURE = "wrong_signature"
    """The device did not prove that it holds the key it named."""
    WRONG_SERVER = "wrong_server"
    """The answer was not signed by the server of the pairing code."""


class EnrolRequest(msgspec.Struct, frozen=True):
    """A device introduces itself. The signature is over `enrol_statement`."""

    token: Word
    device_key: bytes
    signature: bytes
    name: Word
    supervisor_pin_verifier: Text = ""


class EnrolAnswer(msgspec.Struct, frozen=True):
    """The device's place in the fleet; `signature` by the server over `enrolled_statement`."""

    device: str
    name: str
    organizer: str
    role: Role
    roles: tuple[Role, ...]
    events: tuple[Assignment, ...]
    server_ms: int
    server_key: bytes
    signature: bytes
    next_tls_key_sha256: bytes = b""
    incarnation: int = 1


class Nonce(msgspec.Struct, frozen=True):
    """What a device signs (`session_statement`) to get a session."""

    nonce: bytes


class SessionRequest(msgspec.Struct, frozen=True):
    """Sign-in of a device."""

    device: Word
    nonce: bytes
    signature: bytes
    role: Word = ""
    """The role it works in, one of its allowed roles; empty = the one it was enrolled for."""


class SessionAnswer(msgspec.Struct, frozen=True):
    """An opaque bearer and how long it lives."""

    token: str
    lives_ms: int


class Problem(msgspec.Struct, frozen=True):
    """Every error on the wire: a stable word, a sentence, and where the answer is in the request."""

    code: str
    message: str
    details: dict[str, Any] = msgspec.field(default_factory=dict[str, Any])


PAIRING_PREFIX = "FOYER1:"
T = TypeVar("T")

_fact_decoder = msgspec.json.Decoder(Fact)


def encode(message: Any) -> bytes:
    """Return the JSON bytes of a message."""
    return msgspec.json.encode(message)


def decode(text: bytes | msgspec.Raw, type_: type[T]) -> T:
    """Return the message in `text`. Raises InputError that names the field which is wrong."""
    try:
        return msgspec.json.decode(text, type=type_)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"this is not a {type_.__name__} message: {say_plainly(error)}") from error


def decode_fact(raw: bytes | msgspec.Raw) -> Fact:
    """Return one fact's envelope, its body untouched. Raises InputError."""
    try:
        return _fact_decoder.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"this is not a fact: {say_plainly(error)}") from error


def format_pairing(pairing: Pairing) -> str:
    """Return the text of the enrolment QR."""
    return PAIRING_PREFIX + base64.urlsafe_b64encode(msgspec.msgpack.encode(pairing)).decode().rstrip("=")


def parse_pairing(text: str) -> Pairing:
    """Return what an enrolment QR says. Raises BadPairingCode for any other text."""
    body = text.strip().removeprefix(PAIRING_PREFIX)
    if body == text.strip():
        raise BadPairingCode("this is not a pairing code; show the code from the organizer's device page")
    try:
        raw = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
        return msgspec.msgpack.decode(raw, type=Pairing)
    except (ValueError, msgspec.DecodeError, RecursionError) as error:
        raise BadPairingCode("this pairing code is damaged; show it again or type the token") from error


def enrol_statement(token: str, server_key: bytes, device_key: bytes) -> bytes:
    """Return the bytes that a device signs with its new key when it enrols."""
    return b"foyer-enrol-1\0" + msgspec.msgpack.encode([token, server_key, device_key])


def enrolled_statement(answer: EnrolAnswer) -> bytes:
    """Return the bytes that the server signs in its answer: everything in it but the signature."""
    return b"foyer-enrolled-1\0" + msgspec.msgpack.encode(msgspec.structs.replace(answer, signature=b""))


def session_statement(device: str, nonce: bytes) -> bytes:
    """Return the bytes that a device signs to open a session."""
    return b"foyer-session-1\0" + msgspec.msgpack.encode([device, nonce])


def scope_key(event: int, scope: Scope) -> str:
    """Return the name of a scope in cursors and heads."""
    return f"{event}/{scope.value}"
