"""May this device be emptied now? Not while facts wait that only it has, unless somebody keeps them in a file.

A reset destroys the key and all that it opened, like the wipe of a revoked device. Facts that the server has not taken
are written out first, as they would be sent: signed, so that they can still be handed in. Called by `running`.
"""

from pathlib import Path

import sqlalchemy as sa

from kiosk.core import wire
from kiosk.core.errors import InputError, Rejected
from kiosk.store import log
from kiosk.store.key import write_durably

FACTS_MAX = 1_000_000


def save_waiting(connection: sa.Connection, export: Path | None) -> int:
    """Write the facts that the server has not taken to `export`; return how many.

    Raises Rejected (facts_waiting) where there are some and no file is named, InputError where the file exists.
    """
    waiting = log.list_undelivered(connection, FACTS_MAX)
    if not waiting:
        return 0
    if export is None:
        raise Rejected(
            f"{len(waiting)} facts have not reached the server; connect this device, or export them to a file first",
            reason="facts_waiting",
            count=len(waiting),
        )
    if export.exists():
        raise InputError(f"{export} exists already; name a new file")
    write_durably(export, b"".join(wire.encode(fact) + b"\n" for fact in waiting))
    return len(waiting)
