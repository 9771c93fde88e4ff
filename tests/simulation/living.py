"""How a planned evening is lived: step after step, with the dead booted again and the invariants watched.

After each step the invariants that can hold then are checked; at the end the faults stop, everybody comes together,
and all of them are.
"""

import random
from collections.abc import Callable, Sequence

from tests.simulation import invariants, mirrors, quiescence
from tests.simulation.actions import ACTIONS
from tests.simulation.inline import Crash
from tests.simulation.world import Step, World

STEPS = 420


def live_through(world: World, steps: Sequence[Step]) -> None:
    """Take every step, then let the faults stop. Raises Violated, or whatever a bug raises."""
    for number, step in enumerate(steps):
        world.taken = number + 1
        take(world, step, ACTIONS[step.name].work)
        invariants.check_step(world, whole=number % 25 == 0)
        if number % 10 == 0:
            devices = list(world.devices.values())
            mirrors.check_below_cursor(world, devices[number // 10 % len(devices)])
    quiescence.come_together(world)
    invariants.check_step(world, whole=True)
    quiescence.check_all(world, random.Random(world.seed))


def take(world: World, step: Step, work: Callable[[World, random.Random], None]) -> None:
    """Take one step. A machine that dies in it is booted again."""
    dice = random.Random(step.seed)
    world.dice.seed(step.seed)
    for device in world.devices.values():
        device.line.dice = random.Random(dice.getrandbits(32))
        device.printer.dice = random.Random(dice.getrandbits(32))
        device.terminal.dice = random.Random(dice.getrandbits(32))
    world.time.pass_ms(_pause_ms(dice))
    if dice.random() < 0.2:
        world.network.deliver_wandering(dice)
    try:
        work(world, dice)
    except Crash:
        pass
    world.disk.disarm()
    bury_the_dead(world)


def bury_the_dead(world: World) -> None:
    """Boot every machine that has died, and see what it remembers; let those go that have wiped themselves."""
    if world.center.image is not None:
        world.center.revive()
        world.oracle.deaths += 1
        world.mark("server died")
    for device in world.devices.values():
        if device.image is not None:
            device.revive()
            world.oracle.deaths += 1
            world.mark("device died")
            invariants.check_remembers(world, device)
    invariants.let_go(world)


def _pause_ms(dice: random.Random) -> int:
    """Mostly seconds; now and then a lull."""
    kind = dice.random()
    if kind < 0.9:
        return dice.randint(200, 8_000)
    return dice.randint(10_000, 70_000) if kind < 0.985 else dice.randint(300_000, 1_800_000)
