"""How does a screen look? Colours and sizes as one frozen value.

Built by `app` from the screen's size, its diagonal and the person's wishes (larger text, contrast), and given
to every screen. Verdict colours are not part of a theme: no organizer and no contrast mode may change
what green and red mean.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from math import hypot

from kiosk.core.reasons import Look

MM_PER_INCH = 25.4
LARGE_TEXT = 1.5
CONTRAST_MIN = 4.5


class Ground(StrEnum):
    """Which family of screens: the public's light ground, the door's dark one, or high contrast."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as #RRGGBB. `*_ink` is written on the colour before it."""

    ground: str
    surface: str
    sunken: str
    ink: str
    muted: str
    border: str
    action: str
    action_ink: str
    chosen: str
    accent: str
    accent_ink: str
    focus: str
    bar: str
    bar_ink: str
    bar_muted: str
    warning: str
    danger: str


@dataclass(frozen=True, slots=True)
class Sizes:
    """Lengths in pixels. The first six are text heights and grow with larger text."""

    body: int
    label: int
    title: int
    total: int
    small: int
    number: int
    target: int
    """The least width and height of anything to touch."""
    primary: int
    """The height of the one button that leads on."""
    gap: int
    pad: int
    radius: int
    border: int
    ring: int


@dataclass(frozen=True, slots=True)
class Theme:
    """Everything that a widget needs to draw itself."""

    ground: Ground
    palette: Palette
    sizes: Sizes
    text_factor: float
    scale: float
    """Pixels here per pixel of a 1080p screen; for lengths that no token names."""

    @property
    def is_large(self) -> bool:
        """Whether text is enlarged, so that layouts use fewer columns."""
        return self.text_factor > 1.2

    def px(self, reference: float) -> int:
        """Return a length given for a 1080p screen in pixels of this one."""
        return max(1, round(reference * self.scale))


LIGHT = Palette(
    ground="#F5F6F8", surface="#FFFFFF", sunken="#E9EBEF", ink="#12161C", muted="#4A5462", border="#76808C",
    action="#0B5FFF", action_ink="#FFFFFF", chosen="#EEF4FF", accent="#FFC53D", accent_ink="#14100A",
    focus="#B45309", bar="#12161C", bar_ink="#FFFFFF", bar_muted="#B8C2CF", warning="#8A4300", danger="#8A1020",
)  # fmt: skip
DARK = Palette(
    ground="#10141A", surface="#1A212B", sunken="#0A0D12", ink="#FFFFFF", muted="#B8C2CF", border="#76808C",
    action="#3D82FF", action_ink="#06101F", chosen="#15294D", accent="#FFC53D", accent_ink="#14100A",
    focus="#FFC53D", bar="#0A0D12", bar_ink="#FFFFFF", bar_muted="#B8C2CF", warning="#FFC53D", danger="#FF9AA5",
)  # fmt: skip
CONTRAST = Palette(
    ground="#000000", surface="#000000", sunken="#000000", ink="#FFFFFF", muted="#FFFFFF", border="#FFFFFF",
    action="#FFE100", action_ink="#000000", chosen="#333000", accent="#FFE100", accent_ink="#000000",
    focus="#00E5FF", bar="#000000", bar_ink="#FFFFFF", bar_muted="#FFFFFF", warning="#FFE100", danger="#FFE100",
)  # fmt: skip
PALETTES = {Ground.LIGHT: LIGHT, Ground.DARK: DARK, Ground.CONTRAST: CONTRAST}

VERDICT_COLOURS: dict[Look, tuple[str, str]] = {
    Look.ADMIT: ("#007F66", "#FFFFFF"),
    Look.CHECK: ("#FFB81C", "#000000"),
    Look.DENY: ("#A6001A", "#FFFFFF"),
    Look.INFO: ("#0B5FFF", "#FFFFFF"),
}
"""Ground and ink of the verdict screen; never branded."""
BADGE_COLOURS = {
    "online": ("#0B4A37", "#D7F5E8"),
    "waiting": ("#5A3E00", "#FFE3A3"),
    "fault": ("#8A1020", "#FFFFFF"),
}


def build_theme(
    ground: Ground, width: int, height: int, *, diagonal_inch: float = 21.5, text_factor: float = 1.0
) -> Theme:
    """Return the theme of a screen of this many pixels and inches.

    Text is at least 28 px high on a 1080p screen and grows with the pixels per millimetre, so that a small,
    dense screen is as readable as a large one; what is touched is at least 20 mm wide.
    """
    scale = min(min(width, height) / 1080, max(width, height) / 1920)
    px_per_mm = hypot(width, height) / (diagonal_inch * MM_PER_INCH)
    text = max(1.0 * scale, 6.6 * px_per_mm / 28) * text_factor
    touch = max(96 * scale, 20 * px_per_mm)
    return Theme(ground, PALETTES[ground], _sizes(text, touch, scale, ground), text_factor, scale)


def _sizes(text: float, touch: float, scale: float, ground: Ground) -> Sizes:
    contrast = ground is Ground.CONTRAST
    return Sizes(
        body=round(28 * text),
        label=round(40 * text),
        title=round(54 * text),
        total=round(60 * text),
        small=round((24 if ground is Ground.DARK else 28) * text),
        number=round(112 * scale * min(1.15, text / scale)),
        target=round(touch),
        primary=round(touch * 116 / 96),
        gap=round(22 * scale),
        pad=round(28 * scale),
        radius=round(18 * scale),
        border=max(1, round((4 if contrast else 2) * scale)),
        ring=max(2, round(5 * scale)),
    )


def brand(theme: Theme, accent: str) -> Theme:
    """Return the theme with an organizer's accent. Ink is black or white, whichever reads better on it.

    An unusable text (not #RRGGBB) and the high-contrast ground leave the theme as it is.
    """
    if theme.ground is Ground.CONTRAST or not _is_colour(accent):
        return theme
    ink = max(("#000000", "#FFFFFF"), key=lambda ink: contrast(accent, ink))
    assert contrast(accent, ink) >= CONTRAST_MIN  # one of black and white always reaches it
    return replace(theme, palette=replace(theme.palette, accent=accent, accent_ink=ink))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two #RRGGBB colours by relative luminance, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _is_colour(text: str) -> bool:
    return len(text) == 7 and text[0] == "#" and all(c in "0123456789abcdefABCDEF" for c in text[1:])
