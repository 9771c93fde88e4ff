"""Fixtures: a running server with an event, and devices that speak to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.core.permissions import Role
from tests.server.center import Device, Running


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Running]:
    """A running server with an organizer and an event tonight with a hall of 100."""
    running = Running(tmp_path / "server")
    try:
        running.sign_in()
        running.found()
        yield running
        running.check_books()
    finally:
        running.close()


@pytest.fixture
def gate(server: Running) -> Device:
    return server.pair(Role.GATE, name="Gate A")


@pytest.fixture
def gate_b(server: Running) -> Device:
    return server.pair(Role.GATE, name="Gate B")


@pytest.fixture
def kiosk(server: Running) -> Device:
    return server.pair(Role.KIOSK, name="Kiosk 1")
