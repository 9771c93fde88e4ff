"""Which extra of a ticket does a check-in list want, and which ticket is an extra tied to when both are sold?

A parking place or a meal is a ticket of its own, tied to the ticket it belongs to. A list with add-on
matching passes the holder of the base ticket by that extra, and uses the extra up. Pure; called by
`admission` and by both sides' sales.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from kiosk.core.bodies import SoldLine
from kiosk.core.catalog import TicketType
from kiosk.core.tickets import TicketRow, Use


@dataclass(frozen=True, slots=True)
class Addon:
    """An extra that nothing stops, with its passages."""

    subject: str
    ticket: TicketRow
    uses: tuple[Use, ...] = ()


class AddonChoice(StrEnum):
    """Why no extra could be chosen."""

    NONE = "none"
    SEVERAL = "several"


def choose_addon(
    addons: Sequence[Addon],
    types: Sequence[int],
    *,
    is_open: Callable[[Addon], bool],
    has_room: Callable[[Addon], bool],
) -> Addon | AddonChoice:
    """Return the one extra of these types that passes.

    One that is valid now (`is_open`) and not used up (`has_room`) goes first; where there is none, an only
    extra is judged all the same, so that staff read what is wrong with it.
    """
    fitting = [addon for addon in addons if addon.ticket.type in types]
    for wanted in ([a for a in fitting if is_open(a) and has_room(a)], [a for a in fitting if is_open(a)], fitting):
        if len(wanted) == 1:
            return wanted[0]
        if wanted:
            return AddonChoice.SEVERAL if any(has_room(addon) for addon in wanted) else wanted[0]
    return AddonChoice.NONE


def attach_addons(lines: Sequence[SoldLine], types: Mapping[int, TicketType]) -> tuple[SoldLine, ...]:
    """Return the lines of a sale, each extra tied to a ticket of the same order, by turns and in order.

    An extra that was bought without a ticket that it belongs to stays free.
    """
    turns: dict[int, int] = {}
    tied: list[SoldLine] = []
    for line in lines:
        known = types.get(line.type)
        bases = [one for one in lines if known is not None and one.type in known.addon_of]
        if not bases:
            tied.append(line)
            continue
        turn = turns.get(line.type, 0)
        turns[line.type] = turn + 1
        tied.append(msgspec.structs.replace(line, addon_to=bases[turn % len(bases)].subject))
    return tuple(tied)
