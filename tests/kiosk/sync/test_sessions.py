"""A session lasts an hour: what runs out between two rounds is signed anew without a word of trouble."""

from typing import Any

from kiosk.core import wire
from tests.kiosk.device import Device
from tests.kiosk.sync.scripted import HEAD, Script, ScriptedServer, Watched
from tests.kiosk.sync.test_sync import problem


def test_a_session_that_ran_out_is_signed_anew_within_the_round(
    device: Device, server: ScriptedServer, script: Script
) -> None:
    """H12"""
    over = iter([True])

    def pull(_: Any) -> tuple[int, Any]:
        return (401, problem("session_ended")) if next(over, False) else (200, wire.PullPage(HEAD))

    with Watched(device, server.url) as watched:
        assert watched.sync.wait_for_round(10)
        script.answers["/api/v1/sync/pull"] = pull
        watched.states.clear()
        assert watched.sync.wait_for_round(10)
    assert all(state.is_online and not state.trouble for state in watched.states)
    assert script.paths().count("session") == 2


def test_a_server_that_refuses_every_session_is_asked_once_a_round(
    device: Device, server: ScriptedServer, script: Script
) -> None:
    script.answers["/api/v1/sync/hello"] = lambda _: (401, problem("session_ended"))
    with Watched(device, server.url) as watched:
        assert watched.sync.wait_for_round(10)
        rounds = script.paths().count("hello")
    assert watched.sync.state.trouble == "session_ended"
    assert script.paths().count("session") == script.paths().count("hello") >= rounds
