"""How much of a hall do kiosks sell that are blind half of the time? The model of leases, and what it is compared with.

One evening of six kiosks in memory, minute by minute, with the product's own rules: the server's plan, allotment and
books, the device's refill, choice and return of units. Only storage and transport are left out. Two other ways run
through the same evening: every kiosk gets its part at the start, and a server that takes back what has expired. Used
by the benchmark `fleet` and by a test with few seeds.
"""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kiosk.core.catalog import TicketType
from kiosk.core.leases import QuotaBooks, Unit, Variant, choose_returned, choose_units, count_wanted
from kiosk.core.reducer import TicketStatus
from server.inventory.rules import NOTHING, Demand, allot, count_unit, move, plan_stock, settle

HALL = 1_000
KIOSKS = 6
EVENING_MIN = 600
BLIND_MIN = (10, 110)
"""A kiosk has a line, then none, for this long each time: as long with as without."""
DEMAND = 1_500
"""How many tickets are asked for on average, in an evening, of all kiosks together."""
PARTIES = (1, 1, 2, 2, 3)
"""How many tickets a party wants; where there are fewer it goes away."""
PARTY_MEAN = sum(PARTIES) / len(PARTIES)
SPREAD = 0.8
"""How unequal the kiosks are: the busiest of six sells 40 % of all on average, and now and then 80 %."""
GIVEN_UP_MIN = 120
"""When the way that takes back by time-out gives up on a lease."""
PRIOR_PER_HOUR = 10.0
QUOTA = 1
TYPES: Mapping[int, TicketType] = {
    number: TicketType(number, name, price, quotas=(QUOTA,))
    for number, name, price in ((1, "Adult", 2_400), (2, "Child", 1_200), (3, "Reduced", 1_800))
}
VARIANTS = tuple((number, 0) for number in TYPES)
_QUOTAS = {number: type_.quotas for number, type_ in TYPES.items()}
_LENT, _SOLD = count_unit(TicketStatus.LEASED, 0, _QUOTAS), count_unit(TicketStatus.LIVE, 1, _QUOTAS)


@dataclass(frozen=True, slots=True)
class Party:
    """Some people who want as many tickets of one type, or none."""

    kiosk: int
    type: int
    tickets: int


