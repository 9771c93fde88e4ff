"""How much may a device sell without asking? Capacity units, lease sizes and the books of a quota.

A lease is a list of units that the server has debited and signed before lending them; each unit may be
sold as any of its variants, all with one serial. Called by the server (allotment, accounts) and by the
kiosk (choosing units, expiry). DESIGN 9.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from kiosk.core.bounds import Number, Whole, Word
from kiosk.core.catalog import TicketType

PLANNED_BLIND_H = 2.0
SAFETY_FACTOR = 1.5
LEASE_MIN = 2
LEASE_MAX = 500
"""Units that one request may bring."""
RESERVED_LEASE = 0
VOUCHER_TYPE = 0
"""No ticket type has this number: a unit with the variant (0, voucher) is one use of a voucher."""
VOUCHER_BOOKS = 1 << 20
"""The books of a voucher stand beside those of quotas, at this number plus its own."""
REFILL_BELOW = 0.6
"""A device asks again when less than this part of its target is left."""


class Variant(msgspec.Struct, frozen=True, array_like=True):
    """One thing a unit may be sold as, with the code that the server has signed for it."""

    type: Number
    session: Number
    code: Word


class Unit(msgspec.Struct, frozen=True, array_like=True):
    """One unit of capacity: its index in the lease, its ticket number, its signed variants."""

    index: Number
    number: Word
    variants: tuple[Variant, ...]
    seat: Word = ""


class Lease(msgspec.Struct, frozen=True):
    """Units lent to a device until `expires_ms` (server time)."""

    event: Number
    lease: Number
    expires_ms: Whole
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class QuotaBooks:
    """The accounts of one quota. `balanced` holds at every commit."""

    size: int
    pool: int
    leased: int
    """Unsold units on loan."""
    sold: int
    """Live sold tickets."""
    written_off: int
    oversold: int = 0
    """What incidents explain."""

    @property
    def balanced(self) -> bool:
        """pool + unsold leased + live sold + written off − oversold = quota."""
        return self.pool + self.leased + self.sold + self.written_off - self.oversold == self.size


def lease_target(
    *,
    sold_per_hour: float,
    pool: int,
    leased_online: int,
    share: float,
    blind_h: float = PLANNED_BLIND_H,
) -> int:
    """Return how many unsold units a device should hold.

    min(ceil(rate · H · s), floor((pool + leased to online kiosks) · w / 2)), at least LEASE_MIN where the
    pool has any; `share` is the device's part of the demand, 0–1.
    """
    wanted = -int(-sold_per_hour * blind_h * SAFETY_FACTOR // 1)
    fair = int((pool + leased_online) * share / 2)
    return min(max(LEASE_MIN, min(wanted, fair)), pool + leased_online, LEASE_MAX)


def count_wanted(free: int, target: int) -> int:
    """Return how many units a device with `free` unsold ones asks for; 0 while it has enough."""
    return min(target - free, LEASE_MAX) if free < target * REFILL_BELOW else 0


def choose_returned(indexes: Sequence[int], units: int) -> list[int]:
    """Return which free units of a lease go back, in ascending index: the last `units`; 0 means all.

    Units are sold from the lowest index on, so those at the end are the last that a buyer would get.
    """
    ordered = sorted(indexes)
    return ordered[-units:] if units else ordered


def quotas_touched(types: Mapping[int, TicketType], variants: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Return the quotas that leasing one unit with these (type, session) variants debits, each by one."""
    return frozenset(quota for mine in quotas_by_type(types, variants).values() for quota in mine)


def quotas_by_type(types: Mapping[int, TicketType], variants: Sequence[tuple[int, int]]) -> dict[int, tuple[int, ...]]:
    """Return which quotas each type of these variants counts for; a use of a voucher counts for its own books."""
    return {
        type_: (VOUCHER_BOOKS + session,) if type_ == VOUCHER_TYPE else types[type_].quotas
        for type_, session in variants
    }


def is_voucher_use(unit: Unit) -> bool:
    """Say whether a unit is one use of a voucher, not a place."""
    return any(variant.type == VOUCHER_TYPE for variant in unit.variants)


def quotas_credited(
    types: Mapping[int, TicketType],
    variants: Sequence[tuple[int, int]],
    sold_as: tuple[int, int],
) -> frozenset[int]:
    """Return the quotas that get the unit back when it is sold as one variant."""
    return quotas_touched(types, variants) - frozenset(types[sold_as[0]].quotas)


def choose_units(units: Sequence[Unit], wanted: Sequence[tuple[int, int]]) -> tuple[tuple[Unit, Variant], ...] | None:
    """Return a unit and variant for each wanted (type, session), or None where the units do not suffice.

    A choice takes the first free unit that may be sold as it, in ascending index; where another choice has taken all
    of those, that one moves on to another unit if it can (augmenting paths, Kuhn 1955). So whoever can be served is,
    and what was chosen once can be chosen again from just those units.
    """
    free = sorted(units, key=lambda unit: unit.index)
    holder: dict[int, int] = {}
    """Which place has taken which unit, by the unit's place in `free`."""

    def take(place: int, tried: set[int]) -> bool:
        fitting = [at for at, unit in enumerate(free) if at not in tried and _variant(unit, wanted[place]) is not None]
        for at in sorted(fitting, key=lambda at: at in holder):
            if at in tried:
                continue  # by a choice that was asked to move on
            tried.add(at)
            if at not in holder or take(holder[at], tried):
                holder[at] = place
                return True
        return False

    if not all(take(place, set()) for place in range(len(wanted))):
        return None
    taken = {place: free[at] for at, place in holder.items()}
    return tuple(
        (taken[place], variant)
        for place, want in enumerate(wanted)
        if (variant := _variant(taken[place], want)) is not None
    )


def _variant(unit: Unit, want: tuple[int, int]) -> Variant | None:
    return next((v for v in unit.variants if (v.type, v.session) == want), None)
