"""News from threads arrives on Qt's thread, in order; a bug reaches the crash screen."""

import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from kiosk.core.errors import FoyerError, Offline
from kiosk.ui.bridge import Lane, MainThread


@pytest.fixture
def main(qapp: object) -> MainThread:
    return MainThread()


@pytest.fixture
def lane(main: MainThread) -> Iterator[Lane]:
    made = Lane(main, "test")
    yield made
    made.close()


def test_calls_from_another_thread_run_on_qts_thread_in_order(main: MainThread, qtbot: QtBot) -> None:
    heard: list[tuple[int, threading.Thread]] = []

    def hear(number: int) -> None:
        heard.append((number, threading.current_thread()))

    thread = threading.Thread(target=lambda: [main.post(hear, n) for n in range(100)])
    thread.start()
    qtbot.waitUntil(lambda: len(heard) == 100)
    thread.join()
    assert heard == [(n, threading.main_thread()) for n in range(100)]


def test_results_come_in_the_order_in_which_work_was_given(lane: Lane, qtbot: QtBot) -> None:
    results: list[int] = []
    for number in range(20):
        lane.run(lambda n=number: n, results.append, lambda _: None)
    qtbot.waitUntil(lambda: len(results) == 20)
    assert results == list(range(20))


def test_an_expected_failure_is_told_and_a_bug_crashes(
    lane: Lane, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    errors: list[FoyerError] = []
    crashes: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: crashes.append(kind))

    def fail() -> None:
        raise Offline("nobody there")

    lane.run(fail, lambda _: None, errors.append)
    lane.run(lambda: 1 // 0, lambda _: None, errors.append)
    qtbot.waitUntil(lambda: bool(crashes))
    assert [error.code for error in errors] == ["offline"]
    assert crashes == [ZeroDivisionError]


def test_nothing_is_called_once_the_screens_are_gone(main: MainThread) -> None:
    heard: list[int] = []
    main.post(heard.append, 1)
    main.close()
    main.post(heard.append, 2)
    QCoreApplication.sendPostedEvents()
    assert heard == []
