"""What needs a person's look? The incidents that this device was told of, with what was said on it since.

The server's rows are the feed's; what people do about an incident here is a fact of this device, shown at once, online
or not. Read by the inbox and the badge.
"""

import sqlalchemy as sa

from kiosk.core.clocks import Moment
from kiosk.core.effective_time import Effective
from kiosk.core.facts import Fact, decode_body
from kiosk.core.ids import incident_subject
from kiosk.core.incidents import Timed, add_own_steps
from kiosk.core.tickets import IncidentRow
from kiosk.store import log
from kiosk.store.catalogue import list_incidents
from kiosk.store.schema import fact as table

STEPS = ("incident_acknowledged", "incident_closed", "incident_reopened")
RECENT = 200
"""How many of the last facts are looked through for steps that the server has and its row does not tell yet."""


def list_inbox(connection: sa.Connection, event: int, device: str, moment: Moment) -> dict[str, IncidentRow]:
    """Return the incidents of an event by id, as they stand on this device, whose name is `device`."""
    rows = list_incidents(connection, event)
    if not rows:
        return {}
    about: dict[str, list[Timed]] = {}
    for fact in _list_steps(connection, event):
        for subject in fact.subjects:
            about.setdefault(subject, []).append(Timed(fact, decode_body(fact), _time(fact, moment)))
    return {id_: add_own_steps(row, about.get(incident_subject(id_), ()), device) for id_, row in rows.items()}


def _list_steps(connection: sa.Connection, event: int) -> list[Fact]:
    """Return what was said here and may not have come back: what waits, and the last of what was taken."""
    highest = sa.select(sa.func.max(table.c.seq)).scalar_subquery()
    recent = sa.or_(table.c.state == "pending", table.c.seq > highest - RECENT)
    return log.list_where(connection, sa.and_(recent, table.c.kind.in_(STEPS), table.c.event == event))


def _time(fact: Fact, moment: Moment) -> Effective:
    """In this boot the time is known by the monotonic clock; of an earlier one there is the wall clock."""
    if fact.boot != moment.reading.boot:
        return Effective(fact.wall_ms, 0)
    return Effective(moment.now_ms - (moment.reading.mono_ms - fact.mono_ms), 0)


def count_open(rows: dict[str, IncidentRow]) -> int:
    """Return how many wait for somebody to look."""
    return sum(row.status == "open" for row in rows.values())
