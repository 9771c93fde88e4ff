"""A window with one screen on show: the home of a role, at times another over it, a banner, a panel beside it.

Knows nothing of devices; `window` decides what is shown.
"""

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from kiosk.ui.banner import Banner
from kiosk.ui.idle import IdleWatch
from kiosk.ui.screen import Screen
from kiosk.ui.side import Side
from kiosk.ui.theme import Ground, Theme
from kiosk.ui.views.common import ErrorView

BANNER_MS = 8_000
RESIZED_MS = 150
SIZE_MIN = (640, 480)
"""A window may be made smaller than its screens were drawn: they are drawn anew."""


class Stage(QWidget):
    """Shows screens. What is no longer shown is thrown away."""

    closed = Signal()
    """The window was closed, and everything that it ran was stopped."""

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self._stack = QStackedLayout(self)
        self._stack.setStackingMode(QStackedLayout.StackingMode.StackOne)
        self._banner: Banner | None = None
        self._side: Side | None = None
        self.home: Screen | None = None
        """The screen of the role, under whatever else is shown."""
        self._resized = QTimer(self)
        self._resized.setSingleShot(True)
        self._resized.setInterval(RESIZED_MS)
        self._resized.timeout.connect(self.on_resized)
        self.setMinimumSize(*SIZE_MIN)

    @property
    def screen_on_show(self) -> Screen | None:
        """The screen that is seen."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, Screen) else None

    def set_home(self, screen: Screen) -> None:
        """Show the screen of another role or step."""
        old_over, old_home = self.screen_on_show, self.home
        self.home = screen
        self._stack.addWidget(screen)
        self._stack.setCurrentWidget(screen)
        for old in {old_over, old_home} - {screen}:
            self._drop(old)

    def lay_over(self, screen: Screen) -> None:
        """Show a screen over the home."""
        over = self.screen_on_show
        self._stack.addWidget(screen)
        self._stack.setCurrentWidget(screen)
        if over is not self.home:
            self._drop(over)

    def go_home(self) -> None:
        """Show the home again."""
        over = self.screen_on_show
        if self.home is not None and over is not self.home:
            self._stack.setCurrentWidget(self.home)
            self._drop(over)

    def say(self, view: ErrorView, theme: Theme) -> None:
        """Say what went wrong over everything, for a while."""
        if self._banner is not None:
            self._banner.deleteLater()
        self._banner = Banner(theme)
        self._banner.setParent(self)
        self._banner.show_error(view)
        self._place_banner()
        self._banner.raise_()
        QTimer.singleShot(BANNER_MS, self._banner, self._banner.hide)

    def stand_beside(self, side: Side) -> None:
        """Keep a panel at the right edge; the screens get what room is left."""
        self._side = side
        side.setParent(self)
        side.folded.connect(self.on_side_folded)
        self._place_side()
        side.show()

    @Slot()
    def on_side_folded(self) -> None:
        """Give the screens the room that is left."""
        self._place_side()
        self._resized.start()

    def fold_side(self, *, is_open: bool) -> None:
        """Open the panel beside the screens, or fold it; nothing where there is none."""
        if self._side is not None:
            self._side.unfold(is_open=is_open)

    def hold_still(self) -> None:
        """Stop every clock of every screen: nobody sees them any more."""
        for watch in self.findChildren(IdleWatch):
            watch.disarm()
        for timer in self.findChildren(QTimer):
            timer.stop()

    def theme_for(self, ground: Ground) -> Theme:
        """Return how a screen on this ground is drawn now. The window knows; a stage alone is never shown."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Draw every screen as it is to look now."""
        for screen in {self.home, self.screen_on_show}:
            if screen is not None:
                screen.set_theme(self.theme_for(screen.theme.ground))

    @Slot()
    def on_resized(self) -> None:
        """Draw in the new size, but never take a question away that somebody is answering."""
        screens = [screen for screen in (self.home, self.screen_on_show) if screen is not None]
        if any(screen.theme != self.theme_for(screen.theme.ground) for screen in screens):
            if any(screen.sheet is not None for screen in screens):
                self._resized.start()
            else:
                self.redraw()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Keep the banner across the top, and the screens in proportion once the size is settled."""
        super().resizeEvent(event)
        self._place_side()
        self._place_banner()
        if self.home is not None:
            self._resized.start()

    def _place_banner(self) -> None:
        if self._banner is not None:
            self._banner.setGeometry(0, 0, self.contentsRect().width(), self._banner.sizeHint().height())

    def _place_side(self) -> None:
        if self._side is not None:
            width = self._side.width_in(self.width())
            self.setContentsMargins(0, 0, width, 0)
            self._side.setGeometry(self.width() - width, 0, width, self.height())

    def _drop(self, screen: Screen | None) -> None:
        if screen is not None:
            self._stack.removeWidget(screen)
            screen.deleteLater()
