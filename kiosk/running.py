"""One device at work: its store, its synchroniser, and what its role needs, without any screen.

`app` builds it, `kiosk.ui` shows it; tests, tour and benchmarks drive it as it is. Starts nothing before
`start`, and stops everything it started. Callbacks come from worker threads.
"""

import shutil
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import sqlalchemy as sa

from kiosk.clock import Clock
from kiosk.core import wire
from kiosk.core.errors import InputError, RoleNotAllowed
from kiosk.core.permissions import Role, Scope
from kiosk.core.tickets import StaffRow
from kiosk.scanner.door import Door
from kiosk.scanner.judging import Station
from kiosk.settings import Settings, check_settings, lay_over
from kiosk.staff import Operator, build_pin_verifier, find_operator
from kiosk.store import log, meta, mirror
from kiosk.store.catalogue import Catalogue, count_unreadable_rules, load_catalogue
from kiosk.store.log import QueueState
from kiosk.store.meta import Identity
from kiosk.store.opening import Folder, open_store, save_identity
from kiosk.store.wiping import is_broken_off, wipe
from kiosk.store.worker import Lane
from kiosk.sync.worker import Synchroniser, SyncState
from resources import read_font

if TYPE_CHECKING:
    from kiosk.printing.worker import PrintDesk, PrintState
    from kiosk.sales.checkout import Checkout
    from kiosk.sales.terminal import CardTerminal
    from kiosk.store.sales import PrintJob
    from kiosk.sync.client import Client

SELLING = frozenset({Role.KIOSK, Role.TILL})
ADMITTING = frozenset({Role.GATE, Role.TILL, Role.SUPERVISOR})
SCREEN_FIRST_MS = 200
"""What a role's first screen gets of the processor before the network does: loading HTTP takes a tenth of a start."""
CHOSEN = "chosen"
"""Under this name the store keeps what staff chose."""
PAIRING_SUPERVISOR = "pairing"
"""The operator id of the supervisor whose PIN was set at pairing."""


