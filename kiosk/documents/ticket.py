"""The ticket as PDF: A6 and A4 sheets, and the 80 mm roll. One page per ticket; the QR code as vectors.

Byte-stable for the same input, so that a copy is the same but for its band. Text shrinks or wraps before
anything overlaps; the longest name anybody has still prints.
"""

# pyright: reportUnknownMemberType=false
# (the library's types are incomplete)

import io
from collections.abc import Sequence

from reportlab.lib.colors import Color, HexColor, black, white
from reportlab.lib.pagesizes import A4, A6
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from kiosk.documents.fonts import (
    Faces,
    ReadFont,
    draw,
    draw_centred,
    draw_right,
    fit_size,
    register_faces,
    width_of,
    wrap,
)
from kiosk.documents.papers import PaperSize, TicketPaper
from kiosk.documents.qr import build_matrix, list_runs

HEAD = HexColor("#0F2A44")
MUTED = HexColor("#4A5462")
ACCENT = "#FFC53D"
ROLL = (80 * mm, 150 * mm)


def build_tickets_pdf(papers: Sequence[TicketPaper], size: PaperSize, read_font: ReadFont, *, title: str) -> bytes:
    """Return a PDF with one page per ticket; on A4 the ticket stands in the upper part of the sheet."""
    faces = register_faces(read_font)
    page = {PaperSize.A6: A6, PaperSize.A4: A4, PaperSize.ROLL_80MM: ROLL}[size]
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=page, invariant=1, pageCompression=1)
    canvas.setTitle(title)
    canvas.setAuthor(papers[0].organizer if papers else "")
    for paper in papers:
        if size is PaperSize.ROLL_80MM:
            _draw_roll(canvas, paper, faces)
        else:
            _draw_sheet(canvas, paper, faces, page)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw_sheet(canvas: Canvas, paper: TicketPaper, faces: Faces, page: tuple[float, float]) -> None:
    """An A6 ticket, scaled to the width of the page and hung from its top."""
    scale = page[0] / A6[0]
    canvas.saveState()
    canvas.translate(0, page[1] - A6[1] * scale)
    canvas.scale(scale, scale)
    width, height = A6
    margin, inner = 6 * mm, A6[0] - 12 * mm
    _draw_head(canvas, paper, faces)
    _draw_qr(canvas, paper.code, (width - 54 * mm) / 2, height - 90 * mm, 54 * mm)
    canvas.setFillColor(black)
    draw_centred(canvas, width / 2, height - 99 * mm, paper.number, faces.bold, faces, 13)
    price_width = _draw_price(canvas, paper.price, width - margin, height - 108.5 * mm, faces)
    left = inner - price_width - 4 * mm
    baseline = height - 108.5 * mm
    type_size = fit_size(paper.type, faces.heavy, faces, 18, left, 11)
    type_lines = wrap(paper.type, faces.heavy, faces, type_size, left, 2)
    for n, line in enumerate(type_lines):
        draw(canvas, margin, baseline - n * type_size * 1.1, line, faces.heavy, faces, type_size)
    below = baseline - (len(type_lines) - 1) * type_size * 1.1
    for n, line in enumerate(_details(paper, faces, inner)):
        draw(canvas, margin, below - 6 * mm - n * 5.2 * mm, line, faces.regular, faces, 11)
    canvas.setFillColor(MUTED)
    _draw_foot(canvas, paper, faces, margin, width)
    if paper.note:
        _draw_band(canvas, paper.note, faces, width - 2 * mm, height - 30.4 * mm)
    canvas.restoreState()


def _details(paper: TicketPaper, faces: Faces, width: float) -> list[str]:
    """Holder in up to two lines, then the seat."""
    holder = wrap(paper.holder, faces.regular, faces, 11, width, 2) if paper.holder else []
    return [*holder, *(wrap(paper.seat, faces.regular, faces, 11, width, 1) if paper.seat else [])]


def _draw_head(canvas: Canvas, paper: TicketPaper, faces: Faces) -> None:
    width, height = A6
    margin, inner = 6 * mm, A6[0] - 12 * mm
    canvas.setFillColor(HEAD)
    canvas.rect(0, height - 27 * mm, width, 27 * mm, stroke=0, fill=1)
    canvas.setFillColor(_accent(paper))
    canvas.rect(0, height - 28.4 * mm, width, 1.4 * mm, stroke=0, fill=1)
    canvas.setFillColor(white)
    size = fit_size(paper.event, faces.heavy, faces, 16, inner, 11)
    lines = wrap(paper.event, faces.heavy, faces, size, inner, 2)
    top = height - 10.5 * mm if len(lines) == 1 else height - 7.5 * mm
    for n, line in enumerate(lines):
        draw(canvas, margin, top - n * size * 1.15, line, faces.heavy, faces, size)
    for n, text in enumerate(text for text in (paper.when, paper.where) if text):
        (line,) = wrap(text, faces.regular, faces, 10, inner, 1)
        draw(canvas, margin, height - 17.6 * mm - n * 5 * mm, line, faces.regular, faces, 10)


