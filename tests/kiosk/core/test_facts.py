"""Facts: golden bytes, the hash chain, the catalogue and its permissions."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core import facts as f
from kiosk.core.errors import BadFact, InputError
from kiosk.core.permissions import Action, Role, Scope, may, sees
from kiosk.core.wire import decode_fact, encode
from tests.kiosk.core import make

ADMITTED = make.admitted(3, answers="a" * 300)
GOLDEN_HASH = "fde334e195e91e4f14ecc1bb1f45e34a3ed00d5da92f63750bef9e004fbef510"
GOLDEN_BODY = (
    "8ea46c69737401a46761746501aa67656e65726174696f6e01a66d6574686f64a4636f6465a6726561736f6ea26f6ba67065"
    "6f706c6501a77265656e747279a56e65766572ab656e74726965735f6d617800a7616e7377657273da012c61616161616161"
    "6161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161"
    "6161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161"
    "6161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161"
    "6161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161"
    "6161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161"
    "61616161616161616161616161616161616161616161616161616161616161616161616161616161616161a86f7665727269"
    "6465a0ad6f766572726964655f6e6f7465a0b263726564656e7469616c5f76657273696f6e00ad69676e6f72655f756e7061"
    "6964c2a3646179a0"
)


def test_version_1_of_a_fact_is_read_for_ever() -> None:
    """The body is longer than 255 bytes, so that every length form is pinned."""
    old = msgspec.structs.replace(ADMITTED.fact, body=bytes.fromhex(GOLDEN_BODY))
    assert len(old.body) > 255
    assert f.hash_fact(old).hex() == GOLDEN_HASH
    assert f.decode_body(old) == ADMITTED.body


def test_what_a_newer_release_adds_to_a_body_stands_at_its_end() -> None:
    """An older release reads the fields that it knows, in the order in which it has always read them."""
    old = list(msgspec.msgpack.decode(bytes.fromhex(GOLDEN_BODY)))
    assert list(msgspec.msgpack.decode(ADMITTED.fact.body))[: len(old)] == old


@pytest.mark.parametrize("name", [n for n in f.Fact.__struct_fields__ if n not in ("hash", "signature")])
def test_changing_any_field_breaks_the_seal(name: str) -> None:
    sealed = ADMITTED.fact
    assert f.is_intact(sealed, make.DEVICE_PUBLIC)
    value = getattr(sealed, name)
    match value:
        case int():
            other: object = value + 1
        case bytes():
            other = value + b"x"
        case f.ClockState():
            other = f.ClockState.UNTRUSTED
        case str():
            other = value + "x"
        case _:
            other = (*value, "x")
    assert not f.is_intact(msgspec.structs.replace(sealed, **{name: other}), make.DEVICE_PUBLIC)


def test_a_signature_of_another_device_is_not_accepted() -> None:
    assert not f.is_intact(ADMITTED.fact, make.PUBLIC)
    assert not f.is_intact(ADMITTED.fact, b"no key")


def test_a_fact_survives_the_wire_byte_for_byte() -> None:
    sent = encode(ADMITTED.fact)
    assert decode_fact(sent) == ADMITTED.fact
    assert f.is_intact(decode_fact(sent), make.DEVICE_PUBLIC)


def test_a_body_from_a_newer_release_with_more_fields_is_still_read() -> None:
    """E17"""
    more = msgspec.msgpack.encode(msgspec.to_builtins(ADMITTED.body) | {"mood": "great"})
    newer = msgspec.structs.replace(ADMITTED.fact, body=more)
    assert f.decode_body(newer) == ADMITTED.body


def test_an_unknown_kind_or_version_and_a_broken_body_are_said_to_be_so() -> None:
    """E18"""
    for changes in (
        {"kind": "levitated"},
        {"version": 2},
        {"body": b"\xc1"},
        {"body": b"\x93\x01\x02\x03"},
    ):
        with pytest.raises(BadFact):
            f.decode_body(msgspec.structs.replace(ADMITTED.fact, **changes))
    assert not f.is_known("admitted", 2)
    assert not f.is_known("levitated", 1)
    assert f.is_known("admitted", 1)


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader_of_bodies(raw: bytes) -> None:
    for kind in f.KINDS:
        try:
            f.decode_body(msgspec.structs.replace(ADMITTED.fact, kind=kind, body=raw))
        except BadFact:
            pass


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader_of_envelopes(raw: bytes) -> None:
    try:
        decode_fact(raw)
    except InputError:
        pass


def test_a_gate_may_not_sell_and_a_kiosk_may_not_admit() -> None:
    """G20"""
    assert Role.GATE not in f.KINDS["sold"].authors
    assert Role.KIOSK not in f.KINDS["admitted"].authors
    assert f.KINDS["leased"].authors == {Role.SERVER}
    assert all(kind.appliers for kind in f.KINDS.values())


def test_bodies_round_trip_for_every_kind_with_defaults() -> None:
    for name, kind in f.KINDS.items():
        hints = {field.name: field for field in msgspec.structs.fields(kind.body) if field.required}
        sample = {n: _sample(field.type) for n, field in hints.items()}
        body = kind.body(**sample)
        assert f.decode_body(make.fact(1, name, body)) == body


def _sample(type_: object) -> object:
    return {str: "x", int: 7, bytes: b"b", bool: True}.get(type_, ())  # type: ignore[call-overload]


def test_a_role_sees_only_its_rows() -> None:
    assert sees(Role.GATE, Scope.SAFETY, "stop")
    assert not sees(Role.GATE, Scope.SAFETY, "ticket")
    assert sees(Role.GATE, Scope.DATA, "ticket")
    assert not sees(Role.KIOSK, Scope.DATA, "ticket")
    assert not sees(Role.KIOSK, Scope.DATA, "person")


def test_staff_may_do_what_their_role_allows() -> None:
    assert may("supervisor", Action.OVERRIDE)
    assert not may("steward", Action.OVERRIDE)
    assert may("cashier", Action.CLOSE_SHIFT)
    assert not may("juggler", Action.ADMIT)


def test_the_clock_statement_is_pinned() -> None:
    assert f.clock_statement("d", "b", 1, 2) == b"foyer-clock-1\x00\x94\xa1d\xa1b\x01\x02"
