"""Which subjects must be folded again although no fact about them came, and doing so.

Facts move in time when a clock fact corrects them; a late person record gives a ticket its name; and a change of the
catalogue speaks for or against sales that are there already. They wait on a list, so that a crash leaves none out.
"""

import sqlalchemy as sa

from server.db.database import Lane
from server.db.tables import insert_new
from server.ledger import schema
from server.ledger.intake import Ledger, is_refold_due, refold
from server.web.ground import Ground

CATALOGUE = "catalogue "
"""What the catalogue says against an order is found under this word and the order's subject."""


def note_catalogue_change(connection: sa.Connection, event: int, now_ms: int) -> None:
    """Put orders on the list of which an event's catalogue may now say something else.

    Those that it spoke against, and those sold at a time that is still to come: their devices' clocks are ahead.
    """
    f, s, i = schema.fact.c, schema.fact_subject.c, schema.incident.c
    ahead = (
        sa.select(s.subject)
        .join(schema.fact, f.id == s.fact)
        .where(f.event == event, f.kind == "sold", f.at_ms >= now_ms, s.subject.startswith("o:"))
    )
    against = sa.select(i.source).where(i.event == event, i.source.startswith(CATALOGUE + "o:"))
    subjects = {*connection.scalars(ahead), *(s.removeprefix(CATALOGUE) for s in connection.scalars(against))}
    insert_new(connection, schema.refold_due, [{"subject": subject} for subject in sorted(subjects)], ("subject",))


def fold_due(ground: Ground, ledger: Ledger) -> None:
    """Fold, chunk by chunk, whatever waits on the list; a crash leaves the rest there."""
    with ground.db.read() as connection:
        more = is_refold_due(connection)
    while more:
        more = ground.write(lambda connection: refold(connection, ledger), lane=Lane.SYNC)
