"""What happens to the machines: rounds with the server, weather, clocks set wrong, restarts, deaths."""

import random

from kiosk.core.permissions import Role
from tests.simulation import desk_actions, door_actions, invariants, office_actions
from tests.simulation.clocks import EPOCH_1970_MS
from tests.simulation.device import SimDevice
from tests.simulation.inline import Crash
from tests.simulation.power import Death
from tests.simulation.transport import Weather
from tests.simulation.world import World

WRITES_MAX = 24
HOUR_MS = 3_600_000


def sync(world: World, dice: random.Random, device: SimDevice | None = None) -> None:
    """Let a device take a round; one that rests only now and then, when something pokes it."""
    device = device or dice.choice(list(world.devices.values()))
    if world.time.now_ms >= device.wait_until_ms or dice.random() < 0.3:
        invariants.step_and_check_safety(world, device)
        if device.is_wiped:
            return
        device.sync_tail()
        world.mark("round" if not device.sync_state.trouble else f"no round: {device.sync_state.trouble}")


def turn_weather(world: World, dice: random.Random) -> None:
    """The line of a device becomes better or worse."""
    device = dice.choice(list(world.devices.values()))
    device.line.weather = dice.choice((Weather.CLEAR, Weather.CLEAR, Weather.ROUGH, *Weather))


def part(world: World, dice: random.Random) -> None:
    """A partition: some devices see nobody until it ends."""
    for device in dice.sample(list(world.devices.values()), dice.randint(2, 4)):
        device.line.weather = Weather.CUT
    world.mark("partition")


def unite(world: World, dice: random.Random) -> None:
    """The partition ends."""
    for device in world.devices.values():
        device.line.weather = dice.choice((Weather.CLEAR, Weather.ROUGH))


def set_clock(world: World, dice: random.Random) -> None:
    """Somebody sets a device's clock, or it jumps."""
    device = dice.choice(list(world.devices.values()))
    by_ms = dice.choice((-3 * HOUR_MS, 3 * HOUR_MS, -60_000, 40_000, dice.randint(-HOUR_MS, HOUR_MS)))
    device.time.set_wall(device.time.wall_ms() + by_ms)
    world.mark("clock set")


def reboot(world: World, dice: random.Random) -> None:
    """A device is switched off and on; its battery may have forgotten the year."""
    device = dice.choice(list(world.devices.values()))
    if dice.random() < 0.4:
        device.time.set_wall(EPOCH_1970_MS)
    elif dice.random() < 0.5:
        device.time.set_wall(world.time.now_ms)
    device.reboot()
    _come_back(world, dice, device)
    world.mark("reboot")


def die(world: World, dice: random.Random) -> None:
    """A device dies between two writes of whatever it is doing, or while it does nothing."""
    device = dice.choice(list(world.devices.values()))
    death = dice.choice(list(Death))
    device.arm(death, dice.randint(1, WRITES_MAX), dice)
    try:
        _work(world, dice, device)
        if device.image is None:
            world.disk.disarm()
            if device.is_wiped:
                return
            device.die(death, dice.getrandbits(32))
    except Crash:
        pass
    world.disk.disarm()
    if dice.random() < 0.3:
        device.time.set_wall(EPOCH_1970_MS)
    device.revive()
    world.oracle.deaths += 1
    world.mark(f"device died ({death})")
    _come_back(world, dice, device)


def _work(world: World, dice: random.Random, device: SimDevice) -> None:
    """Do something that this device is for."""
    tasks = [sync]
    if device.door is not None:
        tasks += [door_actions.scan, door_actions.scan, door_actions.undo]
    if device.checkout is not None:
        tasks += [
            desk_actions.sell,
            desk_actions.sell,
            desk_actions.print_waiting,
            desk_actions.recall,
            desk_actions.settle,
        ]
    if device.role is Role.TILL:
        tasks += [desk_actions.refund, desk_actions.shift]
    for _ in range(3):
        if not device.is_wiped:
            dice.choice(tasks)(world, dice, device)


def _come_back(world: World, dice: random.Random, device: SimDevice) -> None:
    """After every start: what was shown must be there, and what was left open is settled."""
    invariants.check_remembers(world, device)
    if device.checkout is not None:
        desk_actions.take_stock(world, device)
        desk_actions.note_own_refunds(world, device)
        desk_actions.settle(world, dice, device)


def tamper(world: World, dice: random.Random) -> None:
    """Somebody changes a fact on a device's disk. Only what was refused: nobody's ticket or money hangs on it."""
    device = dice.choice(list(world.devices.values()))
    waiting = device.rows("SELECT id, body FROM fact WHERE kind = 'denied' AND state = 'pending'")
    if not waiting:
        return
    id_, body = dice.choice(waiting)
    changed = bytearray(body)
    changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    device.write(lambda c: c.exec_driver_sql("UPDATE fact SET body = ? WHERE id = ?", (bytes(changed), id_)))
    world.oracle.tampered[id_] = bytes(changed)
    world.mark("tampered")


def server_dies(world: World, dice: random.Random) -> None:
    """The server dies between two writes of whatever it is asked."""
    death = dice.choice(list(Death))
    world.center.arm(death, dice.randint(1, WRITES_MAX), dice)
    for _ in range(3):
        task = dice.choice((sync, sync, sync, office_actions.buy, office_actions.refund, office_actions.reissue))
        task(world, dice)
    world.disk.disarm()
    if world.center.image is None:
        world.center.die(death, dice.getrandbits(32))
    world.mark(f"server died ({death})")
