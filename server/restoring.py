"""`foyer-server restore`: put a backup back, and begin another life of the server.

A restored server has forgotten what came after its backup. It takes a new epoch, so that every device reads and brings
everything anew; erases again whoever was erased; finds its own sales again at the payment provider; and holds all
stock back until the devices have reported what they were lent. `begin_new_life` is what tests and simulation call too.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import sqlalchemy as sa

from kiosk.core.errors import InputError, StorageError
from server.accounts.erasures import list_erasures, replay_erasures
from server.app import Center
from server.db.database import DATABASE_PURPOSE
from server.db.keys import MasterKey, write_durably
from server.db.restoring import check_file, put_back_dump, put_back_file
from server.devices.returning import Awaited, await_all, list_awaited
from server.ledger import own
from server.ledger.feed import Changes
from server.ledger.store import load_newest_ms
from server.payments.provider import ListedPayment
from server.sales.finding import Found, find_again
from server.settings import Settings

MARGIN_MS = 10 * 60_000
"""The provider is asked from a little before the backup on: its clock is not this server's."""
MARKER = "restoring"
"""A file in the data directory while a restore is under way: no server starts over half of one."""
ListPayments = Callable[[int], Sequence[ListedPayment]]


@dataclass(frozen=True, slots=True)
class NewLife:
    """What a restore came to. `backup_ms`: when the last fact of the backup was received."""

    backup_ms: int
    erased: int
    found: Found
    awaited: tuple[Awaited, ...]


def put_back(settings: Settings, master: MasterKey, backup: Path) -> Path | None:
    """Put the backup in the place of the database; return where the old file is, if there is one."""
    if settings.database_url:
        write_durably(settings.folder / MARKER, b"")
        put_back_dump(settings.database_url, backup)
        return None
    file = settings.folder / "server.db"
    draft = check_file(file, backup, master.derive(DATABASE_PURPOSE))
    write_durably(settings.folder / MARKER, b"")
    return put_back_file(file, draft)


def check_finished(settings: Settings) -> None:
    """Raise StorageError where a restore was broken off: the database would go on in its old life."""
    if (settings.folder / MARKER).exists():
        raise StorageError("a restore was broken off here; run it again, then start the server")


def begin_new_life(center: Center, list_payments: ListPayments) -> NewLife:
    """Begin another life of the server, in one transaction. The caller opens the server anew afterwards."""
    ground, ledger = center.ground, center.ledger
    erasures = list_erasures(ground.settings.folder)
    with ground.db.read() as connection:
        backup_ms = load_newest_ms(connection)
    listed = list_payments(max(0, backup_ms - MARGIN_MS))
    now_ms = ground.clock.now_ms()

    def work(connection: sa.Connection) -> NewLife:
        own.bump_epoch(connection, ground.ids)
        await_all(connection, backup_ms=backup_ms, now_ms=now_ms)
        changes = Changes()
        erased = replay_erasures(connection, erasures, changes)
        reborn = own.reborn(connection, ledger.author)
        found = find_again(connection, ground, ledger.of(reborn), listed, changes)
        ledger.publish(connection, changes)
        return NewLife(backup_ms, erased, found, tuple(list_awaited(connection)))

    life = ground.write(work)
    (ground.settings.folder / MARKER).unlink(missing_ok=True)
    return life


def read_payments(file: Path | None) -> ListPayments:
    """Return a list of payments that a person saved as JSON; nothing where there is no provider."""
    if file is None:
        return lambda _: ()
    try:
        listed = msgspec.json.decode(file.read_bytes(), type=tuple[ListedPayment, ...])
    except (OSError, msgspec.DecodeError, RecursionError) as error:
        raise InputError(f"{file.name} is no list of payments: {error}; nothing was changed") from error
    return lambda since_ms: tuple(one for one in listed if one.made_ms >= since_ms)


def tell(life: NewLife) -> list[str]:
    """Return what a person must know, line by line."""
    found = life.found
    lines = [
        f"Erased again: {life.erased}. Found at the payment provider: {found.sales} sales, {found.refunds} refunds; "
        f"{found.known} were known.",
        *(f"Look at payment {one.key} ({one.amount_minor} {one.currency}): {why}" for one, why in found.orphans),
        "What people did here since then is lost: blocks, reissues, write-offs, prices, devices paired or revoked.",
    ]
    sellers = [one for one in life.awaited if one.holds_stock]
    if sellers:
        lines.append("Nothing is lent or sold until these devices have reported, or somebody vouches for them:")
        lines += [f"  {one.device.name}  {one.device.id}" for one in sellers]
    others = len(life.awaited) - len(sellers)
    if others:
        lines.append(f"{others} other devices bring their facts when they connect.")
    return lines
