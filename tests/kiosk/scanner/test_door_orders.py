"""The door beyond one ticket and one person: groups, whole orders, extras, answers, rehearsals, looking up."""

from typing import Any

import pytest
import sqlalchemy as sa

from kiosk.core import facts as f
from kiosk.core.admission import Admit, Ask, Consent
from kiosk.core.catalog import CheckInList, Question, ReEntry
from kiosk.core.errors import Rejected
from kiosk.core.reasons import TABLE, Override, Reason
from kiosk.core.rules import Unmet
from kiosk.core.tickets import Stop, StopReason
from kiosk.scanner.door import Authority
from kiosk.scanner.undoing import UNDO_MS
from kiosk.store import admissions, sales, schema
from tests.kiosk.core import make
from tests.kiosk.device import Device, catalogue, ticket
from tests.kiosk.scanner.test_door import SUBJECT, SUPERVISOR, text

STEWARD = Authority(make.number_id(8), 1, "Known to the band")
ORDER = [ticket(index, number=f"T{index}") for index in range(4)]


def subject(index: int) -> str:
    return make.serial(index).subject


def bodies(device: Device) -> list[Any]:
    return [f.decode_body(fact) for fact in device.pending()]


def test_a_group_comes_in_in_parts_and_each_fact_says_how_many(device: Device) -> None:
    device.fill(ticket(admits=4))
    door = device.door()
    asked = door.scan(text(admits=4))
    assert isinstance(asked.verdict, Ask)
    assert (asked.verdict.reason, asked.verdict.people_max) == (Reason.HOW_MANY, 4)
    first = door.consent(asked, Consent(people=3))
    assert first.verdict == Admit(Reason.OK, SUBJECT, 1, 3)
    assert door.scan(text(admits=4)).verdict == Admit(Reason.OK, SUBJECT, 1, 1)
    assert door.scan(text(admits=4)).verdict.reason is Reason.ALREADY_USED
    assert [(body.people, body.admits) for body in bodies(device)[:2]] == [(3, 4), (1, 4)]
    assert device.kinds() == ["admitted", "admitted", "denied"]


def test_undoing_a_part_of_a_group_makes_room_for_it_again(device: Device) -> None:
    """A35"""
    door = device.door()
    first = door.consent(door.scan(text(index=9, admits=4)), Consent(people=3))
    door.undo(first.fact)
    asked = door.scan(text(index=9, admits=4))
    assert isinstance(asked.verdict, Ask)
    assert asked.verdict.people_max == 4


def test_what_was_said_before_still_counts_at_the_next_question(device: Device) -> None:
    device.fill(
        ("question", "1", Question(1, "Shirt?", "text")),
        ("list", "1", CheckInList(1, "Main", questions=(1,))),
        ticket(admits=2),
    )
    door = device.door()
    asked = door.consent(door.scan(text(admits=2)), Consent(people=2))
    assert asked.verdict.reason is Reason.QUESTIONS
    assert door.consent(asked, Consent(answers={1: "M"})).verdict == Admit(Reason.OK, SUBJECT, 1, 2)


def test_answers_travel_as_a_person_record_beside_the_fact(device: Device) -> None:
    """A30, A31"""
    device.fill(("question", "1", Question(1, "Age?", "number")), ("list", "1", CheckInList(1, "Main", questions=(1,))))
    door = device.door()
    asked = door.consent(door.scan(text()), Consent(answers={1: "many"}))
    assert (asked.verdict.reason, device.count(schema.person_record)) == (Reason.QUESTIONS, 0)
    door.consent(asked, Consent(answers={1: "17"}))
    (body,) = bodies(device)
    with device.store.read() as connection:
        (record,) = sales.list_unsent_persons(connection, 10)
    assert (record.id, record.fields) == (body.answers, {"answer.1": "17"})
    assert b"17" not in device.pending()[0].body


def test_all_tickets_of_an_order_come_in_as_one_fact_each(device: Device) -> None:
    device.fill(*ORDER)
    door = device.door()
    seen = door.scan(text(index=2))
    assert door.list_companions(seen) == (subject(0), subject(1), subject(3))
    answers = door.admit_order(make.EVENT, "H4K9Z")
    assert [answer.verdict.reason for answer in answers] == [
        Reason.OK, Reason.OK, Reason.ALREADY_USED, Reason.OK,
    ]  # fmt: skip
    assert device.kinds() == ["admitted"] * 4
    assert [body.method for body in bodies(device)] == ["code", "order", "order", "order"]
    assert door.list_companions(seen) == ()


