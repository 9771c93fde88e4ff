"""What do all screens have in common? They are built from theme and window, and again when those change.

A screen keeps its last view, never a truth of its own. Language, text size, contrast and turning the
monitor all lead to the same place: `build` makes the widgets anew and the last view is shown again, so that
no widget needs to know how to change its mind.
"""

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from kiosk.ui.badge import Badge
from kiosk.ui.stylesheet import build_stylesheet
from kiosk.ui.theme import Theme
from kiosk.ui.views.common import BadgeView


class Screen(QWidget):
    """A full-window screen. Subclasses implement `build`, and `refresh` where they show a view."""

    def __init__(self, theme: Theme) -> None:
        """Prepare; nothing is built before the first show."""
        super().__init__()
        self.theme = theme
        self.is_portrait = False
        self._content: QWidget | None = None
        self._sheet: Sheet | None = None
        self._badge_view = BadgeView()
        self.badge: Badge | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.setStyleSheet(build_stylesheet(theme))

    def build(self) -> QLayout:
        """Return the widgets of this screen for `self.theme` and `self.is_portrait`, without content."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Show the last view in the widgets that `build` made."""

    @property
    def is_built(self) -> bool:
        """Whether the widgets exist."""
        return self._content is not None

    def show_badge(self, view: BadgeView) -> None:
        """Show the state of the device."""
        self._badge_view = view
        if self.badge is not None:
            self.badge.show_badge(view)

    def make_badge(self) -> Badge:
        """Return this screen's badge, to be placed by `build`."""
        self.badge = Badge(self.theme, self._badge_view)
        return self.badge

    def set_theme(self, theme: Theme) -> None:
        """Draw everything in another theme; a sheet in the old one is closed."""
        self.close_sheet()
        self.theme = theme
        self.setStyleSheet(build_stylesheet(theme))
        if self.is_built:
            self.rebuild()

    def rebuild(self) -> None:
        """Make the widgets anew and show the last view again. What is asked over them stays asked."""
        self.is_portrait = self.height() > self.width()
        old, self._content, self.badge = self._content, None, None
        if old is not None:
            old.hide()
            old.deleteLater()
        content = QWidget()
        content.setLayout(self.build())
        self._content = content
        layout = self.layout()
        assert layout is not None
        layout.addWidget(content)
        content.show()
        self.refresh()
        layout.activate()
        if self._sheet is not None:
            self._sheet.raise_()

    def open_sheet(self, sheet: "Sheet") -> None:
        """Lay a sheet over the screen; an earlier one is closed."""
        self.close_sheet()
        self._sheet = sheet
        sheet.setParent(self)
        sheet.setGeometry(self.rect())
        sheet.show()
        sheet.raise_()
        sheet.setFocus()

    def close_sheet(self) -> None:
        """Take the sheet away, where there is one."""
        if self._sheet is not None:
            self._sheet.hide()
            self._sheet.deleteLater()
            self._sheet = None

    @property
    def sheet(self) -> "Sheet | None":
        """The sheet that lies over this screen now."""
        return self._sheet

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Build before the first sight."""
        if not self.is_built:
            self.rebuild()
        super().showEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Build again where the monitor was turned."""
        super().resizeEvent(event)
        if self.is_built and (self.height() > self.width()) != self.is_portrait:
            self.rebuild()
        if self._sheet is not None:
            self._sheet.setGeometry(self.rect())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Build again in another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self.is_built:
            self.rebuild()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Fill the ground."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self.theme.palette.ground))
        painter.end()


class Sheet(QWidget):
    """A panel over a dimmed screen: a question or a form. Nothing below it can be touched."""

    def __init__(self, theme: Theme) -> None:
        """Start empty; `fill` puts the panel's content in, in place of an earlier one."""
        super().__init__()
        self.theme = theme
        self.dim = QColor(0, 0, 0, 170)
        self._panel = QWidget()
        self._outer = QVBoxLayout(self)
        margin = theme.sizes.pad
        self._outer.setContentsMargins(margin, margin, margin, margin)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def fill(self, layout: QLayout, *, width: int = 100_000, tall: bool = False) -> None:
        """Show a layout in the panel, `width` pixels wide where the screen allows it; `tall` takes all the height."""
        pad = self.theme.sizes.pad
        layout.setContentsMargins(pad * 3 // 2, pad * 3 // 2, pad * 3 // 2, pad * 3 // 2)
        self._panel.hide()
        self._panel.deleteLater()
        self._panel = QWidget(self)
        self._panel.setLayout(layout)
        self._outer.addWidget(self._panel, 0, Qt.AlignmentFlag.AlignCenter)
        self._panel.show()
        self._width = width
        self._is_tall = tall
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Keep the panel inside the screen."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Dim the screen and draw the panel's ground."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.dim)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(self.theme.palette.ground))
        painter.setPen(QColor(self.theme.palette.border))
        radius = self.theme.sizes.radius
        painter.drawRoundedRect(QRectF(self._panel.geometry()), radius, radius)
        painter.end()

    _width = 0
    _is_tall = False

    def _fit(self) -> None:
        room = max(1, self.width() - 2 * self.theme.sizes.pad)
        self._panel.setFixedWidth(min(self._width, room))
        if self._is_tall:
            self._panel.setFixedHeight(max(1, self.height() - 2 * self.theme.sizes.pad))
        self._outer.activate()
