"""How are the screens drawn? Text size and contrast: staff and buyers change them, the next buyer starts anew."""

from dataclasses import dataclass

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
