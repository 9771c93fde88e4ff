"""A scripted server and the script that a test writes for it."""

from collections.abc import Iterator

import pytest

from tests.kiosk.sync.scripted import Script, ScriptedServer


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def server(script: Script) -> Iterator[ScriptedServer]:
    made = ScriptedServer(script)
    yield made
    made.stop()
