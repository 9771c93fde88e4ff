"""The kiosk's pages before payment: the one that waits, events, tickets, details.

Each page shows one view and emits what the buyer wants; `kiosk` frames them and passes the signals on.
"""

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from kiosk.ui.buttons import Button, Kind
from kiosk.ui.hero import Hero
from kiosk.ui.keyboard import Keyboard
from kiosk.ui.layout import CENTRE, column, fit_rows, grid, holder, line
from kiosk.ui.shapes import Icon
from kiosk.ui.sheets import make_edit
from kiosk.ui.theme import Theme
from kiosk.ui.tiles import EventTileButton, TypeTileCard, spacer
from kiosk.ui.views.kiosk import AttractView, DetailsView, EventsView, TicketsView
from kiosk.ui.words import Text

EVENTS_MAX = 5
"""The most rows of events: they say more than a ticket type does."""


class AttractPage(QWidget):
    """Waits for a buyer. A touch anywhere begins."""

    begun = Signal()

    def __init__(self, theme: Theme) -> None:
        """Build the picture."""
        super().__init__()
        self._hero = Hero(theme)
        self._hero.clicked.connect(self.begun)
        self.setLayout(column(self._hero))

    def show_view(self, view: AttractView) -> None:
        """Show the event that is sold here."""
        self._hero.show_event(view, self.tr("Touch to buy tickets") if view.price_from else "")


class Pager(QWidget):
    """Turns pages of tiles; hidden while there is one page."""

    turned = Signal(int)

    def __init__(self, theme: Theme, *, is_upright: bool = False) -> None:
        """Start on the first of one page; `is_upright` stands beside the tiles instead of below."""
        super().__init__()
        self.page = 0
        self._is_upright = is_upright
        icons = (Icon.UP, Icon.DOWN) if is_upright else (Icon.BACK, Icon.NEXT)
        self._back = Button(theme, "", Kind.PLAIN, icon=icons[0], name=self.tr("Previous page"))
        self._next = Button(theme, "", Kind.PLAIN, icon=icons[1], name=self.tr("Next page"))
        self._back.clicked.connect(self.on_back)
        self._next.clicked.connect(self.on_next)
        self._place = Text(theme, "", "strong", wrap=False)
        self._place.setAlignment(CENTRE)
        self.setLayout(line(not is_upright, 1, self._back, self._place, self._next, 1, spacing=theme.px(14)))

    def show_pages(self, page: int, pages: int, words: str = "") -> None:
        """Show which page of how many, in other words where given."""
        self.page = min(max(0, page), max(0, pages - 1))
        self.setVisible(pages > 1)
        self._back.setEnabled(self.page > 0)
        self._next.setEnabled(self.page < pages - 1)
        place = "{page} / {pages}" if self._is_upright else self.tr("{page} of {pages}")
        self._place.setText(words or place.format(page=self.page + 1, pages=pages))

    @Slot()
    def on_back(self) -> None:
        """Turn back."""
        self.turned.emit(self.page - 1)

    @Slot()
    def on_next(self) -> None:
        """Turn on."""
        self.turned.emit(self.page + 1)


def tiles_per_page(theme: Theme, *, is_portrait: bool) -> tuple[int, int]:
    """Return columns and rows of tiles: never more than six, fewer of them with larger text."""
    if is_portrait:
        return (1, 3) if theme.is_large else (1, 6)
    return (2, 2) if theme.is_large else (3, 2)


