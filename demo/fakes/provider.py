"""A FAKE payment provider, strict where real ones are: it honours idempotency keys and lists what it was told.

A key that comes again with other contents is refused; a refund beyond what was captured is refused. It keeps everything
in memory, outside of any server: what a restored server is reconciled with.
"""

from collections.abc import Mapping, Sequence

from kiosk.core.errors import Rejected
from server.payments.provider import PART_CHARS, PARTS_MAX, ListedPayment

KEYS_MAX = PARTS_MAX + 2


class FakeProvider:
    """Captures and refunds, by key."""

    def __init__(self) -> None:
        self._listed: dict[str, ListedPayment] = {}

    def capture(
        self, key: str, *, event: int, amount_minor: int, currency: str, made_ms: int, metadata: Mapping[str, str]
    ) -> ListedPayment:
        """Take money, once per key. Raises Rejected for a key with other contents and for metadata too large."""
        if len(metadata) > KEYS_MAX or any(len(value) > PART_CHARS for value in metadata.values()):
            raise Rejected("this metadata is too large", reason="metadata_too_large")
        known = self._listed.get(key)
        wanted = ListedPayment(key, event, amount_minor, currency, known.made_ms if known else made_ms, dict(metadata))
        if known is not None and known != wanted:
            raise Rejected("this key was used for another payment", reason="key_reused")
        self._listed[key] = wanted
        return wanted

    def refund(
        self, key: str, *, of: Sequence[str], amount_minor: int, made_ms: int, metadata: Mapping[str, str]
    ) -> ListedPayment:
        """Give money of some captures back, once per key. Raises Rejected for more than they took."""
        captured = [self._listed[one] for one in of]
        if key not in self._listed:
            back = sum(-p.amount_minor for p in self._listed.values() if p.metadata.get("refund_of") == " ".join(of))
            if back + amount_minor > sum(one.amount_minor for one in captured):
                raise Rejected("more than was captured", reason="too_much")
        first = captured[0]
        return self.capture(
            key, event=first.event, amount_minor=-amount_minor, currency=first.currency, made_ms=made_ms,
            metadata={**metadata, "refund_of": " ".join(of)},
        )  # fmt: skip

    def list_payments_since(self, since_ms: int) -> Sequence[ListedPayment]:
        """Return what was captured or refunded from then on, oldest first."""
        return sorted(
            (one for one in self._listed.values() if one.made_ms >= since_ms), key=lambda one: (one.made_ms, one.key)
        )
