"""A bug on the synchroniser's thread: reported, shown, and tried again."""

import threading
from typing import Any

import pytest

from kiosk.store import mirror
from kiosk.sync import worker
from tests.kiosk.device import Device
from tests.kiosk.sync.scripted import ScriptedServer, Watched


def test_a_bug_in_a_round_does_not_end_the_synchroniser(
    device: Device, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[str] = []
    monkeypatch.setattr(threading, "excepthook", lambda of: reported.append(of.exc_type.__name__))
    monkeypatch.setattr(worker, "BACKOFF_MS", (20,))
    known, broken = mirror.save_scope, iter([True])

    def save(*of: Any) -> None:
        if next(broken, False):
            raise ZeroDivisionError
        known(*of)

    monkeypatch.setattr(mirror, "save_scope", save)
    with Watched(device, server.url) as watched:
        assert watched.sync.wait_for_round(10)
        assert watched.sync.wait_for_round(10)
        assert watched.sync.state.is_online
    assert reported == ["ZeroDivisionError"]
    assert "bug" in [state.trouble for state in watched.states]
