"""The staff's screen: where this device stands, how it looks, what can be done, and the ready check."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Slot

from kiosk.core.clocks import DIFFERENCE_MAX_MS
from kiosk.core.errors import FoyerError
from kiosk.core.reasons import Sound
from kiosk.running import SELLING, Running
from kiosk.scanner.judging import Station
from kiosk.store import admissions, log, sales
from kiosk.store.grace import load_end_ms
from kiosk.store.sales import JobState
from kiosk.ui.bridge import Lane
from kiosk.ui.look import LARGE
from kiosk.ui.settings_screen import SettingsScreen
from kiosk.ui.sound import Speaker
from kiosk.ui.text.clock import clock_text
from kiosk.ui.text.device import FREE_BYTES_MIN, DeviceWords, grouped
from kiosk.ui.text.doubt import DoubtWords
from kiosk.ui.text.failures import FailureWords
from kiosk.ui.views.common import CheckState
from kiosk.ui.views.setup import ReadyCheckLine, ReadyCheckView, SettingRow, SettingsView

FRESH_MS = 10 * 60_000
VOLUMES = (0, 40, 60, 80, 100)
"""In percent; the first is off."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the window can change on request."""

    languages: tuple[tuple[str, str], ...]
    language: str
    on_language: Callable[[str], None]
    on_large_text: Callable[[bool], None]
    is_large: bool
    on_station: Callable[[Station], None]
    on_incidents: Callable[[], None]
    on_prints: Callable[[], None]
    on_role: Callable[[], None]
    on_quit: Callable[[], None]
    on_closed: Callable[[], None]


@dataclass(frozen=True, slots=True)
class _Numbers:
    """What the diagnostics say, and how many prints wait for a person."""

    rows: tuple[tuple[str, str], ...]
    unsettled: int


