"""Which font has this character? Text set in the house's fonts, with fallbacks for other scripts.

reportlab wants TrueType bytes registered under a name, once per process. A line of text is split into
runs, each in the first font that has its characters; what no font has is drawn as its missing glyph.
"""

# pyright: reportUnknownMemberType=false
# (the library's types are incomplete)

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from resources import FALLBACKS, FontName

ReadFont = Callable[[FontName], bytes]


@dataclass(frozen=True, slots=True)
class Faces:
    """The registered fonts: three weights, and where to look for what they lack."""

    regular: FontName
    bold: FontName
    heavy: FontName
    fallbacks: tuple[FontName, ...]


@lru_cache(maxsize=1)
def register_faces(read_font: ReadFont) -> Faces:
    """Register the house's fonts with reportlab. Costs a second, once: call it from the worker that prints."""
    names: tuple[FontName, ...] = ("Inter-Regular", "Inter-SemiBold", "Inter-ExtraBold", *FALLBACKS)
    for name in names:
        pdfmetrics.registerFont(TTFont(name, io.BytesIO(read_font(name))))
    return Faces(names[0], names[1], names[2], FALLBACKS)


def split_runs(text: str, face: FontName, faces: Faces) -> Iterator[tuple[FontName, str]]:
    """Yield (font, text) runs that together are `text`."""
    run: str = ""
    run_font: FontName = face
    for character in text:
        font = _face_of(character, face, faces)
        if font != run_font and run:
            yield run_font, run
            run = ""
        run, run_font = run + character, font
    if run:
        yield run_font, run


def _face_of(character: str, face: FontName, faces: Faces) -> FontName:
    for name, characters in _glyphs((face, *faces.fallbacks)).items():
        if ord(character) in characters:
            return name
    return face


def width_of(text: str, face: FontName, faces: Faces, size: float) -> float:
    """Return how wide a line of text is, in points."""
    return sum(pdfmetrics.stringWidth(run, font, size) for font, run in split_runs(text, face, faces))


def fit_size(text: str, face: FontName, faces: Faces, size: float, width: float, size_min: float) -> float:
    """Return the largest size up to `size` at which `text` is not wider than `width`, at least `size_min`."""
    wide = width_of(text, face, faces, size)
    return size if wide <= width else max(size_min, size * width / wide)


def wrap(text: str, face: FontName, faces: Faces, size: float, width: float, lines_max: int) -> list[str]:
    """Return `text` in at most `lines_max` lines; breaks at spaces, within a word only where it must.

    What does not fit ends in an ellipsis on the last line.
    """
    lines: list[str] = [""]
    for piece in _pieces(text, face, faces, size, width):
        joined = f"{lines[-1]} {piece}".strip() if not piece.startswith("\0") else lines[-1] + piece[1:]
        if width_of(joined, face, faces, size) <= width or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(piece.removeprefix("\0"))
    if len(lines) <= lines_max:
        return lines
    last = lines[lines_max - 1]
    while last and width_of(last + "…", face, faces, size) > width:
        last = last[:-1]
    return [*lines[: lines_max - 1], last.rstrip() + "…"]


def _pieces(text: str, face: FontName, faces: Faces, size: float, width: float) -> Iterator[str]:
    """Yield words; a word wider than the line comes in parts, each but the first marked with NUL."""
    for word in text.split():
        part, mark = "", ""
        for character in word:
            if part and width_of(part + character, face, faces, size) > width:
                yield mark + part
                part, mark = "", "\0"
            part += character
        yield mark + part


def draw(canvas: Canvas, x: float, y: float, text: str, face: FontName, faces: Faces, size: float) -> None:
    """Draw a line of text with its left end of the baseline at (x, y)."""
    for font, run in split_runs(text, face, faces):
        canvas.setFont(font, size)
        canvas.drawString(x, y, run)
        x += pdfmetrics.stringWidth(run, font, size)


def draw_right(canvas: Canvas, x: float, y: float, text: str, face: FontName, faces: Faces, size: float) -> None:
    """Draw a line of text that ends at x."""
    draw(canvas, x - width_of(text, face, faces, size), y, text, face, faces, size)


def draw_centred(canvas: Canvas, x: float, y: float, text: str, face: FontName, faces: Faces, size: float) -> None:
    """Draw a line of text centred on x."""
    draw(canvas, x - width_of(text, face, faces, size) / 2, y, text, face, faces, size)


@lru_cache(maxsize=16)
def _glyphs(names: Sequence[FontName]) -> Mapping[FontName, frozenset[int]]:
    return {name: _characters(name) for name in names}


def _characters(name: str) -> frozenset[int]:
    font = pdfmetrics.getFont(name)
    assert isinstance(font, TTFont)
    characters: dict[int, int] = font.face.charToGlyph
    return frozenset(characters)
