"""What can staff do at the door besides scanning? Find a ticket, read the log, override, answer questions.

Sheets over the door screen. Each emits what was wanted and shows what it is told; `door` connects them.
"""

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy

from kiosk.ui.buttons import Button, Kind
from kiosk.ui.keyboard import Keyboard
from kiosk.ui.layout import Item, column, grid, line, row, turn_line
from kiosk.ui.pin_pad import PinPad
from kiosk.ui.rows import PagedRows, RowView
from kiosk.ui.screen import Sheet
from kiosk.ui.shapes import Icon
from kiosk.ui.sheets import make_edit
from kiosk.ui.theme import Theme
from kiosk.ui.views.door import FoundListView, LogView, QuestionView
from kiosk.ui.words import Text

TYPING_PAUSE_MS = 250
COUNT_BUTTONS = 12


class FindSheet(Sheet):
    """Find a ticket by name, order or number."""

    typed = Signal(str)
    found_chosen = Signal(str)
    number_given = Signal(str)
    closed = Signal()

    def __init__(self, theme: Theme, language: str, *, is_portrait: bool) -> None:
        """Start with an empty search."""
        super().__init__(theme)
        self._view = FoundListView("")
        self._edit = make_edit(theme, self.tr("Name, order or ticket number"), capital=True)
        self._edit.setPlaceholderText(self.tr("Name, order or ticket number"))
        self._edit.textChanged.connect(self.on_text)
        self._edit.returnPressed.connect(self.on_enter)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.on_pause)
        self._rows = PagedRows(theme, self.tr("Type at least two letters."))
        self._rows.chosen.connect(self.on_row)
        self._note = Text(theme, "", "note")
        self._keyboard = Keyboard(theme, language)
        self._keyboard.attach(self._edit)
        self._keyboard.finished.connect(self.on_enter)
        close = Button(theme, self.tr("Close"), icon=Icon.CROSS)
        close.clicked.connect(self.closed)
        self._admit = Button(theme, self.tr("Check this number"), Kind.ACTION, icon=Icon.TICKET)
        self._admit.clicked.connect(self.on_enter)
        self._admit.setEnabled(False)
        gap = theme.sizes.gap
        head = row(Text(theme, self.tr("Find a ticket"), "title"), 1, close, spacing=gap)
        left = column(self._edit, self._note, self._rows, spacing=theme.px(10))
        right = column(self._keyboard, self._admit, 1, spacing=gap)
        self._body: QBoxLayout = line(not is_portrait, left, right, spacing=gap)
        self._body.setStretch(0, 1)
        self.fill(column(head, self._body, spacing=gap), tall=True)
        self.setFocusProxy(self._edit)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Put the keys below the hits on a monitor that stands: a row there has no room for a number beside them."""
        turn_line(self._body, self.width() > self.height())
        super().resizeEvent(event)

    def show_found(self, view: FoundListView) -> None:
        """Show hits; those of an older typing are ignored."""
        if view.typed != self._edit.text().strip():
            return
        self._view = view
        self._note.setText(view.note)
        rows = [RowView(hit.title, hit.detail, hit.state, hit.look) for hit in view.rows]
        self._rows.show_rows(rows)

    def set_typed(self, text: str) -> None:
        """Put a text into the field, as if it had been typed."""
        self._edit.setText(text)

    @Slot()
    def on_text(self) -> None:
        """Wait for a pause in typing."""
        self._admit.setEnabled(len(self._edit.text().strip()) > 3)
        self._pause.start()

    @Slot()
    def on_pause(self) -> None:
        """Ask for hits."""
        self.typed.emit(self._edit.text().strip())

    @Slot()
    def on_enter(self) -> None:
        """Give what was typed as a ticket number."""
        if self._admit.isEnabled():
            self.number_given.emit(self._edit.text().strip())

    @Slot(int)
    def on_row(self, at: int) -> None:
        """Choose a hit."""
        self.found_chosen.emit(self._view.rows[at].subject)


class LogSheet(Sheet):
    """The last scans; an own admission can be undone from here."""

    undo_chosen = Signal(str, str)
    closed = Signal()

    def __init__(self, theme: Theme, view: LogView) -> None:
        """List the scans, newest first."""
        super().__init__(theme)
        self._view = view
        rows = PagedRows(theme, self.tr("Nothing was scanned yet."))
        rows.chosen.connect(self.on_row)
        close = Button(theme, self.tr("Close"), icon=Icon.CROSS)
        close.clicked.connect(self.closed)
        head = row(Text(theme, self.tr("Last scans"), "title"), 1, close, spacing=theme.sizes.gap)
        hint = Text(theme, self.tr("Choose an admission to undo it."), "note")
        self.fill(column(head, hint, rows, spacing=theme.sizes.gap), tall=True)
        rows.show_rows(
            [
                RowView(
                    f"{line.at}  {line.word}", line.detail, self.tr("Undo") if line.undo_fact else "", line.look,
                    can_choose=bool(line.undo_fact),
                )
                for line in view.rows
            ]
        )  # fmt: skip

    @Slot(int)
    def on_row(self, at: int) -> None:
        """Choose a scan to undo."""
        chosen = self._view.rows[at]
        self.undo_chosen.emit(chosen.undo_fact, chosen.detail)


class OverrideSheet(Sheet):
    """Let in all the same: who says so, and why."""

    given = Signal(str, str)
    closed = Signal()

    def __init__(self, theme: Theme, title: str, *, is_portrait: bool) -> None:
        """Ask for a reason first, then for a PIN."""
        super().__init__(theme)
        self._reasons: list[Button] = []
        for text in (
            self.tr("Box office confirmed it"),
            self.tr("Known to the organizer"),
            self.tr("Came out a moment ago"),
            self.tr("The code was scanned by mistake"),
        ):
            choice = Button(theme, text, Kind.CHOICE)
            choice.setAutoExclusive(True)
            self._reasons.append(choice)
        self._pad = PinPad(theme)
        self._pad.pin_given.connect(self.on_pin)
        self._pad.cancelled.connect(self.closed)
        why: list[Item] = [Text(theme, self.tr("Why?"), "label"), *self._reasons, 1]
        who = column(Text(theme, self.tr("PIN of a member of staff"), "label"), self._pad, spacing=theme.sizes.gap)
        self._sides: QBoxLayout = line(
            not is_portrait, column(*why, spacing=theme.px(12)), who, spacing=theme.sizes.pad * 2
        )
        self.fill(column(Text(theme, title, "title"), self._sides, spacing=theme.sizes.gap), width=theme.px(1400))
        self.setFocusProxy(self._pad)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Put the pad below the reasons on a monitor that stands."""
        turn_line(self._sides, self.width() > self.height())
        super().resizeEvent(event)

    @property
    def pad(self) -> PinPad:
        """The pad, for a wrong PIN or a pause."""
        return self._pad

    @Slot(str)
    def on_pin(self, pin: str) -> None:
        """Give PIN and reason, or ask for the reason that is missing."""
        why = next((choice.text() for choice in self._reasons if choice.isChecked()), "")
        if why:
            self.given.emit(pin, why)
        else:
            self._pad.show_note(self.tr("Choose a reason first."))


