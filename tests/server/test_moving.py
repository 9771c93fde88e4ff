"""A server that outgrows its file: `foyer-server move` to PostgreSQL, and devices that notice nothing."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.core.permissions import Role
from server.__main__ import main
from server.folder import hold_folder
from tests.server.center import Running, Time
from tests.server.postgresql import Cluster


@pytest.fixture
def small(founded: Running, tmp_path: Path) -> Running:
    """A running server on its own file."""
    shutil.copytree(founded.folder, tmp_path / "server")
    own = {"organizer": founded.organizer, "event": founded.event, "token": founded.token}
    return Running(tmp_path / "server", Time(founded.time.count), **own)


@pytest.fixture
def url(cluster: Cluster) -> Iterator[str]:
    """An empty database."""
    yield cluster.create("large")
    cluster.drop("large")


def reopen(small: Running, url: str) -> Running:
    own = {"organizer": small.organizer, "event": small.event, "token": small.token}
    return Running(small.folder, small.time, {"database_url": url}, **own)


def test_devices_go_on_with_their_cursors_and_sessions(
    small: Running, url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """J07"""
    gate, kiosk = small.pair(Role.GATE, name="Gate A"), small.pair(Role.KIOSK, name="Kiosk 1")
    sold = small.sell(2)["tickets"]
    lease = kiosk.must_lease(3)
    kiosk.push(kiosk.sell(lease, 0))
    gate.push(gate.admit(sold[0]["subject"]))
    cursor, rows = gate.snapshot().cursor, gate.rows()
    small.close()
    monkeypatch.setenv("FOYER_SERVER_DATA_DIR", str(small.folder))
    assert main(["move", url]) == 0
    assert "ticket_order" in capsys.readouterr().out
    large = reopen(small, url)
    try:
        gate.server = kiosk.server = large
        assert gate.pull(cursor).changes == ()
        assert not gate.pull(cursor).resync
        assert gate.rows() == rows
        answers = [*kiosk.push(kiosk.sell(lease, 1)), *gate.push(gate.admit(sold[1]["subject"]))]
        assert [answer.outcome for answer in answers] == ["applied", "applied"]
        assert {change.kind for change in gate.pull(cursor).changes} >= {"ticket"}
        large.check_books()
    finally:
        large.close()


def test_a_database_with_rows_in_it_is_not_touched(
    small: Running, url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    small.close()
    monkeypatch.setenv("FOYER_SERVER_DATA_DIR", str(small.folder))
    assert main(["move", url]) == 0
    assert main(["move", url]) == 2
    assert "not empty" in capsys.readouterr().err


def test_a_server_at_work_is_not_moved(
    small: Running, url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    small.close()
    monkeypatch.setenv("FOYER_SERVER_DATA_DIR", str(small.folder))
    with hold_folder(small.folder):
        assert main(["move", url]) == 1
    assert "stop it first" in capsys.readouterr().err
