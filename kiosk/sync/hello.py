"""How are we, what time is it, what should we do? The greeting that opens every round with the server.

A step of the synchroniser. Tells the server what this device has and lacks; brings back the signed time,
which is appended as a `clock` fact and corrects the clock, the events to serve, and directives.
"""

from collections.abc import Callable

import sqlalchemy as sa
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.clock import Clock
from kiosk.core import wire
from kiosk.core.effective_time import ClockSample
from kiosk.core.errors import Rejected
from kiosk.core.facts import Clock as ClockBody
from kiosk.core.facts import clock_statement
from kiosk.core.permissions import Scope
from kiosk.core.release import RELEASE
from kiosk.store import log, meta, mirror, sales, stock
from kiosk.store.grace import note_contact
from kiosk.store.log import Draft
from kiosk.store.meta import Identity
from kiosk.store.worker import Lane, Store
from kiosk.sync.client import Client
from kiosk.sync.recovering import begin_log, is_copy
from kiosk.sync.returning import note_epoch, note_release


def say_hello(
    client: Client, store: Store, clock: Clock, identity: Identity, health: Callable[[], wire.Health]
) -> wire.Welcome:
    """Exchange greetings; append the clock fact. Raises Offline or Rejected.

    A device whose log another copy has written on takes a new one first, and greets again under it.
    """
    welcome = _greet(client, store, clock, identity, health)
    if is_copy(welcome):
        begin_log(store, clock)
        welcome = _greet(client, store, clock, identity, health)
        if is_copy(welcome):
            raise Rejected("the server does not take a new log of this device", reason="new_log_refused")
    return welcome


def _greet(
    client: Client, store: Store, clock: Clock, identity: Identity, health: Callable[[], wire.Health]
) -> wire.Welcome:
    moment, author = clock.moment(), identity.author
    hello = _build(store, moment.reading.wall_ms, moment.reading.mono_ms, clock.boot, identity, health())
    welcome = client.post("/api/v1/sync/hello", hello, wire.Welcome)
    rtt_ms = max(0, clock.mono_ms() - hello.mono_ms)
    _check_clock(welcome, hello, identity)
    if is_copy(welcome):
        return welcome
    body = ClockBody(
        server_ms=welcome.server_ms,
        rtt_ms=rtt_ms,
        mono_ms=hello.mono_ms,
        boot=clock.boot,
        server_signature=welcome.clock_signature,
    )

    def save(connection: sa.Connection) -> None:
        log.record(connection, author, Draft(clock.new_id(), "clock", 0, (), body), clock.moment())
        if welcome.head.incarnation == log.load_incarnation(connection, author):
            log.mark_pending_after(connection, welcome.head.incarnation, welcome.head.seq)
        note_epoch(connection, welcome.epoch, welcome.head)
        note_release(connection, welcome)
        meta.save_clock_difference(connection, clock.moment().difference_ms)
        note_contact(connection, server_ms=welcome.server_ms, grace_ms=welcome.grace_ms)
        sales.forget_delivered_persons(connection, now_ms=moment.reading.wall_ms)

    clock.correct(ClockSample(0, hello.mono_ms + rtt_ms // 2, welcome.server_ms, rtt_ms))
    store.write(save, lane=Lane.SYNC).result()
    return welcome


def _build(store: Store, wall_ms: int, mono_ms: int, boot: str, identity: Identity, health: wire.Health) -> wire.Hello:
    with store.read() as connection:
        cursors = {
            wire.scope_key(event.event, scope): mirror.load_scope(connection, event.event, scope).cursor
            for event in meta.load_assignments(connection)
            for scope in Scope
        }
        return wire.Hello(
            protocol=wire.PROTOCOL,
            release=RELEASE,
            wall_ms=wall_ms,
            mono_ms=mono_ms,
            boot=boot,
            head=log.load_head(connection, log.load_incarnation(connection, identity.author)),
            cursors=cursors,
            holdings=tuple(stock.list_holdings(connection)),
            health=health,
        )


def _check_clock(welcome: wire.Welcome, hello: wire.Hello, identity: Identity) -> None:
    statement = clock_statement(identity.device, hello.boot, hello.mono_ms, welcome.server_ms)
    try:
        Ed25519PublicKey.from_public_bytes(identity.server_key).verify(welcome.clock_signature, statement)
    except (InvalidSignature, ValueError) as error:
        raise Rejected("the time was not signed by this device's server", reason="wrong_server") from error
