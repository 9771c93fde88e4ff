"""How long may a device work without a word from its server? As long as the server's settings say."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.core.permissions import Role
from tests.server.center import HOUR, Device, Running, Time


@pytest.fixture
def strict(founded: Running, tmp_path: Path) -> Iterator[Running]:
    """A server whose settings allow five hours."""
    folder = tmp_path / "server"
    shutil.copytree(founded.folder, folder)
    running = Running(
        folder, Time(founded.time.count), {"grace_hours": 5},
        organizer=founded.organizer, event=founded.event, token=founded.token,
    )  # fmt: skip
    yield running
    running.close()


def test_the_grace_of_a_device_is_what_the_server_is_set_to(strict: Running) -> None:
    """H07"""
    assert strict.pair(Role.GATE).hello().grace_ms == 5 * HOUR


def test_without_a_setting_it_is_three_days(gate: Device) -> None:
    """H07"""
    assert gate.hello().grace_ms == 72 * HOUR
