"""All SQL of chat access: grants from folded tickets, bans from facts."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from kiosk.core import facts as f
from kiosk.core.access import ChatPolicy, FullAccess, NoAccess, ProvisionalAccess, access
from kiosk.core.incidents import Timed
from kiosk.core.reducer import TicketState, in_order
from server.chat import schema
from server.db.tables import insert_new, upsert
from server.ledger.fold import Fold, Found
from server.tickets.store import event_of

_g, _b = schema.chat_grant.c, schema.chat_ban.c


def apply_facts(connection: sa.Connection, fold: Fold) -> Sequence[Found]:
    """Make grants what the folded tickets allow; new bans take theirs at once."""
    _save_bans(connection, [*fold.loose, *(timed for facts in fold.facts.values() for timed in facts)])
    claimed = {subject: state for subject, state in fold.tickets.items() if state.claim is not None}
    # A new generation ends the claim of an older one: who held the ticket before has left the room.
    left = {subject for subject, state in fold.tickets.items() if state.claim is None and state.generation > 1}
    if not claimed and not left:
        return ()
    banned = _load_bans(connection, {event_of(subject, fold) for subject in claimed})
    rows: list[dict[str, Any]] = []
    for subject, state in claimed.items():
        row = _grant(subject, state, fold, banned.get(event_of(subject, fold), frozenset()))
        rows += [row] if row else []
    gone = (set(claimed) - {row["subject"] for row in rows}) | left
    if gone:
        connection.execute(schema.chat_grant.delete().where(_g.subject.in_(gone)))
    upsert(connection, schema.chat_grant, rows, ("subject",))
    return ()


def _grant(subject: str, state: TicketState, fold: Fold, banned: frozenset[str]) -> dict[str, Any] | None:
    claimed_ms = next(t.time.at_ms for t in in_order(fold.facts[subject]) if isinstance(t.body, f.Claimed))
    match access(state, ChatPolicy.HOLDERS, banned, claimed_ms=claimed_ms, now_ms=fold.now_ms):
        case FullAccess(account=account):
            level, until_ms = "full", 0
        case ProvisionalAccess(account=account, until_ms=until_ms):
            level = "provisional"
        case NoAccess():
            return None
    return {
        "subject": subject, "event": event_of(subject, fold), "account": account, "generation": state.generation,
        "level": level, "until_ms": until_ms,
    }  # fmt: skip


def _save_bans(connection: sa.Connection, facts: Iterable[Timed]) -> None:
    bans = {
        (timed.fact.event, timed.body.account): timed.fact.id
        for timed in sorted(facts, key=lambda timed: timed.fact.id, reverse=True)
        if isinstance(timed.body, f.ChatBanned)
    }
    rows = [{"event": event, "account": account, "fact": fact} for (event, account), fact in bans.items()]
    insert_new(connection, schema.chat_ban, rows, ("event", "account"))
    for event, account in bans:
        connection.execute(schema.chat_grant.delete().where(_g.event == event, _g.account == account))


def _load_bans(connection: sa.Connection, events: Iterable[int]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for row in connection.execute(sa.select(_b.event, _b.account).where(_b.event.in_(list(events)))):
        found.setdefault(row.event, set()).add(row.account)
    return {event: frozenset(accounts) for event, accounts in found.items()}
