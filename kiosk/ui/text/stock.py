"""Why is nothing of something left, in the two or three words that a tile or a key has room for?

One place for kiosk and till; whole sentences differ, because a buyer and a cashier can do different things about it.
"""

from PySide6.QtCore import QObject

from kiosk.sales.supply import Shortage


class StockWords(QObject):
    """Words shared by buyers' tiles and cashiers' keys."""

    def short(self, shortage: Shortage | None) -> str:
        """Return the words; empty where something is left."""
        match shortage:
            case None:
                return ""
            case Shortage.SOLD_OUT:
                return self.tr("Sold out")
            case Shortage.FROZEN:
                return self.tr("On hold")
            case Shortage.HERE:
                return self.tr("None left here")
