"""Why is nothing of something left on this device? The hall need not be sold out because one lease is empty.

Pure, and decided on what this device knows: its stock, the quotas as last heard, and what the server said when it
was asked for more. Called by the kiosk and the till, which word it.
"""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.sales.basket import Offer
from kiosk.store.catalogue import Catalogue


class Shortage(StrEnum):
    """Why nothing of an offer can be sold here."""

    HERE = "here"
    """This device has none; elsewhere there may be some."""
    SOLD_OUT = "sold_out"
    """The server has none to lend."""
    FROZEN = "frozen"
    """The server was restored and lends nothing until it knows what was sold meanwhile."""


@dataclass(frozen=True, slots=True)
class Supply:
    """Whether the server can be asked now, and why it lent nothing of an event when it was (empty: it did)."""

    is_online: bool = False
    reason: str = ""

    def judge(self, offer: Offer, catalogue: Catalogue) -> Shortage | None:
        """Return why nothing of an offer is left; None where some is. What was heard before the line broke is old."""
        if offer.left:
            return None
        if not self.is_online:
            return Shortage.HERE
        if self.reason == Shortage.FROZEN:
            return Shortage.FROZEN
        quotas = [catalogue.quotas[number] for number in offer.type.quotas if number in catalogue.quotas]
        is_out = self.reason == Shortage.SOLD_OUT or any(quota.available <= 0 for quota in quotas)
        return Shortage.SOLD_OUT if is_out else Shortage.HERE
