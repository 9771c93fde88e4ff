"""Which printers are there, what can they say about themselves, and how do bytes reach them?

A printer is named by a text: `tcp://host:9100` (ESC/POS over the network), `tcp+raster://…` (one without
a QR command), `serial:///dev/ttyUSB0`, `usb://04b8:0e15`, `file:///folder` (PDFs), `queue://NAME` (the
system's print queue, empty name = its default). Called by `worker`; blocking, with time-outs.
"""

import shutil
import socket
import subprocess
import tempfile
from dataclasses import dataclass
from enum import StrEnum
from io import RawIOBase
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from kiosk.core.errors import FoyerError, InputError
from kiosk.documents.papers import PaperSize
from kiosk.settings import BadSetting

CONNECT_S = 2.0
READ_S = 2.0
QUEUE_S = 20.0
# DLE EOT n, real-time status of ESC/POS: 1 printer, 2 offline cause, 4 paper sensors.
_DLE_EOT = b"\x10\x04"


class PrinterError(FoyerError):
    """The printer did not take the document; nothing is known to be on paper."""

    code = "printer"


class PaperUncertain(PrinterError):
    """The line was cut after bytes had gone out: something may be on paper."""

    code = "paper_uncertain"


class PrinterState(StrEnum):
    """What a printer says of itself. MUTE: it takes documents but answers no questions."""

    READY = "ready"
    PAPER_LOW = "paper_low"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    OFFLINE = "offline"
    MUTE = "mute"

    @property
    def can_print(self) -> bool:
        """Whether a sale may count on this printer."""
        return self in (PrinterState.READY, PrinterState.PAPER_LOW, PrinterState.MUTE)


class Language(StrEnum):
    """What a printer wants to be sent."""

    PDF = "pdf"
    ESCPOS = "escpos"
    ESCPOS_RASTER = "escpos_raster"


class Printer(Protocol):
    """One way to paper."""

    @property
    def name(self) -> str:
        """What staff call it."""
        ...

    @property
    def language(self) -> Language:
        """What it wants to be sent."""
        ...

    @property
    def paper(self) -> PaperSize:
        """The paper in it."""
        ...

    def status(self) -> PrinterState:
        """Ask the printer how it is. Never raises: unreachable is OFFLINE."""
        ...

    def send(self, document: bytes, title: str) -> None:
        """Send a document. Raises PrinterError, or PaperUncertain once bytes have gone out."""
        ...


@dataclass(frozen=True, slots=True)
class NetworkPrinter:
    """An ESC/POS printer on the network."""

    host: str
    port: int
    language: Language = Language.ESCPOS
    paper: PaperSize = PaperSize.ROLL_80MM

    @property
    def name(self) -> str:
        """The address."""
        return f"{self.host}:{self.port}"

    def status(self) -> PrinterState:
        """Ask by DLE EOT; a printer that takes the connection but stays silent is MUTE."""
        try:
            line = socket.create_connection((self.host, self.port), CONNECT_S)
        except OSError:
            return PrinterState.OFFLINE
        with line:
            line.settimeout(READ_S)
            try:
                offline, paper = (_ask(line, n) for n in (2, 4))
            except TimeoutError:
                return PrinterState.MUTE
            except OSError:
                return PrinterState.OFFLINE
        return read_status(offline, paper)

    def send(self, document: bytes, title: str) -> None:
        """Send the bytes and wait until the printer has taken them all."""
        try:
            line = socket.create_connection((self.host, self.port), CONNECT_S)
        except OSError as error:
            raise PrinterError("the printer does not answer; check its cable and power") from error
        with line:
            line.settimeout(READ_S)
            try:
                line.sendall(document)
                line.shutdown(socket.SHUT_WR)
                while line.recv(1024):  # closes when the printer has read everything
                    pass
            except OSError as error:
                raise PaperUncertain("the line to the printer was cut while printing; look at the paper") from error


def read_status(offline: int, paper: int) -> PrinterState:
    """Return the state that the answers to DLE EOT 2 and 4 mean (ESC/POS command reference)."""
    if paper & 0x60 == 0x60 or offline & 0x20:
        return PrinterState.PAPER_OUT
    if offline & 0x04:
        return PrinterState.COVER_OPEN
    if paper & 0x0C:
        return PrinterState.PAPER_LOW
    return PrinterState.READY


def _ask(line: socket.socket, n: int) -> int:
    line.sendall(_DLE_EOT + bytes([n]))
    answer = line.recv(1)
    if not answer:
        raise TimeoutError
    return answer[0]


@dataclass(frozen=True, slots=True)
class DevicePrinter:
    """An ESC/POS printer behind a device file (serial or USB line printer). It mostly cannot answer."""

    path: Path
    language: Language = Language.ESCPOS
    paper: PaperSize = PaperSize.ROLL_80MM

    @property
    def name(self) -> str:
        """The device's path."""
        return str(self.path)

    def status(self) -> PrinterState:
        """MUTE while the device is there."""
        return PrinterState.MUTE if self.path.exists() else PrinterState.OFFLINE

    def send(self, document: bytes, title: str) -> None:
        """Write the bytes to the device."""
        try:
            device = self.path.open("wb", buffering=0)
        except OSError as error:
            raise PrinterError("the printer is not there; check its cable and power") from error
        with device:
            try:
                _write_all(device, document)
            except OSError as error:
                raise PaperUncertain("the line to the printer was cut while printing; look at the paper") from error


