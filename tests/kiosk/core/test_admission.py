"""The verdict, question by question, in the order of its precedence."""

from dataclasses import replace
from typing import Any

import pytest

from kiosk.core.admission import (
    Admit,
    Ask,
    Consent,
    Method,
    Presented,
    Refuse,
    Verdict,
    decide,
)
from kiosk.core.catalog import EventStatus, Question, ReEntry
from kiosk.core.reasons import TABLE, Class, Reason
from kiosk.core.tickets import KeyStatus, RingKey, Stop, StopReason, Terms
from tests.kiosk.core import make

CLASS = {Admit: Class.ADMIT, Ask: Class.ASK, Refuse: Class.REFUSE}


def verdict(
    presented: Presented | None = None,
    *,
    known: Any = None,
    post: Any = None,
    now_ms: int = make.NOW,
    **said: Any,
) -> Verdict:
    return decide(
        presented or make.presented(),
        known or make.known(),
        post or make.post(),
        now_ms=now_ms,
        consent=Consent(**said) if said else None,
    )


def test_a_paid_unused_ticket_is_admitted() -> None:
    """A01, A15"""
    assert verdict() == Admit(Reason.OK, make.serial().subject, 1, 1)


def test_a_second_entry_without_exit_shows_the_first() -> None:
    """A02, A03"""
    used = make.use()
    assert verdict(known=make.known(uses=(used,))) == Refuse(Reason.ALREADY_USED, make.serial().subject, 1, use=used)


def test_text_that_is_no_code_is_not_a_ticket() -> None:
    """A04"""
    assert verdict(Presented(Method.CODE, None)) == Refuse(Reason.NOT_A_TICKET)


@pytest.mark.parametrize(
    ("reason", "seen"),
    [
        (StopReason.VOIDED, Reason.CANCELLED),
        (StopReason.REFUNDED, Reason.REFUNDED),
        (StopReason.REVOKED, Reason.REVOKED),
        (StopReason.BLOCKED, Reason.BLOCKED),
        (StopReason.EXCHANGED, Reason.CANCELLED),
        (StopReason.RETURNED, Reason.RETURNED),
        (StopReason.LEASE_LOST, Reason.REVOKED),
    ],
)
def test_a_stopped_ticket_is_refused_with_its_own_reason(reason: StopReason, seen: Reason) -> None:
    """A05, A12, C03, D07"""
    answer = verdict(known=make.known(stop=Stop(reason)))
    assert isinstance(answer, Refuse)
    assert answer.reason is seen


def test_an_unblocked_ticket_is_admitted_again() -> None:
    """A12"""
    assert isinstance(verdict(known=make.known(stop=Stop(StopReason.NONE))), Admit)


@pytest.mark.parametrize(
    ("terms", "admits_pending", "ignore", "seen"),
    [
        (Terms.EXPIRED, True, True, Reason.CANCELLED),
        (Terms.PENDING, False, False, Reason.UNPAID),
        (Terms.PENDING, False, True, Reason.UNPAID),
        (Terms.PENDING, True, False, Reason.UNPAID_ASK),
        (Terms.PENDING, True, True, Reason.OK),
        (Terms.PENDING_VALID, False, False, Reason.OK),
        (Terms.APPROVAL, True, True, Reason.UNAPPROVED),
    ],
)
def test_an_order_that_is_not_paid_follows_its_terms(
    terms: Terms, admits_pending: bool, ignore: bool, seen: Reason
) -> None:
    """A07, A08, A09, A10, A11"""
    answer = verdict(
        known=make.known(ticket=make.row(terms=terms)),
        post=make.post({"admits_pending": admits_pending}),
        ignore_unpaid=ignore,
    )
    assert answer.reason is seen


