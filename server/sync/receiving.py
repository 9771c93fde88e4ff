"""Take in what a device pushes: person records first, then facts, in one transaction.

Signatures are checked before the writer is asked; role, events and revocation are read again inside the
transaction. A revoked device may still deliver: everything it brings is kept aside.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import sqlalchemy as sa

from kiosk.core import wire
from kiosk.core.errors import InputError, Rejected
from server.accounts.persons import save_persons
from server.db.database import Lane
from server.db.tables import insert_new
from server.devices.store import load_device
from server.ledger.feed import Changes, load_epoch
from server.ledger.intake import Ledger, take
from server.ledger.refolding import fold_due
from server.ledger.rules import Author, Sound, Unsound, judge_batch
from server.ledger.schema import refold_due
from server.tickets.store import list_subjects_of_persons
from server.web.ground import Ground

PERSONS_MAX = 500
PERSON_BYTES_MAX = 16 * 1024


@dataclass(frozen=True, slots=True)
class Received:
    """The answers, and the events that were touched."""

    answers: tuple[wire.FactAnswer, ...]
    events: frozenset[int]


def receive(ground: Ground, ledger: Ledger, device_id: str, request: wire.PushRequest) -> Received:
    """Take a push in and return its answers after the commit. Raises InputError or Rejected."""
    _check(request)
    with ground.db.read() as connection:
        check_epoch(connection, request.epoch)
        author = load_device(connection, device_id).author
    raws = [bytes(raw) for raw in request.facts]
    judged = judge_batch(raws, author, ledger.author.public_key)

    def work(connection: sa.Connection) -> tuple[wire.FactAnswer, ...]:
        check_epoch(connection, request.epoch)
        return _receive(connection, ground, ledger, device_id, author, raws, judged, request.persons)

    answers = ground.write(work, lane=Lane.SYNC)
    fold_due(ground, ledger)
    return Received(answers, frozenset(one.fact.event for one in judged if one.fact is not None))


def check_epoch(connection: sa.Connection, epoch: str) -> None:
    """Raise Rejected for a device that believes in another life of this server: it must say hello first."""
    if epoch and epoch != load_epoch(connection):
        raise Rejected("this server was restored meanwhile; say hello first", reason="epoch_changed")


def _check(request: wire.PushRequest) -> None:
    if len(request.facts) > wire.PUSH_FACTS_MAX:
        raise InputError(f"at most {wire.PUSH_FACTS_MAX} facts at once; send the rest afterwards")
    if len(request.persons) > PERSONS_MAX:
        raise InputError(f"at most {PERSONS_MAX} persons at once; send the rest afterwards")
    if any(len(msgspec.json.encode(person)) > PERSON_BYTES_MAX for person in request.persons):
        raise InputError("a person record is at most 16 kB large")


def _receive(
    connection: sa.Connection,
    ground: Ground,
    ledger: Ledger,
    device_id: str,
    known: Author,
    raws: Sequence[bytes],
    judged: list[Sound | Unsound],
    persons: Sequence[wire.PersonRecord],
) -> tuple[wire.FactAnswer, ...]:
    device = load_device(connection, device_id)
    if device.author != known:  # its rights changed since the signatures were checked
        judged = judge_batch(raws, device.author, ledger.author.public_key)
    changes = Changes()
    if device.is_revoked:
        judged = [_set_aside(one) for one in judged]
    else:
        mine = [person for person in persons if person.event in device.served]
        new = save_persons(connection, ground.master, ground.ids, mine, changes, ground.clock.now_ms())
        late = [{"subject": subject} for subject in list_subjects_of_persons(connection, new)]
        insert_new(connection, refold_due, late, ("subject",))
    answers = take(connection, ledger, device.author, judged, changes)
    ledger.publish(connection, changes)
    return tuple(answers)


def _set_aside(one: Sound | Unsound) -> Unsound:
    if isinstance(one, Unsound):
        return one
    return Unsound(one.raw, one.fact.id, wire.Outcome.QUARANTINED, "revoked", one.fact)
