"""Read again what devices newer than this server wrote, and what it could only keep: after an upgrade it may read it.

Called when the server starts. The devices send such facts again as well when they hear of another release; this is
for those that never come back. Every fact is judged as if its device had pushed it just now.
"""

import sqlalchemy as sa
import structlog

from kiosk.core import wire
from kiosk.core.errors import FoyerError
from kiosk.core.facts import is_known
from server.ledger.intake import Ledger
from server.ledger.kept import list_unread
from server.sync.handing_in import hand_in
from server.web.ground import Ground

_log = structlog.get_logger(__name__)


def read_again(ground: Ground, ledger: Ledger) -> int:
    """Take in what this release can read of what is kept; return how many facts entered the log.

    Facts that nothing can be done with now stay as they are: a server starts whatever it has kept.
    """
    with ground.db.read() as connection:
        readable = _list_readable(connection)
    if not readable:
        return 0
    try:
        outcomes = hand_in(ground, ledger, readable).outcomes
    except FoyerError as error:
        _log.error("kept facts could not be read again; the next start tries again", error=error.message)
        return 0
    _log.info("kept facts were read again", **{str(outcome): count for outcome, count in outcomes.items()})
    return outcomes[wire.Outcome.APPLIED] + outcomes[wire.Outcome.CONFLICT]


def _list_readable(connection: sa.Connection) -> list[bytes]:
    kept = [(wire.decode_fact(raw), raw) for raw in list_unread(connection)]
    return [raw for fact, raw in kept if is_known(fact.kind, fact.version)]
