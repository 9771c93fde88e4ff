"""Who holds a ticket after everything that was said about it, and whose name does its badge show?

Pure; called by `reducer`. Person records are named by their ids, never opened.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kiosk.core import facts as f
from kiosk.core.incidents import Timed


@dataclass(frozen=True, slots=True)
class Holder:
    """The newest code's generation, the holder's record, and the one whose name the badge shows; empty = the same."""

    generation: int
    person: str
    badge: str


def reduce_holder(ordered: Sequence[Timed], person: str) -> Holder:
    """Return the holder of a ticket that was sold to `person`, from its facts in effective order."""
    generation = 1
    corrections: list[tuple[Timed, f.Corrected]] = []
    for timed in ordered:
        match timed.body:
            case f.Reissued(generation=newer):
                generation = max(generation, newer)
            case f.Transferred(generation=newer, person=to):
                person = to if newer >= generation else person
                generation = max(generation, newer)
                corrections.clear()  # of the holder before
            case f.Corrected() as body:
                corrections.append((timed, body))
            case _:
                pass
    return Holder(generation, _corrected(corrections, "person") or person, _corrected(corrections, "badge"))


def _corrected(corrections: Sequence[tuple[Timed, f.Corrected]], field: Literal["person", "badge"]) -> str:
    """Return the record that counts: for the badge the door's last one, for the person the office's.

    The other side's counts where that side said nothing, or where its author had seen what it replaces.
    """
    said = [(timed, body) for timed, body in corrections if getattr(body, field)]
    seen = {fact for timed, _ in said for fact in timed.fact.based_on}
    unseen = [body for timed, body in said if timed.fact.id not in seen]
    preferred = [body for body in unseen if body.at_door == (field == "badge")]
    last: str = getattr((preferred or unseen)[-1], field) if unseen else ""
    return last
