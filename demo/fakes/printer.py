"""A FAKE receipt printer on TCP that reads ESC/POS as strictly as a real one, and draws what it prints.

Understands what `kiosk.printing.escpos` may send: text and its styles, code pages, native QR codes,
raster pictures, the cut, the drawer and the status questions. An unknown command is an error, as on paper
it would be garbage. Each cut makes one `Sheet` with its picture. Its state (paper out, cover open, mute,
cut in mid-job) is set from outside. Run: `python -m demo.fakes.printer --folder DIR [--port N]`; it prints its port
and its control port, where lines of JSON set its state, ask what came out, and wait for a document that it holds.
"""

import argparse
import json
import socketserver
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import qrcode
from PIL import Image, ImageDraw, ImageFont
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import MODE_ALPHA_NUM, QRData

from demo.lines import Listener
from resources import read_font

WIDTH_DOTS = 576
LINE_DOTS = 34
CELL_DOTS = 12
"""Every letter of a receipt printer is as wide as the others."""
HOLD_S = 60.0
CODE_PAGES = {0: "cp437", 2: "cp850", 16: "cp1252", 19: "cp858"}


@cache
def _load_font(*, bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(BytesIO(read_font("Inter-ExtraBold" if bold else "Inter-Regular")), 20)


class ProtocolError(ValueError):
    """Bytes that no ESC/POS printer understands."""


@dataclass
class Sheet:
    """One cut piece of paper: its codes, its text and its picture at 203 dpi."""

    codes: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    parts: list[Image.Image] = field(default_factory=list)

    def picture(self) -> Image.Image:
        """Return the paper as it came out, black on white."""
        height = sum(part.height for part in self.parts) + 80
        paper = Image.new("L", (WIDTH_DOTS + 64, height), 255)
        y = 40
        for part in self.parts:
            paper.paste(part, (32, y))
            y += part.height
        return paper


class Interpreter:
    """Reads a stream of ESC/POS bytes; `answer` is called with status answers, `cut` with finished sheets."""

    def __init__(self, status: Callable[[int], int], answer: Callable[[bytes], None], cut: Callable[[Sheet], None]):
        """Start with an empty sheet."""
        self._status = status
        self._answer = answer
        self._cut = cut
        self._sheet = Sheet()
        self._text = bytearray()
        self._page = "cp437"
        self._bold = False
        self._scale = (1, 1)
        self._centred = False
        self._qr = b""
        self._qr_size = 3
        self.drawer_kicks = 0
        self.sheets_cut = 0

    def feed(self, data: bytes) -> int:
        """Interpret as much of `data` as is complete; return how many bytes were used."""
        at = 0
        while at < len(data):
            used = self._step(data, at)
            if used == 0:
                break
            at += used
        return at

    def _step(self, data: bytes, at: int) -> int:
        match data[at]:
            case 0x1B:
                return self._escape(data, at)
            case 0x1D:
                return self._group(data, at)
            case 0x10:
                return self._real_time(data, at)
            case 0x0A:
                self._print_line()
                return 1
            case byte if byte >= 0x20:
                self._text.append(byte)
                return 1
            case byte:
                raise ProtocolError(f"unknown control byte {byte:#04x}")

    def _real_time(self, data: bytes, at: int) -> int:
        if len(data) - at < 3:
            return 0
        if data[at + 1] != 0x04:
            raise ProtocolError("unknown real-time command")
        self._answer(bytes([self._status(data[at + 2])]))
        return 3

    def _escape(self, data: bytes, at: int) -> int:
        if len(data) - at < 2:
            return 0
        sizes = {0x40: 2, 0x74: 3, 0x21: 3, 0x45: 3, 0x61: 3, 0x64: 3, 0x70: 5, 0x2D: 3, 0x7B: 3, 0x4D: 3, 0x33: 3}
        command = data[at + 1]
        if command not in sizes:
            raise ProtocolError(f"unknown command ESC {command:#04x}")
        if len(data) - at < sizes[command]:
            return 0
        self._style(command, data[at + 2] if sizes[command] > 2 else 0)
        return sizes[command]

    def _style(self, command: int, value: int) -> None:
        match command:
            case 0x40:
                self._bold, self._scale, self._centred = False, (1, 1), False
            case 0x74:
                if value not in CODE_PAGES:
                    raise ProtocolError(f"no code page {value}")
                self._page = CODE_PAGES[value]
            case 0x21:
                self._scale = (2 if value & 0x20 else 1, 2 if value & 0x10 else 1)
            case 0x45:
                self._bold = bool(value & 1)
            case 0x61:
                self._centred = value in (1, 0x31)
            case 0x64:
                for _ in range(value):
                    self._print_line()
            case 0x70:
                self.drawer_kicks += 1
            case _:
                pass  # underline, upside down, font and line spacing change nothing that is looked at

    def _group(self, data: bytes, at: int) -> int:
        if len(data) - at < 3:
            return 0
        match data[at + 1]:
            case 0x56:
                size = 4 if data[at + 2] in (65, 66) else 3
                if len(data) - at < size:
                    return 0
                self._finish_sheet()
                return size
            case 0x76:
                return self._raster(data, at)
            case 0x28:
                return self._function(data, at)
            case 0x21 | 0x42:
                return 3
            case command:
                raise ProtocolError(f"unknown command GS {command:#04x}")

    def _raster(self, data: bytes, at: int) -> int:
        if len(data) - at < 8:
            return 0
        across, down = struct.unpack_from("<HH", data, at + 4)
        size = 8 + across * down
        if len(data) - at < size:
            return 0
        if across * 8 > WIDTH_DOTS:
            raise ProtocolError("the picture is wider than the paper")
        bits = bytes(~byte & 0xFF for byte in data[at + 8 : at + size])
        self._sheet.parts.append(Image.frombytes("1", (across * 8, down), bits).convert("L"))
        return size

    def _function(self, data: bytes, at: int) -> int:
        """GS ( k: the QR code's model, size, error correction, data and print."""
        if data[at + 2] != 0x6B:
            raise ProtocolError("only GS ( k is known")
        if len(data) - at < 5:
            return 0
        (length,) = struct.unpack_from("<H", data, at + 3)
        if len(data) - at < 5 + length:
            return 0
        body = data[at + 5 : at + 5 + length]
        if body[0] != 49:
            raise ProtocolError("only QR codes are known")
        match body[1]:
            case 67:
                self._qr_size = body[2]
            case 80:
                self._qr = body[3:]
            case 81:
                self._print_qr()
            case 65 | 69:
                pass
            case function:
                raise ProtocolError(f"unknown QR function {function}")
        return 5 + length

    def _print_line(self) -> None:
        text = self._text.decode(self._page)
        self._text.clear()
        self._sheet.lines.append(text)
        across, down = self._scale
        line = Image.new("L", (WIDTH_DOTS, LINE_DOTS * down), 255)
        drawn = Image.new("L", (WIDTH_DOTS // across, LINE_DOTS), 255)
        left = (drawn.width - len(text) * CELL_DOTS) // 2 if self._centred else 0
        pen, font = ImageDraw.Draw(drawn), _load_font(bold=self._bold)
        for at, letter in enumerate(text):
            pen.text((left + (at + 0.5) * CELL_DOTS, LINE_DOTS - 9), letter, font=font, fill=0, anchor="ms")
        line.paste(drawn.resize((WIDTH_DOTS, LINE_DOTS * down)), (0, 0))
        self._sheet.parts.append(line)

    def _print_qr(self) -> None:
        text = self._qr.decode("ascii")
        self._sheet.codes.append(text)
        maker = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
        maker.add_data(QRData(text.encode(), mode=MODE_ALPHA_NUM))  # pyright: ignore[reportArgumentType]
        maker.make(fit=True)
        matrix = maker.get_matrix()
        side = len(matrix) * self._qr_size
        picture = Image.new("L", (WIDTH_DOTS, side + 8 * self._qr_size), 255)
        small = Image.new("L", (len(matrix), len(matrix)))
        small.putdata([0 if dark else 255 for row in matrix for dark in row])
        left = (WIDTH_DOTS - side) // 2
        picture.paste(small.resize((side, side), Image.Resampling.NEAREST), (left, 4 * self._qr_size))
        self._sheet.parts.append(picture)

    def _finish_sheet(self) -> None:
        if self._text:
            self._print_line()
        sheet, self._sheet = self._sheet, Sheet()
        self.sheets_cut += 1
        self._cut(sheet)


class FakePrinter(socketserver.ThreadingTCPServer):
    """The printer's service on loopback."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, folder: Path | None = None, port: int = 0) -> None:
        """Listen. Sheets are kept in memory, and written to `folder` as PNG where one is given."""
        super().__init__(("127.0.0.1", port), _Line)
        self.sheets: list[Sheet] = []
        self.paper_out = False
        self.paper_low = False
        self.cover_open = False
        self.mute = False
        self.cut_after_bytes: int | None = None
        self.holds = False
        """Take the next document, print it, and never say that it was taken: as when power fails at that moment."""
        self.held = threading.Event()
        self.released = threading.Event()
        self.errors: list[str] = []
        self._folder = folder
        self._lock = threading.Lock()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.server_address[1])

    @property
    def codes(self) -> Iterator[str]:
        """Every code printed so far by the QR command."""
        return (code for sheet in self.sheets for code in sheet.codes)

    def status(self, question: int) -> int:
        """Return the answer to DLE EOT n (bits as in the ESC/POS command reference)."""
        match question:
            case 2:
                return 0x12 | (0x04 if self.cover_open else 0) | (0x20 if self.paper_out else 0)
            case 4:
                return 0x12 | (0x60 if self.paper_out else 0) | (0x0C if self.paper_low else 0)
            case _:
                return 0x12

    def keep(self, sheet: Sheet) -> None:
        """Take a finished sheet."""
        with self._lock:
            self.sheets.append(sheet)
            number = len(self.sheets)
        if self._folder is not None:
            sheet.picture().save(self._folder / f"sheet-{number:03d}.png")


class _Line(socketserver.BaseRequestHandler):
    server: FakePrinter

    def handle(self) -> None:
        printer = self.server
        interpreter = Interpreter(printer.status, self._answer, printer.keep)
        waiting, received = b"", 0
        while part := self._receive():
            received += len(part)
            if printer.cut_after_bytes is not None and received > printer.cut_after_bytes:
                printer.cut_after_bytes = None
                self._reset()
                return
            waiting += part
            try:
                waiting = waiting[interpreter.feed(waiting) :]
            except ProtocolError as error:
                printer.errors.append(str(error))
                return
        if printer.holds and interpreter.sheets_cut:
            printer.held.set()
            printer.released.wait(HOLD_S)

    def _receive(self) -> bytes:
        try:
            return self.request.recv(4096)
        except ConnectionResetError:  # the sender died: nothing more comes
            return b""

    def _answer(self, answer: bytes) -> None:
        if not self.server.mute:
            self.request.sendall(answer)

    def _reset(self) -> None:
        """Cut the line hard: the sender sees a reset, as when a cable is pulled."""
        import socket

        self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.request.close()


def _obey(printer: FakePrinter, message: dict[str, Any]) -> object:
    """Answer a line of the control port: {"do": "set" | "sheets" | "wait_held" | "release", …}."""
    match message["do"]:
        case "set":
            for name in ("paper_out", "paper_low", "cover_open", "mute", "holds"):
                if name in message:
                    setattr(printer, name, bool(message[name]))
            return None
        case "sheets":
            sheets = [{"codes": sheet.codes, "lines": sheet.lines} for sheet in printer.sheets]
            return {"sheets": sheets, "errors": printer.errors}
        case "wait_held":
            return printer.held.wait(float(message["timeout_s"]))
        case "release":
            printer.holds = False
            printer.released.set()
            printer.held.clear()
            return None
        case other:
            raise ValueError(f"no such thing to do: {other}")


def main() -> None:
    """Run until the process is ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--port", type=int, default=0)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    printer = FakePrinter(given.folder, given.port)
    control = Listener(lambda message: _obey(printer, message))
    control.start()
    print(json.dumps({"port": printer.port, "control": control.port}), flush=True)
    printer.serve_forever()


if __name__ == "__main__":
    main()
