"""What does a cheap door camera make of a scene?

The fake clip (`demo.fakes.clip`) composes sharp, well-lit frames; this module spoils them as light, lens and
sensor do: vignette and exposure, focus, photon and read noise. All values are those of 8-bit pixels.
It moves nothing: blur by motion is made where the motion is known, in `clip`.
"""

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Frame = NDArray[np.uint8]
"""Height × width × 3, blue-green-red, as OpenCV has it."""

_FIELD_MARGIN_PX: Final = 96


class Look(StrEnum):
    """The conditions under which a clip is seen."""

    PLAIN = "plain"
    """An evenly lit foyer, focus on the ticket."""
    DARK = "dark"
    """A night entrance: about a tenth of the light, long shutter, strong noise."""
    SOFT = "soft"
    """Focus that hunts behind the ticket, and a moving hand."""


@dataclass(frozen=True, slots=True)
class Optics:
    """One look in numbers."""

    exposure: float
    """Share of the light that reaches the sensor, 1 = as composed."""
    flicker: float
    """How far automatic exposure wanders around that, as a share."""
    vignette: float
    """Light lost in the corners, as a share."""
    focus_px: tuple[float, float]
    """Smallest and largest radius of the blur disc; focus wanders between them."""
    shutter: float
    """Share of a frame's time during which motion smears."""
    noise_read: float
    """Standard deviation of noise in black."""
    noise_shot: float
    """Variance of noise per unit of brightness."""


OPTICS: Final = {
    Look.PLAIN: Optics(1.0, 0.05, 0.12, (0.5, 0.9), 0.25, 1.6, 0.03),
    Look.DARK: Optics(0.11, 0.08, 0.30, (0.6, 1.1), 0.70, 6.0, 0.55),
    Look.SOFT: Optics(0.85, 0.05, 0.15, (2.8, 6.5), 0.50, 2.4, 0.06),
}


class Sensor:
    """Spoils frames in order. Random only through `rng`: the same seed gives the same clip."""

    def __init__(self, optics: Optics, size: tuple[int, int], fps: float, rng: np.random.Generator) -> None:
        self._optics = optics
        self._width, self._height = size
        self._fps = fps
        self._rng = rng
        self._phases = rng.uniform(0, 2 * math.pi, 4)
        field = (self._height + _FIELD_MARGIN_PX, self._width + _FIELD_MARGIN_PX)
        self._grain = rng.standard_normal(field, dtype=np.float32)
        self._amplitude = np.sqrt(optics.noise_read**2 + optics.noise_shot * np.arange(256)).astype(np.float32)
        self._falloff = self._build_falloff()

    def spoil(self, scene: Frame, index: int) -> Frame:
        """Return what the sensor delivers for `scene`, frame number `index`."""
        lit = cv2.multiply(scene, self._falloff * self._exposure(index), dtype=cv2.CV_8U)
        blurred = cv2.filter2D(lit, -1, build_disc(self.focus_px(index)))
        return self._add_noise(blurred.astype(np.uint8, copy=False))

    def focus_px(self, index: int) -> float:
        """Return the radius of the blur disc in frame `index`; focus hunts at about half a hertz."""
        low, high = self._optics.focus_px
        seconds = index / self._fps
        swing = math.sin(2 * math.pi * 0.45 * seconds + self._phases[0]) * 0.7
        swing += math.sin(2 * math.pi * 1.3 * seconds + self._phases[1]) * 0.3
        return low + (high - low) * (swing + 1) / 2

    def _exposure(self, index: int) -> float:
        wander = math.sin(2 * math.pi * 0.3 * index / self._fps + self._phases[2])
        return self._optics.exposure * (1 + self._optics.flicker * wander)

    def _build_falloff(self) -> NDArray[np.float32]:
        y, x = np.mgrid[-1 : 1 : self._height * 1j, -1 : 1 : self._width * 1j]
        falloff = 1 - self._optics.vignette * (x * x + y * y) / 2
        return np.repeat(falloff[..., None], 3, axis=2).astype(np.float32)

    def _add_noise(self, frame: Frame) -> Frame:
        top, left = self._rng.integers(0, _FIELD_MARGIN_PX, 2)
        grain = self._grain[top : top + self._height, left : left + self._width]
        noise = grain * cv2.LUT(frame[..., 1], self._amplitude)
        return cv2.add(frame, cv2.merge([noise, noise, noise]), dtype=cv2.CV_8U).astype(np.uint8, copy=False)


def build_disc(radius_px: float) -> NDArray[np.float32]:
    """Return the normalised kernel of a lens out of focus by `radius_px`, its rim anti-aliased."""
    reach = max(1, math.ceil(radius_px))
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    disc = np.clip(radius_px + 0.5 - np.hypot(x, y), 0, 1)
    return (disc / disc.sum()).astype(np.float32)
