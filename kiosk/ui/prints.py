"""Which documents may be on paper or not? The page where staff of till and kiosk settle them, one by one.

The screen shows and asks; what an answer means is `kiosk.printing.journal`'s, joined by `flows.prints`.
"""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLayout

from kiosk.core.reasons import Look
from kiosk.ui.buttons import Button, Kind
from kiosk.ui.layout import Card, Item, column, line, row
from kiosk.ui.rows import PagedRows, RowView
from kiosk.ui.screen import Screen
from kiosk.ui.shapes import Icon
from kiosk.ui.theme import Theme
from kiosk.ui.views.prints import PrintRow, PrintsView
from kiosk.ui.words import Text, unbroken


class PrintsScreen(Screen):
    """List and detail."""

    copy_wanted = Signal(str)
    """The job that is to be printed again, as a COPY."""
    printed_said = Signal(str)
    """The job whose paper was found."""
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        """Show nothing yet."""
        super().__init__(theme)
        self._view = PrintsView(())
        self._chosen = ""

    def show_view(self, view: PrintsView) -> None:
        """Show what waits; the one that is open stays open while it waits."""
        self._view = view
        if self._print is None:
            self._chosen = ""
        if self.is_built:
            self.rebuild()

    def show_print(self, job: str) -> None:
        """Open one of them; an empty job goes back to the list."""
        self._chosen = job
        if self.is_built:
            self.rebuild()

    def build(self) -> QLayout:
        """Return the list, or the document that is open."""
        theme, pad = self.theme, self.theme.sizes.pad
        shown = self._print
        title = Text(theme, self.tr("Prints never confirmed") if shown is None else shown.title, "title")
        back = Button(theme, self.tr("Close") if shown is None else self.tr("Back"), icon=Icon.BACK)
        back.clicked.connect(self.on_back)
        if self.is_portrait:
            head: QLayout = column(row(self.make_badge(), 1, back, spacing=theme.sizes.gap), title, spacing=pad)
        else:
            head = row(title, self.make_badge(), back, spacing=theme.sizes.gap)
            head.setStretch(0, 1)
        body = self._build_list() if shown is None else self._build_detail(shown)
        page = column(head, body, spacing=pad, margins=(pad, pad, pad, pad))
        page.setStretch(1, 1)
        return page

    @property
    def _print(self) -> PrintRow | None:
        return next((shown for shown in self._view.rows if shown.job == self._chosen), None)

    @Slot()
    def on_back(self) -> None:
        """Go back to the list, or away."""
        if self._chosen:
            self.show_print("")
        else:
            self.closed.emit()

    @Slot(int)
    def on_row(self, at: int) -> None:
        """Open a document."""
        self.show_print(self._view.rows[at].job)

    @Slot()
    def on_copy(self) -> None:
        """Want it printed again."""
        self.copy_wanted.emit(self._chosen)

    @Slot()
    def on_printed(self) -> None:
        """Say that the paper is there."""
        self.printed_said.emit(self._chosen)

    def _build_list(self) -> QLayout:
        theme = self.theme
        words: list[Item] = []
        if self._view.note:
            words.append(Text(theme, self._view.note, "strong"))
        if self._view.rows:
            words.append(Text(theme, self.tr("Nobody knows whether these came out. Choose one to settle it."), "note"))
        rows = PagedRows(theme, self.tr("Nothing waits: everything that was printed is known."))
        rows.chosen.connect(self.on_row)
        rows.show_rows([RowView(shown.title, shown.sold, "", Look.CHECK) for shown in self._view.rows])
        page = column(*words, rows, spacing=theme.sizes.gap)
        page.setStretch(len(words), 1)
        return page

    def _build_detail(self, shown: PrintRow) -> QLayout:
        theme, gap, pad = self.theme, self.theme.sizes.gap, self.theme.sizes.pad
        words: list[Item] = [Text(theme, shown.sold, "label")]
        if shown.numbers:
            numbers = "    ".join(unbroken(number) for number in shown.numbers)
            words.append(Text(theme, numbers, "strong"))
        words.append(Text(theme, shown.why))
        paper = Card(theme, column(*words, spacing=gap, margins=(pad, pad, pad, pad)))
        printed = Button(theme, self.tr("It was printed"), icon=Icon.TICK)
        printed.clicked.connect(self.on_printed)
        again = Button(theme, self.tr("Print as COPY"), Kind.PRIMARY, icon=Icon.PRINTER)
        again.clicked.connect(self.on_copy)
        hint = Text(theme, self.tr("A COPY bears the same codes. At the door each code still admits once."), "note")
        return column(paper, hint, 1, line(not self.is_portrait, printed, again, spacing=gap), spacing=gap)
