"""Why was it refused, and what can be done? A sentence for every stable word of selling."""

from PySide6.QtCore import QObject

from kiosk.core.errors import FoyerError, Rejected
from kiosk.ui.text.failures import FailureWords


class RefusalWords(QObject):
    """Builds sentences for people who sell and buy."""

    def sentence(self, error: FoyerError) -> str:
        """Return what to tell a person about an expected failure."""
        if not isinstance(error, Rejected):
            return FailureWords(self).sentence(error)
        texts = {
            "sold_out_offline": self._only_left(int(error.details.get("left", 0))),
            "limit": self.tr("Limit {limit} per order").format(limit=error.details.get("limit", 0)),
            "lease_expired": self.tr("This device must go online before it can sell again."),
            "clock_untrusted": self.tr("This device does not know the time. Connect it to the server."),
            "grace_over": self.tr("This device was without its server for too long. Connect it to sell again."),
            "event_over": self.tr("This event is over."),
            "event_cancelled": self.tr("This event is cancelled."),
            "not_on_sale": self.tr("These tickets are not on sale here now."),
            "basket_empty": self.tr("Nothing was chosen yet."),
            "no_shift": self.tr("Open a shift first."),
            "shift_open": self.tr("Close the open shift first."),
            "too_little": self.tr("That is less than the price."),
            "no_terminal": self.tr("Cards cannot be taken here now."),
            "no_printer": self.tr("No printer is set."),
            "needs_online": self.tr("This can be refunded online only."),
            "already_refunded": self.tr("This sale was refunded already."),
            "not_valid": self.tr("These tickets are not valid any more. They are not printed again."),
            "still_waiting": self.tr("This document is still waiting for the printer."),
        }
        return texts.get(error.reason, self.tr("This cannot be done now."))

    def _only_left(self, left: int) -> str:
        if left <= 0:
            return self.tr("None of these are left here now. Choose others, or ask our staff.")
        return self.tr("Sorry, only {left} left.").format(left=left)
