"""Facts up: everything pending in order, in batches; one bad fact never delays another.

A step of the synchroniser. What the server says to each fact is saved with it. A batch that is too large
or refused as a whole is halved until the one fact that is meant stands alone; that one is marked as not taken
and stays, visible and counted as undelivered, and the rest goes on.
"""

import msgspec
import sqlalchemy as sa

from kiosk.core import wire
from kiosk.core.errors import Rejected
from kiosk.core.facts import Fact
from kiosk.store import log, meta, sales
from kiosk.store.worker import Lane, Store
from kiosk.sync.client import Client
from kiosk.sync.returning import EPOCH

PERSONS_MAX = 500


def push_pending(client: Client, store: Store) -> int:
    """Deliver one batch of pending facts with their person records; return how many facts were answered.

    Raises Offline, then nothing was saved, or Rejected where the session is refused.
    """
    with store.read() as connection:
        facts = log.list_pending(connection, wire.PUSH_FACTS_MAX)
        persons = sales.list_unsent_persons(connection, PERSONS_MAX)
        epoch = meta.load_value(connection, EPOCH)
    if not facts and not persons:
        return 0
    answers = _deliver(client, facts, persons, epoch)

    def save(connection: sa.Connection) -> None:
        log.save_answers(connection, answers)
        sales.mark_persons_sent(connection, [person.id for person in persons])

    store.write(save, lane=Lane.SYNC).result()
    return len(answers)


def _deliver(client: Client, facts: list[Fact], persons: list[wire.PersonRecord], epoch: str) -> list[wire.FactAnswer]:
    raw = tuple(msgspec.Raw(wire.encode(fact)) for fact in facts)
    try:
        answer = client.post("/api/v1/sync/push", wire.PushRequest(raw, tuple(persons), epoch), wire.PushAnswer)
    except Rejected as error:
        if error.details.get("status") in (401, 403) or error.reason == "epoch_changed":
            raise
        return _halves(client, facts, persons, epoch, error)
    return list(answer.answers)


def _halves(
    client: Client, facts: list[Fact], persons: list[wire.PersonRecord], epoch: str, error: Rejected
) -> list[wire.FactAnswer]:
    if len(facts) <= 1:
        return [wire.FactAnswer(fact.id, log.NOT_TAKEN, reason=error.reason) for fact in facts]
    middle = len(facts) // 2
    first = _deliver(client, facts[:middle], persons, epoch)
    return [*first, *_deliver(client, facts[middle:], [], epoch)]
