"""The synchroniser: a thread that brings device and server together whenever it can.

A round is hello (once a minute), the safety feeds, push, the data feeds, leases. Each step fails alone: a
refused push never holds up a pull, and safety goes first. When the server cannot be reached, rounds back
off with jitter and obey Retry-After; a poke (a new fact, a person's "sync now") starts one at once.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

import msgspec

from kiosk.clock import Clock
from kiosk.core import wire
from kiosk.core.errors import Bug, FoyerError, Rejected, UnreadableRow
from kiosk.core.permissions import Role, Scope
from kiosk.store import meta, mirror
from kiosk.store.bugs import report_bug
from kiosk.store.meta import Identity
from kiosk.store.worker import Lane, Store
from kiosk.sync import returning
from kiosk.sync.client import Client
from kiosk.sync.dropbox import hand_in
from kiosk.sync.hello import say_hello
from kiosk.sync.leases import give_back, top_up
from kiosk.sync.listening import Listener
from kiosk.sync.pull import Feed, pull_scope
from kiosk.sync.push import push_pending
from kiosk.sync.recovering import fetch_own

IDLE_MS = 2_000
LISTENING_IDLE_MS = 10_000
"""A device that hears of news need not look for it so often."""
HINT_REST_MS = 250
"""News and new facts of this long are taken together in one round."""
HELLO_MS = 60_000
BACKOFF_MS = (1_000, 2_000, 4_000, 8_000, 15_000, 30_000)
STOP_S = 0.8
"""How long a closing device waits for a network that looks for its server."""
PAGES_MAX = 10_000
SELLERS = frozenset({Role.KIOSK, Role.TILL, Role.SUPERVISOR})


@dataclass(frozen=True, slots=True)
class SyncState:
    """What the badge shows of the synchroniser."""

    is_online: bool = False
    last_contact_ms: int = 0
    trouble: str = ""
    """A stable word (offline, pin_mismatch, revoked, storage…); empty while all is well."""
    message: str = ""
    rows_done: int = 0
    rows_total: int = 0
    """Progress of a first load; both 0 when none is under way."""
    lease_reasons: Mapping[int, str] = field(default_factory=dict[int, str])
    """Why the server lent no units, by event; empty where it lent some or was not asked."""


def build_client(identity: Identity) -> Client:
    """Return the client that speaks to a device's server over the network."""
    pins = tuple(pin for pin in (identity.tls_key_sha256, identity.next_tls_key_sha256) if pin)
    return Client(identity.url, pins)


