"""Does every shipped language say everything, and does what is shipped match the sources?"""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.core.reasons import TABLE, Class, Reason
from kiosk.ui.kiosk import KioskScreen
from kiosk.ui.language import LANGUAGES, Speaker
from kiosk.ui.text.verdicts import VerdictWords
from kiosk.ui.theme import Ground
from kiosk.ui.words import Text
from scripts.screen_texts import FOLDER, collect, compile_texts
from tests.kiosk.ui import samples
from tests.kiosk.ui.stage import LANDSCAPE, make_theme

CODES = [option.code for option in LANGUAGES]


def file_of(language: str) -> Path:
    """Return the source of a language's translations."""
    return FOLDER / f"foyer_{language}.ts"


def messages(file: Path) -> dict[tuple[str, str], ET.Element]:
    """Return the messages of a file by context and source."""
    found: dict[tuple[str, str], ET.Element] = {}
    for context in ET.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            found[(context.findtext("name") or "", message.findtext("source") or "")] = message
    return found


@pytest.mark.parametrize("language", CODES)
def test_no_text_is_unfinished(language: str) -> None:
    unfinished = [
        key
        for key, message in messages(file_of(language)).items()
        for translation in message.iter("translation")
        if translation.get("type") or not "".join(translation.itertext()).strip()
    ]
    assert not unfinished


@pytest.mark.parametrize("language", CODES)
def test_every_text_of_the_sources_is_there_and_no_other(language: str, tmp_path: Path) -> None:
    fresh = tmp_path / file_of(language).name
    fresh.write_bytes(file_of(language).read_bytes())
    collect(fresh)
    assert messages(fresh).keys() == messages(file_of(language)).keys(), "run scripts/screen_texts.py and translate"


@pytest.mark.parametrize("language", CODES)
def test_what_is_compiled_is_what_was_written(language: str, tmp_path: Path) -> None:
    target = tmp_path / "fresh.qm"
    compile_texts(file_of(language), target)
    assert target.read_bytes() == file_of(language).with_suffix(".qm").read_bytes(), "run scripts/screen_texts.py"


@pytest.mark.parametrize("language", CODES)
def test_braces_are_the_same_in_the_translation(language: str) -> None:
    def braces(text: str) -> set[str]:
        return {part.split("}")[0] for part in text.split("{")[1:]}

    wrong = [
        key
        for key, message in messages(file_of(language)).items()
        for translation in message.iter("translation")
        if braces(key[1]) != braces("".join(translation.itertext()))
    ]
    assert not wrong


def test_german_is_set_as_germans_do() -> None:
    texts = ["".join(t.itertext()) for m in messages(file_of("de")).values() for t in m.iter("translation")]
    assert not [text for text in texts if '"' in text or ("“" in text.replace("„", "", 1) and "„" not in text)]
    assert not [text for text in texts if " - " in text or "..." in text]


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("reason", Reason)
def test_every_verdict_has_a_word_and_says_what_to_do(
    qapp: QApplication, speak: Callable[[str], None], reason: Reason, language: str
) -> None:
    speak(language)
    words = VerdictWords()
    assert words.reason_word(reason)
    sentence = words._sentences()[reason]
    assert sentence or TABLE[reason].cls is Class.ADMIT


def test_no_two_refusals_share_a_sentence(qapp: QApplication) -> None:
    sentences = [s for reason, s in VerdictWords()._sentences().items() if TABLE[reason].cls is not Class.ADMIT]
    assert len(set(sentences)) == len(sentences)


@pytest.mark.ui
def test_a_screen_speaks_another_language_at_once(
    qtbot: QtBot, fonts_loaded: QApplication, speak: Callable[[str], None]
) -> None:
    screen = KioskScreen(make_theme(Ground.LIGHT, LANDSCAPE), samples.FRAME)
    qtbot.addWidget(screen)
    screen.resize(*LANDSCAPE)
    screen.show_view(samples.KIOSK["tickets"])
    screen.show()

    def said() -> list[str]:
        return [text.text() for text in screen.findChildren(Text) if text.isVisible()]

    assert "How many tickets?" in said()
    speak("de")
    qtbot.waitUntil(lambda: "Wie viele Tickets?" in said())
    assert "3 Tickets" in said()
    speak("en")
    qtbot.waitUntil(lambda: "3 tickets" in said())


def test_a_language_that_is_not_complete_stays_english(qapp: QApplication) -> None:
    speaker = Speaker(qapp)
    speaker.speak("tlh")
    assert speaker.language == "en"
    speaker.fall_silent()
