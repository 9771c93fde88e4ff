"""Who is still counted as inside after closing time? Everybody is counted out at the hour that a list says.

The server's own `exited` facts, recorded when the job runs; it may run late, and an entry after the hour is
left alone. An entry before it that a device delivers later is counted out by the next run. Called by `jobs`.
"""

import sqlalchemy as sa

from kiosk.core import facts as f
from kiosk.core.catalog import CheckInList
from kiosk.core.usage import Move, count_inside
from server.catalog.store import KINDS, list_items, load_event
from server.checkin import store
from server.checkin.rules import last_cutoff_ms
from server.ledger.feed import Changes
from server.ledger.intake import Ledger, record
from server.ledger.own import Draft

COUNTED_OUT_MAX = 200
"""As many tickets are counted out in one transaction: scans wait for it."""
PEOPLE_MAX = 255
METHOD = "closing_time"


def count_out(connection: sa.Connection, ledger: Ledger, event: int, now_ms: int) -> int:
    """Count out those who are inside since before the hour of their list; return how many tickets, 0 = all done."""
    zone = load_event(connection, event).value.timezone
    drafts: list[Draft] = []
    for stored in list_items(connection, event, KINDS["list"]):
        listed: CheckInList = stored.value
        if listed.auto_exit_min >= 0:
            cutoff_ms = last_cutoff_ms(listed.auto_exit_min, zone, now_ms)
            drafts += _drafts(connection, event, listed.number, cutoff_ms)
    chosen = drafts[:COUNTED_OUT_MAX]
    if chosen:
        changes = Changes()
        record(connection, ledger, chosen, changes)
        ledger.publish(connection, changes)
    return len(chosen)


def _drafts(connection: sa.Connection, event: int, checkin_list: int, cutoff_ms: int) -> list[Draft]:
    subjects = store.list_staying(connection, event, checkin_list, cutoff_ms, COUNTED_OUT_MAX)
    drafts: list[Draft] = []
    for subject, rows in store.load_moves(connection, subjects, checkin_list).items():
        people = count_inside([Move(row.entry, row.people) for row in rows], PEOPLE_MAX)
        if people == 0:
            continue  # they came and went in the same millisecond
        last = rows[-1]
        body = f.Exited(list=checkin_list, gate=last.gate, generation=last.generation, method=METHOD, people=people)
        drafts.append(Draft("exited", event, (subject,), body, tuple(row.fact for row in rows)))
    return drafts
