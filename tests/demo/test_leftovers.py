"""What a demo that was killed left running is found by the next one, and nobody else's process is touched."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

import demo.__main__ as program
from demo.leftovers import Mark, leave_mark, stop_leftovers
from demo.processes import start
from server.folder import hold_folder

# Programs that a killed demo has left behind: they live until they are stopped, and end by themselves if a test fails.
SLEEP = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(60)",
]


@pytest.fixture
def process() -> Iterator["subprocess.Popen[bytes]"]:
    with subprocess.Popen(SLEEP, stdout=subprocess.PIPE) as made:
        assert made.stdout is not None
        made.stdout.readline()
        yield made
        made.kill()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demo's folder; its way with signals stays out of this process."""
    monkeypatch.setattr("signal.signal", lambda *_: None)
    (tmp_path / "logs").mkdir()
    (tmp_path / "server").mkdir()
    monkeypatch.setattr(program, "FOLDER", tmp_path)
    return tmp_path


def test_a_process_that_outlived_its_demo_is_stopped(tmp_path: Path, process: "subprocess.Popen[bytes]") -> None:
    leave_mark(tmp_path, "server", process.pid)
    assert stop_leftovers(tmp_path) == ["server"]
    assert process.wait(5) == -signal.SIGTERM
    assert not list(tmp_path.iterdir())
    assert stop_leftovers(tmp_path) == []


def test_a_process_that_does_not_listen_is_made_to_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("demo.leftovers.STOP_S", 0.2)
    with subprocess.Popen(STUBBORN, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        leave_mark(tmp_path, "server", process.pid)
        assert stop_leftovers(tmp_path) == ["server"]
        assert process.wait(5) == -signal.SIGKILL


def test_a_process_that_took_the_number_of_one_that_ended_is_left_alone(
    tmp_path: Path, process: "subprocess.Popen[bytes]"
) -> None:
    file = leave_mark(tmp_path, "server", process.pid)
    mark = msgspec.json.decode(file.read_bytes(), type=Mark)
    file.write_bytes(msgspec.json.encode(msgspec.structs.replace(mark, born=f"{mark.born}0")))
    assert stop_leftovers(tmp_path) == []
    assert process.poll() is None
    assert not file.exists()


@pytest.mark.slow
def test_a_child_has_a_mark_while_it_runs(tmp_path: Path) -> None:
    child = start("terminal", "demo.fakes.terminal", ["--ledger", str(tmp_path / "ledger")], tmp_path / "logs")
    assert child.mark.exists()
    child.stop()
    assert not child.mark.exists()


def test_a_reset_stops_what_was_left_before_it_forgets(
    folder: Path, process: "subprocess.Popen[bytes]", capsys: pytest.CaptureFixture[str]
) -> None:
    leave_mark(folder / "logs", "server", process.pid)
    assert program.main(["--reset"]) == 0
    assert "had left running: server." in capsys.readouterr().out
    assert process.wait(5) == -signal.SIGTERM
    assert [path.name for path in folder.iterdir()] == ["lock"]


@pytest.mark.parametrize("arguments", [["--reset"], []])
def test_under_a_server_that_somebody_else_started_nothing_is_done(
    folder: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with hold_folder(folder / "server"):
        assert program.main(arguments) == 1
    assert f"already (process {os.getpid()}); stop it first" in capsys.readouterr().err
    assert (folder / "server").exists()
