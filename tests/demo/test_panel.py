"""The demo's window: the roles, and the panel beside every screen, on a small screen too."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from demo.panel import Panel
from kiosk.core.permissions import Role
from kiosk.running import Running
from kiosk.settings import Settings
from kiosk.store import meta
from kiosk.ui.bridge import Lane, MainThread
from kiosk.ui.fonts import load_text_fonts
from kiosk.ui.role import RoleCard
from kiosk.ui.side import Side
from kiosk.ui.theme import Ground
from kiosk.ui.window import Window
from tests.kiosk.device import identity, open_device

pytestmark = pytest.mark.ui


@pytest.fixture
def window(tmp_path: Any, qapp: QApplication) -> Iterator[Window]:
    """The demo's window on a device that may take every role."""
    load_text_fonts()
    roles = tuple(role for role in Role if role is not Role.SERVER)
    device = open_device(tmp_path)
    device.store.write(lambda c: meta.save_identity(c, identity(roles=roles))).result()
    device.close()
    props: Any = SimpleNamespace(is_cut=False)
    lane = Lane(MainThread(), "props")
    running = Running(Settings(data_dir=str(tmp_path), keyring=False, windowed=True, mute=True))
    window = Window(running, demo_panel=lambda: Panel(window.theme_for(Ground.LIGHT), props, lane))
    yield window
    window.quit()
    lane.close()
    running.close()
    window.deleteLater()


def place(window: Window, button: QAbstractButton) -> QRect:
    return QRect(button.mapTo(window, QPoint(0, 0)), button.size())


@pytest.mark.parametrize("first", [(1920, 1080), (1280, 720)])
def test_the_window_can_be_as_small_as_a_small_screen(window: Window, qtbot: QtBot, first: tuple[int, int]) -> None:
    window.resize(*first)
    window.show()
    window.start()
    window.resize(1280, 720)
    assert (window.width(), window.height()) == (1280, 720)

    def all_inside() -> bool:
        cards = [card for card in window.findChildren(RoleCard) if card.isVisible()]
        return len(cards) == 5 and all(window.rect().contains(place(window, card)) for card in cards)

    qtbot.waitUntil(all_inside)
    panel = window.findChild(Panel)
    assert panel is not None
    scroller = panel.parentWidget()
    assert scroller is not None
    assert window.rect().contains(QRect(scroller.mapTo(window, QPoint(0, 0)), scroller.size()))


def the_side(window: Window) -> Side:
    side = window.findChild(Side)
    assert side is not None
    return side


@pytest.mark.parametrize("role", [Role.KIOSK, Role.TILL, Role.GATE, Role.LIVE, Role.SUPERVISOR])
def test_the_panel_is_at_hand_in_every_role_and_covers_nothing(window: Window, qtbot: QtBot, role: Role) -> None:
    window.resize(1280, 800)
    window.show()
    window.start()
    side = the_side(window)
    assert side.handle.isChecked()
    window.start_role(role)
    screen = window.screen_on_show
    assert screen is not None
    assert not side.handle.isChecked()
    qtbot.waitUntil(lambda: screen.geometry().right() < side.geometry().left())
    assert screen.width() > 1200
    qtbot.mouseClick(side.handle, Qt.MouseButton.LeftButton)
    network = next(b for b in side.findChildren(QAbstractButton) if b.text() == "Cut the network")
    qtbot.waitUntil(network.isVisible)
    qtbot.waitUntil(lambda: screen.geometry().right() < side.geometry().left())
    window.show_roles()
    assert side.handle.isChecked()
