"""What went wrong, said across the screen? A strip with sign, sentence and the code for the telephone."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.layout import column
from kiosk.ui.shapes import Icon, draw_icon
from kiosk.ui.theme import BADGE_COLOURS, Theme
from kiosk.ui.views.common import ErrorView
from kiosk.ui.words import Text


class Banner(QWidget):
    """A strip that is hidden while all is well."""

    def __init__(self, theme: Theme) -> None:
        """Start hidden."""
        super().__init__()
        self._theme = theme
        self._ground, ink = BADGE_COLOURS["fault"]
        self._ink = ink
        self._title = Text(theme, "", "strong", ink=ink)
        self._sentence = Text(theme, "", "body", ink=ink)
        left = theme.sizes.pad * 2 + theme.sizes.label
        self.setLayout(column(self._title, self._sentence, margins=(left, theme.px(14), theme.sizes.pad, theme.px(14))))
        self.hide()

    def show_error(self, view: ErrorView | None) -> None:
        """Show an error, or nothing."""
        self.setVisible(view is not None)
        if view is not None:
            self._title.setText(f"{view.title} · {view.code}" if view.code else view.title)
            self._sentence.setText(view.sentence)
            self.setAccessibleName(f"{view.title}. {view.sentence}")

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Go away when touched: what lies below may be wanted."""
        event.accept()
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Draw ground and sign."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._ground))
        side = self._theme.sizes.label
        box = QRectF(self._theme.sizes.pad, (self.height() - side) / 2, side, side)
        draw_icon(painter, Icon.WARNING, box, QColor(self._ink))
        painter.end()
