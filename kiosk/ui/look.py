"""How are the screens drawn? Text size and contrast: staff and buyers change them, the next buyer starts anew."""

from dataclasses import dataclass

from kiosk.ui.language import LANGUAGES
from kiosk.ui.views.kiosk import KioskFrame

LARGE = 1.5
ENLARGED = 1.2
"""From here on text counts as large."""


def normal_of(text_factor: float) -> float:
    """Return the size to go back to from large text, on a device whose own size may be large already."""
    return text_factor if text_factor <= ENLARGED else 1.0


@dataclass(slots=True)
class Look:
    """What was chosen."""

    text_factor: float
    contrast: bool = False

    @property
    def is_large(self) -> bool:
        """Whether text is enlarged."""
        return self.text_factor > ENLARGED

    def frame(self, organizer: str, language: str) -> KioskFrame:
        """Return what stands on every page of the kiosk."""
        return KioskFrame(organizer, LANGUAGES, language, large_text=self.is_large, high_contrast=self.contrast)
