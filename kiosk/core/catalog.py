"""What is on offer and where may it pass? Events, sessions, ticket types, quotas, check-in lists, gates.

These are the values that the server keeps, the feed carries and every device reads: plain frozen
structs without behaviour. Numbers (event, session, type, list, gate) are never reused within an event.
Times are UTC milliseconds; 0 means "not limited". New fields are added at the end, with a default.
"""

from enum import StrEnum
from typing import Any

import msgspec


class EventStatus(StrEnum):
    """Where an event is in its life."""

    DRAFT = "draft"
    UPCOMING = "upcoming"
    ONGOING = "ongoing"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class ReEntry(StrEnum):
    """May a ticket that was used on a check-in list enter again?"""

    NEVER = "never"
    AFTER_EXIT = "after_exit"
    ALWAYS = "always"
    ONCE_PER_DAY = "once_per_day"


class Event(msgspec.Struct, frozen=True):
    """One event as devices know it. The one row by which gates judge a cancelled or moved event at once."""

    number: int
    """Random, 32 bits; stands in every ticket code."""
    name: str
    organizer: str
    timezone: str
    """An IANA zone, such as Europe/Berlin."""
    currency: str
    starts_ms: int
    ends_ms: int
    status: EventStatus = EventStatus.UPCOMING
    venue: str = ""
    doors_ms: int = 0
    valid_from_ms: int = 0
    """With `valid_until_ms`: overrides the signed times of every ticket where not 0 (moved, postponed)."""
    valid_until_ms: int = 0
    change_note: str = ""
    """Set when the event was moved: tickets of the old date ask a person, who reads this sentence."""
    capacity: int = 0
    cash_step_minor: int = 1
    """The smallest coin: totals paid in cash are rounded to it."""
    catalogue_version: int = 1
    order_tickets_max: int = 10
    sales_from_ms: int = 0
    sales_until_ms: int = 0
    accent: str = ""
    test: bool = False
    """A rehearsal: sells and admits test tickets only."""
    languages: tuple[str, ...] = ("en",)
    description: str = ""


class Session(msgspec.Struct, frozen=True):
    """One date or slot of an event."""

    number: int
    name: str
    starts_ms: int
    ends_ms: int
    doors_ms: int = 0


class TicketType(msgspec.Struct, frozen=True):
    """One thing that can be bought. Gross price in minor units; tax rate in hundredths of a percent."""

    number: int
    name: str
    price_minor: int
    tax_rate: int = 0
    description: str = ""
    admits: int = 1
    active: bool = True
    order_max: int = 0
    """The most that one order may hold; 0 = only the event's limit."""
    sessions: tuple[int, ...] = ()
    """Empty = every session."""
    quotas: tuple[int, ...] = ()
    sales_from_ms: int = 0
    sales_until_ms: int = 0
    valid_from_min: int = 0
    """With `valid_until_min`, minutes since 1970: only where the type itself is limited in time."""
    valid_until_min: int = 0
    attention: str = ""
    position: int = 0
    channels: tuple[str, ...] = ("web", "kiosk", "till")
    addon_of: tuple[int, ...] = ()
    """An extra to tickets of these types: within an order each is tied to one of them."""


class Quota(msgspec.Struct, frozen=True):
    """A number of places that one or more ticket types share, and how many the server can still sell."""

    number: int
    name: str
    size: int
    available: int
    extra: int = 0
    """How many more than its size the organizer lets be sold, because some never come."""
    seats: tuple[str, ...] = ()
    """Numbered places from the best on, as many as `size`; neighbours follow each other. Only the server holds them."""


class Voucher(msgspec.Struct, frozen=True):
    """A word that takes something off a whole order: `percent` in hundredths, or an amount; one of them is 0."""

    number: int
    name: str
    code: str
    uses: int
    """How many orders may use it, all channels together."""
    percent: int = 0
    amount_minor: int = 0
    is_leased: bool = False
    """Its uses are lent to kiosks and tills like places; else it is taken on the web only."""
    active: bool = True


class Question(msgspec.Struct, frozen=True):
    """A question that must be answered at the door. `kind`: text, yes_no, number, date or choice."""

    number: int
    text: str
    kind: str
    required: bool = True
    choices: tuple[str, ...] = ()


class Gate(msgspec.Struct, frozen=True):
    """A door of the venue."""

    number: int
    name: str


class CheckInList(msgspec.Struct, frozen=True):
    """Which tickets pass at which gates, how often and when."""

    number: int
    name: str
    types: tuple[int, ...] = ()
    """Empty = every type; the same for sessions and gates."""
    sessions: tuple[int, ...] = ()
    gates: tuple[int, ...] = ()
    reentry: ReEntry = ReEntry.NEVER
    entries_max: int = 0
    """The most entries of one ticket; 0 = no limit beyond `reentry`."""
    from_ms: int = 0
    until_ms: int = 0
    admits_pending: bool = False
    """Unpaid tickets are asked about instead of refused."""
    unsynced_max: int = 0
    """The most unknown, well-signed tickets of one lease before a person is asked; 0 = the lease size."""
    questions: tuple[int, ...] = ()
    attention: str = ""
    shows_names: bool = True
    rules: Any = None
    """A rule as data (see `rules`), or None."""
    addon_matching: bool = False
    """A ticket of another type passes by its one add-on of a type of this list, which is what is used up."""
    auto_exit_min: int = -1
    """The minute of the day at the venue at which the server counts everybody out who is inside; -1 = never."""
