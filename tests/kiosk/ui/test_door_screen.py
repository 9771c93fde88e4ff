"""What do staff do at the door, and what does the screen ask for?"""

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from kiosk.core.tickets import TicketRow
from kiosk.store.admissions import FoundTicket
from kiosk.ui.buttons import Button
from kiosk.ui.door import DoorScreen
from kiosk.ui.door_sheets import AnswerSheet, FindSheet, LogSheet, OverrideSheet
from kiosk.ui.keyboard import Keyboard
from kiosk.ui.rows import RowButton
from kiosk.ui.sheets import QuestionSheet
from kiosk.ui.text.door_lists import DoorLists
from kiosk.ui.theme import Ground
from kiosk.ui.views.door import QuestionView, VerdictView
from kiosk.ui.words import ClampText
from tests.kiosk.ui import samples
from tests.kiosk.ui.stage import LANDSCAPE, PORTRAIT, camera_picture, make_theme

pytestmark = pytest.mark.ui


def door(qtbot: QtBot, *, last_ms: int = 60_000) -> DoorScreen:
    """Return a door at Gate A."""
    screen = DoorScreen(make_theme(Ground.DARK, LANDSCAPE), "en", last_ms=last_ms)
    qtbot.addWidget(screen)
    screen.resize(*LANDSCAPE)
    screen.show_door(samples.DOOR)
    screen.show()
    return screen


def press(qtbot: QtBot, screen: DoorScreen, name: str) -> None:
    """Press the button with this accessible name."""
    found = [b for b in screen.findChildren(Button) if b.isVisible() and b.accessibleName() == name]
    assert found, f"no button {name}: {[b.accessibleName() for b in screen.findChildren(Button) if b.isVisible()]}"
    qtbot.mouseClick(found[-1], Qt.MouseButton.LeftButton)


