"""The event in the buyer's calendar: an iCalendar file (RFC 5545) per order."""

# pyright: reportUnknownMemberType=false
# (the library's types are incomplete)

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar
from icalendar import Event as CalendarEvent

from kiosk.core.catalog import Event, Session

PRODUCT = "-//Foyer//Tickets//EN"


def build_calendar(event: Event, session: Session | None, *, order: str, made_ms: int, text: str = "") -> bytes:
    """Return the file; `order` makes its UID, so that a second one replaces the first."""
    starts_ms, ends_ms = (session.starts_ms, session.ends_ms) if session else (event.starts_ms, event.ends_ms)
    entry = CalendarEvent()
    entry.add("uid", f"{order}@foyer")
    entry.add("summary", f"{event.name} · {session.name}" if session and session.name else event.name)
    entry.add("dtstart", _at(starts_ms, event.timezone))
    entry.add("dtend", _at(max(starts_ms, ends_ms), event.timezone))
    entry.add("dtstamp", datetime.fromtimestamp(made_ms / 1000, UTC))
    if event.venue:
        entry.add("location", event.venue)
    if text:
        entry.add("description", text)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add_component(entry)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _at(at_ms: int, timezone: str) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(ZoneInfo(timezone))
