"""Who is calling, and may they? The caller of a request, from its bearer token.

The look-ups of accounts and devices are plugged in by `app`, so that this package knows neither. Rights
that matter to an effect are read again inside its transaction; what is here only opens the door.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from litestar import Request

from kiosk.core.errors import Rejected


class CallerKind(StrEnum):
    """What sort of caller it is."""

    ANONYMOUS = "anonymous"
    USER = "user"
    DEVICE = "device"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is calling. `organizers`: the ids of those a user acts for; an administrator acts for all.

    `role`: the one that a device's session is for; empty = the one it was enrolled for.
    """

    kind: CallerKind = CallerKind.ANONYMOUS
    id: str = ""
    name: str = ""
    organizers: frozenset[str] = frozenset()
    is_admin: bool = False
    role: str = ""

    def may_act_for(self, organizer: str) -> bool:
        """Say whether a user may change what belongs to an organizer."""
        return self.kind is CallerKind.USER and (self.is_admin or organizer in self.organizers)


LookUp = Callable[[sa.Connection, str, int], Caller | None]
"""From a token's hash and the time to its caller; None where it is not theirs or has ended."""


def hash_token(token: str) -> str:
    """Return what is stored of a token: it has 256 random bits, so a plain hash keeps it."""
    return hashlib.sha256(b"foyer-token-1\0" + token.encode()).hexdigest()


def read_bearer(request: Request[Any, Any, Any]) -> str:
    """Return the bearer token of a request; empty without one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def find_caller(connection: sa.Connection, token: str, look_ups: Sequence[LookUp], now_ms: int) -> Caller:
    """Return the caller of a token. Raises Rejected (401) for a token that is not or no longer good."""
    if not token:
        return Caller()
    hashed = hash_token(token)
    for look_up in look_ups:
        caller = look_up(connection, hashed, now_ms)
        if caller is not None:
            return caller
    raise Rejected("this session has ended; sign in again", reason="unauthorized")


def require_user(caller: Caller) -> None:
    """Let signed-in people pass. Raises Rejected."""
    if caller.kind is CallerKind.ANONYMOUS:
        raise Rejected("sign in first", reason="unauthorized")
    if caller.kind is not CallerKind.USER:
        raise Rejected("this is for people, not for devices", reason="forbidden")


def require_device(caller: Caller) -> None:
    """Let devices with a session pass. Raises Rejected."""
    if caller.kind is CallerKind.ANONYMOUS:
        raise Rejected("open a session first", reason="unauthorized")
    if caller.kind is not CallerKind.DEVICE:
        raise Rejected("this is for devices", reason="forbidden")


def require_organizer(caller: Caller, organizer: str) -> None:
    """Let those pass who act for an organizer. To others it does not exist. Raises Rejected."""
    require_user(caller)
    if not caller.may_act_for(organizer):
        raise Rejected("there is no such thing, or it is not yours", reason="not_found")
