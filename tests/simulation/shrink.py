"""Which steps does a failure need? Fewer, found by leaving parts out and trying again (delta debugging).

A step carries its own seed, so the others stay what they are when one is left out.
"""

from collections.abc import Callable, Sequence

from tests.simulation.world import Step

TRIES_MAX = 120


def shrink(steps: Sequence[Step], still_breaks: Callable[[Sequence[Step]], bool]) -> list[Step]:
    """Return a part of `steps`, in order, that still breaks; as small as TRIES_MAX trials can make it."""
    kept, parts, tries = list(steps), 2, 0
    while len(kept) >= 2 and tries < TRIES_MAX:
        size = -(-len(kept) // parts)
        for at in range(0, len(kept), size):
            shorter = kept[:at] + kept[at + size :]
            tries += 1
            if still_breaks(shorter):
                kept, parts = shorter, max(parts - 1, 2)
                break
            if tries >= TRIES_MAX:
                break
        else:
            if size == 1:
                break
            parts = min(parts * 2, len(kept))
    return kept
