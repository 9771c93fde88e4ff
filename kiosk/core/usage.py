"""How often was a ticket used on a check-in list, and when last? Uses counted, days told apart.

Called by `admission` for re-entry policies and rules, and by the door for the day it writes down.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from kiosk.core.tickets import Use


@dataclass(frozen=True, slots=True)
class Tally:
    """The uses of one ticket on one list, counted."""

    entries: int
    inside: bool
    first: Use | None
    last_entry: Use | None
    entries_today: int


def tally(uses: Sequence[Use], checkin_list: int, *, timezone: str, now_ms: int) -> Tally:
    """Count a ticket's uses (oldest first) on one list; "today" is the day of `now_ms` in `timezone`."""
    mine = [use for use in uses if use.list == checkin_list]
    entries = [use for use in mine if use.entry]
    today = day_of(now_ms, timezone)
    return Tally(
        entries=len(entries),
        inside=bool(mine) and mine[-1].entry,
        first=entries[0] if entries else None,
        last_entry=entries[-1] if entries else None,
        entries_today=sum(day_of(use.at_ms, timezone) == today for use in entries),
    )


def day_of(at_ms: int, timezone: str) -> date:
    """Return the day of a moment at the venue; gaps and overlaps of summer time follow from UTC."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(ZoneInfo(timezone)).date()
