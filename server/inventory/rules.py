"""How is stock shared out, and what does a unit count for? Pure arithmetic of quotas.

A unit on loan debits every quota that any of its variants touches; once sold it counts only for the
quotas of what it was sold as. The books move by the difference between what a unit counted for and
what it counts for now.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from kiosk.core.catalog import Session, TicketType
from kiosk.core.leases import LEASE_MIN, QuotaBooks, lease_target, quotas_touched
from kiosk.core.permissions import Role
from kiosk.core.reducer import TicketStatus

REVOKED = "revoked"
"""A unit written off with its codes stopped: it counts for nothing any more."""
SELLING_ROLES = frozenset({Role.KIOSK, Role.TILL, Role.SUPERVISOR})
RECALL_BELOW = 0.1
"""Stock is scarce when less than this part of it can still be lent."""
ALL_UNITS = 0
"""In a recall: everything that is unsold of a lease."""
NONE_TOUCHING: Mapping[int, int] = {}
RECALL_ABOVE = 1.5
"""A device holds much when it holds this many times what it should."""
Variants = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Share:
    """Some units of a lease that may be sold as the same variants."""

    count: int
    variants: Variants


@dataclass(frozen=True, slots=True)
class Counted:
    """What a unit counts for: the account and the quotas."""

    account: str
    quotas: frozenset[int]


NOTHING = Counted("", frozenset())


def list_variants(types: Mapping[int, TicketType], sessions: Mapping[int, Session], channel: str | None) -> Variants:
    """Return what a channel may sell now, as (type, session) pairs; None = the server sells everything active."""
    pairs: list[tuple[int, int]] = []
    for type_ in types.values():
        if not type_.active or (channel is not None and channel not in type_.channels):
            continue
        dates = type_.sessions or tuple(sessions)
        pairs += [(type_.number, session) for session in dates] if dates else [(type_.number, 0)]
    return tuple(pairs)


def allot(
    types: Mapping[int, TicketType], variants: Variants, pools: Mapping[int, int], wanted: int
) -> tuple[Share, ...]:
    """Return how `wanted` units are lent, as far as the pools go; no share for what is sold out.

    Units come with as many variants as possible. A quota that only some variants touch gives at most half
    of what it has left, so that one device does not drain it for what it will mostly sell as something else.
    """
    left = dict(pools)
    shared = _touched_by_all(types, variants)
    narrow = {quota: max(1, left[quota] // 2) for quota in left if quota not in shared and left[quota] > 0}
    shares: list[Share] = []
    while wanted > 0:
        offered = tuple(v for v in variants if _can_give(types, v, left, narrow))
        if not offered:
            break
        touched = quotas_touched(types, offered)
        count = min([wanted, *(min(left[q], narrow.get(q, left[q])) for q in touched)])
        shares.append(Share(count, offered))
        wanted -= count
        for quota in touched:
            left[quota] -= count
            if quota in narrow:
                narrow[quota] -= count
    return tuple(shares)


def allot_apart(
    types: Mapping[int, TicketType],
    variants: Variants,
    pools: Mapping[int, int],
    wanted: int,
    seated: Collection[int] = (),
) -> tuple[Share, ...]:
    """Return shares of `wanted` units as `allot` does, but no unit that is a seat in one hall or no seat at all.

    A unit with a seat is that seat, whatever it is sold as; so what has seats of different quotas is lent apart, in
    equal parts.
    """
    groups: dict[frozenset[int], list[tuple[int, int]]] = {}
    for variant in variants:
        groups.setdefault(frozenset(types[variant[0]].quotas) & frozenset(seated), []).append(variant)
    left, shares = dict(pools), list[Share]()
    for at, group in enumerate(groups.values()):
        part = -(-wanted // (len(groups) - at))
        mine = allot(types, tuple(group), left, part)
        for share in mine:
            for quota in quotas_touched(types, share.variants):
                left[quota] -= share.count
        wanted -= sum(share.count for share in mine)
        shares += mine
    return tuple(shares)


def choose_seats(seats: Sequence[str], taken: Collection[str], count: int) -> tuple[str, ...]:
    """Return `count` free seats, or fewer where there are fewer: the best block that is long enough.

    `seats` are in the order from the best on; neighbours follow each other, and a row ends where the part before the
    number changes. Where no block is long enough the longest ones are taken, so that few parties are torn apart.
    """
    blocks: list[list[int]] = []
    for at, seat in enumerate(seats):
        if seat in taken:
            continue
        if blocks and blocks[-1][-1] == at - 1 and _row_of(seats[at - 1]) == _row_of(seat):
            blocks[-1].append(at)
        else:
            blocks.append([at])
    chosen = next((block[:count] for block in blocks if len(block) >= count), None)
    if chosen is None:
        chosen = [at for block in sorted(blocks, key=len, reverse=True) for at in block][:count]
    return tuple(seats[at] for at in sorted(chosen))


def _row_of(seat: str) -> str:
    return seat.rstrip("0123456789")


def share_voucher(*, pool: int, lent: int, held: int, sellers: int) -> int:
    """Return how many more uses of a voucher a device should be lent, which holds some already."""
    target = max(1, (pool + lent) // (2 * max(1, sellers)))
    return max(0, min(pool, target - held))


def _touched_by_all(types: Mapping[int, TicketType], variants: Variants) -> frozenset[int]:
    touched = quotas_touched(types, variants)
    return frozenset(quota for quota in touched if all(quota in types[type_].quotas for type_, _ in variants))


def _can_give(
    types: Mapping[int, TicketType], variant: tuple[int, int], left: Mapping[int, int], narrow: Mapping[int, int]
) -> bool:
    return all(min(left[quota], narrow.get(quota, left[quota])) > 0 for quota in types[variant[0]].quotas)


def count_unit(status: str, sold_as: int, quotas_by_type: Mapping[int, Sequence[int]]) -> Counted:
    """Return what a unit counts for, given the quotas of its variants when it was leased."""
    touched = frozenset(quota for quotas in quotas_by_type.values() for quota in quotas)
    match status:
        case TicketStatus.LEASED:
            return Counted("leased", touched)
        case TicketStatus.LIVE:
            return Counted("sold", frozenset(quotas_by_type.get(sold_as, ())))
        case TicketStatus.WRITTEN_OFF:
            return Counted("written_off", touched)
        case _:
            return NOTHING


def move(moves: "Counter[tuple[int, str]]", before: Counted, after: Counted) -> None:
    """Add one unit's move to the sums by (quota, account)."""
    for quota in before.quotas:
        moves[quota, before.account] -= 1
    for quota in after.quotas:
        moves[quota, after.account] += 1


