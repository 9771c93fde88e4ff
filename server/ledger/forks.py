"""Does a device run twice? Links that do not fit, and places of a log that two facts have.

Both copies' facts are genuine and are taken; the fork is an incident, so that people look for the other machine. Called
by `intake` for every batch.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import sqlalchemy as sa

from kiosk.core.facts import Fact
from kiosk.core.incidents import IncidentKind, build_incident
from server.ledger import store
from server.ledger.fold import Found


def find_forks(connection: sa.Connection, facts: Sequence[Fact], branches: Mapping[str, int]) -> list[Found]:
    """Return the forks that new facts show. `branches`: those whose place another fact had already."""
    logs: dict[tuple[str, int], list[Fact]] = defaultdict(list)
    for fact in facts:
        logs[fact.device, fact.incarnation].append(fact)
    found: list[Found] = []
    for (device, incarnation), mine in logs.items():
        found += _broken_links(connection, device, incarnation, mine)
        if any(fact.id in branches for fact in mine):
            place = store.find_fork(connection, device, incarnation)
            ids = [row.id for row in store.load_chain(connection, device, incarnation, [place])[place]]
            found.append(_fork(connection, device, str(incarnation), ids))
    return found


def _broken_links(connection: sa.Connection, device: str, incarnation: int, facts: Sequence[Fact]) -> Iterator[Found]:
    seqs = {seq for fact in facts for seq in (fact.seq - 1, fact.seq, fact.seq + 1)}
    chain = store.load_chain(connection, device, incarnation, seqs)
    for seq, rows in sorted(chain.items()):
        before = chain.get(seq - 1)
        if before is None:
            continue
        hashes = {bytes(row.hash) for row in before}
        for after in rows:
            if bytes(after.prev) not in hashes:
                yield _fork(connection, device, before[0].id, [before[0].id, after.id])


def _fork(connection: sa.Connection, device: str, scope: str, ids: Sequence[str]) -> Found:
    timed = store.load_timed(connection, ids)
    clash = [timed[id_] for id_ in ids]
    event = max(one.fact.event for one in clash) or store.load_any_event(connection, device)
    incident = build_incident(IncidentKind.DEVICE_FORK, scope, f"d:{device}", clash, excess=len(clash) - 1)
    return Found(f"fork:{device}:{scope}", event, (incident,))
