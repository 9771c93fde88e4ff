"""How does a ticket code look on a screen? Black on white with a quiet margin, whatever the theme."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter, QPixmap

QUIET_MODULES = 4


def draw_qr(text: str, side: int) -> QPixmap:
    """Return a square picture of at most `side` pixels: whole pixels per module, medium correction."""
    import qrcode
    from qrcode.util import QRData

    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=QUIET_MODULES)
    upper = text.upper()
    is_plain = text == upper and all(c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:" for c in upper)
    code.add_data(QRData(text, mode=2 if is_plain else None))  # 2 = alphanumeric, the densest for our codes
    code.make(fit=True)
    modules: list[list[bool]] = code.get_matrix()
    scale = max(1, side // len(modules))
    picture = QPixmap(scale * len(modules), scale * len(modules))
    picture.fill(QColor("#FFFFFF"))
    painter = QPainter(picture)
    for y, line in enumerate(modules):
        for x, is_dark in enumerate(line):
            if is_dark:
                painter.fillRect(QRect(x * scale, y * scale, scale, scale), QColor("#000000"))
    painter.end()
    return picture
