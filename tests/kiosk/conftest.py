"""Fixtures of the venue program's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kiosk.device import Device, catalogue, open_device, ticket


@pytest.fixture
def device(tmp_path: Path) -> Iterator[Device]:
    """Return a paired device with an event and one sold ticket in its mirror."""
    opened = open_device(tmp_path / "device")
    opened.fill(*catalogue(), ticket())
    yield opened
    opened.close()
