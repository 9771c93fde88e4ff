"""May this account enter the event's chat room?

`access(ticket, …)` is a pure predicate over the ticket's facts, so a grant made offline and one made on
the web agree once everything has met. Called by the server's chat package and by the printed join slip
of kiosk and till.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from kiosk.core.reducer import TicketState, TicketStatus

PROVISIONAL_MS = 24 * 3_600_000


class ChatPolicy(StrEnum):
    """Who may join an event's room."""

    HOLDERS = "holders"
    CHECKED_IN = "checked_in"
    """Only after an admission has reached the server."""
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class NoAccess:
    """The room stays closed for this ticket."""


@dataclass(frozen=True, slots=True)
class ProvisionalAccess:
    """A genuine ticket of a live lease whose sale is still on its way."""

    account: str
    until_ms: int


@dataclass(frozen=True, slots=True)
class FullAccess:
    """The ticket lives and the account holds its claim."""

    account: str


ChatAccess = NoAccess | ProvisionalAccess | FullAccess


def access(
    ticket: TicketState,
    policy: ChatPolicy,
    banned: Collection[str],
    *,
    claimed_ms: int,
    now_ms: int,
) -> ChatAccess:
    """Return the access that the ticket's canonical claim gives. `claimed_ms` is when it was made."""
    claim = ticket.claim
    if claim is None or claim.account in banned or policy is ChatPolicy.NOBODY:
        return NoAccess()
    if policy is ChatPolicy.CHECKED_IN and not any(passage.use.entry for passage in ticket.passages):
        return NoAccess()
    match ticket.status:
        case TicketStatus.LIVE:
            return FullAccess(claim.account)
        case TicketStatus.LEASED:
            until_ms = claimed_ms + PROVISIONAL_MS
            return ProvisionalAccess(claim.account, until_ms) if now_ms < until_ms else NoAccess()
        case _:
            return NoAccess()
