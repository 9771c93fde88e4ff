"""May this ticket pass this gate now?

Kiosk and server both call `decide`, so a door without network gives the answer that the server would
give from the same facts. Pure: no clock, no storage, no wording. The order of the questions is DESIGN 5:
validity comes before usage, and nobody is asked questions for a used ticket. Recording the scan is
`kiosk.scanner.door`'s work; two doors that could not see each other are `reducer`'s.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kiosk.core.addons import Addon, AddonChoice, choose_addon
from kiosk.core.catalog import Event, EventStatus, ReEntry
from kiosk.core.circumstances import circumstances_of
from kiosk.core.questions import missing_questions
from kiosk.core.reasons import Reason
from kiosk.core.rules import TIMED, Judgement, Outcome, judge_rule
from kiosk.core.ticket_code import TicketCode, is_signed_by
from kiosk.core.tickets import KeyStatus, StopReason, Terms, TicketRow, Use
from kiosk.core.usage import Limit, Room, count_inside, day_of, moves_of, room_for, tally
from kiosk.core.verdicts import Admit, Ask, Consent, Known, Method, Post, Presented, Refuse, Verdict

__all__ = ["Admit", "Ask", "Consent", "Known", "Method", "Post", "Presented", "Refuse", "Verdict", "decide"]

LIST_STALE_MS = 60 * 60_000
"""A list older than this cannot say that a number does not exist."""
MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class _Case:
    """The ticket that is judged: the one presented, or its add-on that the list wants."""

    subject: str
    ticket: TicketRow
    uses: tuple[Use, ...]


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
        return _leave(_leaving(presented.subject, ticket, known, post), post, said)
    obstacle = _stopped(presented, known, ticket) or _event_and_order(known.event, ticket, post, said)
    if obstacle is not None:
        return _about(obstacle, presented, ticket.generation)
    chosen = _choose(presented.subject, ticket, known, post, now_ms)
    if not isinstance(chosen, _Case):
        return _about(chosen, presented, ticket.generation)
    return _enter(presented, chosen, known, post, now_ms, said)


def _enter(presented: Presented, case: _Case, known: Known, post: Post, now_ms: int, said: Consent) -> Verdict:
    assert known.event is not None
    judgement = _judge_rule(presented, case, known, post, now_ms, said)
    people = _room(case, known, post, now_ms).people
    obstacle = (
        _event_and_order(known.event, case.ticket, post, said)
        or _type_and_session(case.ticket, known, post)
        or _time(case.ticket, known.event, post, now_ms)
        or _rule(judgement, post)
        or _usage(case, known, post, now_ms)
        or _how_many(people, said)
        or _unanswered(post, said, is_rule_open=judgement.outcome is Outcome.OPEN)
    )
    if obstacle is not None:
        return replace(_about(obstacle, presented, case.ticket.generation), subject=case.subject)
    reason = Reason.OK if known.ticket is not None else Reason.OK_UNSYNCED
    passing = said.people or people
    return Admit(reason, case.subject, case.ticket.generation, passing, _attention(case.ticket, known, post))


def _leaving(subject: str, ticket: TicketRow, known: Known, post: Post) -> _Case:
    """Return what leaves: at a list that passes tickets by an add-on, the one that is inside."""
    case = _Case(subject, ticket, known.uses)
    listed = post.checkin_list
    if not listed.addon_matching or ticket.type in listed.types:
        return case
    mine = [_Case(a.subject, a.ticket, a.uses) for a in known.addons if a.ticket.type in listed.types]
    inside = [one for one in mine if _count_inside(one, post)]
    return next(iter(inside or mine), case)


def _leave(case: _Case, post: Post, said: Consent) -> Verdict:
    """Whoever is inside may leave, whatever the ticket says; of a group staff say how many."""
    people = _count_inside(case, post) or case.ticket.admits
    asked = _how_many(people, said)
    if asked is not None:
        return replace(asked, subject=case.subject, generation=case.ticket.generation)
    return Admit(Reason.EXIT, case.subject, case.ticket.generation, said.people or people)


def _count_inside(case: _Case, post: Post) -> int:
    return count_inside(moves_of(case.uses, post.checkin_list.number, "UTC"), case.ticket.admits) if case.uses else 0


def _choose(subject: str, ticket: TicketRow, known: Known, post: Post, now_ms: int) -> _Case | Verdict:
    """Return which ticket the list judges: this one, or the one add-on of it that the list wants."""
    case = _Case(subject, ticket, known.uses)
    listed = post.checkin_list
    if not listed.addon_matching or not listed.types or ticket.type in listed.types:
        return case
    if known.ticket is None:
        return Ask(Reason.ADDONS_UNKNOWN)  # what is signed says nothing about extras

    def has_room(addon: Addon) -> bool:
        return _room(_Case(addon.subject, addon.ticket, addon.uses), known, post, now_ms).people > 0

    def is_open(addon: Addon) -> bool:
        assert known.event is not None
        return (
            _event_and_order(known.event, addon.ticket, post, Consent()) is None
            and _type_and_session(addon.ticket, known, post) is None
            and _time(addon.ticket, known.event, post, now_ms) is None
        )

    chosen = choose_addon(known.addons, listed.types, is_open=is_open, has_room=has_room)
    match chosen:
        case Addon():
            return _Case(chosen.subject, chosen.ticket, chosen.uses)
        case AddonChoice.NONE:
            return Refuse(Reason.WRONG_TYPE)
        case AddonChoice.SEVERAL:
            return Refuse(Reason.ADDON_AMBIGUOUS)


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
    if key.status is KeyStatus.REVOKED and not _is_known_as_sold(code, known.ticket):
        return Refuse(Reason.KEY_REVOKED)
    return None


def _is_known_as_sold(code: TicketCode, row: TicketRow | None) -> bool:
    """Say whether the code adds nothing to what is known: whoever has a stolen key signs any later generation."""
    return row is not None and code.generation <= row.generation


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
    if row is not None and _is_known_as_sold(code, row):
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


def _judge_rule(presented: Presented, case: _Case, known: Known, post: Post, now_ms: int, said: Consent) -> Judgement:
    rule = post.checkin_list.rules
    if rule is None:
        return Judgement(Outcome.HOLDS)
    assert known.event is not None
    zone = known.event.timezone
    listed = post.checkin_list
    values = circumstances_of(
        known.event,
        case.ticket,
        tally(case.uses, listed.number, timezone=zone, now_ms=now_ms),
        now_ms=now_ms,
        session=known.sessions.get(case.ticket.session),
        gate=post.gate,
        checkin_list=listed.number,
        method=presented.method.value,
        inside=_count_inside(case, post),
        order_types=known.order_types,
        answers=said.answers,
        questions=post.questions,
        asks=post.asks_questions,
    )
    return judge_rule(rule, values, timezone=zone, now_ms=now_ms)


def _rule(judgement: Judgement, post: Post) -> Verdict | None:
    match judgement.outcome:
        case Outcome.HOLDS | Outcome.OPEN:
            return None
        case Outcome.FAILS:
            if not post.clock_trusted and any(unmet.variable in TIMED for unmet in judgement.unmet):
                return Ask(Reason.CLOCK_UNTRUSTED)
            return Refuse(Reason.RULE_FAILED, unmet=judgement.unmet)
        case Outcome.UNSUPPORTED:
            return Ask(Reason.RULES_UNSUPPORTED)


def _room(case: _Case, known: Known, post: Post, now_ms: int) -> Room:
    """Return how many people of the ticket may still enter."""
    if not case.uses:
        return Room(case.ticket.admits, Limit.USED)
    assert known.event is not None
    listed, zone = post.checkin_list, known.event.timezone
    moves = moves_of(case.uses, listed.number, zone)
    today = day_of(now_ms, zone).isoformat()
    return room_for(moves, admits=case.ticket.admits, reentry=listed.reentry, entries_max=listed.entries_max, day=today)


def _usage(case: _Case, known: Known, post: Post, now_ms: int) -> Verdict | None:
    listed = post.checkin_list
    if known.ticket is None and listed.unsynced_max and known.unsynced_of_lease >= listed.unsynced_max:
        return Ask(Reason.LEASE_LIMIT)
    if not case.uses:
        return None
    assert known.event is not None
    count = tally(case.uses, listed.number, timezone=known.event.timezone, now_ms=now_ms)
    if count.entries == 0:
        return None
    if case.ticket.sold_twice:
        return Refuse(Reason.SOLD_TWICE, use=count.first)
    room = _room(case, known, post, now_ms)
    if room.people > 0:
        return None
    match room.limit:
        case Limit.ENTRIES:
            return Refuse(Reason.ENTRIES_USED_UP, use=count.last_entry)
        case Limit.TODAY:
            return Ask(Reason.ALREADY_TODAY)
        case Limit.USED:
            is_first = listed.reentry is ReEntry.NEVER
            return Refuse(Reason.ALREADY_USED, use=count.first if is_first else count.last_entry)


def _how_many(people: int, said: Consent) -> Ask | None:
    """Ask how many of a group pass now, until the answer is one that fits."""
    if people <= 1 or 1 <= said.people <= people:
        return None
    return Ask(Reason.HOW_MANY, people_max=people)


def _unanswered(post: Post, said: Consent, *, is_rule_open: bool) -> Verdict | None:
    """Ask what is missing. A rule that waits for an answer asks for optional ones too."""
    if not post.asks_questions:
        return None
    missing = missing_questions(post.questions, said.answers)
    if is_rule_open and not missing:
        missing = tuple(question for question in post.questions if question.number not in said.answers)
    return Ask(Reason.QUESTIONS, questions=missing) if missing else None


def _attention(ticket: TicketRow, known: Known, post: Post) -> tuple[str, ...]:
    type_ = known.types.get(ticket.type)
    texts = (
        ticket.attention,
        type_.attention if type_ else "",
        post.checkin_list.attention,
    )
    return tuple(text for text in texts if text)
