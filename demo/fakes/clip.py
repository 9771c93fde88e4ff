"""A film of visitors holding their tickets to the door's camera: the fake that stands in for a camera at a venue.

`render_clip` composes it from pictures of tickets (printed ones in the tour, bare codes in tests and benchmark)
and tells in which frames which ticket was to be seen. Demo, tour, tests and bench use it. How the hand moves is
`demo.fakes.motion`, what light and lens do is `demo.fakes.optics`. The file is an ordinary video that
`kiosk.scanner.camera` opens like any camera. Random only through `seed`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import qrcode
import zxingcpp
from numpy.typing import NDArray

from demo.fakes.motion import ENTER_FRAMES, HOLD_FRAMES, VISIT_FRAMES, Carry, Matrix, build_homography, plan_carry
from demo.fakes.optics import OPTICS, Frame, Look, Sensor

FPS: Final = 30
SIZE: Final = (1280, 720)
GAP_FRAMES: Final = 8
"""Frames without a ticket before each visit and after the last."""

_CODECS: Final = {".avi": "MJPG", ".mp4": "mp4v"}
_JPEG_QUALITY: Final = 88
_SMEAR_STEP_PX: Final = 4.0
_SMEAR_STEPS_MAX: Final = 8
_QR: Final = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCodeModel2])
_SKIN: Final = (128, 158, 208)


@dataclass(frozen=True, slots=True)
class TicketPicture:
    """A picture of one ticket, grey or blue-green-red, and the text of the code on it."""

    payload: str
    image: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Visit:
    """A hand carried the ticket past the camera from `first_frame` to `last_frame` (both included)."""

    payload: str
    first_frame: int
    last_frame: int


@dataclass(frozen=True, slots=True)
class Clip:
    """A rendered film."""

    path: Path
    look: Look
    frames: int
    visits: tuple[Visit, ...]


@dataclass(frozen=True, slots=True)
class _Paper:
    """A ticket with the hand that holds it: colour, opacity (0 to 1), and the code's corners in it."""

    colour: NDArray[np.float32]
    alpha: NDArray[np.float32]
    code: NDArray[np.float32]

    @property
    def reach_px(self) -> float:
        """The farthest point of the picture from the code's middle, in sides of the code."""
        height, width = self.alpha.shape
        corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
        side = np.linalg.norm(self.code[1] - self.code[0])
        return float(np.linalg.norm(corners - self.code.mean(axis=0), axis=1).max() / side)


