"""Every screen with content, ready to be looked at: for the gallery and for the tests that judge all of them."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter

from kiosk.ui.door import DoorScreen
from kiosk.ui.door_sheets import FindSheet
from kiosk.ui.incidents import IncidentScreen
from kiosk.ui.kiosk import KioskScreen
from kiosk.ui.live import LiveScreen
from kiosk.ui.pairing import PairingScreen
from kiosk.ui.pin_pad import PinSheet
from kiosk.ui.prints import PrintsScreen
from kiosk.ui.qr_picture import draw_qr
from kiosk.ui.role import RoleScreen
from kiosk.ui.screen import Screen
from kiosk.ui.settings_screen import SettingsScreen
from kiosk.ui.theme import Ground, Theme, build_theme
from kiosk.ui.till import TillScreen
from kiosk.ui.waiting import WaitingScreen
from tests.kiosk.ui import incident_samples, samples

LANDSCAPE, PORTRAIT = (1920, 1080), (1080, 1920)
LANGUAGES = (("en", "English"), ("de", "Deutsch"))
Act = Callable[[], object]
Scene = tuple[str, Screen, Act]


def make_theme(ground: Ground, size: tuple[int, int], text_factor: float = 1.0, *, contrast: bool = False) -> Theme:
    """Return the theme of a screen of this size."""
    return build_theme(Ground.CONTRAST if contrast else ground, *size, text_factor=text_factor)


def write_money(amount_minor: int, currency: str) -> str:
    """Return a plain amount: the screens are given the real function by the program."""
    return f"{'£' if currency == 'GBP' else ''}{amount_minor / 100:.2f}{'' if currency == 'GBP' else ' €'}"


def camera_picture() -> QImage:
    """Return a picture as a camera sees a ticket held up at night."""
    image = QImage(960, 720, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    night = QLinearGradient(QPointF(0, 0), QPointF(960, 720))
    night.setColorAt(0, QColor("#20281F"))
    night.setColorAt(1, QColor("#5F6A5C"))
    painter.fillRect(image.rect(), night)
    painter.translate(480, 360)
    painter.rotate(-6)
    painter.fillRect(QRectF(-190, -250, 380, 500), QColor("#F4F1EA"))
    painter.drawPixmap(-150, -170, draw_qr(samples.CODE, 300))
    painter.end()
    return image


def stage(
    size: tuple[int, int], text_factor: float, *, contrast: bool = False, language: str = "en"
) -> Iterator[Scene]:
    """Yield each screen with a name and what is to be done once it is shown. The caller shows and deletes it."""
    light = make_theme(Ground.LIGHT, size, text_factor, contrast=contrast)
    dark = make_theme(Ground.DARK, size, text_factor, contrast=contrast)
    yield from _doors(dark, language)
    yield from _kiosks(light, language)
    yield from _tills(light, language)
    yield from _setup(light, language)
    yield from _live(dark, language)


def _nothing() -> None:
    pass


def _doors(theme: Theme, language: str) -> Iterator[Scene]:
    def door(lost: bool = False) -> DoorScreen:
        screen = DoorScreen(theme, language)
        screen.show_door(samples.DOOR_LOST if lost else samples.DOOR)
        return screen

    screen = door()
    yield "door", screen, lambda s=screen: (s.show_frame(camera_picture()), s.show_last(samples.LAST))
    screen = door(lost=True)
    yield "door_lost", screen, lambda s=screen: s.show_last(samples.LAST_LONG)
    screen = DoorScreen(theme, language)
    screen.show_door(samples.DOOR_LONG)
    yield "door_long", screen, lambda s=screen: (s.show_badge(samples.OFFLINE_LONG), s.show_frame(camera_picture()))
    for name, verdict in samples.VERDICTS.items():
        screen = door()
        yield f"verdict_{name}", screen, lambda s=screen, v=verdict: s.show_verdict(v)
    screen = door()
    yield "find", screen, lambda s=screen: _search(s)
    screen = door()
    yield "log", screen, lambda s=screen: s.show_log(samples.LOG)
    screen = door()
    yield "override", screen, lambda s=screen: (s.show_verdict(samples.VERDICTS["deny"]), s.on_override())
    screen = door()
    yield "question", screen, lambda s=screen: (s.show_verdict(samples.VERDICTS["questions"]), s.on_answers())
    screen = door()
    yield "count", screen, lambda s=screen: (s.show_verdict(samples.VERDICTS["group"]), s.on_count())
    screen = door()
    screen.show_door(samples.DOOR_CHECKING)
    yield "door_checking", screen, _nothing
    screen = door()
    yield "undo", screen, lambda s=screen: (s.show_last(samples.LAST), s.on_undo())


def _search(screen: DoorScreen) -> None:
    screen.on_find()

    assert isinstance(screen.sheet, FindSheet)
    screen.sheet.set_typed("ok")
    screen.show_found(samples.FOUND)


def _kiosks(theme: Theme, language: str) -> Iterator[Scene]:
    frame = replace(samples.FRAME, language=language)
    for name, view in samples.KIOSK.items():
        screen = KioskScreen(theme, frame)
        yield f"kiosk_{name}", screen, lambda s=screen, v=view: s.show_view(v)
    screen = KioskScreen(theme, frame)
    yield "kiosk_idle", screen, lambda s=screen: (s.show_view(samples.KIOSK["tickets"]), s.on_idle_warned(24))
    screen = KioskScreen(theme, frame)
    yield "kiosk_help", screen, lambda s=screen: (s.show_view(samples.KIOSK["attract"]), s.on_help())
    screen = KioskScreen(theme, frame)
    yield "kiosk_pin", screen, lambda s=screen: _ask_pin(s)


def _ask_pin(screen: KioskScreen) -> None:
    screen.show_view(samples.KIOSK["attract"])
    screen.open_sheet(PinSheet(screen.theme, "Staff menu"))


def _tills(theme: Theme, language: str) -> Iterator[Scene]:
    def till() -> TillScreen:
        screen = TillScreen(theme, language, write_money)
        screen.show_view(samples.TILL)
        return screen

    screen = till()
    yield "till", screen, _nothing
    screen = till()
    yield "till_long", screen, lambda s=screen: s.show_view(samples.TILL_LONG)
    screen = till()
    yield "till_cash", screen, lambda s=screen: s.on_cash()
    screen = till()
    yield "till_discount", screen, lambda s=screen: s.on_discount()
    screen = till()
    yield "till_sold", screen, lambda s=screen: s.show_sold(samples.SOLD)
    screen = till()
    yield "till_shift", screen, lambda s=screen: s.show_shift(samples.SHIFT)
    screen = till()
    yield "till_float", screen, lambda s=screen: s.on_open_shift()
    screen = till()
    yield "till_sales", screen, lambda s=screen: s.show_sales(samples.SALES)
    screen = till()
    yield "till_refund", screen, lambda s=screen: s.on_refund("o1")

    screen = PrintsScreen(theme)
    yield "prints", screen, lambda s=screen: s.show_view(samples.PRINTS)
    screen = PrintsScreen(theme)
    yield "prints_one", screen, lambda s=screen: (s.show_view(samples.PRINTS), s.show_print("j3"))


def _setup(theme: Theme, language: str) -> Iterator[Scene]:
    for name, view in samples.PAIRING.items():
        screen = PairingScreen(theme, LANGUAGES, language)
        yield f"pairing_{name}", screen, lambda s=screen, v=view: (s.show_view(v), s.show_frame(camera_picture()))
    screen = RoleScreen(theme)
    yield "role", screen, lambda s=screen: s.show_view(samples.ROLES)
    for name, waiting in samples.WAITING.items():
        screen = WaitingScreen(theme)
        yield f"waiting_{name}", screen, lambda s=screen, v=waiting: s.show_view(v)
    screen = SettingsScreen(theme)
    yield "settings", screen, lambda s=screen: s.show_view(samples.SETTINGS)
    screen = SettingsScreen(theme)
    yield "settings_choice", screen, lambda s=screen: (s.show_view(samples.SETTINGS), s.on_setting(0))
    screen = SettingsScreen(theme)
    yield "settings_sound", screen, lambda s=screen: (s.show_view(samples.SETTINGS), s.on_setting(3))
    screen = SettingsScreen(theme)
    yield "settings_ready", screen, lambda s=screen: s.show_ready_check(samples.READY)
    screen = SettingsScreen(theme)
    yield "settings_quit", screen, lambda s=screen: s.on_quit()


def _live(theme: Theme, language: str) -> Iterator[Scene]:
    screen = LiveScreen(theme)
    yield "live", screen, lambda s=screen: s.show_view(samples.LIVE)
    screen = LiveScreen(theme)
    yield "live_table", screen, lambda s=screen: (s.show_view(samples.LIVE), s.on_table())
    screen = IncidentScreen(theme, language)
    yield "incidents", screen, lambda s=screen: s.show_view(incident_samples.INCIDENTS)
    screen = IncidentScreen(theme, language)
    yield "incident", screen, lambda s=screen: (s.show_view(incident_samples.INCIDENTS), s.show_incident("i1"))
