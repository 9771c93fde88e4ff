"""What stands around every page of the kiosk? The logo, the tools within reach, the bar with total and the way on."""

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.buttons import Button, Kind
from kiosk.ui.fonts import build_font
from kiosk.ui.layout import RIGHT, Item, column, row
from kiosk.ui.shapes import Icon
from kiosk.ui.theme import Theme
from kiosk.ui.views.kiosk import KioskFrame
from kiosk.ui.words import Text

HOLD_MS = 5_000
LOGO_HEIGHT = 96


class Logo(QWidget):
    """The organizer's sign on a neutral plate. Held for five seconds it calls the staff menu."""

    held = Signal()

    def __init__(self, theme: Theme, frame: KioskFrame, *, hold_ms: int = HOLD_MS) -> None:
        """Show the picture, or the organizer's name where there is none."""
        super().__init__()
        self._theme = theme
        self._name = frame.organizer
        self._picture = QPixmap()
        if frame.logo_png:
            self._picture.loadFromData(frame.logo_png)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(hold_ms)
        self._timer.timeout.connect(self.held)
        self.setFont(build_font(round(theme.sizes.body * 0.9), "semibold"))
        self.setAccessibleName(frame.organizer)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the plate of the picture or the name."""
        height = self._theme.px(LOGO_HEIGHT)
        pad = self._theme.px(48)
        if not self._picture.isNull():
            return QSize(self._picture.width() * height // max(1, self._picture.height()) + pad, height)
        return QSize(self.fontMetrics().horizontalAdvance(self._name) + pad, height)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return room for the start of a long name; the rest ends in an ellipsis."""
        return QSize(min(self.sizeHint().width(), self._theme.px(220)), self._theme.px(LOGO_HEIGHT))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Begin to hold."""
        del event
        self._timer.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Let go."""
        del event
        self._timer.stop()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Draw the plate."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#FFFFFF"))
        radius = self._theme.sizes.radius * 0.7
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        pad = self._theme.px(20)
        if not self._picture.isNull():
            room = self.size() - QSize(2 * pad, pad)
            size = self._picture.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
            left, top = (self.width() - size.width()) // 2, (self.height() - size.height()) // 2
            painter.drawPixmap(left, top, size.width(), size.height(), self._picture)
        else:
            painter.setPen(QColor("#12161C"))
            name = self.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideRight, self.width() - pad)
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), name)
        painter.end()


class Tools(QWidget):
    """Larger text, contrast, languages and help: on every page, in reach of a seated person."""

    language_chosen = Signal(str)
    large_text_toggled = Signal(bool)
    contrast_toggled = Signal(bool)
    help_wanted = Signal()

    def __init__(self, theme: Theme, frame: KioskFrame) -> None:
        """Show which of them are chosen."""
        super().__init__()
        self._frame = frame
        words = self.tr("Normal text") if frame.large_text else self.tr("Bigger text")
        text = Button(theme, words, Kind.BAR, icon=Icon.TEXT).stack()
        text.clicked.connect(self.on_text)
        look = self.tr("Normal colours") if frame.high_contrast else self.tr("Contrast")
        contrast = Button(theme, look, Kind.BAR, icon=Icon.CONTRAST).stack()
        contrast.clicked.connect(self.on_contrast)
        help_ = Button(theme, self.tr("Help"), Kind.BAR, icon=Icon.HELP, name=self.tr("Help: call staff")).stack()
        help_.clicked.connect(self.help_wanted)
        languages: list[Item] = []
        for language in frame.languages:
            button = Button(theme, language.name, Kind.BAR)
            button.setCheckable(True)
            button.setChecked(language.code == frame.language)
            button.setProperty("code", language.code)
            button.clicked.connect(self.on_language)
            languages.append(button)
        self.setLayout(row(help_, text, contrast, *languages, spacing=theme.px(10)))

    @Slot()
    def on_text(self) -> None:
        """Want larger or normal text."""
        self.large_text_toggled.emit(not self._frame.large_text)

    @Slot()
    def on_contrast(self) -> None:
        """Want high contrast or normal colours."""
        self.contrast_toggled.emit(not self._frame.high_contrast)

    @Slot()
    def on_language(self) -> None:
        """Want the language of the button that was pressed."""
        button = self.sender()
        assert isinstance(button, Button)
        button.setChecked(True)
        self.language_chosen.emit(str(button.property("code")))


class ActionBar(QWidget):
    """The way back, the sum, and the one button that leads on."""

    back_wanted = Signal()
    primary_chosen = Signal()

    def __init__(self, theme: Theme) -> None:
        """Start with nothing; `left` is placed apart, so that tools can stand between."""
        super().__init__()
        self.left = Button(theme, "", Kind.BAR)
        self.left.clicked.connect(self.back_wanted)
        palette = theme.palette
        self._note = Text(theme, "", "body", ink=palette.bar_muted)
        self._total = Text(theme, "", "title" if theme.is_large else "total", ink=palette.bar_ink, wrap=False)
        self._primary = Button(theme, "", Kind.PRIMARY)
        self._primary.clicked.connect(self.primary_chosen)
        for words in (self._note, self._total):
            words.setAlignment(RIGHT)
        self._sum = QWidget()
        self._sum.setLayout(column(self._note, self._total))
        laid = row(self._sum, self._primary, spacing=theme.px(20))
        laid.setStretch(0, 1)
        self.setLayout(laid)
        self._primary.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def set_single(self, is_single: bool) -> None:
        """Whether tools and sum share one line, which leaves less room for words."""
        self.left.setSizePolicy(
            QSizePolicy.Policy.Maximum if is_single else QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed
        )

    def show_bar(self, left: str, note: str, total: str, primary: str, *, can_go: bool = True) -> None:
        """Show the words; an empty one hides its part."""
        self.left.rename(left)
        self.left.setVisible(bool(left))
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._total.setText(total)
        self._primary.rename(primary, f"{primary}, {total}" if total else primary)
        self._primary.setVisible(bool(primary))
        self._primary.setEnabled(can_go)
