"""An event that moves: gates that have heard of it ask at the old date, those that have not go by the old rules."""

from typing import Any

import msgspec
import pytest

from kiosk.core.admission import Admit, Ask, Refuse
from kiosk.core.catalog import Event
from kiosk.core.reasons import Reason
from kiosk.core.ticket_code import parse
from server.catalog.rules import with_moved_window
from tests.kiosk.core import make
from tests.server.center import HOUR, Device, Running
from tests.server.door import pull, show_code

DAY = 24 * HOUR
MIDNIGHT = 1_789_941_600_000
"""The first moment, in Berlin, of the day on which the event of these tests was to be."""


def change(server: Running, **values: Any) -> Any:
    version = server.get(server.on(""))["event"]["version"]
    return server.put(server.on(""), {"version": version, "values": values})["value"]


def test_an_event_moved_by_its_dates_asks_at_the_old_date_once_that_was_pulled(server: Running, gate: Device) -> None:
    """H01"""
    code = show_code(server, server.sell())
    before = pull(gate)
    starts = server.time.now + HOUR
    moved = change(server, starts_ms=starts + 2 * DAY, ends_ms=starts + 2 * DAY + 5 * HOUR, change_note="Now on Sunday")
    assert before.judge(code, now_ms=starts) == Admit(Reason.OK, parse(code).subject, 1, 1), "not pulled: old rules"
    after = pull(gate)
    verdict = after.judge(code, now_ms=starts)
    assert isinstance(verdict, Ask)
    assert (verdict.reason, verdict.note) == (Reason.EVENT_CHANGED, "Now on Sunday")
    assert isinstance(after.judge(code, now_ms=moved["starts_ms"] - HOUR), Admit)
    assert isinstance(after.judge(code, now_ms=moved["ends_ms"]), Ask)


def test_a_window_chosen_by_hand_stays_as_it_is(server: Running, gate: Device) -> None:
    """H01"""
    code = show_code(server, server.sell())
    now = server.time.now
    change(server, valid_from_ms=now + HOUR, ends_ms=now + 9 * HOUR, change_note="An hour later")
    assert isinstance(pull(gate).judge(code, now_ms=now), Ask)
    assert isinstance(pull(gate).judge(code, now_ms=now + HOUR), Admit)


def test_an_event_without_a_note_is_judged_without_a_window(server: Running, gate: Device) -> None:
    code = show_code(server, server.sell())
    change(server, starts_ms=server.time.now + 2 * DAY, ends_ms=server.time.now + 3 * DAY)
    assert not isinstance(pull(gate).judge(code, now_ms=server.time.now), Refuse | Ask)


def window_of(before: Event | None, **changes: Any) -> tuple[int, int]:
    event = msgspec.structs.replace(before or make.event(), **changes)
    moved = with_moved_window(event, before)
    return moved.valid_from_ms, moved.valid_until_ms


EVENT = make.event()
MOVED = msgspec.structs.replace(
    EVENT, change_note="Sunday", starts_ms=EVENT.starts_ms + DAY, ends_ms=EVENT.ends_ms + DAY,
    valid_from_ms=MIDNIGHT + DAY, valid_until_ms=EVENT.ends_ms + DAY,
)  # fmt: skip


@pytest.mark.parametrize(
    ("before", "changes", "window"),
    [
        (None, {}, (0, 0)),
        (None, {"change_note": "x"}, (MIDNIGHT, EVENT.ends_ms)),
        (EVENT, {"starts_ms": EVENT.starts_ms + 1}, (0, 0)),
        (EVENT, {"change_note": "the other hall"}, (MIDNIGHT, EVENT.ends_ms)),
        (EVENT, {"change_note": "x", "starts_ms": MIDNIGHT, "doors_ms": MIDNIGHT - 1}, (MIDNIGHT - DAY, EVENT.ends_ms)),
        (EVENT, {"change_note": "x", "doors_ms": EVENT.starts_ms - DAY}, (MIDNIGHT, EVENT.ends_ms)),
        (EVENT, {"change_note": "x", "valid_until_ms": 9}, (0, 9)),
        (MOVED, {"name": "Quay Lights"}, (MOVED.valid_from_ms, MOVED.valid_until_ms)),
        (MOVED, {"starts_ms": EVENT.starts_ms + 2 * DAY, "ends_ms": EVENT.ends_ms + 2 * DAY},
         (MIDNIGHT + 2 * DAY, EVENT.ends_ms + 2 * DAY)),
        (MOVED, {"change_note": ""}, (0, 0)),
        (MOVED, {"valid_from_ms": 0, "valid_until_ms": 0}, (MIDNIGHT + DAY, MOVED.ends_ms)),
        (EVENT, {"change_note": "x", "timezone": "UTC", "starts_ms": 0}, (1, EVENT.ends_ms)),
    ],
)  # fmt: skip
def test_the_window_of_a_moved_event_is_its_new_day(
    before: Event | None, changes: dict[str, Any], window: tuple[int, int]
) -> None:
    """H01"""
    assert window_of(before, **changes) == window
