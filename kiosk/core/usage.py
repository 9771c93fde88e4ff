"""How often was a ticket used on a check-in list, and how many of its people may still enter?

Uses counted, days told apart, and the one rule of re-entry: `admission` asks it before a passage,
`reducer` asks it again when it replays history. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from kiosk.core.catalog import ReEntry
from kiosk.core.tickets import Use


@dataclass(frozen=True, slots=True)
class Tally:
    """The uses of one ticket on one list, counted."""

    entries: int
    inside: bool
    first: Use | None
    last_entry: Use | None
    entries_today: int
    last_exit: Use | None = None
    entry_days: int = 0


@dataclass(frozen=True, slots=True)
class Move:
    """One passage as the rule of re-entry sees it. `day` is that of an entry at the venue (ISO 8601)."""

    entry: bool
    people: int
    day: str = ""


class Limit(StrEnum):
    """What keeps further people of a ticket out."""

    USED = "used"
    TODAY = "today"
    ENTRIES = "entries"


@dataclass(frozen=True, slots=True)
class Room:
    """How many people of a ticket may enter now, and which limit says so; at most 0 = none."""

    people: int
    limit: Limit


def tally(uses: Sequence[Use], checkin_list: int, *, timezone: str, now_ms: int) -> Tally:
    """Count a ticket's uses (oldest first) on one list; "today" is the day of `now_ms` in `timezone`."""
    mine = [use for use in uses if use.list == checkin_list]
    entries = [use for use in mine if use.entry]
    exits = [use for use in mine if not use.entry]
    days = [day_of(use.at_ms, timezone) for use in entries]
    return Tally(
        entries=len(entries),
        inside=bool(mine) and mine[-1].entry,
        first=entries[0] if entries else None,
        last_entry=entries[-1] if entries else None,
        entries_today=days.count(day_of(now_ms, timezone)) if days else 0,
        last_exit=exits[-1] if exits else None,
        entry_days=len(set(days)),
    )


def moves_of(uses: Sequence[Use], checkin_list: int, timezone: str) -> list[Move]:
    """Return a ticket's passages on one list as the rule of re-entry sees them."""
    return [
        Move(use.entry, use.people, day_of(use.at_ms, timezone).isoformat() if use.entry else "")
        for use in uses
        if use.list == checkin_list
    ]


def count_inside(moves: Sequence[Move], admits: int) -> int:
    """Return how many people of a ticket are inside: never fewer than none, never more than it admits."""
    inside = 0
    for move in moves:
        inside = min(inside + move.people, admits) if move.entry else max(inside - move.people, 0)
    return inside


def room_for(moves: Sequence[Move], *, admits: int, reentry: ReEntry, entries_max: int, day: str) -> Room:
    """Return how many people of a ticket for `admits` may enter on `day`, its passages (oldest first) being known."""
    entries = [move for move in moves if move.entry]
    entered = sum(move.people for move in entries)
    room = Room(_room(moves, entries, admits, reentry, day), _limit(reentry))
    left = entries_max * admits - entered
    return Room(left, Limit.ENTRIES) if entries_max and (left <= 0 or left < room.people) else room


def _room(moves: Sequence[Move], entries: Sequence[Move], admits: int, reentry: ReEntry, day: str) -> int:
    match reentry:
        case ReEntry.NEVER:
            return admits - sum(move.people for move in entries)
        case ReEntry.AFTER_EXIT:
            return admits - count_inside(moves, admits)
        case ReEntry.ONCE_PER_DAY:
            return admits - sum(move.people for move in entries if move.day == day)
        case ReEntry.ALWAYS:
            return admits


def _limit(reentry: ReEntry) -> Limit:
    return Limit.TODAY if reentry is ReEntry.ONCE_PER_DAY else Limit.USED


def day_of(at_ms: int, timezone: str) -> date:
    """Return the day of a moment at the venue; gaps and overlaps of summer time follow from UTC."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(ZoneInfo(timezone)).date()
