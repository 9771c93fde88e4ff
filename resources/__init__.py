"""Which files does the program carry with it, and what is in them?

Called by kiosk and server for fonts; icons, sounds, translations and themes are read the same way.
Works from a checkout, an installed package and a frozen program alike, because it asks importlib and
never builds a path. It knows nothing of Qt or PDF: both take the bytes.
"""

import lzma
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final, Literal, TypeAlias, get_args

FontName: TypeAlias = Literal[
    "Inter-Regular",
    "Inter-SemiBold",
    "Inter-ExtraBold",
    "NotoSans-Regular",
    "NotoSans-Bold",
    "NotoSansSC-Common",
    "NotoSansKR-Hangul",
]

FONT_NAMES: Final[tuple[FontName, ...]] = get_args(FontName)

FALLBACKS: Final[tuple[FontName, ...]] = ("NotoSans-Regular", "NotoSansSC-Common", "NotoSansKR-Hangul")
"""Where to look, in this order, for a character that Inter lacks: rare Latin and Cyrillic letters,
then Chinese and Japanese, then Korean. The last two exist in one weight and hold the common
characters only (GB 2312 level 1, JIS level 1 and kana; the syllables of KS X 1001)."""


def open_resource(path: str) -> Traversable:
    """Return the file at `path` inside this package, such as `fonts/Inter-Regular.ttf`.

    Raises FileNotFoundError at once, not when it is read: a missing file is a broken installation.
    """
    found = files(__name__).joinpath(path)
    if not found.is_file():
        raise FileNotFoundError(path)
    return found


def read_font(name: FontName) -> bytes:
    """Return a font as TrueType bytes, ready for `QFontDatabase` and for reportlab."""
    if name in ("NotoSansSC-Common", "NotoSansKR-Hangul"):
        return lzma.decompress(open_resource(f"fonts/{name}.ttf.xz").read_bytes())
    return open_resource(f"fonts/{name}.ttf").read_bytes()