class EventsPage(QWidget):
    """The choice of event and date."""

    event_chosen = Signal(object, int)
    """Event and session. Event numbers have 32 bits without a sign: more than Qt's int holds."""

    def __init__(self, theme: Theme, *, is_portrait: bool) -> None:
        """Build an empty page."""
        super().__init__()
        self._theme = theme
        columns, rows = tiles_per_page(theme, is_portrait=is_portrait)
        self._shape = (columns, min(rows, EVENTS_MAX))
        self._view = EventsView(())
        self._tiles = holder(QGridLayout())
        self._pager = Pager(theme, is_upright=not is_portrait)
        self._pager.turned.connect(self.on_turned)
        self._page = line(not is_portrait, self._tiles, self._pager, spacing=theme.px(10))
        self._page.setStretch(0, 1)
        self.setLayout(self._page)

    def show_view(self, view: EventsView) -> None:
        """Show the events on sale."""
        self._view = view
        self.on_turned(0)

    @Slot(int)
    def on_turned(self, page: int) -> None:
        """Show another page."""
        columns, rows = self._shape
        rows = 1 if columns > 1 and len(self._view.tiles) <= columns else rows
        per_page = columns * rows
        self._pager.show_pages(page, -(-len(self._view.tiles) // per_page))
        first = self._pager.page * per_page
        shown: list[QWidget] = []
        for at, tile in enumerate(self._view.tiles[first : first + per_page], first):
            button = EventTileButton(self._theme, tile)
            button.setProperty("at", at)
            button.clicked.connect(self.on_chosen)
            shown.append(button)
        shown += [spacer() for _ in range(per_page - len(shown))]
        old, self._tiles = self._tiles, holder(grid(shown, columns, spacing=self._theme.sizes.gap, rows=rows))
        few = columns > 1 and len(self._view.tiles) <= columns
        self._tiles.setMaximumHeight(self._theme.px(400) if few else 16_777_215)
        self._page.replaceWidget(old, self._tiles)
        self._tiles.show()
        old.hide()
        old.deleteLater()

    @Slot()
    def on_chosen(self) -> None:
        """Choose the event of the tile that was pressed."""
        button = self.sender()
        assert isinstance(button, EventTileButton)
        tile = self._view.tiles[int(button.property("at"))]
        self.event_chosen.emit(tile.event, tile.session)


class TicketsPage(QWidget):
    """How many tickets of which type."""

    quantity_changed = Signal(int, int, int)

    def __init__(self, theme: Theme, *, is_portrait: bool) -> None:
        """Build the tiles of a full page."""
        super().__init__()
        self._view: TicketsView | None = None
        columns, rows = tiles_per_page(theme, is_portrait=is_portrait)
        self._cards = [TypeTileCard(theme, is_row=is_portrait) for _ in range(columns * rows)]
        for card in self._cards:
            card.quantity_changed.connect(self.quantity_changed)
        self._places: list[QWidget] = [holder(column(card)) for card in self._cards]
        self._columns = columns
        self._height_max = theme.px(420)
        self._pager = Pager(theme, is_upright=not is_portrait)
        self._pager.turned.connect(self.on_turned)
        gap = theme.px(10) if is_portrait else theme.sizes.gap
        self._grid = grid(self._places, columns, spacing=gap, rows=rows)
        page = line(not is_portrait, self._grid, self._pager, spacing=theme.px(10))
        page.setStretch(0, 1)
        self.setLayout(page)

    def show_view(self, view: TicketsView) -> None:
        """Show types and quantities; the page stays where it was."""
        self._view = view
        self.on_turned(self._pager.page)

    @Slot(int)
    def on_turned(self, page: int) -> None:
        """Show another page of types."""
        assert self._view is not None
        count = len(self._cards)
        self._pager.show_pages(page, -(-len(self._view.tiles) // count))
        first = self._pager.page * count
        shown = self._view.tiles[first : first + count]
        fit_rows(self._grid, self._places, len(shown), self._columns)
        for at, card in enumerate(self._cards):
            card.setMaximumHeight(self._height_max)
            card.setVisible(at < len(shown))
            if at < len(shown):
                card.show_type(shown[at])


class DetailsPage(QWidget):
    """Optional name and e-mail, typed with the keys of the screen or a real keyboard."""

    finished = Signal()

    def __init__(self, theme: Theme, language: str, *, is_portrait: bool) -> None:
        """Build two fields and the keys."""
        super().__init__()
        self._view: DetailsView | None = None
        self._name = make_edit(theme, self.tr("Name on the tickets"), capital=True)
        self._email = make_edit(theme, self.tr("E-mail for a copy"))
        self._note = Text(theme, "", "danger")
        self._keyboard = Keyboard(theme, language)
        self._keyboard.finished.connect(self.on_done)
        self._focused = self._name
        self._keyboard.attach(self._name)
        for edit in (self._name, self._email):
            edit.installEventFilter(self)
            edit.returnPressed.connect(self.on_done)
        name = column(Text(theme, self.tr("Name on the tickets (optional)"), "strong"), self._name, spacing=theme.px(8))
        email = column(Text(theme, self.tr("E-mail for a copy (optional)"), "strong"), self._email, spacing=theme.px(8))
        fields = line(not is_portrait, name, email, spacing=theme.sizes.pad)
        hint = Text(theme, self.tr("Leave both empty to stay anonymous."), "note")
        is_tight = theme.is_large and not is_portrait
        hint.setVisible(not is_tight)
        gap = theme.px(8) if is_tight else theme.sizes.gap
        self.setLayout(column(hint, fields, self._note, 1, self._keyboard, spacing=gap))

    def show_view(self, view: DetailsView) -> None:
        """Show what was typed before, and what was wrong with it."""
        first = self._view is None
        self._view = view
        if first:
            self._name.setText(view.name)
            self._email.setText(view.email)
            self._type_into(self._name)
        self._note.setText(view.email_note)
        self._note.setVisible(bool(view.email_note))
        if view.email_note:
            self._type_into(self._email)

    @property
    def typed(self) -> tuple[str, str]:
        """Name and e-mail as typed."""
        return self._name.text().strip(), self._email.text().strip()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Type into the field that was touched."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QLineEdit):
            self._focused = watched
            self._keyboard.attach(watched)
        return False

    @Slot()
    def on_done(self) -> None:
        """Go to the second field after the first, then on."""
        if self._focused is self._name:
            self._type_into(self._email)
        else:
            self.finished.emit()

    def _type_into(self, edit: QLineEdit) -> None:
        self._focused = edit
        edit.setFocus()
        self._keyboard.attach(edit)
