"""What does the camera see? The preview with the frame in which a code should be held.

Shows the newest picture that a worker gives, already scaled; never decodes. While there is no picture it
says why, and that typing and scanners go on working.
"""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.shapes import Icon, draw_frame_corners, draw_icon
from kiosk.ui.theme import Theme
from kiosk.ui.words import WRAP, fit_font


class Preview(QWidget):
    """A picture with corners, or a sentence."""

    def __init__(self, theme: Theme) -> None:
        """Start without a picture."""
        super().__init__()
        self._theme = theme
        self._image: QImage | None = None
        self._note = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(theme.px(320), theme.px(240))

    def show_frame(self, image: QImage) -> None:
        """Show the newest picture."""
        self._image = image
        self.update()

    @property
    def has_picture(self) -> bool:
        """Whether a picture is there, not a sentence or nothing."""
        return self._image is not None

    def show_note(self, text: str) -> None:
        """Show a sentence instead of a picture; empty = the picture again."""
        self._note = text
        self.setAccessibleName(text)
        if text:
            self._image = None
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the shape of a camera's picture."""
        return QSize(self._theme.px(960), self._theme.px(720))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Draw picture and corners, or the sentence."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect())
        shape = QPainterPath()
        shape.addRoundedRect(box, self._theme.sizes.radius, self._theme.sizes.radius)
        painter.setClipPath(shape)
        painter.fillRect(box, QColor("#05070A"))
        if self._image is not None and not self._image.isNull():
            self._draw_image(painter, self._image)
        else:
            self._draw_note(painter, box)
        painter.end()

    def _draw_image(self, painter: QPainter, image: QImage) -> None:
        size = image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        painter.drawImage(QRectF(left, top, size.width(), size.height()), image)
        side = min(size.width(), size.height()) * 0.62
        frame = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        draw_frame_corners(painter, frame, QColor(self._theme.palette.accent), self._theme.px(8))

    def _draw_note(self, painter: QPainter, box: QRectF) -> None:
        side = min(box.height() * 0.22, self._theme.px(160))
        painter.setPen(QColor("#FFFFFF"))
        sign = QRectF(box.center().x() - side / 2, box.center().y() - side * 1.15, side, side)
        draw_icon(painter, Icon.WARNING if self._note else Icon.CLOCK, sign, QColor("#FFC53D"))
        words = QRectF(
            box.left() + box.width() * 0.1, box.center().y() + side * 0.1, box.width() * 0.8, box.height() / 3
        )
        body = self._theme.sizes.body
        painter.setFont(fit_font(self._note, words, body, "semibold", pixels_min=body * 2 // 3))
        painter.drawText(words, int(WRAP | Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop), self._note)
