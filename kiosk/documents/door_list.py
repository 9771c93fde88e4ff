"""The door list on paper: for the evening when every machine fails. Names, numbers and a box to tick.

Sorted as people look: by name, then number. Ticked rows are typed in again afterwards by their number.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.colors import HexColor, black
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from kiosk.documents.fonts import Faces, ReadFont, draw, draw_right, register_faces, wrap

ROW_MM = 6.2
ROWS_TOP_MM = 30
ROWS_BOTTOM_MM = 14
_COLUMNS_MM = (12, 19, 88, 118, 152)
"""Where box, name, number, type and order begin."""


@dataclass(frozen=True, slots=True)
class DoorListRow:
    """One ticket. `used`: already admitted when the list was made."""

    name: str
    number: str
    type: str
    order: str
    used: bool


@dataclass(frozen=True, slots=True)
class DoorListPaper:
    """Everything that stands on a door list; `page_words` is like "Page {page} of {pages}"."""

    title: str
    subtitle: str
    columns: tuple[str, str, str, str]
    rows: Sequence[DoorListRow]
    page_words: str


def build_door_list_pdf(paper: DoorListPaper, read_font: ReadFont) -> bytes:
    """Return the list on A4; an empty list is one page that says its title."""
    faces = register_faces(read_font)
    rows = sorted(paper.rows, key=lambda row: (row.name.casefold(), row.number))
    per_page = int((A4[1] / mm - ROWS_TOP_MM - ROWS_BOTTOM_MM) / ROW_MM)
    parts = [rows[at : at + per_page] for at in range(0, len(rows), per_page)] or [[]]
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, pageCompression=1)
    canvas.setTitle(paper.title)
    for page, part in enumerate(parts, start=1):
        _draw_frame(canvas, paper, faces, paper.page_words.format(page=page, pages=len(parts)))
        for place, row in enumerate(part):
            _draw_row(canvas, row, A4[1] - (ROWS_TOP_MM + place * ROW_MM) * mm, faces)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw_frame(canvas: Canvas, paper: DoorListPaper, faces: Faces, page_text: str) -> None:
    canvas.setFillColor(black)
    (title,) = wrap(paper.title, faces.heavy, faces, 15, 150 * mm, 1)
    draw(canvas, 12 * mm, A4[1] - 14 * mm, title, faces.heavy, faces, 15)
    draw(canvas, 12 * mm, A4[1] - 20 * mm, paper.subtitle, faces.regular, faces, 9)
    draw_right(canvas, A4[0] - 12 * mm, A4[1] - 14 * mm, page_text, faces.regular, faces, 9)
    for x, text in zip(_COLUMNS_MM[1:], paper.columns, strict=True):
        draw(canvas, x * mm, A4[1] - 25.5 * mm, text, faces.bold, faces, 8)


def _draw_row(canvas: Canvas, row: DoorListRow, y: float, faces: Faces) -> None:
    canvas.setStrokeColor(HexColor("#76808C"))
    canvas.setLineWidth(0.3)
    canvas.line(12 * mm, y - 1.8 * mm, A4[0] - 12 * mm, y - 1.8 * mm)
    canvas.setStrokeColor(black)
    canvas.setLineWidth(0.8)
    canvas.rect(_COLUMNS_MM[0] * mm, y - 0.9 * mm, 3.8 * mm, 3.8 * mm, stroke=1, fill=0)
    if row.used:
        canvas.line(12.6 * mm, y + 1 * mm, 13.6 * mm, y)
        canvas.line(13.6 * mm, y, 15.4 * mm, y + 2.4 * mm)
    texts = ((row.name, 66), (row.number, 28), (row.type, 32), (row.order, 42))
    for x, (text, wide) in zip(_COLUMNS_MM[1:], texts, strict=True):
        lines = wrap(text, faces.regular, faces, 9.5, wide * mm, 1)
        draw(canvas, x * mm, y, lines[0], faces.regular, faces, 9.5)
