"""The self-service kiosk: one frame with logo, tools and total around the page of the moment.

`app` shows a view (`show_view`) and listens; the order of pages is its business. Tools for reading, language
and help stand at the bottom, within everybody's reach. Idle buyers are asked before the page goes back to the
start; during payment and printing nobody is hurried.
"""

from typing import TypeAlias

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QBoxLayout, QLayout

from kiosk.ui.idle import COUNTDOWN_S, WARN_LARGE_MS, WARN_MS, IdleWatch
from kiosk.ui.kiosk_frame import ActionBar, Logo, Tools
from kiosk.ui.kiosk_pages import AttractPage, DetailsPage, EventsPage, TicketsPage
from kiosk.ui.kiosk_pay import ClosedPage, DonePage, PayPage, PrintingPage
from kiosk.ui.kiosk_sheets import HelpSheet, IdleSheet
from kiosk.ui.layout import Band, column, holder, row
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme
from kiosk.ui.views.kiosk import (
    AttractView,
    ClosedView,
    DetailsView,
    DoneView,
    EventsView,
    KioskFrame,
    KioskView,
    PayState,
    PayView,
    PrintingView,
    TicketsView,
)
from kiosk.ui.words import LineText, Text

Page: TypeAlias = (
    AttractPage | EventsPage | TicketsPage | DetailsPage | PayPage | PrintingPage | DonePage | ClosedPage
)  # fmt: skip


