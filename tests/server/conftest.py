"""Fixtures: a running server with an event, and devices that speak to it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.core.permissions import Role
from tests.server.center import Device, Running, Time


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Running:
    """A closed server with an organizer and an event tonight with a hall of 100, made once and copied."""
    running = Running(tmp_path_factory.mktemp("founded") / "server")
    try:
        running.sign_in()
        running.found()
    finally:
        running.close()
    return running


@pytest.fixture
def server(founded: Running, tmp_path: Path) -> Iterator[Running]:
    """A running server with an organizer who is signed in and an event; its books balance in the end."""
    folder = tmp_path / "server"
    shutil.copytree(founded.folder, folder)
    own = {"organizer": founded.organizer, "event": founded.event, "token": founded.token}
    running = Running(folder, Time(founded.time.count), **own)
    try:
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
