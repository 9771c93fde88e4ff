"""The door: camera, scanners and staff on one side, the recorded verdict on the other.

Codes come from the camera's thread, from the keyboard filter and from typing; each source has its own
echo. The door answers on a thread of its own, so that the preview never stutters; what comes back is
durable already and is only shown and sounded here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import cast

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QImage

from kiosk.core.admission import Admit, Consent
from kiosk.core.catalog import Gate
from kiosk.core.errors import FoyerError, Rejected
from kiosk.core.permissions import Action
from kiosk.core.reasons import TABLE, Override
from kiosk.running import Running
from kiosk.scanner.camera import Camera, Preview
from kiosk.scanner.detection import Detection
from kiosk.scanner.door import Authority, Door
from kiosk.scanner.echo import CAMERA_HOLD_MS, SCANNER_HOLD_MS, Echo
from kiosk.scanner.grabber import PLAY_ONCE, Playback
from kiosk.scanner.judging import Seen
from kiosk.scanner.states import SourceState
from kiosk.store import admissions
from kiosk.store.admissions import FoundTicket
from kiosk.store.badges import load_badge_names
from kiosk.ui.bridge import Lane, MainThread
from kiosk.ui.door import DoorScreen
from kiosk.ui.flows.badge import BadgeFlow
from kiosk.ui.flows.counting import Counts, grouped, load_counts
from kiosk.ui.flows.duty import DutyFlow
from kiosk.ui.sound import Speaker
from kiosk.ui.staff_pin import AskStaff
from kiosk.ui.text.camera import CameraWords
from kiosk.ui.text.device import LIST_OLD_MS
from kiosk.ui.text.door_lists import ORDER, DoorLists
from kiosk.ui.text.failures import FailureWords
from kiosk.ui.text.verdicts import VerdictWords
from kiosk.ui.views.common import ErrorView
from kiosk.ui.views.door import CameraState, DoorView

LOG_ROWS = 50
COUNT_MS = 1_000
_CAMERA_STATES = {
    SourceState.OPENING: CameraState.STARTING,
    SourceState.RUNNING: CameraState.RUNNING,
    SourceState.LOST: CameraState.LOST,
    SourceState.ENDED: CameraState.ENDED,
}


class DoorFlow(QObject):
    """Runs one door screen."""

    def __init__(
        self,
        running: Running,
        door: Door,
        screen: DoorScreen,
        *,
        main: MainThread,
        lane: Lane,
        speaker: Speaker,
        on_settings: Callable[[], None],
        ask_staff: AskStaff,
        show_error: Callable[[ErrorView], None],
    ) -> None:
        """Connect; `start` opens the camera that the settings name."""
        super().__init__(screen)
        self._running = running
        self._door = door
        self._screen = screen
        self._main = main
        self._lane = lane
        self._speaker = speaker
        self._show_error = show_error
        self._words = VerdictWords(self)
        self._lists = DoorLists(self)
        self._duty = DutyFlow(door, screen, lane, ask_staff, on_changed=self.refresh, on_error=self.on_error)
        self._badges = BadgeFlow(running, door, screen, lane, speaker, on_error=self.on_error)
        self._is_checking = False
        self._failures = FailureWords(self)
        self._camera_words = CameraWords(self)
        self._camera: Camera | None = None
        self._camera_state = CameraState.OFF
        self._camera_echo = Echo(CAMERA_HOLD_MS)
        self._scanner_echo = Echo(SCANNER_HOLD_MS)
        self._seen: Seen | None = None
        self._found: tuple[str, ...] = ()
        self._counts = Counts(0, 0, 0)
        self._timer = QTimer(self)
        self._timer.setInterval(COUNT_MS)
        self._timer.timeout.connect(self.refresh)
        screen.find_requested.connect(self.on_find)
        screen.found_chosen.connect(self.on_found_chosen)
        screen.number_given.connect(self.on_number)
        screen.log_requested.connect(self.on_log)
        screen.override_requested.connect(self.on_override)
        screen.consent_given.connect(self.on_consent)
        screen.people_given.connect(self.on_people)
        screen.order_wanted.connect(self.on_order)
        screen.checking_toggled.connect(self.on_checking)
        screen.verdict_dismissed.connect(self.on_dismissed)
        screen.direction_toggled.connect(self.on_direction)
        screen.settings_requested.connect(on_settings)

    @property
    def seen(self) -> Seen | None:
        """The last verdict, for tests and the tour."""
        return self._seen

    @property
    def total(self) -> int:
        """How many tickets this device knows, as shown."""
        return self._counts.total

    def start(self, playback: Playback = PLAY_ONCE) -> None:
        """Open the camera that the settings name, and begin to count."""
        self._timer.start()
        self.refresh()
        source = self._running.settings.camera
        if source.lower() == "none":
            return
        self._camera_state = CameraState.STARTING
        self._camera = Camera(
            source,
            mono_ms=self._running.clock.mono_ms,
            on_hits=lambda hits, at_ms: self._main.post(self.on_hits, hits, at_ms),
            on_preview=lambda preview: self._main.post(self.on_preview, preview),
            on_state=lambda state, fault: self._main.post(self.on_camera_state, state, fault),
            playback=playback,
        )
        self._camera.start()

    def stop(self) -> None:
        """Close the camera and stop counting."""
        self._timer.stop()
        if self._camera is not None:
            self._camera.stop()

    @Slot()
    def refresh(self) -> None:
        """Count again."""
        self._lane.run(self._load_counts, self.on_counts, self.on_error)

    def on_counts(self, counts: Counts) -> None:
        """Show new numbers."""
        self._counts = counts
        self._show()

    def on_hits(self, hits: Sequence[Detection], at_ms: int) -> None:
        """Judge what the camera read, unless it is the code of a moment ago."""
        for hit in hits:
            if self._camera_echo.is_new(hit.text, now_ms=at_ms):
                self._present(hit.text)

    @Slot(str)
    def on_scanned(self, text: str) -> None:
        """Judge what a keyboard or serial scanner read."""
        if self._scanner_echo.is_new(text, now_ms=self._running.clock.mono_ms()):
            self._present(text)

    @Slot(str)
    def on_number(self, text: str) -> None:
        """Judge what staff typed."""
        self._present(text, typed=True)

    @Slot(str)
    def on_found_chosen(self, subject: str) -> None:
        """Judge a ticket that staff found, or let a whole order in."""
        if subject.startswith(ORDER):
            self._admit_order(self._door.station.event, subject.removeprefix(ORDER))
        elif self._is_checking:
            self._badges.look_up(lambda: self._door.look_up_found(subject))
        else:
            self._judge(lambda: self._door.admit_found(subject))

    def on_seen(self, seen: Seen) -> None:
        """Show and sound a verdict."""
        self._seen = seen
        now_ms = self._running.clock.moment().now_ms
        view = self._words.build(seen, now_ms=now_ms)
        self._screen.show_verdict(view, self._words.build_last(seen))
        self._speaker.play(view.sound)
        self.refresh()
        if isinstance(seen.verdict, Admit) and seen.ticket is not None and seen.ticket.order:
            # After the verdict is on show: it never waits for this.
            self._lane.run(
                lambda: self._door.list_companions(seen), lambda others: self.on_companions(seen, others), self.on_error
            )

    def on_companions(self, seen: Seen, others: tuple[str, ...]) -> None:
        """Offer to let the others of the order in as well, while the verdict is still the last one."""
        view = self._screen.verdict.view
        if others and view is not None and self._seen is seen:
            self._screen.show_verdict(self._words.offer_order(view, len(others)))

    @Slot(int)
    def on_people(self, people: int) -> None:
        """Judge a group again, now that somebody counted."""
        if self._seen is not None:
            seen = self._seen
            self._judge(lambda: self._door.consent(seen, Consent(people=people)))

    @Slot()
    def on_order(self) -> None:
        """Let the others of the order on show in as well."""
        if self._seen is not None and self._seen.ticket is not None:
            self._admit_order(self._seen.event, self._seen.ticket.order, self._seen)

    @Slot()
    def on_checking(self) -> None:
        """Look codes up only, or let people in again. An open question is answered with no first."""
        self._is_checking = not self._is_checking
        self._lane.run(self._door.dismiss, lambda _: self._show(), self.on_error)

    def on_order_in(self, first: Seen | None, answers: tuple[Seen, ...]) -> None:
        """Show how many of an order came in, and keep all of them for an undo."""
        mine = (first, *answers) if first is not None else answers
        if not any(seen.fact for seen in mine):
            self.on_seen(mine[0])  # all of them were in before
            return
        self._seen = next(seen for seen in mine if seen.fact)
        view = self._words.build(self._seen, now_ms=self._running.clock.moment().now_ms)
        shown, last = self._words.build_order(mine, view)
        self._screen.show_verdict(shown, last)
        self._speaker.play(shown.sound)
        self.refresh()

    def on_preview(self, preview: Preview) -> None:
        """Show the newest picture, and ask for the next one."""
        rgb = preview.rgb
        height, width = rgb.shape[:2]
        image = QImage(rgb.data, width, height, width * 3, QImage.Format.Format_RGB888).copy()
        self._screen.show_frame(image)
        if self._camera is not None:
            self._camera.accept_preview()

    def on_camera_state(self, state: SourceState, fault: str) -> None:
        """Say how the camera is."""
        del fault
        self._camera_state = _CAMERA_STATES[state]
        self._show()

    @Slot(str)
    def on_find(self, typed: str) -> None:
        """Search while staff type."""
        event = self._door.station.event

        def search() -> tuple[list[FoundTicket], Mapping[str, str]]:
            with self._running.store.read() as connection:
                found = admissions.search(connection, event, typed)
                return found, load_badge_names(connection, [hit.subject for hit in found])

        self._lane.run(search, lambda answer: self.on_found(typed, *answer), self.on_error)

    def on_found(self, typed: str, found: list[FoundTicket], badges: Mapping[str, str]) -> None:
        """Show the hits."""
        self._found = tuple(hit.subject for hit in found)
        catalogue = self._running.catalogue(self._door.station.event)
        with_orders = self._door.station.entry and not self._is_checking
        view = self._lists.build_found(catalogue, typed, found, badges=badges, with_orders=with_orders)
        self._screen.show_found(view)

    @Slot()
    def on_log(self) -> None:
        """Show the last scans."""

        def load() -> list[admissions.ScanLine]:
            with self._running.store.read() as connection:
                return admissions.list_lines(connection, LOG_ROWS)

        self._lane.run(load, self.on_lines, self.on_error)

    def on_lines(self, lines: list[admissions.ScanLine]) -> None:
        """Show the log."""
        catalogue = self._running.catalogue(self._door.station.event)
        self._screen.show_log(self._lists.build_log(catalogue, lines, self._words))

    @Slot(str, str)
    def on_override(self, pin: str, note: str) -> None:
        """Let the holder in on somebody's word, if the PIN is theirs and they may."""
        seen = self._seen
        if seen is not None:
            self._lane.run(lambda: self._override(seen, pin, note), self.on_overridden, self.on_override_refused)

    def on_overridden(self, seen: Seen) -> None:
        """Show the admission in place of the refusal."""
        self._screen.close_sheet()
        self.on_seen(seen)

    def on_override_refused(self, error: FoyerError) -> None:
        """Say why on the sheet with the PIN."""
        texts = {"wrong_pin": self.tr("Wrong PIN."), "not_allowed": self.tr("This PIN may not do that.")}
        reason = error.reason if isinstance(error, Rejected) else ""
        self._screen.show_override_refused(texts.get(reason, self.tr("Nobody may let this ticket in.")))

    @Slot(bool, object)
    def on_consent(self, ignore_unpaid: bool, answers: object) -> None:
        """Judge the open question again with what was said."""
        if self._seen is not None:
            seen, said = self._seen, Consent(ignore_unpaid, cast("dict[int, str]", answers))
            self._judge(lambda: self._door.consent(seen, said))

    @Slot()
    def on_dismissed(self) -> None:
        """An open question that staff wave away was answered with no."""
        self._lane.run(self._door.dismiss, lambda _: self.refresh(), self.on_error)

    @Slot()
    def on_direction(self) -> None:
        """Count people out, or let them in again."""
        turned = replace(self._door.station, entry=not self._door.station.entry)
        self._lane.run(lambda: self._door.configure(turned), lambda _: self._show(), self.on_error)

    def on_error(self, error: FoyerError) -> None:
        """Say it where staff look; the door itself goes on."""
        texts = {"annul_not_allowed": self.tr("This can no longer be undone here.")}
        reason = error.reason if isinstance(error, Rejected) else ""
        self._show_error(
            ErrorView(self.tr("That did not work"), texts.get(reason) or self._failures.sentence(error), error.code)
        )

    def _present(self, text: str, *, typed: bool = False) -> None:
        if self._is_checking:
            self._badges.look_up(lambda: self._door.look_up(text))
        else:
            self._judge(lambda: self._door.scan(text, typed=typed))

    def _admit_order(self, event: int, order: str, first: Seen | None = None) -> None:
        self._lane.run(
            lambda: self._door.admit_order(event, order),
            lambda answers: self.on_order_in(first, answers),
            self.on_error,
        )

    def _judge(self, work: Callable[[], Seen]) -> None:
        self._lane.run(work, self.on_seen, self.on_error)

    def _override(self, seen: Seen, pin: str, note: str) -> Seen:
        operator = self._running.find_operator(pin)
        if operator is None:
            raise Rejected("wrong PIN", reason="wrong_pin")
        wanted = Action.OVERRIDE if TABLE[seen.verdict.reason].override is Override.SUPERVISOR else Action.ADMIT
        if not operator.may(wanted):
            raise Rejected("this PIN may not override", reason="not_allowed")
        is_supervisor = operator.may(Action.OVERRIDE)
        who = Authority(operator.id, operator.credential_version, note, is_supervisor=is_supervisor)
        return self._door.override(seen, who)

    def _load_counts(self) -> Counts:
        return load_counts(self._running, self._door.station, is_rehearsal=self._is_rehearsal)

    @property
    def _is_rehearsal(self) -> bool:
        catalogue = self._running.catalogue(self._door.station.event)
        return bool(catalogue and catalogue.event.test)

    def _show(self) -> None:
        station = self._door.station
        catalogue = self._running.catalogue(station.event)
        _, gate = station.posts[station.event]
        now_ms = self._running.clock.moment().now_ms
        age_ms = now_ms - self._counts.synced_ms
        is_old = self._counts.synced_ms == 0 or age_ms > LIST_OLD_MS
        gates: Mapping[int, Gate] = catalogue.gates if catalogue else {}
        self._screen.show_door(
            DoorView(
                event=catalogue.event.name if catalogue else "",
                gate=gates[gate].name if gate in gates else "",
                admitted=grouped(self._counts.admitted),
                caption=self.tr("admitted of {total}").format(total=grouped(self._counts.total)),
                hint=self.tr("Hold the code in the frame") if self._camera_state is CameraState.RUNNING else "",
                camera=self._camera_state,
                camera_note=self._camera_words.note(self._camera_state, self._running.settings.camera),
                is_exit=not station.entry,
                sound_off=self._speaker.is_muted,
                list_age=self.tr("The ticket list may be old") if is_old else "",
                rehearsal=self._is_rehearsal,
                is_checking=self._is_checking,
                deny_pulse=self._running.settings.deny_pulse,
                operator=self._duty.name,
            )
        )
