"""The door: preview, count, the last verdict, and what staff can do besides scanning.

`app` gives it views, pictures and verdicts, and listens to its signals. The decision was made and recorded
before a verdict comes here; this screen only shows it. Portrait has a layout of its own: the picture stays
whole at the top, count and buttons stand below.
"""

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QLayout, QSizePolicy

from kiosk.ui.buttons import Button, Kind
from kiosk.ui.door_sheets import AnswerSheet, CountSheet, FindSheet, LogSheet, OverrideSheet
from kiosk.ui.fonts import build_font
from kiosk.ui.layout import CENTRE, Card, Item, column, grid, holder, row
from kiosk.ui.preview import Preview
from kiosk.ui.scan_strip import ScanStrip
from kiosk.ui.screen import Screen
from kiosk.ui.shapes import Icon
from kiosk.ui.sheets import QuestionSheet
from kiosk.ui.theme import Theme
from kiosk.ui.verdict import VerdictPanel
from kiosk.ui.views.door import CameraState, DoorView, FoundListView, LastScanView, LogView, VerdictView
from kiosk.ui.words import ClampText, LineText, Text

LAST_MS = 30_000
"""How long the last scan stays in sight, and can be undone by one button."""
PLACE_LINES = 2
NOBODY = DoorView("", "", "", "", "")


