"""A revoked device leaves what it holds with the server, and only then lets itself be destroyed."""

from hashlib import sha256
from typing import Any

import msgspec
import sqlalchemy as sa

from kiosk.core import wire
from kiosk.core.drop_receipt import DropReceipt, dropped_statement
from kiosk.core.permissions import Role
from kiosk.store import log, meta, schema
from kiosk.sync.client import Client
from kiosk.sync.returning import EPOCH
from kiosk.sync.worker import Synchroniser
from tests.kiosk.core import make
from tests.kiosk.device import DEVICE, Device, identity
from tests.kiosk.sync.scripted import Script, ScriptedServer
from tests.kiosk.sync.test_sync import scan

BOX = "/api/v1/sync/dropbox"


def refuse(_: Any) -> tuple[int, Any]:
    return 403, wire.Problem("revoked", "this device was revoked; ask the organizer")


def sign(body: Any, *, extra: bytes = b"", epoch: str = "", head: wire.FactHead | None = None) -> tuple[int, Any]:
    """Take what is left, as the server does. `extra`: what a forger signs instead."""
    answers = tuple(wire.FactAnswer(fact["id"], wire.Outcome.QUARANTINED, "revoked") for fact in body["facts"])
    digests = [sha256(msgspec.json.encode(fact) + extra).digest() for fact in body["facts"]]
    signature = make.KEY.sign(dropped_statement(DEVICE, make.NOW, digests))
    return 200, DropReceipt(answers, make.NOW, signature, epoch, head)


def step(device: Device, server: ScriptedServer) -> tuple[Synchroniser, list[str]]:
    wiped: list[str] = []
    client = Client(server.url, ())
    sync = Synchroniser(
        device.store, device.clock, identity(url=server.url, role=Role.GATE),
        on_state=lambda _: None, on_change=lambda: None,
        on_revoked=lambda: wiped.append("wiped"), connect=lambda _: client,
    )  # fmt: skip
    sync.step()
    client.close()
    return sync, wiped


def test_it_leaves_everything_and_is_wiped_last(device: Device, server: ScriptedServer, script: Script) -> None:
    """H06"""
    made = scan(device, 3)
    script.answers |= {"/api/v1/sync/hello": refuse, BOX: sign}
    sync, wiped = step(device, server)
    assert (wiped, sync.state.trouble) == (["wiped"], "wiped")
    left = [fact["id"] for path, body in script.requests if path == BOX for fact in body["facts"]]
    assert left == made
    assert device.pending() == []


def test_what_the_server_once_refused_to_take_is_left_too(
    device: Device, server: ScriptedServer, script: Script
) -> None:
    """E08, H06: nobody else has it."""
    (refused, held) = scan(device, 2)
    said = [wire.FactAnswer(refused, log.NOT_TAKEN, "poison"), wire.FactAnswer(held, wire.Outcome.QUARANTINED)]
    device.store.write(lambda c: log.save_answers(c, said)).result()
    script.answers |= {"/api/v1/sync/hello": refuse, BOX: sign}
    _, wiped = step(device, server)
    left = [fact["id"] for path, body in script.requests if path == BOX for fact in body["facts"]]
    assert (wiped, left) == (["wiped"], [refused])


def test_without_a_receipt_of_the_server_it_keeps_everything(
    device: Device, server: ScriptedServer, script: Script
) -> None:
    """H06"""
    scan(device, 2)
    script.answers |= {"/api/v1/sync/hello": refuse, BOX: lambda body: sign(body, extra=b"x")}
    sync, wiped = step(device, server)
    assert (wiped, sync.state.trouble) == ([], "wrong_server")
    assert len(device.pending()) == 2


def test_a_full_box_is_tried_again_later(device: Device, server: ScriptedServer, script: Script) -> None:
    """H06"""
    scan(device, 2)
    script.answers |= {"/api/v1/sync/hello": refuse, BOX: lambda _: (429, wire.Problem("too_many", "tomorrow"))}
    _, wiped = step(device, server)
    assert (wiped, len(device.pending())) == ([], 2)


def test_too_much_at_once_is_left_in_smaller_parts(device: Device, server: ScriptedServer, script: Script) -> None:
    """H06"""
    scan(device, 3)

    def take(body: Any) -> tuple[int, Any]:
        return sign(body) if len(body["facts"]) < 2 else (413, wire.Problem("too_large", "send less"))

    script.answers |= {"/api/v1/sync/hello": refuse, BOX: take}
    _, wiped = step(device, server)
    assert wiped == ["wiped"]


def test_what_a_restored_server_has_forgotten_is_left_again(
    device: Device, server: ScriptedServer, script: Script
) -> None:
    """H06, J01"""
    made = scan(device, 3)
    taken = [wire.FactAnswer(fact, wire.Outcome.APPLIED) for fact in made]
    device.store.write(lambda c: (log.save_answers(c, taken), meta.save_value(c, EPOCH, "before"))).result()
    head = wire.FactHead(1, 1, device_hash(device, made[0]))
    script.answers |= {"/api/v1/sync/hello": refuse, BOX: lambda body: sign(body, epoch="after", head=head)}
    _, wiped = step(device, server)
    left = [fact["id"] for path, body in script.requests if path == BOX for fact in body["facts"]]
    assert (wiped, left) == (["wiped"], made[1:])


def device_hash(device: Device, fact: str) -> bytes:
    with device.store.read() as connection:
        return connection.scalar(sa.select(schema.fact.c.hash).where(schema.fact.c.id == fact)) or b""
