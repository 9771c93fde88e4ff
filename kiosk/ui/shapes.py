"""How are the signs drawn? Disc with tick, triangle with exclamation mark, octagon with cross, hazard bars, icons.

Drawn, not loaded: sharp at every size, in any two colours, without a file that could be missing. Pure
painting into a rectangle; which sign means what is decided by `kiosk.core.reasons`.
"""

from enum import StrEnum
from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF

from kiosk.core.reasons import Look


class Icon(StrEnum):
    """Small signs beside words."""

    TICK = "tick"
    WARNING = "warning"
    CROSS = "cross"
    CLOCK = "clock"
    PLUS = "plus"
    MINUS = "minus"
    BACK = "back"
    NEXT = "next"
    UP = "up"
    DOWN = "down"
    SEARCH = "search"
    LIGHT = "light"
    UNDO = "undo"
    LIST = "list"
    GEAR = "gear"
    HELP = "help"
    CARD = "card"
    CASH = "cash"
    PHONE = "phone"
    PRINTER = "printer"
    TICKET = "ticket"
    CONTRAST = "contrast"
    TEXT = "text"
    DELETE = "delete"
    DOOR = "door"
    CHART = "chart"
    KEY = "key"
    SYNC = "sync"
    MUTE = "mute"


def draw_sign(painter: QPainter, look: Look, box: QRectF, ground: QColor, ink: QColor) -> None:
    """Draw the sign of a verdict into `box`: a filled shape in `ink` with its mark in `ground`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    match look:
        case Look.ADMIT:
            painter.drawEllipse(box)
            _stroke(painter, box, ground, 0.105, ((0.28, 0.53), (0.44, 0.68), (0.73, 0.34)))
        case Look.CHECK:
            painter.drawPath(_rounded_triangle(box))
            _exclamation(painter, box, ground)
        case Look.DENY:
            painter.drawPolygon(_octagon(box))
            _stroke(painter, box, ground, 0.115, ((0.33, 0.33), (0.67, 0.67)))
            _stroke(painter, box, ground, 0.115, ((0.67, 0.33), (0.33, 0.67)))
        case Look.INFO:
            painter.drawRoundedRect(box, box.width() * 0.14, box.height() * 0.14)
            _letter_i(painter, box, ground)
    painter.restore()


def draw_hazard_bar(painter: QPainter, box: QRectF) -> None:
    """Fill `box` with slanted black and white stripes."""
    painter.save()
    painter.setClipRect(box)
    painter.fillRect(box, QColor("#FFFFFF"))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#000000"))
    step, slant = box.height() * 1.5, box.height()
    left = box.left() - slant
    while left < box.right() + slant:
        corners = [(0.0, box.bottom()), (slant, box.top()), (slant + step / 2, box.top()), (step / 2, box.bottom())]
        painter.drawPolygon(QPolygonF([QPointF(left + x, y) for x, y in corners]))
        left += step
    painter.restore()


def draw_frame_corners(painter: QPainter, box: QRectF, colour: QColor, width: float) -> None:
    """Draw the four corners inside which a code should be held."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    arm = min(box.width(), box.height()) * 0.2
    for corner, dx, dy in (
        (box.topLeft(), 1, 1), (box.topRight(), -1, 1), (box.bottomLeft(), 1, -1), (box.bottomRight(), -1, -1),
    ):  # fmt: skip
        across, down = QPointF(arm * dx, 0), QPointF(0, arm * dy)
        painter.drawPolyline(QPolygonF([corner + across, corner, corner + down]))
    painter.restore()