@pytest.mark.parametrize(
    ("changes", "seen"),
    [
        ({"types": (2,)}, Reason.WRONG_TYPE),
        ({"sessions": (2,)}, Reason.WRONG_DATE),
        ({"gates": (2,)}, Reason.WRONG_GATE),
        ({"types": (1, 2), "sessions": (1,), "gates": (1,)}, Reason.OK),
    ],
)
def test_a_check_in_list_takes_only_its_types_dates_and_gates(changes: dict[str, object], seen: Reason) -> None:
    """A13, A14, A15"""
    answer = verdict(
        make.presented(session=1),
        known=make.known(ticket=make.row(session=1)),
        post=make.post(changes),
    )
    assert answer.reason is seen


def test_a_ticket_of_an_event_that_is_not_on_this_device_needs_no_signature_to_be_refused() -> None:
    """A16"""
    forged = replace(make.code(event=7), signature=bytes(64))
    assert verdict(Presented(Method.CODE, forged.subject, forged), known=make.known(event=None)) == Refuse(
        Reason.WRONG_EVENT, forged.subject, 1
    )


def test_lists_are_independent() -> None:
    """A19"""
    assert isinstance(verdict(known=make.known(uses=(make.use(list=2),))), Admit)


@pytest.mark.parametrize(
    ("policy", "exits", "hours_ago", "seen"),
    [
        (ReEntry.NEVER, True, 1, Reason.ALREADY_USED),
        (ReEntry.AFTER_EXIT, False, 1, Reason.ALREADY_USED),
        (ReEntry.AFTER_EXIT, True, 1, Reason.OK),
        (ReEntry.ALWAYS, False, 1, Reason.OK),
        (ReEntry.ONCE_PER_DAY, False, 1, Reason.ALREADY_TODAY),
        (ReEntry.ONCE_PER_DAY, False, 30, Reason.OK),
    ],
)
def test_reentry_follows_the_policy_of_the_list(policy: ReEntry, exits: bool, hours_ago: int, seen: Reason) -> None:
    """A20, A23, A38"""
    came = make.use(make.NOW - hours_ago * make.HOUR)
    went = make.use(make.NOW - make.HOUR // 2, entry=False)
    answer = verdict(
        known=make.known(uses=(came, went) if exits else (came,)),
        post=make.post({"reentry": policy}),
    )
    assert answer.reason is seen


def test_entries_are_limited_where_the_list_says_so() -> None:
    uses = (make.use(make.NOW - 9), make.use(make.NOW - 8))
    post = make.post({"reentry": ReEntry.ALWAYS, "entries_max": 2})
    assert verdict(known=make.known(uses=uses), post=post).reason is Reason.ENTRIES_USED_UP


@pytest.mark.parametrize(
    "known",
    [
        make.known(),
        make.known(ticket=make.row(valid_until_min=1)),
        make.known(ticket=make.row(valid_from_min=40_000_000)),
        make.known(stop=Stop(StopReason.REFUNDED)),
    ],
)
def test_whoever_is_inside_may_leave_whatever_the_ticket_says(known: object) -> None:
    """A21, A25"""
    answer = verdict(known=known, post=make.post(entry=False))
    assert answer.reason is Reason.EXIT


def test_a_ticket_found_by_name_is_judged_like_one_with_a_code() -> None:
    """A37"""
    found = Presented(Method.SEARCH, make.serial().subject)
    assert verdict(found) == Admit(Reason.OK, make.serial().subject, 1, 1)
    assert verdict(found, known=make.known(stop=Stop(StopReason.BLOCKED))).reason is Reason.BLOCKED


@pytest.mark.parametrize(
    ("age_ms", "seen"),
    [
        (0, Reason.NUMBER_UNKNOWN),
        (61 * 60_000, Reason.LIST_STALE),
        (None, Reason.LIST_STALE),
    ],
)
def test_a_number_that_is_not_on_the_list_is_refused_only_while_the_list_is_fresh(
    age_ms: int | None, seen: Reason
) -> None:
    answer = verdict(
        Presented(Method.NUMBER, None),
        known=make.known(ticket=None, list_age_ms=age_ms),
    )
    assert answer.reason is seen


def test_what_staff_should_notice_comes_with_the_admission() -> None:
    """A39"""
    known = make.known(
        ticket=make.row(attention="VIP"),
        types={1: make.ticket_type(attention="Check ID")},
    )
    answer = verdict(known=known, post=make.post({"attention": "Bag check"}))
    assert answer == Admit(Reason.OK, make.serial().subject, 1, 1, ("VIP", "Check ID", "Bag check"))


def test_validity_comes_before_usage() -> None:
    """A40"""
    known = make.known(stop=Stop(StopReason.REFUNDED), uses=(make.use(),))
    assert verdict(known=known).reason is Reason.REFUNDED


def test_nobody_is_asked_questions_for_a_used_ticket() -> None:
    post = make.post(questions=(Question(1, "Shirt size?", "text"),))
    assert verdict(known=make.known(uses=(make.use(),)), post=post).reason is Reason.ALREADY_USED


@pytest.mark.parametrize(
    ("kind", "answer", "seen"),
    [
        ("text", "", Reason.QUESTIONS),
        ("text", "M", Reason.OK),
        ("number", "many", Reason.QUESTIONS),
        ("number", "-1.5", Reason.OK),
        ("yes_no", "perhaps", Reason.QUESTIONS),
        ("date", "2026-02-30", Reason.QUESTIONS),
        ("date", "2026-02-28", Reason.OK),
        ("choice", "green", Reason.QUESTIONS),
        ("choice", "red", Reason.OK),
    ],
)
def test_a_required_question_is_asked_until_its_answer_fits(kind: str, answer: str, seen: Reason) -> None:
    """A30, A31"""
    post = make.post(questions=(Question(1, "?", kind, choices=("red",)),))
    assert verdict(post=post, answers={1: answer}).reason is seen


def test_an_optional_question_may_stay_empty_and_a_device_may_ask_none() -> None:
    """A32, A33"""
    optional = make.post(questions=(Question(1, "?", "text", required=False),))
    assert verdict(post=optional, answers={1: ""}).reason is Reason.OK
    silent = make.post(questions=(Question(1, "?", "text"),), asks_questions=False)
    assert verdict(post=silent).reason is Reason.OK


@pytest.mark.parametrize(
    ("from_s", "until_s", "seen"),
    [
        (1, 0, Reason.TOO_EARLY),
        (-1, 0, Reason.OK),
        (0, -1, Reason.TOO_LATE),
        (0, 1, Reason.OK),
    ],
)
def test_a_window_is_judged_to_the_second(from_s: int, until_s: int, seen: Reason) -> None:
    """B01, B02"""
    window = {
        "from_ms": make.NOW + from_s * 1000 if from_s else 0,
        "until_ms": make.NOW + until_s * 1000 if until_s else 0,
    }
    assert verdict(post=make.post(window)).reason is seen


def test_signed_times_count_and_the_events_own_times_override_them() -> None:
    """C06, H01"""
    late = make.presented(valid_from_min=make.NOW // 60_000 + 60)
    row = make.row(valid_from_min=make.NOW // 60_000 + 60)
    assert verdict(late, known=make.known(ticket=None)).reason is Reason.TOO_EARLY
    moved = make.event(valid_from_ms=make.NOW - 1)
    assert verdict(late, known=make.known(ticket=row, event=moved)).reason is Reason.OK


def test_a_suspect_clock_turns_a_refusal_by_time_into_a_question() -> None:
    """B11, B13"""
    post = make.post({"from_ms": make.NOW + 1}, clock_trusted=False)
    assert verdict(post=post) == Ask(Reason.CLOCK_UNTRUSTED, make.serial().subject, 1)


def test_the_old_date_of_a_moved_event_asks_a_person() -> None:
    """H01"""
    moved = make.event(valid_from_ms=make.NOW + make.HOUR, change_note="Moved to Sunday")
    assert verdict(known=make.known(event=moved)) == Ask(
        Reason.EVENT_CHANGED, make.serial().subject, 1, note="Moved to Sunday"
    )


def test_a_cancelled_event_admits_nobody() -> None:
    known = make.known(event=make.event(status=EventStatus.CANCELLED))
    assert verdict(known=known).reason is Reason.EVENT_CANCELLED


@pytest.mark.parametrize(
    ("rule", "seen"),
    [
        ({"<": [{"var": "entries_number"}, 1]}, Reason.OK),
        ({"==": [{"var": "minutes_since_last_entry"}, -1]}, Reason.OK),
        ({"in": [{"var": "type"}, [2, 3]]}, Reason.RULE_FAILED),
        ({"any": [{"==": [1, 1]}, {"nearby": [1, 2]}]}, Reason.RULES_UNSUPPORTED),
        ({"<": [{"var": "moon"}, 1]}, Reason.RULES_UNSUPPORTED),
        ({"<": ["a", 1]}, Reason.RULES_UNSUPPORTED),
        ({"not": {"==": [1, 1]}}, Reason.RULE_FAILED),
        ("nonsense", Reason.RULES_UNSUPPORTED),
    ],
)
def test_rules_are_data_and_an_unknown_one_is_never_an_admission(rule: object, seen: Reason) -> None:
    """B05, B08"""
    assert verdict(post=make.post({"rules": rule})).reason is seen


def test_a_genuine_ticket_that_this_device_has_never_heard_of_is_admitted() -> None:
    """C01, J04"""
    answer = verdict(known=make.known(ticket=None))
    assert answer == Admit(Reason.OK_UNSYNCED, make.serial().subject, 1, 1)


def test_a_changed_code_is_not_genuine() -> None:
    """C02"""
    real = make.code()
    altered = replace(real, type=2)
    assert verdict(Presented(Method.CODE, altered.subject, altered)).reason is Reason.FORGED


def test_a_type_that_this_device_does_not_know_asks_a_person() -> None:
    """C05"""
    answer = verdict(make.presented(type=9), known=make.known(ticket=None))
    assert answer == Ask(Reason.UNKNOWN_TYPE, make.serial().subject, 1)


def test_an_unknown_key_asks_and_admits_nobody() -> None:
    """C07"""
    assert verdict(known=make.known(keys={})) == Ask(Reason.KEY_UNKNOWN, make.serial().subject, 1)


def test_a_retired_key_goes_on_vouching() -> None:
    keys = {1: RingKey(1, make.PUBLIC, KeyStatus.RETIRED)}
    assert verdict(known=make.known(keys=keys, ticket=None)).reason is Reason.OK_UNSYNCED


def test_test_tickets_and_real_ones_never_mix() -> None:
    """C15"""
    assert verdict(make.presented(test=True)).reason is Reason.WRONG_MODE
    assert verdict(post=make.post(test=True)).reason is Reason.WRONG_MODE
    assert (
        verdict(Presented(Method.NUMBER, make.serial().subject), post=make.post(test=True)).reason is Reason.WRONG_MODE
    )


def test_more_unknown_tickets_of_a_lease_than_agreed_ask_a_person() -> None:
    known = make.known(ticket=None, unsynced_of_lease=10)
    assert verdict(known=known, post=make.post({"unsynced_max": 10})).reason is Reason.LEASE_LIMIT
    assert verdict(known=known, post=make.post({"unsynced_max": 11})).reason is Reason.OK_UNSYNCED


def test_the_second_copy_of_a_unit_sold_twice_is_sent_to_the_box_office() -> None:
    """F11"""
    twice = make.row(sold_twice=True)
    assert verdict(known=make.known(ticket=twice)).reason is Reason.OK
    assert verdict(known=make.known(ticket=twice, uses=(make.use(),))).reason is Reason.SOLD_TWICE


def test_every_reason_stands_in_the_one_table() -> None:
    assert set(TABLE) == set(Reason)
    assert all(row.seconds >= 0 and row.key for row in TABLE.values())


def test_a_number_of_an_event_that_is_not_here_is_refused() -> None:
    looked_up = Presented(Method.NUMBER, make.serial().subject)
    assert verdict(looked_up, known=make.known(event=None)).reason is Reason.WRONG_EVENT
