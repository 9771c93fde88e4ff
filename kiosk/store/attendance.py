"""Who is in, as far as this device knows? The server's last count of a list, and what it has not been told yet.

Read by live screens. Offline the minutes of the last word grow old by themselves, and this device's own passages
still come in.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from kiosk.core.tickets import AttendanceRow
from kiosk.store import schema
from kiosk.store.catalogue import list_attendance
from kiosk.store.schema import local_use, ticket

MINUTE_MS = 60_000


def load_attendance(connection: sa.Connection, event: int, checkin_list: int) -> AttendanceRow:
    """Return the count of a list as the server told it, with this device's passages that it has not been told."""
    row = list_attendance(connection, event).get(checkin_list, AttendanceRow(0, 0, 0))
    used_before = sa.func.coalesce(ticket.c.uses, "") != ""
    query = (
        sa.select(local_use.c.subject, local_use.c.entry, local_use.c.gate, local_use.c.at_ms, local_use.c.people)
        .add_columns(used_before.label("used_before"))
        .join(schema.fact, schema.fact.c.id == local_use.c.fact)
        .outerjoin(ticket, ticket.c.subject == local_use.c.subject)
        .where(
            local_use.c.event == event,
            local_use.c.list == checkin_list,
            local_use.c.annulled == 0,
            local_use.c.rehearsal == 0,
            schema.fact.c.state == "pending",
        )
    )
    return _add_own(row, connection.execute(query).all())


def _add_own(row: AttendanceRow, own: Sequence[sa.Row[Any]]) -> AttendanceRow:
    by_gate, per_minute = Counter(row.by_gate), Counter(row.per_minute)
    recent = {gate: Counter(minutes) for gate, minutes in row.recent_by_gate.items()}
    entered = [use for use in own if use.entry]
    for use in entered:
        gate, minute = str(use.gate), str(use.at_ms // MINUTE_MS)
        by_gate[gate] += use.people
        per_minute[minute] += use.people
        recent.setdefault(gate, Counter())[minute] += use.people
    return msgspec.structs.replace(
        row,
        admitted=row.admitted + sum(use.people for use in entered),
        left=row.left + sum(use.people for use in own if not use.entry),
        tickets_used=row.tickets_used + len({use.subject for use in entered if not use.used_before}),
        by_gate=dict(by_gate),
        per_minute=dict(per_minute),
        recent_by_gate={gate: dict(minutes) for gate, minutes in recent.items()},
    )
