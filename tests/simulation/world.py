"""One seed's world: the true time, the server, the devices, the network between them, and what the oracle saw.

A step is a name and a number; the number seeds everything that the step decides, so that a recorded list of steps is
a replay, and a shorter list is a smaller story.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from kiosk.core.permissions import Role
from tests.simulation.center import SimCenter
from tests.simulation.clocks import DeviceTime, Dice, TrueTime
from tests.simulation.device import SimDevice
from tests.simulation.oracle import Oracle
from tests.simulation.power import Disk
from tests.simulation.template import FLEET, Template, copy_template, seeded
from tests.simulation.transport import Network

DRIFT_PPM_MAX = 90


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens; `seed` decides everything about it."""

    name: str
    seed: int


class World:
    """Everything of one evening."""

    def __init__(self, seed: int, template: Template, folder: Path, disk: Disk) -> None:
        self.seed = seed
        self.folder = folder
        self.disk = disk
        copy_template(template, folder)
        self.time, self.dice = TrueTime(template.now_ms), Dice(seed)
        self.center = SimCenter(folder / "server", self.time, self.dice, disk)
        self.center.token, self.center.organizer = template.token, template.organizer
        self.center.event = self.event = template.event
        self.oracle = Oracle()
        self.network = Network(self.center, self.time, self.oracle.note_reply)
        start = seeded(seed)
        self.devices: dict[str, SimDevice] = {}
        for name, role in FLEET:
            wrong_ms = start.choice((0, 0, start.randint(-90_000, 90_000), start.choice((-1, 1)) * 3 * 3_600_000))
            time = DeviceTime(
                self.time, start.randint(-DRIFT_PPM_MAX, DRIFT_PPM_MAX), self.time.now_ms, self.time.now_ms + wrong_ms
            )
            time.boot()
            self.devices[name] = SimDevice(name, role, folder / name, time, self.dice, disk, self.network)
        self.gone: list[SimDevice] = []
        """Devices that were revoked and have wiped themselves."""
        self.backup: Path | None = None
        self.given_up: set[str] = set()
        """Devices that were vouched for after a restore: what they hold of forgotten leases nobody waits for."""
        self.may_oversell = False
        """Whether a person took a risk that may end in more tickets sold than there are places."""
        self.facts_seen = 0
        self.taken = 0
        """How many steps were begun."""
        self.marks: dict[str, int] = {}
        """How often each kind of trouble was met."""

    def of_role(self, *roles: Role) -> list[SimDevice]:
        """Return the devices that work in these roles."""
        return [device for device in self.devices.values() if device.role in roles]

    def mark(self, what: str) -> None:
        """Count something that happened."""
        self.marks[what] = self.marks.get(what, 0) + 1

    def close(self) -> None:
        """Clear everything away."""
        self.disk.disarm()
        for device in (*self.devices.values(), *self.gone):
            device.close()
        self.center.shut()
        self.disk.forget(self.folder)
        shutil.rmtree(self.folder)
