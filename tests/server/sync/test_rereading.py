"""What only a newer release can read waits in the server, and is taken in by the upgrade itself."""

import shutil
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa

from kiosk.core import facts as f
from kiosk.core import wire
from kiosk.core.permissions import Role
from server.devices.store import load_device
from server.ledger.kept import save_quarantined
from server.ledger.rules import Unsound
from server.sync.rereading import read_again
from tests.server.center import Device, Running, Time


def keep(server: Running, gate: Device, fact: f.Fact) -> None:
    """Keep a fact as a release would that cannot read it."""

    def work(connection: sa.Connection) -> None:
        reason = wire.Outcome.UNSUPPORTED_VERSION
        kept = Unsound(wire.encode(fact), fact.id, reason, reason.value, fact)
        save_quarantined(connection, load_device(connection, gate.id).author, [kept], server.time.now)

    server.center.ground.write(work)


def test_what_this_release_can_read_is_taken_in_and_the_rest_goes_on_waiting(server: Running, gate: Device) -> None:
    """E18"""
    subjects = [ticket["subject"] for ticket in server.sell(2)["tickets"]]
    keep(server, gate, gate.admit(subjects[0]))
    keep(server, gate, gate.admit(subjects[1], version=9))
    assert read_again(server.center.ground, server.center.ledger) == 1
    assert (server.count("passage"), server.count("quarantine")) == (1, 1)
    assert server.get(server.on("/incidents")) == []
    assert read_again(server.center.ground, server.center.ledger) == 0
    assert gate.push(gate.log[0])[0].outcome == "duplicate"


def test_a_kept_fact_that_turns_out_to_be_unsound_is_told_to_people(server: Running, gate: Device) -> None:
    """E18"""
    forged = msgspec.structs.replace(gate.admit(server.sell()["tickets"][0]["subject"]), signature=bytes(64))
    keep(server, gate, forged)
    assert read_again(server.center.ground, server.center.ledger) == 0
    incidents = server.get(server.on("/incidents"))
    assert [fact["note"] for one in incidents for fact in one["incident"]["facts"]] == ["bad_signature"]


def test_a_server_reads_again_when_it_starts(founded: Running, tmp_path: Path) -> None:
    """E18"""
    folder = tmp_path / "server"
    shutil.copytree(founded.folder, folder)
    own: dict[str, Any] = {"organizer": founded.organizer, "event": founded.event, "token": founded.token}
    old = Running(folder, Time(founded.time.count), **own)
    gate = old.pair(Role.GATE)
    keep(old, gate, gate.admit(old.sell()["tickets"][0]["subject"]))
    old.close()
    new = Running(folder, old.time, **own)
    assert (new.count("passage"), new.count("quarantine")) == (1, 0)
    new.close()
