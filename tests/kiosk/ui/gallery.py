"""Every screen as a picture under build/gallery, to be looked at: `python -m tests.kiosk.ui.gallery [part of a name]`.

Landscape and portrait, plain; then the hard cases: large text in German, and high contrast.
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from kiosk.ui import fonts
from kiosk.ui.language import Speaker
from tests.kiosk.ui import samples
from tests.kiosk.ui.stage import LANDSCAPE, PORTRAIT, stage

FOLDER = Path("build/gallery")


def main() -> None:
    """Draw them all, or those whose name contains the argument."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    app = QApplication([])
    fonts.load_text_fonts()
    fonts.load_fallback_fonts()
    app.setFont(fonts.build_font(28))
    FOLDER.mkdir(parents=True, exist_ok=True)
    speaker = Speaker(app)
    for label, size, factor, language, contrast in (
        ("land", LANDSCAPE, 1.0, "en", False),
        ("port", PORTRAIT, 1.0, "en", False),
        ("land-large-de", LANDSCAPE, 1.5, "de", False),
        ("port-large-de", PORTRAIT, 1.5, "de", False),
        ("land-contrast", LANDSCAPE, 1.0, "en", True),
    ):
        speaker.speak(language)
        for name, screen, act in stage(size, factor, contrast=contrast, language=language):
            if wanted in name:
                screen.resize(*size)
                screen.show_badge(samples.OFFLINE)
                screen.show()
                act()
                app.processEvents()
                screen.grab().save(str(FOLDER / f"{name}--{label}.png"))
                least = screen.minimumSizeHint()
                if least.width() > size[0] or least.height() > size[1]:
                    sys.stdout.write(f"{name} {label}: needs {least.width()} × {least.height()}\n")
            screen.close()
            screen.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


if __name__ == "__main__":
    main()