class SettingsFlow(QObject):
    """Runs the settings screen."""

    def __init__(
        self, running: Running, screen: SettingsScreen, lane: Lane, speaker: Speaker, choices: Choices
    ) -> None:
        """Connect; `refresh` shows everything."""
        super().__init__(screen)
        self._running = running
        self._screen = screen
        self._lane = lane
        self._speaker = speaker
        self._choices = choices
        self._words = DeviceWords(self)
        self._doubt = DoubtWords(self)
        self._unsettled = 0
        screen.setting_chosen.connect(self.on_setting)
        screen.action_chosen.connect(self.on_action)
        screen.sound_wanted.connect(self.on_sound)
        screen.closed.connect(choices.on_closed)
        screen.quit_confirmed.connect(choices.on_quit)

    @Slot()
    def refresh(self) -> None:
        """Show settings, actions and numbers as they are now."""
        self._lane.run(self._load_numbers, self.on_numbers, self.on_error)

    def on_numbers(self, numbers: _Numbers) -> None:
        """Show all."""
        self._unsettled = numbers.unsettled
        identity = self._running.identity
        device = f"{identity.name} · {identity.organizer}" if identity else ""
        sounds = (
            (Sound.RISING.value, self.tr("Let in")),
            (Sound.ATTENTION.value, self.tr("Look first")),
            (Sound.BUZZ.value, self.tr("Do not let in")),
        )
        self._screen.show_view(
            SettingsView(
                device,
                self._settings(),
                self._actions(),
                numbers.rows,
                sounds=sounds,
                sound_note=self._sound_note(),
            )
        )

    def on_error(self, error: FoyerError) -> None:
        """Say it where the numbers would be."""
        self._screen.show_view(SettingsView("", (), self._actions(), (), FailureWords(self).sentence(error)))

    @Slot(str, int)
    def on_setting(self, key: str, place: int) -> None:
        """Change one thing at once."""
        choices = self._choices
        match key:
            case "gate" | "list" | "questions":
                self._set_station(key, place)
            case "language":
                choices.on_language(choices.languages[place][0])
                self._keep(language=choices.languages[place][0])
            case "text":
                choices.on_large_text(place == 1)
                self._keep(text_factor=LARGE if place == 1 else 1.0)
            case "sound":
                self._set_volume(VOLUMES[place])
            case "pulse":
                self._keep(deny_pulse=place == 1)
            case _:
                raise AssertionError(key)
        self.refresh()

    def _set_station(self, key: str, place: int) -> None:
        station, gates = self._station_and_gates()
        if station is None:
            return
        list_number, gate = station.posts[station.event]
        match key:
            case "gate":
                gate = gates[place][0]
                self._keep(gate=gate)
            case "list":
                list_number = self._lists(station)[place][0]
                self._keep(list=list_number)
            case _:
                station = replace(station, asks_questions=place == 1)
                self._keep(questions=place == 1)
        posts = dict(station.posts) | {station.event: (list_number, gate)}
        self._choices.on_station(replace(station, posts=posts))

    @Slot(str)
    def on_action(self, key: str) -> None:
        """Do one thing."""
        match key:
            case "sync":
                self._running.sync.poke()
            case "ready":
                self._lane.run(self._check, self._screen.show_ready_check, self.on_error)
            case "incidents":
                self._choices.on_incidents()
            case "prints":
                self._choices.on_prints()
            case "rehearsal":
                door = self._running.door
                if door is not None:
                    self._lane.run(door.clear_rehearsal, lambda _: self.refresh(), self.on_error)
            case "role":
                self._choices.on_role()
            case _:
                raise AssertionError(key)

    @Slot(str)
    def on_sound(self, key: str) -> None:
        """Let a sound be heard as it is set now."""
        self._speaker.open()
        self._speaker.play(Sound(key))

    def _settings(self) -> tuple[SettingRow, ...]:
        choices = self._choices
        names = tuple(name for _, name in choices.languages)
        current = next(i for i, (code, _) in enumerate(choices.languages) if code == choices.language)
        sizes = (self.tr("Normal"), self.tr("Large"))
        levels = (self.tr("Off"), *(f"{percent}\u00a0%" for percent in VOLUMES[1:]))
        rows = [
            self._row("language", self.tr("Language"), names, current),
            self._row("text", self.tr("Text size"), sizes, int(choices.is_large)),
            self._row("sound", self.tr("Sound"), levels, self._level()),
        ]
        station, gates = self._station_and_gates()
        if station is not None:
            list_number, gate = station.posts[station.event]
            lists = self._lists(station)
            rows.insert(0, self._chosen("gate", self.tr("Gate"), gates, gate))
            rows.insert(1, self._chosen("list", self.tr("Check-in list"), lists, list_number))
            switch = (self.tr("Off"), self.tr("On"))
            kept = self._running.settings
            rows.insert(2, self._row("questions", self.tr("Ask questions"), switch, int(kept.questions)))
            rows.append(self._row("pulse", self.tr("Refusals flash once"), switch, int(kept.deny_pulse)))
        return tuple(rows)

    def _level(self) -> int:
        """The place of the volume that is nearest to the one that is set; 0 is off."""
        settings = self._running.settings
        if settings.mute or not settings.volume:
            return 0
        return min(range(1, len(VOLUMES)), key=lambda at: abs(VOLUMES[at] - settings.volume))

    def _set_volume(self, percent: int) -> None:
        self._speaker.is_muted = percent == 0
        if percent:
            self._speaker.set_volume(percent)
            self._keep(mute=False, volume=percent)
        else:
            self._keep(mute=True)

    def _keep(self, **chosen: str | float) -> None:
        """It holds after every start too."""
        self._lane.run(lambda: self._running.choose(**chosen), lambda _: None, self.on_error)

    def _sound_note(self) -> str:
        if self._speaker.is_silent:
            return self.tr("This machine has no sound device.")
        return self.tr("Sound is off: nothing can be heard.") if self._speaker.is_muted else ""

    def _row(self, key: str, title: str, options: tuple[str, ...], current: int) -> SettingRow:
        return SettingRow(key, title, options[current] if options else "", options, current)

    def _chosen(self, key: str, title: str, options: list[tuple[int, str]], number: int) -> SettingRow:
        names = tuple(name for _, name in options)
        place = next((i for i, (n, _) in enumerate(options) if n == number), -1)
        return SettingRow(key, title, names[place] if place >= 0 else "–", names, place)

    def _actions(self) -> tuple[SettingRow, ...]:
        rows = [
            SettingRow("ready", self.tr("Ready for doors?")),
            SettingRow("sync", self.tr("Sync now")),
            SettingRow("incidents", self.tr("Incidents")),
            SettingRow("role", self.tr("Change what this device is")),
        ]
        if self._running.role in SELLING:
            waits = self.tr("%n wait(s) for you", "", self._unsettled) if self._unsettled else ""
            rows.insert(0, SettingRow("prints", self.tr("Prints never confirmed"), waits))
        if self._is_rehearsal:
            rows.append(SettingRow("rehearsal", self.tr("Let test tickets in again")))
        return tuple(rows)

    @property
    def _is_rehearsal(self) -> bool:
        door = self._running.door
        catalogue = self._running.catalogue(door.station.event) if door is not None else None
        return catalogue is not None and catalogue.event.test

    def _station_and_gates(self) -> tuple[Station | None, list[tuple[int, str]]]:
        door = self._running.door
        if door is None:
            return None, []
        catalogue = self._running.catalogue(door.station.event)
        gates = sorted(catalogue.gates.items()) if catalogue else []
        return door.station, [(number, gate.name) for number, gate in gates]

    def _lists(self, station: Station) -> list[tuple[int, str]]:
        catalogue = self._running.catalogue(station.event)
        return [(number, row.name) for number, row in sorted(catalogue.lists.items())] if catalogue else []

    def _load_numbers(self) -> _Numbers:
        queue, moment = self._running.queue(), self._running.clock.moment()
        identity = self._running.identity
        event = identity.events[0].event if identity and identity.events else 0
        catalogue = self._running.catalogue(event)
        zone = catalogue.event.timezone if catalogue else "UTC"
        synced_ms = self._running.synced_ms(event)
        with self._running.store.read() as connection:
            tickets = admissions.count_tickets(connection, event)
            unsure = log.count_unsure(connection)
            unsettled = sales.count_jobs(connection, JobState.OFFERED, JobState.FAILED)
            grace_end_ms = load_end_ms(connection)
        desk = self._running.desk
        rows = (
            (self.tr("Waiting for the server"), grouped(queue.pending)),
            (self.tr("Refused by the server"), grouped(queue.quarantined + queue.unsupported)),
            (self.tr("Last word from the server"), clock_text(synced_ms, zone) if synced_ms else self.tr("never")),
            (self.tr("Works without the server until"), self._words.grace(grace_end_ms, moment.now_ms, zone)),
            (self.tr("Tickets on this device"), grouped(tickets)),
            (self.tr("Clock"), self._doubt.clock(moment)),
            (self.tr("Recorded by an unsure clock"), grouped(unsure)),
            (self.tr("Printer"), self._words.printer(desk.state.state) if desk else "–"),
            (self.tr("Key of the data"), self._words.key_place(self._running.store.key.place)),
            (self.tr("Second copy"), self._words.second_copy(self._running.store.tail_error)),
        )
        salvage = self._running.salvage
        if salvage is not None:
            rows = (*rows, (self.tr("Damaged file, kept as"), salvage.moved_to.name))
        return _Numbers(rows, unsettled)

    def _check(self) -> ReadyCheckView:
        """On the lane's thread: one line for each thing that must work when the doors open."""
        lines = [
            self._check_data(),
            self._check_queue(),
            self._check_clock(),
            self._check_keys(),
            self._check_printer(),
            self._check_disk(),
            self._check_sound(),
        ]
        trouble = self._running.store.tail_error
        if trouble:
            title, words = self.tr("Second copy"), self._words.second_copy(trouble)
            lines.append(ReadyCheckLine(title, words, CheckState.ATTENTION))
        ready = all(line.state is not CheckState.FAILED for line in lines)
        headline = self.tr("Ready for doors") if ready else self.tr("Not ready yet")
        return ReadyCheckView(tuple(lines), ready, headline)

    def _check_data(self) -> ReadyCheckLine:
        identity = self._running.identity
        event = identity.events[0].event if identity and identity.events else 0
        synced_ms = self._running.synced_ms(event)
        age_ms = self._running.clock.moment().now_ms - synced_ms
        title = self.tr("Ticket list")
        if not synced_ms:
            return ReadyCheckLine(title, self.tr("never loaded; connect to the server"), CheckState.FAILED)
        state = CheckState.READY if age_ms <= FRESH_MS else CheckState.ATTENTION
        return ReadyCheckLine(title, self.tr("{minutes} min old").format(minutes=age_ms // 60_000), state)

    def _check_queue(self) -> ReadyCheckLine:
        queue = self._running.queue()
        state = CheckState.READY if queue.pending <= 1 else CheckState.ATTENTION
        state = CheckState.FAILED if queue.quarantined else state
        return ReadyCheckLine(self.tr("Waiting for the server"), grouped(queue.pending), state)

    def _check_clock(self) -> ReadyCheckLine:
        moment = self._running.clock.moment()
        far = abs(moment.difference_ms) > DIFFERENCE_MAX_MS
        state = CheckState.ATTENTION if far else CheckState.READY if moment.is_trusted else CheckState.FAILED
        return ReadyCheckLine(self.tr("Clock"), self._doubt.clock(moment), state)

    def _check_keys(self) -> ReadyCheckLine:
        identity = self._running.identity
        keys = [self._running.catalogue(event.event) for event in (identity.events if identity else ())]
        count = sum(len(catalogue.keys) for catalogue in keys if catalogue)
        state = CheckState.READY if count else CheckState.FAILED
        return ReadyCheckLine(self.tr("Keys for checking tickets"), grouped(count), state)

    def _check_disk(self) -> ReadyCheckLine:
        free = self._running.free_bytes
        state = CheckState.READY if free >= FREE_BYTES_MIN else CheckState.FAILED
        return ReadyCheckLine(self.tr("Disk"), self.tr("{count} MB free").format(count=grouped(free // 2**20)), state)

    def _check_sound(self) -> ReadyCheckLine:
        note = self._sound_note()
        state = CheckState.ATTENTION if note else CheckState.READY
        return ReadyCheckLine(self.tr("Sound"), note or self.tr("can be heard"), state)

    def _check_printer(self) -> ReadyCheckLine:
        desk = self._running.desk
        if desk is None:
            return ReadyCheckLine(self.tr("Printer"), self.tr("none is set"), CheckState.READY)
        state = CheckState.READY if desk.state.can_print else CheckState.FAILED
        return ReadyCheckLine(self.tr("Printer"), self._words.printer(desk.state.state), state)
