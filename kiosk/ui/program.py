"""Qt's side of starting the program: the application with its fonts, and the window in its size."""

import gc
from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.core.errors import FoyerError
from kiosk.running import Running
from kiosk.settings import BadSetting, Settings
from kiosk.ui.fonts import load_fallback_fonts, load_text_fonts
from kiosk.ui.language import Speaker
from kiosk.ui.text.failures import FailureWords
from kiosk.ui.theme import Ground, build_theme
from kiosk.ui.waiting import WaitingScreen
from kiosk.ui.window import Window

SMALL = (1280, 800)


def build_application(arguments: list[str]) -> QApplication:
    """Return the Qt application with the house's fonts."""
    application = QApplication(arguments)
    application.setApplicationName("Foyer")
    load_text_fonts()
    return application


def build_window(running: Running, *, demo_panel: Callable[[], QWidget] | None = None) -> Window:
    """Return the window of a device, sized to the screen, not yet shown."""
    window = Window(running, demo_panel=demo_panel)
    screen = QApplication.primaryScreen()
    if not running.settings.windowed:
        window.resize(screen.size())
    else:
        window.resize(screen.availableSize() * 0.8)
    return window


def show_failure(application: QApplication, settings: Settings, error: FoyerError, wait: Callable[[], object]) -> None:
    """Say why the program cannot start, while `wait` lasts: the application's own loop, until somebody ends it."""
    speaker = Speaker(application)
    speaker.speak(settings.language)
    size = application.primaryScreen().size() if not settings.windowed else QSize(*SMALL)
    # A wrong setting may be that of the screen itself.
    inch = Settings().diagonal_inch if isinstance(error, BadSetting) else settings.diagonal_inch
    screen = WaitingScreen(build_theme(Ground.LIGHT, size.width(), size.height(), diagonal_inch=inch))
    screen.setWindowTitle("Foyer")
    screen.resize(size)
    screen.show_view(FailureWords(screen).at_start(error))
    screen.left.connect(application.quit)
    if settings.windowed:
        screen.show()
    else:
        screen.showFullScreen()
    wait()
    speaker.fall_silent()
    screen.close()


def collect_garbage_again() -> None:
    """End what `__main__` began: what was made for the start stays, and is not looked through again."""
    gc.freeze()
    gc.enable()


def show_until_closed(application: QApplication, window: Window) -> int:
    """Show the window and run until it is closed; return the exit code."""
    if window.running.settings.windowed:
        window.show()
    else:
        window.showFullScreen()
    window.closed.connect(application.quit)  # Qt's own count of windows may keep the loop alive after a role
    window.start()
    collect_garbage_again()
    load_fallback_fonts()  # after the first screen: unpacking them takes longer than drawing it
    window.open_sound()
    code = application.exec()
    gc.unfreeze()  # else what was set aside outlives the libraries that made it, which then report a leak
    return code
