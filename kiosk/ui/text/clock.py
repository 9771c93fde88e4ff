"""What time is it at the venue, in words? Times of day, with the date where it is another one.

Called by the words of verdicts, rules and look-ups.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def clock_text(at_ms: int, zone: str, *, seconds: bool = False) -> str:
    """Return the time of day at the venue."""
    return _local(at_ms, zone).strftime("%H:%M:%S" if seconds else "%H:%M")


def moment_text(at_ms: int, now_ms: int, zone: str, *, seconds: bool = False) -> str:
    """The time, and the date too where it is not today."""
    at, now = _local(at_ms, zone), _local(now_ms, zone)
    time = "%H:%M:%S" if seconds else "%H:%M"
    return at.strftime(time) if at.date() == now.date() else at.strftime(f"%d.%m. {time}")


def _local(at_ms: int, zone: str) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(ZoneInfo(zone))
