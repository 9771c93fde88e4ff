"""The door: load → decide → record, durable before anybody is told."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa

from kiosk.core import facts as f
from kiosk.core.admission import Admit, Ask, Consent, Refuse
from kiosk.core.catalog import CheckInList, Question
from kiosk.core.errors import Rejected, StorageFull
from kiosk.core.ids import foreign_subject, format_ticket_number, ticket_number
from kiosk.core.reasons import Reason
from kiosk.core.ticket_code import TicketCode, sign
from kiosk.core.tickets import PersonRow, Stop, StopReason, Terms, TicketRow, Use
from kiosk.scanner import door as door_module
from kiosk.scanner.door import Authority
from kiosk.store import admissions, schema
from tests.kiosk.core import make
from tests.kiosk.device import Device, catalogue, open_device, ticket

SUBJECT = make.serial().subject
SUPERVISOR = Authority(make.number_id(7), 3, "Known to the band", is_supervisor=True)


def text(**changes: object) -> str:
    values = {"key_id": 1, "event": make.EVENT, "lease": make.LEASE, "index": 0, "type": 1, "session": 0}
    return sign(TicketCode(**values | changes), make.KEY)  # type: ignore[arg-type]


def test_an_admission_is_one_fact_that_names_the_ticket(device: Device) -> None:
    """A01"""
    seen = device.door().scan(text())
    assert seen.verdict == Admit(Reason.OK, SUBJECT, 1, 1)
    (fact,) = device.pending()
    assert (fact.id, fact.kind, fact.subjects, fact.event) == (seen.fact, "admitted", (SUBJECT,), make.EVENT)
    assert f.is_intact(fact, make.DEVICE_PUBLIC)
    body = f.decode_body(fact)
    assert isinstance(body, f.Admitted)
    assert (body.list, body.gate, body.day) == (1, 1, "2026-09-21")


def test_the_last_scans_name_a_ticket_without_a_name_as_its_paper_does(device: Device) -> None:
    device.fill(ticket(number="K7Q2MX9RPW"))
    device.door().scan(text())
    with device.store.read() as connection:
        (line,) = admissions.list_lines(connection, 5)
    assert line.words == format_ticket_number("K7Q2MX9RPW")
    assert "-" in line.words


def test_a_second_presentation_is_refused_with_the_first_passage(device: Device) -> None:
    """A02"""
    door = device.door()
    first = door.scan(text())
    device.clock.pass_ms(60_000)
    again = door.scan(text())
    assert isinstance(again.verdict, Refuse)
    assert again.verdict.reason is Reason.ALREADY_USED
    assert again.verdict.use == Use(1, make.NOW, True, 1, first.fact)
    assert device.kinds() == ["admitted", "denied"]


def test_a_use_that_the_server_reported_counts_without_an_own_fact(device: Device) -> None:
    """A03"""
    device.fill(ticket(uses=(make.use(gate=2),)))
    seen = device.door().scan(text())
    assert seen.verdict.reason is Reason.ALREADY_USED
    assert device.kinds() == ["denied"]


def test_a_pull_never_touches_what_this_device_did(device: Device) -> None:
    """E11"""
    door = device.door()
    door.scan(text())
    device.fill(ticket(uses=()))
    assert door.scan(text()).verdict.reason is Reason.ALREADY_USED
    device.fill(("ticket", SUBJECT, None))
    assert door.scan(text()).verdict.reason is Reason.ALREADY_USED


def test_a_door_whose_list_is_missing_asks_a_person_and_stops_for_nothing(device: Device) -> None:
    device.fill(("list", "1", None))
    door = device.door()
    seen = door.scan(text())
    assert seen.verdict == Ask(Reason.LIST_STALE, SUBJECT, 1)
    assert isinstance(door.override(seen, SUPERVISOR).verdict, Admit)
    assert door.scan(text()).verdict.reason is Reason.ALREADY_USED


def test_the_same_passage_told_by_the_server_counts_once(device: Device) -> None:
    door = device.door()
    seen = door.scan(text())
    device.fill(ticket(uses=(Use(1, make.NOW - 5, True, 1, seen.fact),)))
    with device.store.read() as connection:
        assert len(admissions.load_ticket(connection, SUBJECT).uses) == 1


@pytest.mark.parametrize("garbage", ["", "hello", "T1" + "A" * 144, "x" * 5_000, "\x00\x01", "https://example.org"])
def test_text_that_is_no_ticket_is_recorded_without_its_text(device: Device, garbage: str) -> None:
    """A04"""
    seen = device.door().scan(garbage)
    assert isinstance(seen.verdict, Refuse)
    (fact,) = device.pending()
    body = f.decode_body(fact)
    assert isinstance(body, f.Denied)
    assert fact.subjects == ()
    assert (body.text_chars, body.text_start) == (len(garbage), garbage[:4])
    assert len(body.text_hmac) == 64
    assert len(garbage) <= 4 or garbage.encode() not in msgspec.msgpack.encode(fact)


@pytest.mark.parametrize(
    ("reason", "seen"),
    [
        (StopReason.VOIDED, Reason.CANCELLED),
        (StopReason.REFUNDED, Reason.REFUNDED),
        (StopReason.BLOCKED, Reason.BLOCKED),
        (StopReason.REVOKED, Reason.REVOKED),
    ],
)
def test_a_stop_that_was_pulled_refuses_and_its_removal_admits(
    device: Device, reason: StopReason, seen: Reason
) -> None:
    """A05, A12, C03"""
    device.fill(("stop", SUBJECT, Stop(reason)))
    door = device.door()
    assert door.scan(text()).verdict.reason is seen
    device.fill(("stop", SUBJECT, None))
    assert door.scan(text()).verdict.reason is Reason.OK


def test_an_unpaid_ticket_asks_and_the_answer_travels_in_the_fact(device: Device) -> None:
    """A08, A09"""
    device.fill(ticket(terms=Terms.PENDING))
    door = device.door()
    assert door.scan(text()).verdict.reason is Reason.UNPAID
    device.fill(("list", "1", CheckInList(1, "Main", admits_pending=True)))
    asked = door.scan(text())
    assert isinstance(asked.verdict, Ask)
    assert door.consent(asked, Consent(ignore_unpaid=True)).verdict.reason is Reason.OK
    body = f.decode_body(device.pending()[-1])
    assert isinstance(body, f.Admitted)
    assert body.ignore_unpaid


@pytest.mark.parametrize(
    ("terms", "seen"),
    [(Terms.EXPIRED, Reason.CANCELLED), (Terms.PENDING_VALID, Reason.OK), (Terms.APPROVAL, Reason.UNAPPROVED)],
)
def test_other_terms_are_answered_at_once(device: Device, terms: Terms, seen: Reason) -> None:
    """A07, A10, A11"""
    device.fill(ticket(terms=terms))
    assert device.door().scan(text()).verdict.reason is seen


def test_a_list_takes_only_its_types_and_dates(device: Device) -> None:
    """A13, A14, A15"""
    door = device.door()
    device.fill(("list", "1", CheckInList(1, "Main", types=(2,))))
    assert door.scan(text()).verdict.reason is Reason.WRONG_TYPE
    device.fill(("list", "1", CheckInList(1, "Main", sessions=(2,))), ticket(session=1))
    assert door.scan(text(session=1)).verdict.reason is Reason.WRONG_DATE
    device.fill(("list", "1", CheckInList(1, "Main")))
    assert door.scan(text(session=1)).verdict.reason is Reason.OK


def test_a_ticket_of_another_event_is_refused_as_such(device: Device) -> None:
    """A16"""
    seen = device.door().scan(text(event=99))
    assert (seen.verdict.reason, seen.event) == (Reason.WRONG_EVENT, make.EVENT)
    assert device.pending()[0].subjects == ()


def test_lists_of_one_event_are_independent(device: Device) -> None:
    """A19"""
    device.fill(("list", "2", CheckInList(2, "Backstage")))
    assert device.door().scan(text()).verdict.reason is Reason.OK
    assert device.door(posts={make.EVENT: (2, 1)}).scan(text()).verdict.reason is Reason.OK


def test_an_exit_without_an_entry_is_recorded_and_the_next_entry_passes(device: Device) -> None:
    """A21, A25"""
    assert device.door(entry=False).scan(text()).verdict.reason is Reason.EXIT
    assert device.door().scan(text()).verdict.reason is Reason.OK
    assert device.kinds() == ["exited", "admitted"]


def test_a_reentry_after_an_exit_is_refused_where_the_list_forbids_it(device: Device) -> None:
    """A23"""
    device.door().scan(text())
    device.door(entry=False).scan(text())
    assert device.door().scan(text()).verdict.reason is Reason.ALREADY_USED
    assert device.kinds() == ["admitted", "exited", "denied"]


@pytest.mark.parametrize("change", [str.lower, lambda t: "]Q1" + t + "\r\n", lambda t: "\\000026" + t])
def test_what_a_scanner_adds_changes_no_verdict(device: Device, change: Callable[[str], str]) -> None:
    """A34"""
    assert device.door().scan(change(text())).verdict.reason is Reason.OK


def test_a_typed_number_is_looked_up(device: Device) -> None:
    """A37"""
    number = ticket_number(b"number")
    device.fill(ticket(number=number))
    device.synced(make.NOW)
    door = device.door()
    assert door.scan(number).verdict.reason is Reason.NOT_A_TICKET  # a camera reads codes, not numbers
    assert door.scan(ticket_number(b"others"), typed=True).verdict.reason is Reason.NUMBER_UNKNOWN
    assert door.scan(format_ticket_number(number).lower(), typed=True).verdict.reason is Reason.OK


def test_an_unknown_number_asks_once_the_list_is_old(device: Device) -> None:
    device.synced(make.NOW - 61 * 60_000)
    assert device.door().scan(ticket_number(b"others"), typed=True).verdict.reason is Reason.LIST_STALE


def test_a_ticket_found_by_name_is_admitted_with_the_operator(device: Device) -> None:
    """A37"""
    device.fill(("person", "p1", PersonRow("Zoë Okafor-Müller")), ticket(person="p1"))
    with device.store.read() as connection:
        (hit,) = admissions.search(connection, make.EVENT, "zoe mull")
    seen = device.door(operator=make.number_id(5)).admit_found(hit.subject)
    assert (seen.verdict.reason, seen.name) == (Reason.OK, "Zoë Okafor-Müller")
    fact = device.pending()[-1]
    body = f.decode_body(fact)
    assert isinstance(body, f.Admitted)
    assert (body.method, fact.operator) == ("search", make.number_id(5))


def test_what_staff_should_notice_comes_along(device: Device) -> None:
    """A39"""
    device.fill(ticket(attention="VIP"))
    verdict = device.door().scan(text()).verdict
    assert isinstance(verdict, Admit)
    assert verdict.attention == ("VIP",)


def test_a_used_and_refunded_ticket_is_refused_as_refunded(device: Device) -> None:
    """A40"""
    device.fill(ticket(uses=(make.use(),)), ("stop", SUBJECT, Stop(StopReason.REFUNDED)))
    assert device.door().scan(text()).verdict.reason is Reason.REFUNDED
    assert device.kinds() == ["denied"]


def test_a_ticket_sold_a_minute_ago_at_a_kiosk_never_heard_of_is_admitted(device: Device) -> None:
    """C01"""
    seen = device.door().scan(text(index=7))
    assert seen.verdict == Admit(Reason.OK_UNSYNCED, make.serial(7).subject, 1, 1)
    assert seen.ticket is not None
    assert seen.catalogue is not None
    assert seen.catalogue.types[seen.ticket.type].name == "Adult"


def test_a_forged_code_names_no_ticket_in_the_log(device: Device) -> None:
    """C02"""
    genuine = text()
    forged = genuine[:80] + ("A" if genuine[80] != "A" else "B") + genuine[81:]
    assert device.door().scan(forged).verdict.reason is Reason.FORGED
    assert device.pending()[0].subjects == ()


def test_an_unknown_type_or_key_asks_and_is_denied_when_nobody_answers(device: Device) -> None:
    """C05, C07"""
    door = device.door()
    assert door.scan(text(type=9, index=3)).verdict.reason is Reason.UNKNOWN_TYPE
    assert door.scan(text(key_id=9)).verdict.reason is Reason.KEY_UNKNOWN
    assert device.kinds() == ["denied"]
    door.dismiss()
    assert device.kinds() == ["denied", "denied"]


def test_a_code_not_yet_valid_is_too_early(device: Device) -> None:
    """C06"""
    later = text(index=4, valid_from_min=make.NOW // 60_000 + 5)
    assert device.door().scan(later).verdict.reason is Reason.TOO_EARLY


def test_a_test_ticket_never_passes_a_live_gate(device: Device) -> None:
    """C15"""
    assert device.door().scan(text(test=True)).verdict.reason is Reason.WRONG_MODE
    device.fill(*catalogue(test=True))
    assert device.door().scan(text(index=8)).verdict.reason is Reason.WRONG_MODE
    assert device.door().scan(text(index=8, test=True)).verdict.reason is Reason.OK_UNSYNCED


def test_a_ticket_sold_elsewhere_is_known_by_its_exact_text(device: Device) -> None:
    device.fill(("ticket", foreign_subject("ABC-123"), TicketRow("", 1, 0, "X1")))
    door = device.door()
    assert door.scan("ABC-123\r\n").verdict.reason is Reason.OK
    assert door.scan("abc-123").verdict.reason is Reason.NOT_A_TICKET


def test_an_override_names_who_and_why_and_rests_on_the_refusal(device: Device) -> None:
    """D14"""
    door = device.door()
    door.scan(text())
    refused = door.scan(text())
    let_in = door.override(refused, SUPERVISOR)
    assert let_in.verdict.reason is Reason.OVERRIDE
    fact = device.pending()[-1]
    body = f.decode_body(fact)
    assert isinstance(body, f.Admitted)
    assert (body.override, body.override_note, body.credential_version) == ("already_used", "Known to the band", 3)
    assert fact.operator == SUPERVISOR.operator
    assert refused.fact in fact.based_on


def test_nobody_overrides_what_is_no_ticket(device: Device) -> None:
    door = device.door()
    with pytest.raises(Rejected):
        door.override(door.scan("hello"), SUPERVISOR)


def test_required_answers_are_asked_for_and_given(device: Device) -> None:
    """A30"""
    device.fill(("question", "1", Question(1, "Shirt?", "text")), ("list", "1", CheckInList(1, "Main", questions=(1,))))
    door = device.door()
    asked = door.scan(text())
    assert isinstance(asked.verdict, Ask)
    assert [q.text for q in asked.verdict.questions] == ["Shirt?"]
    assert door.consent(asked, Consent(answers={1: "M"})).verdict.reason is Reason.OK
    assert device.kinds() == ["admitted"]


def test_a_door_that_asks_no_questions_admits_without_answers(device: Device) -> None:
    """A33"""
    device.fill(("question", "1", Question(1, "Shirt?", "text")), ("list", "1", CheckInList(1, "Main", questions=(1,))))
    assert device.door(asks_questions=False).scan(text()).verdict.reason is Reason.OK


def test_a_look_up_records_nothing(device: Device) -> None:
    assert device.door().look_up(text()).verdict.reason is Reason.OK
    assert device.door().scan(text()).verdict.reason is Reason.OK
    assert device.kinds() == ["admitted"]


def test_after_a_power_cut_the_ticket_is_still_used(tmp_path: Path) -> None:
    """F01"""
    first = open_device(tmp_path / "d")
    first.fill(*catalogue(), ticket())
    first.door().scan(text())
    copy = tmp_path / "after"
    copy.mkdir()
    for name in ("store.db", "store.db-wal", "store.id", "store.key"):  # as the disk was when the power went
        (copy / name).write_bytes((first.folder.path / name).read_bytes())
    second = open_device(copy)
    assert second.door().scan(text()).verdict.reason is Reason.ALREADY_USED
    assert second.kinds() == ["admitted", "denied"]
    first.close()
    second.close()


def test_what_cannot_be_recorded_is_never_green(device: Device) -> None:
    """F04"""
    with device.store.read() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    device.store.write(lambda c: c.exec_driver_sql(f"PRAGMA max_page_count = {pages}").scalar_one()).result()
    door = device.door()
    answers = [door.scan(text(index=n)).verdict for n in range(10, 200)]
    assert answers[-1] == Ask(Reason.CANNOT_RECORD)
    admitted = sum(isinstance(answer, Admit) for answer in answers)
    assert device.kinds().count("admitted") == admitted < 190


def test_a_failed_commit_leaves_neither_fact_nor_passage(device: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(connection: sa.Connection, *_: object) -> None:
        raise StorageFull("the disk of this device is full; nothing was written")

    monkeypatch.setattr(door_module.admissions, "record_line", fail)
    assert device.door().scan(text()).verdict == Ask(Reason.CANNOT_RECORD)
    assert device.kinds() == []
    assert device.count(schema.local_use) == 0


def test_half_a_character_is_no_ticket_and_no_error(device: Device) -> None:
    assert device.door().scan("\ud800" + text()).verdict.reason == "not_a_ticket"
    assert device.door().look_up("\udfff").verdict.reason == "not_a_ticket"
    assert device.kinds() == ["denied"]
