"""Which typeface do the screens use? Inter, with the bundled fallbacks behind it.

`app` loads the text fonts before the first screen and the fallbacks after it, because unpacking them
takes longer than drawing that screen.
"""

from typing import Literal

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFont, QFontDatabase

import resources
from resources import FontName

Weight = Literal["regular", "semibold", "extrabold"]

_FAMILIES = ["Inter", "Noto Sans", "Noto Sans SC", "Noto Sans KR"]
_WEIGHTS = {
    "regular": QFont.Weight.Normal,
    "semibold": QFont.Weight.DemiBold,
    "extrabold": QFont.Weight.ExtraBold,
}
TEXT_FONTS: tuple[FontName, ...] = ("Inter-Regular", "Inter-SemiBold", "Inter-ExtraBold")


def load_text_fonts() -> None:
    """Make Inter known to Qt."""
    _load(TEXT_FONTS)


def load_fallback_fonts() -> None:
    """Make the fonts of other scripts known to Qt."""
    _load(resources.FALLBACKS)


def build_font(pixels: int, weight: Weight = "regular") -> QFont:
    """Return the screens' typeface in this height and weight."""
    font = QFont(_FAMILIES)
    font.setPixelSize(max(1, pixels))
    font.setWeight(_WEIGHTS[weight])
    return font


def _load(names: tuple[FontName, ...]) -> None:
    for name in names:
        loaded = QFontDatabase.addApplicationFontFromData(QByteArray(resources.read_font(name)))
        assert loaded >= 0, f"{name} is not a font that Qt can read"
