"""Spoils messages and bytes as hypothesis says: what a broken program, a router or an attacker would send.

A spoiled message is a true one with a value, a name or some bytes changed, so that most of it is still right: random
noise is refused at its first byte and tries nothing.
"""

import json
from typing import Any

from hypothesis import strategies as st

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False),
    st.text(max_size=20),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=5), st.integers(), max_size=2),
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value, outermost first."""
    inside: list[tuple[Any, ...]] = [path] if path else []
    items: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in items:
        inside += _places(part, (*path, key))
    return inside


@st.composite
def spoiled_json(draw: st.DrawFn, message: bytes) -> bytes:
    """Return a JSON message with one to three of its values replaced or taken away."""
    value = json.loads(message)
    for _ in range(draw(st.integers(1, 3))):
        places = _places(value)
        if not places:
            break
        *way, last = draw(st.sampled_from(places))
        here = value
        for key in way:
            here = here[key]
        if draw(st.booleans()) and isinstance(here, dict):
            del here[last]
        else:
            here[last] = draw(ODD)
    return json.dumps(value).encode()


@st.composite
def spoiled_bytes(draw: st.DrawFn, message: bytes) -> bytes:
    """Return a message cut short, with bytes changed, put in or taken out."""
    spoiled = bytearray(message)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(spoiled) - 1)))
        match draw(st.sampled_from(("change", "cut", "insert", "remove"))):
            case "change" if spoiled:
                spoiled[at] = draw(st.integers(0, 255))
            case "cut":
                del spoiled[at:]
            case "insert":
                spoiled[at:at] = draw(st.binary(max_size=5))
            case _:
                del spoiled[at : at + draw(st.integers(1, 8))]
    return bytes(spoiled)
