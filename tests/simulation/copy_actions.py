"""What happens to disks: somebody keeps an image of one, puts it back, or runs it on a second machine.

A copy that is put back has lost the last of its log and gets it back from the server; two copies of one device both go
on, each under a log of its own. What they sell twice is an incident, and both buyers have a ticket.
"""

import random
import shutil

from tests.simulation import desk_actions
from tests.simulation.clocks import DeviceTime
from tests.simulation.device import SimDevice
from tests.simulation.power import Death, copy_image
from tests.simulation.transport import Weather
from tests.simulation.world import World

KEPT = ".kept"
ROUNDS = 3


def keep_image(world: World, dice: random.Random) -> None:
    """Somebody copies a device's disk, while no card is being charged and no paper is waiting."""
    for name in dice.sample(("gate-A", "kiosk-1", "till"), 3):
        device = world.devices[name]
        if not _count_open(device) and not device.rows(
            "SELECT 1 FROM print_job WHERE state NOT IN ('sent', 'confirmed', 'dismissed')"
        ):
            copy_image(world.disk, device.folder, world.folder / f"{name}{KEPT}", Death.KILL, 0, {})
            world.mark("image kept")
            return


def _count_open(device: SimDevice) -> int:
    """Return how many payments nobody knows the end of."""
    return len(device.rows("SELECT 1 FROM intent WHERE state NOT IN ('completed', 'voided', 'declined')"))


def image_back(world: World, dice: random.Random) -> None:
    """The copy is put back on the same machine, after its last facts have been delivered."""
    for device in list(world.devices.values()):
        kept = world.folder / f"{device.name}{KEPT}"
        if kept.exists() and _deliver(world, device):
            shown = world.oracle.shown.get(device.name, {})
            for altered in world.oracle.tampered:  # the server took none of these for a fact
                shown.pop(altered, None)
            device.image = kept
            device.printer.papers.clear()  # what is on paper is known, but not to this disk
            device.revive()
            _sync_clear(world, device)
            world.mark("image put back")


def _deliver(world: World, device: SimDevice) -> bool:
    """Whoever puts an old disk back waits until payments are settled and the badge says that all is delivered."""
    if device.checkout is not None:
        desk_actions.settle(world, random.Random(0), device)
    _sync_clear(world, device)
    return not (device.count_pending() or _count_open(device) or device.sync_state.trouble)


def _sync_clear(world: World, device: SimDevice) -> None:
    weather, device.line.weather = device.line.weather, Weather.CLEAR
    for _ in range(ROUNDS):
        world.time.pass_ms(61_000)
        device.step_sync()
    device.line.weather = weather


def clone(world: World, dice: random.Random) -> None:
    """The copy runs on another machine beside the first, and both go on."""
    for device in list(world.devices.values()):
        kept = world.folder / f"{device.name}{KEPT}"
        if kept.exists() and f"{device.name}-copy" not in world.devices:
            folder = world.folder / f"{device.name}-copy"
            shutil.move(kept, folder)
            time = DeviceTime(world.time)
            time.boot()
            world.devices[folder.name] = SimDevice(
                folder.name, device.role, folder, time, world.dice, world.disk, world.network
            )
            world.mark("cloned")
