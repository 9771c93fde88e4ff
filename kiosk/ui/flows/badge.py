"""What is known of a ticket, and whose name is on its badge? Look-ups at the door, and the name put right there.

Nothing is recorded by looking. A name that somebody corrects is a fact and shows here at once; the server hears of it
later. Started by the door's flow while it only checks.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Slot

from kiosk.core.errors import FoyerError
from kiosk.running import Running
from kiosk.scanner.badges import BADGE_CHARS_MAX, correct_badge
from kiosk.scanner.door import UNPROVEN, Door
from kiosk.scanner.judging import Seen
from kiosk.store.badges import load_badge_names
from kiosk.ui.bridge import Lane
from kiosk.ui.door import DoorScreen
from kiosk.ui.sheets import TextSheet
from kiosk.ui.sound import Speaker
from kiosk.ui.text.verdicts import VerdictWords


@dataclass(frozen=True, slots=True)
class _Looked:
    """A ticket that was looked up, and the name that its badge has of its own."""

    seen: Seen
    badge: str


class BadgeFlow(QObject):
    """Shows look-ups of one door and corrects badges."""

    def __init__(
        self,
        running: Running,
        door: Door,
        screen: DoorScreen,
        lane: Lane,
        speaker: Speaker,
        *,
        on_error: Callable[[FoyerError], None],
    ) -> None:
        """Connect."""
        super().__init__(screen)
        self._running = running
        self._door = door
        self._screen = screen
        self._lane = lane
        self._speaker = speaker
        self._on_error = on_error
        self._words = VerdictWords(self)
        self._looked: _Looked | None = None
        screen.badge_requested.connect(self.on_badge)

    def look_up(self, look: Callable[[], Seen]) -> None:
        """Show what `look` finds, on the lane's thread."""
        self._lane.run(lambda: self._load(look()), self.on_looked_up, self._on_error)

    def on_looked_up(self, looked: _Looked) -> None:
        """Show what is known of a ticket; nothing was recorded."""
        self._looked = looked
        now_ms = self._running.clock.moment().now_ms
        view = self._words.build_look_up(looked.seen, now_ms=now_ms)
        if _has_badge(looked.seen):
            view = self._words.offer_badge(view, looked.badge)
        self._screen.show_verdict(view)
        self._speaker.play(view.sound)

    @Slot()
    def on_badge(self) -> None:
        """Ask for the name on the badge of the ticket on show."""
        looked, screen = self._looked, self._screen
        assert looked is not None
        screen.verdict.hide_verdict()
        sheet = TextSheet(
            screen.theme,
            self.tr("Name on the badge"),
            screen.language,
            done=self.tr("Keep this name"),
            text=(looked.badge or looked.seen.name)[:BADGE_CHARS_MAX],
            chars_max=BADGE_CHARS_MAX,
        )
        sheet.given.connect(self.on_given)
        sheet.cancelled.connect(screen.close_sheet)
        screen.open_sheet(sheet)

    @Slot(str)
    def on_given(self, name: str) -> None:
        """Record a name and show the ticket with it. Nothing typed is no name: the question stays."""
        looked = self._looked
        assert looked is not None
        if name:
            self._screen.close_sheet()
            self.look_up(lambda: self._correct(looked.seen, name))

    def _correct(self, seen: Seen, name: str) -> Seen:
        subject, identity = seen.verdict.subject, self._running.identity
        assert subject is not None
        assert identity is not None
        store, clock, operator = self._running.store, self._running.clock, self._door.station.operator
        correct_badge(store, identity.author, clock, seen.event, subject, name, operator=operator)
        return self._door.look_up_found(subject)

    def _load(self, seen: Seen) -> _Looked:
        subject = seen.verdict.subject
        if subject is None:
            return _Looked(seen, "")
        with self._running.store.read() as connection:
            return _Looked(seen, load_badge_names(connection, [subject]).get(subject, ""))


def _has_badge(seen: Seen) -> bool:
    """A badge is for a ticket that is known here, and of which it was proven that this is it."""
    known = seen.ticket is not None and bool(seen.ticket.number) and seen.verdict.subject is not None
    return known and seen.verdict.reason not in UNPROVEN
