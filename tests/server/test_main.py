"""The command foyer-server, run as a person would."""

import io
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.core.wire import parse_pairing
from server.__main__ import _open, main
from server.catalog.store import load_event
from server.settings import load_settings

ROOT = Path(__file__).parent.parent.parent
TIMES = ["--starts", "2030-05-01T20:00", "--ends", "2030-05-01T23:00"]
EVENT = ["create", "event", "X", "--organizer", "nobody", *TIMES]


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FOYER_SERVER_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(list(arguments)) == 0
    return capsys.readouterr().out


def create_organizer(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("sys.stdin", io.StringIO("A-good-Passw0rd\n"))
    return run(capsys, "create", "organizer", "Quay e.V.", "--email", "a@example.invalid").split()[1]


def test_from_nothing_to_a_pairing_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(capsys, "migrate")
    organizer = create_organizer(capsys, monkeypatch)
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
        ([*EVENT, "--timezone", "Europe"], "no time zone"),
        (["create", "event", "X", "--organizer", "nobody", "--starts", "0001-01-01T00:00", "--ends", "9"], "no time"),
        (EVENT, "no such organizer"),
        (["pair", "--organizer", "nope", "--role", "gate"], "no such organizer"),
        (["create", "admin", "nonsense"], "e-mail"),
        (["create", "admin", "a@example.invalid", "--name", " "], "a name has between"),
        (["create", "organizer", "", "--email", "a@example.invalid"], "a name has between"),
        (["serve", "--port", "99999"], "port"),
        (["serve", "--port", "-1"], "port"),
        (["serve", "--port", "many"], "port"),
        (["serve", "--host", "no.such.host.invalid"], "no machine called"),
        (["serve", "--host", "a b"], "host"),
    ],
)
def test_a_mistake_is_one_sentence(capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    assert main(arguments) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert (told.err.count("\n"), told.out) == (1, "")


def test_an_address_of_another_machine_is_said_to_be_one() -> None:
    command = [sys.executable, "-m", "server", "serve", "--host", "192.0.2.1"]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert ended.returncode == 2
    assert "192.0.2.1 is no address of this machine" in ended.stderr
    assert (ended.stderr.count("\n"), ended.stdout) == (1, "")


def test_a_pairing_code_for_an_impossible_event_is_refused_in_words(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    organizer = create_organizer(capsys, monkeypatch)
    assert main(["pair", "--organizer", organizer, "--event", str(10**20), "--role", "gate"]) == 2
    assert "no such event" in capsys.readouterr().err


def test_a_time_with_an_offset_of_its_own_is_that_moment(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    organizer = create_organizer(capsys, monkeypatch)
    times = ["--starts", "2030-05-01T20:00+05:00", "--ends", "2030-05-01T23:00"]
    number = run(capsys, "create", "event", "Harbour Lights", "--organizer", organizer, *times).split()[1]
    with _open(load_settings()) as center, center.ground.db.read() as connection:
        event = load_event(connection, int(number)).value
    assert event.starts_ms == 1_903_878_000_000  # 15:00 UTC
    assert event.ends_ms == 1_903_899_600_000  # 21:00 UTC: 23:00 in Berlin


@pytest.mark.parametrize("made", ["file", "file/below", "/proc/nothing/here"])
def test_a_data_directory_that_cannot_be_one_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, made: str
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("FOYER_SERVER_DATA_DIR", str(tmp_path / made))
    for arguments in (["migrate"], ["serve"], ["pair", "--organizer", "x", "--role", "gate"]):
        assert main(arguments) == 2
        assert str(tmp_path / made) in capsys.readouterr().err


def test_a_port_in_use_is_said_before_anything_starts(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert main(["serve", "--port", str(port)]) == 2
    told = capsys.readouterr()
    assert told.err == (
        f"foyer-server: port {port} of 127.0.0.1 is in use by another program; stop that, or use another port\n"
    )
    assert told.out == ""
    assert not (data_dir / "server.db").exists()


def test_the_server_says_that_it_listens_when_it_does_and_who_it_is_to_the_next(
    data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "server", "serve", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == f"Foyer's server listens on http://127.0.0.1:{port}\n"
            with socket.create_connection(("127.0.0.1", port), 2) as line:
                line.sendall(b"GET /health HTTP/1.0\r\n\r\n")
                assert line.recv(100).startswith(b"HTTP/1.1 200")
            assert main(["serve", "--port", str(port)]) == 1
            assert f"already (process {process.pid}); stop it first" in capsys.readouterr().err
        finally:
            process.terminate()


def test_a_misspelt_setting_is_named(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOYER_SERVER_PROT", "80")
    assert main(["migrate"]) == 2
    assert "FOYER_SERVER_PROT sets nothing; did you mean FOYER_SERVER_PORT?" in capsys.readouterr().err