@dataclass(frozen=True, slots=True)
class Evening:
    """What happens, whatever way of lending: who has a line in which minute, and who comes when."""

    has_line: Sequence[Sequence[bool]]
    parties: Sequence[Sequence[Party]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an evening ended. `oversold`: people with a ticket for whom there is no place."""

    sold: int
    oversold: int


@dataclass(slots=True)
class Kiosk:
    """What one device knows."""

    units: list[tuple[int, Unit]] = field(default_factory=list[tuple[int, Unit]])
    """Its free units with their leases, the oldest first."""
    sold: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    """Lease and minute of each ticket whose sale the server has not heard of."""


@dataclass(slots=True)
class Lent:
    """What the server knows of one lease."""

    kiosk: int
    since_min: int
    unsold: int


@dataclass(slots=True)
class Center:
    """What the server knows."""

    books: QuotaBooks = field(default_factory=lambda: QuotaBooks(HALL, HALL, 0, 0, 0))
    leases: dict[int, Lent] = field(default_factory=dict[int, Lent])
    sold_min: list[list[int]] = field(default_factory=lambda: [[] for _ in range(KIOSKS)])
    seen_min: list[int] = field(default_factory=lambda: [-EVENING_MIN] * KIOSKS)


def plan_evening(seed: int, demand: int = DEMAND) -> Evening:
    """Return the evening of a seed: unequal kiosks, each with its own rush."""
    dice = random.Random(f"leases {seed}")
    weights = [dice.lognormvariate(0, SPREAD) for _ in range(KIOSKS)]
    rushes = [(dice.uniform(0, EVENING_MIN), dice.uniform(40, 200)) for _ in range(KIOSKS)]
    shape = [[0.3 + 2 * 2.718 ** (-(((t - at) / wide) ** 2)) for t in range(EVENING_MIN)] for at, wide in rushes]
    total = sum(w * sum(mine) for w, mine in zip(weights, shape, strict=True))
    parties: list[list[Party]] = [[] for _ in range(EVENING_MIN)]
    for kiosk in range(KIOSKS):
        for minute in range(EVENING_MIN):
            rate = demand * weights[kiosk] * shape[kiosk][minute] / total / PARTY_MEAN
            while dice.random() < rate:
                parties[minute].append(Party(kiosk, dice.randint(1, 3), dice.choice(PARTIES)))
                rate -= 1
    for minute in parties:
        dice.shuffle(minute)
    return Evening([_plan_line(dice) for _ in range(KIOSKS)], parties)


def _plan_line(dice: random.Random) -> list[bool]:
    has_line: list[bool] = []
    is_up = dice.random() < 0.5
    while len(has_line) < EVENING_MIN:
        has_line += [is_up] * dice.randint(*BLIND_MIN)
        is_up = not is_up
    return has_line[:EVENING_MIN]


def live_leased(evening: Evening, *, takes_back: bool = False) -> Outcome:
    """Live through an evening with leases. `takes_back`: the server lends again what expired, unheard of."""
    center, kiosks = Center(), [Kiosk() for _ in range(KIOSKS)]
    sold: Counter[tuple[int, int]] = Counter()
    for minute in range(EVENING_MIN):
        if takes_back:
            _take_back(center, minute)
        for at, kiosk in enumerate(kiosks):
            if takes_back:
                _expire(center, kiosk, minute)
            if evening.has_line[at][minute]:
                _talk(center, at, kiosk, minute)
        for party in evening.parties[minute]:
            _sell(kiosks[party.kiosk], party, minute, sold)
    assert max(sold.values(), default=0) <= 1, "one unit was sold twice"
    return Outcome(len(sold), max(0, len(sold) - HALL))


def _talk(center: Center, at: int, kiosk: Kiosk, minute: int) -> None:
    """One round of device and server: hello with its directives, push, request."""
    center.seen_min[at] = minute
    free = Counter(lease for lease, _ in kiosk.units)
    held = {lease: free[lease] for lease, lent in center.leases.items() if lent.kiosk == at}
    plan = plan_stock(
        _demand(center, at, minute),
        held,
        size=HALL,
        prior_per_hour=PRIOR_PER_HOUR,
        oversold=center.books.oversold,
        touching=held,
    )
    for lease, units in plan.recalls:
        _give_back(center, kiosk, lease, units)
    _push(center, at, kiosk)
    if wanted := count_wanted(len(kiosk.units), plan.target):
        _lend(center, at, kiosk, wanted, minute)


def _demand(center: Center, at: int, minute: int) -> Demand:
    rates = [sum(minute - sold < 60 for sold in mine) for mine in center.sold_min]
    online = {kiosk for kiosk in range(KIOSKS) if minute - center.seen_min[kiosk] <= 3}
    return Demand(
        own_per_hour=rates[at],
        all_per_hour=sum(rates),
        sellers=KIOSKS,
        pool=center.books.pool,
        leased_online=sum(lent.unsold for lent in center.leases.values() if lent.kiosk in online),
    )


def _give_back(center: Center, kiosk: Kiosk, lease: int, units: int) -> None:
    mine = [unit.index for of, unit in kiosk.units if of == lease]
    gone = set(choose_returned(mine, units))
    kiosk.units = [(of, unit) for of, unit in kiosk.units if of != lease or unit.index not in gone]
    _move(center, lease, len(gone), sold=0)


def _push(center: Center, at: int, kiosk: Kiosk) -> None:
    """Tell what was sold. What had been taken back meanwhile is sold all the same."""
    for lease, count in Counter(lease for lease, _ in kiosk.sold).items():
        lent = min(count, center.leases[lease].unsold)
        _move(center, lease, lent, sold=lent)
        center.books = settle(center.books, {"sold": count - lent})
    center.sold_min[at] += [minute for _, minute in kiosk.sold]
    kiosk.sold = []


def _move(center: Center, lease: int, units: int, *, sold: int) -> None:
    """Move units of a lease off the loan: sold, or back into the pool; as the server's books do it."""
    moves: Counter[tuple[int, str]] = Counter()
    for at in range(units):
        move(moves, _LENT, _SOLD if at < sold else NOTHING)
    center.leases[lease].unsold -= units
    center.books = settle(center.books, {account: count for (_, account), count in moves.items()})


def _lend(center: Center, at: int, kiosk: Kiosk, wanted: int, minute: int) -> None:
    shares = allot(TYPES, VARIANTS, {QUOTA: center.books.pool}, wanted)
    lease = len(center.leases) + 1
    index = 0
    for share in shares:
        center.books = settle(center.books, {"leased": share.count})
        variants = tuple(Variant(type_, session, "") for type_, session in share.variants)
        kiosk.units += [(lease, Unit(index + i, "", variants)) for i in range(share.count)]
        index += share.count
    if index:
        center.leases[lease] = Lent(at, minute, index)


def _sell(kiosk: Kiosk, party: Party, minute: int, sold: Counter[tuple[int, int]]) -> None:
    lease_of = {id(unit): lease for lease, unit in kiosk.units}
    chosen = choose_units([unit for _, unit in kiosk.units], [(party.type, 0)] * party.tickets)
    if chosen is None:
        return
    taken = {id(unit) for unit, _ in chosen}
    sold.update((lease_of[id(unit)], unit.index) for unit, _ in chosen)
    kiosk.units = [(lease, unit) for lease, unit in kiosk.units if id(unit) not in taken]
    kiosk.sold += [(lease_of[id(unit)], minute) for unit, _ in chosen]


def _take_back(center: Center, minute: int) -> None:
    """What the product never does: believe that what has expired was not sold."""
    for lease, lent in center.leases.items():
        if lent.unsold and minute - lent.since_min >= GIVEN_UP_MIN:
            _move(center, lease, lent.unsold, sold=0)


def _expire(center: Center, kiosk: Kiosk, minute: int) -> None:
    """The device keeps its side of that bargain: it sells nothing from a lease that has expired."""
    kiosk.units = [
        (lease, unit) for lease, unit in kiosk.units if minute - center.leases[lease].since_min < GIVEN_UP_MIN
    ]


def live_split(evening: Evening) -> Outcome:
    """Live through an evening in which every kiosk has its equal part from the start."""
    left = [HALL // KIOSKS] * KIOSKS
    sold = 0
    for parties in evening.parties:
        for party in parties:
            if left[party.kiosk] >= party.tickets:
                left[party.kiosk] -= party.tickets
                sold += party.tickets
    return Outcome(sold, max(0, sold - HALL))