def test_an_admission_is_undone_only_after_a_question(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = door(qtbot)
    screen.show_last(samples.LAST)
    press(qtbot, screen, "Undo last")
    assert isinstance(screen.sheet, QuestionSheet)
    with qtbot.waitSignal(screen.undo_requested) as undo:
        press(qtbot, screen, "Undo")
    assert undo.args == ["fact-1"]
    assert not next(b for b in screen.findChildren(Button) if b.text() == "Undo last").isEnabled()


def test_keeping_an_admission_undoes_nothing(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = door(qtbot)
    screen.show_last(samples.LAST)
    press(qtbot, screen, "Undo last")
    with qtbot.assertNotEmitted(screen.undo_requested):
        press(qtbot, screen, "Keep")
    assert screen.sheet is None


def test_the_last_scan_goes_after_its_time(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = door(qtbot, last_ms=30)
    screen.show_last(samples.LAST)
    undo = next(b for b in screen.findChildren(Button) if b.text() == "Undo last")
    assert undo.isEnabled()
    qtbot.waitUntil(lambda: not undo.isEnabled(), timeout=2_000)


def test_a_search_is_asked_for_after_a_pause_in_typing(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = door(qtbot)
    press(qtbot, screen, "Find by name or number")
    assert isinstance(screen.sheet, FindSheet)
    with qtbot.waitSignal(screen.find_requested, timeout=2_000) as wanted:
        qtbot.keyClicks(screen.sheet.findChildren(QLineEdit)[0], "ok")
    assert wanted.args == ["ok"]


def test_a_hit_is_chosen_by_its_row(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = door(qtbot)
    screen.on_find()
    assert isinstance(screen.sheet, FindSheet)
    screen.sheet.set_typed("ok")
    screen.show_found(samples.FOUND)
    row = next(row for row in screen.sheet.findChildren(RowButton) if row.text() == "Maya Okafor")
    with qtbot.waitSignal(screen.found_chosen) as chosen:
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert chosen.args == ["s1"]


def test_a_hit_names_its_ticket_number_first_and_as_it_is_printed(qapp: QApplication) -> None:
    hit = FoundTicket("s1", TicketRow("Q1TZTQ7HQ4", 1, 0, "K3M9A"), "Nuno Okafor")
    (row,) = DoorLists().build_found(None, "oka", [hit], badges={}, with_orders=False).rows
    assert row.detail == "Q1TZT-Q7HQ4 · K3M9A"


def test_the_search_is_one_column_once_the_monitor_stands(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = door(qtbot)
    screen.on_find()
    assert isinstance(screen.sheet, FindSheet)
    screen.sheet.set_typed("ok")
    screen.show_found(samples.FOUND)
    keyboard = screen.sheet.findChildren(Keyboard)[0]
    assert _place(screen, keyboard).left() > _place(screen, screen.sheet.findChildren(RowButton)[-1]).right()
    screen.resize(*PORTRAIT)
    row = _place(screen, screen.sheet.findChildren(RowButton)[-1])
    assert _place(screen, keyboard).top() > row.bottom()
    assert row.width() > PORTRAIT[0] * 0.8


def _place(screen: DoorScreen, widget: QWidget) -> QRect:
    QApplication.processEvents()
    return QRect(widget.mapTo(screen, QPoint(0, 0)), widget.size())


def test_hits_of_an_older_typing_are_not_shown(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = door(qtbot)
    screen.on_find()
    assert isinstance(screen.sheet, FindSheet)
    screen.sheet.set_typed("okafor")
    screen.show_found(samples.FOUND)
    assert not [row for row in screen.sheet.findChildren(RowButton) if row.isVisible()]


def test_a_typed_number_is_given_to_be_checked(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = door(qtbot)
    screen.on_find()
    assert isinstance(screen.sheet, FindSheet)
    screen.sheet.set_typed("7K3Q-94XD-M2")
    with qtbot.waitSignal(screen.number_given) as given:
        press(qtbot, screen, "Check this number")
    assert given.args == ["7K3Q-94XD-M2"]


def test_an_override_needs_a_reason_and_a_pin(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = door(qtbot)
    screen.show_verdict(samples.VERDICTS["deny"])
    screen.on_override()
    assert isinstance(screen.sheet, OverrideSheet)
    with qtbot.assertNotEmitted(screen.override_requested):
        qtbot.keyClicks(screen.sheet.pad, "123456")
    assert "reason" in screen.sheet.pad.note
    press(qtbot, screen, "Known to the organizer")
    with qtbot.waitSignal(screen.override_requested) as given:
        qtbot.keyClicks(screen.sheet.pad, "123456")
    assert given.args == ["123456", "Known to the organizer"]


def test_a_refused_override_says_why_on_the_sheet(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = door(qtbot)
    screen.show_verdict(samples.VERDICTS["deny"])
    screen.on_override()
    screen.show_override_refused("Wrong PIN.")
    assert isinstance(screen.sheet, OverrideSheet)
    assert screen.sheet.pad.note == "Wrong PIN."


def test_the_questions_of_a_list_are_asked_one_after_the_other(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = door(qtbot)
    questions = (
        QuestionView(1, "A wheelchair space?", "yes_no", True),
        QuestionView(2, "Which meal?", "choice", True, ("Fish", "None")),
    )
    asked = samples.VERDICTS["questions"]
    screen.show_verdict(VerdictView(asked.look, asked.word, "", (), asked.sound, 0, questions=questions))
    screen.on_answers()
    assert isinstance(screen.sheet, AnswerSheet)
    press(qtbot, screen, "Yes")
    with qtbot.waitSignal(screen.consent_given) as given:
        press(qtbot, screen, "Fish")
    assert given.args == [False, {1: "yes", 2: "Fish"}]


def test_an_unpaid_ticket_is_accepted_by_its_button(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = door(qtbot)
    screen.show_verdict(samples.VERDICTS["unpaid"])
    with qtbot.waitSignal(screen.consent_given) as given:
        press(qtbot, screen, "Admit unpaid")
    assert given.args == [True, {}]


def test_the_log_offers_to_undo_admissions_only(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = door(qtbot)
    screen.show_log(samples.LOG)
    assert isinstance(screen.sheet, LogSheet)
    rows = [row for row in screen.sheet.findChildren(RowButton) if row.isVisible()]
    assert rows[0].isEnabled()
    assert not rows[1].isEnabled()


def test_pictures_are_dropped_while_the_camera_is_lost(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = door(qtbot)

    def seen(image: QImage) -> int:
        return len({image.pixel(x, 300) for x in range(100, 1200, 25)})

    screen.show_frame(camera_picture())
    assert seen(screen.grab().toImage()) > 8
    screen.show_door(samples.DOOR_LOST)
    screen.show_frame(camera_picture())
    assert seen(screen.grab().toImage()) < 8


def test_a_verdict_stays_when_the_monitor_is_turned(qtbot: QtBot, fonts_loaded: QApplication) -> None:
    screen = door(qtbot)
    screen.show_verdict(samples.VERDICTS["deny"])
    screen.resize(1080, 1920)
    assert screen.verdict.isVisible()
    assert screen.verdict.size() == screen.size()


@pytest.mark.parametrize("factor", [1.0, 1.5])
def test_upright_neither_the_gate_nor_the_badge_is_cut(qtbot: QtBot, fonts_loaded: QApplication, factor: float) -> None:
    screen = DoorScreen(make_theme(Ground.DARK, PORTRAIT, factor), "de")
    qtbot.addWidget(screen)
    screen.resize(*PORTRAIT)
    screen.show_door(samples.DOOR_LONG)
    screen.show()
    screen.show_badge(samples.OFFLINE_LONG)
    QCoreApplication.sendPostedEvents()
    badge, place = screen.badge, screen._place
    assert badge is not None
    assert badge.width() >= badge.sizeHint().width()
    assert isinstance(place, ClampText)
    assert " ".join(place._lines(place.width())) == samples.DOOR_LONG.gate
