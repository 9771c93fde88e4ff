"""Fixtures of the screens' tests: fonts once per process, and English again after every test."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.ui import fonts
from kiosk.ui.language import Speaker


@pytest.fixture(scope="session")
def fonts_loaded(qapp: QApplication) -> QApplication:
    """Return the application with the program's typeface."""
    fonts.load_text_fonts()
    fonts.load_fallback_fonts()
    qapp.setFont(fonts.build_font(28))
    return qapp


@pytest.fixture(autouse=True)
def speak(qapp: QApplication) -> Iterator[Callable[[str], None]]:
    """Speak English, and return a function that switches the language until the test is over."""
    speaker = Speaker(qapp)
    speaker.speak("en")
    yield speaker.speak
    speaker.fall_silent()
    speaker.deleteLater()
