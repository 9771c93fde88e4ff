"""What is right about people's data? Passwords, names folded for search, initials."""

import re
import unicodedata
from collections.abc import Mapping

from kiosk.core.errors import InputError
from kiosk.core.permissions import STAFF_ROLES
from kiosk.core.tickets import BADGE_NAME

PASSWORD_CHARS_MIN = 12
PIN_DIGITS_MIN = 4
NAME_CHARS_MAX = 120
_PREFIX_CHARS = (3, 5)


def check_password(password: str) -> None:
    """Raise InputError for a password that is too easy."""
    letters = any(c.isupper() for c in password) and any(c.islower() for c in password)
    others = any(c.isdigit() for c in password) and any(not c.isalnum() for c in password)
    if len(password) < PASSWORD_CHARS_MIN or not letters or not others:
        raise InputError(
            f"a password has at least {PASSWORD_CHARS_MIN} characters with upper and lower case, a digit and a sign"
        )


def check_staff(name: str, role: str, pin: str | None) -> None:
    """Raise InputError for a member of staff without name, with an unknown role or a short PIN."""
    check_name(name)
    if role not in STAFF_ROLES:
        raise InputError(f"{role!r} is no role of staff; use one of {', '.join(STAFF_ROLES)}")
    if pin is not None and (len(pin) < PIN_DIGITS_MIN or not (pin.isascii() and pin.isdigit())):
        raise InputError(f"a PIN has at least {PIN_DIGITS_MIN} digits")


def check_name(name: str) -> None:
    """Raise InputError for an empty or endless name."""
    if not name.strip() or len(name) > NAME_CHARS_MAX:
        raise InputError(f"a name has between 1 and {NAME_CHARS_MAX} characters")


def check_email(email: str) -> None:
    """Raise InputError for what cannot be an address."""
    if not re.fullmatch(r"[^@\s]{1,64}@[^@\s]{1,190}", email.strip()):
        raise InputError("this is not an e-mail address; check what was typed")


def fold(text: str) -> str:
    """Return text as it is compared in a search: without accents, case and signs."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))


def search_tokens(text: str) -> frozenset[str]:
    """Return what a name is found by: its folded words and their first 3 and 5 letters."""
    words = fold(text).split()
    starts = {word[:count] for word in words for count in _PREFIX_CHARS if len(word) > count}
    return frozenset({*words, *starts})


def query_tokens(text: str) -> frozenset[str]:
    """Return the tokens that a person must have to be found by what was typed: each word's indexed start."""
    return frozenset(_indexed_start(word) for word in fold(text).split())


def _indexed_start(word: str) -> str:
    short, long = _PREFIX_CHARS
    if len(word) < short:
        return word
    return word[:long] if len(word) >= long else word[:short]


def is_named(name: str, typed: str) -> bool:
    """Say whether every typed word begins a word of the name."""
    words = fold(name).split()
    return all(any(word.startswith(part) for word in words) for part in fold(typed).split())


def initials(name: str) -> str:
    """Return the initials of a name, at most three: what a gate that may not see names shows."""
    words = [word for word in re.split(r"[\s-]+", name.strip()) if word]
    picked = words if len(words) <= 3 else [words[0], words[1], words[-1]]
    return "".join(word[0] for word in picked).upper()


def display_name(fields: Mapping[str, str]) -> str:
    """Return the name in a person record, empty where none was given. Some hold nothing but the name of a badge."""
    whole = fields.get("name", "").strip()
    parts = " ".join(part for key in ("given_name", "family_name") if (part := fields.get(key, "").strip()))
    return whole or parts or fields.get(BADGE_NAME, "").strip()
