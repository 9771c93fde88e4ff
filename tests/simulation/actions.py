"""What can happen in an evening, how often, and the plan of a seed."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.simulation import (
    copy_actions,
    desk_actions,
    door_actions,
    machine_actions,
    office_actions,
    stock_actions,
)
from tests.simulation.template import seeded
from tests.simulation.world import Step, World


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that may happen. Of `weight` 0 it happens only where the plan says so."""

    work: Callable[[World, random.Random], None]
    weight: int


ACTIONS: Mapping[str, Action] = {
    "scan": Action(door_actions.scan, 110),
    "undo": Action(door_actions.undo, 8),
    "order": Action(door_actions.admit_order, 6),
    "sell": Action(desk_actions.sell, 45),
    "print": Action(desk_actions.print_waiting, 25),
    "settle": Action(desk_actions.settle, 6),
    "shift": Action(desk_actions.shift, 5),
    "refund": Action(desk_actions.refund, 8),
    "recall": Action(desk_actions.recall, 4),
    "sync": Action(machine_actions.sync, 130),
    "weather": Action(machine_actions.turn_weather, 14),
    "part": Action(machine_actions.part, 0),
    "unite": Action(machine_actions.unite, 3),
    "set_clock": Action(machine_actions.set_clock, 5),
    "reboot": Action(machine_actions.reboot, 5),
    "die": Action(machine_actions.die, 14),
    "tamper": Action(machine_actions.tamper, 2),
    "server_dies": Action(machine_actions.server_dies, 3),
    "buy": Action(office_actions.buy, 22),
    "web_refund": Action(office_actions.refund, 7),
    "reissue": Action(office_actions.reissue, 8),
    "block": Action(office_actions.block, 8),
    "write_off": Action(office_actions.write_off, 2),
    "call_back": Action(stock_actions.call_back, 3),
    "resize": Action(stock_actions.resize, 2),
    "reassign": Action(office_actions.reassign, 3),
    "change_price": Action(office_actions.change_price, 4),
    "claim": Action(office_actions.claim, 10),
    "vouch": Action(office_actions.vouch, 2),
    "back_up": Action(office_actions.back_up, 0),
    "restore": Action(office_actions.restore, 0),
    "revoke": Action(office_actions.revoke, 0),
    "keep_image": Action(copy_actions.keep_image, 0),
    "image_back": Action(copy_actions.image_back, 0),
    "clone": Action(copy_actions.clone, 0),
}


def plan(seed: int, steps: int, also: str = "") -> list[Step]:
    """Return the steps of a seed: at random, with at least one partition, death of each kind, backup and restore.

    `also`: an action that is taken for certain.
    """
    dice = seeded(seed)
    names, weights = list(ACTIONS), [action.weight for action in ACTIONS.values()]
    chosen = dice.choices(names, weights, k=steps)
    chosen[0] = "buy"
    backup = dice.randint(steps // 4, steps // 2)
    must = {
        backup: "back_up",
        # Facts of the server's own that the restore loses: their places in its log must never be taken again.
        **{backup + after: "block" for after in (4, 8, 12)},
        backup + dice.randint(15, 60): "restore",
        dice.randint(20, steps // 4 - 2): "part",
        steps // 8: "keep_image",
        dice.randint(steps // 2, steps * 7 // 8): dice.choice(("revoke", "sync")),
        dice.randint(steps // 5, steps * 3 // 4): dice.choice(("image_back", "image_back", "clone")),
        steps * 5 // 8: "die",
        steps * 6 // 8: "server_dies",
        steps * 7 // 8: "die",
    }
    if also:
        must[steps * 9 // 16] = also
    for place, name in must.items():
        chosen[place] = name
    return [Step(name, dice.getrandbits(48)) for name in chosen]
