"""How long a device waits for a server in trouble: longer each time, never all at once, and as long as it was told."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.core import wire
from kiosk.sync.client import Client
from kiosk.sync.worker import BACKOFF_MS, IDLE_MS, Synchroniser
from tests.kiosk.device import Device, FixedClock, catalogue, identity, open_device, ticket
from tests.kiosk.sync.scripted import RETRY_AFTER_S, Script, ScriptedServer
from tests.kiosk.sync.test_sync import ids, scan

ROUNDS = len(BACKOFF_MS) + 2


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Device]:
    """Another device, whose random numbers are others."""
    opened = open_device(tmp_path / "other", clock=FixedClock(start=40_000))
    opened.fill(*catalogue(), ticket())
    yield opened
    opened.close()


@contextmanager
def at_work(device: Device, server: ScriptedServer) -> Iterator[Synchroniser]:
    """A synchroniser without its thread: the test takes its rounds."""
    client = Client(server.url, ())
    mine = identity(url=server.url)
    try:
        yield Synchroniser(
            device.store, device.clock, mine, on_state=lambda _: None, on_change=lambda: None, connect=lambda _: client
        )
    finally:
        client.close()


def list_waits_ms(device: Device, server: ScriptedServer) -> list[int]:
    with at_work(device, server) as sync:
        return [sync.step() for _ in range(ROUNDS)]


def test_each_failure_waits_longer_up_to_a_bound_and_no_two_devices_alike(
    device: Device, other: Device, server: ScriptedServer, script: Script
) -> None:
    """E07: what stops tickets is pulled in every round, whatever the push meets."""
    made = scan(device, 1)
    scan(other, 1)
    script.answers["/api/v1/sync/push"] = lambda _: (500, b"oops")
    waits, others = list_waits_ms(device, server), list_waits_ms(other, server)
    bases = [*BACKOFF_MS, BACKOFF_MS[-1], BACKOFF_MS[-1]]
    for mine in (waits, others):
        assert all(base // 2 <= wait <= base * 3 // 2 for base, wait in zip(bases, mine, strict=True))
    assert len(set(waits[: len(BACKOFF_MS)])) == len(BACKOFF_MS)
    assert all(abs(one - two) > base // 4 for one, two, base in zip(waits, others, bases, strict=True))
    assert made[0] in ids(device)
    assert script.paths().count("pull") == 2 * ROUNDS


def test_a_good_round_ends_the_waiting(device: Device, server: ScriptedServer, script: Script) -> None:
    """E07"""
    scan(device, 1)
    script.answers["/api/v1/sync/push"] = lambda _: (502, b"oops")
    with at_work(device, server) as sync:
        assert max(sync.step() for _ in range(4)) > 2 * BACKOFF_MS[0]
        del script.answers["/api/v1/sync/push"]
        assert sync.step() == IDLE_MS
        assert ids(device) == []
        scan(device, 1)
        script.answers["/api/v1/sync/push"] = lambda _: (502, b"oops")
        assert sync.step() <= 2 * BACKOFF_MS[0]


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_says_how_long_is_obeyed(
    device: Device, server: ScriptedServer, script: Script, status: int
) -> None:
    """E09"""
    made = scan(device, 1)
    script.answers["/api/v1/sync/push"] = lambda _: (status, wire.Problem("too_many", "not so fast"))
    with at_work(device, server) as sync:
        assert sync.step() == RETRY_AFTER_S * 1_000
    assert made[0] in ids(device)
