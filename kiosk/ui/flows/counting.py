"""How many are in, of how many, and how old is that? The numbers of the door screen, read from the store."""

from dataclasses import dataclass

from kiosk.running import Running
from kiosk.scanner.judging import Station
from kiosk.store import admissions


@dataclass(frozen=True, slots=True)
class Counts:
    """People admitted on the list, in a rehearsal those let in here; tickets known; time of the last word."""

    admitted: int
    total: int
    synced_ms: int


def load_counts(running: Running, station: Station, *, is_rehearsal: bool) -> Counts:
    """Return the numbers of the event and list on show."""
    checkin_list, _ = station.posts[station.event]
    count = admissions.count_rehearsed if is_rehearsal else admissions.count_admitted
    with running.store.read() as connection:
        admitted = count(connection, station.event, checkin_list)
        total = admissions.count_tickets(connection, station.event)
    return Counts(admitted, total, running.synced_ms(station.event))


def grouped(number: int) -> str:
    """1 284: a thin space is read alike in every language."""
    return f"{number:,}".replace(",", "\u202f")
