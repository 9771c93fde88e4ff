"""One device of a simulated evening: the real store, door, desk and synchroniser on a real encrypted file.

Composed as `kiosk.running` does it, but without threads: the synchroniser takes a step when it is told to, the store
runs each job at once. The machine under it can die at any write and comes back from what its disk then held.
"""

import random
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from kiosk.clock import Clock
from kiosk.core.permissions import Role
from kiosk.running import ADMITTING, SELLING
from kiosk.sales.checkout import Checkout, Completed
from kiosk.sales.terminal import CardTerminal
from kiosk.scanner.door import Door
from kiosk.scanner.judging import Station
from kiosk.store import log, meta
from kiosk.store.meta import Identity
from kiosk.store.opening import Folder, open_store
from kiosk.store.sales import load_open_shift
from kiosk.store.wiping import wipe
from kiosk.sync.client import Client
from kiosk.sync.worker import Synchroniser, SyncState
from tests.simulation.clocks import DeviceTime, Dice
from tests.simulation.inline import Crash, InlineStore
from tests.simulation.paper import SimDesk, SimPrinter
from tests.simulation.power import Death, Disk, copy_image
from tests.simulation.terminal import SimTerminal
from tests.simulation.transport import Line, Network

MAIN_LIST, LOUNGE_LIST = 1, 2


class SimDevice:
    """One machine. `name` is also its folder's."""

    def __init__(
        self, name: str, role: Role, folder: Path, time: DeviceTime, dice: Dice, disk: Disk, network: Network
    ) -> None:
        self.name = name
        self.event = network.center.event
        self.role = role
        self.folder = folder
        self.time = time
        self.dice = dice
        self.disk = disk
        self.image: Path | None = None
        """What the disk held when the machine died; None while it lives."""
        self.line = Line(network, self.check_alive)
        self.terminal = SimTerminal(self.check_alive)
        self.printer = SimPrinter(self.check_alive)
        self.wait_until_ms = 0
        self.sync_state = SyncState()
        self.synced_tail_bytes = 0
        self.open()

    def open(self) -> None:
        """Start the program, and settle what the last run left."""
        self.image = None
        self.is_wiped = False
        self.clock = Clock(wall_ms=self.time.wall_ms, mono_ms=self.time.mono_ms, random_bytes=self.dice.bytes)
        self._folder = Folder(self.folder, self.dice.bytes)
        self.synced_tail_bytes = self._folder.tail_file.stat().st_size if self._folder.tail_file.exists() else 0
        opened, salvage = open_store(
            self._folder, build=lambda file, key, tail: InlineStore(file, key, tail, self.check_alive)
        )
        assert isinstance(opened, InlineStore)
        assert salvage is None, f"{self.name}: the database was corrupt after a {'death' if salvage else ''}"
        self.store = opened
        identity = self.load_identity()
        assert identity is not None
        with self.store.read() as connection:
            self.clock.remember(log.load_highest_wall_ms(connection), meta.load_clock_difference(connection))
        self.author = identity.author
        self.sync = Synchroniser(
            self.store,
            self.clock,
            identity,
            on_state=self._note_state,
            on_change=lambda: None,
            connect=lambda known: Client(known.url, (), self.line),
            on_revoked=self._wipe,
        )
        self.wait_until_ms = 0
        event = self.event
        sells = self.role in SELLING
        self.checkout = Checkout(self.store, self.author, self.clock) if sells else None
        self.desk = SimDesk(self.store, self.author, self.clock, self.printer) if sells else None
        post = {event: (MAIN_LIST, 1 if "B" not in self.name else 2)}
        self.door = Door(self.store, self.author, self.clock, Station(post)) if self.role in ADMITTING else None

    def _wipe(self) -> None:
        """What `kiosk.running` does with a revoked device. What it knew is remembered for the checks."""
        self.left = [id_ for (id_,) in self.rows("SELECT id FROM fact")]
        self.store.close()
        wipe(self.folder, use_keyring=False)
        self.is_wiped = True

    def _note_state(self, state: SyncState) -> None:
        self.sync_state = state

    def load_identity(self) -> Identity | None:
        """Return who this device is, as its store says."""
        with self.store.read() as connection:
            return meta.load_identity(connection)

    def close(self) -> None:
        """End the program; a clean end, unless the machine has died already."""
        self.sync.stop()
        self.store.close()
        self._folder.close()

    # Life and death.

    def check_alive(self) -> None:
        if self.image is not None:
            raise Crash

    def arm(self, death: Death, after: int, dice: random.Random) -> None:
        """Let the machine die before the `after`-th write from now on."""
        seed = dice.choice((0, dice.getrandbits(32)))
        self.disk.arm(self.folder, after, lambda: self.die(death, seed))

    def die(self, death: Death, seed: int) -> None:
        """The machine stops; what is on its disk now is what there is."""
        image = self.folder.with_name(f"{self.name}.image")
        copy_image(self.disk, self.folder, image, death, seed, {"tail.bin": self.synced_tail_bytes})
        self.image = image

    def revive(self) -> None:
        """Boot again from what was on the disk."""
        image = self.image
        assert image is not None
        self.close()
        self.disk.forget(self.folder)
        shutil.rmtree(self.folder)
        image.rename(self.folder)
        self.time.boot()
        self.open()

    def reboot(self) -> None:
        """End the program cleanly and start it again."""
        self.close()
        self.time.boot()
        self.open()

    # What it does. Each returns only if the machine has lived to show it.

    def step_sync(self) -> None:
        """Take one round with the server, and rest as long as the synchroniser says."""
        rest_ms = self.sync.step()
        self.check_alive()
        self.wait_until_ms = self.time.true.now_ms + rest_ms

    def settle(self) -> list[Completed]:
        """Finish what the last run left open on a device that sells."""
        assert self.checkout is not None
        done = self.checkout.settle_open(cast("CardTerminal", self.terminal))
        self.check_alive()
        return done

    def sync_tail(self) -> None:
        """Let the store's idle second pass."""
        self.store.sync_tail()
        self.synced_tail_bytes = self._folder.tail_file.stat().st_size

    @property
    def card_terminal(self) -> CardTerminal:
        """The terminal as the checkout knows terminals."""
        return cast("CardTerminal", self.terminal)

    @property
    def shift(self) -> str:
        """The open shift; empty without one."""
        with self.store.read() as connection:
            found = load_open_shift(connection)
        return found.id if found else ""

    def rows(self, query: str, *values: Any) -> Sequence[tuple[Any, ...]]:
        """Return rows of the store as they are."""
        with self.store.read() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(query, values)]

    def count_pending(self) -> int:
        """Return how many facts the server has not answered."""
        return int(self.rows("SELECT count(*) FROM fact WHERE state = 'pending'")[0][0])

    def write(self, work: Any) -> Any:
        """Run a job of the store."""
        done: Any = self.store.write(cast("Any", work)).result()
        self.check_alive()
        return done
