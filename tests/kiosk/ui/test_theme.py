"""Are the colours readable and the sizes right for the screen?"""

import pytest
from PySide6.QtGui import QColor

from kiosk.core.reasons import Look
from kiosk.ui.theme import (
    BADGE_COLOURS,
    CONTRAST_MIN,
    DARK,
    LIGHT,
    PALETTES,
    VERDICT_COLOURS,
    Ground,
    Palette,
    brand,
    build_theme,
    contrast,
)


def pairs(palette: Palette) -> list[tuple[str, str]]:
    """Return which ink stands on which ground."""
    return [
        (palette.ink, palette.ground), (palette.ink, palette.surface), (palette.muted, palette.ground),
        (palette.muted, palette.surface), (palette.action_ink, palette.action), (palette.accent_ink, palette.accent),
        (palette.bar_ink, palette.bar), (palette.bar_muted, palette.bar), (palette.warning, palette.surface),
        (palette.danger, palette.surface), (palette.danger, palette.sunken), (palette.ink, palette.chosen),
    ]  # fmt: skip


@pytest.mark.parametrize("ground", Ground)
def test_every_ink_reads_on_its_ground(ground: Ground) -> None:
    weak = [pair for pair in pairs(PALETTES[ground]) if contrast(*pair) < CONTRAST_MIN]
    assert not weak


@pytest.mark.parametrize("colours", [*VERDICT_COLOURS.values(), *BADGE_COLOURS.values()])
def test_verdicts_and_badges_read(colours: tuple[str, str]) -> None:
    assert contrast(*colours) >= CONTRAST_MIN


def test_borders_of_controls_stand_out() -> None:
    assert contrast(LIGHT.border, LIGHT.surface) >= 3
    assert contrast(DARK.border, DARK.surface) >= 3


def test_the_three_verdicts_differ_in_brightness_too() -> None:
    light = sorted(QColor(VERDICT_COLOURS[look][0]).lightness() for look in Look)
    assert light[0] < light[1] < light[2]


def test_an_accent_gets_the_ink_that_reads_on_it() -> None:
    theme = build_theme(Ground.LIGHT, 1920, 1080)
    for accent in ("#1B1B6B", "#F2E205", "#808080"):
        palette = brand(theme, accent).palette
        assert palette.accent == accent
        assert contrast(palette.accent, palette.accent_ink) >= CONTRAST_MIN


@pytest.mark.parametrize("accent", ["", "red", "#12345", "#12345G", "url(x)"])
def test_what_is_no_colour_leaves_the_accent(accent: str) -> None:
    theme = build_theme(Ground.LIGHT, 1920, 1080)
    assert brand(theme, accent) == theme


def test_high_contrast_is_never_branded() -> None:
    theme = build_theme(Ground.CONTRAST, 1920, 1080)
    assert brand(theme, "#1B1B6B") == theme


@pytest.mark.parametrize(("diagonal", "body", "target"), [(21.5, 28, 96), (15.6, 37, 112), (27.0, 28, 96)])
def test_a_small_dense_screen_gets_larger_text_and_keys(diagonal: float, body: int, target: int) -> None:
    sizes = build_theme(Ground.LIGHT, 1920, 1080, diagonal_inch=diagonal).sizes
    assert sizes.body == body
    assert abs(sizes.target - target) <= 2


def test_large_text_is_half_as_large_again() -> None:
    plain = build_theme(Ground.LIGHT, 1080, 1920).sizes
    large = build_theme(Ground.LIGHT, 1080, 1920, text_factor=1.5).sizes
    assert (large.body, large.title) == (42, 81)
    assert large.target == plain.target
