"""Tickets and receipts as ESC/POS bytes, for thermal rolls of 80 mm.

By default the printer draws text and QR code itself: fast, and a few hundred bytes. What its code page
cannot say (names in other scripts), and printers without a QR command, get the page as a picture. Pure:
bytes in, bytes out. Sent by `printers`.
"""

import io
import struct
from collections.abc import Sequence

from escpos.constants import QR_ECLEVEL_M
from escpos.printer import Dummy
from PIL import Image, ImageDraw, ImageFont

from kiosk.documents.fonts import ReadFont, register_faces, split_runs
from kiosk.documents.papers import ReceiptLine, ReceiptPaper, TicketPaper
from kiosk.documents.qr import QUIET_MODULES, build_matrix, list_runs
from resources import FontName

WIDTH_CHARS = 42
WIDTH_DOTS = 576
"""72 mm at 203 dpi."""
CODE_PAGE = "cp858"
QR_DOTS_PER_MODULE = 8
BAND_DOTS = 256
DRAWER_PIN = 2
"""Of the connector RJ11 that opens the cash drawer."""


def build_tickets_escpos(papers: Sequence[TicketPaper], read_font: ReadFont, *, raster: bool = False) -> bytes:
    """Return the bytes that print one ticket after the other, each cut off."""
    return b"".join(_ticket(paper, read_font, raster=raster) for paper in papers)


def build_receipt_escpos(paper: ReceiptPaper, read_font: ReadFont, *, raster: bool = False) -> bytes:
    """Return the bytes that print a receipt."""
    rows = _receipt_rows(paper)
    texts = [text for left, right in rows for text in (left, right)]
    if raster or not _is_sayable(texts):
        return _picture(_draw_rows(rows, read_font))
    printer = _printer()
    for left, right in rows:
        printer.textln(_spread(left, right) if left or right else "-" * WIDTH_CHARS)
    printer.cut()
    return printer.output


def build_drawer_kick() -> bytes:
    """Return the bytes that open the cash drawer."""
    printer = Dummy()
    printer.cashdraw(DRAWER_PIN)
    return printer.output


