"""What does a device know of a ticket? The rows of the feed about tickets, keys and stops.

Written by the server's projection, stored by the device's mirror, read by `admission`. Stops travel
in the scope `safety`, ahead of everything; ticket rows travel in `data`. Arrays on the wire: fields
are only ever added at the end, with a default.
"""

from enum import StrEnum

import msgspec


class Terms(StrEnum):
    """Is the ticket's order paid?"""

    PAID = "paid"
    PENDING = "pending"
    PENDING_VALID = "pending_valid"
    """Not paid, but to be let in all the same (invoice, box office)."""
    APPROVAL = "approval"
    """Waits for the organizer's approval."""
    EXPIRED = "expired"


class StopReason(StrEnum):
    """Why a single ticket or a range of units must not be admitted."""

    REVOKED = "revoked"
    RETURNED = "returned"
    REFUNDED = "refunded"
    VOIDED = "voided"
    EXCHANGED = "exchanged"
    BLOCKED = "blocked"
    LEASE_LOST = "lease_lost"
    """The device that holds the range was declared lost; a supervisor decides."""
    NONE = ""
    """Only older generations are stopped."""


class KeyStatus(StrEnum):
    """What a ticket-signing key may still do."""

    ACTIVE = "active"
    RETIRED = "retired"
    """Signs no more; what it signed stays valid."""
    REVOKED = "revoked"
    """Compromised: only tickets known as sold are valid."""


class Use(msgspec.Struct, frozen=True, array_like=True):
    """One passage of a ticket, in effective time. Annulled passages are not listed."""

    list: int
    at_ms: int
    entry: bool
    """False for an exit."""
    gate: int
    fact: str
    """The id of the fact; the device's own facts are recognised by it."""
    people: int = 1


class TicketRow(msgspec.Struct, frozen=True, array_like=True):
    """One ticket as the server knows it. Its key is the subject."""

    number: str
    """The ticket number that people type."""
    type: int
    session: int
    order: str
    """The order code that people say."""
    label: str = ""
    """The holder's initials; full names are persons' rows."""
    generation: int = 1
    terms: Terms = Terms.PAID
    admits: int = 1
    person: str = ""
    seat: str = ""
    attention: str = ""
    valid_from_min: int = 0
    valid_until_min: int = 0
    uses: tuple[Use, ...] = ()
    sold_twice: bool = False
    """The same unit was sold twice (a cloned device): only the first copy in is admitted."""
    addon_to: str = ""
    """The subject of the ticket that this one is an extra to."""
    badge: str = ""
    """Whose name the badge shows where that is not `person`'s: a person record made at the door or by the office."""


class Stop(msgspec.Struct, frozen=True, array_like=True):
    """One ticket that must not be admitted, or only from `generation_min` on. Its key is the subject."""

    reason: StopReason
    generation_min: int = 1
    note: str = ""


class StopRange(msgspec.Struct, frozen=True, array_like=True):
    """Units first…last of a lease that must not be admitted."""

    lease: int
    first: int
    last: int
    reason: StopReason


class RingKey(msgspec.Struct, frozen=True):
    """One public key of an event's ring. Its key is the kid."""

    key_id: int
    public: bytes
    status: KeyStatus = KeyStatus.ACTIVE


BADGE_NAME = "badge_name"
"""The field of a person record that a badge shows."""


class PersonRow(msgspec.Struct, frozen=True):
    """A holder's or buyer's name, for roles that may see it. A missing row is legal: shown as [erased]."""

    name: str
    note: str = ""
    vip: bool = False


class StaffRow(msgspec.Struct, frozen=True):
    """A member of staff who may sign in at this device. Its key is the operator id."""

    name: str
    role: str
    pin_verifier: str
    """argon2id, in its standard string form."""
    credential_version: int


class IncidentFact(msgspec.Struct, frozen=True):
    """One of the facts that clash, as people read it."""

    id: str
    kind: str
    at_ms: int
    doubt_ms: int
    device: str
    """The device's name."""
    gate: int = 0
    operator: str = ""
    order: str = ""
    """The order code on the receipt, with a sale."""
    amount_minor: int = 0
    """Money taken (positive) or given back (negative)."""
    currency: str = ""
    note: str = ""
    """The reason that somebody gave, the refusal that was overridden, or why a fact was kept out of the log."""


class HandlingStep(msgspec.Struct, frozen=True):
    """What one person did about an incident."""

    fact: str
    at_ms: int
    action: str
    """acknowledged, closed or reopened."""
    note: str
    operator: str
    device: str
    """The name of the device at which it was said."""


class IncidentRow(msgspec.Struct, frozen=True):
    """One incident as the inbox shows it. Its key is the incident's id."""

    kind: str
    scope: str
    subject: str
    status: str
    excess: int
    order_uncertain: bool
    facts: tuple[IncidentFact, ...]
    notes: tuple[str, ...] = ()
    number: str = ""
    """The ticket number, empty where the incident is about no ticket."""
    label: str = ""
    history: tuple[HandlingStep, ...] = ()
    """What people did about it, oldest first; `notes` are the words of these steps alone."""
    facts_total: int = 0
    """How many facts take part, where `facts` names only the newest of very many; 0 = all are named."""


class AttendanceRow(msgspec.Struct, frozen=True):
    """The count of one check-in list. Its key is the list's number."""

    admitted: int
    """People let in."""
    left: int
    tickets_used: int
    """Different tickets with at least one entry."""
    by_gate: dict[str, int] = msgspec.field(default_factory=dict[str, int])
    by_type: dict[str, int] = msgspec.field(default_factory=dict[str, int])
    per_minute: dict[str, int] = msgspec.field(default_factory=dict[str, int])
    """People admitted by minute since 1970, as text; the last four hours."""
    recent_by_gate: dict[str, dict[str, int]] = msgspec.field(default_factory=dict[str, dict[str, int]])
    """The same by gate, of the last minutes only."""
