"""A device is not emptied while it holds facts that nobody else has."""

from pathlib import Path

import pytest

from kiosk.__main__ import reset
from kiosk.core import wire
from kiosk.core.facts import is_intact
from kiosk.settings import Settings
from tests.kiosk.core import make
from tests.kiosk.device import catalogue, open_device, ticket


@pytest.fixture
def waiting(tmp_path: Path) -> Path:
    """The folder of a device with two facts that never reached a server."""
    device = open_device(tmp_path / "device")
    device.fill(*catalogue(), ticket())
    for _ in range(2):
        device.door().scan("no ticket")
    device.close()
    return tmp_path / "device"


def test_a_reset_is_refused_while_facts_wait(waiting: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """F14"""
    assert reset(Settings(data_dir=str(waiting)), None) == 2
    assert "2 facts" in capsys.readouterr().err
    again = open_device(waiting)
    assert len(again.pending()) == 2
    again.close()


def test_exported_facts_are_whole_and_the_device_is_empty(waiting: Path, tmp_path: Path) -> None:
    """F14"""
    file = tmp_path / "facts.jsonl"
    assert reset(Settings(data_dir=str(waiting)), file) == 0
    facts = [wire.decode_fact(line) for line in file.read_bytes().splitlines()]
    assert [is_intact(fact, make.DEVICE_KEY.public_key().public_bytes_raw()) for fact in facts] == [True, True]
    assert [path.name for path in waiting.iterdir()] == ["lock"]


def test_a_file_that_is_there_is_not_written_over(waiting: Path, tmp_path: Path) -> None:
    """F14"""
    file = tmp_path / "facts.jsonl"
    file.write_text("somebody's")
    assert reset(Settings(data_dir=str(waiting)), file) == 2
    assert file.read_text() == "somebody's"


def test_with_nothing_to_lose_it_is_emptied_at_once(tmp_path: Path) -> None:
    """F14"""
    open_device(tmp_path / "device").close()
    assert reset(Settings(data_dir=str(tmp_path / "device")), None) == 0
