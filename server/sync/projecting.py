"""What is a device sent of an event? The projection of its roles.

The feed is stored once; a device gets the kinds that any of its roles sees. A gate gets names only where
a list of the event shows them; without names a ticket's row does not even say that there is a person.
"""

from collections.abc import Collection, Sequence

import msgspec
import sqlalchemy as sa

from kiosk.core.permissions import Role, Scope, sees
from kiosk.core.wire import Change
from server.catalog.store import shows_names
from server.ledger.feed import GONE, RANKS, Projection
from server.tickets.rules import without_person


def project(connection: sa.Connection, event: int, scope: Scope, roles: Collection[Role]) -> Projection:
    """Return what devices of these roles see of a scope."""
    kinds = {kind for kind in RANKS for role in roles if sees(role, scope, kind)}
    if "person" in kinds and not _may_see_names(connection, event, roles):
        kinds.discard("person")
    return Projection(frozenset(kinds), "person" in kinds)


def _may_see_names(connection: sa.Connection, event: int, roles: Collection[Role]) -> bool:
    by_right = {role for role in roles if role is not Role.GATE and sees(role, Scope.DATA, "person")}
    return bool(by_right) or shows_names(connection, event)


def narrow(changes: Sequence[Change], projection: Projection) -> tuple[Change, ...]:
    """Return rows without what a reader without names must not be told."""
    if projection.with_names:
        return tuple(changes)
    return tuple(_narrowed(change) if change.kind == "ticket" else change for change in changes)


def _narrowed(change: Change) -> Change:
    value = bytes(change.value)
    return change if value == GONE else Change(change.kind, change.key, msgspec.Raw(without_person(value)))
