"""Facts from a file count as if their device had delivered them, and as often as the file comes: once."""

from pathlib import Path

import pytest

from kiosk.core import facts as f
from kiosk.core import wire
from server.__main__ import main
from server.sync.handing_in import HandedIn, hand_in
from tests.server.center import Device, Running


@pytest.fixture
def ticket(server: Running) -> str:
    return server.sell(1)["tickets"][0]["subject"]


def take(server: Running, *lines: bytes) -> HandedIn:
    return hand_in(server.center.ground, server.center.ledger, lines)


def test_a_file_is_taken_in_like_a_push_and_a_second_time_changes_nothing(
    server: Running, gate: Device, ticket: str
) -> None:
    """F14"""
    lines = [wire.encode(gate.admit(ticket)), b"", wire.encode(gate.make("discarded", f.Discarded(count=3), event=0))]
    assert take(server, *lines).outcomes == {"applied": 2}
    assert take(server, *lines).outcomes == {"duplicate": 2}
    assert "discarded" in [row[4] for row in server.read("fact", "seq")]
    assert server.count("passage") == 1


def test_every_device_is_judged_by_its_own_key_and_rights(
    server: Running, gate: Device, gate_b: Device, ticket: str
) -> None:
    """F14"""
    admitted, other = gate.admit(ticket), gate_b.admit(ticket, gate=2)
    forged = wire.encode(admitted).replace(gate.id.encode(), gate_b.id.encode())
    sold = wire.encode(gate_b.make("shift_opened", f.ShiftOpened(shift="s", currency="EUR", float_minor=0), "s"))
    handed = take(server, wire.encode(admitted), forged, wire.encode(other), sold)
    assert handed.outcomes["applied"] + handed.outcomes["conflict"] == 2
    assert handed.outcomes["quarantined"] == 2


def test_what_is_no_fact_and_whom_nobody_knows_is_named(server: Running, gate: Device, ticket: str) -> None:
    """F14"""
    fact = wire.encode(gate.admit(ticket))
    stranger = fact.replace(gate.id.encode(), b"0" * len(gate.id))
    handed = take(server, b"half a li", fact, stranger)
    assert (handed.outcomes, handed.unreadable) == ({"applied": 1}, (1,))
    assert handed.strangers == {"0" * len(gate.id): 1}


def test_the_command_says_what_became_of_the_file(
    server: Running, gate: Device, ticket: str, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """F14"""
    if server.settings.get("database_url"):
        monkeypatch.setenv("FOYER_SERVER_DATABASE_URL", server.settings["database_url"])
    monkeypatch.setenv("FOYER_SERVER_DATA_DIR", str(server.folder))
    file = tmp_path / "facts.jsonl"
    file.write_bytes(wire.encode(gate.admit(ticket)) + b"\nrubbish\n")
    assert main(["import", str(file)]) == 2
    out, err = capsys.readouterr()
    assert out.split() == ["1", "applied"]
    assert "1 lines" in err
    assert "(line 2)" in err
    assert main(["import", str(tmp_path / "nothing")]) == 2
    assert "cannot be read" in capsys.readouterr().err
