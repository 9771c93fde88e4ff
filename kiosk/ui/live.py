"""Who is in? Live attendance in numbers to be read across a room, per gate, and as a chart or a table."""

from typing import TypeAlias

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLayout, QStackedLayout, QWidget

from kiosk.ui.buttons import Button, Kind
from kiosk.ui.chart import EMPTY, Chart
from kiosk.ui.layout import Card, Item, column, grid, line, row
from kiosk.ui.rows import PagedRows, RowView
from kiosk.ui.screen import Screen
from kiosk.ui.shapes import Icon
from kiosk.ui.theme import Theme
from kiosk.ui.views.live import GateRow, LiveView
from kiosk.ui.words import ClampText, LineText, Text

GateLabels: TypeAlias = tuple[ClampText, LineText, LineText, LineText]


class LiveScreen(Screen):
    """The screen for organizers and the control room."""

    settings_requested = Signal()
    incidents_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        """Show nothing yet."""
        super().__init__(theme)
        self._view = LiveView("", "", "", (), (), EMPTY)
        self._as_table = False

    def show_view(self, view: LiveView) -> None:
        """Show other numbers: in place where there are as many of them and of gates."""
        was, self._view = self._view, view
        if not self.is_built:
            return
        if len(was.numbers) != len(view.numbers) or len(was.gates) != len(view.gates):
            self.rebuild()
        else:
            self.refresh()

    def build(self) -> QLayout:
        """Return header, numbers, chart and gates."""
        theme, pad, gap = self.theme, self.theme.sizes.pad, self.theme.sizes.gap
        self._event = ClampText(theme, "label", 2 if self.is_portrait else 1)
        self._as_of = LineText(theme, "", "note")
        head = row(column(self._event, self._as_of), self.make_badge(), spacing=gap)
        head.setStretch(0, 1)
        self._numbers = [(Text(theme, "", "number", wrap=False), Text(theme, "", "note")) for _ in self._view.numbers]
        cards: list[QWidget] = [
            Card(theme, column(number, caption, margins=(pad, pad // 3, pad, pad // 2)), border="none")
            for number, caption in self._numbers
        ]
        numbers = grid(cards, 2 if self.is_portrait else max(1, len(cards)), spacing=gap)
        chart = self._build_chart()
        gates = Card(theme, self._build_gates(), border="none")
        body = line(not self.is_portrait, chart, gates, spacing=gap)
        body.setStretch(0, 5)
        body.setStretch(1, 3)
        page = column(head, numbers, body, self._build_foot(), spacing=gap, margins=(pad, pad, pad, pad))
        page.setStretch(2, 1)
        return page

    def refresh(self) -> None:
        """Show the last view."""
        view = self._view
        self._event.set_text(f"{view.event}  ·  {view.place}" if view.place else view.event)
        self._as_of.set_text(view.as_of)
        for (number, caption), shown in zip(self._numbers, view.numbers, strict=True):
            number.setText(shown.number)
            caption.setText(shown.caption)
        self._chart.show_chart(view.chart)
        self._incidents.rename(self._incident_words())
        rows = [RowView(at, self.tr("{count} arrivals").format(count=count), total) for at, count, total in view.table]
        self._table.show_rows(rows, keep_page=True)
        for labels, gate in zip(self._gates, view.gates, strict=True):
            self._show_gate(labels, gate)

    @Slot()
    def on_table(self) -> None:
        """Show the chart as a table, or the other way round."""
        self._as_table = not self._as_table
        self._stack.setCurrentIndex(int(self._as_table))
        self._toggle.rename(self._toggle_words())

    def _toggle_words(self) -> str:
        return self.tr("Show as a chart") if self._as_table else self.tr("Show as a table")

    def _incident_words(self) -> str:
        words, count = self.tr("Incidents"), self._view.incidents
        return f"{words} · {count}" if count else words

    def _build_chart(self) -> Card:
        theme, pad = self.theme, self.theme.sizes.pad
        self._chart = Chart(theme)
        self._table = PagedRows(theme, self.tr("Nobody has come yet."))
        self._stack = QStackedLayout()
        self._stack.addWidget(self._chart)
        self._stack.addWidget(self._table)
        self._stack.setCurrentIndex(int(self._as_table))
        title = Text(theme, self.tr("Arrivals"), "label")
        content = column(title, self._stack, spacing=theme.px(10), margins=(pad, pad // 2, pad, pad // 2))
        content.setStretch(1, 1)
        return Card(theme, content, border="none")

    def _build_gates(self) -> QLayout:
        theme, pad = self.theme, self.theme.sizes.pad
        table = QGridLayout()
        table.setContentsMargins(pad, pad // 2, pad, pad // 2)
        table.setHorizontalSpacing(theme.px(18))
        table.setVerticalSpacing(theme.px(14))
        heads = (self.tr("Gate"), self.tr("In"), self.tr("10 min"))
        for at, words in enumerate(heads):
            label = LineText(theme, words, "note")
            table.addWidget(label.align_right() if at else label, 0, at)
        self._gates: list[GateLabels] = []
        for line_number, _ in enumerate(self._view.gates, 1):
            name, count = ClampText(theme, "strong", 2), LineText(theme, "", "strong").align_right()
            recent, age = LineText(theme, "").align_right(), LineText(theme, "", "small")
            # A name of two lines, or with its age, stays beside its numbers.
            table.addLayout(column(name, age, 1), line_number, 0)
            table.addWidget(count, line_number, 1, Qt.AlignmentFlag.AlignTop)
            table.addWidget(recent, line_number, 2, Qt.AlignmentFlag.AlignTop)
            self._gates.append((name, count, recent, age))
        for at, weight in enumerate((4, 2, 2)):
            table.setColumnStretch(at, weight)
        table.setRowStretch(len(self._view.gates) + 1, 1)
        return table

    @staticmethod
    def _show_gate(labels: GateLabels, gate: GateRow) -> None:
        name, count, recent, age = labels
        name.set_text(gate.gate)
        count.set_text(gate.admitted)
        recent.set_text(gate.recent)
        age.set_text(gate.age)
        age.setVisible(bool(gate.age))  # an empty line would lift the name above its numbers

    def _build_foot(self) -> QLayout:
        theme = self.theme
        self._toggle = Button(theme, self._toggle_words(), Kind.PLAIN, icon=Icon.LIST)
        self._toggle.clicked.connect(self.on_table)
        self._incidents = Button(theme, self._incident_words(), icon=Icon.WARNING)
        self._incidents.clicked.connect(self.incidents_requested)
        settings = Button(theme, self.tr("Settings"), icon=Icon.GEAR)
        settings.clicked.connect(self.settings_requested)
        buttons: list[Item] = [self._toggle, self._incidents, settings]
        return row(*buttons, spacing=theme.sizes.gap)
