"""How do counts change when the passages of a ticket do? Differences, so that no crowd is counted twice."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kiosk.core.tickets import AttendanceRow

MINUTE_MS = 60_000
SHOWN_MINUTES = 240
RECENT_MINUTES = 12
"""Of these each gate's arrivals are told by minute: screens show the last ten, and their clocks may differ."""
GATES_MAX = 65_536
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
        minute = one.at_ms // MINUTE_MS
        sums[one.event, one.list, "minute", minute] += one.people
        if 0 <= one.gate < GATES_MAX:  # a fact may name any number; only those that exist have a screen
            sums[one.event, one.list, "gate_minute", gate_minute(one.gate, minute)] += one.people
        used.add((one.event, one.list))
    for event, checkin_list in used:
        sums[event, checkin_list, "used", 0] += 1
    return sums


def gate_minute(gate: int, minute: int) -> int:
    """Return the key that counts one gate in one minute; keys of later minutes are greater, whatever the gate."""
    return minute * GATES_MAX + gate


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

    recent: dict[str, dict[str, int]] = {}
    since_recent = gate_minute(0, now_ms // MINUTE_MS - RECENT_MINUTES)
    for (measure, key), count in sorted(measures.items()):
        if measure == "gate_minute" and key >= since_recent and count:
            minute, gate = divmod(key, GATES_MAX)
            recent.setdefault(str(gate), {})[str(minute)] = count
    return AttendanceRow(
        admitted=measures.get(("admitted", 0), 0),
        left=measures.get(("left", 0), 0),
        tickets_used=measures.get(("used", 0), 0),
        by_gate=by("gate"),
        by_type=by("type"),
        per_minute=by("minute"),
        recent_by_gate=recent,
    )


def last_cutoff_ms(minute: int, timezone: str, now_ms: int) -> int:
    """Return the latest moment up to now at which it was that minute of the day at the venue.

    A time that summer time skips is read with the offset before the gap; one that comes twice is the first.
    """
    zone = ZoneInfo(timezone)
    today = datetime.fromtimestamp(now_ms / 1000, UTC).astimezone(zone).date()
    at = time(minute // 60, minute % 60)
    moments = [datetime.combine(today - timedelta(days=ago), at, zone).timestamp() for ago in (0, 1)]
    return max(round(moment * 1000) for moment in moments if moment * 1000 <= now_ms)
