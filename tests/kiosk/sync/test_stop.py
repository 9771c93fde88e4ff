"""Closing a device beside a network that hangs: at once, and nothing is lost."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from kiosk.core import wire
from kiosk.core.errors import Offline
from kiosk.core.ticket_code import sign
from kiosk.sync.client import Client
from kiosk.sync.worker import Synchroniser, SyncState
from tests.kiosk.core import make
from tests.kiosk.device import Device, identity

CLOSING_S = 1.0
PIN = b"\x01" * 32


@pytest.fixture
def mute() -> Iterator[socket.socket]:
    """A server that takes every line and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


@pytest.fixture
def full() -> Iterator[socket.socket]:
    """A server that takes no more lines: who calls it waits for an answer that does not come."""
    with ExitStack() as lines, socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        for _ in range(4):
            line = lines.enter_context(socket.socket())
            line.setblocking(False)
            line.connect_ex(server.getsockname())
        yield server


def url(server: socket.socket, scheme: str = "http") -> str:
    return f"{scheme}://127.0.0.1:{server.getsockname()[1]}"


def synchronise(device: Device, address: str, heard: list[SyncState], **changes: object) -> Synchroniser:
    place = identity(url=address, **changes)
    return Synchroniser(device.store, device.clock, place, on_state=heard.append, on_change=lambda: None)


def stop_in_s(sync: Synchroniser) -> float:
    before = time.perf_counter()
    sync.stop()
    return time.perf_counter() - before


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_closing_breaks_off_a_request_that_nobody_answers(device: Device, mute: socket.socket, scheme: str) -> None:
    device.door().scan(sign(make.code(), make.KEY))
    heard: list[SyncState] = []
    sync = synchronise(device, url(mute, scheme), heard, tls_key_sha256=PIN if scheme == "https" else b"")
    sync.start()
    line, _ = mute.accept()
    with line:
        assert line.recv(1)  # the request, or the first word of the handshake, is under way
        assert stop_in_s(sync) < CLOSING_S
    assert not sync._thread.is_alive()
    assert device.kinds() == ["admitted"]
    assert heard == []


def test_closing_does_not_wait_for_a_server_that_takes_no_calls(device: Device, full: socket.socket) -> None:
    heard: list[SyncState] = []
    sync = synchronise(device, url(full), heard)
    sync.start()
    pause = threading.Event()
    for _ in range(200):
        if sync._client.is_connecting:
            break
        pause.wait(0.01)
    assert sync._client.is_connecting
    assert stop_in_s(sync) < CLOSING_S
    sync._thread.join(10)
    assert not sync._thread.is_alive()
    assert heard == []


def test_a_second_stop_does_nothing(device: Device, mute: socket.socket) -> None:
    sync = synchronise(device, url(mute), [])
    sync.start()
    sync.stop()
    assert stop_in_s(sync) < CLOSING_S


def test_a_client_that_was_broken_off_sends_nothing_more(mute: socket.socket) -> None:
    client = Client(url(mute), ())
    client.abort()
    with pytest.raises(Offline, match="closing"):
        client.post("/api/v1/sync/nonce", {"device": "d"}, wire.Nonce)
    client.close()
