"""An organizer, an evening and its guests, made through the server's HTTP API.

The event starts in an hour and its doors are open: four ticket types share one hall, most of it sold. Called
by the demo and the tour. Tells nobody anything; `demo.__main__` does.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from demo.office import Office
from demo.people import email_of, name_of, split_orders

ORGANIZER = "Hafenkultur Nordkai"
EMAIL = "meret.aalto@example.invalid"
ZONE = "Europe/Berlin"
SUPERVISOR_PIN, CASHIER_PIN, STEWARD_PIN = "123456", "222222", "333333"
STAFF = (
    ("Meret Aalto", "supervisor", SUPERVISOR_PIN),
    ("Tunde Bakare", "cashier", CASHIER_PIN),
    ("Ines Größler", "steward", STEWARD_PIN),
)
ZONES = (
    "Pacific/Pago_Pago", "Pacific/Honolulu", "America/Anchorage", "America/Los_Angeles", "America/Denver",
    "America/Chicago", "America/New_York", "America/Halifax", "America/Sao_Paulo", "America/Noronha",
    "Atlantic/Azores", "Europe/London", "Europe/Berlin", "Europe/Helsinki", "Europe/Istanbul", "Asia/Dubai",
    "Asia/Karachi", "Asia/Dhaka", "Asia/Bangkok", "Asia/Singapore", "Asia/Tokyo", "Australia/Brisbane",
    "Pacific/Noumea", "Pacific/Fiji", "Pacific/Auckland",
)  # fmt: skip
"""One for each hour of the day."""
DUSK_MINUTE = 18 * 60 + 15
TYPES: tuple[dict[str, object], ...] = (
    {"name": "Adult", "price_minor": 2_400, "description": "Standing, all evening"},
    {"name": "Under 18", "price_minor": 1_200, "description": "With proof of age", "attention": "Check the age"},
    {"name": "Supporter", "price_minor": 4_800, "description": "Includes the record and our thanks"},
    {"name": "Companion", "price_minor": 0, "description": "Free, for a guest with a disability card"},
)
NAME = "Lanterns over the North Quay"
TICKETS = 2_000
HALL = 2_600
ORDERS_AT_ONCE = 150
MINUTE_MS = 60_000
HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class Evening:
    """The event that was made."""

    number: int
    name: str
    starts_ms: int
    ends_ms: int

    def is_fresh(self, now_ms: int) -> bool:
        """Say whether this is still tonight's event: not over, and made for the present day at the venue."""
        return now_ms < self.ends_ms and _day(now_ms) in (_day(self.starts_ms), _day(self.starts_ms - HOUR_MS))


def hire_staff(office: Office) -> None:
    """Add the people who work there, with their PINs; those who are there already stay."""
    known = {member["name"] for member in office.get(office.of_organizer("/staff"))}
    for name, role, pin in STAFF:
        if name not in known:
            office.post(office.of_organizer("/staff"), {"name": name, "role": role, "pin": pin})


def choose_zone(now_ms: int) -> str:
    """Return where it is early evening now, so that a concert in the pictures starts when concerts do."""
    now = datetime.fromtimestamp(now_ms / 1000, UTC)

    def distance(zone: str) -> int:
        there = now.astimezone(ZoneInfo(zone))
        apart = abs(there.hour * 60 + there.minute - DUSK_MINUTE)
        return min(apart, 24 * 60 - apart)

    return min(ZONES, key=distance)


def found_evening(office: Office, now_ms: int, *, hall: int = HALL, name: str = NAME, zone: str = ZONE) -> Evening:
    """Create tonight's event with its hall, types, gates and check-in list; the office turns to it."""
    starts_ms = (now_ms + HOUR_MS) // (5 * MINUTE_MS) * 5 * MINUTE_MS
    values = {
        "name": name, "timezone": zone, "currency": "EUR", "starts_ms": starts_ms,
        "ends_ms": starts_ms + 4 * HOUR_MS, "doors_ms": now_ms - 10 * MINUTE_MS, "venue": "Speicher 9",
        "capacity": hall, "languages": ["en", "de"], "description": "An evening of light, brass and slow boats.",
    }  # fmt: skip
    made = office.post(office.of_organizer("/events"), {"values": values})["value"]
    office.event = made["number"]
    office.post(office.of_event("/quotas"), {"values": {"name": "Hall", "size": hall}})
    for position, type_ in enumerate(TYPES):
        shared = {"tax_rate": 700, "quotas": [1], "position": position}
        office.post(office.of_event("/types"), {"values": shared | type_})
    for gate in ("Gate A", "Gate B"):
        office.post(office.of_event("/gates"), {"values": {"name": gate}})
    office.post(office.of_event("/lists"), {"values": {"name": "Main entrance"}})
    return Evening(made["number"], name, made["starts_ms"], made["ends_ms"])


def sell_advance_tickets(office: Office, tickets: int = TICKETS) -> None:
    """Sell tickets to guests, in orders of one to six."""
    orders = [_order(number, size) for number, size in enumerate(split_orders(tickets))]
    for start in range(0, len(orders), ORDERS_AT_ONCE):
        office.post(office.of_event("/orders/bulk"), {"orders": orders[start : start + ORDERS_AT_ONCE]})


def _order(number: int, size: int) -> dict[str, object]:
    """Families bring children; now and then somebody supports the house or brings a companion."""
    adults = max(1, size - size // 3)
    choices = [{"type": 1 if number % 9 else 3, "quantity": adults}]
    if size > adults:
        choices.append({"type": 2 if number % 5 else 4, "quantity": size - adults})
    buyer = {"name": name_of(number), "email": email_of(number)}
    return {
        "choices": choices,
        "buyer": buyer,
        "method": "card",
        "mail": False,
        "language": "de" if number % 3 else "en",
    }


def _day(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(ZoneInfo(ZONE)).date().isoformat()
