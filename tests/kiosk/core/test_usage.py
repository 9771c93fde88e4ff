"""Uses counted: the day is the day at the venue."""

from kiosk.core.usage import tally
from tests.kiosk.core import make


def test_the_day_of_an_entry_is_the_day_at_the_venue() -> None:
    """A38"""
    before_midnight_in_berlin = 1_790_027_000_000  # 2026-09-21 23:43 +02:00
    used = make.use(before_midnight_in_berlin)
    later = before_midnight_in_berlin + 3_600_000
    assert tally((used,), 1, timezone="Europe/Berlin", now_ms=later).entries_today == 0
    assert tally((used,), 1, timezone="UTC", now_ms=later).entries_today == 1
