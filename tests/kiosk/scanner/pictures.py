"""Pictures of codes for the scanner's tests: rendered, never photographed."""

import cv2
import numpy as np
from numpy.typing import NDArray

from demo.fakes.clip import draw_code

TICKET = "T1" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" * 4 + "ABCDEFGHIJKLMNOP"
"""In form a ticket code: 146 characters, QR version 6-M."""
OTHER = TICKET[:-1] + "Q"


def draw_frame(
    text: str = TICKET,
    *,
    module_px: float = 5,
    turn_degrees: float = 12,
    size: tuple[int, int] = (1280, 720),
    grey: int = 120,
) -> NDArray[np.uint8]:
    """Return a frame, blue-green-red, with a code turned in the middle of a plain grey wall."""
    code = draw_code(text, module_px=10).image
    middle = (code.shape[1] / 2, code.shape[0] / 2)
    turn = cv2.getRotationMatrix2D(middle, turn_degrees, module_px / 10)
    turn[:, 2] += (size[0] / 2 - middle[0], size[1] / 2 - middle[1])
    frame = cv2.warpAffine(code, turn, size, flags=cv2.INTER_AREA, borderValue=grey)
    return cv2.cvtColor(frame, cv2.COLOR_GRAY2BGR).astype(np.uint8)


def draw_wall(size: tuple[int, int] = (1280, 720), grey: int = 120) -> NDArray[np.uint8]:
    """Return a frame without any code."""
    return np.full((size[1], size[0], 3), grey, np.uint8)


def add_noise(frame: NDArray[np.uint8], deviation: float, seed: int = 1) -> NDArray[np.uint8]:
    """Return the frame with grey noise."""
    noise = np.random.default_rng(seed).normal(0, deviation, frame.shape[:2])
    return np.clip(frame + noise[..., None], 0, 255).astype(np.uint8)


def dim(frame: NDArray[np.uint8], share: float) -> NDArray[np.uint8]:
    """Return the frame in `share` of its light."""
    return (frame * share).astype(np.uint8)
