"""In which language do the screens speak? Installs one translation at a time, live.

English is the source; its file holds plural forms only. Qt tells every widget of the change, and screens
build themselves anew (`screen`). Views that `app` made carry words too: it makes them again.
"""

from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, QTranslator

from kiosk.ui.views.common import LanguageOption
from resources import open_resource

LANGUAGES: Final = (LanguageOption("en", "English"), LanguageOption("de", "Deutsch"))
"""Every language that is complete, with its own name."""


class Speaker(QObject):
    """Keeps the translator that is installed."""

    def __init__(self, app: QCoreApplication) -> None:
        """Speak the source's English until told otherwise; whoever made it lets it fall silent at the end."""
        super().__init__()
        self._app = app
        self._translator: QTranslator | None = None
        self._bytes = b""
        self.language = "en"

    def speak(self, language: str) -> None:
        """Speak this language from now on; one that is not complete stays English."""
        known = any(option.code == language for option in LANGUAGES)
        self.language = language if known else "en"
        content = open_resource(f"translations/foyer_{self.language}.qm").read_bytes()
        translator = QTranslator(self)
        loaded = translator.load(content)
        assert loaded, f"the translation {self.language} cannot be read"
        old, self._translator, self._bytes = self._translator, translator, content
        if old is not None:
            self._app.removeTranslator(old)
        self._app.installTranslator(translator)

    def fall_silent(self) -> None:
        """Take the translation away: the source's words remain."""
        if self._translator is not None:
            self._app.removeTranslator(self._translator)
        self._translator, self._bytes, self.language = None, b"", "en"