def test_undoing_a_whole_order_undoes_each_or_none(device: Device) -> None:
    """A35, A36"""
    device.fill(*ORDER)
    door = device.door()
    answers = door.admit_order(make.EVENT, "H4K9Z")
    facts = [answer.fact for answer in answers]
    with pytest.raises(Rejected):
        door.undo(*facts, "no such fact")
    assert device.kinds() == ["admitted"] * 4 + ["denied"]
    assert len(device.pending()[-1].subjects) == 4
    door.undo(*facts)
    assert device.kinds() == ["admitted"] * 4 + ["denied"] + ["annulled"] * 4
    assert len(door.list_companions(answers[0])) == 3
    device.clock.pass_ms(UNDO_MS + 1)
    with pytest.raises(Rejected):
        door.undo(door.scan(text()).fact, facts[0])


def test_of_an_order_only_those_come_in_who_may(device: Device) -> None:
    device.fill(*ORDER, ("stop", subject(1), Stop(StopReason.REFUNDED)), ticket(3, admits=3))
    answers = device.door().admit_order(make.EVENT, "H4K9Z")
    assert [answer.verdict.reason for answer in answers] == [Reason.OK, Reason.REFUNDED, Reason.OK, Reason.OK]
    assert [fact.kind for fact in device.pending()] == ["admitted", "denied", "admitted", "admitted"]
    assert [body.people for body in bodies(device) if isinstance(body, f.Admitted)] == [1, 1, 3]


