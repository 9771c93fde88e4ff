"""Rules as data: one evaluator, the same answer everywhere, an unknown part never an admission."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.admission import Ask, Consent, Refuse, Verdict, decide
from kiosk.core.catalog import EventStatus, Question
from kiosk.core.reasons import TABLE, Class, Reason
from kiosk.core.rules import DEPTH_MAX, OPERATORS, PARTS_MAX, VARIABLES, Outcome, Unmet, judge_rule
from tests.kiosk.core import make

GOLDEN = json.loads(Path(__file__).with_name("rules_golden.json").read_text(encoding="utf-8"))
BERLIN = "Europe/Berlin"
VALUES: dict[str, Any] = {"type": 1, "entries_today": 2, "order_types": [1, 9], "answer.1": None, "terms": "paid"}
TYPE_1 = {"==": [{"var": "type"}, 1]}


@pytest.mark.parametrize("vector", GOLDEN, ids=[vector["says"] for vector in GOLDEN])
def test_every_rule_of_the_golden_file_is_judged_as_written_there(vector: dict[str, Any]) -> None:
    """B05, B08, B10"""
    answer = decide(make.presented(), make.known(), make.post({"rules": vector["rule"]}), now_ms=make.NOW)
    assert answer.reason == vector["seen"]


@pytest.mark.parametrize(
    "rule",
    [
        {"all": {"==": [1, 1]}},
        {"==": [1]},
        {"==": [1, True]},
        {"==": [None, 1]},
        {"in": [1, 1]},
        {"in": [[1], [1]]},
        {"contains": [1, [1]]},
        {"<": [[1], [2]]},
        {"==": [{"var": 5}, 1]},
        {"==": [{"var": "type", "or": 1}, 1]},
        {"==": [{"time": "2026-13-01T10:00"}, 1]},
        {"==": [{"time": 5}, 1]},
        {1: [1, 1]},
        {},
        [],
        7,
        {"all": [{"==": [1, 1]}] * (PARTS_MAX + 1)},
    ],
)
def test_what_cannot_be_read_is_unsupported_and_says_where(rule: object) -> None:
    judged = judge_rule(rule, VALUES)
    assert judged.outcome is Outcome.UNSUPPORTED
    assert judged.why.startswith("rule")


def test_a_rule_nested_deeper_than_any_person_writes_is_not_read() -> None:
    rule: object = {"==": [1, 1]}
    for _ in range(DEPTH_MAX):
        rule = {"not": rule}
    assert judge_rule(rule, {}).outcome is Outcome.UNSUPPORTED


def test_an_unknown_part_is_named_with_its_place() -> None:
    judged = judge_rule({"all": [TYPE_1, {"not": {"nearby": [1, 2]}}]}, VALUES)
    assert judged.why == "rule.all[1].not: there is no operator 'nearby'"


@pytest.mark.parametrize(
    ("rule", "unmet"),
    [
        ({"==": [{"var": "type"}, 2]}, (Unmet("type", "==", 1, 2),)),
        ({"all": [TYPE_1, {"<": [{"var": "entries_today"}, 2]}]}, (Unmet("entries_today", "<", 2, 2),)),
        ({"any": [{"==": [2, {"var": "type"}]}, {"==": ["due", {"var": "terms"}]}]},
         (Unmet("type", "==", 2, 1, is_turned=True), Unmet("terms", "==", "due", "paid", is_turned=True))),
        ({"not": TYPE_1}, (Unmet("type", "==", 1, 1, wanted=False),)),
        ({"not": {"any": [TYPE_1, {"contains": [{"var": "order_types"}, 4]}]}},
         (Unmet("type", "==", 1, 1, wanted=False),)),
    ],
)  # fmt: skip
def test_a_rule_that_fails_says_which_comparisons_did(rule: object, unmet: tuple[Unmet, ...]) -> None:
    judged = judge_rule(rule, VALUES)
    assert (judged.outcome, judged.unmet) == (Outcome.FAILS, unmet)


def test_what_failed_comes_with_the_refusal() -> None:
    answer = decide(make.presented(), make.known(), make.post({"rules": {"not": TYPE_1}}), now_ms=make.NOW)
    assert isinstance(answer, Refuse)
    assert answer.unmet == (Unmet("type", "==", 1, 1, wanted=False),)


@pytest.mark.parametrize(
    ("local", "utc_ms"),
    [
        ("2026-03-29T02:30", 1_774_747_800_000),  # skipped by summer time: read as 03:30 +02:00, 01:30 UTC
        ("2026-03-29T03:30", 1_774_747_800_000),
        ("2026-10-25T02:30", 1_792_888_200_000),  # comes twice: the first of the two, 00:30 UTC
    ],
)
def test_a_local_time_that_does_not_exist_or_comes_twice_is_one_documented_moment(local: str, utc_ms: int) -> None:
    """B07"""
    rule = {"==": [{"time": local}, utc_ms]}
    assert judge_rule(rule, {}, timezone=BERLIN).outcome is Outcome.HOLDS
    post = make.post({"rules": {">=": [{"var": "now_ms"}, {"time": local[11:]}]}})
    for late_ms, seen in ((-1, Reason.RULE_FAILED), (0, Reason.OK)):
        assert decide(make.presented(), make.known(), post, now_ms=utc_ms + late_ms).reason is seen


def test_a_rule_on_an_answer_waits_until_it_was_given() -> None:
    question = Question(4, "Are you over 18?", "yes_no", required=False)
    post = make.post({"rules": {"==": [{"var": "answer.4"}, "yes"]}}, questions=(question,))

    def seen(**said: Any) -> Verdict:
        return decide(make.presented(), make.known(), post, now_ms=make.NOW, consent=Consent(**said))

    assert seen() == Ask(Reason.QUESTIONS, make.serial().subject, 1, questions=(question,))
    assert seen(answers={4: "yes"}).reason is Reason.OK
    assert seen(answers={4: "no"}).reason is Reason.RULE_FAILED
    assert seen(answers={4: ""}).reason is Reason.RULE_FAILED


@pytest.mark.parametrize(("answer", "seen"), [("17", Reason.RULE_FAILED), ("18", Reason.OK), ("old", Reason.QUESTIONS)])
def test_the_answer_of_a_number_is_compared_as_one(answer: str, seen: Reason) -> None:
    post = make.post(
        {"rules": {">=": [{"var": "answer.4"}, 18]}}, questions=(Question(4, "Age?", "number", required=False),)
    )
    said = Consent(answers={4: answer})
    assert decide(make.presented(), make.known(), post, now_ms=make.NOW, consent=said).reason is seen


def test_a_device_that_asks_nothing_judges_by_the_empty_answer() -> None:
    """A33"""
    post = make.post(
        {"rules": {"==": [{"var": "answer.4"}, ""]}}, questions=(Question(4, "?", "text"),), asks_questions=False
    )
    assert decide(make.presented(), make.known(), post, now_ms=make.NOW).reason is Reason.OK


def test_a_suspect_clock_turns_a_rule_about_time_into_a_question() -> None:
    """B11"""
    late = make.post({"rules": {"<": [{"var": "time_of_day"}, 60]}}, clock_trusted=False)
    assert decide(make.presented(), make.known(), late, now_ms=make.NOW).reason is Reason.CLOCK_UNTRUSTED
    other = make.post({"rules": {"not": TYPE_1}}, clock_trusted=False)
    assert decide(make.presented(), make.known(), other, now_ms=make.NOW).reason is Reason.RULE_FAILED


def test_rules_come_after_validity_and_before_usage() -> None:
    """A40"""
    post = make.post({"rules": {"not": TYPE_1}})
    assert decide(make.presented(), make.known(uses=(make.use(),)), post, now_ms=make.NOW).reason is Reason.RULE_FAILED
    cancelled = make.known(event=make.event(status=EventStatus.CANCELLED))
    assert decide(make.presented(), cancelled, post, now_ms=make.NOW).reason is Reason.EVENT_CANCELLED


LITERALS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.lists(st.integers(), max_size=3)
)
OPERANDS = st.one_of(
    LITERALS,
    st.sampled_from([{"var": name} for name in (*VARIABLES, "answer.1", "moon", "")]),
    st.sampled_from([{"time": text} for text in ("19:30", "02:30", "2026-10-25T02:30", "9999-12-31T23:59", "x")]),
)
COMPARISONS = st.builds(
    lambda operator, operands: {operator: operands},
    st.sampled_from([*OPERATORS, "nearby"]),
    st.lists(OPERANDS, max_size=3),
)
RULES = st.recursive(
    st.one_of(COMPARISONS, LITERALS),
    lambda rule: st.one_of(
        st.builds(lambda word, parts: {word: parts}, st.sampled_from(["all", "any"]), st.lists(rule, max_size=4)),
        st.builds(lambda part: {"not": part}, rule),
    ),
    max_leaves=12,
)


def is_unknown(rule: Any) -> bool:
    """Say whether a rule names an operator or variable that nobody knows."""
    text = json.dumps(rule)
    return '"nearby"' in text or '{"var": "moon"}' in text


@given(RULES)
def test_any_rule_is_an_answer_and_an_unknown_part_never_an_admission(rule: Any) -> None:
    """B08"""
    post = make.post({"rules": rule}, questions=(Question(1, "?", "text"),))
    answer = decide(make.presented(), make.known(), post, now_ms=make.NOW, consent=Consent(answers={1: "x"}))
    assert TABLE[answer.reason].cls is not Class.ADMIT or not is_unknown(rule)
    assert answer.reason in (Reason.OK, Reason.RULE_FAILED, Reason.RULES_UNSUPPORTED)
    opposite = decide(
        make.presented(), make.known(), make.post({"rules": {"not": rule}}, questions=post.questions),
        now_ms=make.NOW, consent=Consent(answers={1: "x"}),
    )  # fmt: skip
    if rule is not None:
        told = {answer.reason, opposite.reason}
        assert told in ({Reason.OK, Reason.RULE_FAILED}, {Reason.RULES_UNSUPPORTED})
