"""What if everything came in small pieces? Pages, batches and chunks of a few rows, so that a short evening meets
every boundary that a long one would meet with thousands.

The limits are numbers of the product; half of the seeds live with small ones.
"""

import random
from collections.abc import Generator
from contextlib import ExitStack, contextmanager

from kiosk.core import wire
from kiosk.sync import pull, push
from server.ledger import feed, intake
from tests.simulation.mutants import replaced


@contextmanager
def limits_of(dice: random.Random) -> Generator[None]:
    """Set the limits of one seed."""
    if dice.random() < 0.5:
        yield
        return
    with ExitStack() as stack:
        for owner, name, least, most in (
            (pull, "SNAPSHOT_ROWS", 2, 25),
            (pull, "JOB_ROWS", 1, 6),
            (wire, "PULL_ROWS_MAX", 2, 25),
            (wire, "PUSH_FACTS_MAX", 1, 9),
            (push, "PERSONS_MAX", 1, 3),
            (feed, "TAG_ROWS_MAX", 1, 6),
            (intake, "CHUNK", 1, 5),
            (intake, "SUBJECTS_AT_ONCE", 1, 5),
        ):
            stack.enter_context(replaced(owner, name, dice.randint(least, most)))
        yield