def test_a_whole_order_is_one_transaction(device: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    device.fill(*ORDER)
    record_line, calls = admissions.record_line, list[str]()

    def fail_at_the_third(connection: sa.Connection, *args: Any) -> None:
        calls.append("")
        if len(calls) == 3:
            raise Rejected("no more", reason="test")
        record_line(connection, *args)

    monkeypatch.setattr(admissions, "record_line", fail_at_the_third)
    with pytest.raises(Rejected):
        device.door().admit_order(make.EVENT, "H4K9Z")
    assert device.kinds() == []
    assert device.count(schema.local_use) == 0


def test_the_fact_names_the_extra_that_was_used_up(device: Device) -> None:
    """A26, A27, A28"""
    parking = CheckInList(1, "Car park", types=(9,), addon_matching=True)
    extra = [ticket(index, type=9, number=f"P{index}", addon_to=SUBJECT) for index in (5, 6)]
    device.fill(("type", "9", make.ticket_type(9)), ("list", "1", parking), extra[0])
    door = device.door()
    seen = door.scan(text())
    assert seen.verdict == Admit(Reason.OK, subject(5), 1, 1)
    assert seen.ticket is not None
    assert seen.ticket.number == "P5"
    assert device.pending()[0].subjects == (subject(5),)
    again = door.scan(text())
    assert (again.verdict.reason, again.verdict.subject) == (Reason.ALREADY_USED, subject(5))
    door.undo(seen.fact)
    device.fill(extra[1])
    assert door.scan(text()).verdict.reason is Reason.ADDON_AMBIGUOUS
    device.fill(("list", "1", CheckInList(1, "Car park", types=(9,))))
    assert door.scan(text()).verdict.reason is Reason.WRONG_TYPE


def test_a_rule_sees_the_valid_tickets_of_the_order(device: Device) -> None:
    rule = {"contains": [{"var": "order_types"}, 9]}
    device.fill(("list", "1", CheckInList(1, "Main", rules=rule)), ticket(5, type=9, number="P5"))
    door = device.door()
    assert door.look_up(text()).verdict.reason is Reason.OK
    device.fill(("stop", subject(5), Stop(StopReason.REFUNDED)))
    refused = door.scan(text()).verdict
    assert refused.reason is Reason.RULE_FAILED
    assert getattr(refused, "unmet", None) == (Unmet("order_types", "contains", (1,), 9),)


def test_a_rule_of_a_newer_server_survives_on_the_device_and_asks(device: Device) -> None:
    """B08"""
    rule = {"any": [{"==": [1, 1]}, {"nearby": [{"var": "beacon"}, 3]}]}
    device.fill(("list", "1", CheckInList(1, "Main", rules=rule)))
    seen = device.door().scan(text())
    assert seen.verdict.reason is Reason.RULES_UNSUPPORTED
    assert seen.catalogue is not None
    assert seen.catalogue.lists[1].rules == rule


def test_looking_up_shows_the_history_and_writes_nothing(device: Device) -> None:
    door = device.door()
    door.scan(text())
    seen = door.look_up(text())
    assert (seen.verdict.reason, len(seen.uses), seen.fact) == (Reason.ALREADY_USED, 1, "")
    assert door.look_up_found(SUBJECT).verdict.reason is Reason.ALREADY_USED
    assert device.kinds() == ["admitted"]


def test_a_rehearsal_is_recorded_as_one_counted_nowhere_and_can_be_cleared(device: Device) -> None:
    """C15"""
    device.fill(*catalogue(test=True))
    door = device.door()
    assert door.scan(text(test=True)).verdict.reason is Reason.OK
    assert door.scan(text(test=True)).verdict.reason is Reason.ALREADY_USED
    assert door.scan(text()).verdict.reason is Reason.WRONG_MODE
    assert all(body.rehearsal for body in bodies(device))
    with device.store.read() as connection:
        assert admissions.count_admitted(connection, make.EVENT, 1) == 0
        assert admissions.count_rehearsed(connection, make.EVENT, 1) == 1
    assert door.clear_rehearsal() == 1
    assert door.scan(text(test=True)).verdict.reason is Reason.OK


def test_a_rehearsal_uses_no_real_ticket_up(device: Device) -> None:
    """C15"""
    device.fill(*catalogue(test=True))
    device.door().scan(text(test=True))
    device.fill(*catalogue(test=False))
    door = device.door()
    assert door.scan(text(test=True)).verdict.reason is Reason.WRONG_MODE
    assert door.scan(text()).verdict.reason is Reason.OK
    assert door.clear_rehearsal() == 1
    assert door.scan(text()).verdict.reason is Reason.ALREADY_USED


@pytest.mark.parametrize("reason", list(StopReason)[:6])
def test_a_stopped_ticket_passes_only_on_a_supervisors_word(device: Device, reason: StopReason) -> None:
    """D14"""
    device.fill(("stop", SUBJECT, Stop(reason)))
    door = device.door()
    refused = door.scan(text())
    assert TABLE[refused.verdict.reason].override is Override.SUPERVISOR
    with pytest.raises(Rejected, match="supervisor"):
        door.override(refused, STEWARD)
    assert device.kinds() == ["denied"]
    door.override(refused, SUPERVISOR)
    assert device.pending()[-1].operator == SUPERVISOR.operator


def test_an_override_of_a_group_lets_in_those_who_are_not_in_yet(device: Device) -> None:
    """D14"""
    device.fill(ticket(admits=4), ("list", "1", CheckInList(1, "Main", from_ms=make.NOW + 5)))
    door = device.door()
    assert door.override(door.scan(text(admits=4)), SUPERVISOR).verdict == Admit(Reason.OVERRIDE, SUBJECT, 1, 4)
    device.fill(("list", "1", CheckInList(1, "Main")))
    assert door.override(door.scan(text(admits=4)), SUPERVISOR).verdict == Admit(Reason.OVERRIDE, SUBJECT, 1, 1)


def test_where_a_list_allows_it_a_ticket_enters_as_often_as_it_likes(device: Device) -> None:
    """A20"""
    device.fill(("list", "1", CheckInList(1, "Main", reentry=ReEntry.ALWAYS)))
    door = device.door()
    assert [door.scan(text()).verdict.reason for _ in range(2)] == [Reason.OK, Reason.OK]
    assert device.kinds() == ["admitted", "admitted"]
    assert len({fact.id for fact in device.pending()}) == 2


def test_a_badge_enters_once_a_day_of_the_venue(device: Device) -> None:
    """A38"""
    device.fill(("list", "1", CheckInList(1, "Main", reentry=ReEntry.ONCE_PER_DAY)))
    door = device.door()
    door.scan(text())
    device.clock.pass_ms(7 * make.HOUR)  # 23:13 at the venue
    assert door.scan(text()).verdict.reason is Reason.ALREADY_TODAY
    device.clock.pass_ms(make.HOUR)
    assert door.scan(text()).verdict.reason is Reason.OK
    assert [body.day for body in bodies(device) if isinstance(body, f.Admitted)] == ["2026-09-21", "2026-09-22"]
