"""What went wrong, and what is to be done? A sentence in the language that is set for every stable word.

Called wherever a failure reaches a screen. Refusals of selling are `text.sentences`', refusals at the door
are verdicts: `text.verdicts`. Errors carry words, never sentences for people.
"""

from PySide6.QtCore import QObject

from kiosk.core.errors import FoyerError, Rejected
from kiosk.settings import PREFIX, BadSetting
from kiosk.store.opening import NoDataFolder, Salvage
from kiosk.ui.views.setup import WaitingView, WayOut


class FailureWords(QObject):
    """Builds sentences for people who stand before a device."""

    def sentence(self, error: FoyerError) -> str:
        """Return what to tell a person about an expected failure."""
        if isinstance(error, BadSetting | NoDataFolder):
            return self._of_settings(error)
        return self.of(error.reason if isinstance(error, Rejected) else error.code)

    def _of_settings(self, error: BadSetting | NoDataFolder) -> str:
        if isinstance(error, NoDataFolder):
            text = self.tr(
                "Nothing can be kept in {folder}: it is no folder, or may not be written. Correct the setting "
                "{setting}, or the folder, then start Foyer again."
            )
            return text.format(folder=error.details["folder"], setting="data_dir")
        text = self.tr(
            "The setting {setting} of this device cannot be “{value}”. Correct it in the settings file or in the "
            "variable {variable}, then start Foyer again."
        )
        variable = PREFIX + str(error.details["setting"]).upper()
        return text.format(**error.details, variable=variable)

    def of(self, word: str) -> str:
        """Return what a stable word means, and what to do."""
        texts = self._of_storage() | self._of_network() | self._of_input()
        unknown = self.tr("This did not work ({code}). Nothing was changed; please call support.")
        return texts.get(word) or unknown.format(code=word)

    def at_start(self, error: FoyerError) -> WaitingView:
        """Return why the program cannot start."""
        sentence = self.sentence(error)
        return WaitingView(self.tr("Foyer cannot start"), sentence, self.tr("Close"), error.code, way_out=WayOut.END)

    def wiped(self) -> WaitingView:
        """Return what became of a device that the organizer revoked."""
        sentence = self.tr(
            "The organizer revoked this device. What it still held was left with the server, and its data was deleted. "
            "Start Foyer again to pair it anew."
        )
        return WaitingView(self.tr("This device was revoked"), sentence, self.tr("Close"), "wiped", way_out=WayOut.END)

    def salvaged(self, salvage: Salvage) -> WaitingView:
        """Return what became of a damaged database."""
        lost = self.tr("Some of its last facts could not be read.") if salvage.unread_bytes else ""
        sentences = (
            self.tr("The data of this device was damaged. The damaged file was kept as {file}.").format(
                file=salvage.moved_to.name
            ),
            self.tr("Saved from it: %n fact(s).", "", salvage.facts),
            lost,
            self.tr("Connect this device to the network: it loads its event again. Tell support about the file."),
        )
        said = " ".join(sentence for sentence in sentences if sentence)
        return WaitingView(self.tr("This device was damaged"), said, self.tr("Go on"), way_out=WayOut.GO_ON)

    def _of_storage(self) -> dict[str, str]:
        return {
            "storage_full": self.tr(
                "The disk of this device is full. Nothing was recorded. Free some space, then do it again."
            ),
            "storage_locked": self.tr(
                "The key of this device's data is missing or wrong. Nothing was changed. Put the right key back, "
                "then start Foyer again."
            ),
            "storage_too_new": self.tr(
                "A newer Foyer has written this device's data. Nothing was changed. Install the newer one, "
                "then start it again."
            ),
            "storage_corrupt": self.tr(
                "The data of this device is damaged. Start Foyer again: it moves the damaged file aside and "
                "saves what it can."
            ),
            "storage_in_use": self.tr("Foyer runs on this data already. Close the other window first."),
            "storage": self.tr("The disk of this device does not work. Nothing was recorded. Please call support."),
        }

    def _of_network(self) -> dict[str, str]:
        return {
            "offline": self.tr("The server cannot be reached. Check address and network."),
            "not_our_server": self.tr(
                "Something else answers at the server's address. Does the network want a sign-in page first? "
                "Sign in there, or take another network."
            ),
            "bug": self.tr("Something in Foyer failed. It is tried again by itself; please tell support."),
            "unreadable_row": self.tr(
                "The server sent something that this release of Foyer cannot read. Update this device; "
                "until then it goes on with what it knows."
            ),
            "server_in_trouble": self.tr("The server cannot work now. This device tries again by itself."),
            "pin_mismatch": self.tr(
                "Another machine answers at the server's address; nothing was sent to it. Check the network. "
                "Where the server is a new one, pair this device again."
            ),
            "wrong_server": self.tr("Another server answered. Ask for a new code."),
            "grace_over": self.tr(
                "This device was without its server for too long. It only shows what it knows. Connect it to go on."
            ),
            "revoked": self.tr("This device was revoked. Ask the organizer to pair it again."),
        }

    def _of_input(self) -> dict[str, str]:
        return {
            "bad_address": self.tr("This is no address. It looks like https://box-office.example:8420"),
            "plain_http": self.tr("This address is not encrypted. Use the one that begins with https://"),
            "needs_pairing_code": self.tr("This address needs the pairing code from the organizer's device page."),
            "bad_pairing_code": self.tr(
                "This is no pairing code, or it is damaged. Show the code from the organizer's device page again."
            ),
            "role_not_allowed": self.tr("This device may not be used as that. Ask the organizer."),
        }