def _write_all(device: RawIOBase, document: bytes) -> None:
    """An unbuffered write takes what fits."""
    rest = memoryview(document)
    while rest:
        rest = rest[device.write(rest) or 0 :]


@dataclass(frozen=True, slots=True)
class UsbPrinter:
    """An ESC/POS printer on USB, by vendor and product number."""

    vendor: int
    product: int
    language: Language = Language.ESCPOS
    paper: PaperSize = PaperSize.ROLL_80MM

    @property
    def name(self) -> str:
        """Vendor and product number."""
        return f"usb {self.vendor:04x}:{self.product:04x}"

    def status(self) -> PrinterState:
        """MUTE while it is plugged in."""
        import usb.core

        try:
            found = usb.core.find(idVendor=self.vendor, idProduct=self.product)
        except usb.core.NoBackendError:
            return PrinterState.OFFLINE
        return PrinterState.MUTE if found is not None else PrinterState.OFFLINE

    def send(self, document: bytes, title: str) -> None:
        """Send the bytes."""
        import usb.core
        from escpos.exceptions import Error
        from escpos.printer import Usb

        try:
            printer = Usb(self.vendor, self.product, timeout=int(READ_S * 1000))
            printer.open()
        except (Error, usb.core.USBError, usb.core.NoBackendError) as error:
            raise PrinterError("the printer is not plugged in or may not be used by this user") from error
        try:
            printer._raw(document)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] (its way to send bytes)
        except (Error, usb.core.USBError) as error:
            raise PaperUncertain("the line to the printer was cut while printing; look at the paper") from error
        finally:
            printer.close()


@dataclass(frozen=True, slots=True)
class FolderPrinter:
    """PDFs in a folder: for a machine without a printer, and to look at what would be printed."""

    folder: Path
    paper: PaperSize = PaperSize.A6
    language: Language = Language.PDF

    @property
    def name(self) -> str:
        """The folder."""
        return str(self.folder)

    def status(self) -> PrinterState:
        """READY while the folder is there; whether it can be written shows when something is."""
        return PrinterState.READY if self.folder.is_dir() else PrinterState.OFFLINE

    def send(self, document: bytes, title: str) -> None:
        """Write one file, whole or not at all."""
        draft = self.folder / f".{title}.part"
        try:
            draft.write_bytes(document)
            draft.replace(self.folder / f"{title}.pdf")
        except OSError as error:
            raise PrinterError(f"the folder {self.folder} cannot be written") from error


@dataclass(frozen=True, slots=True)
class QueuePrinter:
    """The system's print queue (CUPS) through `lp`."""

    queue: str
    paper: PaperSize = PaperSize.A6
    language: Language = Language.PDF

    @property
    def name(self) -> str:
        """The queue's name."""
        return self.queue or "default"

    def status(self) -> PrinterState:
        """MUTE where the system has a print queue; what hangs on it cannot be asked."""
        return PrinterState.MUTE if shutil.which("lp") else PrinterState.OFFLINE

    def send(self, document: bytes, title: str) -> None:
        """Hand the PDF to the queue."""
        if shutil.which("lp") is None:
            raise PrinterError("this system has no print queue; install cups-client or choose another printer")
        target = ["-d", self.queue] if self.queue else []
        try:
            with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
                file.write(document)
                file.flush()
                command = ["lp", *target, "-t", title, file.name]
                done = subprocess.run(command, capture_output=True, text=True, timeout=QUEUE_S, check=False)  # noqa: S603
        except subprocess.TimeoutExpired as error:
            raise PaperUncertain("the print queue does not answer; look whether the paper came out") from error
        except OSError as error:
            raise PrinterError("the document could not be handed to the print queue; is the disk full?") from error
        if done.returncode:
            raise PrinterError(f"the print queue refused the document: {done.stderr.strip()}")


def parse_printers(setting: str) -> tuple[Printer, ...]:
    """Return the printers of the setting, in order of use. Raises BadSetting."""
    try:
        return tuple(parse_printer(text) for text in setting.split())
    except InputError as error:
        raise BadSetting("printer", setting, error.message) from error


def parse_printer(text: str) -> Printer:
    """Return the printer that a text names. Raises InputError that says what such a text looks like."""
    try:
        parts = urlsplit(text.strip())
        port = (parts.port or 9100) if parts.scheme.startswith("tcp") else 0
    except ValueError as error:  # half a bracket, or a port that is none
        raise InputError(f"{text!r} names no printer; an address looks like tcp://10.0.0.5:9100") from error
    path = unquote(parts.path)
    match parts.scheme:
        case "tcp" | "tcp+raster" if parts.hostname:
            language = Language.ESCPOS if parts.scheme == "tcp" else Language.ESCPOS_RASTER
            return NetworkPrinter(parts.hostname, port, language)
        case "serial" if path:
            return DevicePrinter(Path(path))
        case "usb" if ":" in parts.netloc:
            return _usb(parts.netloc)
        case "file" if path:
            return FolderPrinter(Path(path))
        case "queue":
            return QueuePrinter(parts.netloc)
        case _:
            raise InputError(f"{text!r} names no printer; use tcp://address:9100, queue://name or file:///folder")


def _usb(numbers: str) -> UsbPrinter:
    vendor, _, product = numbers.partition(":")
    try:
        return UsbPrinter(int(vendor, 16), int(product, 16))
    except ValueError as error:
        raise InputError("a USB printer is named by two hexadecimal numbers, as in usb://04b8:0e15") from error
