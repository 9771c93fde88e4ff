"""How is text put on a screen? Labels that wrap, labels that end in an ellipsis, and fitting text to a box.

Used by every screen. Text is always plain: a name that contains markup is shown as it was typed.
"""

from typing import Literal

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPalette, QResizeEvent
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

    def align_centre(self) -> "LineText":
        """Write in the middle."""
        self._align = Qt.AlignmentFlag.AlignHCenter
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


class ClampText(QWidget):
    """A few lines at most, the last of them ending in an ellipsis: for the organizer's own texts in tiles."""

    def __init__(self, theme: Theme, role: Role, lines_max: int) -> None:
        """Start empty."""
        super().__init__()
        self._lines_max = lines_max
        self._text = ""
        self._ink = QColor(role_colour(theme, role))
        self.setFont(role_font(theme, role))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def text(self) -> str:
        """Return the whole text."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show another text; the whole of it is the accessible name."""
        self._text = text
        self.setAccessibleName(text)
        self.setFixedHeight(self.heightForWidth(self.width()))
        self.updateGeometry()
        self.update()

    def set_ink(self, ink: str) -> None:
        """Write in this colour from now on."""
        self._ink = QColor(ink)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the size on one line."""
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(self._text) + 2, metrics.lineSpacing())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return room for a few letters."""
        metrics = QFontMetrics(self.font())
        return QSize(metrics.averageCharWidth() * 8, metrics.lineSpacing())

    def heightForWidth(self, width: int) -> int:  # noqa: N802 (Qt's name)
        """Return the height of the lines that are shown."""
        return len(self._lines(width)) * QFontMetrics(self.font()).lineSpacing() + 1

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Be as high as the lines at this width."""
        super().resizeEvent(event)
        self.setFixedHeight(self.heightForWidth(self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Draw the lines."""
        del event
        painter = QPainter(self)
        painter.setPen(self._ink)
        height = QFontMetrics(self.font()).lineSpacing()
        for at, text in enumerate(self._lines(self.width())):
            painter.drawText(QRect(0, at * height, self.width(), height), int(Qt.AlignmentFlag.AlignVCenter), text)
        painter.end()

    def _lines(self, width: int) -> list[str]:
        metrics = QFontMetrics(self.font())
        lines: list[str] = []
        words = self._text.split()
        while words and len(lines) < self._lines_max - 1:
            count = _words_that_fit(words, metrics, width)
            lines.append(metrics.elidedText(" ".join(words[:count]), Qt.TextElideMode.ElideRight, width))
            words = words[count:]
        if words:
            lines.append(metrics.elidedText(" ".join(words), Qt.TextElideMode.ElideRight, width))
        return lines


def _words_that_fit(words: list[str], metrics: QFontMetrics, width: int) -> int:
    """Return how many of the first words stand on one line; at least one."""
    count = 1
    while count < len(words) and metrics.horizontalAdvance(" ".join(words[: count + 1])) <= width:
        count += 1
    return count


def unbroken(text: str) -> str:
    """Return a ticket number that no line break parts."""
    return text.replace("-", "\u2011").replace(" ", "\u00a0")


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
