"""What devices are told of a ticket, and in how few bytes."""

import msgspec

from kiosk.core.reducer import TicketStatus, reduce_ticket
from kiosk.core.ticket_code import is_signed_by, parse
from kiosk.core.tickets import StopReason, TicketRow
from server.tickets.rules import SigningKey, is_printable, shorten, sign_code, ticket_row, without_person
from tests.kiosk.core import make

SUBJECT = make.serial().subject


def test_a_unit_that_was_never_sold_is_nobodys_business() -> None:
    assert ticket_row(reduce_ticket(SUBJECT, [make.leased()]), "", 0, 0) is None


def test_a_sold_ticket_says_what_a_gate_needs() -> None:
    row = ticket_row(reduce_ticket(SUBJECT, [make.sold(), make.admitted()]), "GH", 5, 9)
    assert row is not None
    assert (row.number, row.type, row.label, row.valid_from_min, row.valid_until_min) == ("K7Q2MX9RPW", 1, "GH", 5, 9)
    assert [use.entry for use in row.uses] == [True]


def test_defaults_at_the_end_are_left_off_and_filled_in_by_the_reader() -> None:
    for row in (
        make.row(),
        make.row(label="GH"),
        make.row(person="p"),
        make.row(uses=(make.use(),)),
        make.row(sold_twice=True),
    ):
        encoded = msgspec.json.encode(shorten(row))
        assert msgspec.json.decode(encoded, type=TicketRow) == row
    assert shorten(make.row()) == ["K7Q2MX9RPW", 1, 0, "H4K9Z"]


def test_without_names_nothing_says_that_there_is_a_person() -> None:
    with_person = msgspec.json.encode(shorten(make.row(label="GH", person=make.number_id(1))))
    assert without_person(with_person) == msgspec.json.encode(shorten(make.row(label="GH")))
    plain = msgspec.json.encode(shorten(make.row()))
    assert without_person(plain) is plain


def test_only_a_living_ticket_that_nobody_stopped_is_printed() -> None:
    assert is_printable(TicketStatus.LIVE, StopReason.NONE)
    assert not is_printable(TicketStatus.LIVE, StopReason.BLOCKED)
    assert not is_printable(TicketStatus.REFUNDED, StopReason.NONE)


def test_a_code_is_signed_by_the_key_it_names() -> None:
    key = SigningKey(1, make.KEY)
    text = sign_code(key, SUBJECT, (1, 0), times=(5, 9), generation=2, admits=3, test=True)
    code = parse(text)
    assert is_signed_by(code, make.PUBLIC)
    assert (code.subject, code.generation, code.admits, code.test) == (SUBJECT, 2, 3, True)
