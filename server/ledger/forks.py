"""Does a device run twice? Places of a log that two facts have, and links that do not fit.

Both copies' facts are genuine and are taken; the fork is an incident, so that people look for the other machine. There
is one for each log, the same whatever the order in which its facts came. Called by `intake` for every batch.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from kiosk.core.facts import Fact
from kiosk.core.incidents import IncidentKind, build_incident
from server.ledger import store
from server.ledger.fold import Found
from server.ledger.incidents import has_incident


def find_forks(connection: sa.Connection, facts: Sequence[Fact], branches: Mapping[str, int]) -> list[Found]:
    """Return the forks of the logs of new facts. `branches`: those whose place another fact had already."""
    logs: dict[tuple[str, int], list[Fact]] = defaultdict(list)
    for fact in facts:
        logs[fact.device, fact.incarnation].append(fact)
    return [
        _fork(connection, device, incarnation)
        for (device, incarnation), mine in logs.items()
        if any(fact.id in branches for fact in mine)
        or _has_broken_link(connection, device, incarnation, mine)
        or has_incident(connection, _source(device, incarnation))
    ]


def _source(device: str, incarnation: int) -> str:
    return f"fork:{device}:{incarnation}"


def _has_broken_link(connection: sa.Connection, device: str, incarnation: int, facts: Sequence[Fact]) -> bool:
    """Say whether a new fact and its neighbours do not fit: what is asked of every batch has to be quick."""
    seqs = {seq for fact in facts for seq in (fact.seq - 1, fact.seq, fact.seq + 1)}
    chain = store.load_chain(connection, device, incarnation, seqs)
    for seq, rows in chain.items():
        hashes = {bytes(row.hash) for row in chain.get(seq - 1, ())}
        if hashes and any(bytes(row.prev) not in hashes for row in rows):
            return True
    return False


def _fork(connection: sa.Connection, device: str, incarnation: int) -> Found:
    """Return where the log goes two ways, or else its first link that does not fit; nothing where it is whole."""
    source = _source(device, incarnation)
    place, first = store.find_fork(connection, device, incarnation), 0
    if not place:
        place = store.find_broken_link(connection, device, incarnation)
        first = place - 1
    if not place:
        return Found(source, store.load_any_event(connection, device), ())
    chain = store.load_chain(connection, device, incarnation, [first or place, place])
    timed = store.load_timed(connection, [row.id for rows in chain.values() for row in rows])
    event = max(one.fact.event for one in timed.values()) or store.load_any_event(connection, device)
    clash, excess = list(timed.values()), len(timed) - 1
    incident = build_incident(IncidentKind.DEVICE_FORK, str(incarnation), f"d:{device}", clash, excess=excess)
    return Found(source, event, (incident,))
