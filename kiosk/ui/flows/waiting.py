"""A device in a role whose event has not arrived: says what it waits for, and goes on by itself.

Built by the window in place of the role's own flow. The words follow the synchroniser: a load under way, no
network, somebody else at the server's address, an event that nobody gave to this device.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject

from kiosk.core.permissions import Role
from kiosk.running import Running
from kiosk.sync.worker import SyncState
from kiosk.ui.text.device import grouped
from kiosk.ui.text.failures import FailureWords
from kiosk.ui.views.setup import WaitingView
from kiosk.ui.waiting import WaitingScreen


def is_loaded(running: Running) -> bool:
    """Say whether the device knows what it works with: an event, and at a gate a check-in list of it."""
    identity = running.identity
    assert identity is not None
    if running.role is Role.GATE:
        return running.default_station(identity) is not None
    return any(running.catalogue(assignment.event) is not None for assignment in identity.events)


class WaitingFlow(QObject):
    """Runs the waiting screen until there is something to work with."""

    def __init__(
        self,
        running: Running,
        screen: WaitingScreen,
        *,
        on_loaded: Callable[[], None],
        on_settings: Callable[[], None],
    ) -> None:
        """Connect; `on_loaded` is called once, when the role can begin."""
        super().__init__(screen)
        self._running = running
        self._screen = screen
        self._on_loaded = on_loaded
        self._failures = FailureWords(self)
        screen.left.connect(on_settings)

    def refresh(self) -> None:
        """Begin the role where that is possible now, else say what is missing."""
        if is_loaded(self._running):
            self._on_loaded()
        else:
            self.show_state(self._running.sync.state)

    def show_state(self, sync: SyncState) -> None:
        """Say how far it is."""
        title, sentence = self._words(sync)
        count, share = "", None
        if sync.rows_total:
            done, total = grouped(sync.rows_done), grouped(sync.rows_total)
            count = self.tr("{done} of {total}").format(done=done, total=total)
            share = sync.rows_done / sync.rows_total
        self._screen.show_view(WaitingView(title, sentence, self.tr("Settings"), count, share))

    def _words(self, sync: SyncState) -> tuple[str, str]:
        loading = self.tr("The event is being loaded")
        identity = self._running.identity
        assert identity is not None
        if sync.trouble == "offline":
            sentence = self.tr(
                "This device has not loaded its event yet. Connect it to the network once; it goes on by itself."
            )
            return self.tr("No network yet"), sentence
        if sync.trouble:
            return self.tr("The event could not be loaded"), self._failures.of(sync.trouble)
        if sync.rows_total or not sync.is_online:
            return loading, self.tr("This takes a moment. It goes on by itself.")
        if not identity.events:
            sentence = self.tr("No event is given to this device. Ask the organizer for one; it goes on by itself.")
            return self.tr("No event yet"), sentence
        if self._running.role is Role.GATE and self._running.catalogue(self._running.event) is not None:
            sentence = self.tr("The event has no check-in list. Ask the organizer to make one; it goes on by itself.")
            return self.tr("No check-in list yet"), sentence
        return loading, self.tr("This takes a moment. It goes on by itself.")
