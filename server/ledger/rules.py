"""May this fact enter the log? What can be said of it without the database.

Called for every pushed fact before the writer is asked, so that signatures cost no time of the one
writer. What needs the database (id reuse, leases) is `intake`'s and the plugged-in judges'.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.core import facts as f
from kiosk.core.bounds import INT_MAX, holds_nul
from kiosk.core.errors import BadFact, InputError
from kiosk.core.ids import is_ticket_subject, is_uuid, lease_subject, order_subject, parse_serial
from kiosk.core.permissions import Role
from kiosk.core.wire import Outcome, decode_fact

_DEVICE_KINDS = frozenset({"clock", "discarded", "shift_opened", "cash_moved", "shift_closed"})
"""Kinds that may be about the device itself (event 0)."""
_PREFIXES = ("l:", "o:", "s:", "i:")


@dataclass(frozen=True, slots=True)
class Author:
    """A device whose facts are being taken in, as the devices package knows it now."""

    device: str
    public_key: bytes
    roles: frozenset[Role]
    events: frozenset[int]


@dataclass(frozen=True, slots=True)
class Sound:
    """A genuine fact of its author, within its rights."""

    raw: bytes
    fact: f.Fact
    body: f.Body


@dataclass(frozen=True, slots=True)
class Unsound:
    """A fact that does not enter the log; its bytes are kept. `fact` is None where the envelope is broken."""

    raw: bytes
    id: str
    outcome: Outcome
    reason: str
    fact: f.Fact | None = None


class _Named(msgspec.Struct, frozen=True):
    id: str = ""


def judge_batch(raws: Sequence[bytes], author: Author, server_key: bytes) -> list[Sound | Unsound]:
    """Return a judgement per fact, in order. `server_key` signed what `clock` facts say."""
    key = Ed25519PublicKey.from_public_bytes(author.public_key)
    return [_judge(bytes(raw), author, key, server_key) for raw in raws]


def _judge(raw: bytes, author: Author, key: Ed25519PublicKey, server_key: bytes) -> Sound | Unsound:
    try:
        fact = decode_fact(raw)
    except InputError:
        return Unsound(raw, _id_in(raw), Outcome.QUARANTINED, "malformed")
    if not f.is_known(fact.kind, fact.version):
        return Unsound(raw, fact.id, Outcome.UNSUPPORTED_VERSION, "unsupported_version", fact)
    reason = "malformed" if holds_nul(raw) else _refusal(fact, author, key)
    if reason:
        return Unsound(raw, fact.id, Outcome.QUARANTINED, reason, fact)
    try:
        body = f.decode_body(fact)
    except BadFact:
        return Unsound(raw, fact.id, Outcome.QUARANTINED, "bad_body", fact)
    reason = _body_refusal(fact, body, server_key)
    if reason:
        return Unsound(raw, fact.id, Outcome.QUARANTINED, reason, fact)
    return Sound(raw, fact, body)


def _id_in(raw: bytes) -> str:
    """Return the id in a broken envelope, so that the device recognises the answer; empty without one."""
    try:
        return msgspec.json.decode(raw, type=_Named).id
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""  # nothing to recognise it by: the answer's place in the list has to do


def _refusal(fact: f.Fact, author: Author, key: Ed25519PublicKey) -> str:
    if fact.device != author.device:
        return "foreign_device"
    if not is_uuid(fact.id) or not _are_sound_numbers(fact):
        return "malformed"
    if not _is_intact(fact, key):
        return "bad_signature"
    if not author.roles & f.KINDS[fact.kind].authors:
        return "role"
    if fact.event not in author.events and not (fact.event == 0 and fact.kind in _DEVICE_KINDS):
        return "foreign_event"
    return "" if _are_sound_subjects(fact) else "bad_subjects"


def _are_sound_numbers(fact: f.Fact) -> bool:
    """Say whether every number of the envelope is one that any database and any reader of JSON can hold."""
    numbers = (fact.incarnation, fact.seq, fact.event, fact.wall_ms, fact.mono_ms)
    return all(0 <= number <= INT_MAX for number in numbers) and fact.seq >= 1


def _is_intact(fact: f.Fact, key: Ed25519PublicKey) -> bool:
    if f.hash_fact(fact) != fact.hash:
        return False
    try:
        key.verify(fact.signature, fact.hash)
    except InvalidSignature:
        return False
    return True


def _are_sound_subjects(fact: f.Fact) -> bool:
    if len(fact.subjects) > f.SUBJECTS_MAX or len(set(fact.subjects)) != len(fact.subjects):
        return False
    return all(_is_sound_subject(subject, fact.event) for subject in fact.subjects)


def _is_sound_subject(subject: str, event: int) -> bool:
    if subject.startswith("x:") or subject.startswith(_PREFIXES):
        return len(subject) <= 80
    try:
        return is_ticket_subject(subject) and parse_serial(subject).event == event
    except InputError:
        return False  # an answer about the subject, not a failure of ours


def _body_refusal(fact: f.Fact, body: f.Body, server_key: bytes) -> str:
    """Do the subjects name what the body speaks of, and is a clock's word the server's?"""
    if holds_nul(msgspec.json.encode(body)):
        return "bad_body"
    if isinstance(body, f.Clock):
        return "" if _is_our_clock(fact, body, server_key) else "bad_clock"
    return "" if named_subjects(fact, body) <= set(fact.subjects) else "bad_subjects"


def named_subjects(fact: f.Fact, body: f.Body) -> set[str]:
    """Return the subjects that a fact with this body must have."""
    match body:
        case f.Sold(order=order, lines=lines, vouchers=vouchers):
            return {*(line.subject for line in lines), *vouchers, order_subject(order)}
        case f.Refunded(order=order, tickets=tickets) | f.Voided(order=order, tickets=tickets):
            return {*tickets, order_subject(order)}
        case f.Exchanged(order=order, old=old, new=new):
            return {*old, *new, order_subject(order)}
        case f.Settled(order=order) | f.Lapsed(order=order):
            return {order_subject(order)}
        case f.Leased(lease=lease) | f.Returned(lease=lease) | f.WrittenOff(lease=lease):
            return {lease_subject(fact.event, lease)}
        case (
            f.IncidentAcknowledged(incident=incident)
            | f.IncidentClosed(incident=incident)
            | f.IncidentReopened(incident=incident)
        ):
            return {f"i:{incident}"}
        case _:
            return set()


def _is_our_clock(fact: f.Fact, body: f.Clock, server_key: bytes) -> bool:
    if body.boot != fact.boot:
        return False
    statement = f.clock_statement(fact.device, body.boot, body.mono_ms, body.server_ms)
    try:
        Ed25519PublicKey.from_public_bytes(server_key).verify(body.server_signature, statement)
    except (InvalidSignature, ValueError):
        return False
    return True


def shift_of(body: f.Body) -> str:
    """Return the shift that a body belongs to; empty without one."""
    match body:
        case (
            f.Sold(shift=shift)
            | f.Settled(shift=shift)
            | f.Refunded(shift=shift)
            | f.Voided(shift=shift)
            | f.ShiftOpened(shift=shift)
            | f.CashMoved(shift=shift)
            | f.ShiftClosed(shift=shift)
        ):
            return shift
        case _:
            return ""