class Synchroniser:
    """One running synchroniser. `on_state` is called on its thread whenever the state changed."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        identity: Identity,
        *,
        on_state: Callable[[SyncState], None],
        on_change: Callable[[], None],
        health: Callable[[], wire.Health] = wire.Health,
        on_assignments: Callable[[tuple[wire.Assignment, ...]], None] = lambda _: None,
        connect: Callable[[Identity], Client] = build_client,
        on_revoked: Callable[[], None] = lambda: None,
    ) -> None:
        """Prepare; `start` begins, or a caller takes `step` after `step`.

        `on_change` is called after rows of the mirror or the log changed; `on_revoked`, as the last thing, after a
        revoked device has left all that it held with the server: what is here may be destroyed.
        """
        self._store = store
        self._clock = clock
        self._identity = identity
        self._on_state = on_state
        self._on_change = on_change
        self._health = health
        self._on_assignments = on_assignments
        self._on_revoked = on_revoked
        self._state = SyncState()
        self._client = connect(identity)
        self._wake = threading.Condition()
        self._is_urgent = False
        self._is_hinted = False
        self._stopping = threading.Event()
        self._round_done = threading.Condition()
        self._rounds = 0
        self._rest_ms = 0
        self._failures = 0
        self._hello_ms: int | None = None
        self._events = identity.events
        self._targets: dict[str, int] = {}
        self._voucher_uses: dict[str, int] = {}
        self._listener = Listener(self._client.twin(), store, self._feeds, self.hint)
        self._thread = threading.Thread(target=self._run, name="sync", daemon=True)

    @property
    def state(self) -> SyncState:
        """The latest state."""
        return self._state

    def start(self, *, rest_ms: int = 0) -> None:
        """Begin the first round, after a rest that a poke ends."""
        self._rest_ms = rest_ms
        self._thread.start()
        self._listener.start()

    def poke(self) -> None:
        """Start a round now."""
        with self._wake:
            self._is_urgent = True
            self._wake.notify_all()

    def hint(self) -> None:
        """Start a round soon: there is something to bring or to fetch. From any thread."""
        with self._wake:
            self._is_hinted = True
            self._wake.notify_all()

    def stop(self) -> None:
        """End at once, breaking off the request under way: what it carried is sent again some day. Idempotent.

        A thread that still looks for a server that does not answer is left behind: it ends by itself and does
        nothing more.
        """
        self._stopping.set()
        self.poke()
        self._client.abort()
        self._listener.stop()
        if self._thread.is_alive():
            self._thread.join(STOP_S)
        if self._thread.is_alive() and not self._client.is_connecting:
            self._thread.join()

    def wait_for_round(self, timeout_s: float) -> bool:
        """Poke, and wait until a round that began after now has ended; say whether one has."""
        with self._round_done:
            wanted = self._rounds + 2
            self.poke()
            return self._round_done.wait_for(lambda: self._poke_until(wanted), timeout_s)

    def _poke_until(self, wanted: int) -> bool:
        if self._rounds < wanted:
            self.poke()
        return self._rounds >= wanted

    def _run(self) -> None:
        with self._wake:
            self._wake.wait_for(lambda: self._is_urgent, self._rest_ms / 1000)
        while not self._stopping.is_set():
            with self._wake:
                self._is_urgent = self._is_hinted = False
            wait_ms = self._step_safely()
            with self._round_done:
                self._rounds += 1
                self._round_done.notify_all()
            self._rest(wait_ms)
        self._client.close()

    def _rest(self, wait_ms: int) -> None:
        """A poke ends a rest at once; a hint only one between good rounds, and not before its time."""
        if not self._failures:
            self._listener.go_on()
        soon_ms = wait_ms if self._failures else HINT_REST_MS
        with self._wake:
            self._wake.wait_for(lambda: self._is_urgent, soon_ms / 1000)
            self._wake.wait_for(lambda: self._is_urgent or self._is_hinted, (wait_ms - soon_ms) / 1000)

    def _step_safely(self) -> int:
        try:
            return self.step()
        except Exception as error:  # noqa: BLE001 (a bug must not end the thread that every delivery waits for)
            report_bug(error)
            return self._failed(Bug(f"the synchroniser failed: {type(error).__name__}"))

    def step(self) -> int:
        """Run one round and return how long to rest, in ms. The thread's work, or a caller's without it."""
        try:
            self._talk()
        except Rejected as error:
            return self._leave(error) if error.reason == "revoked" else self._failed(error)
        except FoyerError as error:
            return self._failed(error)
        self._failures = 0
        self._show(is_online=True, last_contact_ms=self._clock.moment().now_ms, trouble="", message="")
        return LISTENING_IDLE_MS if self._listener.is_listening else IDLE_MS

    def _leave(self, revoked: Rejected) -> int:
        """Leave everything with the server, and end: this device was revoked."""
        self._failed(revoked)
        try:
            hand_in(self._client, self._store, self._identity)
        except FoyerError as error:
            return self._failed(error)
        self._stopping.set()
        self._on_revoked()
        self._show(trouble="wiped", message="")
        return 0

    def _failed(self, error: FoyerError) -> int:
        """Show what went wrong; a refused session is signed anew with the next round."""
        if self._stopping.is_set():
            return 0
        if _is_session_over(error):
            self._client.forget_session()
        trouble = error.reason if isinstance(error, Rejected) else error.code
        self._show(is_online=False, trouble=trouble, message=error.message)
        base_ms = BACKOFF_MS[min(self._failures, len(BACKOFF_MS) - 1)]
        self._failures += 1
        self._hello_ms = None
        jitter = int.from_bytes(self._clock.random_bytes(2)) / 65_536
        asked_ms = int(error.details.get("retry_after_s", 0)) * 1_000
        return max(int(base_ms * (0.5 + jitter)), asked_ms)

    def _talk(self) -> None:
        """Have a whole round; a session that has run out since the last one is signed anew at once."""
        if self._client.is_signed_in:
            try:
                self._exchange()
            except Rejected as error:
                if not _is_session_over(error):
                    raise
                self._client.forget_session()
            else:
                return
        self._client.sign_in(self._identity)
        self._exchange()

    def _exchange(self) -> None:
        self._greet()
        unreadable = self._pull_safety()
        returning.show_leases(self._client, self._store)
        refusal = self._push()
        if refusal is None:
            returning.finish(self._client, self._store, self._identity.author)
        self._pull(Scope.DATA)
        self._keep_stock()
        if refusal is not None:
            raise refusal
        if unreadable is not None:
            raise unreadable

    def _pull_safety(self) -> UnreadableRow | None:
        """Pull what comes first. A row that cannot be read is returned, so that facts are delivered all the same."""
        try:
            self._pull(Scope.SAFETY)
        except UnreadableRow as error:
            return error
        return None

    def _greet(self) -> None:
        now_ms = self._clock.mono_ms()
        if self._hello_ms is not None and now_ms - self._hello_ms < HELLO_MS:
            return
        welcome = say_hello(self._client, self._store, self._clock, self._identity, self._health)
        self._targets = welcome.lease_targets
        self._voucher_uses = dict(welcome.voucher_uses)
        if fetch_own(self._client, self._store, welcome.facts_known):
            self._on_change()
        self._hello_ms = now_ms
        if welcome.events != self._events:
            self._take_assignments(welcome.events)
        for order in welcome.orders:
            self._obey(order)

    def _take_assignments(self, events: tuple[wire.Assignment, ...]) -> None:
        gone = {event.event for event in self._events} - {event.event for event in events}
        self._events = events
        kept = msgspec.structs.replace(self._identity, events=events)
        self._store.write(lambda c: meta.save_identity(c, kept), lane=Lane.SYNC).result()
        for event in gone:
            for scope in Scope:
                self._store.write(lambda c, e=event, s=scope: mirror.clear_scope(c, e, s), lane=Lane.SYNC).result()
        self._on_assignments(events)

    def _obey(self, order: wire.Order) -> None:
        match order.directive:
            case wire.Directive.RECALL_LEASE:
                give_back(self._store, self._identity.author, self._clock, order.event, order.lease, order.units)
            case wire.Directive.RESYNC:
                for scope in Scope:
                    self._store.write(
                        lambda c, s=scope: mirror.touch_incomplete(c, order.event, s), lane=Lane.SYNC
                    ).result()
            case _:
                self._show(trouble=order.directive, message="")

    def _feeds(self) -> list[Feed]:
        return [Feed(event.event, scope) for event in self._events for scope in Scope]

    def _pull(self, scope: Scope) -> None:
        for event in self._events:
            feed = Feed(event.event, scope)
            pages = pull_scope(self._client, self._store, feed, lambda: self._clock.moment().now_ms)
            for _ in islice(pages, PAGES_MAX):
                self._show_progress(feed)
                if self._stopping.is_set():
                    return

    def _push(self) -> Rejected | None:
        """Deliver until nothing is pending. A refusal is returned, so that the pull goes on."""
        try:
            while push_pending(self._client, self._store):
                self._on_change()
                if self._stopping.is_set():
                    break
        except Rejected as error:
            return error
        return None

    def _keep_stock(self) -> None:
        if self._identity.role not in SELLERS:
            return
        reasons: dict[int, str] = {}
        for event in self._events:
            target, uses = self._targets.get(str(event.event), 0), self._voucher_uses.pop(str(event.event), 0)
            if target or uses:
                reason = top_up(self._client, self._store, self._clock, event.event, target, uses)
                reasons[event.event] = reason
        self._show(lease_reasons=reasons)

    def _show_progress(self, feed: Feed) -> None:
        with self._store.read() as connection:
            state = mirror.load_scope(connection, feed.event, feed.scope)
        if state.is_complete:
            self._show(rows_done=0, rows_total=0)
        else:
            self._show(rows_done=state.rows_done, rows_total=state.rows_total)
        self._on_change()

    def _show(self, **changes: object) -> None:
        state = replace(self._state, **changes)
        if state != self._state:
            self._state = state
            self._on_state(state)


def _is_session_over(error: FoyerError) -> bool:
    return isinstance(error, Rejected) and error.details.get("status") == 401
