"""Rules of check-in lists on the server: kept, told to devices, judged there as here."""

import json
from pathlib import Path
from typing import Any

import msgspec

from kiosk.core.admission import Post, decide
from kiosk.core.catalog import CheckInList
from kiosk.core.tickets import TicketRow
from tests.kiosk.core import make
from tests.server.center import Device, Running

GOLDEN = json.loads((Path(make.__file__).parent / "rules_golden.json").read_text(encoding="utf-8"))


def test_a_rule_that_went_through_server_and_feed_is_judged_as_the_golden_file_says(
    server: Running, gate: Device
) -> None:
    """B10"""
    version = 1
    for vector in GOLDEN:
        values = {"rules": vector["rule"]}
        answer = server.put(server.on("/lists/1"), {"version": version, "values": values}, ok=False)
        if vector["seen"] == "rules_unsupported":
            assert answer.status_code == 400, vector["says"]
            assert answer.json()["message"].startswith("gates cannot read this rule"), vector["says"]
            continue
        assert answer.status_code == 200, vector["says"]
        version = answer.json()["version"]
        told = msgspec.convert(gate.rows()["list", "1"], CheckInList)
        verdict = decide(make.presented(), make.known(), Post(told, gate=1), now_ms=make.NOW)
        assert verdict.reason == vector["seen"], vector["says"]


def test_what_a_list_says_of_extras_reaches_devices(server: Running, gate: Device) -> None:
    extra: dict[str, Any] = {"name": "Parking", "price_minor": 500, "addon_of": [1]}
    number = server.post(server.on("/types"), {"values": extra})["value"]["number"]
    values = {"types": [number], "addon_matching": True, "auto_exit_min": 180}
    server.put(server.on("/lists/1"), {"version": 1, "values": values})
    rows = gate.rows()
    assert rows["type", str(number)]["addon_of"] == [1]
    listed = msgspec.convert(rows["list", "1"], CheckInList)
    assert (listed.types, listed.addon_matching, listed.auto_exit_min) == ((number,), True, 180)


def test_an_extra_of_a_web_order_reaches_gates_tied_to_its_ticket(server: Running, gate: Device) -> None:
    """A27"""
    extra: dict[str, Any] = {"name": "Parking", "price_minor": 500, "addon_of": [1]}
    number = server.post(server.on("/types"), {"values": extra})["value"]["number"]
    choices = [{"type": 1, "quantity": 1}, {"type": number, "quantity": 1}]
    server.post(server.on("/orders"), {"choices": choices})
    rows = {key: msgspec.convert(row, TicketRow) for (kind, key), row in gate.rows().items() if kind == "ticket"}
    (base,) = [subject for subject, row in rows.items() if row.type == 1]
    assert [row.addon_to for row in rows.values() if row.type == number] == [base]