def draw_code(payload: str, *, module_px: int = 10) -> TicketPicture:
    """Return a bare QR code (error correction M, the least version that holds it) with its quiet zone."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, box_size=1, border=4)
    code.add_data(payload)
    code.make(fit=True)
    modules = np.array(code.get_matrix(), dtype=bool)
    image = np.where(modules, 0, 255).astype(np.uint8)
    return TicketPicture(payload, np.kron(image, np.ones((module_px, module_px), np.uint8)))


def load_ticket(path: Path, payload: str) -> TicketPicture:
    """Return the picture of a printed ticket from a file (PNG). Raises ValueError when it is no picture."""
    image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if image is None:
        message = f"{path.name} is not a picture"
        raise ValueError(message)
    return TicketPicture(payload, image.astype(np.uint8, copy=False))


def render_clip(
    path: Path,
    tickets: Sequence[TicketPicture],
    *,
    look: Look = Look.PLAIN,
    seed: int = 1,
    size: tuple[int, int] = SIZE,
) -> Clip:
    """Write the film of `tickets` visiting one after the other to `path`, which ends in .avi or .mp4.

    The same seed gives the same film. Raises ValueError when a picture's code does not read as its payload: such a
    ticket was misprinted.
    """
    writer = _open_writer(path, size)
    frames = 0
    try:
        for frame in iter_frames(tickets, look=look, seed=seed, size=size):
            writer.write(frame)
            frames += 1
    finally:
        writer.release()
    return Clip(path, look, frames, plan_visits(tickets))


def render_patient_visit(
    path: Path, ticket: TicketPicture, *, seconds: float, seed: int = 1, size: tuple[int, int] = SIZE
) -> Clip:
    """Write the film of one visitor who comes and holds the ticket up until the film ends. Raises as `render_clip`."""
    rng = np.random.default_rng(seed)
    sensor = Sensor(OPTICS[Look.PLAIN], size, FPS, rng)
    background = draw_background(size, rng)
    paper = _hold_in_hand(ticket, rng)
    carry = plan_carry(rng, size, _way_out_px(paper, size))
    frames = round(seconds * FPS)
    writer = _open_writer(path, size)
    try:
        for step in range(frames):
            scene = background.copy()
            _lay_on(scene, paper, carry, _held_step(step), OPTICS[Look.PLAIN].shutter)
            writer.write(sensor.spoil(scene, step))
    finally:
        writer.release()
    return Clip(path, Look.PLAIN, frames, (Visit(ticket.payload, 0, frames - 1),))


def _held_step(frame: int) -> int:
    """Return the frame of an ordinary visit that looks like this one of a visit without end: to and fro in its hold."""
    if frame < ENTER_FRAMES:
        return frame
    there = (frame - ENTER_FRAMES) % (2 * HOLD_FRAMES)
    return ENTER_FRAMES + min(there, 2 * HOLD_FRAMES - there)


def plan_visits(tickets: Sequence[TicketPicture]) -> tuple[Visit, ...]:
    """Return when each of `tickets` is to be seen in their film."""
    stride = GAP_FRAMES + VISIT_FRAMES
    return tuple(
        Visit(ticket.payload, i * stride + GAP_FRAMES, (i + 1) * stride - 1) for i, ticket in enumerate(tickets)
    )


def iter_frames(
    tickets: Sequence[TicketPicture], *, look: Look, seed: int, size: tuple[int, int] = SIZE
) -> Iterator[Frame]:
    """Yield the frames of the film, as the camera delivers them."""
    rng = np.random.default_rng(seed)
    sensor = Sensor(OPTICS[look], size, FPS, rng)
    background = draw_background(size, rng)
    index = 0
    for ticket in tickets:
        paper = _hold_in_hand(ticket, rng)
        carry = plan_carry(rng, size, _way_out_px(paper, size))
        for step in range(-GAP_FRAMES, VISIT_FRAMES):
            scene = background.copy()
            if step >= 0:
                _lay_on(scene, paper, carry, step, OPTICS[look].shutter)
            yield sensor.spoil(scene, index)
            index += 1
    for _ in range(GAP_FRAMES):
        yield sensor.spoil(background, index)
        index += 1


def draw_background(size: tuple[int, int], rng: np.random.Generator) -> Frame:
    """Return a foyer out of focus: wall, floor, a lit doorway, lamps and people standing about."""
    width, height = size
    scene = np.empty((height, width, 3), np.float32)
    shade = np.linspace(1.0, 0.55, height, dtype=np.float32)[:, None, None]
    scene[:] = np.array([86, 96, 112], np.float32) * shade
    scene[int(height * 0.78) :] = (48, 56, 70)
    x = int(width * rng.uniform(0.15, 0.7))
    cv2.rectangle(scene, (x, int(height * 0.18)), (x + width // 6, int(height * 0.8)), (128, 150, 166), -1)
    for _ in range(7):
        lamp = (int(rng.uniform(0, width)), int(rng.uniform(0, height * 0.35)))
        cv2.circle(scene, lamp, int(height * rng.uniform(0.02, 0.05)), (150, 205, 232), -1)
    for _ in range(4):
        x, tall = int(rng.uniform(0, width)), int(height * rng.uniform(0.35, 0.6))
        coat = tuple(float(c) for c in rng.uniform(25, 90, 3))
        cv2.ellipse(scene, (x, height), (tall // 3, tall), 0, 180, 360, coat, -1)
        cv2.circle(scene, (x, height - tall - tall // 7), tall // 6, tuple(0.75 * c for c in _SKIN), -1)
    return np.clip(cv2.GaussianBlur(scene, (0, 0), height / 80), 0, 255).astype(np.uint8)


def _open_writer(path: Path, size: tuple[int, int]) -> cv2.VideoWriter:
    codec = _CODECS.get(path.suffix)
    if codec is None:
        message = f"a clip ends in .avi or .mp4, not in {path.suffix or 'nothing'}"
        raise ValueError(message)
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*codec), FPS, size)
    if not writer.isOpened():
        message = f"the clip {path.name} cannot be written"
        raise OSError(message)
    writer.set(cv2.VIDEOWRITER_PROP_QUALITY, _JPEG_QUALITY)
    return writer


def _hold_in_hand(ticket: TicketPicture, rng: np.random.Generator) -> _Paper:
    """Return the ticket with a rim of paper, lit from one side, and a hand at its lower edge."""
    code = _find_code(ticket)
    side = float(np.linalg.norm(code[1] - code[0]))
    picture = ticket.image if ticket.image.ndim == 3 else cv2.cvtColor(ticket.image, cv2.COLOR_GRAY2BGR)
    rim, pad, arm = round(side * 0.12), round(side * 0.35), round(side * 2.4)
    picture = cv2.copyMakeBorder(picture, rim, rim, rim, rim, cv2.BORDER_CONSTANT, value=(252, 253, 253))
    height, width = picture.shape[:2]
    bright, dim = (float(share) for share in rng.permutation([0.98, 0.84]))
    light = np.linspace(bright, dim, width, dtype=np.float32)[None, :, None]
    paper = picture.astype(np.float32) * light * 0.94 + 8  # ink is not black, paper is not light
    around = ((pad, arm), (pad, pad))
    colour = np.pad(paper, (*around, (0, 0)), mode="edge")
    alpha = np.pad(np.ones((height, width), np.float32), around)
    _draw_hand(colour, alpha, side, pad + height, rng)
    return _Paper(colour, cv2.GaussianBlur(alpha, (3, 3), 0).astype(np.float32), code + rim + pad)


def _draw_hand(
    colour: NDArray[np.float32], alpha: NDArray[np.float32], side: float, edge: int, rng: np.random.Generator
) -> None:
    """Draw a thumb over the paper's lower edge, within its blank rim, and the hand and sleeve below it."""
    height, width = alpha.shape
    x = int(width * rng.uniform(0.35, 0.65))
    palm, thumb = (round(side * 0.3), round(side * 0.42)), (round(side * 0.09), round(side * 0.26))
    wrist, cuff = edge + palm[1], edge + 2 * palm[1]
    coat = tuple(float(c) for c in rng.uniform(30, 80, 3))
    for layer, skin, nail, sleeve in ((colour, _SKIN, (176, 190, 226), coat), (alpha, 1.0, 1.0, 1.0)):
        cv2.rectangle(layer, (x - palm[0] * 2 // 3, wrist), (x + palm[0] * 2 // 3, cuff), skin, -1)
        cv2.rectangle(layer, (x - palm[0], cuff), (x + palm[0], height), sleeve, -1)
        cv2.ellipse(layer, (x, edge + palm[1]), palm, 0, 0, 360, skin, -1)
        cv2.ellipse(layer, (x, edge + thumb[1] * 2 // 3), thumb, 0, 0, 360, skin, -1)
        cv2.ellipse(layer, (x, edge + thumb[1] // 12), (thumb[0] * 2 // 3, thumb[1] // 4), 0, 0, 360, nail, -1)


def _find_code(ticket: TicketPicture) -> NDArray[np.float32]:
    """Return the corners of the code in the picture. Raises ValueError when it does not read as its payload."""
    for found in zxingcpp.read_barcodes(ticket.image, formats=_QR):
        if found.text == ticket.payload:
            p = found.position
            corners = (p.top_left, p.top_right, p.bottom_right, p.bottom_left)
            return np.array([(c.x, c.y) for c in corners], np.float32)
    message = "the code on a ticket's picture does not read as its payload"
    raise ValueError(message)


def _way_out_px(paper: _Paper, size: tuple[int, int]) -> float:
    """Return a distance by which the paper leaves the frame from anywhere near its middle."""
    width, height = size
    return 0.6 * float(np.hypot(width, height)) + paper.reach_px * height * 0.46


def _lay_on(scene: Frame, paper: _Paper, carry: Carry, step: int, shutter: float) -> None:
    """Draw the paper into `scene` as seen during frame `step`, smeared by its motion while the shutter is open."""
    width = scene.shape[1]
    start, end = carry.pose(step), carry.pose(step + shutter)
    travel = float(np.hypot(end.x - start.x, end.y - start.y))
    steps = min(_SMEAR_STEPS_MAX, 1 + int(travel / _SMEAR_STEP_PX))
    places = [build_homography(carry.pose(step + shutter * i / steps), paper.code, width) for i in range(steps)]
    left, top, right, bottom = _bounds(places, paper, scene)
    if left >= right or top >= bottom:
        return
    shift = np.array([[1, 0, -left], [0, 1, -top], [0, 0, 1]], np.float64)
    roi = (right - left, bottom - top)
    colour = np.zeros((roi[1], roi[0], 3), np.float32)
    alpha = np.zeros((roi[1], roi[0]), np.float32)
    for place in places:
        seen = cv2.warpPerspective(paper.alpha, shift @ place, roi, flags=cv2.INTER_AREA)
        paint = cv2.warpPerspective(paper.colour, shift @ place, roi, flags=cv2.INTER_AREA)
        colour += paint * seen[..., None]
        alpha += seen
    under = scene[top:bottom, left:right]
    blend = colour / steps + under * (1 - alpha / steps)[..., None]
    scene[top:bottom, left:right] = np.clip(blend, 0, 255)


def _bounds(places: Sequence[Matrix], paper: _Paper, scene: Frame) -> tuple[int, int, int, int]:
    """Return the box of the frame that the paper touches: left, top, right, bottom."""
    height, width = paper.alpha.shape
    corners = np.array([[[0, 0], [width, 0], [width, height], [0, height]]], np.float32)
    seen = np.concatenate([cv2.perspectiveTransform(corners, place)[0] for place in places])
    low, high = np.floor(seen.min(axis=0)), np.ceil(seen.max(axis=0)) + 1
    left, top = max(0, int(low[0])), max(0, int(low[1]))
    return left, top, min(scene.shape[1], int(high[0])), min(scene.shape[0], int(high[1]))
