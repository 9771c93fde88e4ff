"""Which QR codes are in this picture?

The camera worker calls `QrDecoder.decode` on every frame; `decode_still` reads one picture as well as it can. Reads
only: whether a code is a ticket is `kiosk.core.ticket_code`'s question, whether it was just read is
`kiosk.scanner.echo`'s.

zxing-cpp looks at every frame. A frame without a code gets one more try, by turns another one each time, because a
visitor's code stays in view for some dozens of frames and 3 ms per frame are all that a slow machine has. Noise decides
what is tried: in a quiet picture the frame itself first; in a noisy one (a dark entrance) the smoothed frame first,
which reads more there and costs a fifth, since noise offers zxing thousands of false corners; in pure static only the
halved frame. The benchmark `decode` measures all of it.

Only "QR code model 2" is asked for. zxing-cpp's plain `QRCode` also means Micro QR, whose smallest version has no error
correction: a ticket out of focus then reads, now and then, as a number of five digits.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any, Final, Protocol, cast

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from kiosk.core.errors import InputError
from kiosk.scanner.detection import Detection

Picture = NDArray[np.uint8]
"""Grey (height × width), or blue-green-red(-alpha) as OpenCV has it."""

WIDTH_MAX_PX: Final = 1920
"""Wider frames are reduced to this: a code that needs more pixels is too far away to be meant."""
ZBAR_EVERY: Final = 10
"""Every tenth miss is zbar's. It reads codes that zxing does not, for 5 to 10 times the time."""
_QR: Final = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCodeModel2])
_SIDE_MIN_PX: Final = 21
"""The smallest QR code has 21 × 21 modules: nothing can be read in fewer pixels."""


class UnreadableImage(InputError):
    """A file or array that is no picture."""

    code = "unreadable_image"


class _ZbarSymbol(Protocol):
    @property
    def data(self) -> bytes: ...
    @property
    def polygon(self) -> list[tuple[int, int]]: ...


