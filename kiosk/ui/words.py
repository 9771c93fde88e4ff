"""How is text put on a screen? Labels that wrap, labels that end in an ellipsis, and fitting text to a box.

Used by every screen. Text is always plain: a name that contains markup is shown as it was typed.
"""

from typing import Literal

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from kiosk.ui.fonts import Weight, build_font
from kiosk.ui.theme import Theme

Role = Literal["body", "strong", "note", "label", "title", "total", "number", "warning", "danger", "small"]
_WEIGHTS: dict[Role, Weight] = {
    "strong": "semibold",
    "label": "semibold",
    "title": "extrabold",
    "total": "extrabold",
    "number": "extrabold",
    "warning": "semibold",
    "danger": "semibold",
}
WRAP = Qt.TextFlag.TextWordWrap


def role_font(theme: Theme, role: Role) -> QFont:
    """Return the font of a role."""
    sizes = theme.sizes
    pixels = {
        "label": sizes.label,
        "title": sizes.title,
        "total": sizes.total,
        "number": sizes.number,
        "small": sizes.small,
    }.get(role, sizes.body)
    return build_font(pixels, _WEIGHTS.get(role, "regular"))


def role_colour(theme: Theme, role: Role) -> str:
    """Return the ink of a role."""
    palette = theme.palette
    inks = {"note": palette.muted, "small": palette.muted, "warning": palette.warning, "danger": palette.danger}
    return inks.get(role, palette.ink)


class Text(QLabel):
    """Words of one role. They wrap, so that no language and no text size is cut off."""

    def __init__(self, theme: Theme, text: str = "", role: Role = "body", *, ink: str = "", wrap: bool = True) -> None:
        """Show `text`; `ink` overrides the role's colour, on a ground of another colour."""
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setFont(role_font(theme, role))
        self.set_ink(ink or role_colour(theme, role))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_ink(self, ink: str) -> None:
        """Write in this colour from now on."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, QColor(ink))
        self.setPalette(palette)


class LineText(QWidget):
    """One line that ends in an ellipsis where there is no room: only where a second line would be worse."""

    def __init__(self, theme: Theme, text: str = "", role: Role = "body", *, ink: str = "") -> None:
        """Show `text`; the whole of it is the accessible name."""
        super().__init__()
        self._text = ""
        self._ink = QColor(ink or role_colour(theme, role))
        self._align = Qt.AlignmentFlag.AlignLeft
        self.setFont(role_font(theme, role))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.set_text(text)

    def text(self) -> str:
        """Return the whole text."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show another text."""
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def align_right(self) -> "LineText":
        """Write against the right edge."""
        self._align = Qt.AlignmentFlag.AlignRight
        return self

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the size of the whole text."""
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(self._text) + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return room for a few letters."""
        metrics = QFontMetrics(self.font())
        return QSize(min(self.sizeHint().width(), metrics.averageCharWidth() * 6), metrics.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Draw the line."""
        del event
        painter = QPainter(self)
        painter.setPen(self._ink)
        text = QFontMetrics(self.font()).elidedText(self._text, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(self._align | Qt.AlignmentFlag.AlignVCenter), text)
        painter.end()


def fit_font(text: str, box: QRectF, pixels: int, weight: Weight, *, pixels_min: int) -> QFont:
    """Return the largest font up to `pixels` in which wrapped `text` fits into `box`, not below `pixels_min`."""
    size = pixels
    while size > pixels_min:
        font = build_font(size, weight)
        if _fits(text, box, font):
            return font
        size = max(pixels_min, int(size * 0.92))
    return build_font(pixels_min, weight)


def _fits(text: str, box: QRectF, font: QFont) -> bool:
    metrics = QFontMetrics(font)
    if any(metrics.horizontalAdvance(word) > box.width() for word in text.split()):
        return False
    return metrics.boundingRect(QRect(0, 0, int(box.width()), 100_000), int(WRAP), text).height() <= box.height()


def measure(text: str, font: QFont, width: int) -> QSize:
    """Return the size of `text` wrapped at `width`."""
    return QFontMetrics(font).boundingRect(QRect(0, 0, max(1, width), 100_000), int(WRAP), text).size()


def longest_word(text: str, font: QFont) -> int:
    """Return the width of the widest word: below it no wrapping helps."""
    metrics = QFontMetrics(font)
    return max((metrics.horizontalAdvance(word) for word in text.split()), default=0)
