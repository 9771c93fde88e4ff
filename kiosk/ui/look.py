"""How are the screens drawn? Text size and contrast: staff and buyers change them, the next buyer starts anew."""

from dataclasses import dataclass

from kiosk.ui.language import LANGUAGES
from kiosk.ui.views.kiosk import KioskFrame

LARGE = 1.5


@dataclass(slots=True)
class Look:
    """What was chosen."""

    text_factor: float
    contrast: bool = False

    @property
    def is_large(self) -> bool:
        """Whether text is enlarged."""
        return self.text_factor > 1.2

    def frame(self, organizer: str, language: str) -> KioskFrame:
        """Return what stands on every page of the kiosk."""
        return KioskFrame(organizer, LANGUAGES, language, large_text=self.is_large, high_contrast=self.contrast)
