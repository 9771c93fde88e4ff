"""Incidents, refusals and clocks in words."""

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from kiosk.core.clocks import Moment, Reading, judge_clock
from kiosk.core.effective_time import ClockSample
from kiosk.core.incidents import IncidentKind
from kiosk.core.tickets import HandlingStep, IncidentFact, IncidentRow, StaffRow
from kiosk.store.catalogue import Catalogue
from kiosk.store.log import QueueState
from kiosk.sync.worker import SyncState
from kiosk.ui.text.device import Condition, DeviceWords
from kiosk.ui.text.doubt import DoubtWords
from kiosk.ui.text.incidents import InboxWords, IncidentWords
from kiosk.ui.text.refused import RefusedWords
from kiosk.ui.views.live import IncidentView
from tests.kiosk.core import make

SAMPLE = ClockSample(1, 0, make.NOW, 40)


def row(**changes: object) -> IncidentRow:
    values: dict[str, object] = {
        "kind": "duplicate_admission", "scope": "1", "subject": "s", "status": "open", "excess": 1,
        "order_uncertain": False, "facts": (IncidentFact("f1", "admitted", make.NOW, 2_000, "Door 1", 1, "ana"),),
    }  # fmt: skip
    return IncidentRow(**values | changes)  # type: ignore[arg-type] (values of many types)


def worded(one: IncidentRow) -> IncidentView:
    staff = {"ana": StaffRow("Ana Sousa", "supervisor", "", 1)}
    catalogue = Catalogue(make.event(), {}, {}, {}, {}, {}, {}, {}, staff, {})
    words = InboxWords(catalogue, make.NOW, "en", can_close=True)
    return IncidentWords(QObject()).inbox({"i": one}, words).rows[0]


@pytest.mark.parametrize("kind", IncidentKind)
def test_every_kind_has_a_title_a_sentence_and_an_advice(qapp: QApplication, kind: IncidentKind) -> None:
    view = worded(row(kind=kind.value, scope="0a0b0c0d:role"))
    assert view.title != kind.value
    assert view.sentence
    assert view.advice
    assert "cannot explain" not in view.sentence


def test_a_kind_of_a_newer_server_is_shown_all_the_same(qapp: QApplication) -> None:
    """E17"""
    view = worded(row(kind="from_tomorrow"))
    assert (view.title, view.advice) == ("from_tomorrow", "")


def test_a_side_tells_time_doubt_device_and_operator(qapp: QApplication) -> None:
    """D01"""
    (side,) = worded(row()).sides
    assert side.title == "Admitted"
    assert side.lines[0].endswith("± 2 s")
    assert side.lines[1:] == ("Door 1", "Ana Sousa")


def test_a_side_of_a_sale_is_its_receipt(qapp: QApplication) -> None:
    """F11"""
    sold = IncidentFact("f", "sold", make.NOW, 0, "Kiosk", order="H4K9Z2", amount_minor=2_400, currency="EUR")
    (side,) = worded(row(facts=(sold,))).sides
    assert "Receipt H4K9Z2 · €24.00" in side.lines


def test_an_uncertain_order_is_said(qapp: QApplication) -> None:
    """D03"""
    assert worded(row(order_uncertain=True)).uncertain == "The order of the two is not certain."


def test_what_was_refused_says_why_and_how_much_of_it_there_is(qapp: QApplication) -> None:
    """E08"""
    kept = IncidentFact("0" * 64, "admitted", make.NOW, 0, "Gate A", note="role")
    view = worded(row(kind="quarantined", scope="0a0b0c0d:role", facts=(kept,), facts_total=30))
    assert (view.subject, view.sentence) == ("Gate A", "This device may not do that.")
    assert view.more == "29 more of the same"
    assert "This device may not do that." in view.sides[0].lines


def test_a_refusal_of_a_newer_server_is_told_as_it_is(qapp: QApplication) -> None:
    assert RefusedWords().reason("from_tomorrow") == "Refused: from_tomorrow"


def test_a_note_names_who_said_it_when_and_where(qapp: QApplication) -> None:
    step = HandlingStep("f", make.NOW, "acknowledged", "asking gate B", "ana", "Supervisor 1")
    (note,) = worded(row(history=(step,))).notes
    assert note.words == "asking gate B"
    assert note.head.endswith("Ana Sousa looks after it · Supervisor 1")


def test_what_a_late_fact_opened_again_says_so(qapp: QApplication) -> None:
    step = HandlingStep("f", make.NOW, "closed", "", "ana", "Supervisor 1")
    assert worded(row(history=(step,))).state == "Open again"


def moment(wall_ms: int, *, compared: bool = False, highest_ms: int = 0, **suspect: int) -> Moment:
    sample = SAMPLE if compared else None
    return judge_clock(Reading(wall_ms, 0, "b"), sample, highest_ms, **suspect)  # type: ignore[arg-type] (flags)


CLOCKS = [
    (moment(make.NOW, compared=True), "", "right (± 21 ms)"),
    (moment(make.NOW + 3 * make.HOUR, compared=True), "Clock 3 h fast, corrected", "corrected (± 21 ms)"),
    (moment(make.NOW - 300_000, compared=True), "Clock 5 min slow, corrected", "corrected (± 21 ms)"),
    (moment(make.NOW), "", "not compared with the server since the start"),
    (moment(0, highest_ms=make.NOW), "Clock lost its time", "since the start"),
    (moment(make.NOW - 2 * make.HOUR, highest_ms=make.NOW), "Clock set back by 2 h", "since the start"),
    (moment(make.NOW, known_wrong_ms=3 * make.HOUR), "Clock was wrong by 3 h", "since the start"),
    (moment(make.NOW, has_leapt=True), "Clock was set forward", "since the start"),
]


@pytest.mark.parametrize(("at", "trouble", "full"), CLOCKS)
def test_the_clock_is_told_in_words(qapp: QApplication, at: Moment, trouble: str, full: str) -> None:
    """B11, B12, B13"""
    words = DoubtWords()
    assert words.clock_trouble(at) == trouble
    assert words.clock(at).startswith(trouble)
    assert words.clock(at).endswith(full) or full in words.clock(at)


@pytest.mark.parametrize(("at", "trouble", "full"), CLOCKS)
@pytest.mark.parametrize("online", [True, False])
def test_the_badge_tells_of_a_clock_in_doubt(
    qapp: QApplication, at: Moment, trouble: str, full: str, online: bool
) -> None:
    """B12: a corrected clock is only worth the badge while the network is well; a doubtful one always."""
    condition = Condition(SyncState(is_online=online), QueueState(0, 0, 0, 0), 0, at)
    words = DeviceWords().badge(condition, "UTC").words
    tells = trouble and (online or not at.is_trusted)
    assert (trouble in words) if tells else words in ("Online", "Offline")


@pytest.mark.parametrize(
    ("span_ms", "words"),
    [(20, "20 ms"), (40_000, "40 s"), (240_000, "4 min"), (3 * make.HOUR, "3 h"), (72 * make.HOUR, "3 days")],
)
def test_a_span_is_told_in_its_largest_sensible_unit(qapp: QApplication, span_ms: int, words: str) -> None:
    assert DoubtWords().span(span_ms) == words