def draw_icon(painter: QPainter, icon: Icon, box: QRectF, ink: QColor) -> None:
    """Draw a small sign in `ink` into a square `box`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(_pen(ink, box.width() * 0.09))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for line in _LINES.get(icon, ()):
        painter.drawPolyline(QPolygonF([_at(box, x, y) for x, y in line]))
    for x, y, w, h in _RECTS.get(icon, ()):
        painter.drawRoundedRect(_part(box, x, y, w, h), box.width() * 0.07, box.width() * 0.07)
    for x, y, r in _RINGS.get(icon, ()):
        painter.drawEllipse(_at(box, x, y), r * box.width(), r * box.height())
    painter.setBrush(ink)
    painter.setPen(Qt.PenStyle.NoPen)
    for x, y, r in _DOTS.get(icon, ()):
        painter.drawEllipse(_at(box, x, y), r * box.width(), r * box.height())
    _draw_special(painter, icon, box, ink)
    painter.restore()


def _draw_special(painter: QPainter, icon: Icon, box: QRectF, ink: QColor) -> None:
    match icon:
        case Icon.CONTRAST:
            painter.drawPie(_part(box, 0.12, 0.12, 0.76, 0.76), 90 * 16, 180 * 16)
        case Icon.GEAR:
            painter.setPen(_pen(ink, box.width() * 0.12))
            for i in range(8):
                x, y = cos(i * pi / 4), sin(i * pi / 4)
                painter.drawLine(_at(box, 0.5 + 0.33 * x, 0.5 + 0.33 * y), _at(box, 0.5 + 0.4 * x, 0.5 + 0.4 * y))
        case Icon.UNDO | Icon.SYNC:
            painter.setPen(_pen(ink, box.width() * 0.09))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawArc(_part(box, 0.18, 0.2, 0.64, 0.64), -60 * 16, 220 * 16)
        case _:
            pass


_LINES: dict[Icon, tuple[tuple[tuple[float, float], ...], ...]] = {
    Icon.TICK: (((0.18, 0.54), (0.4, 0.76), (0.82, 0.26)),),
    Icon.CROSS: (((0.24, 0.24), (0.76, 0.76)), ((0.76, 0.24), (0.24, 0.76))),
    Icon.WARNING: (((0.5, 0.1), (0.93, 0.86), (0.07, 0.86), (0.5, 0.1)), ((0.5, 0.4), (0.5, 0.6))),
    Icon.CLOCK: (((0.5, 0.28), (0.5, 0.52), (0.66, 0.62)),),
    Icon.PLUS: (((0.5, 0.16), (0.5, 0.84)), ((0.16, 0.5), (0.84, 0.5))),
    Icon.MINUS: (((0.16, 0.5), (0.84, 0.5)),),
    Icon.BACK: (((0.62, 0.18), (0.3, 0.5), (0.62, 0.82)),),
    Icon.NEXT: (((0.38, 0.18), (0.7, 0.5), (0.38, 0.82)),),
    Icon.UP: (((0.18, 0.62), (0.5, 0.3), (0.82, 0.62)),),
    Icon.DOWN: (((0.18, 0.38), (0.5, 0.7), (0.82, 0.38)),),
    Icon.SEARCH: (((0.62, 0.62), (0.88, 0.88)),),
    Icon.LIGHT: (
        ((0.38, 0.84), (0.62, 0.84)), ((0.5, 0.04), (0.5, 0.1)), ((0.1, 0.42), (0.16, 0.42)),
        ((0.84, 0.42), (0.9, 0.42)), ((0.4, 0.66), (0.4, 0.72), (0.6, 0.72), (0.6, 0.66)),
    ),
    Icon.UNDO: (((0.12, 0.2), (0.16, 0.46), (0.42, 0.42)),),
    Icon.SYNC: (((0.12, 0.2), (0.16, 0.46), (0.42, 0.42)),),
    Icon.LIST: (((0.34, 0.24), (0.88, 0.24)), ((0.34, 0.5), (0.88, 0.5)), ((0.34, 0.76), (0.88, 0.76))),
    Icon.HELP: (((0.36, 0.38), (0.4, 0.28), (0.5, 0.25), (0.6, 0.29), (0.63, 0.39), (0.5, 0.52), (0.5, 0.58)),),
    Icon.CARD: (((0.08, 0.42), (0.92, 0.42)), ((0.2, 0.66), (0.4, 0.66))),
    Icon.PRINTER: (((0.28, 0.34), (0.28, 0.1), (0.72, 0.1), (0.72, 0.34)),),
    Icon.TICKET: (((0.64, 0.26), (0.64, 0.36)), ((0.64, 0.46), (0.64, 0.54)), ((0.64, 0.64), (0.64, 0.74))),
    Icon.TEXT: (((0.08, 0.82), (0.34, 0.18), (0.6, 0.82)), ((0.17, 0.6), (0.51, 0.6)),
                ((0.8, 0.24), (0.8, 0.52)), ((0.66, 0.38), (0.94, 0.38))),
    Icon.DELETE: (((0.34, 0.2), (0.94, 0.2), (0.94, 0.8), (0.34, 0.8), (0.06, 0.5), (0.34, 0.2)),
                  ((0.5, 0.38), (0.74, 0.62)), ((0.74, 0.38), (0.5, 0.62))),
    Icon.DOOR: (((0.24, 0.9), (0.24, 0.1), (0.76, 0.1), (0.76, 0.9)), ((0.1, 0.9), (0.9, 0.9))),
    Icon.CHART: (((0.12, 0.1), (0.12, 0.88), (0.92, 0.88)), ((0.24, 0.7), (0.44, 0.46), (0.58, 0.58), (0.86, 0.22))),
    Icon.KEY: (((0.46, 0.5), (0.92, 0.5), (0.92, 0.68)), ((0.74, 0.5), (0.74, 0.64))),
    Icon.MUTE: (((0.1, 0.38), (0.28, 0.38), (0.5, 0.18), (0.5, 0.82), (0.28, 0.62), (0.1, 0.62), (0.1, 0.38)),
                ((0.64, 0.38), (0.9, 0.62)), ((0.9, 0.38), (0.64, 0.62))),
}  # fmt: skip
_RECTS: dict[Icon, tuple[tuple[float, float, float, float], ...]] = {
    Icon.CARD: ((0.08, 0.2, 0.84, 0.6),),
    Icon.CASH: ((0.06, 0.24, 0.88, 0.52),),
    Icon.PHONE: ((0.28, 0.06, 0.44, 0.88),),
    Icon.PRINTER: ((0.08, 0.34, 0.84, 0.36), (0.28, 0.58, 0.44, 0.34)),
    Icon.TICKET: ((0.06, 0.26, 0.88, 0.48),),
}
_RINGS: dict[Icon, tuple[tuple[float, float, float], ...]] = {
    Icon.CLOCK: ((0.5, 0.5, 0.4),),
    Icon.SEARCH: ((0.42, 0.42, 0.28),),
    Icon.LIGHT: ((0.5, 0.42, 0.24),),
    Icon.HELP: ((0.5, 0.5, 0.42),),
    Icon.CASH: ((0.5, 0.5, 0.13),),
    Icon.CONTRAST: ((0.5, 0.5, 0.38),),
    Icon.GEAR: ((0.5, 0.5, 0.26),),
    Icon.KEY: ((0.28, 0.5, 0.18),),
}
_DOTS: dict[Icon, tuple[tuple[float, float, float], ...]] = {
    Icon.WARNING: ((0.5, 0.73, 0.055),),
    Icon.HELP: ((0.5, 0.73, 0.055),),
    Icon.LIST: ((0.15, 0.24, 0.055), (0.15, 0.5, 0.055), (0.15, 0.76, 0.055)),
    Icon.PHONE: ((0.5, 0.82, 0.045),),
    Icon.DOOR: ((0.62, 0.52, 0.05),),
}


def _pen(ink: QColor, width: float) -> QPen:
    return QPen(QBrush(ink), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def _at(box: QRectF, x: float, y: float) -> QPointF:
    return QPointF(box.left() + x * box.width(), box.top() + y * box.height())


def _part(box: QRectF, x: float, y: float, w: float, h: float) -> QRectF:
    return QRectF(box.left() + x * box.width(), box.top() + y * box.height(), w * box.width(), h * box.height())


def _stroke(
    painter: QPainter, box: QRectF, colour: QColor, width: float, points: tuple[tuple[float, float], ...]
) -> None:
    painter.save()
    painter.setPen(_pen(colour, width * box.width()))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF([_at(box, x, y) for x, y in points]))
    painter.restore()


def _letter_i(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """The exclamation mark upside down: a look-up shows, it does not warn."""
    painter.save()
    painter.translate(box.center())
    painter.rotate(180)
    painter.translate(-box.center())
    _exclamation(painter, box.translated(0, -box.height() * 0.105), colour)
    painter.restore()


def _exclamation(painter: QPainter, box: QRectF, colour: QColor) -> None:
    _stroke(painter, box, colour, 0.1, ((0.5, 0.4), (0.5, 0.64)))
    painter.setBrush(colour)
    painter.drawEllipse(_at(box, 0.5, 0.8), 0.058 * box.width(), 0.058 * box.width())


def _rounded_triangle(box: QRectF) -> QPainterPath:
    path = QPainterPath()
    corner = box.width() * 0.03
    inner = box.adjusted(corner, corner * 2, -corner, -corner)
    path.addPolygon(QPolygonF([_at(inner, 0.5, 0.0), _at(inner, 1.0, 0.94), _at(inner, 0.0, 0.94)]))
    path.closeSubpath()
    return path


def _octagon(box: QRectF) -> QPolygonF:
    cut = 1 - 1 / 2**0.5
    near, far = cut, 1 - cut
    corners = ((near, 0), (far, 0), (1, near), (1, far), (far, 1), (near, 1), (0, far), (0, near))
    return QPolygonF([_at(box, x, y) for x, y in corners])
