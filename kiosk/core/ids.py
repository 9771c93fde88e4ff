"""What are things called? Identifiers of facts, rows, tickets and incidents, and the numbers people type.

Called everywhere. Makes nothing up: time and random bytes are arguments, so tests and replays get
the same ids. Who supplies the randomness: `kiosk.clock` and `server.clock`.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.core.errors import InputError

UUID_PATTERN = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CROCKFORD_ALIASES = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
TICKET_NUMBER_CHARS = 10
"""Nine random Crockford characters and one check character."""

SERIAL_SUBJECT_CHARS = 20


@dataclass(frozen=True, slots=True, order=True)
class Serial:
    """What makes a ticket unique: event and lease are random 32-bit numbers, index is 0–65534."""

    event: int
    lease: int
    index: int

    @property
    def subject(self) -> str:
        """The name under which facts speak of this ticket: 20 lower-case hex characters."""
        return f"{self.event:08x}{self.lease:08x}{self.index:04x}"


def parse_serial(subject: str) -> Serial:
    """Return the serial that a ticket's subject names. Raises InputError for any other subject."""
    if len(subject) != SERIAL_SUBJECT_CHARS or not re.fullmatch(r"[0-9a-f]+", subject):
        raise InputError(f"{subject!r} is not the subject of a ticket")
    return Serial(int(subject[:8], 16), int(subject[8:16], 16), int(subject[16:], 16))


def is_ticket_subject(subject: str) -> bool:
    """Say whether facts with this subject are about a ticket, sold by Foyer or elsewhere."""
    return subject.startswith("x:") or (len(subject) == SERIAL_SUBJECT_CHARS and ":" not in subject)


def foreign_subject(raw_text: str) -> str:
    """Return the subject of a ticket sold elsewhere: SHA-256 of the exact raw text of its code."""
    return "x:" + hashlib.sha256(raw_text.encode()).hexdigest()


def lease_subject(event: int, lease: int) -> str:
    """Return the subject of a lease as a whole."""
    return f"l:{event:08x}{lease:08x}"


def lease_subject_of(subject: str) -> str | None:
    """Return the subject of the lease that a ticket comes from; None for a ticket sold elsewhere."""
    return f"l:{subject[:16]}" if len(subject) == SERIAL_SUBJECT_CHARS and ":" not in subject else None


def order_subject(order: str) -> str:
    """Return the subject of an order (its UUID)."""
    return f"o:{order}"


def shift_subject(shift: str) -> str:
    """Return the subject of a shift (its UUID)."""
    return f"s:{shift}"


def incident_subject(incident: str) -> str:
    """Return the subject of an incident (its id)."""
    return f"i:{incident}"


def uuid7(now_ms: int, random_bytes: bytes) -> str:
    """Return a UUID version 7 (RFC 9562) made of a time in ms and 10 random bytes.

    Sorts by time. 74 of the 80 random bits are used.
    """
    assert len(random_bytes) == 10
    value = (now_ms & 0xFFFFFFFFFFFF) << 80 | int.from_bytes(random_bytes)
    value = value & ~(0xF << 76) | 7 << 76
    value = value & ~(0x3 << 62) | 2 << 62
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def check_character(text: str) -> str:
    """Return the Luhn mod 32 check character of Crockford base32 `text` (Luhn mod N algorithm)."""
    total = 0
    for position, character in enumerate(reversed(text)):
        value = CROCKFORD.index(character) * (2 if position % 2 == 0 else 1)
        total += value // 32 + value % 32
    return CROCKFORD[-total % 32]


def ticket_number(random_bytes: bytes) -> str:
    """Return a ticket number made of 6 random bytes: 9 Crockford characters and a check character."""
    assert len(random_bytes) == 6
    value = int.from_bytes(random_bytes) & (1 << 45) - 1
    text = "".join(CROCKFORD[value >> 5 * place & 31] for place in range(8, -1, -1))
    return text + check_character(text)


def normalise_ticket_number(typed: str) -> str:
    """Return the ticket number that a person typed, without spaces and hyphens, look-alikes folded.

    Raises InputError when it has the wrong length, a character that no number has, or a wrong check
    character (a typing mistake).
    """
    text = re.sub(r"[\s-]", "", typed).upper().translate(_CROCKFORD_ALIASES)
    if len(text) != TICKET_NUMBER_CHARS or any(c not in CROCKFORD for c in text):
        raise InputError(f"a ticket number has {TICKET_NUMBER_CHARS} letters and digits; check what was typed")
    if check_character(text[:-1]) != text[-1]:
        raise InputError("this ticket number has a typing mistake; compare it with the ticket")
    return text


def format_ticket_number(number: str) -> str:
    """Return a ticket number as printed for people: two groups of five."""
    return f"{number[:5]}-{number[5:]}"


def incident_id(kind: str, scope: str, subject: str) -> str:
    """Return the stable id of an incident: the same clash has the same id on every device.

    `scope` is the check-in list or order that the clash is about, empty where it is neither.
    """
    return hashlib.sha256(f"{kind}\x1f{scope}\x1f{subject}".encode()).hexdigest()[:32]


def is_uuid(text: str) -> bool:
    """Say whether `text` is a UUID in its lower-case form."""
    return UUID_PATTERN.fullmatch(text) is not None


def split_ranges(indexes: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Return ascending closed ranges that hold exactly `indexes` (any order, repetitions allowed)."""
    ranges: list[tuple[int, int]] = []
    for index in sorted(set(indexes)):
        if ranges and ranges[-1][1] == index - 1:
            ranges[-1] = (ranges[-1][0], index)
        else:
            ranges.append((index, index))
    return tuple(ranges)
