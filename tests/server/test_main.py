"""The command foyer-server, run as a person would."""

import io
from pathlib import Path

import pytest

from kiosk.core.wire import parse_pairing
from server.__main__ import main


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FOYER_SERVER_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(list(arguments)) == 0
    return capsys.readouterr().out


def test_from_nothing_to_a_pairing_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(capsys, "migrate")
    monkeypatch.setattr("sys.stdin", io.StringIO("A-good-Passw0rd\n"))
    organizer = run(capsys, "create", "organizer", "Quay e.V.", "--email", "a@example.invalid").split()[1]
    starts = ["--starts", "2030-05-01T20:00", "--ends", "2030-05-01T23:00"]
    event = run(capsys, "create", "event", "Harbour Lights", "--organizer", organizer, *starts).split()[1]
    picture = tmp_path / "pair.png"
    shown = run(
        capsys, "pair", "--organizer", organizer, "--event", event, "--role", "gate", "--png", str(picture)
    ).splitlines()
    text = next(line for line in shown if line.startswith("FOYER1:"))
    assert parse_pairing(text).url == "http://127.0.0.1:8420"
    assert picture.read_bytes().startswith(b"\x89PNG")
    copy = tmp_path / "copy.db"
    run(capsys, "backup", str(copy))
    assert copy.stat().st_size > 10_000


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["create", "event", "X", "--organizer", "nobody", "--starts", "soon", "--ends", "later"], "no time"),
        (["pair", "--organizer", "nobody", "--event", "7", "--role", "gate"], "no such event"),
        (["create", "admin", "nonsense"], "e-mail"),
    ],
)
def test_a_mistake_is_one_sentence(capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    assert main(arguments) == 1
    assert said in capsys.readouterr().err


def test_a_misspelt_setting_is_named(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOYER_SERVER_PROT", "80")
    assert main(["migrate"]) == 1
    assert "FOYER_SERVER_PROT sets nothing; did you mean FOYER_SERVER_PORT?" in capsys.readouterr().err