class DoorScreen(Screen):
    """The screen of a gate."""

    find_requested = Signal(str)
    found_chosen = Signal(str)
    number_given = Signal(str)
    """A typed ticket number, to be judged and recorded like a scan."""
    undo_requested = Signal(str)
    """The fact of the admission to undo; asked for and confirmed."""
    log_requested = Signal()
    override_requested = Signal(str, str)
    """PIN and reason, for the verdict on show."""
    consent_given = Signal(bool, object)
    """Answer to the Ask on show: whether "unpaid" is accepted, and answers by question number."""
    people_given = Signal(int)
    """How many of a group pass now."""
    order_wanted = Signal()
    """Let the rest of the order in as well, that of the verdict on show."""
    badge_requested = Signal()
    checking_toggled = Signal()
    verdict_dismissed = Signal()
    light_toggled = Signal(bool)
    direction_toggled = Signal()
    duty_toggled = Signal()
    """Somebody begins or ends their duty here."""
    settings_requested = Signal()

    def __init__(self, theme: Theme, language: str, *, last_ms: int = LAST_MS) -> None:
        """Show nothing yet; `language` lays out the keyboard."""
        super().__init__(theme)
        self._language = language
        self._view = NOBODY
        self._last: LastScanView | None = None
        self._asked: VerdictView | None = None
        self._last_timer = QTimer(self)
        self._last_timer.setSingleShot(True)
        self._last_timer.setInterval(last_ms)
        self._last_timer.timeout.connect(self.on_last_over)
        self.verdict = VerdictPanel(theme, self)
        self._connect_verdict()

    @property
    def language(self) -> str:
        """How the keyboard is laid out."""
        return self._language

    def set_language(self, language: str) -> None:
        """Lay the keyboard out for another language from the next sheet on."""
        self._language = language

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme; a verdict on show stays."""
        shown = self.verdict.view
        self.verdict.hide_verdict()
        self.verdict.deleteLater()
        self.verdict = VerdictPanel(theme, self)
        self.verdict.pulses = self._view.deny_pulse
        self._connect_verdict()
        super().set_theme(theme)
        self.verdict.setGeometry(self.rect())
        if shown is not None:
            self.verdict.show_verdict(shown)

    def show_door(self, view: DoorView) -> None:
        """Show where this door stands, its count and its camera."""
        was, self._view = self._view, view
        self.verdict.pulses = view.deny_pulse
        if self.is_built and (was.light_on is None) != (view.light_on is None):
            self.rebuild()
        elif self.is_built:
            self.refresh()

    def show_frame(self, image: QImage) -> None:
        """Show the newest picture of the camera."""
        if self.is_built and self._view.camera is CameraState.RUNNING:
            self._preview.show_frame(image)

    @property
    def has_preview(self) -> bool:
        """Whether a picture of the camera is on show."""
        return self.is_built and self._preview.has_picture

    def show_verdict(self, view: VerdictView, last: LastScanView | None = None) -> None:
        """Show a verdict over everything; `last` stays in the strip after it."""
        self._asked = view
        self.close_sheet()
        self.verdict.setGeometry(self.rect())
        self.verdict.show_verdict(view)
        if last is not None:
            self.show_last(last)

    def show_last(self, last: LastScanView | None) -> None:
        """Show the last scan in the strip, for half a minute; None takes it away."""
        self._last = last
        if last is None:
            self._last_timer.stop()
        else:
            self._last_timer.start()
        if self.is_built:
            self._refresh_last()

    def show_found(self, view: FoundListView) -> None:
        """Show the hits of the search that is open."""
        if isinstance(self.sheet, FindSheet):
            self.sheet.show_found(view)

    def show_log(self, view: LogView) -> None:
        """Show the log of scans."""
        sheet = LogSheet(self.theme, view)
        sheet.undo_chosen.connect(self.on_undo_chosen)
        sheet.closed.connect(self.close_sheet)
        self.open_sheet(sheet)

    def show_override_refused(self, sentence: str) -> None:
        """Say on the open sheet why the PIN or the override was refused."""
        if isinstance(self.sheet, OverrideSheet):
            self.sheet.pad.show_note(sentence)

    def show_override_pause(self, seconds: int) -> None:
        """Take no PIN for so long."""
        if isinstance(self.sheet, OverrideSheet):
            self.sheet.pad.show_pause(seconds)

    def build(self) -> QLayout:
        """Return header, preview, count and buttons."""
        theme = self.theme
        self._place = ClampText(theme, "label", PLACE_LINES) if self.is_portrait else LineText(theme, "", "label")
        self._event = LineText(theme, "", "note")
        self._mode = Text(theme, "", "warning", wrap=False)
        self._preview = Preview(theme)
        self._strip = ScanStrip(theme)
        self._count = Text(theme, "", "number", wrap=False)
        self._caption = Text(theme, "", "note")
        self._age = Text(theme, "", "warning")
        self._buttons()
        pad = theme.sizes.pad
        return self._portrait(pad) if self.is_portrait else self._landscape(pad)

    def refresh(self) -> None:
        """Show the last view."""
        view = self._view
        if self.is_portrait:
            self._place.set_text(view.gate or view.event)
            self._event.set_text(_joined(view.operator, view.event if view.gate else ""))
        else:
            self._place.set_text(_joined(view.event, view.gate, view.operator))
        modes = (
            self._direction(view),
            self.tr("REHEARSAL") if view.rehearsal else "",
            self.tr("Sound off") if view.sound_off else "",
        )
        self._mode.setText("   ".join(mode for mode in modes if mode))
        self._mode.setVisible(any(modes))
        self._count.setText(view.admitted)
        self._caption.setText(view.caption)
        self._age.setText(view.list_age)
        self._age.setVisible(bool(view.list_age))
        self._preview.show_note("" if view.camera is CameraState.RUNNING else view.camera_note)
        self._turn.rename(self.tr("Let people in") if view.is_exit else self.tr("Count people out"))
        self._duty.rename(self.tr("Sign out") if view.operator else self.tr("Sign in"))
        self._check.setChecked(view.is_checking)
        if view.light_on is not None:
            self._light.setChecked(view.light_on)
        self._refresh_last()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Keep the verdict over everything."""
        super().resizeEvent(event)
        self.verdict.setGeometry(self.rect())
        self.verdict.raise_()

    @Slot()
    def on_find(self) -> None:
        """Open the search."""
        sheet = FindSheet(self.theme, self._language, is_portrait=self.is_portrait)
        sheet.typed.connect(self.find_requested)
        sheet.found_chosen.connect(self.found_chosen)
        sheet.number_given.connect(self.number_given)
        sheet.closed.connect(self.close_sheet)
        self.open_sheet(sheet)

    @Slot()
    def on_undo(self) -> None:
        """Ask whether the last admission shall be undone."""
        if self._last is not None and self._last.fact:
            self.on_undo_chosen(self._last.fact, self._last.words)

    @Slot(str, str)
    def on_undo_chosen(self, fact: str, words: str) -> None:
        """Ask before undoing."""
        question = self.tr("Undo this admission?")
        sheet = QuestionSheet(
            self.theme, question, self.tr("Undo"), self.tr("Keep"), detail=words, kind=Kind.DANGER
        )  # fmt: skip
        sheet.setProperty("fact", fact)
        sheet.confirmed.connect(self.on_undo_confirmed)
        sheet.declined.connect(self.close_sheet)
        self.open_sheet(sheet)

    @Slot()
    def on_undo_confirmed(self) -> None:
        """Ask for the undoing."""
        assert self.sheet is not None
        fact = str(self.sheet.property("fact"))
        self.close_sheet()
        if self._last is not None and self._last.fact == fact:
            self.show_last(None)
        self.undo_requested.emit(fact)

    @Slot()
    def on_override(self) -> None:
        """Ask who lets the holder in, and why."""
        asked = self._asked
        assert asked is not None
        self.verdict.hide_verdict()
        title = self.tr("Let in all the same?") if not asked.holder else self.tr("Let {holder} in all the same?")
        sheet = OverrideSheet(self.theme, title.format(holder=asked.holder), is_portrait=self.is_portrait)
        sheet.given.connect(self.override_requested)
        sheet.closed.connect(self.on_declined)
        self.open_sheet(sheet)

    @Slot()
    def on_consent(self) -> None:
        """Accept the ticket as unpaid."""
        self.verdict.hide_verdict()
        self.consent_given.emit(True, {})

    @Slot()
    def on_count(self) -> None:
        """Ask how many people of a group pass."""
        assert self._asked is not None
        self.verdict.hide_verdict()
        sheet = CountSheet(self.theme, self._asked.people_max, self._language)
        sheet.counted.connect(self.on_counted)
        sheet.closed.connect(self.on_declined)
        self.open_sheet(sheet)

    @Slot(int)
    def on_counted(self, people: int) -> None:
        """Say how many."""
        self.close_sheet()
        self.people_given.emit(people)

    @Slot()
    def on_order(self) -> None:
        """Let the rest of the order in."""
        self.verdict.hide_verdict()
        self.order_wanted.emit()

    @Slot()
    def on_answers(self) -> None:
        """Ask the questions of the list."""
        assert self._asked is not None
        self.verdict.hide_verdict()
        sheet = AnswerSheet(self.theme, self._asked.questions, self._language)
        sheet.answered.connect(self.on_answered)
        sheet.closed.connect(self.on_declined)
        self.open_sheet(sheet)

    @Slot(object)
    def on_answered(self, answers: dict[int, str]) -> None:
        """Give the answers."""
        self.close_sheet()
        self.consent_given.emit(False, answers)

    @Slot()
    def on_declined(self) -> None:
        """Leave it at the verdict."""
        self.close_sheet()
        self.verdict_dismissed.emit()

    @Slot()
    def on_last_over(self) -> None:
        """Take the last scan away after its time."""
        self.show_last(None)

    def _connect_verdict(self) -> None:
        self.verdict.dismissed.connect(self.verdict_dismissed)
        self.verdict.override_wanted.connect(self.on_override)
        self.verdict.consent_wanted.connect(self.on_consent)
        self.verdict.answers_wanted.connect(self.on_answers)
        self.verdict.count_wanted.connect(self.on_count)
        self.verdict.order_wanted.connect(self.on_order)
        self.verdict.badge_wanted.connect(self.badge_requested)

    def _direction(self, view: DoorView) -> str:
        """While codes are only looked up, nobody passes in either direction."""
        if view.is_checking:
            return self.tr("CHECK ONLY")
        return self.tr("EXIT") if view.is_exit else ""

    def _refresh_last(self) -> None:
        self._strip.show_last(self._last, self._view.hint)
        self._undo.setEnabled(self._last is not None and bool(self._last.fact))

    def _buttons(self) -> None:
        theme = self.theme
        self._find = Button(theme, self.tr("Find by name or number"), Kind.ACTION, icon=Icon.SEARCH)
        self._find.clicked.connect(self.on_find)
        self._light = Button(theme, self.tr("Light"), Kind.CHOICE, icon=Icon.LIGHT)
        self._light.toggled.connect(self.light_toggled)
        self._light.setVisible(self._view.light_on is not None)
        self._undo = Button(theme, self.tr("Undo last"), icon=Icon.UNDO)
        self._undo.clicked.connect(self.on_undo)
        self._log = Button(theme, self.tr("Last scans"), icon=Icon.LIST)
        self._log.clicked.connect(self.log_requested)
        self._turn = Button(theme, self.tr("Count people out"), icon=Icon.DOOR)
        self._turn.clicked.connect(self.direction_toggled)
        self._check = Button(theme, self.tr("Check only"), Kind.CHOICE, icon=Icon.SEARCH)
        self._check.clicked.connect(self.checking_toggled)
        self._settings = Button(theme, self.tr("Settings"), icon=Icon.GEAR)
        self._settings.clicked.connect(self.settings_requested)
        self._duty = Button(theme, self.tr("Sign in"), icon=Icon.KEY)
        self._duty.clicked.connect(self.duty_toggled)

    def _landscape(self, pad: int) -> QLayout:
        theme = self.theme
        gap = theme.sizes.gap
        head = row(self._place, self._mode, self.make_badge(), spacing=gap)
        pairs: list[Item] = [grid([self._undo, self._log], 2, spacing=theme.px(8))]
        if self._view.light_on is not None:
            pairs.append(grid([self._check, self._light], 2, spacing=theme.px(8)))
        else:
            self._light.setParent(None)
            pairs.append(self._check)
        count = Card(theme, column(self._count, self._caption, self._age, margins=(pad, gap, pad, gap)))
        pairs += [self._turn, row(self._settings, self._duty, spacing=theme.px(8))]
        side = holder(column(count, 1, self._find, *pairs, spacing=theme.px(8)))
        side.setFixedWidth(theme.px(520 if not theme.is_large else 640))
        left = column(self._preview, self._strip, spacing=gap)
        body = row(left, side, spacing=pad)
        body.setStretch(0, 1)
        page = column(head, body, spacing=gap, margins=(pad, gap, pad, pad))
        page.setStretch(1, 1)
        return page

    def _portrait(self, pad: int) -> QLayout:
        """The gate's name has the whole width: it must not be cut, nor must the badge."""
        theme = self.theme
        gap = theme.sizes.gap
        badge = self.make_badge()
        state = column(row(badge, 1), self._mode)
        head = column(self._place, self._event, state, spacing=theme.px(8))
        width = self.width() - 2 * pad
        height = min(width * 3 // 4, round(self.height() * (0.28 if theme.is_large else 0.42)))
        self._preview.setFixedHeight(max(theme.px(240), height))
        self._preview.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._count.setFont(build_font(round(theme.sizes.number * 1.5), "extrabold"))
        numbers = Card(theme, column(1, self._count, self._caption, self._age, 1, margins=(pad, 0, pad, 0)))
        numbers.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        for words in (self._count, self._caption, self._age):
            words.setAlignment(CENTRE)
        shown = [self._find, self._undo, self._log, self._turn, self._check, self._duty, self._settings]
        if self._view.light_on is not None:
            shown.insert(1, self._light)
        else:
            self._light.setParent(None)
        odd = shown[:1] if len(shown) % 2 else []
        buttons = column(*odd, grid(shown[len(odd) :], 2, spacing=theme.px(14)), spacing=theme.px(14))
        return column(head, self._preview, self._strip, numbers, buttons, spacing=gap, margins=(pad, gap, pad, pad))


def _joined(*parts: str) -> str:
    return "  ·  ".join(part for part in parts if part)
