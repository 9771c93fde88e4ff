"""The demo's guests and evenings: people, not placeholders, and never yesterday's event."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from demo.people import name_of, split_orders
from demo.seeding import TICKETS, Evening, choose_zone

HOUR_MS = 3_600_000
NOON_MS = 1_795_258_800_000  # 12:00 in Berlin


def evening(starts_ms: int) -> Evening:
    return Evening(1, "Lanterns", starts_ms, starts_ms + 4 * HOUR_MS)


def test_guests_have_umlauts_other_scripts_single_words_and_very_long_names() -> None:
    names = {name_of(number) for number in range(1_000)}
    assert len(names) > 500
    assert any("ü" in name for name in names)
    assert any("\u4e00" <= character <= "\u9fff" for name in names for character in name)
    assert any(" " not in name for name in names)
    assert max(map(len, names)) >= 60


def test_orders_make_up_all_tickets_and_hold_one_to_six() -> None:
    sizes = split_orders(TICKETS)
    assert sum(sizes) == TICKETS
    assert set(sizes) == {1, 2, 3, 4, 6}


def test_tonights_event_is_fresh_until_it_is_over() -> None:
    tonight = evening(NOON_MS + HOUR_MS)
    assert tonight.is_fresh(NOON_MS)
    assert tonight.is_fresh(NOON_MS + 4 * HOUR_MS)
    assert not tonight.is_fresh(NOON_MS + 6 * HOUR_MS)


def test_yesterdays_event_is_not_fresh_even_before_its_end() -> None:
    late = evening(NOON_MS + 10 * HOUR_MS)
    assert late.is_fresh(NOON_MS + 11 * HOUR_MS)
    assert not late.is_fresh(NOON_MS + 13 * HOUR_MS)


def test_an_event_just_after_midnight_is_fresh_from_the_evening_before() -> None:
    assert evening(NOON_MS + 12 * HOUR_MS + 1).is_fresh(NOON_MS + 11 * HOUR_MS + 60_000)


def test_the_tours_concert_starts_in_the_evening_at_whatever_hour_the_tour_runs() -> None:
    for minutes in range(0, 365 * 24 * 60, 37 * 60 + 11):
        starts_ms = NOON_MS + minutes * 60_000 + HOUR_MS
        zone = ZoneInfo(choose_zone(starts_ms - HOUR_MS))
        assert 18 <= datetime.fromtimestamp(starts_ms / 1000, UTC).astimezone(zone).hour <= 20
