"""A FAKE card terminal that keeps a strict ledger: what it charged is charged, whatever the till makes of it.

It answers as `kiosk.sales.terminal.CardTerminal` does, without a socket. The line to it may fail before or after the
card was charged. It refuses to believe a till that changes an amount under the same key.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.sales.terminal import Charge, ChargeState


@dataclass
class SimTerminal:
    """The ledger: by key, what became of it and for how much."""

    check_alive: Callable[[], None]
    entries: dict[str, tuple[ChargeState, int]] = field(default_factory=dict)
    dice: random.Random = field(default_factory=lambda: random.Random(0))
    is_reliable: bool = False

    def charge(self, key: str, amount_minor: int, currency: str) -> Charge:
        """Charge a card once per key."""
        self.check_alive()
        assert currency == "EUR"
        fate = 0.0 if self.is_reliable else self.dice.random()
        if fate > 0.93:
            return Charge(ChargeState.UNKNOWN)  # the line broke before the box heard of it
        standing = self.entries.get(key)
        if standing is None:
            state = ChargeState.DECLINED if 0.6 < fate < 0.7 else ChargeState.APPROVED
            self.entries[key] = standing = (state, amount_minor)
        assert standing[1] == amount_minor or standing[0] is ChargeState.CANCELLED, "one key, two amounts"
        self.check_alive()
        if fate > 0.83:
            return Charge(ChargeState.UNKNOWN)  # it broke after
        return Charge(standing[0], f"T-{key[-6:]}")

    def status(self, key: str) -> Charge:
        """Say what became of a key."""
        state, _ = self.entries.get(key, (ChargeState.CANCELLED, 0))
        return Charge(state, f"T-{key[-6:]}")

    def cancel(self, key: str) -> Charge:
        """Make sure that a key which was not approved never will be."""
        self.check_alive()
        if not self.is_reliable and self.dice.random() > 0.8:
            return Charge(ChargeState.UNKNOWN)
        state, amount_minor = self.entries.setdefault(key, (ChargeState.CANCELLED, 0))
        if state is not ChargeState.APPROVED:
            self.entries[key] = (ChargeState.CANCELLED, amount_minor)
        return Charge(self.entries[key][0], f"T-{key[-6:]}")

    def approved(self) -> dict[str, int]:
        """Return what was charged, by key."""
        return {key: amount for key, (state, amount) in self.entries.items() if state is ChargeState.APPROVED}
