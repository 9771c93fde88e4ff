"""What must staff see from three metres? The full-screen verdict: colour, sign, words, and bars for a refusal.

Painted in one go, so that it is on screen within a frame of the decision. It goes by itself, by a tap or
with the next code; scanning never stops below it. Shown by `door`.
"""

from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.core.reasons import Look
from kiosk.ui.buttons import Button, Kind
from kiosk.ui.fonts import build_font
from kiosk.ui.shapes import Icon, draw_hazard_bar, draw_sign
from kiosk.ui.theme import VERDICT_COLOURS, Theme
from kiosk.ui.views.door import VerdictView
from kiosk.ui.words import WRAP, fit_font, measure

FRAME_MS = 40
PULSE_MS = 400
PULSE_STRENGTH = 0.6


@dataclass(frozen=True, slots=True)
class _Block:
    """One paragraph of the verdict with the room it takes."""

    text: str
    font: QFont
    height: int


class VerdictPanel(QWidget):
    """The verdict over everything. Hidden while there is none."""

    dismissed = Signal()
    override_wanted = Signal()
    consent_wanted = Signal()
    answers_wanted = Signal()
    count_wanted = Signal()
    order_wanted = Signal()
    badge_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Start hidden."""
        super().__init__(parent)
        self._theme = theme
        self._view: VerdictView | None = None
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self.on_frame)
        self._buttons: list[Button] = []
        self.pulses = False
        """Whether a refusal flashes, once: never more, for the sake of those whom flashes make ill."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()

    @property
    def view(self) -> VerdictView | None:
        """The verdict on show."""
        return self._view

    def show_verdict(self, view: VerdictView) -> None:
        """Show a verdict at once, in place of an earlier one."""
        self._view = view
        self.setAccessibleName(view.spoken)
        self._make_buttons(view)
        self._since.start()
        if view.seconds or self._pulse:
            self._timer.start()
        else:
            self._timer.stop()
        self.show()
        self.raise_()
        self.setFocus()
        self._place_buttons()
        self.update()

    def hide_verdict(self) -> None:
        """Take the verdict away without saying that anybody did."""
        self._timer.stop()
        self._view = None
        self.hide()

    @Slot()
    def on_frame(self) -> None:
        """Move the bar, and end a verdict whose time is over."""
        assert self._view is not None
        if self._pulse:
            self.update()
        elif not self._view.seconds:
            self._timer.stop()
            self.update()
        elif self._since.elapsed() >= self._view.seconds * 1000:
            self._end()
        else:
            self.update(0, self.height() - self._bar_height - 1, self.width(), self._bar_height + 1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """End it by a tap anywhere."""
        del event
        self._end()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """End it by Escape, Enter or Space."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._end()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Keep the buttons at the bottom."""
        super().resizeEvent(event)
        self._place_buttons()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Draw the verdict."""
        del event
        if self._view is None:
            return
        view = self._view
        ground, ink = (QColor(colour) for colour in VERDICT_COLOURS[view.look])
        painter = QPainter(self)
        painter.fillRect(self.rect(), ground)
        if self._pulse:
            painter.setOpacity(PULSE_STRENGTH * self._pulse)
            painter.fillRect(self.rect(), ink)
            painter.setOpacity(1)
        bar = self.height() * (0.045 if self._is_portrait else 0.06)
        if view.look is Look.DENY:
            draw_hazard_bar(painter, QRectF(0, 0, self.width(), bar))
            draw_hazard_bar(painter, QRectF(0, self.height() - bar, self.width(), bar))
        top = bar if view.look is Look.DENY else 0.0
        foot = self._foot
        box = QRectF(0, top, self.width(), self.height() - foot - top)
        if view.attention:
            band = self._draw_attention(painter, foot)
            box.setHeight(box.height() - band)
        if self._is_portrait:
            self._draw_portrait(painter, view, box, ground, ink)
        else:
            self._draw_landscape(painter, view, box, ground, ink)
        self._draw_countdown(painter, view, ink)
        painter.end()

    @property
    def _pulse(self) -> float:
        """How much of the flash is left, 1 to 0."""
        if not self.pulses or self._view is None or self._view.look is not Look.DENY:
            return 0.0
        return max(0.0, 1 - self._since.elapsed() / PULSE_MS)

    @property
    def _is_portrait(self) -> bool:
        return self.height() > self.width()

    @property
    def _bar_height(self) -> int:
        return max(6, round(self.height() * 0.014))

    @property
    def _foot(self) -> float:
        """What the buttons and the bars below them take."""
        assert self._view is not None
        hazard = self.height() * (0.045 if self._is_portrait else 0.06) if self._view.look is Look.DENY else 0
        if not self._buttons:
            return max(hazard, self._bar_height)
        return max(hazard, self._bar_height) + self._buttons[0].height() + 2 * self._theme.sizes.gap

    def _draw_landscape(self, painter: QPainter, view: VerdictView, box: QRectF, ground: QColor, ink: QColor) -> None:
        side = min(box.height() * 0.5, box.width() * 0.235)
        left = box.width() * 0.07
        sign = QRectF(left, box.center().y() - side / 2, side, side)
        draw_sign(painter, view.look, sign, ground, ink)
        text_left = left + side + box.width() * 0.045
        room = QRectF(text_left, box.top() + 20, box.width() - text_left - box.width() * 0.045, box.height() - 40)
        blocks = self._blocks(view, room, self.height() * 0.16)
        self._draw_blocks(painter, blocks, room, ink, Qt.AlignmentFlag.AlignLeft)

    def _draw_portrait(self, painter: QPainter, view: VerdictView, box: QRectF, ground: QColor, ink: QColor) -> None:
        side = min(box.width() * 0.5, box.height() * 0.32)
        margin = box.width() * 0.06
        blocks = self._blocks(
            view, QRectF(0, 0, box.width() - 2 * margin, box.height() - side * 1.3), self.height() * 0.085
        )
        space = side * 0.2
        height = side + space + sum(block.height for block in blocks)
        top = box.top() + max(20.0, (box.height() - height) / 2)
        sign = QRectF((box.width() - side) / 2, top, side, side)
        draw_sign(painter, view.look, sign, ground, ink)
        room = QRectF(margin, sign.bottom() + space, box.width() - 2 * margin, height - side - space)
        self._draw_blocks(painter, blocks, room, ink, Qt.AlignmentFlag.AlignHCenter)

    def _blocks(self, view: VerdictView, room: QRectF, word_pixels: float) -> list[_Block]:
        """Return the paragraphs, the word as large as it may be, all of them smaller where they would not fit."""
        factor = 1.0
        while True:
            blocks = self._blocks_at(view, room, word_pixels * factor)
            if sum(block.height for block in blocks) <= room.height() or factor < 0.4:
                return blocks
            factor *= 0.93

    def _blocks_at(self, view: VerdictView, room: QRectF, pixels: float) -> list[_Block]:
        width = int(room.width())
        line = QRectF(0, 0, room.width(), pixels * 1.3)
        word = fit_font(view.word, line, round(pixels), "extrabold", pixels_min=round(pixels * 0.45))
        parts = [(view.word, word, 0.05)]
        if view.holder:
            parts.append((view.holder, build_font(round(pixels * 0.42), "semibold"), 0.05))
        small = build_font(round(pixels * 0.36 * (0.82 if len(view.lines) > 2 else 1)), "regular")
        parts += [(text, small, 0.06) for text in view.lines]
        return [
            _Block(text, font, measure(text, font, width).height() + round(pixels * space))
            for text, font, space in parts
        ]

    @staticmethod
    def _draw_blocks(
        painter: QPainter, blocks: list[_Block], room: QRectF, ink: QColor, align: Qt.AlignmentFlag
    ) -> None:
        painter.setPen(ink)
        top = room.top() + max(0.0, (room.height() - sum(block.height for block in blocks)) / 2)
        for block in blocks:
            painter.setFont(block.font)
            painter.drawText(QRectF(room.left(), top, room.width(), block.height), int(WRAP | align), block.text)
            top += block.height

    def _draw_attention(self, painter: QPainter, foot: float) -> float:
        """Draw the amber band with what staff must check; return its height."""
        assert self._view is not None
        ground, ink = (QColor(colour) for colour in VERDICT_COLOURS[Look.CHECK])
        text = "  ·  ".join(self._view.attention)
        font = build_font(round(self.height() * (0.034 if self._is_portrait else 0.06)), "extrabold")
        margin = self.width() * 0.05
        side = font.pixelSize() * 1.5
        width = int(self.width() - 3 * margin - side)
        height = max(side, measure(text, font, width).height()) + self.height() * 0.05
        box = QRectF(0, self.height() - foot - height, self.width(), height)
        painter.fillRect(box, ground)
        sign = QRectF(margin, box.center().y() - side / 2, side, side)
        draw_sign(painter, Look.CHECK, sign, ground, ink)
        painter.setPen(ink)
        painter.setFont(font)
        words = QRectF(sign.right() + margin / 2, box.top(), width, height)
        painter.drawText(words, int(WRAP | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)
        return height

    def _draw_countdown(self, painter: QPainter, view: VerdictView, ink: QColor) -> None:
        if not view.seconds:
            return
        left = max(0.0, 1 - self._since.elapsed() / (view.seconds * 1000))
        top = self.height() - self._bar_height
        painter.setOpacity(0.25)
        painter.fillRect(QRectF(0, top, self.width(), self._bar_height), ink)
        painter.setOpacity(1)
        painter.fillRect(QRectF(0, top, self.width() * left, self._bar_height), ink)

    def _make_buttons(self, view: VerdictView) -> None:
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = []
        wanted = (
            (self.tr("How many people?") if view.people_max else "", Icon.PLUS, self.count_wanted),
            (view.order_label, Icon.TICKET, self.order_wanted),
            (self.tr("Answer the questions") if view.questions else "", Icon.LIST, self.answers_wanted),
            (view.consent_label, Icon.TICK, self.consent_wanted),
            (view.override_label, Icon.KEY, self.override_wanted),
            (view.badge_label, Icon.TEXT, self.badge_wanted),
        )
        for label, icon, signal in wanted:
            if label:
                button = Button(self._theme, label, Kind.PLAIN, icon=icon).fill()
                button.setParent(self)
                button.clicked.connect(signal)
                self._buttons.append(button)
        if self._buttons:
            words = self.tr("Go on") if view.look in (Look.ADMIT, Look.INFO) else self.tr("Do not admit")
            away = Button(self._theme, words).fill()
            away.setParent(self)
            away.clicked.connect(self._end)
            self._buttons.append(away)

    def _place_buttons(self) -> None:
        if not self._buttons or self._view is None:
            return
        gap = self._theme.sizes.gap
        hazard = self.height() * (0.045 if self._is_portrait else 0.06) if self._view.look is Look.DENY else 0
        room = (self.width() - gap) // len(self._buttons) - gap
        width = min(room, self._theme.px(560))
        height = max(button.heightForWidth(width) for button in self._buttons)
        left = (self.width() - len(self._buttons) * (width + gap) + gap) // 2
        top = round(self.height() - max(hazard, self._bar_height) - gap - height)
        for button in self._buttons:
            button.setGeometry(left, top, width, height)
            button.show()
            left += width + gap

    @Slot()
    def _end(self) -> None:
        self.hide_verdict()
        self.dismissed.emit()
