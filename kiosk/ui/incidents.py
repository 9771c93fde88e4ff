"""What needs a person? The list of incidents, and one of them with the clashing facts side by side."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLayout

from kiosk.core.reasons import Look
from kiosk.ui.buttons import Button, Kind
from kiosk.ui.layout import Card, Item, column, line, row
from kiosk.ui.rows import PagedRows, RowView
from kiosk.ui.screen import Screen
from kiosk.ui.shapes import Icon
from kiosk.ui.sheets import TextSheet
from kiosk.ui.theme import Theme
from kiosk.ui.views.live import IncidentSide, IncidentsView, IncidentView
from kiosk.ui.words import Text


class IncidentScreen(Screen):
    """List and detail."""

    close_requested = Signal(str, str)
    """Id and note."""
    acknowledged = Signal(str)
    closed = Signal()

    def __init__(self, theme: Theme, language: str) -> None:
        """Show nothing yet."""
        super().__init__(theme)
        self._language = language
        self._view = IncidentsView(())
        self._chosen = ""

    def show_view(self, view: IncidentsView) -> None:
        """Show the incidents; the one that is open stays open."""
        self._view = view
        if self._chosen and self._incident is None:
            self._chosen = ""
        if self.is_built and self.sheet is None:
            self.rebuild()

    def show_incident(self, incident: str) -> None:
        """Open one of them; an empty id goes back to the list."""
        self._chosen = incident
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
        head = row(title, self.make_badge(), back, spacing=theme.sizes.gap)
        head.setStretch(0, 1)
        body = self._build_list() if incident is None else self._build_detail(incident)
        page = column(head, body, spacing=pad, margins=(pad, pad, pad, pad))
        page.setStretch(1, 1)
        return page

    @property
    def _incident(self) -> IncidentView | None:
        return next((incident for incident in self._view.rows if incident.id == self._chosen), None)

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
        self.show_incident(self._view.rows[at].id)

    @Slot()
    def on_close(self) -> None:
        """Ask for a note before closing."""
        sheet = TextSheet(
            self.theme, self.tr("What was found out, or done?"), self._language, done=self.tr("Close the incident")
        )  # fmt: skip
        sheet.given.connect(self.on_note)
        sheet.cancelled.connect(self.close_sheet)
        self.open_sheet(sheet)

    @Slot(str)
    def on_note(self, note: str) -> None:
        """Close it with the note."""
        self.close_sheet()
        self.close_requested.emit(self._chosen, note)

    @Slot()
    def on_acknowledge(self) -> None:
        """Say that somebody looks after it."""
        self.acknowledged.emit(self._chosen)

    def _build_list(self) -> QLayout:
        rows = PagedRows(self.theme, self.tr("Nothing needs a look."))
        rows.chosen.connect(self.on_row)
        looks = {True: Look.CHECK, False: Look.ADMIT}
        rows.show_rows([RowView(i.title, i.subject, i.state, looks[i.is_open]) for i in self._view.rows])
        return column(rows)

    def _build_detail(self, incident: IncidentView) -> QLayout:
        theme, gap = self.theme, self.theme.sizes.gap
        head: list[Item] = [Text(theme, incident.subject, "label"), Text(theme, incident.sentence)]
        if incident.uncertain:
            head.append(Text(theme, incident.uncertain, "warning"))
        sides = line(not self.is_portrait, *(self._side(side) for side in incident.sides[:4]), spacing=gap)
        for at in range(sides.count()):
            sides.setStretch(at, 1)
        notes = [Text(theme, note, "note") for note in incident.notes[-3:]]
        buttons: list[Item] = []
        if incident.is_open and self._view.can_close:
            look = Button(theme, self.tr("I look after it"))
            look.clicked.connect(self.on_acknowledge)
            close = Button(theme, self.tr("Close the incident"), Kind.PRIMARY)
            close.clicked.connect(self.on_close)
            buttons = [look, close]
        return column(*head, sides, *notes, 1, row(*buttons, spacing=gap), spacing=gap)

    def _side(self, side: IncidentSide) -> Card:
        theme, pad = self.theme, self.theme.sizes.pad
        words: list[Item] = [Text(theme, side.title, "label")]
        words += [Text(theme, text) for text in side.lines]
        return Card(theme, column(*words, 1, spacing=theme.px(8), margins=(pad, pad, pad, pad)))
