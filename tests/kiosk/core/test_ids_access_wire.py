"""Names and numbers, chat access, and the messages that must stay readable."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core import facts as f
from kiosk.core import ids, wire
from kiosk.core.access import (
    PROVISIONAL_MS,
    ChatPolicy,
    FullAccess,
    NoAccess,
    ProvisionalAccess,
    access,
)
from kiosk.core.errors import InputError, Rejected, StorageFull
from kiosk.core.permissions import Role, Scope
from kiosk.core.reducer import reduce_ticket
from tests.kiosk.core import make

SUBJECT = make.serial().subject
CLAIM = make.timed(5, "claimed", f.Claimed(account="ada", generation=1))


def test_uuid7_sorts_by_time_and_has_the_form_of_the_standard() -> None:
    """The example of RFC 9562, appendix A.6."""
    made = ids.uuid7(0x017F22E279B0, bytes.fromhex("0CC318C4DC0C0C07398F"))
    assert made == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"
    assert ids.is_uuid(made)
    assert not ids.is_uuid(made.upper())
    assert ids.uuid7(1, b"\xff" * 10) < ids.uuid7(2, bytes(10))


@given(st.binary(min_size=6, max_size=6))
def test_ticket_numbers_survive_how_people_type_them(raw: bytes) -> None:
    number = ids.ticket_number(raw)
    assert len(number) == ids.TICKET_NUMBER_CHARS
    assert ids.normalise_ticket_number(ids.format_ticket_number(number).lower()) == number
    assert ids.normalise_ticket_number(number.replace("1", "l").replace("0", "o")) == number


@given(st.binary(min_size=6, max_size=6), st.integers(0, 9), st.sampled_from(ids.CROCKFORD))
def test_a_single_typing_mistake_is_noticed(raw: bytes, place: int, letter: str) -> None:
    number = ids.ticket_number(raw)
    mistyped = number[:place] + letter + number[place + 1 :]
    if mistyped != number:
        with pytest.raises(InputError, match="mistake"):
            ids.normalise_ticket_number(mistyped)


@pytest.mark.parametrize("typed", ["", "ABC", "!!!!!!!!!!", "K7Q2MX9RPWW"])
def test_what_cannot_be_a_ticket_number_is_refused(typed: str) -> None:
    with pytest.raises(InputError, match="10 letters"):
        ids.normalise_ticket_number(typed)


def test_subjects_name_what_a_fact_is_about() -> None:
    assert ids.parse_serial(SUBJECT) == make.serial()
    assert ids.lease_subject_of(SUBJECT) == ids.lease_subject(make.EVENT, make.LEASE)
    foreign = ids.foreign_subject("ABC-123")
    assert ids.lease_subject_of(foreign) is None
    assert ids.is_ticket_subject(foreign)
    assert ids.is_ticket_subject(SUBJECT)
    assert not ids.is_ticket_subject(ids.order_subject("x"))
    assert not ids.is_ticket_subject(ids.shift_subject("x"))
    assert not ids.is_ticket_subject(ids.incident_subject("x"))
    for wrong in ("", "zz" * 10, foreign):
        with pytest.raises(InputError):
            ids.parse_serial(wrong)


@given(st.lists(st.integers(0, 40)))
def test_ranges_hold_exactly_their_indexes(indexes: list[int]) -> None:
    ranges = ids.split_ranges(indexes)
    assert [n for first, last in ranges for n in range(first, last + 1)] == sorted(set(indexes))


def test_a_live_ticket_gives_its_claimant_full_access() -> None:
    """K01"""
    ticket = reduce_ticket(SUBJECT, [make.leased(), make.sold(), CLAIM])
    assert access(ticket, ChatPolicy.HOLDERS, (), claimed_ms=0, now_ms=1) == FullAccess("ada")
    assert access(ticket, ChatPolicy.HOLDERS, {"ada"}, claimed_ms=0, now_ms=1) == NoAccess()
    assert access(ticket, ChatPolicy.NOBODY, (), claimed_ms=0, now_ms=1) == NoAccess()
    unclaimed = reduce_ticket(SUBJECT, [make.sold()])
    assert access(unclaimed, ChatPolicy.HOLDERS, (), claimed_ms=0, now_ms=1) == NoAccess()


def test_a_claim_before_its_sale_arrived_is_provisional_for_a_day() -> None:
    """K02"""
    ticket = reduce_ticket(SUBJECT, [make.leased(), CLAIM])
    assert access(ticket, ChatPolicy.HOLDERS, (), claimed_ms=5, now_ms=6) == ProvisionalAccess(
        "ada", 5 + PROVISIONAL_MS
    )
    assert access(ticket, ChatPolicy.HOLDERS, (), claimed_ms=5, now_ms=5 + PROVISIONAL_MS) == NoAccess()


def test_a_refund_ends_chat_access_and_check_in_may_be_required() -> None:
    """K04, K07"""
    refunded = reduce_ticket(SUBJECT, [make.leased(), make.sold(), CLAIM, make.refunded(7)])
    assert access(refunded, ChatPolicy.HOLDERS, (), claimed_ms=0, now_ms=1) == NoAccess()
    sold = [make.leased(), make.sold(), CLAIM]
    assert (
        access(
            reduce_ticket(SUBJECT, sold),
            ChatPolicy.CHECKED_IN,
            (),
            claimed_ms=0,
            now_ms=1,
        )
        == NoAccess()
    )
    inside = reduce_ticket(SUBJECT, [*sold, make.admitted(8)])
    assert access(inside, ChatPolicy.CHECKED_IN, (), claimed_ms=0, now_ms=1) == FullAccess("ada")


def test_a_pairing_code_survives_and_damage_is_noticed() -> None:
    pairing = wire.Pairing("https://box.example:8420", "K7Q2MX9RPW", b"t" * 32, b"s" * 32)
    text = wire.format_pairing(pairing)
    assert re.fullmatch(r"FOYER1:[A-Za-z0-9_-]+", text)
    assert wire.parse_pairing(f"  {text}\n") == pairing
    for wrong in ("", "hello", "FOYER1:", "FOYER1:äää", text[:-9]):
        with pytest.raises(InputError, match="pairing code"):
            wire.parse_pairing(wrong)


def test_messages_ignore_what_they_do_not_know_and_name_what_is_wrong() -> None:
    """E17"""
    raw = wire.encode(wire.FactAnswer("id", "transmogrified")).replace(b"{", b'{"new":1,', 1)
    assert wire.decode(raw, wire.FactAnswer).outcome == "transmogrified"
    with pytest.raises(InputError, match="PullPage"):
        wire.decode(b"<html>Sign in to the hotel</html>", wire.PullPage)


def test_statements_that_are_signed_are_pinned() -> None:
    answer = wire.EnrolAnswer("d", "Gate A", "Quay", Role.GATE, (Role.GATE,), (), 1, b"k", b"signature")
    assert wire.enrolled_statement(answer) == wire.enrolled_statement(
        wire.decode(wire.encode(answer), wire.EnrolAnswer)
    )
    assert wire.enrol_statement("t", b"s", b"d").startswith(b"foyer-enrol-1\0")
    assert wire.session_statement("d", b"n") == b"foyer-session-1\x00\x92\xa1d\xc4\x01n"
    assert wire.scope_key(7, Scope.SAFETY) == "7/safety"


def test_errors_carry_a_stable_word_and_plain_details() -> None:
    error = Rejected("no", reason="sold_out", left=0)
    assert (error.code, error.reason, dict(error.details)) == (
        "rejected",
        "sold_out",
        {"left": 0},
    )
    assert StorageFull("disk").code == "storage_full"
