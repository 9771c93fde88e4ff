"""How long a device may work alone is the server's word, and begins anew with every greeting."""

from kiosk.core.wire import Health
from kiosk.store.grace import load_end_ms
from kiosk.sync.client import Client
from kiosk.sync.hello import say_hello
from tests.kiosk.core import make
from tests.kiosk.device import Device, identity
from tests.kiosk.sync.scripted import Script, ScriptedServer

HOUR = 3_600_000


def test_a_greeting_begins_the_time_anew_for_as_long_as_the_server_says(
    device: Device, server: ScriptedServer, script: Script
) -> None:
    """H07: the limit is the server's."""
    script.answers["/api/v1/sync/hello"] = lambda body: (200, script.welcome(body, grace_ms=5 * HOUR))
    client = Client(server.url, ())
    say_hello(client, device.store, device.clock, identity(), Health)
    client.close()
    with device.store.read() as connection:
        assert load_end_ms(connection) == make.NOW + 5 * HOUR
