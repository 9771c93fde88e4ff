"""The start of every evening: a founded event and six enrolled devices, made once per run and copied per seed.

Founding is the product's own: migrations, passwords, pairing over HTTP, first load. It takes seconds, a copy takes
milliseconds.
"""

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from kiosk.clock import Clock
from kiosk.core import wire
from kiosk.core.permissions import Role
from kiosk.store import meta
from kiosk.store.opening import Folder, open_store, save_identity
from kiosk.sync import enrol
from kiosk.sync.client import Client
from server.accounts.passwords import hash_secret
from server.accounts.store import NewUser, create_organizer, create_user
from tests.simulation.center import EMAIL, HOUR_MS, PASSWORD, SimCenter
from tests.simulation.clocks import NOW_MS, DeviceTime, Dice, TrueTime
from tests.simulation.device import SimDevice
from tests.simulation.inline import InlineStore
from tests.simulation.power import Disk
from tests.simulation.transport import Line, Network

HALL, BALCONY = 90, 12
SEATS = [f"{row}{number}" for row in "AB" for number in range(1, BALCONY // 2 + 1)]
VOUCHER, VOUCHER_USES = "HARVEST", 8
FLEET = (
    ("gate-A", Role.GATE),
    ("gate-B", Role.GATE),
    ("kiosk-1", Role.KIOSK),
    ("kiosk-2", Role.KIOSK),
    ("till", Role.TILL),
    ("supervisor", Role.SUPERVISOR),
)


@dataclass(frozen=True, slots=True)
class Template:
    """Where the founded evening lies, and what is known of it."""

    folder: Path
    organizer: str
    event: int
    token: str
    now_ms: int


def build_template(folder: Path, disk: Disk) -> Template:
    """Found an evening in `folder`."""
    folder.mkdir(parents=True)
    time, dice = TrueTime(), Dice(1)
    center = SimCenter(folder / "server", time, dice, disk)
    _found(center)
    network = Network(center, time, lambda *_: None)
    devices: list[SimDevice] = []
    for name, role in FLEET:
        _enrol(center, folder / name, name, role, network, dice)
        devices.append(SimDevice(name, role, folder / name, DeviceTime(time), dice, disk, network))
    for _ in range(2):
        time.pass_ms(61_000)
        for device in devices:
            device.step_sync()
            assert not device.sync_state.trouble, f"{device.name}: {device.sync_state}"
    for device in devices:
        device.close()
    center.shut()
    disk.forget(folder)
    return Template(folder, center.organizer, center.event, center.token, time.now_ms)


def _found(center: SimCenter) -> None:
    ground = center.center.ground

    def work(connection: sa.Connection) -> str:
        organizer = create_organizer(connection, ground.ids, name="Quay e.V.", contact="", now_ms=NOW_MS)
        new = NewUser(EMAIL, "Ada Quay", hash_secret(PASSWORD), organizers=(organizer,))
        create_user(connection, ground.master, ground.ids, new, NOW_MS)
        return organizer

    center.organizer = center.write(work)
    center.token = center.call("POST", "/api/v1/accounts/sessions", {"email": EMAIL, "password": PASSWORD})["token"]
    values = {
        "name": "Harbour Lights", "timezone": "Europe/Berlin", "currency": "EUR", "starts_ms": NOW_MS + HOUR_MS,
        "ends_ms": NOW_MS + 11 * HOUR_MS, "cash_step_minor": 5,
    }  # fmt: skip
    made = center.call("POST", f"/api/v1/organizers/{center.organizer}/events", {"values": values})
    center.event = made["value"]["number"]
    _add(center, "quotas", {"name": "Hall", "size": HALL}, {"name": "Balcony", "size": BALCONY, "seats": SEATS})
    adult = {"name": "Adult", "price_minor": 2_401, "tax_rate": 700, "quotas": [1]}
    box = {"name": "Balcony", "price_minor": 4_800, "quotas": [1, 2]}
    family = {"name": "Family", "price_minor": 6_000, "admits": 3}
    _add(center, "types", adult, adult | {"name": "Child", "price_minor": 1_200}, adult | box, adult | family)
    half = {"name": "Half", "code": VOUCHER, "uses": VOUCHER_USES, "percent": 5_000, "is_leased": True}
    _add(center, "vouchers", half)
    _add(center, "gates", {"name": "Gate A"}, {"name": "Gate B"})
    _add(center, "lists", {"name": "Main"}, {"name": "Lounge", "reentry": "after_exit", "shows_names": False})


def _add(center: SimCenter, what: str, *many: dict[str, Any]) -> None:
    for values in many:
        assert center.call("POST", center.on(f"/{what}"), {"values": values}) is not None, values


def _enrol(center: SimCenter, folder: Path, name: str, role: Role, network: Network, dice: Dice) -> None:
    """Pair a new device over the simulated line, by the product's own steps."""
    wanted = {"name": name, "roles": [role], "events": [center.event]}
    invited = center.call("POST", f"/api/v1/organizers/{center.organizer}/enrolments", wanted)
    pairing = wire.parse_pairing(invited["pairing"])
    line = Line(network, lambda: None)
    identity = _with_line(
        line, lambda: enrol.fetch_identity(pairing, name, Clock(random_bytes=dice.bytes).random_bytes)
    )
    opened = Folder(folder, dice.bytes)
    store, _ = open_store(opened, build=InlineStore)
    save_identity(store, opened, identity)
    store.write(lambda connection: meta.save_value(connection, "simulated", name)).result()
    store.close()
    opened.close()


def _with_line(line: Line, work: Callable[[], Any]) -> Any:
    """Enrolment builds its own client: give it the simulated line while it does."""
    known = enrol.Client
    enrol.Client = lambda url, pins: Client(url, pins, line)  # pyright: ignore[reportAttributeAccessIssue]
    try:
        return work()
    finally:
        enrol.Client = known


def copy_template(template: Template, folder: Path) -> None:
    """Begin an evening: copy every file."""
    shutil.copytree(template.folder, folder)


def seeded(seed: int) -> random.Random:
    """Return the randomness of one seed."""
    return random.Random(f"foyer {seed}")
