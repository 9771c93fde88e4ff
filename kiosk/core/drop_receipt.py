"""What proves to a revoked device that the server has what it left? A receipt over every byte, signed by the server.

A message of the sync protocol like those in `wire`; server and device both build the statement that is signed.
"""

import msgspec

from kiosk.core.wire import FactAnswer, FactHead


class DropReceipt(msgspec.Struct, frozen=True):
    """What a revoked device left is in quarantine. The server's signature is over `dropped_statement`.

    `epoch` and `head` say what the server has of the device's log: one that was restored may have forgotten facts.
    """

    answers: tuple[FactAnswer, ...]
    server_ms: int
    signature: bytes
    epoch: str = ""
    head: FactHead | None = None


def dropped_statement(device: str, server_ms: int, digests: list[bytes]) -> bytes:
    """Return the bytes that the server signs under what was left: SHA-256 of each fact as it was sent."""
    return b"foyer-dropbox-1\0" + msgspec.msgpack.encode([device, server_ms, digests])