class CountSheet(Sheet):
    """How many people of a group pass now? One button for each number, or typing where there are many."""

    counted = Signal(int)
    closed = Signal()

    def __init__(self, theme: Theme, people_max: int, language: str) -> None:
        """Offer one to `people_max`."""
        super().__init__(theme)
        self._people_max = people_max
        items: list[Item] = [Text(theme, self.tr("How many people pass now?"), "title")]
        if people_max <= COUNT_BUTTONS:
            columns = min(people_max, 4)
            items.append(grid([self._choice(n) for n in range(1, people_max + 1)], columns, spacing=theme.sizes.gap))
        else:
            self._edit = make_edit(theme, self.tr("A number"), placeholder=f"1 – {people_max}")
            self._edit.returnPressed.connect(self.on_typed)
            keyboard = Keyboard(theme, language)
            keyboard.attach(self._edit)
            keyboard.finished.connect(self.on_typed)
            items += [self._edit, keyboard]
        away = Button(theme, self.tr("Cancel"))
        away.clicked.connect(self.closed)
        self.fill(column(*items, row(away, 1), spacing=theme.sizes.gap), width=theme.px(1200))

    @Slot()
    def on_choice(self) -> None:
        """Take the number of the button that was pressed."""
        button = self.sender()
        assert isinstance(button, Button)
        self.counted.emit(int(button.property("people")))

    @Slot()
    def on_typed(self) -> None:
        """Take a typed number, if it is one that may pass."""
        text = self._edit.text().strip()
        if text.isdecimal() and 1 <= int(text) <= self._people_max:
            self.counted.emit(int(text))

    def _choice(self, people: int) -> Button:
        button = Button(self.theme, str(people), Kind.ACTION)
        button.setProperty("people", people)
        button.clicked.connect(self.on_choice)
        return button


