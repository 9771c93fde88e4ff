"""Whatever a scanner or a network brings is read or refused with an error of its own kind; nothing else happens."""

from contextlib import suppress

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.core import wire
from kiosk.core.errors import BadFact, BadPairingCode, BadTicketCode, InputError
from kiosk.core.facts import decode_body, is_intact
from kiosk.core.ticket_code import is_signed_by, normalise, parse, sign
from kiosk.core.wire import Cursor, FactAnswer, Pairing, PullPage, PushAnswer, SnapshotPage
from tests.kiosk.core import make
from tests.spoiling import spoiled_bytes, spoiled_json

CODE = sign(make.code(), make.KEY)
PAIRING = wire.format_pairing(Pairing("https://box.example:8420", "t" * 32, b"p" * 32, make.PUBLIC))
CHANGE = wire.Change("ticket", make.serial().subject, msgspec.Raw(msgspec.json.encode(make.row())))
MESSAGES = {
    "pull": PullPage(Cursor("e", 7, "t"), (CHANGE,), more=True),
    "snapshot": SnapshotPage(Cursor("e", 7, "t"), (CHANGE,), "20.x", 100),
    "push": PushAnswer((FactAnswer("id", wire.Outcome.CONFLICT, "", ("i",)),)),
    "welcome": wire.Welcome(make.NOW, "epoch", wire.FactHead(1, 0, b""), 1, b"s" * 64, ()),
}


@given(spoiled_bytes(CODE.encode()))
def test_a_spoiled_ticket_is_no_ticket_or_not_genuine(spoiled: bytes) -> None:
    text = spoiled.decode("utf-8", errors="replace")
    try:
        code = parse(text)
    except BadTicketCode:
        return
    assert is_signed_by(code, make.PUBLIC) == (normalise(text) == normalise(CODE))


@given(st.text(max_size=300))
def test_any_text_is_read_as_a_ticket_or_refused(text: str) -> None:
    with pytest.raises(BadTicketCode):
        parse(text)


@given(spoiled_bytes(PAIRING.encode()))
def test_a_spoiled_pairing_code_is_refused_or_read(spoiled: bytes) -> None:
    with suppress(BadPairingCode):
        wire.parse_pairing(spoiled.decode("utf-8", errors="replace"))


@pytest.mark.parametrize("name", MESSAGES)
def test_spoiled_messages_are_refused_or_read(name: str) -> None:
    message = wire.encode(MESSAGES[name])

    @settings(max_examples=150)
    @given(st.one_of(spoiled_json(message), spoiled_bytes(message)))
    def read(spoiled: bytes) -> None:
        with suppress(InputError):
            wire.decode(spoiled, type(MESSAGES[name]))

    read()


@given(st.data())
def test_a_spoiled_fact_is_refused_or_not_intact(data: st.DataObject) -> None:
    fact = make.admitted().fact
    message = wire.encode(fact)
    spoiled = data.draw(st.one_of(spoiled_json(message), spoiled_bytes(message)))
    try:
        read = wire.decode_fact(spoiled)
        decode_body(read)
    except (BadFact, InputError):
        return
    assert read == fact or not is_intact(read, make.DEVICE_KEY.public_key().public_bytes_raw())