class KioskScreen(Screen):
    """The screen of a self-service kiosk."""

    begun = Signal()
    event_chosen = Signal(object, int)
    """Event and session. Event numbers have 32 bits without a sign: more than Qt's int holds."""
    quantity_changed = Signal(int, int, int)
    """Type, session and the wanted quantity."""
    tickets_confirmed = Signal()
    details_given = Signal(str, str)
    """Name and e-mail, both may be empty."""
    pay_chosen = Signal(str)
    """The method's word, also to pay again."""
    back_wanted = Signal()
    start_again = Signal()
    """Give everything up and forget the buyer."""
    language_chosen = Signal(str)
    large_text_toggled = Signal(bool)
    contrast_toggled = Signal(bool)
    help_toggled = Signal(bool)
    staff_requested = Signal()
    """The logo was held, or F12 pressed: ask for a PIN."""
    idle_warned = Signal()
    """For a sound and speech."""

    def __init__(
        self,
        theme: Theme,
        frame: KioskFrame,
        *,
        warn_ms: int = WARN_MS,
        countdown_s: int = COUNTDOWN_S,
        second_ms: int = 1_000,
    ) -> None:
        """Show nothing yet. The times are arguments for tests."""
        super().__init__(theme)
        self._frame = frame
        self._view: KioskView = AttractView("", "", "", "")
        self._page: Page | None = None
        self._warn_ms = warn_ms
        self._done_s = 0
        self._idle = IdleWatch(self, warn_ms=warn_ms, countdown_s=countdown_s, second_ms=second_ms)
        self._idle.warned.connect(self.on_idle_warned)
        self._idle.expired.connect(self.on_start_again)
        self._second = QTimer(self)
        self._second.setInterval(second_ms)
        self._second.timeout.connect(self.on_second)

    @property
    def idle(self) -> IdleWatch:
        """The watch over a buyer who went away."""
        return self._idle

    @property
    def page(self) -> Page | None:
        """The page on show."""
        return self._page

    def set_frame(self, frame: KioskFrame) -> None:
        """Show another organizer, or other tools chosen."""
        self._frame = frame
        if self.is_built:
            self.rebuild()

    def show_view(self, view: KioskView) -> None:
        """Show a page: in place where it is the same one, else in its stead."""
        same = type(view) is type(self._view)
        self._view = view
        self._done_s = view.seconds if isinstance(view, DoneView) else 0
        if self._done_s:
            self._second.start()
        else:
            self._second.stop()
        if not same:
            self.close_sheet()
        if self.is_built:
            if not same or self._page is None:
                self._replace_page()
            self.refresh()
        self._arm()

    def build(self) -> QLayout:
        """Return header, page and bars."""
        theme, pad = self.theme, self.theme.sizes.pad
        self._page = None
        self._logo = Logo(theme, self._frame)
        self._logo.held.connect(self.staff_requested)
        self._title = Text(theme, "", "title")
        self._where = LineText(theme, "", "note")
        self._tools = Tools(theme, self._frame)
        self._tools.language_chosen.connect(self.language_chosen)
        self._tools.large_text_toggled.connect(self.large_text_toggled)
        self._tools.contrast_toggled.connect(self.contrast_toggled)
        self._tools.help_wanted.connect(self.on_help)
        self._bar = ActionBar(theme)
        self._bar.back_wanted.connect(self.on_back)
        self._bar.primary_chosen.connect(self.on_primary)
        self._words = holder(column(self._title, self._where, spacing=theme.px(4)))
        side = pad * 3 // 2
        if self.is_portrait:
            head = column(row(self._logo, 1, self.make_badge(), spacing=pad), self._words, spacing=theme.px(14))
        else:
            head = row(self._logo, self._words, self.make_badge(), spacing=pad)
            head.setStretch(1, 1)
        head.setContentsMargins(side, pad, side, 0)
        self._place = holder(column())
        self._place_margins = (side, pad // 2, side, pad // 2)
        foot = self._foot(is_single=not self.is_portrait)
        foot.setContentsMargins(pad, pad // 2, pad, pad // 2)
        page = column(head, self._place, Band(theme.palette.bar, foot))
        page.setStretch(1, 1)
        return page

    def _foot(self, *, is_single: bool) -> QBoxLayout:
        """Tools between the way back and the way on where there is room, else on a line of their own."""
        gap = self.theme.px(14)
        self._bar.set_single(is_single)
        if is_single:
            foot = row(self._bar.left, self._tools, self._bar, spacing=gap)
            foot.setStretch(2, 1)
            return foot
        return column(self._tools, row(self._bar.left, self._bar, spacing=gap), spacing=gap)

    def refresh(self) -> None:
        """Show the last view."""
        if self._page is None:
            self._replace_page()
        view = self._view
        title, where = self._heading(view)
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._where.set_text(where)
        self._where.setVisible(bool(where))
        self._show_bar(view)
        self._show_in_page(view)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Ask for staff by F12."""
        if event.key() == Qt.Key.Key_F12:
            self.staff_requested.emit()
        else:
            super().keyPressEvent(event)

    @Slot()
    def on_help(self) -> None:
        """Show that help is needed."""
        sheet = HelpSheet(self.theme)
        sheet.closed.connect(self.on_help_over)
        self.open_sheet(sheet)
        self.help_toggled.emit(True)

    @Slot()
    def on_help_over(self) -> None:
        """Take the call for help back."""
        self.close_sheet()
        self.help_toggled.emit(False)

    @Slot(int)
    def on_idle_warned(self, seconds: int) -> None:
        """Ask whether anybody is there."""
        if isinstance(self.sheet, IdleSheet):
            self.sheet.show_left(seconds)
            return
        sheet = IdleSheet(self.theme, seconds)
        sheet.stayed.connect(self.on_stayed)
        sheet.left.connect(self.on_start_again)
        self.open_sheet(sheet)
        self.idle_warned.emit()

    @Slot()
    def on_stayed(self) -> None:
        """Wait again, as often as the buyer wants."""
        self.close_sheet()
        self._arm()

    @Slot()
    def on_start_again(self) -> None:
        """Give up and forget."""
        self.close_sheet()
        self._idle.disarm()
        self.start_again.emit()

    @Slot()
    def on_codes_turned(self) -> None:
        """Count down anew: the buyer still takes pictures of codes."""
        if isinstance(self._view, DoneView):
            self._done_s = self._view.seconds
            self._show_bar(self._view)

    @Slot()
    def on_second(self) -> None:
        """Count the last page down."""
        self._done_s -= 1
        if self._done_s <= 0:
            self._second.stop()
            self.on_start_again()
        else:
            self._show_bar(self._view)

    @Slot()
    def on_back(self) -> None:
        """Go back, or give up, as the button said."""
        if isinstance(self._view, DetailsView) or (
            isinstance(self._view, PayView) and self._view.state is PayState.CHOOSE
        ):
            self.back_wanted.emit()
        else:
            self.on_start_again()

    @Slot()
    def on_primary(self) -> None:
        """Go on."""
        match self._view:
            case TicketsView():
                self.tickets_confirmed.emit()
            case DetailsView():
                assert isinstance(self._page, DetailsPage)
                self.details_given.emit(*self._page.typed)
            case DoneView():
                self.on_start_again()
            case _:
                pass

    def _arm(self) -> None:
        waits = isinstance(self._view, EventsView | TicketsView | DetailsView)
        waits = waits or (isinstance(self._view, PayView) and self._view.state in (PayState.CHOOSE, PayState.DECLINED))
        if waits and self.isVisible():
            self._idle.arm(WARN_LARGE_MS if self.theme.is_large and self._warn_ms == WARN_MS else self._warn_ms)
        elif not waits:
            self._idle.disarm()

    def _replace_page(self) -> None:
        old = self._page
        if old is not None:
            old.hide()
            old.deleteLater()
        self._page = self._make_page(self._view)
        layout = self._place.layout()
        assert layout is not None
        full = isinstance(self._page, AttractPage)
        layout.setContentsMargins(*((0, self.theme.sizes.pad // 2, 0, 0) if full else self._place_margins))
        layout.addWidget(self._page)
        self._page.show()

    def _make_page(self, view: KioskView) -> Page:
        theme, tall = self.theme, self.is_portrait
        match view:
            case AttractView():
                page = AttractPage(theme)
                page.begun.connect(self.begun)
            case EventsView():
                page = EventsPage(theme, is_portrait=tall)
                page.event_chosen.connect(self.event_chosen)
            case TicketsView():
                page = TicketsPage(theme, is_portrait=tall)
                page.quantity_changed.connect(self.quantity_changed)
            case DetailsView():
                page = DetailsPage(theme, self._frame.language, is_portrait=tall)
                page.finished.connect(self.on_primary)
            case PayView():
                page = PayPage(theme, is_portrait=tall)
                page.pay_chosen.connect(self.pay_chosen)
                page.help_wanted.connect(self.on_help)
            case PrintingView():
                page = PrintingPage(theme)
            case DoneView():
                page = DonePage(theme, is_portrait=tall)
                page.turned.connect(self.on_codes_turned)
            case ClosedView():
                page = ClosedPage(theme)
        return page

    def _show_in_page(self, view: KioskView) -> None:
        match self._page, view:
            case (AttractPage() as page, AttractView()):
                page.show_view(view)
            case (EventsPage() as page, EventsView()):
                page.show_view(view)
            case (TicketsPage() as page, TicketsView()):
                page.show_view(view)
            case (DetailsPage() as page, DetailsView()):
                page.show_view(view)
            case (PayPage() as page, PayView()):
                page.show_view(view)
            case (PrintingPage() as page, PrintingView()):
                page.show_view(view)
            case (DonePage() as page, DoneView()):
                page.show_view(view)
            case (ClosedPage() as page, ClosedView()):
                page.show_view(view)
            case _:
                raise AssertionError("the page is made from the view")

    def _heading(self, view: KioskView) -> tuple[str, str]:
        match view:
            case EventsView():
                return self.tr("What would you like to see?"), ""
            case TicketsView():
                return self.tr("How many tickets?"), f"{view.event}  ·  {view.when}"
            case DetailsView():
                return self.tr("Your details"), ""
            case PayView():
                return self.tr("Payment"), ""
            case _:
                return "", ""

    def _show_bar(self, view: KioskView) -> None:
        again, back = self.tr("Start again"), self.tr("Back")
        match view:
            case EventsView() | ClosedView():
                self._bar.show_bar(again if isinstance(view, EventsView) else "", "", "", "")
            case TicketsView(basket=basket):
                count = self.tr("%n ticket(s)", "", basket.count) if basket.count else self.tr("No tickets yet")
                note = basket.note or count
                self._bar.show_bar(again, note, basket.total, basket.pay_label, can_go=basket.can_pay)
            case DetailsView():
                self._bar.show_bar(back, "", view.total, self.tr("Continue"))
            case PayView(state=PayState.CHOOSE):
                self._bar.show_bar(back, "", "", "")
            case PayView(state=PayState.DECLINED | PayState.UNKNOWN):
                self._bar.show_bar(again, "", "", "")
            case DoneView():
                label = self.tr("Start again ({seconds})").format(seconds=self._done_s) if self._done_s else again
                self._bar.show_bar("", "", "", label)
            case _:
                self._bar.show_bar("", "", "", "")
