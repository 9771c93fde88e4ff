"""Taking a passage back: what may be undone here, and the trace of an attempt that may not.

Called by `door` inside its transactions. The same device undoes its own passages for a quarter of an hour, a supervisor
longer. A refused attempt is a `denied` fact with the reason `annul_not_allowed` about the tickets that it was for, so
that the server and whoever looks later know of it; the passage stays.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from kiosk.core import facts as f
from kiosk.core.clocks import Moment
from kiosk.core.errors import Rejected
from kiosk.scanner.judging import Station
from kiosk.store import admissions, log
from kiosk.store.catalogue import load_catalogue
from kiosk.store.log import Author, Draft

UNDO_MS = 15 * 60_000
NOT_ALLOWED = "annul_not_allowed"


def annul(
    connection: sa.Connection,
    author: Author,
    fact: str,
    id_: str,
    moment: Moment,
    *,
    is_supervisor: bool,
    operator: str,
) -> None:
    """Annul one own passage by a new fact. Raises Rejected where it is not this device's or too long ago.

    With the detail `supervisor` where a supervisor still may.
    """
    found = admissions.load_own_use(connection, fact)
    if found is None:
        raise Rejected("this device has no such admission to undo", reason=NOT_ALLOWED)
    subject, event, use = found
    if moment.now_ms - use.at_ms > UNDO_MS and not is_supervisor:
        raise Rejected("only a supervisor may undo after 15 minutes", reason=NOT_ALLOWED, supervisor=True)
    draft = Draft(id_, "annulled", event, (subject,), f.Annulled(passage=fact), (fact,), operator)
    log.record(connection, author, draft, moment)
    admissions.record_annulment(connection, fact)


def record_refused(
    connection: sa.Connection, author: Author, station: Station, facts: Sequence[str], id_: str, moment: Moment
) -> None:
    """Record that somebody tried to undo these passages and might not. Nothing is taken back."""
    own = [found for fact in facts if (found := admissions.load_own_use(connection, fact)) is not None]
    _, event, first = own[0] if own else ("", station.event, None)
    list_number, gate = (first.list, first.gate) if first else station.posts[event]
    catalogue = load_catalogue(connection, event)
    body = f.Denied(
        list=list_number,
        gate=gate,
        reason=NOT_ALLOWED,
        method="undo",
        rehearsal=catalogue is not None and catalogue.event.test,
    )
    subjects = tuple(dict.fromkeys(subject for subject, of, _ in own if of == event))
    based_on = tuple(use.fact for _, of, use in own if of == event)
    log.record(connection, author, Draft(id_, "denied", event, subjects, body, based_on, station.operator), moment)
