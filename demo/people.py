"""Who has a ticket? Invented people for the demo, as people are called: umlauts, other scripts, one word, very long.

Used by `demo.seeding`. Made by combining given and family names by number, so that every run has the same guests.
"""

from itertools import islice

GIVEN = (
    "Amara", "Björn", "Chiara", "Đorđe", "Élodie", "Fatima", "Grzegorz", "Hanneke", "Ines", "Jürgen", "Kalinda",
    "Łukasz", "Maya", "Nuno", "Øyvind", "Priya", "Quirin", "Rosalía", "Søren", "Tomasz", "Ursula", "Věra", "Wilhelmina",
    "Xenia", "Yusuf", "Zoë", "Anaïs", "Bożena", "Cem", "Dagny", "Emre", "Friederike", "Gülay", "Håkon", "Ilse",
)  # fmt: skip
FAMILY = (
    "Ångström", "Brandão", "Çelik", "Dvořák", "Eriksson", "Fröhlich", "García", "Hagemann", "Iversen", "Jankowski",
    "Kovačević", "Lindqvist", "Müller-Lüdenscheidt", "Nwosu", "Okafor", "Pérez", "Quintero", "Rosenbaum", "Šimek",
    "Tanaka", "Usmanow", "Venkataraman", "Weiß", "Xanthopoulos", "Yıldız", "Żak", "van der Meer", "O’Sullivan",
    "de la Cruz", "Größler",
)  # fmt: skip
UNUSUAL = (
    "王小明", "田中 美咲", "김민준", "Σωκράτης", "Суламифь", "Madonna", "Ye",
    "Maximiliane Theodora von und zu Hohenlohe-Langenburg-Neustein",
    "陳大文", "Bo",
)  # fmt: skip
UNUSUAL_EVERY = 17


def name_of(number: int) -> str:
    """Return the name of guest `number`; every seventeenth is one that software likes to get wrong."""
    if number % UNUSUAL_EVERY == UNUSUAL_EVERY - 1:
        return UNUSUAL[number // UNUSUAL_EVERY % len(UNUSUAL)]
    given = GIVEN[number % len(GIVEN)]
    family = FAMILY[(11 * number + 4 * (number // len(GIVEN))) % len(FAMILY)]  # all pairs, before any comes again
    return f"{given} {family}"


def email_of(number: int) -> str:
    """Return an address in a domain that can have no mailbox (RFC 6761)."""
    return f"guest{number}@example.invalid"


def split_orders(tickets: int) -> tuple[int, ...]:
    """Return the sizes of orders that make up this many tickets: mostly pairs, some alone, some families."""
    sizes: list[int] = []
    pattern = (2, 1, 2, 4, 1, 2, 3, 2, 6, 1)
    while sum(sizes) < tickets:
        sizes.append(min(pattern[len(sizes) % len(pattern)], tickets - sum(sizes)))
    return tuple(islice(sizes, tickets))
