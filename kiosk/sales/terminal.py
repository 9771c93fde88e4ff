"""How is a card charged? The client of a card terminal that is a process or box of its own.

JSON lines over TCP, one request a connection: `charge`, `status` and `cancel`, each with the payment
intent's id as key, so that asking twice charges once. The terminal keeps its own ledger. What cannot be
known is UNKNOWN, never a guess: only the terminal's word settles it. Card data never comes near Foyer.
"""

import socket
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec

CONNECT_S = 3.0
CHARGE_S = 90.0
"""A person looks for a card."""
STATUS_S = 5.0
LINE_BYTES_MAX = 64 * 1024


class ChargeState(StrEnum):
    """What the terminal says of a key. ABSENT: never heard of, and from now on refused."""

    APPROVED = "approved"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    PENDING = "pending"
    UNKNOWN = "unknown"
    """The terminal could not be asked or did not answer."""


@dataclass(frozen=True, slots=True)
class Charge:
    """The terminal's answer. `reference` is its own number of the payment."""

    state: ChargeState
    reference: str = ""


class _Answer(msgspec.Struct, frozen=True):
    state: ChargeState
    reference: str = ""


@dataclass(frozen=True, slots=True)
class CardTerminal:
    """A terminal at an address."""

    host: str
    port: int

    def charge(self, key: str, amount_minor: int, currency: str) -> Charge:
        """Charge a card; blocks while the buyer presents it. The same key again gives the same answer."""
        request = {"op": "charge", "key": key, "amount_minor": amount_minor, "currency": currency}
        return self._ask(request, CHARGE_S)

    def status(self, key: str) -> Charge:
        """Ask what became of a key."""
        return self._ask({"op": "status", "key": key}, STATUS_S)

    def cancel(self, key: str) -> Charge:
        """Make sure that a key which was not approved never will be; APPROVED if it already was."""
        return self._ask({"op": "cancel", "key": key}, STATUS_S)

    def _ask(self, request: dict[str, Any], timeout_s: float) -> Charge:
        try:
            with socket.create_connection((self.host, self.port), CONNECT_S) as connection:
                connection.settimeout(timeout_s)
                connection.sendall(msgspec.json.encode(request) + b"\n")
                line = _read_line(connection)
            answer = msgspec.json.decode(line, type=_Answer)
            return Charge(answer.state, answer.reference)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return Charge(ChargeState.UNKNOWN)  # an answer, not an error: the intent stays open


def _read_line(connection: socket.socket) -> bytes:
    received = b""
    while not received.endswith(b"\n") and len(received) < LINE_BYTES_MAX:
        part = connection.recv(4096)
        if not part:
            break
        received += part
    return received