class AnswerSheet(Sheet):
    """The questions of a check-in list, one after the other."""

    answered = Signal(object)
    closed = Signal()

    def __init__(self, theme: Theme, questions: tuple[QuestionView, ...], language: str) -> None:
        """Begin with the first question."""
        super().__init__(theme)
        self._questions = questions
        self._language = language
        self._answers: dict[int, str] = {}
        self._ask(0)

    @Slot()
    def on_option(self) -> None:
        """Take the answer of the button that was pressed."""
        button = self.sender()
        assert isinstance(button, Button)
        self._take(str(button.property("answer")))

    @Slot()
    def on_typed(self) -> None:
        """Take a typed answer."""
        self._take(self._edit.text().strip())

    def _take(self, answer: str) -> None:
        question = self._questions[self._at]
        if not answer and question.required:
            return
        self._answers[question.number] = answer
        if self._at + 1 < len(self._questions):
            self._ask(self._at + 1)
        else:
            self.answered.emit(self._answers)

    def _ask(self, at: int) -> None:
        self._at = at
        theme, question = self.theme, self._questions[at]
        items: list[Item] = [
            Text(theme, self.tr("Question {at} of {count}").format(at=at + 1, count=len(self._questions)), "note"),
            Text(theme, question.text, "title"),
        ]
        options = {"yes_no": ((self.tr("Yes"), "yes"), (self.tr("No"), "no"))}.get(question.kind, ())
        options = options or tuple((choice, choice) for choice in question.choices)
        if options:
            buttons = [self._option(words, answer) for words, answer in options]
            items.append(grid(buttons, 2, spacing=theme.sizes.gap))
        else:
            items += self._typing(question)
        away = Button(theme, self.tr("Cancel"))
        away.clicked.connect(self.closed)
        skip = [] if question.required else [self._option(self.tr("No answer"), "")]
        answers = row(away, *skip, 1, spacing=theme.sizes.gap)
        self.fill(column(*items, answers, spacing=theme.sizes.gap), width=theme.px(1200))

    def _option(self, words: str, answer: str) -> Button:
        button = Button(self.theme, words, Kind.ACTION if answer else Kind.PLAIN)
        button.setProperty("answer", answer)
        button.clicked.connect(self.on_option)
        return button

    def _typing(self, question: QuestionView) -> list[Item]:
        hints = {"number": self.tr("A number"), "date": self.tr("A date such as 2026-11-28")}
        self._edit = make_edit(self.theme, question.text, placeholder=hints.get(question.kind, ""))
        self._edit.returnPressed.connect(self.on_typed)
        keyboard = Keyboard(self.theme, self._language)
        keyboard.attach(self._edit)
        keyboard.finished.connect(self.on_typed)
        keyboard.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return [self._edit, keyboard]
