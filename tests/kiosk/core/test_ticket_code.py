"""The ticket code: golden bytes of version 1, and everything that a scanner may do to them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.errors import BadTicketCode
from kiosk.core.ticket_code import (
    CODE_CHARS,
    TicketCode,
    encode_payload,
    format_code,
    is_signed_by,
    normalise,
    parse,
    sign,
)
from tests.kiosk.core import make

SAMPLE = TicketCode(
    key_id=1, event=0x0A0B0C0D, lease=0x11223344, index=513, type=2, session=3, valid_from_min=29_833_333,
    valid_until_min=29_834_773, generation=4, admits=5, test=True,
)  # fmt: skip
GOLDEN_PAYLOAD = "11010a0b0c0d1122334402010002000301c7387501c73e150405"
GOLDEN_CODE = (
    "T1CEAQUCYMBUISEM2EAIAQAAQAAMA4OODVAHDT4FIEAUS3MG2PI6VNOEQO6NWWB4S5IDRADSM"
    "YCMPT7KJPE3NOORL4YQZJLRU5HP7XEL2H7RAWBX4XV5TACL75CJZ3YOTRXDGJJVOAOTD6DVYG"
)


def test_version_1_is_read_for_ever() -> None:
    assert encode_payload(SAMPLE).hex() == GOLDEN_PAYLOAD
    assert sign(SAMPLE, make.KEY) == GOLDEN_CODE
    read = parse(GOLDEN_CODE)
    assert replace(read, signature=b"") == SAMPLE
    assert is_signed_by(read, make.PUBLIC)
    assert SAMPLE.subject == "0a0b0c0d112233440201"


def test_a_code_has_146_characters_of_the_qr_alphabet() -> None:
    assert len(GOLDEN_CODE) == CODE_CHARS
    assert set(GOLDEN_CODE) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ1234567")


@pytest.mark.parametrize(
    "scanned",
    [
        "]Q1" + GOLDEN_CODE,
        "\\000026" + GOLDEN_CODE,
        GOLDEN_CODE.lower(),
        GOLDEN_CODE + "\r\n",
        GOLDEN_CODE + "\x1d",
        GOLDEN_CODE.translate(str.maketrans("1234567", "&é\"'(-è")),
    ],
)
def test_what_a_scanner_adds_changes_nothing(scanned: str) -> None:
    """A34"""
    assert parse(scanned) == parse(GOLDEN_CODE)
    assert normalise(scanned) == GOLDEN_CODE


@given(st.integers(0, CODE_CHARS - 3), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
def test_one_altered_character_is_never_genuine(place: int, letter: str) -> None:
    """C02"""
    at = place + 2
    if GOLDEN_CODE[at] == letter:
        return
    altered = GOLDEN_CODE[:at] + letter + GOLDEN_CODE[at + 1 :]
    try:
        read = parse(altered)
    except BadTicketCode:
        return
    assert not is_signed_by(read, make.PUBLIC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "T1",
        "hello",
        GOLDEN_CODE[:-1],
        GOLDEN_CODE + "A",
        "T2" + GOLDEN_CODE[2:],
        GOLDEN_CODE[:-1] + "ü",
        GOLDEN_CODE[:-1] + "8",
        "x" * 100_000,
        "https://example.org/" + GOLDEN_CODE,
    ],
)
def test_any_other_text_is_refused_with_a_sentence(text: str) -> None:
    """A04"""
    with pytest.raises(BadTicketCode, match="ticket code"):
        parse(text)


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        parse(text)
    except BadTicketCode:
        pass


def test_a_newer_version_and_reserved_numbers_are_not_read() -> None:
    raw = bytearray(bytes.fromhex(GOLDEN_PAYLOAD))
    for place, value in [(0, 0x21), (0, 0x12), (24, 0), (24, 255), (25, 0)]:
        changed = bytearray(raw)
        changed[place] = value
        with pytest.raises(BadTicketCode):
            parse(_text(bytes(changed)))
    no_lease = raw[:6] + bytes(4) + raw[10:]
    with pytest.raises(BadTicketCode):
        parse(_text(bytes(no_lease)))


def test_a_key_of_the_wrong_length_vouches_for_nothing() -> None:
    assert not is_signed_by(parse(GOLDEN_CODE), b"short")


def _text(payload: bytes) -> str:
    return format_code(payload, bytes(64))
