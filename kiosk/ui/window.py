"""The program's one window: which screen is on show, in which role, language and theme.

Built by `program` around a running device. Screens and flows of a role are imported when it begins: a gate
must not wait for the till's. Holds the flows of the role that was chosen, asks for PINs where
staff things begin, shows the badge on every screen, and refuses to be closed by a guest.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtGui import QCloseEvent, QCursor, QKeyEvent
from PySide6.QtWidgets import QWidget

from kiosk.core.errors import FoyerError
from kiosk.core.permissions import Action, Role
from kiosk.running import Listeners, Running
from kiosk.staff import Operator
from kiosk.store.meta import Identity
from kiosk.store.sales import PrintJob
from kiosk.ui.alarm import draw_attention
from kiosk.ui.badge_watch import BadgeWatch
from kiosk.ui.bridge import Lane, MainThread
from kiosk.ui.door import DoorScreen
from kiosk.ui.flows.door import DoorFlow
from kiosk.ui.language import Speaker as Translator
from kiosk.ui.look import LARGE, Look, normal_of
from kiosk.ui.screen import Screen
from kiosk.ui.side import Side
from kiosk.ui.sound import Speaker
from kiosk.ui.staff_pin import StaffPin
from kiosk.ui.stage import Stage
from kiosk.ui.text.failures import FailureWords
from kiosk.ui.theme import Ground, Theme, build_theme
from kiosk.ui.views.common import BadgeView, ErrorView
from kiosk.ui.waiting_screens import open_role, open_salvage, open_wiped
from kiosk.ui.wedge_filter import WedgeFilter

if TYPE_CHECKING:
    from kiosk.sync.worker import SyncState
    from kiosk.ui.flows.kiosk import KioskFlow
    from kiosk.ui.flows.till import TillFlow
    from kiosk.ui.flows.waiting import WaitingFlow
    from kiosk.ui.flows.watching import LiveFlow
    from kiosk.ui.views.kiosk import KioskFrame


class Window(Stage):
    """The whole program, as seen."""

    def __init__(self, running: Running, *, demo_panel: Callable[[], QWidget] | None = None) -> None:
        """Build nothing but the frame; `start` shows the first screen. `demo_panel` is kept at the window's edge."""
        super().__init__()
        self.running = running
        self._settings = running.settings
        self._demo_panel = demo_panel
        self._main = MainThread()
        self.lane = Lane(self._main, "screens")
        self.door_lane = Lane(self._main, "door")
        self.speaker = Speaker(running.settings.volume / 100)
        self.speaker.is_muted = running.settings.mute
        app = QCoreApplication.instance()
        assert app is not None
        self.translator = Translator(app)
        self.translator.speak(running.settings.language)
        self.look = Look(running.settings.text_factor, running.settings.high_contrast)
        self._badge = BadgeWatch(running, self.lane, self._show_badge, lambda new: draw_attention(self, new), self)
        self._supply: tuple[bool, Mapping[int, str]] = (False, {})
        self._failures = FailureWords(self)
        self._staff = StaffPin(running, self.lane, self.on_failure, self)
        self._may_close = running.settings.windowed
        self.door_flow: DoorFlow | None = None
        """With the four below: the flow of the role that has one."""
        self.kiosk_flow: KioskFlow | None = None
        self.till_flow: TillFlow | None = None
        self.live_flow: LiveFlow | None = None
        self.waiting_flow: WaitingFlow | None = None
        self.on_pairing_text: Callable[[str], None] | None = None
        """Takes what a keyboard scanner read while the device is being paired."""
        self._wedge = WedgeFilter(physical=running.settings.physical_keys, parent=self)
        self._wedge.scanned.connect(self.on_scanned)
        app.installEventFilter(self._wedge)
        self.setWindowTitle("Foyer")

    def start(self) -> None:
        """Show pairing, the choice of a role, or the role that the settings name."""
        self._badge.start()
        if self._demo_panel is not None:
            self.stand_beside(Side(self.theme_for(Ground.LIGHT), self._demo_panel()))
        identity = self.running.identity
        if identity is None:
            self.show_pairing()
        elif self._settings.role:
            self.start_role(Role(self._settings.role))
        else:
            self.show_roles()
        open_salvage(self)

    def open_sound(self) -> None:
        """Get ready to be heard; after the first screen, which must not wait for it."""
        self.speaker.open()

    def show_pairing(self) -> None:
        """Ask for a pairing code."""
        from kiosk.ui.entry_screens import open_pairing

        open_pairing(self, self._settings.name or self.tr("New device"))

    def on_paired(self, _: Identity) -> None:
        """Go on to the roles."""
        self.on_pairing_text = None
        self.show_roles()

    @Slot()
    def show_roles(self) -> None:
        """Stop the present role and offer all of them."""
        from kiosk.ui.entry_screens import build_roles

        self.leave_role()
        self.set_home(build_roles(self))
        self.fold_side(is_open=True)

    def start_role(self, role: Role) -> None:
        """Go to work in a role; a present one is left."""
        self.leave_role()
        self.fold_side(is_open=False)
        listeners = Listeners(
            on_sync=lambda state: self._main.post(self.on_sync, state),
            on_change=lambda: self._main.post(self.on_change),
            on_print=lambda state: self._main.post(self._badge.on_print, state),
            on_job=lambda job: self._main.post(self.on_job, job),
            on_revoked=lambda: self._main.post(open_wiped, self),
        )
        try:
            self.running.start(role, listeners)
        except FoyerError as error:
            self.show_error(ErrorView(self.tr("This device cannot start"), self._failures.sentence(error), error.code))
            return
        if self.running.desk is not None:
            self._badge.printing = self.running.desk.state
        open_role(self, role)

    def enter(self, role: Role) -> None:
        """Show the role's own screen: the device knows what it works with."""
        self.waiting_flow = None
        match role:
            case Role.KIOSK:
                self._enter_kiosk()
            case Role.GATE:
                self._enter_door()
            case Role.TILL:
                self._ask_cashier()
            case Role.LIVE | Role.SUPERVISOR:
                self._enter_live()
            case Role.SERVER:
                raise AssertionError(role)

    def _enter_kiosk(self) -> None:
        from kiosk.ui.flows.kiosk import KioskFlow
        from kiosk.ui.kiosk import KioskScreen

        screen = KioskScreen(self.theme_for(Ground.LIGHT), self._frame())
        self.kiosk_flow = KioskFlow(self.running, screen, self.lane, self.translator.language)
        screen.large_text_toggled.connect(self.on_large_text)
        screen.contrast_toggled.connect(self.on_contrast)
        screen.language_chosen.connect(self.on_language)
        screen.staff_requested.connect(self.on_settings)
        screen.start_again.connect(self.on_kiosk_reset)
        if not self._settings.windowed:
            self.setCursor(QCursor(Qt.CursorShape.BlankCursor))
        self.set_home(screen)
        self.kiosk_flow.refresh()

    def _enter_door(self) -> None:
        screen = DoorScreen(self.theme_for(Ground.DARK), self.translator.language)
        door = self.running.open_door()
        self.door_flow = DoorFlow(
            self.running,
            door,
            screen,
            main=self._main,
            lane=self.door_lane,
            speaker=self.speaker,
            on_settings=self.on_settings,
            ask_staff=self._ask_pin,
            show_error=self.show_error,
        )
        self.set_home(screen)
        self.door_flow.start()

    def _enter_till(self, operator: Operator) -> None:
        from kiosk.documents.papers import money_text
        from kiosk.ui.flows.till import TillFlow
        from kiosk.ui.till import TillScreen

        language = self.translator.language
        screen = TillScreen(self.theme_for(Ground.LIGHT), language, lambda m, c: money_text(m, c, language))
        event, ask = self.running.event, self._ask_pin
        self.till_flow = TillFlow(
            self.running, screen, self.lane, event=event, operator=operator, ask_staff=ask, language=language
        )
        screen.settings_requested.connect(self.on_settings)
        screen.prints_requested.connect(self.on_prints)
        self.set_home(screen)
        self.till_flow.refresh()

    def _enter_live(self) -> None:
        from kiosk.ui.flows.watching import LiveFlow
        from kiosk.ui.live import LiveScreen

        screen = LiveScreen(self.theme_for(Ground.DARK))
        self.live_flow = LiveFlow(self.running, screen, self.lane, self.running.event)
        screen.settings_requested.connect(self.on_settings)
        screen.incidents_requested.connect(self.on_incidents)
        self.set_home(screen)
        self.live_flow.start()

    def leave_role(self) -> None:
        """Stop the work of the present role, if there is one."""
        if self.door_flow is not None:
            self.door_flow.stop()
        if self.live_flow is not None:
            self.live_flow.stop()
        self.door_flow = self.kiosk_flow = self.till_flow = self.live_flow = self.waiting_flow = None
        self._badge.printing = None
        self.running.stop()
        self.unsetCursor()

    def set_home(self, screen: Screen) -> None:
        """Show the screen of another role or step, with its badge."""
        super().set_home(screen)
        self._badge.refresh()

    def lay_over(self, screen: Screen) -> None:
        """Show a screen over the role's own, with its badge."""
        super().lay_over(screen)
        self._badge.refresh()

    @Slot()
    def on_settings(self) -> None:
        """Ask for a PIN, then show the staff's screen; to those who only sell, what they may settle at a kiosk."""
        from kiosk.ui.staff_screens import open_prints, open_settings

        def enter(operator: Operator) -> None:
            if operator.may(Action.SETTINGS):
                open_settings(self, operator)
            else:
                open_prints(self, operator.id)

        wanted = Action.SELL if self.kiosk_flow is not None else Action.SETTINGS
        self._ask_pin(self.tr("Staff only"), wanted, enter)

    @Slot()
    def on_prints(self) -> None:
        """Show the cashier what was never confirmed on paper."""
        from kiosk.ui.staff_screens import open_prints

        assert self.till_flow is not None
        open_prints(self, self.till_flow.operator)

    @Slot()
    def on_incidents(self) -> None:
        """Ask who settles incidents, then show them."""
        from kiosk.ui.staff_screens import open_incidents

        self._ask_pin(self.tr("Incidents"), Action.CLOSE_INCIDENT, lambda operator: open_incidents(self, operator))

    def _ask_cashier(self) -> None:
        from kiosk.ui.entry_screens import build_roles

        screen, title = build_roles(self), self.tr("Who works at this till?")
        self.set_home(screen)
        self._staff.ask(screen, title, Action.SELL, self._enter_till, on_cancelled=self.show_roles)

    def _ask_pin(self, title: str, action: Action, on_known: Callable[[Operator], None]) -> None:
        if self.screen_on_show is not None:
            self._staff.ask(self.screen_on_show, title, action, on_known)

    @Slot()
    def show_home(self) -> None:
        """Go back to the role's own screen."""
        self.go_home()
        self._badge.refresh()

    def on_failure(self, error: FoyerError) -> None:
        """Say that something did not work, which no screen has words for."""
        self.show_error(ErrorView(self.tr("That did not work"), self._failures.sentence(error), error.code))

    def show_error(self, view: ErrorView) -> None:
        """Say what went wrong over everything, for a while."""
        self.say(view, self.theme_for(Ground.LIGHT))

    def _show_badge(self, view: BadgeView) -> None:
        if self.screen_on_show is not None:
            self.screen_on_show.show_badge(view)

    def on_change(self) -> None:
        """Rows changed: show them; begin the role once there is something to work with."""
        for flow in (self.kiosk_flow, self.till_flow, self.waiting_flow):
            if flow is not None:
                flow.refresh()

    def on_sync(self, state: "SyncState") -> None:
        """Hear from the synchroniser."""
        self._badge.on_sync(state)
        known, self._supply = self._supply, (state.is_online, state.lease_reasons)
        if self.waiting_flow is not None or known != self._supply:
            self.on_change()

    def on_job(self, job: PrintJob) -> None:
        """Hear of a document."""
        if self.kiosk_flow is not None:
            self.kiosk_flow.on_job(job)
        if self.till_flow is not None:
            self.till_flow.on_job(job)

    @Slot(str)
    def on_scanned(self, text: str) -> None:
        """A keyboard scanner read something: a ticket at the door, a pairing code before."""
        if self.door_flow is not None:
            self.door_flow.on_scanned(text)
        elif self.on_pairing_text is not None:
            self.on_pairing_text(text)

    @Slot(str)
    def on_language(self, language: str) -> None:
        """Speak another language everywhere."""
        self.translator.speak(language)
        if self.kiosk_flow is not None:
            self.kiosk_flow.set_frame(self._frame())
        if self.waiting_flow is not None:
            self.waiting_flow.refresh()

    @Slot(bool)
    def on_large_text(self, is_large: bool) -> None:
        """Draw larger or normal text."""
        self.look.text_factor = LARGE if is_large else normal_of(self.running.settings.text_factor)
        self.redraw()

    @Slot(bool)
    def on_contrast(self, is_high: bool) -> None:
        """Draw in high contrast or not."""
        self.look.contrast = is_high
        self.redraw()

    @Slot()
    def on_kiosk_reset(self) -> None:
        """A buyer has gone: what they set goes with them."""
        self.look = Look(self.running.settings.text_factor, self.running.settings.high_contrast)
        if self.translator.language != self.running.settings.language:
            self.on_language(self.running.settings.language)
        self.redraw()

    def redraw(self) -> None:
        """Draw every screen as it is to look now."""
        if self.kiosk_flow is not None:
            self.kiosk_flow.set_frame(self._frame())
        super().redraw()

    def quit(self) -> None:
        """Close the program; staff asked for it."""
        self._may_close = True
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Leave by Ctrl+Alt+Q and a PIN."""
        keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        if event.key() == Qt.Key.Key_Q and event.modifiers() & keys == keys:
            self._ask_pin(self.tr("Close Foyer?"), Action.SETTINGS, lambda _: self.quit())
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """Close only when staff may; then stop everything that was started."""
        if not self._may_close:
            event.ignore()
            return
        self.hold_still()
        app = QCoreApplication.instance()
        if app is not None:
            app.removeEventFilter(self._wedge)
        self.leave_role()
        self.door_lane.close()
        self.lane.close()
        self._main.close()
        self.speaker.close()
        self.translator.fall_silent()
        event.accept()
        self.closed.emit()

    def theme_for(self, ground: Ground) -> Theme:
        """Return how a screen on this ground is drawn now."""
        chosen = Ground.CONTRAST if self.look.contrast else ground
        room, look, inch = self.contentsRect(), self.look, self._settings.diagonal_inch
        width, height = max(1, room.width()), max(1, room.height())
        return build_theme(chosen, width, height, diagonal_inch=inch, text_factor=look.text_factor)

    def _frame(self) -> "KioskFrame":
        identity = self.running.identity
        return self.look.frame(identity.organizer if identity else "", self.translator.language)