def _ticket(paper: TicketPaper, read_font: ReadFont, *, raster: bool) -> bytes:
    texts = [getattr(paper, name) for name in TicketPaper.__dataclass_fields__ if name != "accent"]
    if raster or not _is_sayable(texts):
        return _picture(_draw_ticket(paper, read_font))
    printer = _printer()
    printer.set(align="center", bold=True, double_height=True, double_width=len(paper.event) <= WIDTH_CHARS // 2)
    printer.textln(paper.event)
    printer.set(align="center", bold=False, normal_textsize=True)
    for text in (paper.when, paper.where):
        printer.textln(text)
    if paper.note:
        printer.set(align="center", bold=True, invert=True)
        printer.textln(f" {paper.note} ")
        printer.set(align="center", bold=False, invert=False)
    printer.qr(paper.code, ec=QR_ECLEVEL_M, size=QR_DOTS_PER_MODULE, native=True)
    printer.set(align="center", bold=True)
    printer.textln(paper.number)
    printer.ln()
    printer.set(align="left", bold=True)
    printer.textln(_spread(paper.type, paper.price))
    printer.set(align="left", bold=False)
    for text in (paper.holder, paper.seat, paper.order, paper.organizer):
        if text:
            printer.textln(text)
    printer.cut()
    return printer.output


def _printer() -> Dummy:
    printer = Dummy()
    printer.hw("INIT")
    printer.charcode(CODE_PAGE.upper())
    return printer


def _is_sayable(texts: Sequence[str]) -> bool:
    try:
        "".join(texts).encode(CODE_PAGE)
    except UnicodeEncodeError:
        return False
    return True


def _spread(left: str, right: str) -> str:
    """Return one line with `left` and `right` at its ends; a long `left` gets lines of its own."""
    room = WIDTH_CHARS - len(right) - 1
    if len(left) <= room:
        return left + " " * (WIDTH_CHARS - len(left) - len(right)) + right
    return f"{left}\n{right.rjust(WIDTH_CHARS)}" if right else left


def _receipt_rows(paper: ReceiptPaper) -> list[tuple[str, str]]:
    def pair(line: ReceiptLine) -> tuple[str, str]:
        return line.text, line.amount

    head = [(paper.title, paper.note), (paper.seller, ""), *((text, "") for text in paper.event.split("\n"))]
    head += [(paper.order, paper.when), ("", "")]
    return [*head, *map(pair, paper.lines), ("", ""), pair(paper.total), *map(pair, (*paper.tenders, *paper.taxes))]


class _Page:
    """A picture that grows downwards, in dots."""

    def __init__(self, read_font: ReadFont) -> None:
        self._fonts = _Fonts(read_font)
        self.image = Image.new("1", (WIDTH_DOTS, 4_000), 1)
        self.draw = ImageDraw.Draw(self.image)
        self.y = 8

    def text(self, text: str, size: int, *, heavy: bool = False, right: str = "", centred: bool = False) -> None:
        """Add a line; it wraps where it is too long."""
        room = WIDTH_DOTS - (self._fonts.width(right, size, heavy=heavy) + 16 if right else 0)
        for number, line in enumerate(self._fonts.wrap(text, size, room, heavy=heavy)):
            x = (WIDTH_DOTS - self._fonts.width(line, size, heavy=heavy)) / 2 if centred else 0
            self._fonts.draw(self.draw, x, self.y, line, size, heavy=heavy)
            if right and number == 0:
                width = self._fonts.width(right, size, heavy=heavy)
                self._fonts.draw(self.draw, WIDTH_DOTS - width, self.y, right, size, heavy=heavy)
            self.y += int(size * 1.25)

    def qr(self, code: str) -> None:
        """Add the code with its quiet zone."""
        matrix = build_matrix(code)
        dots = QR_DOTS_PER_MODULE
        left = (WIDTH_DOTS - len(matrix) * dots) // 2
        top = self.y + QUIET_MODULES * dots
        for row, column, length in list_runs(matrix):
            x, y = left + column * dots, top + row * dots
            self.draw.rectangle((x, y, x + length * dots - 1, y + dots - 1), fill=0)
        self.y = top + (len(matrix) + QUIET_MODULES) * dots

    def rule(self) -> None:
        """Add a line across."""
        self.draw.line((0, self.y + 8, WIDTH_DOTS, self.y + 8), fill=0, width=2)
        self.y += 18


class _Fonts:
    """Text for pictures, each character in the first font that has it."""

    def __init__(self, read_font: ReadFont) -> None:
        self._read = read_font
        self._loaded: dict[tuple[FontName, int], ImageFont.FreeTypeFont] = {}
        self._faces = register_faces(read_font)

    def width(self, text: str, size: int, *, heavy: bool) -> float:
        return sum(self._font(name, size).getlength(run) for name, run in self._runs(text, heavy=heavy))

    def draw(self, on: ImageDraw.ImageDraw, x: float, y: float, text: str, size: int, *, heavy: bool) -> None:
        for name, run in self._runs(text, heavy=heavy):
            font = self._font(name, size)
            on.text((x, y + size), run, font=font, fill=0, anchor="ls")
            x += font.getlength(run)

    def wrap(self, text: str, size: int, room: float, *, heavy: bool) -> list[str]:
        lines = [""]
        for word in text.split(" "):
            joined = f"{lines[-1]} {word}".strip()
            if not lines[-1] or self.width(joined, size, heavy=heavy) <= room:
                lines[-1] = joined
            else:
                lines.append(word)
        return lines

    def _runs(self, text: str, *, heavy: bool) -> list[tuple[FontName, str]]:
        face = self._faces.heavy if heavy else self._faces.regular
        return list(split_runs(text, face, self._faces))

    def _font(self, name: FontName, size: int) -> ImageFont.FreeTypeFont:
        if (name, size) not in self._loaded:
            self._loaded[name, size] = ImageFont.truetype(io.BytesIO(self._read(name)), size)
        return self._loaded[name, size]


def _draw_ticket(paper: TicketPaper, read_font: ReadFont) -> Image.Image:
    page = _Page(read_font)
    page.text(paper.event, 44, heavy=True, centred=True)
    for text in (paper.when, paper.where):
        page.text(text, 28, centred=True)
    if paper.note:
        page.text(f"— {paper.note} —", 30, heavy=True, centred=True)
    page.qr(paper.code)
    page.text(paper.number, 36, heavy=True, centred=True)
    page.text(paper.type, 38, heavy=True, right=paper.price)
    for text in (paper.holder, paper.seat):
        if text:
            page.text(text, 32)
    for text in (paper.order, paper.organizer):
        page.text(text, 22)
    return page.image.crop((0, 0, WIDTH_DOTS, page.y + 8))


def _draw_rows(rows: Sequence[tuple[str, str]], read_font: ReadFont) -> Image.Image:
    page = _Page(read_font)
    for left, right in rows:
        if left or right:
            page.text(left, 26, right=right)
        else:
            page.rule()
    return page.image.crop((0, 0, WIDTH_DOTS, page.y + 8))


def _picture(image: Image.Image) -> bytes:
    """Return the bytes of `GS v 0` (print raster bit image), in bands that fit a small printer's memory."""
    printer = _printer()
    out = bytearray(printer.output)
    for top in range(0, image.height, BAND_DOTS):
        band = image.crop((0, top, WIDTH_DOTS, min(top + BAND_DOTS, image.height)))
        out += b"\x1dv0\x00" + struct.pack("<HH", WIDTH_DOTS // 8, band.height)
        out += bytes(~byte & 0xFF for byte in band.tobytes())  # 1 is white for the picture, black for the printer
    printer = Dummy()
    printer.cut()
    return bytes(out) + printer.output
