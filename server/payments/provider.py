"""What does the payment provider know that a restored server has forgotten?

A sale or refund of the server's own leaves its whole body with the provider, as metadata of the payment: no personal
data, only ids, tickets and amounts. After a restore the provider's list brings them back. Called by
`foyer-server restore` (through `server.sales.finding`) and by whoever makes a payment.
"""

import base64
from collections.abc import Mapping, Sequence
from typing import Protocol

import msgspec

from kiosk.core import facts as f
from kiosk.core.errors import InputError

PART_CHARS = 500
"""What a provider takes as one value of its metadata."""
PARTS_MAX = 48
_KINDS: Mapping[str, type[f.Body]] = {"sold": f.Sold, "refunded": f.Refunded}


class ListedPayment(msgspec.Struct, frozen=True):
    """One payment or refund as the provider lists it. `key`: the id of the payment intent, the same as the tender's."""

    key: str
    event: int
    amount_minor: int
    """Negative for a refund."""
    currency: str
    made_ms: int
    metadata: dict[str, str]


class Provider(Protocol):
    """A payment provider, as far as a restore needs it."""

    def list_payments_since(self, since_ms: int) -> Sequence[ListedPayment]:
        """Return what was captured or refunded from then on, oldest first. Raises Offline."""
        ...


def describe(kind: str, body: f.Sold | f.Refunded) -> dict[str, str]:
    """Return the metadata that a payment carries. Raises InputError for an order too large for it."""
    text = base64.b64encode(f.encode_body(body)).decode()
    parts = [text[at : at + PART_CHARS] for at in range(0, len(text), PART_CHARS)]
    if len(parts) > PARTS_MAX:
        raise InputError("this order is too large for one payment; divide it")
    return {"foyer": kind, **{f"foyer_{number}": part for number, part in enumerate(parts)}}


def read(metadata: Mapping[str, str]) -> f.Sold | f.Refunded | None:
    """Return what a payment says of its order; None for a payment that is none of ours. Raises InputError."""
    kind = _KINDS.get(metadata.get("foyer", ""))
    if kind is None:
        return None
    text = "".join(metadata.get(f"foyer_{number}", "") for number in range(PARTS_MAX))
    try:
        body = msgspec.msgpack.decode(base64.b64decode(text, validate=True), type=kind)
    except (ValueError, msgspec.DecodeError, RecursionError) as error:
        raise InputError(f"the metadata of a payment cannot be read: {error}") from error
    assert isinstance(body, f.Sold | f.Refunded)
    return body
