"""What needs a person? The inbox of incidents, and one of them with the clashing facts side by side.

Shows an `IncidentsView`; which states and which kind are listed is this screen's own. Keys: Escape goes back, L looks
after, C closes, O opens again.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLayout

from kiosk.core.reasons import Look
from kiosk.ui.buttons import Button, Kind
from kiosk.ui.layout import Card, Item, column, grid, line, row
from kiosk.ui.rows import PagedRows, RowView
from kiosk.ui.screen import Screen, Sheet
from kiosk.ui.shapes import Icon
from kiosk.ui.sheets import ChoiceSheet, TextSheet
from kiosk.ui.theme import Theme
from kiosk.ui.views.live import IncidentSide, IncidentsView, IncidentView, NoteView
from kiosk.ui.words import LineText, Text

STATES = ("open", "acknowledged", "closed")
NOTES_SHOWN = 2
_LOOKS = {"open": Look.CHECK, "closed": Look.ADMIT}


class IncidentScreen(Screen):
    """List and detail."""

    close_requested = Signal(str, str)
    """Id and note."""
    acknowledged = Signal(str, str)
    reopened = Signal(str, str)
    closed = Signal()

    def __init__(self, theme: Theme, language: str) -> None:
        """Show nothing yet."""
        super().__init__(theme)
        self._language = language
        self._view = IncidentsView(())
        self._chosen = ""
        self._state = "open"
        self._kind = ""
        self._sides_seen = 0
        self._has_news = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_view(self, view: IncidentsView) -> None:
        """Show the incidents; the one that is open stays open, and says so where facts have joined it."""
        self._view = view
        incident = self._incident
        if incident is None:
            self._chosen = ""
        elif len(incident.sides) > self._sides_seen:
            self._has_news, self._sides_seen = True, len(incident.sides)
        if self.is_built and self.sheet is None:
            self.rebuild()

    def show_incident(self, incident: str) -> None:
        """Open one of them; an empty id goes back to the list."""
        self._chosen, self._has_news = incident, False
        self._sides_seen = len(self._incident.sides) if self._incident is not None else 0
        if self.is_built:
            self.rebuild()

    def build(self) -> QLayout:
        """Return the list, or the incident that is open."""
        theme, pad = self.theme, self.theme.sizes.pad
        incident = self._incident
        words = self.tr("Incidents") if incident is None else incident.title
        back = Button(theme, self.tr("Close") if incident is None else self.tr("Back"), icon=Icon.BACK)
        back.clicked.connect(self.on_back)
        title = Text(theme, words, "title")
        if self.is_portrait:
            head = column(row(self.make_badge(), 1, back, spacing=theme.sizes.gap), title, spacing=theme.sizes.gap)
        else:
            head = row(title, self.make_badge(), back, spacing=theme.sizes.gap)
            head.setStretch(0, 1)
        body = self._build_list() if incident is None else self._build_detail(incident)
        page = column(head, body, spacing=pad, margins=(pad, pad, pad, pad))
        page.setStretch(1, 1)
        return page

    @property
    def _incident(self) -> IncidentView | None:
        return next((incident for incident in self._view.rows if incident.id == self._chosen), None)

    @property
    def _listed(self) -> list[IncidentView]:
        return [i for i in self._view.rows if i.status == self._state and self._kind in ("", i.kind)]

    @Slot()
    def on_back(self) -> None:
        """Go back to the list, or away."""
        if self._chosen:
            self.show_incident("")
        else:
            self.closed.emit()

    @Slot(int)
    def on_row(self, at: int) -> None:
        """Open an incident."""
        self.show_incident(self._listed[at].id)

    @Slot()
    def on_state(self) -> None:
        """List those in another state."""
        button = self.sender()
        assert isinstance(button, Button)
        self._state = str(button.property("state"))
        self.rebuild()

    @Slot()
    def on_kinds(self) -> None:
        """Ask which kind to list."""
        kinds = self._kinds()
        options = [self.tr("All kinds"), *(title for title, _ in kinds)]
        current = next((at for at, (_, kind) in enumerate(kinds, 1) if kind == self._kind), 0)
        sheet = ChoiceSheet(self.theme, self.tr("Show which incidents?"), options, current=current)
        sheet.chosen.connect(self.on_kind)
        sheet.cancelled.connect(self.close_sheet)
        self.open_sheet(sheet)

    @Slot(int)
    def on_kind(self, at: int) -> None:
        """List one kind, or all."""
        self._kind = self._kinds()[at - 1][1] if at else ""
        self.close_sheet()
        self.rebuild()

    def _kinds(self) -> list[tuple[str, str]]:
        return sorted({(i.title, i.kind) for i in self._view.rows})

    @Slot()
    def on_acknowledge(self) -> None:
        """Say that somebody looks after it, with a word if they like."""
        self._ask(self.tr("I look after it"), self.tr("A note, if it helps others"), self.on_looked)

    @Slot()
    def on_close(self) -> None:
        """Ask for a note before closing."""
        self._ask(self.tr("Close the incident"), self.tr("What was found out, or done?"), self.on_note)

    @Slot()
    def on_reopen(self) -> None:
        """Ask why it has to be looked at again."""
        self._ask(self.tr("Open it again"), self.tr("Why again?"), self.on_again)

    def _ask(self, done: str, question: str, given: object) -> None:
        sheet = TextSheet(self.theme, question, self._language, done=done)
        sheet.given.connect(given)
        sheet.cancelled.connect(self.close_sheet)
        self.open_sheet(sheet)

    @Slot(str)
    def on_looked(self, note: str) -> None:
        """Somebody looks after it."""
        self.close_sheet()
        self.acknowledged.emit(self._chosen, note)

    @Slot(str)
    def on_note(self, note: str) -> None:
        """Close it with the note."""
        self.close_sheet()
        self.close_requested.emit(self._chosen, note)

    @Slot(str)
    def on_again(self, note: str) -> None:
        """Open it again with the note."""
        self.close_sheet()
        self.reopened.emit(self._chosen, note)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Answer the keys that the module's header names."""
        incident = self._incident
        may = incident is not None and self._view.can_close and self.sheet is None
        match event.key():
            case Qt.Key.Key_Escape if self.sheet is not None:
                self.close_sheet()
            case Qt.Key.Key_Escape:
                self.on_back()
            case Qt.Key.Key_L if may and incident is not None and incident.status == "open":
                self.on_acknowledge()
            case Qt.Key.Key_C if may and incident is not None and incident.is_open:
                self.on_close()
            case Qt.Key.Key_O if may and incident is not None and not incident.is_open:
                self.on_reopen()
            case _:
                super().keyPressEvent(event)

    def _build_list(self) -> QLayout:
        theme, gap = self.theme, self.theme.sizes.gap
        words = {
            "open": self.tr("Open"),
            "acknowledged": self.tr("Somebody is looking"),
            "closed": self.tr("Closed"),
        }
        keys: list[Button] = []
        for state in STATES:
            count = sum(i.status == state and self._kind in ("", i.kind) for i in self._view.rows)
            key = Button(theme, f"{words[state]} · {count}", Kind.CHOICE)
            key.setProperty("state", state)
            key.setChecked(state == self._state)
            key.clicked.connect(self.on_state)
            keys.append(key)
        chosen = next((title for title, kind in self._kinds() if kind == self._kind), self.tr("All kinds"))
        kinds = Button(theme, chosen, Kind.PLAIN, icon=Icon.LIST)
        kinds.clicked.connect(self.on_kinds)
        empty = self.tr("Nothing needs a look.") if self._state == "open" else self.tr("None here.")
        rows = PagedRows(theme, empty)
        rows.chosen.connect(self.on_row)
        rows.show_rows([RowView(i.title, i.subject, i.state, _LOOKS.get(i.status, Look.CHECK)) for i in self._listed])
        columns = 2 if self.is_portrait or theme.is_large else 4
        page = column(grid([*keys, kinds], columns, spacing=gap), rows, spacing=gap)
        page.setStretch(1, 1)
        return page

    def _build_detail(self, incident: IncidentView) -> QLayout:
        theme, gap = self.theme, self.theme.sizes.gap
        head: list[Item] = [row(Text(theme, incident.subject, "label"), Text(theme, incident.state, "label"))]
        head.append(Text(theme, incident.sentence))
        if incident.advice:
            head.append(Text(theme, incident.advice, "strong"))
        if self._has_news:
            head.append(Text(theme, self.tr("Something has joined it while you were looking."), "warning"))
        if incident.uncertain:
            head.append(Text(theme, incident.uncertain, "warning"))
        across = not self.is_portrait
        sides = line(across, *(self._side(side) for side in incident.sides), spacing=gap)
        for at in range(sides.count()):
            sides.setStretch(at, 1)
        more: list[Item] = [Text(theme, incident.more, "note")] if incident.more else []
        shown = 0 if theme.is_large and across else NOTES_SHOWN
        notes: list[Item] = [self._note(note) for note in incident.notes[-shown:]] if shown else []
        return column(*head, sides, *more, *notes, 1, row(*self._buttons(incident), spacing=gap), spacing=gap)

    def _buttons(self, incident: IncidentView) -> list[Item]:
        theme = self.theme
        buttons: list[Item] = []
        if incident.notes:
            history = Button(theme, self.tr("%n note(s)", "", len(incident.notes)), icon=Icon.LIST)
            history.clicked.connect(self.on_history)
            buttons.append(history)
        if not self._view.can_close:
            return buttons
        if not incident.is_open:
            again = Button(theme, self.tr("Open it again"), icon=Icon.UNDO)
            again.clicked.connect(self.on_reopen)
            return [*buttons, again]
        if incident.status == "open":
            look = Button(theme, self.tr("I look after it"))
            look.clicked.connect(self.on_acknowledge)
            buttons.append(look)
        close = Button(theme, self.tr("Close the incident"), Kind.PRIMARY)
        close.clicked.connect(self.on_close)
        return [*buttons, close]

    @Slot()
    def on_history(self) -> None:
        """Show all that people did about it, newest first."""
        incident = self._incident
        assert incident is not None
        sheet = HistorySheet(self.theme, incident.notes[::-1])
        sheet.closed.connect(self.close_sheet)
        self.open_sheet(sheet)

    def _side(self, side: IncidentSide) -> Card:
        theme, pad = self.theme, self.theme.sizes.pad
        words: list[Item] = [Text(theme, side.title, "label")]
        words += [Text(theme, text) for text in side.lines]
        return Card(theme, column(*words, 1, spacing=theme.px(8), margins=(pad, pad // 2, pad, pad // 2)))

    def _note(self, note: NoteView) -> QLayout:
        theme = self.theme
        words: list[Item] = [LineText(theme, note.head, "note")] if note.head else []
        if note.words:
            words.append(Text(theme, note.words))
        return column(*words)


class HistorySheet(Sheet):
    """What people did about an incident; a row's words in full where it is chosen."""

    closed = Signal()

    def __init__(self, theme: Theme, notes: Sequence[NoteView]) -> None:
        """Show notes, the newest first."""
        super().__init__(theme)
        self._notes = notes
        self._words = Text(theme, notes[0].words if notes else "", "strong")
        rows = PagedRows(theme)
        rows.show_rows([RowView(note.head or note.words, note.words if note.head else "") for note in notes])
        rows.chosen.connect(self.on_row)
        close = Button(theme, self.tr("Close"), Kind.ACTION)
        close.clicked.connect(self.closed)
        head = row(Text(theme, self.tr("What people did"), "title"), close, spacing=theme.sizes.gap)
        head.setStretch(0, 1)
        content: list[Item] = [head, rows, self._words]
        self.fill(column(*content, spacing=theme.sizes.gap), width=theme.px(1400), tall=True)

    @Slot(int)
    def on_row(self, at: int) -> None:
        """Show the words of a note in full."""
        self._words.setText(self._notes[at].words)
