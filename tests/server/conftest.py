"""Fixtures: a running server with an event, and devices that speak to it."""

import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from kiosk.core.permissions import Role
from tests.server.center import Device, Running, Time
from tests.server.postgresql import Cluster

FOUNDED = "founded"


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server for all tests of this process."""
    started = Cluster()
    yield started
    started.close()


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Running:
    """A closed server with an organizer and an event tonight with a hall of 100, made once and copied."""
    return _found(tmp_path_factory.mktemp("founded") / "server", {})


@pytest.fixture(scope="session")
def founded_on_postgresql(tmp_path_factory: pytest.TempPathFactory, cluster: Cluster) -> Running:
    """The same on PostgreSQL."""
    return _found(tmp_path_factory.mktemp("founded-pg") / "server", {"database_url": cluster.create(FOUNDED)})


def _found(folder: Path, settings: dict[str, str]) -> Running:
    running = Running(folder, settings=settings)
    try:
        running.sign_in()
        running.found()
    finally:
        running.close()
    return running


@pytest.fixture(params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Running]:
    """A running server with an organizer who is signed in and an event; its books balance in the end."""
    is_embedded = request.param == "sqlite"
    founded: Running = request.getfixturevalue("founded" if is_embedded else "founded_on_postgresql")
    folder = tmp_path / "server"
    shutil.copytree(founded.folder, folder)
    own = {"organizer": founded.organizer, "event": founded.event, "token": founded.token}
    if is_embedded:
        yield from _open(folder, founded, own)
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    name = f"t{sha256(request.node.nodeid.encode()).hexdigest()[:32]}"
    own["settings"] = {"database_url": cluster.create(name, FOUNDED)}
    yield from _open(folder, founded, own)
    cluster.drop(name)


def _open(folder: Path, founded: Running, own: dict[str, Any]) -> Iterator[Running]:
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
