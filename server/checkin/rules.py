"""How do counts change when the passages of a ticket do? Differences, so that no crowd is counted twice."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kiosk.core.tickets import AttendanceRow

MINUTE_MS = 60_000
SHOWN_MINUTES = 240
Key = tuple[int, int, str, int]
"""(event, list, measure, key)."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What of a passage is counted."""

    event: int
    list: int
    gate: int
    type: int
    entry: bool
    people: int
    at_ms: int


def count_passages(passages: Iterable[Counted]) -> "Counter[Key]":
    """Return what one ticket's passages count for."""
    sums: Counter[Key] = Counter()
    used: set[tuple[int, int]] = set()
    for one in passages:
        if not one.entry:
            sums[one.event, one.list, "left", 0] += one.people
            continue
        sums[one.event, one.list, "admitted", 0] += one.people
        sums[one.event, one.list, "gate", one.gate] += one.people
        sums[one.event, one.list, "type", one.type] += one.people
        sums[one.event, one.list, "minute", one.at_ms // MINUTE_MS] += one.people
        used.add((one.event, one.list))
    for event, checkin_list in used:
        sums[event, checkin_list, "used", 0] += 1
    return sums


def difference(before: "Counter[Key]", after: "Counter[Key]") -> "Counter[Key]":
    """Return what must be added to the counts, zeros left out."""
    moved: Counter[Key] = Counter(after)
    moved.subtract(before)
    return Counter({key: count for key, count in moved.items() if count})


def attendance_row(measures: Mapping[tuple[str, int], int], now_ms: int) -> AttendanceRow:
    """Return the row that live screens show of one list, given its counts by (measure, key)."""
    since = now_ms // MINUTE_MS - SHOWN_MINUTES

    def by(measure: str) -> dict[str, int]:
        wanted = sorted((key, count) for (name, key), count in measures.items() if name == measure and count)
        return {str(key): count for key, count in wanted if measure != "minute" or key >= since}

    return AttendanceRow(
        admitted=measures.get(("admitted", 0), 0),
        left=measures.get(("left", 0), 0),
        tickets_used=measures.get(("used", 0), 0),
        by_gate=by("gate"),
        by_type=by("type"),
        per_minute=by("minute"),
    )
