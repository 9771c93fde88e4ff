"""An older image of a device gets its own facts back, and begins a log of its own before it records anything."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from kiosk.core import wire
from kiosk.core.admission import Admit, Refuse
from kiosk.core.facts import Fact
from kiosk.core.reasons import Reason
from kiosk.core.ticket_code import TicketCode, sign
from kiosk.store import log
from kiosk.sync.client import Client
from kiosk.sync.hello import say_hello
from kiosk.sync.recovering import fetch_own
from tests.kiosk.core import make
from tests.kiosk.device import Device, catalogue, identity, open_device, ticket
from tests.kiosk.sync.scripted import Script, ScriptedServer

CODE = sign(TicketCode(1, make.EVENT, make.LEASE, 0, 1, 0), make.KEY)


@pytest.fixture
def image(tmp_path: Path, script: Script) -> Device:
    """An older image: the device has let somebody in since, and the server has that fact."""
    device = open_device(tmp_path / "device")
    device.fill(*catalogue(), ticket())
    device.close()
    shutil.copytree(tmp_path / "device", tmp_path / "image")
    newer = open_device(tmp_path / "device")
    assert isinstance(newer.door().scan(CODE).verdict, Admit)
    lost: list[Fact] = list(newer.pending())
    newer.close()
    older = open_device(tmp_path / "image", clock=device.clock)

    def welcome(body: Any) -> tuple[int, Any]:
        is_old = body["head"]["incarnation"] == 1
        orders = (wire.Order(wire.Directive.NEW_LOG),) if is_old else ()
        return 200, script.welcome(body, orders=orders, facts_known=len(lost))

    script.answers["/api/v1/sync/hello"] = welcome
    script.answers["/api/v1/sync/own"] = lambda _: (200, wire.OwnPage(tuple(lost), ""))
    return older


def greet(device: Device, server: ScriptedServer) -> int:
    client = Client(server.url, ())
    try:
        welcome = say_hello(client, device.store, device.clock, identity(url=server.url), wire.Health)
        return fetch_own(client, device.store, welcome.facts_known)
    finally:
        client.close()


def test_who_was_let_in_is_not_let_in_again(image: Device, server: ScriptedServer) -> None:
    """F10"""
    assert greet(image, server) == 1
    answer = image.door().scan(CODE).verdict
    assert isinstance(answer, Refuse)
    assert answer.reason is Reason.ALREADY_USED
    image.close()


def test_what_it_records_from_then_on_takes_no_place_twice(image: Device, server: ScriptedServer) -> None:
    """F10"""
    greet(image, server)
    image.door().scan("no ticket")
    assert all(fact.incarnation != 1 for fact in image.pending())
    with image.store.read() as connection:
        number = log.load_incarnation(connection, image.author)
        assert log.load_head(connection, number).seq == len(image.pending())
    image.close()


def test_the_facts_come_back_once(image: Device, server: ScriptedServer) -> None:
    """F10"""
    assert (greet(image, server), greet(image, server)) == (1, 0)
    image.close()
