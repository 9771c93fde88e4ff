"""The server as a device: its identity, its log, its signature.

A web sale, a refund by an organizer and a lease are facts like any other, made here. The server's own
clock fact opens each of its boots, so that its facts have narrow intervals too.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.core import facts as f
from server.clock import Clock, Ids
from server.db.keys import MasterKey
from server.ledger import schema
from server.ledger.rules import Sound
from server.ledger.store import load_tail

_PURPOSE = "server identity"
CLOCK_EVERY_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class ServerAuthor:
    """Who signs the server's facts, clocks and enrolment answers. `boot` names this start of the process."""

    device: str
    incarnation: int
    private_key: Ed25519PrivateKey
    public_key: bytes
    boot: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact to be recorded. `operator`: the user on whose behalf the server acts."""

    kind: str
    event: int
    subjects: tuple[str, ...]
    body: f.Body
    based_on: tuple[str, ...] = ()
    operator: str = ""


def load_or_make_author(connection: sa.Connection, master: MasterKey, clock: Clock, ids: Ids) -> ServerAuthor:
    """Return the server's identity, making it (and the first epoch) at the first start."""
    boot = ids.new_id(clock.now_ms())
    row = connection.execute(sa.select(schema.server_identity)).first()
    if row is not None:
        key = Ed25519PrivateKey.from_private_bytes(master.open(_PURPOSE, row.sealed_key))
        return ServerAuthor(row.device, row.incarnation, key, row.public_key, boot)
    key = Ed25519PrivateKey.from_private_bytes(ids.random_bytes(32))
    author = ServerAuthor(ids.new_id(clock.now_ms()), 1, key, key.public_key().public_bytes_raw(), boot)
    connection.execute(
        schema.server_identity.insert(),
        {
            "device": author.device, "incarnation": 1, "public_key": author.public_key,
            "sealed_key": master.seal(_PURPOSE, key.private_bytes_raw(), ids.random_bytes),
        },
    )  # fmt: skip
    connection.execute(schema.ledger_meta.insert(), {"name": "epoch", "value": ids.random_bytes(8).hex()})
    return author


def sign_clock(author: ServerAuthor, device: str, boot: str, mono_ms: int, server_ms: int) -> bytes:
    """Return the server's signature under the time that it tells a device."""
    return author.private_key.sign(f.clock_statement(device, boot, mono_ms, server_ms))


def seal_drafts(
    connection: sa.Connection, author: ServerAuthor, clock: Clock, ids: Ids, drafts: Sequence[Draft]
) -> list[Sound]:
    """Return drafts as the next facts of the server's log, with a clock fact first where one is due."""
    seq, prev = load_tail(connection, author.device, author.incarnation)
    now_ms, mono_ms = clock.now_ms(), clock.mono_ms()
    if _is_clock_due(connection, author, mono_ms):
        signature = sign_clock(author, author.device, author.boot, mono_ms, now_ms)
        body = f.Clock(server_ms=now_ms, rtt_ms=0, mono_ms=mono_ms, boot=author.boot, server_signature=signature)
        drafts = [Draft("clock", 0, (), body), *drafts]
    sealed: list[Sound] = []
    for draft in drafts:
        seq += 1
        fact = _seal(author, draft, seq, prev, now_ms, mono_ms, ids.new_id)
        prev = fact.hash
        sealed.append(Sound(b"", fact, draft.body))
    return sealed


def _seal(
    author: ServerAuthor, draft: Draft, seq: int, prev: bytes, now_ms: int, mono_ms: int, new_id: Callable[[int], str]
) -> f.Fact:
    fact = f.Fact(
        author.device, author.incarnation, seq, new_id(now_ms), draft.kind, 1, draft.event, draft.subjects,
        draft.based_on, now_ms, mono_ms, author.boot, f.ClockState.TRUSTED, draft.operator, f.encode_body(draft.body),
        prev, b"", b"",
    )  # fmt: skip
    return f.seal(fact, author.private_key)


def _is_clock_due(connection: sa.Connection, author: ServerAuthor, mono_ms: int) -> bool:
    c = schema.clock_sample.c
    query = sa.select(sa.func.max(c.mono_ms)).where(c.device == author.device, c.boot == author.boot)
    last = connection.scalar(query)
    return last is None or mono_ms - last > CLOCK_EVERY_MS


def reborn(connection: sa.Connection, author: ServerAuthor) -> ServerAuthor:
    """Return the author as he is after `bump_epoch`: the same key, the new log."""
    number = connection.execute(sa.select(schema.server_identity.c.incarnation)).scalar_one()
    return replace(author, incarnation=number)


def bump_epoch(connection: sa.Connection, ids: Ids) -> None:
    """Begin another life of the server after a restore: every cursor becomes unknown, the log a new one.

    Its number is random: the same backup may be restored twice, and no place of a log may be taken twice.
    """
    meta, identity = schema.ledger_meta, schema.server_identity
    connection.execute(meta.update().where(meta.c.name == "epoch").values(value=ids.random_bytes(8).hex()))
    connection.execute(identity.update().values(incarnation=ids.new_number()))
