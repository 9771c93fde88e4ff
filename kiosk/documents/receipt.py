"""The receipt as PDF, for the roll or a sheet: what was sold, the tax inside, how it was paid."""

import io
from typing import NamedTuple

from reportlab.lib.colors import black
from reportlab.lib.pagesizes import A4, A6
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from kiosk.documents.fonts import Faces, ReadFont, draw, draw_right, register_faces, width_of, wrap
from kiosk.documents.papers import PaperSize, ReceiptLine, ReceiptPaper
from resources import FontName

LINE_MM = 5.4
ROLL_WIDTH_MM = 80
TEXT_WIDTH_MM = 72


def build_receipt_pdf(paper: ReceiptPaper, size: PaperSize, read_font: ReadFont) -> bytes:
    """Return the receipt; a roll is as long as its content, a sheet has it at its top left."""
    faces = register_faces(read_font)
    rows = _rows(paper, faces)
    height = (len(rows) * LINE_MM + 14) * mm
    page = {PaperSize.A6: A6, PaperSize.A4: A4}.get(size, (ROLL_WIDTH_MM * mm, height))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=page, invariant=1, pageCompression=1)
    canvas.setTitle(paper.title)
    canvas.setFillColor(black)
    y = page[1] - 9 * mm
    for row in rows:
        if y < 6 * mm:  # a sheet that is full goes on with the next
            canvas.showPage()
            y = page[1] - 9 * mm
        _draw_row(canvas, row, y, faces)
        y -= LINE_MM * mm
    canvas.showPage()
    canvas.save()
    return out.getvalue()


class _Row(NamedTuple):
    """Two texts at the ends of a line; both empty = a rule."""

    left: str
    right: str
    face: FontName
    size: float


def _rows(paper: ReceiptPaper, faces: Faces) -> list[_Row]:
    rule = _Row("", "", faces.regular, 0)
    head = [_Row(paper.title, paper.note, faces.heavy, 14), *_wrapped(paper.seller, faces, 9)]
    head += [row for text in paper.event.split("\n") for row in _wrapped(text, faces, 9)]
    head += [_Row(paper.order, paper.when, faces.regular, 9), rule]
    body = [row for line in paper.lines for row in _line_rows(line, faces)]
    total = [rule, _Row(paper.total.text, paper.total.amount, faces.heavy, 13)]
    rest = [row for line in (*paper.tenders, *paper.taxes) for row in _line_rows(line, faces)]
    return [*head, *body, *total, *rest]


def _wrapped(text: str, faces: Faces, size: float) -> list[_Row]:
    lines = wrap(text, faces.regular, faces, size, TEXT_WIDTH_MM * mm, 3) if text else []
    return [_Row(line, "", faces.regular, size) for line in lines]


def _line_rows(line: ReceiptLine, faces: Faces) -> list[_Row]:
    room = TEXT_WIDTH_MM * mm - width_of(line.amount, faces.regular, faces, 10) - 3 * mm
    lines = wrap(line.text, faces.regular, faces, 10, room, 3)
    return [_Row(text, line.amount if n == 0 else "", faces.regular, 10) for n, text in enumerate(lines)]


def _draw_row(canvas: Canvas, row: _Row, y: float, faces: Faces) -> None:
    left, right, face, size = row
    margin, end = 4 * mm, (4 + TEXT_WIDTH_MM) * mm
    if not left and not right:
        canvas.setLineWidth(0.6)
        canvas.line(margin, y + 1.5 * mm, end, y + 1.5 * mm)
        return
    draw(canvas, margin, y, left, face, faces, size)
    draw_right(canvas, end, y, right, face, faces, size)
