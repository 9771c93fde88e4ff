"""May this ticket pass this gate now?

Kiosk and server both call `decide`, so a door without network gives the answer that the server would
give from the same facts. Pure: no clock, no storage, no wording. The order of the questions is DESIGN 5:
validity comes before usage, and nobody is asked questions for a used ticket. Recording the scan is
`kiosk.scanner.door`'s work; two doors that could not see each other are `reducer`'s.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from kiosk.core.catalog import (
    CheckInList,
    Event,
    EventStatus,
    Question,
    ReEntry,
    TicketType,
)
from kiosk.core.questions import missing_questions
from kiosk.core.reasons import Reason
from kiosk.core.rules import Outcome, judge_rule
from kiosk.core.ticket_code import TicketCode, is_signed_by
from kiosk.core.tickets import (
    KeyStatus,
    RingKey,
    Stop,
    StopRange,
    StopReason,
    Terms,
    TicketRow,
    Use,
)
from kiosk.core.usage import tally

LIST_STALE_MS = 60 * 60_000
"""A list older than this cannot say that a number does not exist."""
MINUTE_MS = 60_000


class Method(StrEnum):
    """How the ticket was presented."""

    CODE = "code"
    FOREIGN = "foreign"
    """A code of another system, found in the table of foreign codes by its exact raw text."""
    NUMBER = "number"
    SEARCH = "search"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Presented:
    """What was held up or looked up. `code` only for method CODE; `subject` None = nothing was found."""

    method: Method
    subject: str | None
    code: TicketCode | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """Where and how the scan happens."""

    checkin_list: CheckInList
    gate: int
    entry: bool = True
    test: bool = False
    clock_trusted: bool = True
    asks_questions: bool = True
    questions: tuple[Question, ...] = ()
    """The questions of the list, in its order."""


@dataclass(frozen=True, slots=True)
class Known:
    """Everything this device knows that bears on the scan. `uses` are all lists' uses, oldest first."""

    event: Event | None
    keys: Mapping[int, RingKey] = field(default_factory=dict[int, RingKey])
    types: Mapping[int, TicketType] = field(default_factory=dict[int, TicketType])
    ticket: TicketRow | None = None
    stop: Stop | None = None
    ranges: tuple[StopRange, ...] = ()
    """Ranges that hold this serial, of any reason."""
    uses: tuple[Use, ...] = ()
    unsynced_of_lease: int = 0
    """How many unknown tickets of the same lease this list has admitted."""
    list_age_ms: int | None = None
    """Age of the mirror; None = never synchronised."""


@dataclass(frozen=True, slots=True)
class Consent:
    """What staff or the holder said about an earlier Ask for the same ticket."""

    ignore_unpaid: bool = False
    answers: Mapping[int, str] = field(default_factory=dict[int, str])