def _ignore(*_: object) -> None:
    """A callback that nobody asked for."""


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who hears of changes. All are called on worker threads and must return at once.

    `on_revoked` is called when everything was left with the server: whoever takes it stops the work and then has
    the device wiped. Without it the device is wiped at once.
    """

    on_sync: Callable[[SyncState], None] = _ignore
    on_change: Callable[[], None] = _ignore
    on_print: "Callable[[PrintState], None]" = _ignore
    on_job: "Callable[[PrintJob], None]" = _ignore
    on_revoked: Callable[[], None] | None = None


@dataclass(slots=True)
class _Workers:
    sync: Synchroniser
    door: Door | None = None
    checkout: "Checkout | None" = None
    desk: "PrintDesk | None" = None
    threads: list[threading.Thread] = field(default_factory=list[threading.Thread])


class Running:
    """An open device. Not yet paired, or paired and idle, or at work in one role."""

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        """Open the store; `salvage` says what a corrupt one left. Raises BadSetting, StorageError and its kinds."""
        check_settings(settings)
        if settings.printer:
            from kiosk.printing.printers import parse_printers

            parse_printers(settings.printer)
        self.settings = settings
        self.clock = clock or Clock()
        tail = Path(settings.tail_dir) if settings.tail_dir else None
        self._folder = Folder(settings.data_path, self.clock.random_bytes, tail_folder=tail)
        if is_broken_off(settings.data_path):
            wipe(settings.data_path, tail_folder=tail, use_keyring=settings.keyring)
        self.store, self.salvage = open_store(self._folder, use_keyring=settings.keyring)
        self._workers: _Workers | None = None
        self._asking: Client | None = None
        self._is_closed = False
        self.is_wiped = False
        """Whether this device was revoked and has destroyed its data: it does nothing more."""
        with self.store.read() as connection:
            self.identity = meta.load_identity(connection)
            self.clock.remember(log.load_highest_wall_ms(connection), meta.load_clock_difference(connection))
            self.settings = lay_over(settings, meta.load_value(connection, CHOSEN))

    def close(self) -> None:
        """Stop the workers and close the store. Idempotent."""
        if self._is_closed:
            return
        self._is_closed = True
        self.stop()
        self.store.close()
        self._folder.close()

    def choose(self, **values: str | float) -> None:
        """Keep what staff chose on the settings screen: it holds from now on, and after every start."""

        def work(connection: sa.Connection) -> None:
            kept = meta.load_value(connection, CHOSEN)
            chosen = (msgspec.json.decode(kept, type=dict[str, Any]) if kept else {}) | values
            meta.save_value(connection, CHOSEN, msgspec.json.encode(chosen).decode())

        self.store.write(work).result()
        self.settings = msgspec.structs.replace(self.settings, **values)

    def pair(self, pairing: wire.Pairing, name: str, pin: str) -> Identity:
        """Enrol this device. Blocks on the network. Raises Offline, Rejected or InputError."""
        from kiosk.sync.enrol import fetch_identity

        verifier = build_pin_verifier(pin)
        enrolled = fetch_identity(pairing, name, self.clock.random_bytes, pin_verifier=verifier, hold=self._hold)
        identity = msgspec.structs.replace(enrolled, pin_verifier=verifier)
        save_identity(self.store, self._folder, identity)
        self.identity = identity
        return identity

    def readdress(self, url: str) -> None:
        """Look for the server at another address from now on; its keys stay pinned. Raises InputError.

        Only while idle: a synchroniser at work keeps the address it began with.
        """
        assert self.identity is not None
        assert self._workers is None
        from kiosk.sync.pinning import check_url

        checked = check_url(url, is_pinned=bool(self.identity.tls_key_sha256))
        if checked != self.identity.url:
            identity = msgspec.structs.replace(self.identity, url=checked)
            save_identity(self.store, self._folder, identity)
            self.identity = identity

    def ask_server(self, address: str, token: str) -> wire.Pairing:
        """Return whose address and token were typed. Blocks on the network. Raises Offline, Rejected or InputError."""
        from kiosk.sync.enrol import fetch_server

        return fetch_server(address, token, hold=self._hold)

    def start(self, role: Role, listeners: Listeners | None = None) -> None:
        """Go to work in a role that this device may have. Raises RoleNotAllowed for any other."""
        identity = self._in_role(role)
        heard = listeners or Listeners()
        sync = Synchroniser(
            self.store,
            self.clock,
            identity,
            on_state=heard.on_sync,
            on_change=heard.on_change,
            health=self.health,
            on_assignments=self._take_assignments,
            on_revoked=heard.on_revoked or self.wipe,
        )
        self._workers = _Workers(sync)
        if role in SELLING:
            self._start_selling(identity, heard)
        if role in ADMITTING:
            station = self.default_station(identity)
            self._workers.door = Door(self.store, identity.author, self.clock, station) if station else None
        self.store.on_facts = sync.hint
        sync.start(rest_ms=SCREEN_FIRST_MS)

    def stop(self) -> None:
        """End the work, and break a pairing off; the device stays open. Idempotent."""
        if self._asking is not None:
            self._asking.abort()
        workers, self._workers = self._workers, None
        if workers is None:
            return
        self.store.on_facts = lambda: None
        workers.sync.stop()
        if workers.desk is not None:
            workers.desk.stop()
        if workers.door is not None and not self.is_wiped:
            workers.door.dismiss()
        for thread in workers.threads:
            thread.join()

    @property
    def role(self) -> Role | None:
        """The role this device works in, or None while it is idle."""
        return self.identity.role if self._workers and self.identity else None

    @property
    def event(self) -> int:
        """The number of the event on show; 0 = none is assigned."""
        return self.identity.events[0].event if self.identity and self.identity.events else 0

    @property
    def sync(self) -> Synchroniser:
        """The synchroniser of a device at work."""
        assert self._workers is not None
        return self._workers.sync

    @property
    def sync_state(self) -> SyncState:
        """What the synchroniser last said; of an idle device, nothing."""
        return self._workers.sync.state if self._workers else SyncState()

    @property
    def door(self) -> Door | None:
        """The door, once the device knows an event with a check-in list."""
        return self._workers.door if self._workers else None

    @property
    def checkout(self) -> "Checkout":
        """The sales desk of a selling device."""
        assert self._workers is not None
        assert self._workers.checkout is not None
        return self._workers.checkout

    @property
    def desk(self) -> "PrintDesk | None":
        """The print desk, where a printer is set."""
        return self._workers.desk if self._workers else None

    @property
    def terminal(self) -> "CardTerminal | None":
        """The card terminal, where one is set."""
        from kiosk.sales.terminal import CardTerminal

        host, _, port = self.settings.terminal.rpartition(":")
        return CardTerminal(host, int(port)) if host and port.isdecimal() else None

    def stand_at(self, station: Station) -> Door:
        """Put the door at a station and return it."""
        assert self._workers is not None
        assert self.identity is not None
        if self._workers.door is None:
            self._workers.door = Door(self.store, self.identity.author, self.clock, station)
        else:
            self._workers.door.configure(station)
        return self._workers.door

    def open_door(self) -> Door:
        """Return the door; one that knew no event at the start is put where the settings say. Only with a list."""
        assert self.identity is not None
        if self.door is not None:
            return self.door
        station = self.default_station(self.identity)
        assert station is not None
        return self.stand_at(station)

    def default_station(self, identity: Identity) -> Station | None:
        """Return where the settings say this door stands; each event's first list and gate where they are silent."""
        posts: dict[int, tuple[int, int]] = {}
        for assignment in identity.events:
            catalogue = self.catalogue(assignment.event)
            if catalogue is None or not catalogue.lists:
                continue
            chosen = self.settings.list if self.settings.list in catalogue.lists else min(catalogue.lists)
            gates = catalogue.lists[chosen].gates or tuple(sorted(catalogue.gates)) or (0,)
            posts[assignment.event] = (chosen, self.settings.gate or gates[0])
        settings = self.settings
        return Station(posts, entry=settings.entry, asks_questions=settings.questions) if posts else None

    def catalogue(self, event: int) -> Catalogue | None:
        """Return what this device knows of an event, or None while nothing has arrived."""
        with self.store.read() as connection:
            return load_catalogue(connection, event)

    def queue(self) -> QueueState:
        """Return what the server has not taken."""
        with self.store.read() as connection:
            return log.load_queue_state(connection)

    def synced_ms(self, event: int) -> int:
        """Return the best time of the last word about an event; 0 = never complete."""
        with self.store.read() as connection:
            return mirror.load_scope(connection, event, Scope.DATA).synced_ms

    @property
    def free_bytes(self) -> int:
        """How much room there is for the data of this device."""
        return shutil.disk_usage(self.settings.data_path).free

    def find_operator(self, pin: str) -> Operator | None:
        """Return whose PIN this is, or None. Slow on purpose: call it from a worker thread."""
        return find_operator(self._staff(), pin)

    def health(self) -> wire.Health:
        """Return what the fleet page shows."""
        desk, now_ms = self.desk, self.clock.moment()
        with self.store.read() as connection:
            queue, unreadable = log.load_queue_state(connection), count_unreadable_rules(connection)
        return wire.Health(
            pending=queue.pending,
            oldest_pending_ms=max(0, now_ms.reading.wall_ms - queue.oldest_ms) if queue.pending else 0,
            quarantined=queue.quarantined,
            printer=desk.state.state.value if desk else "",
            clock=now_ms.state.value,
            rules_unsupported=unreadable,
        )

    def wipe(self) -> None:
        """Destroy what is stored here; nothing is recorded or read any more. May run on any thread, with no role."""
        self.is_wiped = True
        self.store.close()
        wipe(self.settings.data_path, tail_folder=self._folder.tail_file.parent, use_keyring=self.settings.keyring)

    def _hold(self, client: "Client") -> None:
        self._asking = client

    def _staff(self) -> Mapping[str, StaffRow]:
        events = self.identity.events if self.identity else ()
        staff: dict[str, StaffRow] = {}
        for assignment in events:
            catalogue = self.catalogue(assignment.event)
            staff |= catalogue.staff if catalogue else {}
        verifier = self.identity.pin_verifier if self.identity else ""
        if verifier and not any(row.role == "supervisor" for row in staff.values()):
            staff[PAIRING_SUPERVISOR] = StaffRow("", "supervisor", verifier, 0)
        return staff

    def _in_role(self, role: Role) -> Identity:
        identity = self.identity
        if identity is None:
            raise InputError("pair this device with a server first")
        if role not in identity.roles:
            raise RoleNotAllowed(f"this device may not be used as {role.value}; ask the organizer")
        if role is not identity.role:
            identity = msgspec.structs.replace(identity, role=role)
            self._change_role(identity)
        return identity

    def _change_role(self, identity: Identity) -> None:
        """Another role sees other rows: load them anew, over what is there."""

        def forget(connection: sa.Connection) -> None:
            for assignment in identity.events:
                for scope in Scope:
                    mirror.touch_incomplete(connection, assignment.event, scope)

        save_identity(self.store, self._folder, identity)
        self.store.write(forget, lane=Lane.SYNC).result()
        self.identity = identity

    def _start_selling(self, identity: Identity, heard: Listeners) -> None:
        from kiosk.sales.checkout import Checkout

        assert self._workers is not None
        checkout = Checkout(self.store, identity.author, self.clock)
        self._workers.checkout = checkout
        if self.settings.printer:
            from kiosk.printing.printers import parse_printers
            from kiosk.printing.worker import PrintDesk
            from resources.words import load_words

            desk = PrintDesk(
                self.store,
                identity.author,
                self.clock,
                parse_printers(self.settings.printer),
                read_font=read_font,
                words=load_words,
                on_state=heard.on_print,
                on_job=heard.on_job,
            )
            desk.start()
            self._workers.desk = desk
        settling = threading.Thread(target=self._settle, args=(checkout,), name="settle", daemon=True)
        settling.start()
        self._workers.threads.append(settling)

    def _settle(self, checkout: "Checkout") -> None:
        """Finish what the last evening left open, before anybody notices."""
        completed = checkout.settle_open(self.terminal)
        if completed and self.desk is not None:
            self.desk.poke()

    def _take_assignments(self, events: tuple[wire.Assignment, ...]) -> None:
        if self.identity is not None:
            self.identity = msgspec.structs.replace(self.identity, events=events)
