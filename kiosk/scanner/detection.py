"""One code that was seen in a picture.

Made by `kiosk.scanner.decoder`, handed on by `kiosk.scanner.camera`, read by the door and the preview. Apart from the
decoder so that the screens can name the type without importing OpenCV, which costs a third of a second of start.
"""

from dataclasses import dataclass

Corner = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Detection:
    """A QR code and where it was, in pixels of the picture that was given to the decoder."""

    text: str
    """Exactly what the code says; nothing is stripped or folded."""
    corners: tuple[Corner, ...]
    """Usually four, clockwise from the code's own top left; zbar's may be fewer or start elsewhere."""
    step: str
    """The step of the pipeline that read it, for the benchmark and the camera test."""
