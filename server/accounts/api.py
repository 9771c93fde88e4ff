"""People over HTTP: sign in and out, staff of an organizer."""

from collections.abc import Callable, Sequence

import msgspec
import sqlalchemy as sa
from litestar import delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody

from kiosk.core.bounds import Count, Text, Word
from kiosk.core.errors import Rejected
from kiosk.core.tickets import StaffRow
from server.accounts import store
from server.accounts.passwords import hash_secret, is_secret
from server.accounts.rules import check_staff
from server.ledger.feed import Changes
from server.ledger.inject import TheLedger
from server.ledger.intake import Ledger
from server.web.caller import Caller, hash_token, require_organizer, require_user
from server.web.fields import Id
from server.web.ground import Ground
from server.web.inject import TheCaller, TheGround

StaffEvents = Callable[[sa.Connection, str], Sequence[int]]
"""From an organizer to the numbers of its events; plugged in by `app`, since events are catalog's."""


class SignIn(msgspec.Struct, frozen=True):
    """Who wants in."""

    email: Word
    password: Text


class OrganizerRow(msgspec.Struct, frozen=True):
    """An organizer as listed."""

    id: str
    name: str


class SignedIn(msgspec.Struct, frozen=True):
    """A bearer token and what it is good for."""

    token: str
    lives_ms: int
    user: str
    name: str
    is_admin: bool
    organizers: tuple[OrganizerRow, ...]


class StaffEdit(msgspec.Struct, frozen=True):
    """A member of staff as given. `pin` None leaves it as it is; `version` is that of the row changed."""

    name: Word
    role: Word
    pin: Word | None = None
    version: Count = 0


class StaffMember(msgspec.Struct, frozen=True):
    """A member of staff as listed; never the verifier."""

    id: str
    name: str
    role: str
    credential_version: int
    version: int


@post("/api/v1/accounts/sessions", sync_to_thread=True, tags=["accounts"])
def sign_in(data: JSONBody[SignIn], ground: TheGround) -> SignedIn:
    """Open a session with e-mail and password."""
    now_ms = ground.clock.now_ms()
    with ground.db.read() as connection:
        user = store.load_user_by_email(connection, ground.master, data.email)
    if user is not None and user.locked_until_ms > now_ms:
        raise Rejected("too many wrong passwords; try again in a quarter of an hour", reason="too_many")
    verifier = user.password_hash if user else None
    if not ground.hashing.submit(is_secret, data.password, verifier).result() or user is None:
        if user is not None:
            ground.write(lambda c: store.record_failure(c, user.id, now_ms))
        raise Rejected("e-mail address or password is wrong", reason="unauthorized")
    token = ground.ids.new_token()
    ground.write(lambda c: store.open_session(c, user.id, hash_token(token), now_ms))
    with ground.db.read() as connection:
        return _signed_in(ground, connection, token, now_ms)


def _signed_in(ground: Ground, connection: sa.Connection, token: str, now_ms: int) -> SignedIn:
    caller = store.find_user(connection, hash_token(token), now_ms)
    assert caller is not None, "the session was opened a moment ago"
    return SignedIn(
        token,
        store.SESSION_MS,
        caller.id,
        store.load_user_name(connection, ground.master, caller.id),
        caller.is_admin,
        _organizers(connection, caller),
    )


def _organizers(connection: sa.Connection, caller: Caller) -> tuple[OrganizerRow, ...]:
    rows = store.list_organizers(connection, None if caller.is_admin else caller.organizers)
    return tuple(OrganizerRow(row.id, row.name) for row in rows)


@delete("/api/v1/accounts/sessions", sync_to_thread=True, tags=["accounts"])
def sign_out(caller: TheCaller, ground: TheGround) -> None:
    """End all sessions of the caller."""
    require_user(caller)
    ground.write(lambda c: store.close_sessions(c, caller.id))