def settle(books: QuotaBooks, moved: Mapping[str, int]) -> QuotaBooks:
    """Return the books after units moved between accounts; what the pool lacks is oversold."""
    net = books.pool - books.oversold - sum(moved.values())
    return replace(
        books,
        pool=max(0, net),
        oversold=max(0, -net),
        leased=books.leased + moved.get("leased", 0),
        sold=books.sold + moved.get("sold", 0),
        written_off=books.written_off + moved.get("written_off", 0),
    )


def resize(books: QuotaBooks, size: int) -> QuotaBooks:
    """Return the books of a quota with another size; below what is out already it is over-allocated."""
    net = books.pool - books.oversold + size - books.size
    return replace(books, size=size, pool=max(0, net), oversold=max(0, -net))


@dataclass(frozen=True, slots=True)
class Demand:
    """What the target of one device is computed from."""

    own_per_hour: float
    all_per_hour: float
    sellers: int
    pool: int
    leased_online: int


def target_of(demand: Demand, prior_per_hour: float) -> int:
    """Return how many unsold units a device should hold. Without sales yet it is taken to sell `prior_per_hour`."""
    own = max(demand.own_per_hour, prior_per_hour)
    everybody = max(demand.all_per_hour, prior_per_hour * max(1, demand.sellers))
    equal = 1 / max(1, demand.sellers)
    share = min(1.0, max(own / everybody, equal)) if everybody else equal
    if demand.pool + demand.leased_online <= 0:
        return 0
    return lease_target(sold_per_hour=own, pool=demand.pool, leased_online=demand.leased_online, share=share)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a device should hold, and what it should give back: (lease, units) each."""

    target: int
    recalls: tuple[tuple[int, int], ...] = ()


def plan_stock(
    demand: Demand,
    held: dict[int, int],
    *,
    size: int,
    prior_per_hour: float,
    oversold: int = 0,
    touching: Mapping[int, int] = NONE_TOUCHING,
) -> Plan:
    """Return the plan for a device that has just said hello. `held`: its unsold units by lease.

    Where quotas are over-allocated, by `oversold` places, those of its units go back that touch them (`touching`, by
    lease). What goes back comes from the newest leases, of which the device sells last.
    """
    target = target_of(demand, prior_per_hour)
    recalls: list[tuple[int, int]] = []
    for lease, units in reversed(held.items()):
        too_much = min(units, touching.get(lease, 0))
        if oversold > 0 and too_much > 0:
            # Which of its units touch a quota the device does not know: where some do not, all go back.
            recalls.append((lease, min(units, oversold) if too_much == units else ALL_UNITS))
            oversold -= too_much
    left = 0 if recalls else count_recalled(sum(held.values()), target, demand.pool, size)
    for lease, units in reversed(held.items()):
        if left > 0 and units > 0:
            recalls.append((lease, min(units, left)))
            left -= units
    return Plan(target, tuple(recalls))


def count_recalled(held: int, target: int, pool: int, size: int) -> int:
    """Return how many units of a scarce stock a device should give back: what is beyond its share, where that is much.

    Serials given back are dead, and a device may lose its line before it has new ones.
    """
    is_much = held > RECALL_ABOVE * max(target, LEASE_MIN)
    return held - target if is_much and pool <= size * RECALL_BELOW else 0
