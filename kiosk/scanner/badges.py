"""A name on a badge is put right at the door, online or not: a person record and a fact that names it, at once.

Called by the door's screens. The name itself never stands in the fact; which of two corrections counts is decided in
`core.reducer`.
"""

import sqlalchemy as sa

from kiosk.clock import Clock
from kiosk.core import facts as f
from kiosk.core.errors import InputError
from kiosk.core.tickets import BADGE_NAME
from kiosk.core.wire import PersonRecord
from kiosk.store import badges, log, sales
from kiosk.store.grace import check_grace
from kiosk.store.log import Author, Draft
from kiosk.store.worker import Store

BADGE_CHARS_MAX = 60


def correct_badge(
    store: Store, author: Author, clock: Clock, event: int, subject: str, name: str, *, operator: str = ""
) -> str:
    """Let the badge of a ticket show this name; return the fact. Raises InputError for a name that fits no badge."""
    shown = " ".join(name.split())
    if not shown or len(shown) > BADGE_CHARS_MAX:
        raise InputError(f"a name on a badge has between 1 and {BADGE_CHARS_MAX} characters")

    def work(connection: sa.Connection) -> str:
        moment = clock.moment()
        check_grace(connection, moment.now_ms)
        record = PersonRecord(clock.new_id(), event, {BADGE_NAME: shown})
        sales.save_person(connection, record)
        before = badges.load_last_fact(connection, subject)
        body = f.Corrected(badge=record.id, at_door=True)
        draft = Draft(clock.new_id(), "corrected", event, (subject,), body, (before,) if before else (), operator)
        log.record(connection, author, draft, moment)
        badges.save_badge(connection, subject, draft.id, record.id)
        return draft.id

    return store.write(work).result()