def _draw_price(canvas: Canvas, price: str, right: float, y: float, faces: Faces) -> float:
    draw_right(canvas, right, y, price, faces.heavy, faces, 18)
    return width_of(price, faces.heavy, faces, 18)


def _draw_foot(canvas: Canvas, paper: TicketPaper, faces: Faces, margin: float, width: float) -> None:
    size = 7.5
    canvas.setFillColor(MUTED)
    draw(canvas, margin, 10.5 * mm, paper.order, faces.regular, faces, size)
    (line,) = wrap(paper.organizer, faces.regular, faces, size, width - 2 * margin, 1)
    draw(canvas, margin, 6.5 * mm, line, faces.regular, faces, size)


def _draw_roll(canvas: Canvas, paper: TicketPaper, faces: Faces) -> None:
    """Black on white for thermal paper, within the 72 mm that its head prints."""
    width, height = ROLL
    margin, inner = 4 * mm, 72 * mm
    y = height - 9 * mm
    canvas.setFillColor(black)
    size = fit_size(paper.event, faces.heavy, faces, 15, inner, 11)
    for line in wrap(paper.event, faces.heavy, faces, size, inner, 2):
        draw_centred(canvas, width / 2, y, line, faces.heavy, faces, size)
        y -= size * 1.15
    for text in (paper.when, paper.where):
        (line,) = wrap(text, faces.regular, faces, 10, inner, 1)
        draw_centred(canvas, width / 2, y, line, faces.regular, faces, 10)
        y -= 12.5
    y -= 63 * mm
    _draw_qr(canvas, paper.code, (width - 58 * mm) / 2, y, 58 * mm)
    if paper.note:
        _draw_band(canvas, paper.note, faces, width - margin, 16 * mm)
    y -= 9 * mm
    canvas.setFillColor(black)
    draw_centred(canvas, width / 2, y, paper.number, faces.bold, faces, 13)
    y -= 9 * mm
    (type_line,) = wrap(paper.type, faces.heavy, faces, 14, inner - 24 * mm, 1)
    draw(canvas, margin, y, type_line, faces.heavy, faces, 14)
    draw_right(canvas, width - margin, y, paper.price, faces.heavy, faces, 14)
    for line in _details(paper, faces, inner):
        y -= 5.5 * mm
        draw(canvas, margin, y, line, faces.regular, faces, 11)
    # Two lines: side by side they overlap on 72 mm.
    draw(canvas, margin, 10 * mm, paper.order, faces.regular, faces, 8)
    (line,) = wrap(paper.organizer, faces.regular, faces, 8, inner, 1)
    draw(canvas, margin, 6 * mm, line, faces.regular, faces, 8)


def _draw_qr(canvas: Canvas, code: str, x: float, y: float, side: float) -> None:
    """Draw the code with its lower left corner at (x, y); the paper around it is its quiet zone."""
    matrix = build_matrix(code)
    module = side / len(matrix)
    canvas.setFillColor(black)
    path = canvas.beginPath()
    for row, column, length in list_runs(matrix):
        path.rect(x + column * module, y + side - (row + 1) * module, length * module, module)
    canvas.drawPath(path, stroke=0, fill=1)


def _draw_band(canvas: Canvas, note: str, faces: Faces, right: float, y: float) -> None:
    """A word in a black band that ends at `right`; it keeps clear of the code's quiet zone."""
    canvas.saveState()
    canvas.setFillColor(black)
    size = 9.5
    wide = width_of(note, faces.heavy, faces, size) + 6 * mm
    canvas.roundRect(right - wide, y, wide, 5 * mm, 1 * mm, stroke=0, fill=1)
    canvas.setFillColor(white)
    draw(canvas, right - wide + 3 * mm, y + 1.4 * mm, note, faces.heavy, faces, size)
    canvas.restoreState()


def _accent(paper: TicketPaper) -> Color:
    return HexColor(paper.accent or ACCENT)
