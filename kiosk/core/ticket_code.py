"""What does the code on a ticket say, and did the organizer sign it?

Called by the door (parse, verify) and by the server, which alone signs. The format is DESIGN 4: 26
bytes of payload, big-endian, and an Ed25519 signature over the domain prefix and the payload;
written as `T1` and unpadded base32, 146 characters, which fits QR version 6-M in alphanumeric mode.
Neither name nor price is inside: renaming must not invalidate paper. Whether the ticket may pass is
`admission`'s question.
"""

import base64
import re
import struct
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from kiosk.core.errors import BadTicketCode
from kiosk.core.ids import Serial

PREFIX: Final = "T1"
CODE_CHARS: Final = 146
PAYLOAD_BYTES: Final = 26
SIGNED_PREFIX: Final = b"foyer-ticket-1\0"
VERSION: Final = 1
FLAG_TEST: Final = 1
INDEX_MAX: Final = 65_534
"""Index 65535 and lease 0 are reserved."""
GENERATION_MAX: Final = 254
"""Generation 255 is never issued: the ticket is refunded and sold again instead."""

_LAYOUT = struct.Struct(">BBIIHHHIIBB")
_AIM_PREFIX = re.compile(r"^(\][A-Za-z][0-9A-Za-z]|\\[0-9]{6})")
# Digits as a scanner set to a US keyboard types them into a French layout.
_AZERTY_DIGITS = str.maketrans("&é\"'(-è", "1234567")


@dataclass(frozen=True, slots=True)
class TicketCode:
    """The signed content of one ticket. Times are minutes since 1970 UTC, 0 = no limit."""

    key_id: int
    event: int
    lease: int
    index: int
    type: int
    session: int
    valid_from_min: int = 0
    valid_until_min: int = 0
    generation: int = 1
    admits: int = 1
    """How many people pass with this code."""
    test: bool = False
    signature: bytes = b""

    @property
    def serial(self) -> Serial:
        """The ticket's serial; the same for all its generations and variants."""
        return Serial(self.event, self.lease, self.index)

    @property
    def subject(self) -> str:
        """The subject of facts about this ticket."""
        return self.serial.subject


def encode_payload(code: TicketCode) -> bytes:
    """Return the 26 bytes that are signed. Numbers out of range are a bug of the issuer."""
    assert code.lease != 0, "lease 0 is reserved"
    assert code.index <= INDEX_MAX
    assert 1 <= code.generation <= GENERATION_MAX
    assert 1 <= code.admits <= 255
    return _LAYOUT.pack(
        VERSION << 4 | (FLAG_TEST if code.test else 0),
        code.key_id,
        code.event,
        code.lease,
        code.index,
        code.type,
        code.session,
        code.valid_from_min,
        code.valid_until_min,
        code.generation,
        code.admits,
    )


def sign(code: TicketCode, private_key: Ed25519PrivateKey) -> str:
    """Return the text of a code signed with the event's key `code.key_id` (deterministic, RFC 8032)."""
    payload = encode_payload(code)
    return format_code(payload, private_key.sign(SIGNED_PREFIX + payload))


def format_code(payload: bytes, signature: bytes) -> str:
    """Return the text form of payload and signature."""
    text = PREFIX + base64.b32encode(payload + signature).decode().rstrip("=")
    assert len(text) == CODE_CHARS
    return text


def normalise(text: str) -> str:
    """Return scanned text without what scanners add: symbology prefix, CR/LF, case, French digits."""
    text = _AIM_PREFIX.sub("", text.strip("\x00\r\n\t \x1d\x1e\x04\ufeff"))
    return text.translate(_AZERTY_DIGITS).upper()


def parse(text: str) -> TicketCode:
    """Return what a scanned text says, its signature not yet checked.

    Raises BadTicketCode when the text is not a code of version 1: a wrong length, other characters, a
    newer version, or reserved numbers.
    """
    clean = normalise(text)
    if len(clean) != CODE_CHARS or not clean.startswith(PREFIX):
        raise BadTicketCode("this text is not a Foyer ticket code", length=len(clean))
    try:
        raw = base64.b32decode(clean[len(PREFIX) :])
    except ValueError as error:  # binascii.Error too; base64 has a plain ValueError for what is not ASCII
        raise BadTicketCode("this ticket code has characters that no code has") from error
    flags, *fields = _LAYOUT.unpack(raw[:PAYLOAD_BYTES])
    if flags >> 4 != VERSION:
        raise BadTicketCode(
            "this ticket code is of a version that this release does not read",
            version=flags >> 4,
        )
    (
        key_id,
        event,
        lease,
        index,
        type_,
        session,
        valid_from,
        valid_until,
        generation,
        admits,
    ) = fields
    code = TicketCode(
        key_id, event, lease, index, type_, session, valid_from, valid_until, generation, admits,
        test=bool(flags & FLAG_TEST), signature=raw[PAYLOAD_BYTES:],
    )  # fmt: skip
    if (
        flags & 0xF & ~FLAG_TEST
        or lease == 0
        or index > INDEX_MAX
        or not 1 <= generation <= GENERATION_MAX
        or admits == 0
    ):
        raise BadTicketCode("this ticket code uses reserved numbers")
    return code


def is_signed_by(code: TicketCode, public_key: bytes) -> bool:
    """Say whether the raw 32-byte Ed25519 `public_key` signed this code."""
    try:
        key = Ed25519PublicKey.from_public_bytes(public_key)
        key.verify(code.signature, SIGNED_PREFIX + encode_payload(code))
    except (
        InvalidSignature,
        ValueError,
    ):  # ValueError: the ring holds no key of 32 bytes
        return False
    return True
