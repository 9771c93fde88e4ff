"""What can staff change and see at a device? Settings, actions and diagnostics, behind a PIN that `app` asked for.

Rows with options open a choice; rows without do something. The ready check is one of the actions.
"""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLayout, QWidget

from kiosk.core.reasons import Look
from kiosk.ui.buttons import Button, Kind
from kiosk.ui.layout import Card, Item, column, grid, holder, line, row
from kiosk.ui.rows import PagedRows, RowView
from kiosk.ui.screen import Screen, Sheet
from kiosk.ui.shapes import Icon
from kiosk.ui.sheets import ChoiceSheet, QuestionSheet
from kiosk.ui.theme import Theme
from kiosk.ui.views.common import CheckState
from kiosk.ui.views.setup import ReadyCheckView, SettingRow, SettingsView
from kiosk.ui.words import LineText, Text

SOUND = "sound"
_LOOKS = {CheckState.READY: Look.ADMIT, CheckState.ATTENTION: Look.CHECK, CheckState.FAILED: Look.DENY}


class SettingsScreen(Screen):
    """The staff's own screen."""

    setting_chosen = Signal(str, int)
    """Key of the setting, and the place of the chosen option."""
    action_chosen = Signal(str)
    """Key of the action."""
    sound_wanted = Signal(str)
    """Key of the sound that somebody wants to hear."""
    closed = Signal()
    quit_confirmed = Signal()

    def __init__(self, theme: Theme) -> None:
        """Show nothing yet."""
        super().__init__(theme)
        self._view = SettingsView("", (), (), ())

    def show_view(self, view: SettingsView) -> None:
        """Show settings, actions and numbers."""
        self._view = view
        if self.is_built:
            self.refresh()

    def show_ready_check(self, view: ReadyCheckView) -> None:
        """Show what is ready and what is not; shown again, it is brought up to date."""
        if isinstance(self.sheet, ReadySheet):
            self.sheet.show_check(view)
            return
        sheet = ReadySheet(self.theme, view)
        sheet.closed.connect(self.close_sheet)
        self.open_sheet(sheet)

    def build(self) -> QLayout:
        """Return the lists of settings and actions, and the numbers."""
        theme, pad, gap = self.theme, self.theme.sizes.pad, self.theme.sizes.gap
        self._device = LineText(theme, "", "note")
        self._note = Text(theme, "", "strong")
        self._settings = PagedRows(theme)
        self._settings.chosen.connect(self.on_setting)
        self._actions = PagedRows(theme)
        self._actions.chosen.connect(self.on_action)
        self._numbers = column(spacing=theme.px(6))
        close = Button(theme, self.tr("Close"), Kind.ACTION, icon=Icon.CROSS)
        close.clicked.connect(self.closed)
        leave = Button(theme, self.tr("End the program"), icon=Icon.DOOR)
        leave.clicked.connect(self.on_quit)
        words = column(Text(theme, self.tr("Settings"), "title"), self._device)
        if self.is_portrait:
            head = column(row(self.make_badge(), 1, close, spacing=gap), words, spacing=gap)
        else:
            head = row(words, self.make_badge(), close, spacing=gap)
            head.setStretch(0, 1)
        left = column(Text(theme, self.tr("Settings"), "label"), self._settings, spacing=theme.px(8))
        middle = column(Text(theme, self.tr("Do"), "label"), self._actions, spacing=theme.px(8))
        numbers = Card(theme, column(self._numbers, 1, margins=(pad, pad // 2, pad, pad // 2)))
        right = column(Text(theme, self.tr("Numbers"), "label"), numbers, spacing=theme.px(8))
        if self.is_portrait:
            both = line(not theme.is_large, left, middle, spacing=gap)
            both.setStretch(0, 1)
            both.setStretch(1, 1)
            lists = column(both, right, spacing=gap)
            lists.setStretch(0, 1)
        else:
            lists = line(True, left, middle, right, spacing=pad)
            for at, weight in enumerate((5, 4, 5)):
                lists.setStretch(at, weight)
        foot = row(self._note, leave, spacing=gap)
        foot.setStretch(0, 1)
        page = column(head, lists, foot, spacing=gap, margins=(pad, pad, pad, pad))
        page.setStretch(1, 1)
        return page

    def refresh(self) -> None:
        """Show the last view."""
        view = self._view
        self._device.set_text(view.device)
        self._note.setText(view.note)
        self._settings.show_rows([RowView(r.title, "", r.value) for r in view.settings], keep_page=True)
        self._actions.show_rows([RowView(r.title, r.value) for r in view.actions], keep_page=True)
        while self._numbers.count():
            item = self._numbers.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if isinstance(self.sheet, SoundSheet):
            self._show_level(self.sheet)
        for name, value in view.numbers:
            value_text = LineText(self.theme, value, "strong").align_right()
            both = row(LineText(self.theme, name, "note"), value_text, spacing=self.theme.px(12))
            self._numbers.addWidget(holder(both))

    @Slot(int)
    def on_setting(self, at: int) -> None:
        """Open the choice of a setting."""
        setting = self._view.settings[at]
        if setting.key == SOUND:
            self._open_sounds(setting)
            return
        sheet = ChoiceSheet(self.theme, setting.title, setting.options, current=setting.current)
        sheet.setProperty("key", setting.key)
        sheet.chosen.connect(self.on_option)
        sheet.cancelled.connect(self.close_sheet)
        self.open_sheet(sheet)

    @Slot(int)
    def on_level(self, at: int) -> None:
        """Choose how loud; the sheet stays, so that it can be heard."""
        self.setting_chosen.emit(SOUND, at)

    @Slot(int)
    def on_option(self, at: int) -> None:
        """Choose an option."""
        assert self.sheet is not None
        key = str(self.sheet.property("key"))
        self.close_sheet()
        self.setting_chosen.emit(key, at)

    @Slot(int)
    def on_action(self, at: int) -> None:
        """Do something."""
        self.action_chosen.emit(self._view.actions[at].key)

    @Slot()
    def on_quit(self) -> None:
        """Ask before ending."""
        question = self.tr("End the program?")
        detail = self.tr("Nothing is lost: what waits to be sent is sent after the next start.")
        sheet = QuestionSheet(self.theme, question, self.tr("End it"), self.tr("Stay"), detail=detail, kind=Kind.DANGER)
        sheet.confirmed.connect(self.quit_confirmed)
        sheet.declined.connect(self.close_sheet)
        self.open_sheet(sheet)

    def _open_sounds(self, setting: SettingRow) -> None:
        sheet = SoundSheet(self.theme, setting, self._view.sounds)
        sheet.level_chosen.connect(self.on_level)
        sheet.sound_wanted.connect(self.sound_wanted)
        sheet.closed.connect(self.close_sheet)
        self._show_level(sheet)
        self.open_sheet(sheet)

    def _show_level(self, sheet: "SoundSheet") -> None:
        level = next(setting.current for setting in self._view.settings if setting.key == SOUND)
        sheet.show_level(level, self._view.sound_note)


class SoundSheet(Sheet):
    """How loud, and what each sound is like."""

    level_chosen = Signal(int)
    sound_wanted = Signal(str)
    closed = Signal()

    def __init__(self, theme: Theme, setting: SettingRow, sounds: Sequence[tuple[str, str]]) -> None:
        """Offer the levels of `setting`, and each sound to be heard."""
        super().__init__(theme)
        self._levels: list[Button] = []
        for at, words in enumerate(setting.options):
            level = Button(theme, words, Kind.CHOICE)
            level.setProperty("at", at)
            level.clicked.connect(self.on_level)
            self._levels.append(level)
        self._sounds: list[Button] = []
        for key, words in sounds:
            sound = Button(theme, words)
            sound.setProperty("key", key)
            sound.clicked.connect(self.on_sound)
            self._sounds.append(sound)
        self._note = Text(theme, "", "warning")
        close = Button(theme, self.tr("Close"), Kind.ACTION)
        close.clicked.connect(self.closed)
        levels = grid(list[QWidget](self._levels), len(self._levels), spacing=theme.px(8))
        heard: list[Item] = [*self._sounds]
        content = column(
            Text(theme, setting.title, "title"),
            levels,
            Text(theme, self.tr("Hear each sound"), "label"),
            *heard,
            self._note,
            close,
            spacing=theme.sizes.gap,
        )
        self.fill(content, width=theme.px(1100))

    def show_level(self, at: int, note: str) -> None:
        """Mark the level that is set; `note` says why nothing can be heard, where that is so."""
        for level in self._levels:
            level.setChecked(level.property("at") == at)
        for sound in self._sounds:
            sound.setEnabled(at > 0)
        self._note.setText(note)
        self._note.setVisible(bool(note))

    @Slot()
    def on_level(self) -> None:
        """Choose a level."""
        self.level_chosen.emit(int(_pressed(self).property("at")))

    @Slot()
    def on_sound(self) -> None:
        """Want to hear a sound."""
        self.sound_wanted.emit(str(_pressed(self).property("key")))


def _pressed(sheet: Sheet) -> Button:
    button = sheet.sender()
    assert isinstance(button, Button)
    return button


class ReadySheet(Sheet):
    """Ready for doors? One line each, and one answer."""

    closed = Signal()

    def __init__(self, theme: Theme, view: ReadyCheckView) -> None:
        """Show the check."""
        super().__init__(theme)
        self._headline = Text(theme, "", "title")
        self._rows = PagedRows(theme)
        close = Button(theme, self.tr("Close"), Kind.ACTION)
        close.clicked.connect(self.closed)
        head = row(self._headline, close, spacing=theme.sizes.gap)
        head.setStretch(0, 1)
        content: list[Item] = [head, self._rows]
        self.fill(column(*content, spacing=theme.sizes.gap), width=theme.px(1400), tall=True)
        self.show_check(view)

    def show_check(self, view: ReadyCheckView) -> None:
        """Show the check again."""
        self._headline.setText(view.headline)
        rows = [
            RowView(check.title, check.detail, "", _LOOKS.get(check.state), Icon.CLOCK, can_choose=False)
            for check in view.lines
        ]  # fmt: skip
        self._rows.show_rows(rows, keep_page=True)
