"""A device that is newer than its server: what the server cannot read yet is kept, and sent again after its upgrade."""

from collections.abc import Iterator
from typing import Any

import pytest

from kiosk.core import wire
from kiosk.core.wire import Outcome
from kiosk.store import log
from kiosk.sync.client import Client
from kiosk.sync.hello import say_hello
from kiosk.sync.push import push_pending
from tests.kiosk.device import Device, identity
from tests.kiosk.sync.scripted import Script, ScriptedServer
from tests.kiosk.sync.test_sync import ids, scan


@pytest.fixture
def client(server: ScriptedServer) -> Iterator[Client]:
    made = Client(server.url, ())
    yield made
    made.close()


def greet(device: Device, client: Client, script: Script, **welcome: Any) -> None:
    script.answers["/api/v1/sync/hello"] = lambda body: (200, script.welcome(body, **welcome))
    say_hello(client, device.store, device.clock, identity(), wire.Health)
    push_pending(client, device.store)


def cannot_read(body: Any) -> tuple[int, Any]:
    return 200, wire.PushAnswer(
        tuple(wire.FactAnswer(fact["id"], Outcome.UNSUPPORTED_VERSION) for fact in body["facts"])
    )


@pytest.mark.parametrize("upgrade", [{"release": "0.2.0"}, {"release": "0.1.0", "facts_min_version": 2}])
def test_what_the_server_could_not_read_is_sent_again_after_its_upgrade(
    device: Device, client: Client, script: Script, upgrade: dict[str, Any]
) -> None:
    """E18"""
    script.answers["/api/v1/sync/push"] = cannot_read
    (made,) = scan(device)
    greet(device, client, script, release="0.1.0")
    with device.store.read() as connection:
        assert log.load_queue_state(connection).unsupported > 0
    del script.answers["/api/v1/sync/push"]
    greet(device, client, script, **upgrade)
    assert made in script.pushed
    with device.store.read() as connection:
        assert log.load_queue_state(connection) == log.QueueState(0, 0, 0, 0)


def test_it_is_not_sent_again_to_the_same_release(device: Device, client: Client, script: Script) -> None:
    """E18"""
    script.answers["/api/v1/sync/push"] = cannot_read
    (made,) = scan(device)
    greet(device, client, script, release="0.1.0")
    del script.answers["/api/v1/sync/push"]
    greet(device, client, script, release="0.1.0")
    assert made not in script.pushed
    assert ids(device) == []


def test_what_was_not_taken_at_all_is_tried_again_with_it(device: Device, client: Client, script: Script) -> None:
    """E08, E18: the fault may have been the server's."""
    greet(device, client, script, release="0.1.0")
    (made,) = scan(device)
    device.store.write(lambda c: log.save_answers(c, [wire.FactAnswer(made, log.NOT_TAKEN)])).result()
    greet(device, client, script, release="0.2.0")
    assert made in script.pushed
