"""Values of any shape within the bounds, and what is said of those beyond them."""

import base64
from typing import Any

import msgspec
import pytest

from kiosk.core import wire
from kiosk.core.bounds import DEPTH_MAX, INT_MAX, TEXT_CHARS_MAX, check_plain, holds_nul
from kiosk.core.errors import BadFact, BadPairingCode, InputError
from kiosk.core.facts import decode_body
from kiosk.core.news import HEADS_MAX, WaitRequest
from tests.kiosk.core import make


def nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


def test_values_within_the_bounds_pass() -> None:
    check_plain({"a": INT_MAX, "b": -INT_MAX, "c": "x" * TEXT_CHARS_MAX, "d": {"e": [1.5, None, True]}})
    check_plain({"deep": nested(DEPTH_MAX)})


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"capacity": 2**63}, "capacity is beyond every number"),
        ({"capacity": -(2**53)}, "capacity is beyond every number"),
        ({"name": "a\0b"}, "name holds the character NUL"),
        ({"a\0b": 1}, "ab holds the character NUL"),
        ({"description": "x" * 5_001}, "description is longer than 5000 characters"),
        ({"rules": {"and": [1, {"a\0b": 2}]}}, "rules holds the character NUL"),
        ({"rules": nested(DEPTH_MAX + 1)}, "rules is nested too deeply"),
    ],
)
def test_a_value_beyond_the_bounds_is_refused_by_the_name_of_its_field(values: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        check_plain(values)


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (b'{"facts":[],"more":' + b'{"a":' * 100_000, "it is nested too deeply"),
        (b'{"facts":[],"epoch":"a\\u0000b"}', "Expected text without the character NUL - at `[$].epoch`"),
        (b'{"facts":[],"persons":[{"id":"p","event":9223372036854775808,"fields":{}}]}', r"persons\[0\].event"),
    ],
)
def test_a_message_beyond_the_bounds_is_refused_in_words(message: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        wire.decode(message, wire.PushRequest)


def test_a_fact_nested_too_deeply_is_no_fact() -> None:
    with pytest.raises(InputError, match="nested too deeply"):
        wire.decode_fact(b'{"more":' + b"[" * 100_000)


def test_a_body_nested_too_deeply_is_malformed() -> None:
    sold = make.sold(1).fact
    deep = b"\x81\xa1z" + b"\x91" * 60_000
    with pytest.raises(BadFact):
        decode_body(msgspec.structs.replace(sold, body=deep))


def test_a_pairing_code_nested_too_deeply_is_damaged() -> None:
    text = wire.PAIRING_PREFIX + base64.urlsafe_b64encode(b"\x81\xa1z" + b"\x91" * 60_000).decode()
    with pytest.raises(BadPairingCode):
        wire.parse_pairing(text)


def test_one_question_is_about_so_many_feeds_at_most() -> None:
    head = {"event": 1, "scope": "data", "seq": 1}
    wire.decode(wire.encode({"heads": [head] * HEADS_MAX}), WaitRequest)
    with pytest.raises(InputError, match="length <= 1000"):
        wire.decode(wire.encode({"heads": [head] * (HEADS_MAX + 1)}), WaitRequest)


@pytest.mark.parametrize("text", ["a\0b", "\0", "\\\0", ["x", {"y": "\0"}]])
def test_a_nul_is_seen_in_json(text: Any) -> None:
    assert holds_nul(wire.encode(text))


@pytest.mark.parametrize("text", ["", "u0000", "\\u0000", "\\\\u0000", "\n"])
def test_what_only_looks_like_a_nul_is_none(text: str) -> None:
    assert not holds_nul(wire.encode(text))