@dataclass(frozen=True, slots=True)
class Admit:
    """Let `people` persons pass. `attention` is for staff to act on."""

    reason: Reason
    subject: str
    generation: int
    people: int
    attention: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """A person decides. `questions` only with QUESTIONS."""

    reason: Reason
    subject: str | None = None
    generation: int = 0
    questions: tuple[Question, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Refuse:
    """Keep the holder out. `use` is the passage that used the ticket up; `at_ms` when it opens or closed;
    `gates` where the list is entered."""

    reason: Reason
    subject: str | None = None
    generation: int = 0
    use: Use | None = None
    at_ms: int = 0
    gates: tuple[int, ...] = ()


Verdict = Admit | Ask | Refuse


def decide(
    presented: Presented,
    known: Known,
    post: Post,
    *,
    now_ms: int,
    consent: Consent | None = None,
) -> Verdict:
    """Return the verdict on one presentation. `now_ms` is UTC, the device's best knowledge of it."""
    said = consent or Consent()
    refusal = _authenticity(presented, known, post)
    if refusal is not None:
        return _about(refusal, presented)
    assert presented.subject is not None
    assert known.event is not None
    ticket = _ticket(presented, known)
    if not post.entry:
        return Admit(Reason.EXIT, presented.subject, ticket.generation, ticket.admits)
    obstacle = (
        _stopped(presented, known, ticket)
        or _event_and_order(known.event, ticket, post, said)
        or _type_and_session(ticket, known, post)
        or _time(ticket, known.event, post, now_ms)
        or _rule(ticket, known, post, now_ms)
        or _usage(ticket, known, post, now_ms)
        or _unanswered(post, said)
    )
    if obstacle is not None:
        return _about(obstacle, presented, ticket.generation)
    reason = Reason.OK if known.ticket is not None else Reason.OK_UNSYNCED
    return Admit(
        reason,
        presented.subject,
        ticket.generation,
        ticket.admits,
        _attention(ticket, known, post),
    )


def _about(verdict: Verdict, presented: Presented, generation: int = 0) -> Verdict:
    if isinstance(verdict, Admit):
        return verdict
    generation = generation or (presented.code.generation if presented.code else 0)
    return replace(verdict, subject=presented.subject, generation=generation)


def _authenticity(presented: Presented, known: Known, post: Post) -> Verdict | None:
    """Is it a ticket of an event and mode that this device serves, and genuine?"""
    if presented.method is not Method.CODE:
        return _looked_up(presented, known, post)
    code = presented.code
    if code is None:
        return Refuse(Reason.NOT_A_TICKET)
    if known.event is None:
        return Refuse(Reason.WRONG_EVENT)
    if code.test != post.test:
        return Refuse(Reason.WRONG_MODE)
    key = known.keys.get(code.key_id)
    if key is None:
        return Ask(Reason.KEY_UNKNOWN)
    if not is_signed_by(code, key.public):
        return Refuse(Reason.FORGED)
    if key.status is KeyStatus.REVOKED and known.ticket is None:
        return Refuse(Reason.KEY_REVOKED)
    return None


def _looked_up(presented: Presented, known: Known, post: Post) -> Verdict | None:
    if presented.subject is None or known.ticket is None:
        stale = known.list_age_ms is None or known.list_age_ms > LIST_STALE_MS
        return Ask(Reason.LIST_STALE) if stale else Refuse(Reason.NUMBER_UNKNOWN)
    if known.event is None:
        return Refuse(Reason.WRONG_EVENT)
    return Refuse(Reason.WRONG_MODE) if known.event.test != post.test else None


def _ticket(presented: Presented, known: Known) -> TicketRow:
    """Return what is known of the ticket: the row up to its own generation, else the signed content."""
    code, row = presented.code, known.ticket
    if code is None:
        assert row is not None
        return row
    if row is not None and code.generation <= row.generation:
        return row
    return TicketRow(
        number="",
        type=code.type,
        session=code.session,
        order="",
        generation=code.generation,
        admits=code.admits,
        valid_from_min=code.valid_from_min,
        valid_until_min=code.valid_until_min,
    )


def _stopped(presented: Presented, known: Known, ticket: TicketRow) -> Verdict | None:
    generation = presented.code.generation if presented.code else ticket.generation
    for stopped in known.ranges:
        if stopped.reason is StopReason.LEASE_LOST:
            continue
        return Refuse(Reason.RETURNED if stopped.reason is StopReason.RETURNED else Reason.REVOKED)
    stop = known.stop
    if stop is not None and stop.reason is not StopReason.NONE:
        return Refuse(_STOP_REASONS[stop.reason])
    if generation < max(ticket.generation, stop.generation_min if stop else 1):
        return Refuse(Reason.SUPERSEDED)
    if known.ranges and known.ticket is None:
        return Ask(Reason.LEASE_LOST)
    return None


_STOP_REASONS: Mapping[StopReason, Reason] = {
    StopReason.REVOKED: Reason.REVOKED,
    StopReason.RETURNED: Reason.RETURNED,
    StopReason.REFUNDED: Reason.REFUNDED,
    StopReason.VOIDED: Reason.CANCELLED,
    StopReason.EXCHANGED: Reason.CANCELLED,
    StopReason.BLOCKED: Reason.BLOCKED,
    StopReason.LEASE_LOST: Reason.REVOKED,
}


def _event_and_order(event: Event, ticket: TicketRow, post: Post, said: Consent) -> Verdict | None:
    if event.status is EventStatus.CANCELLED:
        return Refuse(Reason.EVENT_CANCELLED)
    match ticket.terms:
        case Terms.PAID | Terms.PENDING_VALID:
            return None
        case Terms.APPROVAL:
            return Refuse(Reason.UNAPPROVED)
        case Terms.EXPIRED:
            return Refuse(Reason.CANCELLED)
        case Terms.PENDING:
            if not post.checkin_list.admits_pending:
                return Refuse(Reason.UNPAID)
            return None if said.ignore_unpaid else Ask(Reason.UNPAID_ASK)


def _type_and_session(ticket: TicketRow, known: Known, post: Post) -> Verdict | None:
    listed = post.checkin_list
    if ticket.type not in known.types:
        return Ask(Reason.UNKNOWN_TYPE)
    if listed.types and ticket.type not in listed.types:
        return Refuse(Reason.WRONG_TYPE)
    if listed.sessions and ticket.session and ticket.session not in listed.sessions:
        return Refuse(Reason.WRONG_DATE)
    if listed.gates and post.gate not in listed.gates:
        return Refuse(Reason.WRONG_GATE, gates=listed.gates)
    return None


def _time(ticket: TicketRow, event: Event, post: Post, now_ms: int) -> Verdict | None:
    """The event's times override signed times; the list's window always counts."""
    from_ms = max(
        event.valid_from_ms or ticket.valid_from_min * MINUTE_MS,
        post.checkin_list.from_ms,
    )
    untils = (
        event.valid_until_ms or ticket.valid_until_min * MINUTE_MS,
        post.checkin_list.until_ms,
    )
    until_ms = min((until for until in untils if until), default=0)
    if from_ms <= now_ms and (not until_ms or now_ms < until_ms):
        return None
    if not post.clock_trusted:
        return Ask(Reason.CLOCK_UNTRUSTED)
    if event.change_note:
        return Ask(Reason.EVENT_CHANGED, note=event.change_note)
    if now_ms < from_ms:
        return Refuse(Reason.TOO_EARLY, at_ms=from_ms)
    return Refuse(Reason.TOO_LATE, at_ms=until_ms)


def _rule(ticket: TicketRow, known: Known, post: Post, now_ms: int) -> Verdict | None:
    if post.checkin_list.rules is None:
        return None
    assert known.event is not None
    count = tally(
        known.uses,
        post.checkin_list.number,
        timezone=known.event.timezone,
        now_ms=now_ms,
    )
    since_ms = now_ms - count.last_entry.at_ms if count.last_entry else -MINUTE_MS
    variables = {
        "now_ms": now_ms,
        "type": ticket.type,
        "session": ticket.session,
        "gate": post.gate,
        "entries_number": count.entries,
        "entries_today": count.entries_today,
        "minutes_since_last_entry": since_ms // MINUTE_MS,
    }
    match judge_rule(post.checkin_list.rules, variables):
        case Outcome.HOLDS:
            return None
        case Outcome.FAILS:
            return Refuse(Reason.RULE_FAILED)
        case Outcome.UNSUPPORTED:
            return Ask(Reason.RULES_UNSUPPORTED)


def _usage(ticket: TicketRow, known: Known, post: Post, now_ms: int) -> Verdict | None:
    assert known.event is not None
    listed = post.checkin_list
    count = tally(known.uses, listed.number, timezone=known.event.timezone, now_ms=now_ms)
    if known.ticket is None and listed.unsynced_max and known.unsynced_of_lease >= listed.unsynced_max:
        return Ask(Reason.LEASE_LIMIT)
    if count.entries == 0:
        return None
    if ticket.sold_twice:
        return Refuse(Reason.SOLD_TWICE, use=count.first)
    if listed.entries_max and count.entries >= listed.entries_max:
        return Refuse(Reason.ENTRIES_USED_UP, use=count.last_entry)
    match listed.reentry:
        case ReEntry.NEVER:
            return Refuse(Reason.ALREADY_USED, use=count.first)
        case ReEntry.AFTER_EXIT:
            return Refuse(Reason.ALREADY_USED, use=count.last_entry) if count.inside else None
        case ReEntry.ONCE_PER_DAY:
            return Ask(Reason.ALREADY_TODAY) if count.entries_today else None
        case ReEntry.ALWAYS:
            return None


def _unanswered(post: Post, said: Consent) -> Verdict | None:
    if not post.asks_questions:
        return None
    missing = missing_questions(post.questions, said.answers)
    return Ask(Reason.QUESTIONS, questions=missing) if missing else None


def _attention(ticket: TicketRow, known: Known, post: Post) -> tuple[str, ...]:
    type_ = known.types.get(ticket.type)
    texts = (
        ticket.attention,
        type_.attention if type_ else "",
        post.checkin_list.attention,
    )
    return tuple(text for text in texts if text)
