"""What does each kind of fact say? The bodies of the catalogue, version 1.

`facts` has the table that gives each its name, its authors and its appliers. A body holds no personal
data: persons are referred to by random ids. Fields are only ever added, with a default; a new meaning is
a new version. Amounts are in minor units, times in UTC milliseconds.
"""

import msgspec

from kiosk.core.catalog import ReEntry
from kiosk.core.tickets import StopReason, Terms


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
    addon_to: str = ""
    """The subject of the ticket of the same order that this one is an extra to."""


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
    vouchers: tuple[str, ...] = ()
    """Subjects of the units that stand for the uses of vouchers."""


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


class Corrected(Body, frozen=True, kw_only=True):
    """What is known of a ticket's holder was put right. Ids of person records; empty = as before.

    `person` has all fields of the holder anew, `badge` nothing but the name that the badge shows. Of two such facts
    the door's counts for the badge, the office's for the rest, unless its author had seen the other.
    """

    person: str = ""
    badge: str = ""
    at_door: bool = False


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
    admits: int = 0
    """How many people the ticket is for; 0 = as many as passed (facts of older releases)."""
    rehearsal: bool = False
    """With a test ticket, in a rehearsal: kept, never counted."""


class Exited(Body, frozen=True, kw_only=True):
    """People let out."""

    list: int
    gate: int
    generation: int
    method: str
    people: int = 1
    rehearsal: bool = False


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
    rehearsal: bool = False


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


class Discarded(Body, frozen=True, kw_only=True):
    """A supervisor emptied a device that still held so many facts; nobody will ever read them."""

    count: int


class IncidentAcknowledged(Body, frozen=True, kw_only=True):
    """A person is looking at an incident."""

    incident: str
    note: str = ""


class IncidentReopened(Body, frozen=True, kw_only=True):
    """A person took a closed incident up again: what was found out was not the whole story."""

    incident: str
    note: str = ""


class IncidentClosed(Body, frozen=True, kw_only=True):
    """A person closed an incident having seen exactly these facts; a further fact reopens it."""

    incident: str
    note: str
    seen: tuple[str, ...]
