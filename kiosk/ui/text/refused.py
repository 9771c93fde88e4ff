"""Why did the server not take a fact? Its reasons, worded for the inbox and for the device itself."""

from PySide6.QtCore import QObject


class RefusedWords(QObject):
    """Words the reasons of quarantine."""

    def reason(self, reason: str) -> str:
        """Return a sentence for a reason; an unknown one is told as it is."""
        return self._sentences().get(reason) or self.tr("Refused: {reason}").format(reason=reason)

    def _sentences(self) -> dict[str, str]:
        return {
            "malformed": self.tr("What the device sent cannot be read."),
            "bad_body": self.tr("What the device sent cannot be read."),
            "bad_signature": self.tr("Its signature does not fit: it was changed, or is not the device's."),
            "foreign_device": self.tr("It claims to be from another device."),
            "foreign_event": self.tr("It is about an event that this device does not serve."),
            "role": self.tr("This device may not do that."),
            "bad_subjects": self.tr("It does not name what it is about."),
            "bad_clock": self.tr("It tells a time that the server never said."),
            "id_reuse": self.tr("Its number was used before for something else."),
            "seq_reuse": self.tr("Too many copies of this device have written at one place."),
            "beyond_lease": self.tr("It sold what was never lent to it."),
            "revoked": self.tr("This device was revoked before it sent that."),
            "not_applicable": self.tr("The server failed to apply it. Its log says why."),
            "unsupported_version": self.tr("The server is too old to understand it. It waits for an update."),
        }
