"""A device is not emptied while it holds facts that nobody else has."""

from pathlib import Path

import pytest

from kiosk.__main__ import empty
from kiosk.core import facts as f
from kiosk.core import wire
from kiosk.core.facts import is_intact
from kiosk.resetting import DISCARDED_FILE
from kiosk.settings import Settings
from kiosk.staff import build_pin_verifier
from kiosk.store import log
from kiosk.store.opening import save_identity
from tests.kiosk.core import make
from tests.kiosk.device import catalogue, identity, open_device, ticket

PIN = "123456"


@pytest.fixture
def waiting(tmp_path: Path) -> Path:
    """The folder of a device with two facts that never reached a server."""
    device = open_device(tmp_path / "device")
    device.fill(*catalogue(), ticket())
    save_identity(device.store, device.folder, identity(pin_verifier=build_pin_verifier(PIN)))
    for _ in range(2):
        device.door().scan("no ticket")
    device.close()
    return tmp_path / "device"


def reset(settings: Settings, export: Path | None) -> int:
    return empty(settings, export, None, lambda: "")


def discard(folder: Path, count: int, pin: str = PIN) -> int:
    return empty(Settings(data_dir=str(folder), keyring=False), None, count, lambda: pin)


def test_a_reset_is_refused_while_facts_wait(waiting: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """F14"""
    assert reset(Settings(data_dir=str(waiting)), None) == 2
    assert "2 facts" in capsys.readouterr().err
    again = open_device(waiting)
    assert len(again.pending()) == 2
    again.close()


def answer(folder: Path, *outcomes: str) -> None:
    """Let the server have said something to the facts of a device, in turn."""
    device = open_device(folder)
    said = [wire.FactAnswer(fact.id, outcome, "no") for fact, outcome in zip(device.pending(), outcomes, strict=True)]
    device.store.write(lambda c: log.save_answers(c, said)).result()
    device.close()


@pytest.mark.parametrize("outcome", [log.NOT_TAKEN, wire.Outcome.UNSUPPORTED_VERSION])
def test_what_the_server_kept_nothing_of_waits_too(waiting: Path, tmp_path: Path, outcome: str) -> None:
    """E08, F14: what it holds in quarantine does not."""
    answer(waiting, outcome, wire.Outcome.QUARANTINED)
    assert reset(Settings(data_dir=str(waiting)), None) == 2
    assert discard(waiting, 2) == 2, "another number of facts waits"
    file = tmp_path / "facts.jsonl"
    assert reset(Settings(data_dir=str(waiting)), file) == 0
    assert len(file.read_bytes().splitlines()) == 1


def test_discarding_counts_what_the_server_kept_nothing_of(waiting: Path) -> None:
    """E08, F14"""
    answer(waiting, log.NOT_TAKEN, wire.Outcome.APPLIED)
    assert discard(waiting, 1) == 0
    (line,) = (waiting / DISCARDED_FILE).read_bytes().splitlines()
    assert f.decode_body(wire.decode_fact(line)) == f.Discarded(count=1)


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


def test_a_supervisor_discards_what_waits_and_that_is_a_fact(waiting: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """F14"""
    assert discard(waiting, 2) == 0
    (line,) = (waiting / DISCARDED_FILE).read_bytes().splitlines()
    fact = wire.decode_fact(line)
    assert is_intact(fact, make.DEVICE_KEY.public_key().public_bytes_raw())
    assert (fact.kind, fact.seq, f.decode_body(fact)) == ("discarded", 3, f.Discarded(count=2))
    assert sorted(path.name for path in waiting.iterdir()) == [DISCARDED_FILE, "lock"]
    assert DISCARDED_FILE in capsys.readouterr().out


@pytest.mark.parametrize(
    ("count", "pin", "words"), [(1, PIN, "2 facts wait, not 1"), (2, "000000", "supervisor's PIN")]
)
def test_a_wrong_count_or_pin_discards_nothing(
    waiting: Path, capsys: pytest.CaptureFixture[str], count: int, pin: str, words: str
) -> None:
    """F14"""
    assert discard(waiting, count, pin) == 2
    assert words in capsys.readouterr().err
    again = open_device(waiting)
    assert len(again.pending()) == 2
    again.close()
