"""Is this catalogue sound? What an organizer may not save, and what was true at a moment of its history.

Pure. A device trusts what it is sent, so what would make no sense is refused here with a sentence.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import TypeVar
from zoneinfo import ZoneInfo, available_timezones

import msgspec

from kiosk.core.catalog import CheckInList, Event, EventStatus, Gate, Question, Quota, Session, TicketType, Voucher
from kiosk.core.circumstances import sample_of
from kiosk.core.errors import InputError
from kiosk.core.money import AMOUNT_MINOR_MAX, TAX_RATE_MAX, minor_digits
from kiosk.core.rules import Outcome, judge_rule
from kiosk.core.usage import day_of

NAME_CHARS_MAX = 120
NUMBER_MAX = 65_534
"""Types and sessions have 16 bits in a ticket code."""
QUOTA_MAX = 10_000_000
SEAT_CHARS_MAX = 12
DAY_MIN = 24 * 60
VOUCHER_CHARS_MAX = 40
USES_MAX = 1_000_000
QUESTION_KINDS = ("text", "yes_no", "number", "date", "choice")
CHANNELS = ("web", "kiosk", "till")
LANGUAGES = ("en", "de")
"""Those that screens and papers speak."""
CAPACITY_MAX = 10_000_000
ORDER_TICKETS_MAX = 2_000
COUNT_MAX = 1_000_000
CASH_STEP_MAX = 1_000_000
MINUTE_MAX = 2**32 - 1
"""Minutes have 32 bits in a ticket code."""
MOMENT_MS_MAX = 253_370_764_800_000
"""The first day of the year 9999: a calendar ends there."""
T = TypeVar("T")
Item = Session | TicketType | Quota | Voucher | Question | Gate | CheckInList


@dataclass(frozen=True, slots=True)
class Numbers:
    """Which numbers an event has."""

    sessions: Collection[int]
    types: Collection[int]
    quotas: Collection[int]
    gates: Collection[int]
    questions: Mapping[int, str]
    """With the kind of each."""
    seated: Collection[int] = ()
    """The quotas whose places are numbered."""


def check_event(event: Event) -> None:
    """Raise InputError for an event that makes no sense."""
    _check_name(event.name)
    minor_digits(event.currency)
    if event.timezone not in available_timezones():
        raise InputError(f"{event.timezone!r} is no time zone; use a name such as Europe/Berlin")
    if event.ends_ms <= event.starts_ms:
        raise InputError("an event ends after it starts")
    if event.sales_until_ms and event.sales_until_ms <= event.sales_from_ms:
        raise InputError("sales end after they start")
    _check_moments(event)
    _check_between("cash_step_minor", event.cash_step_minor, 1, CASH_STEP_MAX)
    _check_between("order_tickets_max", event.order_tickets_max, 1, ORDER_TICKETS_MAX)
    _check_between("capacity", event.capacity, 0, CAPACITY_MAX)
    if event.accent and not re.fullmatch(r"#[0-9A-Fa-f]{6}", event.accent):
        raise InputError(f"the accent {event.accent[:40]!r} is no colour; write it as #0B5FFF")
    _check_languages(event.languages)


def with_moved_window(event: Event, before: Event | None) -> Event:
    """Return a sound event whose tickets pass at its new dates only, where a note says that it was moved.

    Gates judge by the window: from the first hour of the day on which it starts (or its doors open, the evening
    before) to its end. A window that a person has just chosen stays; taking the note back takes a window back that
    went with it.
    """
    window = (event.valid_from_ms, event.valid_until_ms)
    is_chosen = window != ((before.valid_from_ms, before.valid_until_ms) if before else (0, 0))
    if is_chosen and any(window):
        return event
    if not event.change_note:
        had_note = before is not None and bool(before.change_note)
        return msgspec.structs.replace(event, valid_from_ms=0, valid_until_ms=0) if had_note else event
    if before and any(window) and (event.starts_ms, event.ends_ms) == (before.starts_ms, before.ends_ms):
        return event
    opens_ms = event.doors_ms if 0 < event.starts_ms - event.doors_ms < DAY_MIN * 60_000 else event.starts_ms
    first = datetime.combine(day_of(opens_ms, event.timezone), time.min, ZoneInfo(event.timezone))
    from_ms = max(1, int(first.timestamp()) * 1_000)
    return msgspec.structs.replace(event, valid_from_ms=from_ms, valid_until_ms=event.ends_ms)


def _check_languages(languages: Sequence[str]) -> None:
    if not languages or len(set(languages)) != len(languages):
        raise InputError("an event has at least one language, and each of them once")
    for language in languages:
        if language not in LANGUAGES:
            raise InputError(f"there is no language {language[:40]!r} here; use {' or '.join(LANGUAGES)}")


def _check_moments(item: Event | Item) -> None:
    """Raise InputError for a time that no calendar has; its name ends in _ms."""
    for name in item.__struct_fields__:
        if name.endswith("_ms") and not 0 <= getattr(item, name) < MOMENT_MS_MAX:
            raise InputError(f"{name} is no time between the years 1970 and 9998")


def _check_between(name: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise InputError(f"{name} lies between {low} and {high}")


def check_item(item: Item, numbers: Numbers) -> None:
    """Raise InputError for a part of an event that makes no sense or refers to what is not there."""
    _check_name(item.text if isinstance(item, Question) else item.name)
    _check_moments(item)
    match item:
        case Session(starts_ms=starts, ends_ms=ends):
            if ends <= starts:
                raise InputError("a session ends after it starts")
        case TicketType():
            _check_type(item, numbers)
        case Quota():
            _check_quota(item)
        case Voucher():
            _check_voucher(item)
        case Question():
            _check_question(item)
        case CheckInList():
            _check_list(item, numbers)
        case Gate():  # pragma: no branch (the last of all kinds)
            pass


def _check_name(name: str) -> None:
    if not name.strip() or len(name) > NAME_CHARS_MAX:
        raise InputError(f"a name has between 1 and {NAME_CHARS_MAX} characters")


def _check_type(item: TicketType, numbers: Numbers) -> None:
    if not 0 <= item.price_minor <= AMOUNT_MINOR_MAX:
        raise InputError(f"a price is not negative, and at most {AMOUNT_MINOR_MAX}")
    if not 0 <= item.tax_rate <= TAX_RATE_MAX:
        raise InputError("a tax rate lies between 0 and 100 %")
    if not 1 <= item.admits <= 255:
        raise InputError("a ticket admits between 1 and 255 people")
    _check_between("order_max", item.order_max, 0, ORDER_TICKETS_MAX)
    _check_between("valid_from_min", item.valid_from_min, 0, MINUTE_MAX)
    _check_between("valid_until_min", item.valid_until_min, 0, MINUTE_MAX)
    if set(item.channels) - set(CHANNELS) or len(set(item.channels)) != len(item.channels):
        raise InputError(f"tickets are sold through {', '.join(CHANNELS)}, each named once")
    _check_known("session", item.sessions, numbers.sessions)
    _check_known("quota", item.quotas, numbers.quotas)
    _check_known("ticket type", [base for base in item.addon_of if base != item.number], numbers.types)
    if item.number in item.addon_of:
        raise InputError("a ticket is no extra to itself")
    if len(set(item.quotas) & set(numbers.seated)) > 1:
        raise InputError("a ticket has one seat: only one of its quotas may have numbered places")


def _check_quota(item: Quota) -> None:
    if not 0 <= item.size <= QUOTA_MAX:
        raise InputError("a quota has a size between 0 and ten million")
    if not 0 <= item.extra <= item.size or (item.extra and item.seats):
        raise InputError("what is sold beyond a quota is at most its size, and nothing where its places are numbered")
    if item.seats and (len(item.seats) != item.size or len(set(item.seats)) != item.size):
        raise InputError("a quota with numbered places is as large as it has seats, each named once")
    if any(not 1 <= len(seat) <= SEAT_CHARS_MAX for seat in item.seats):
        raise InputError(f"a seat is called by 1 to {SEAT_CHARS_MAX} characters")


def _check_voucher(item: Voucher) -> None:
    if not 1 <= len(item.code.strip()) <= VOUCHER_CHARS_MAX:
        raise InputError(f"a voucher's code has between 1 and {VOUCHER_CHARS_MAX} characters")
    if not 0 <= item.uses <= USES_MAX:
        raise InputError("a voucher is used between never and a million times")
    if not (0 <= item.percent <= 10_000 and 0 <= item.amount_minor <= AMOUNT_MINOR_MAX):
        raise InputError("a voucher takes off at most everything")
    if bool(item.percent) == bool(item.amount_minor):
        raise InputError("a voucher takes off either a part or an amount")


def _check_question(item: Question) -> None:
    if item.kind not in QUESTION_KINDS:
        raise InputError(f"a question is of one of the kinds {', '.join(QUESTION_KINDS)}")
    if (item.kind == "choice") != bool(item.choices):
        raise InputError("a choice, and only a choice, has answers to choose from")


def _check_list(item: CheckInList, numbers: Numbers) -> None:
    _check_known("ticket type", item.types, numbers.types)
    _check_known("session", item.sessions, numbers.sessions)
    _check_known("gate", item.gates, numbers.gates)
    _check_known("question", item.questions, numbers.questions)
    _check_between("entries_max", item.entries_max, 0, COUNT_MAX)
    _check_between("unsynced_max", item.unsynced_max, 0, COUNT_MAX)
    if item.addon_matching and not item.types:
        raise InputError("a list that passes tickets by their extras names the types of these extras")
    if not -1 <= item.auto_exit_min < DAY_MIN:
        raise InputError("everybody is counted out at a minute of the day between 0 and 1439, or never (-1)")
    tried = judge_rule(item.rules, sample_of(numbers.questions))
    if tried.outcome is Outcome.UNSUPPORTED:
        raise InputError(f"gates cannot read this rule: {tried.why}")


def _check_known(what: str, wanted: Sequence[int], known: Collection[int]) -> None:
    if len(set(wanted)) != len(wanted):
        raise InputError(f"each {what} is named once")
    for number in wanted:
        if number not in known:
            raise InputError(f"there is no {what} {number}")


@dataclass(frozen=True, slots=True)
class History:
    """What an event's catalogue said over time, oldest first."""

    statuses: Sequence[tuple[int, EventStatus]]
    types: Mapping[int, Sequence[tuple[int, TicketType]]]

    def was_cancelled(self, at_ms: int) -> bool:
        """Say whether the event was cancelled at a moment."""
        return _at(self.statuses, at_ms) is EventStatus.CANCELLED

    def was_active(self, type_: int, at_ms: int) -> bool:
        """Say whether a ticket type was on sale at a moment."""
        known = _at(self.types.get(type_, ()), at_ms)
        return known is not None and known.active

    def ever_cost(self, type_: int, price_minor: int) -> bool:
        """Say whether a ticket type ever had this price."""
        return any(known.price_minor == price_minor for _, known in self.types.get(type_, ()))


def _at(steps: Sequence[tuple[int, T]], at_ms: int) -> T | None:
    """Return what held at a moment; before the first step, that step (clocks of devices are not exact)."""
    held: T | None = steps[0][1] if steps else None
    for since_ms, value in steps:
        if since_ms > at_ms:
            break
        held = value
    return held
