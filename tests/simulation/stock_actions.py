"""What an organizer does with stock while devices hold parts of it: call leases back, make halls smaller or larger."""

import random

from tests.simulation.template import BALCONY, HALL
from tests.simulation.world import World


def call_back(world: World, dice: random.Random) -> None:
    """Wait for a device instead of giving its lease up: it gives back what is unsold with its next word."""
    held = world.center.call("GET", world.center.on("/leases"))
    if held:
        lease = dice.choice(sorted(line["lease"] for line in held))
        if world.center.call("POST", f"/api/v1/leases/{lease}/recall", {"event": world.event}) is not None:
            world.mark("called back")


def resize(world: World, dice: random.Random) -> None:
    """The hall gets smaller than what is out, as large as it was, or more may be sold than it holds."""
    quotas = world.center.call("GET", world.center.on("/quotas"))
    hall = next(row for row in quotas if row["quota"]["number"] == 1)
    values = dice.choice(({"size": HALL, "extra": 0}, {"size": HALL - BALCONY, "extra": 0}, {"size": 20, "extra": 5}))
    wanted = {"version": hall["version"], "values": values}
    out = hall["leased"] + hall["sold"] + hall["written_off"]
    is_smaller = values["size"] + values["extra"] < out
    world.may_oversell = world.may_oversell or is_smaller  # below what is out already: also where the answer is lost
    if world.center.call("PUT", world.center.on("/quotas/1"), wanted) is not None:
        world.mark("hall resized")
