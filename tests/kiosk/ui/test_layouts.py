"""Do all screens fit, in every shape, language and text size, with likely and with the worst content?"""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.buttons import Button, Kind
from kiosk.ui.kiosk import KioskScreen
from kiosk.ui.screen import Screen
from kiosk.ui.words import Text
from tests.kiosk.ui import samples
from tests.kiosk.ui.stage import LANDSCAPE, PORTRAIT, stage

SHAPES = [
    pytest.param(size, factor, language, contrast, id=f"{name}-{factor}-{language}{'-contrast' if contrast else ''}")
    for name, size in (("landscape", LANDSCAPE), ("portrait", PORTRAIT))
    for factor, language, contrast in ((1.0, "en", False), (1.0, "de", False), (1.5, "en", False), (1.5, "de", True))
]
TARGET = 96


@pytest.mark.ui
@pytest.mark.slow
@pytest.mark.parametrize(("size", "factor", "language", "contrast"), SHAPES)
def test_every_screen_fits_and_can_be_touched_and_read_aloud(
    qtbot: QtBot,
    fonts_loaded: QApplication,
    speak: Callable[[str], None],
    size: tuple[int, int],
    factor: float,
    language: str,
    contrast: bool,
) -> None:
    speak(language)
    wrong: list[str] = []
    for name, screen in _shown(size, factor, language, contrast=contrast):
        wrong += [f"{name}: {fault}" for fault in _faults(screen, size)]
    assert not wrong, "\n".join(wrong)


def _shown(size: tuple[int, int], factor: float, language: str, *, contrast: bool) -> Iterator[tuple[str, Screen]]:
    app = QApplication.instance()
    assert app is not None
    for name, screen, act in stage(size, factor, contrast=contrast, language=language):
        screen.resize(*size)
        screen.show_badge(samples.OFFLINE)
        screen.show()
        act()
        QCoreApplication.sendPostedEvents()
        yield name, screen
        screen.close()
        screen.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _faults(screen: Screen, size: tuple[int, int]) -> Iterator[str]:
    least = screen.minimumSizeHint()
    if least.width() > size[0] or least.height() > size[1]:
        yield f"needs {least.width()} × {least.height()}"
    shown = [widget for widget in screen.findChildren(QWidget) if widget.isVisible()]
    for widget in shown:
        yield from _widget_faults(widget, is_kiosk=isinstance(screen, KioskScreen))
    for parent in {id(widget.parent()): widget.parentWidget() for widget in shown}.values():
        yield from _overlaps([child for child in shown if child.parentWidget() is parent])


def _overlaps(siblings: list[QWidget]) -> Iterator[str]:
    """Words and buttons of one parent must not lie on each other."""
    solid = [widget for widget in siblings if isinstance(widget, Text | QAbstractButton | QLineEdit)]
    for at, one in enumerate(solid):
        for other in solid[at + 1 :]:
            both = one.geometry().intersected(other.geometry())
            if both.width() > 2 and both.height() > 2:
                yield f"“{_name(one)}” and “{_name(other)}” lie on each other: {both}"


def _name(widget: QWidget) -> str:
    return widget.accessibleName() or (widget.text()[:30] if isinstance(widget, Text) else repr(widget))


def _widget_faults(widget: QWidget, *, is_kiosk: bool) -> Iterator[str]:
    if isinstance(widget, QAbstractButton):
        if not widget.accessibleName():
            yield f"a button without a name: {widget!r}"
        if is_kiosk and min(widget.width(), widget.height()) < TARGET:
            yield f"“{widget.accessibleName()}” is only {widget.width()} × {widget.height()}"
    if isinstance(widget, QLineEdit) and not widget.accessibleName():
        yield "a field without a name"
    if isinstance(widget, Text) and widget.text():
        needed = widget.heightForWidth(widget.width()) if widget.wordWrap() else widget.sizeHint().height()
        if widget.height() < needed - 2:
            yield f"“{widget.text()[:40]}” needs {needed} of height and has {widget.height()}"
        if not widget.wordWrap() and widget.width() < widget.sizeHint().width() - 2:
            yield f"“{widget.text()[:40]}” is cut at {widget.width()}"
    if isinstance(widget, Button) and widget.text() and widget.property("kind") != Kind.PRIMARY:
        needed = widget.heightForWidth(widget.width())
        if widget.height() < needed - 2:
            yield f"the button “{widget.text()[:40]}” needs {needed} of height and has {widget.height()}"