Grey = NDArray[np.uint8]
Step = Callable[[Grey], list[Detection]]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is tried on a frame whose noise is at most `noise_max`: `first` always, one of `rescues` after a miss."""

    noise_max: float
    first: Step
    rescues: tuple[Step, ...]


class QrDecoder:
    """Reads frames one after the other. Not for several threads at once; every costly call releases the GIL."""

    def __init__(self) -> None:
        self._zbar = _find_zbar()
        self._misses = 0

    @property
    def has_zbar(self) -> bool:
        """Whether zbar is installed; without it its turn goes to the next step and nothing else changes."""
        return self._zbar is not None

    def decode(self, frame: Picture) -> list[Detection]:
        """Return the codes in one frame of a film. Raises UnreadableImage for an array that is no picture."""
        grey, scale = _prepare(frame)
        if min(grey.shape) < _SIDE_MIN_PX:
            return []
        noise = estimate_noise(grey)
        plan = next(p for p in _PLANS if noise <= p.noise_max)
        found = plan.first(grey)
        if not found:
            found = self._rescue(plan)(grey)
            if not found:  # a step that has just read keeps its turn: light and focus change slowly
                self._misses += 1
        return [_scaled(d, scale) for d in found]

    def decode_still(self, picture: Picture) -> list[Detection]:
        """Return the codes in a single picture, trying every step until one reads. Raises UnreadableImage."""
        grey, scale = _prepare(picture)
        if min(grey.shape) < _SIDE_MIN_PX:
            return []
        steps = _STILL_STEPS if self._zbar is None else (*_STILL_STEPS, self._zbar, _halved(self._zbar))
        for step in steps:
            if found := step(grey):
                return [_scaled(d, scale) for d in found]
        return []

    def _rescue(self, plan: _Plan) -> Step:
        """Return the step whose turn it is."""
        if self._zbar is not None and self._misses % ZBAR_EVERY == ZBAR_EVERY - 1:
            return _halved(self._zbar)
        return plan.rescues[self._misses % len(plan.rescues)]


def load_picture(path: Path) -> Picture:
    """Return the picture in a file. Raises UnreadableImage when there is none, or none that can be read."""
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)  # the error says it, in words for people
    try:
        raw = path.read_bytes()
        picture = cv2.imdecode(np.frombuffer(raw, np.uint8), cv2.IMREAD_COLOR) if raw else None
    except (OSError, cv2.error) as error:
        message = "this file cannot be read as a picture; choose a PNG, JPEG or WebP file"
        raise UnreadableImage(message, file=path.name) from error
    if picture is None:
        message = "this file is no picture or is damaged; choose a PNG, JPEG or WebP file"
        raise UnreadableImage(message, file=path.name)
    return picture.astype(np.uint8, copy=False)


def estimate_noise(grey: Grey) -> float:
    """Return about the standard deviation of a frame's noise: by the median step between neighbours, every 16th row.

    Edges do not disturb it while they are fewer than half of the pixels.
    """
    rows = grey[::16]
    if rows.shape[1] < 2:
        return 0.0
    steps = cv2.absdiff(rows[:, 1:], rows[:, :-1])
    counts = np.bincount(steps.ravel(), minlength=256)
    median = int(np.searchsorted(np.cumsum(counts), steps.size / 2))
    return median / 0.954  # the median of |a - b| of two normal values of deviation 1


def _prepare(picture: Picture) -> tuple[Grey, float]:
    """Return the picture in grey, at most WIDTH_MAX_PX wide, and by how much it was reduced."""
    channels = 1 if picture.ndim == 2 else picture.shape[2] if picture.ndim == 3 else 0
    if picture.dtype != np.uint8 or picture.size == 0 or channels not in (1, 3, 4):
        message = "this array is no picture: it needs 8-bit pixels in 1, 3 or 4 channels"
        raise UnreadableImage(message, shape=str(picture.shape), type=str(picture.dtype))
    if picture.ndim == 2:
        grey = picture
    elif channels == 1:
        grey = picture[..., 0]
    else:
        grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY if channels == 3 else cv2.COLOR_BGRA2GRAY)
    width = grey.shape[1]
    if width <= WIDTH_MAX_PX:
        return np.ascontiguousarray(grey, np.uint8), 1.0
    scale = width / WIDTH_MAX_PX
    height = max(1, round(grey.shape[0] / scale))
    return _u8(cv2.resize(grey, (WIDTH_MAX_PX, height), interpolation=cv2.INTER_AREA)), scale


def _scaled(found: Detection, scale: float) -> Detection:
    return found if scale == 1.0 else replace(found, corners=tuple((x * scale, y * scale) for x, y in found.corners))


def _u8(array: Any) -> Grey:
    """OpenCV's stubs say "some array"; ours are always 8 bits deep."""
    return cast(Grey, array)


def _read(grey: Grey, step: str, *, invert: bool = False) -> list[Detection]:
    found = zxingcpp.read_barcodes(
        grey,
        formats=_QR,
        try_invert=invert,
        text_mode=zxingcpp.TextMode.Plain,
    )
    return [Detection(code.text, _corners(code.position), step) for code in found]


def _corners(position: zxingcpp.Position) -> tuple[tuple[float, float], ...]:
    points = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    return tuple((float(p.x), float(p.y)) for p in points)


def _as_is(grey: Grey) -> list[Detection]:
    return _read(grey, "as_is")


def _inverted(grey: Grey) -> list[Detection]:
    """Light on dark, as some phones show codes at night."""
    return _read(_u8(cv2.bitwise_not(grey)), "inverted")


def _smooth(grey: Grey) -> list[Detection]:
    """Against the noise of a sensor in the dark."""
    return _read(_blur(grey), "smooth")


def _smooth_inverted(grey: Grey) -> list[Detection]:
    return _read(_u8(cv2.bitwise_not(_blur(grey))), "smooth_inverted")


def _sharp(grey: Grey) -> list[Detection]:
    """Against soft focus on a small code."""
    return _read(_unsharp(grey, 2.0, 15), "sharp")