@get("/api/v1/organizers", sync_to_thread=True, tags=["accounts"])
def list_my_organizers(caller: TheCaller, ground: TheGround) -> tuple[OrganizerRow, ...]:
    """List the organizers that the caller acts for."""
    require_user(caller)
    with ground.db.read() as connection:
        return _organizers(connection, caller)


@get("/api/v1/organizers/{organizer:str}/staff", sync_to_thread=True, tags=["accounts"])
def list_staff(organizer: Id, caller: TheCaller, ground: TheGround) -> tuple[StaffMember, ...]:
    """List the staff of an organizer."""
    require_organizer(caller, organizer)
    with ground.db.read() as connection:
        rows = store.list_staff(connection, organizer)
    return tuple(StaffMember(r.id, r.name, r.role, r.credential_version, r.version) for r in rows)


@post("/api/v1/organizers/{organizer:str}/staff", sync_to_thread=True, tags=["accounts"])
def add_staff(
    organizer: Id,
    data: JSONBody[StaffEdit],
    caller: TheCaller,
    ground: TheGround,
    ledger: TheLedger,
    staff_events: NamedDependency[StaffEvents],
) -> StaffMember:
    """Add a member of staff; every device of the organizer's events learns of it with the next pull."""
    require_organizer(caller, organizer)
    check_staff(data.name, data.role, data.pin or "")
    verifier = ground.hashing.submit(hash_secret, data.pin or "").result()
    id_ = ground.new_id()

    def work(connection: sa.Connection) -> StaffMember:
        now_ms = ground.clock.now_ms()
        row = store.save_staff(
            connection, id_=id_, organizer=organizer, name=data.name, role=data.role, pin_verifier=verifier,
            now_ms=now_ms,
        )  # fmt: skip
        _publish(connection, ledger, staff_events, organizer, id_, row)
        return StaffMember(id_, row.name, row.role, row.credential_version, 1)

    return ground.write(work)


@put("/api/v1/organizers/{organizer:str}/staff/{member:str}", sync_to_thread=True, tags=["accounts"])
def change_staff(
    organizer: Id,
    member: Id,
    data: JSONBody[StaffEdit],
    caller: TheCaller,
    ground: TheGround,
    ledger: TheLedger,
    staff_events: NamedDependency[StaffEvents],
) -> StaffMember:
    """Change name, role or PIN of a member of staff."""
    require_organizer(caller, organizer)
    check_staff(data.name, data.role, data.pin)
    verifier = ground.hashing.submit(hash_secret, data.pin).result() if data.pin else None

    def work(connection: sa.Connection) -> StaffMember:
        row = store.change_staff(
            connection, id_=member, organizer=organizer, version=data.version, name=data.name, role=data.role,
            pin_verifier=verifier, now_ms=ground.clock.now_ms(),
        )  # fmt: skip
        _publish(connection, ledger, staff_events, organizer, member, row)
        return StaffMember(member, row.name, row.role, row.credential_version, data.version + 1)

    return ground.write(work)


@delete("/api/v1/organizers/{organizer:str}/staff/{member:str}", sync_to_thread=True, tags=["accounts"])
def remove_staff(
    organizer: Id,
    member: Id,
    caller: TheCaller,
    ground: TheGround,
    ledger: TheLedger,
    staff_events: NamedDependency[StaffEvents],
) -> None:
    """Take a member of staff off the list; devices forget the PIN with the next pull."""
    require_organizer(caller, organizer)

    def work(connection: sa.Connection) -> None:
        store.delete_staff(connection, member, organizer, ground.clock.now_ms())
        _publish(connection, ledger, staff_events, organizer, member, None)

    ground.write(work)


def _publish(
    connection: sa.Connection, ledger: Ledger, events: StaffEvents, organizer: str, member: str, row: StaffRow | None
) -> None:
    changes = Changes()
    for event in events(connection, organizer):
        changes.put(event, "staff", member, row)
    ledger.publish(connection, changes)


ROUTES = (sign_in, sign_out, list_my_organizers, list_staff, add_staff, change_staff, remove_staff)
