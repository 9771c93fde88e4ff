"""How large may a number be and how long a text, where somebody else sent it?

The one list of bounds for the messages of the sync protocol (`wire`, `news`, `leases`) and of the server's API: what
lies beyond them is refused where it comes in, with the name of its field, and not by a database later. Numbers end
where JSON readers stop telling them apart; no text holds a NUL, which PostgreSQL cannot store.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, cast

from msgspec import Meta, Raw

from kiosk.core.errors import InputError

INT_MAX = 2**53 - 1
NUMBER_MAX = 2**32 - 1
WORD_CHARS_MAX = 200
TEXT_CHARS_MAX = 5_000
DEPTH_MAX = 32
"""How many lists and objects may stand in one another in a value of any shape."""
NO_NUL = r"^[^\x00]*$"
_ESCAPED_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_UNREADABLE = re.compile(r"`str` matching regex '[^']*'")

Whole = Annotated[int, Meta(ge=-INT_MAX, le=INT_MAX)]
"""Any number that a clock, a counter or an amount may have."""
Count = Annotated[int, Meta(ge=0, le=INT_MAX)]
Number = Annotated[int, Meta(ge=0, le=NUMBER_MAX)]
"""An event's or a lease's; 0 where there is none."""
Word = Annotated[str, Meta(max_length=WORD_CHARS_MAX, pattern=NO_NUL)]
"""An id, a name, a code, a token: one line."""
Text = Annotated[str, Meta(max_length=TEXT_CHARS_MAX, pattern=NO_NUL)]
"""What a person writes."""


def check_plain(values: Mapping[str, Any]) -> None:
    """Raise InputError that names the field with a number, a text or a nesting beyond the bounds."""
    for name, value in values.items():
        _check_text(name, name)
        _check_value(name, value)


def _check_value(name: str, value: Any) -> None:
    waiting: list[tuple[Any, int]] = [(value, 0)]
    while waiting:
        part, depth = waiting.pop()
        if depth > DEPTH_MAX:
            raise InputError(f"{name} is nested too deeply")
        if isinstance(part, str):
            _check_text(name, part)
        elif isinstance(part, int) and not -INT_MAX <= part <= INT_MAX:
            raise InputError(f"{name} is beyond every number that can be kept")
        elif isinstance(part, Mapping):
            inside = cast("Mapping[str, Any]", part)
            waiting += [(one, depth + 1) for pair in inside.items() for one in pair]
        elif isinstance(part, list | tuple):
            waiting += [(one, depth + 1) for one in cast("Sequence[Any]", part)]


def _check_text(name: str, text: str) -> None:
    if len(text) > TEXT_CHARS_MAX:
        raise InputError(f"{name[:40]} is longer than {TEXT_CHARS_MAX} characters")
    if "\0" in text:
        raise InputError(f"{name.replace(chr(0), '')} holds the character NUL, which no database can keep")


def say_plainly(error: Exception | str) -> str:
    """Return what the decoder says of a bad value as a person would: patterns are ours alone, and all against NUL."""
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    return _UNREADABLE.sub("text without the character NUL", str(error))


def holds_nul(message: bytes | Raw) -> bool:
    """Say whether a text in this JSON holds the character NUL."""
    text = bytes(message)
    return b"\\u0000" in text and _ESCAPED_NUL.search(text) is not None
