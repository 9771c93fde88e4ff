"""The program's one window: which screen is on show, in which role, language and theme.

Built by `app` around a running device. Holds the flows of the role that was chosen, asks for PINs where
staff things begin, shows the badge on every screen, and refuses to be closed by a guest.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtGui import QCloseEvent, QCursor, QKeyEvent
from PySide6.QtWidgets import QWidget

from kiosk.core.errors import FoyerError
from kiosk.core.permissions import Action, Role
from kiosk.documents.papers import money_text
from kiosk.running import Listeners, Running
from kiosk.scanner.judging import Station
from kiosk.staff import Operator
from kiosk.store.meta import Identity
from kiosk.store.sales import PrintJob
from kiosk.ui.badge_watch import BadgeWatch
from kiosk.ui.bridge import Lane, MainThread
from kiosk.ui.door import DoorScreen
from kiosk.ui.flows.door import DoorFlow
from kiosk.ui.flows.kiosk import KioskFlow
from kiosk.ui.flows.settings import Choices, SettingsFlow
from kiosk.ui.flows.setup import PairingFlow, RoleFlow
from kiosk.ui.flows.till import TillFlow
from kiosk.ui.flows.watching import IncidentFlow, LiveFlow
from kiosk.ui.incidents import IncidentScreen
from kiosk.ui.kiosk import KioskScreen
from kiosk.ui.language import LANGUAGES
from kiosk.ui.language import Speaker as Translator
from kiosk.ui.live import LiveScreen
from kiosk.ui.pairing import PairingScreen
from kiosk.ui.role import RoleScreen
from kiosk.ui.settings_screen import SettingsScreen
from kiosk.ui.sound import Speaker
from kiosk.ui.staff_pin import StaffPin
from kiosk.ui.stage import Stage
from kiosk.ui.theme import Ground, Theme, build_theme
from kiosk.ui.till import TillScreen
from kiosk.ui.views.common import BadgeView, ErrorView
from kiosk.ui.views.kiosk import KioskFrame
from kiosk.ui.wedge_filter import WedgeFilter

LARGE = 1.5


@dataclass(slots=True)
class _Look:
    """How the screens are drawn; staff and buyers change it."""

    text_factor: float
    contrast: bool = False


class Window(Stage):
    """The whole program, as seen."""

    def __init__(self, running: Running, *, demo_panel: Callable[[], QWidget] | None = None) -> None:
        """Build nothing but the frame; `start` shows the first screen. `demo_panel` stands beside the roles."""
        super().__init__()
        self.running = running
        self._settings = running.settings
        self._demo_panel = demo_panel
        self._main = MainThread()
        self._lane = Lane(self._main, "screens")
        self._door_lane = Lane(self._main, "door")
        self._speaker = Speaker()
        self._speaker.is_muted = running.settings.mute
        app = QCoreApplication.instance()
        assert app is not None
        self._translator = Translator(app)
        self._translator.speak(running.settings.language)
        self._look = _Look(running.settings.text_factor, running.settings.high_contrast)
        self._badge = BadgeWatch(running, self._lane, self._show_badge, self)
        self._staff = StaffPin(running, self._lane, self.on_failure, self)
        self._may_close = running.settings.windowed
        self.door_flow: DoorFlow | None = None
        """With the three below: the flow of the role that has one."""
        self.kiosk_flow: KioskFlow | None = None
        self.till_flow: TillFlow | None = None
        self.live_flow: LiveFlow | None = None
        self._wedge = WedgeFilter(physical=running.settings.physical_keys, parent=self)
        self._wedge.scanned.connect(self.on_scanned)
        app.installEventFilter(self._wedge)
        self.setWindowTitle("Foyer")

    def start(self) -> None:
        """Show pairing, the choice of a role, or the role that the settings name."""
        self._badge.start()
        identity = self.running.identity
        if identity is None:
            self.show_pairing()
        elif self._settings.role:
            self.start_role(Role(self._settings.role))
        else:
            self.show_roles()

    def show_pairing(self) -> None:
        """Ask for a pairing code."""
        languages = tuple((option.code, option.name) for option in LANGUAGES)
        screen = PairingScreen(self._theme(Ground.LIGHT), languages, self._translator.language)
        screen.language_chosen.connect(self.on_language)
        name = self._settings.name or self.tr("New device")
        PairingFlow(self.running, screen, self._lane, name, self.on_paired)
        self.set_home(screen)

    def on_paired(self, identity: Identity) -> None:
        """Go on to the roles."""
        del identity
        self.show_roles()

    @Slot()
    def show_roles(self) -> None:
        """Stop the present role and offer all of them."""
        self._leave_role()
        identity = self.running.identity
        assert identity is not None
        panel = self._demo_panel() if self._demo_panel else None
        screen = RoleScreen(self._theme(Ground.LIGHT), demo_panel=panel)
        RoleFlow(screen, self.start_role).show(identity)
        self.set_home(screen)

    def start_role(self, role: Role) -> None:
        """Go to work in a role; a present one is left."""
        self._leave_role()
        listeners = Listeners(
            on_sync=lambda state: self._main.post(self._badge.on_sync, state),
            on_change=lambda: self._main.post(self.on_change),
            on_print=lambda state: self._main.post(self._badge.on_print, state),
            on_job=lambda job: self._main.post(self.on_job, job),
        )
        try:
            self.running.start(role, listeners)
        except FoyerError as error:
            self.show_error(ErrorView(self.tr("This device cannot start"), error.message, error.code))
            return
        if self.running.desk is not None:
            self._badge.printing = self.running.desk.state
        self._enter(role)

    def _enter(self, role: Role) -> None:
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
        screen = KioskScreen(self._theme(Ground.LIGHT), self._frame())
        self.kiosk_flow = KioskFlow(self.running, screen, self._lane, self._translator.language)
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
        screen = DoorScreen(self._theme(Ground.DARK), self._translator.language)
        self.set_home(screen)
        door = self.running.door
        if door is None:
            return  # the first load is under way; `on_change` comes back here once there is a check-in list
        self.door_flow = DoorFlow(
            self.running,
            door,
            screen,
            main=self._main,
            lane=self._door_lane,
            speaker=self._speaker,
            on_settings=self.on_settings,
            show_error=self.show_error,
        )
        self.door_flow.start()

    def _enter_till(self, operator: Operator) -> None:
        language = self._translator.language
        screen = TillScreen(self._theme(Ground.LIGHT), language, lambda m, c: money_text(m, c, language))
        self.till_flow = TillFlow(
            self.running, screen, self._lane, event=self.running.event, operator=operator, language=language
        )
        screen.settings_requested.connect(self.on_settings)
        self.set_home(screen)
        self.till_flow.refresh()

    def _enter_live(self) -> None:
        screen = LiveScreen(self._theme(Ground.DARK))
        self.live_flow = LiveFlow(self.running, screen, self._lane, self.running.event)
        screen.settings_requested.connect(self.on_settings)
        screen.incidents_requested.connect(self.on_incidents)
        self.set_home(screen)
        self.live_flow.start()

    def _leave_role(self) -> None:
        if self.door_flow is not None:
            self.door_flow.stop()
        if self.live_flow is not None:
            self.live_flow.stop()
        self.door_flow = self.kiosk_flow = self.till_flow = self.live_flow = None
        self._badge.printing = None
        self.running.stop()
        self.unsetCursor()

    @Slot()
    def on_settings(self) -> None:
        """Ask for a PIN, then show the staff's screen."""
        self._ask_pin(self.tr("Staff only"), Action.SETTINGS, self._show_settings)

    @Slot()
    def on_incidents(self) -> None:
        """Ask who settles incidents, then show them."""
        self._ask_pin(self.tr("Incidents"), Action.CLOSE_INCIDENT, self._show_incidents)

    def _show_settings(self, operator: Operator) -> None:
        del operator
        screen = SettingsScreen(self._theme(Ground.LIGHT))
        languages = tuple((option.code, option.name) for option in LANGUAGES)
        choices = Choices(
            languages=languages,
            language=self._translator.language,
            on_language=self.on_language,
            on_large_text=self.on_large_text,
            is_large=self._look.text_factor > 1.2,
            on_station=self._move_door,
            on_incidents=self.on_incidents,
            on_role=self.show_roles,
            on_quit=self.quit,
            on_closed=self.show_home,
        )
        flow = SettingsFlow(self.running, screen, self._lane, self._speaker, choices)
        self.lay_over(screen)
        self._badge.refresh()
        flow.refresh()

    def _show_incidents(self, operator: Operator) -> None:
        screen = IncidentScreen(self._theme(Ground.LIGHT), self._translator.language)
        flow = IncidentFlow(
            self.running, screen, self._lane, self.running.event, operator=operator.id, on_closed=self.show_home
        )
        self.lay_over(screen)
        self._badge.refresh()
        flow.refresh()

    def _move_door(self, station: Station) -> None:
        self._door_lane.run(
            lambda: self.running.stand_at(station),
            lambda _: self.door_flow.refresh() if self.door_flow else None,
            self.on_failure,
        )

    def _ask_cashier(self) -> None:
        screen = RoleScreen(self._theme(Ground.LIGHT))
        if self.running.identity is not None:
            RoleFlow(screen, self.start_role).show(self.running.identity)
        self.set_home(screen)
        title = self.tr("Who works at this till?")
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
        self.show_error(ErrorView(self.tr("That did not work"), error.message, error.code))

    def show_error(self, view: ErrorView) -> None:
        """Say what went wrong over everything, for a while."""
        self.say(view, self._theme(Ground.LIGHT))

    def _show_badge(self, view: BadgeView) -> None:
        if self.screen_on_show is not None:
            self.screen_on_show.show_badge(view)

    def on_change(self) -> None:
        """Rows changed: show them; open the door once there is one to stand at."""
        if self.kiosk_flow is not None:
            self.kiosk_flow.refresh()
        if self.till_flow is not None:
            self.till_flow.refresh()
        waits_for_door = self.running.role is Role.GATE and self.door_flow is None
        identity = self.running.identity
        if waits_for_door and identity is not None:
            station = self.running.default_station(identity)
            if station is not None:
                self.running.stand_at(station)
                self._enter_door()

    def on_job(self, job: PrintJob) -> None:
        """Hear of a document."""
        if self.kiosk_flow is not None:
            self.kiosk_flow.on_job(job)

    @Slot(str)
    def on_scanned(self, text: str) -> None:
        """A keyboard scanner read something: a ticket at the door, a pairing code before."""
        if self.door_flow is not None:
            self.door_flow.on_scanned(text)
        elif isinstance(self.screen_on_show, PairingScreen):
            self.screen_on_show.pairing_given.emit(text)

    @Slot(str)
    def on_language(self, language: str) -> None:
        """Speak another language everywhere."""
        self._translator.speak(language)
        if isinstance(self.home, KioskScreen):
            self.home.set_frame(self._frame())

    @Slot(bool)
    def on_large_text(self, is_large: bool) -> None:
        """Draw larger or normal text."""
        self._look.text_factor = LARGE if is_large else self._settings.text_factor
        self._redraw()

    @Slot(bool)
    def on_contrast(self, is_high: bool) -> None:
        """Draw in high contrast or not."""
        self._look.contrast = is_high
        self._redraw()

    @Slot()
    def on_kiosk_reset(self) -> None:
        """A buyer has gone: what they set goes with them."""
        self._look = _Look(self._settings.text_factor, self._settings.high_contrast)
        if self._translator.language != self._settings.language:
            self.on_language(self._settings.language)
        self._redraw()

    def _redraw(self) -> None:
        for screen in {self.home, self.screen_on_show}:
            if screen is None:
                continue
            if isinstance(screen, KioskScreen):
                screen.set_frame(self._frame())
            screen.set_theme(self._theme(screen.theme.ground))

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
        self._badge.stop()
        app = QCoreApplication.instance()
        if app is not None:
            app.removeEventFilter(self._wedge)
        self._leave_role()
        self._door_lane.close()
        self._lane.close()
        self._main.close()
        self._speaker.close()
        event.accept()

    def _theme(self, ground: Ground) -> Theme:
        chosen = Ground.CONTRAST if self._look.contrast else ground
        return build_theme(
            chosen,
            max(1, self.width()),
            max(1, self.height()),
            diagonal_inch=self._settings.diagonal_inch,
            text_factor=self._look.text_factor,
        )

    def _frame(self) -> KioskFrame:
        identity = self.running.identity
        name = identity.organizer if identity else ""
        is_large, contrast = self._look.text_factor > 1.2, self._look.contrast
        return KioskFrame(name, LANGUAGES, self._translator.language, large_text=is_large, high_contrast=contrast)