def _half(grey: Grey) -> list[Detection]:
    """Against strong noise, and for a code held very near."""
    return [_scaled(d, 2.0) for d in _read(_halve(grey), "half")]


def _half_sharp(grey: Grey) -> list[Detection]:
    """Against soft focus on a large code: the best there, and a tenth of the cost of `_sharp`."""
    return [_scaled(d, 2.0) for d in _read(_unsharp(_halve(grey), 1.2, 5), "half_sharp")]


def _refocus(grey: Grey) -> list[Detection]:
    """Against a lens well out of focus: a blur by a disc swaps black and white, which `_sharp` cannot undo."""
    refocused = _u8(cv2.filter2D(_halve(grey), -1, _REFOCUS_KERNEL))
    return [_scaled(d, 2.0) for d in _read(refocused, "refocus")]


def _build_refocus(radius_px: float, noise: float, side_px: int) -> NDArray[np.float32]:
    """Return the kernel, `side_px` wide, that undoes defocus of `radius_px` as well as noise allows (Wiener)."""
    size, middle = 128, 64
    y, x = np.mgrid[-middle:middle, -middle:middle]
    disc = np.clip(radius_px + 0.5 - np.hypot(x, y), 0, 1)
    lens = np.fft.rfft2(np.fft.ifftshift(disc / disc.sum()))
    inverse = np.fft.irfft2(np.conj(lens) / (np.abs(lens) ** 2 + noise), (size, size))
    half = side_px // 2
    kernel = np.fft.fftshift(inverse)[middle - half : middle + half + 1, middle - half : middle + half + 1]
    return (kernel / kernel.sum()).astype(np.float32)


def _unsharp(grey: Grey, amount: float, reach_px: int) -> Grey:
    """A mean over a square serves as well as a Gaussian here, in a tenth of the time."""
    return _u8(cv2.addWeighted(grey, 1 + amount, cv2.blur(grey, (reach_px, reach_px)), -amount, 0))


def _blur(grey: Grey) -> Grey:
    return _u8(cv2.blur(grey, (3, 3)))


def _halve(grey: Grey) -> Grey:
    return _u8(cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))


def _halved(step: Step) -> Step:
    """Return `step` on the frame at half size; for zbar that is a quarter of the time and, in the dark, more reads."""
    return lambda grey: [_scaled(d, 2.0) for d in step(_halve(grey))]


def _as_is_or_inverted(grey: Grey) -> list[Detection]:
    return _read(grey, "as_is", invert=True)


def _find_zbar() -> Step | None:
    """Return zbar's step, or None where the system library is not installed: an optional part, shown by `has_zbar`."""
    try:
        pyzbar = import_module("pyzbar.pyzbar")
    except (ImportError, OSError):  # pyzbar is there, libzbar is not
        return None
    read = cast(Callable[..., list[_ZbarSymbol]], pyzbar.decode)
    symbols = [pyzbar.ZBarSymbol.QRCODE]

    def step(grey: Grey) -> list[Detection]:
        # zbar re-encodes what it takes for Shift-JIS or Latin-1, and so alters bytes above 127: such a text is
        # left to zxing. A ticket code is ASCII.
        return [
            Detection(symbol.data.decode("ascii"), tuple((float(x), float(y)) for x, y in symbol.polygon), "zbar")
            for symbol in read(grey, symbols=symbols)
            if symbol.data.isascii()
        ]

    return step


_REFOCUS_KERNEL: Final = _build_refocus(2.5, 0.05, 11)
_PLANS: Final = (
    _Plan(2.6, _as_is, (_half_sharp, _refocus, _smooth, _sharp, _half, _inverted)),
    # Sharpening noise reads nothing. The frame itself is tried soonest, because smoothing loses small codes.
    _Plan(20.0, _smooth, (_as_is, _half_sharp, _refocus, _half, _smooth_inverted)),
    _Plan(float("inf"), _half, (_half_sharp, _half)),
)
_STILL_STEPS: Final = (_as_is_or_inverted, _sharp, _smooth, _half_sharp, _refocus, _half)
