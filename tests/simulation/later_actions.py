"""What can happen too, but what the product does not yet survive as DESIGN promises.

No plan takes these by itself; `--also NAME` puts one in, and shows which invariant does not hold until the part is
built. Whoever builds it moves its action to where it belongs and gives it a weight.
"""

import random
import shutil
from collections.abc import Mapping

from tests.simulation.clocks import DeviceTime
from tests.simulation.device import SimDevice
from tests.simulation.power import Death, copy_image
from tests.simulation.world import World

MISSING: Mapping[str, str] = {
    "revoke": "a revoked device cannot deliver to a drop box, and is not wiped",
    "image_back": "a restored image is told to enrol anew; it does not get its own facts back and a new incarnation",
    "clone": "a copy of a device is not made a device of its own",
}


def revoke(world: World, dice: random.Random) -> None:
    """The organizer revokes a gate that may still have facts to deliver."""
    device = world.devices["gate-B"]
    world.center.call("POST", f"/api/v1/devices/{device.author.device}/revoke")
    world.mark("revoked")


def keep_image(world: World, dice: random.Random) -> None:
    """Somebody copies a device's disk."""
    device = world.devices[dice.choice(("gate-A", "kiosk-1", "till"))]
    kept = world.folder / f"{device.name}.kept"
    if not kept.exists():
        copy_image(world.disk, device.folder, kept, Death.KILL, 0, {})
        world.mark("image kept")


def image_back(world: World, dice: random.Random) -> None:
    """The copy is put back on the same machine. What had not reached the server is lost with the disk."""
    for device in world.devices.values():
        kept = world.folder / f"{device.name}.kept"
        if kept.exists():
            delivered = {row[0] for row in world.center.rows("SELECT id FROM fact")}
            shown = world.oracle.shown.get(device.name, {})
            world.oracle.shown[device.name] = {fact: what for fact, what in shown.items() if fact in delivered}
            device.image = kept
            device.revive()
            world.mark("image put back")


def clone(world: World, dice: random.Random) -> None:
    """The copy runs on another machine beside the first."""
    for device in list(world.devices.values()):
        kept = world.folder / f"{device.name}.kept"
        if kept.exists() and f"{device.name}-copy" not in world.devices:
            folder = world.folder / f"{device.name}-copy"
            shutil.move(kept, folder)
            time = DeviceTime(world.time)
            world.devices[folder.name] = SimDevice(
                folder.name, device.role, folder, time, world.dice, world.disk, world.network
            )
            world.mark("cloned")
