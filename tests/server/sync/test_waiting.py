"""News for devices that are online: the standing question and when it is answered."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from kiosk.core import wire
from kiosk.core.news import FeedHead, WaitAnswer, WaitRequest
from kiosk.core.permissions import Scope
from server.sync import waiting
from server.web.hints import Hints
from tests.server.center import Device, Running

LONG_S = 60.0
PATH = "/api/v1/sync/wait"


def ask(device: Device, *heads: FeedHead) -> WaitAnswer:
    return device.send(PATH, WaitRequest(heads), WaitAnswer)


def here(server: Running, device: Device, scope: Scope = Scope.DATA) -> FeedHead:
    return FeedHead(server.event, scope.value, device.snapshot(scope).cursor.seq)


def test_a_device_that_is_behind_is_answered_at_once(
    server: Running, gate: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "WAIT_S", LONG_S)
    data, safety = here(server, gate), here(server, gate, Scope.SAFETY)
    server.sell()
    (moved,) = ask(gate, data, safety).news
    assert (moved.scope, moved.seq) == ("data", gate.snapshot().cursor.seq)


def test_a_device_that_has_everything_is_answered_when_something_changes(
    server: Running, gate: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "WAIT_S", LONG_S)
    head = here(server, gate)
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(ask, gate, head)
        server.sell()
        assert [moved.scope for moved in answer.result(20).news] == ["data"]


def test_a_device_without_news_is_told_so_after_a_while(
    server: Running, gate: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "WAIT_S", 0.05)
    assert ask(gate, here(server, gate)) == WaitAnswer()


def test_a_server_that_ends_lets_those_go_who_wait(
    server: Running, gate: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "WAIT_S", LONG_S)
    standing, known = threading.Event(), Hints.wait

    async def wait(hints: Hints, *of: Any) -> bool:
        standing.set()
        return await known(hints, *of)

    monkeypatch.setattr(Hints, "wait", wait)
    head = here(server, gate)
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(ask, gate, head)
        assert standing.wait(20)
        server.end()
        assert answer.result(20) == WaitAnswer()


def test_only_devices_that_work_may_ask(server: Running, gate: Device) -> None:
    head = here(server, gate)
    server.post(f"/api/v1/devices/{gate.id}/revoke")
    refused = gate.raw("POST", PATH, WaitRequest((head,)))
    assert refused.status_code == 403
    assert wire.decode(refused.content, wire.Problem).code == "revoked"


def test_an_event_that_a_device_does_not_serve_counts_as_moved(server: Running, gate: Device) -> None:
    other = FeedHead(server.event + 1, "data", 7)
    assert ask(gate, other).news == (FeedHead(server.event + 1, "data", 0),)


def test_a_scope_of_a_later_release_is_no_error(server: Running, gate: Device) -> None:
    """E17"""
    assert ask(gate, FeedHead(server.event, "holograms", 7)).news == (FeedHead(server.event, "holograms", 0),)
