"""Closing time: who is counted out, who is not, and at which moment of a night with a changed clock."""

import pytest

from kiosk.core import facts as f
from server.checkin.rules import last_cutoff_ms
from server.jobs.closing import ClosingTime
from tests.server.center import Device, Running

BERLIN = "Europe/Berlin"
MINUTE = 60_000
THREE = 1_790_038_800_000
"""2026-09-22 03:00 +02:00."""


def close(server: Running) -> int:
    return ClosingTime(server.center.ground, server.center.ledger).run_once()


def close_in(server: Running, minutes: int) -> None:
    """Let everybody be counted out so many minutes from now on the clock of the venue, two hours ahead of UTC."""
    minute = (server.time.now // MINUTE + 120 + minutes) % 1_440
    server.put(server.on("/lists/1"), {"version": 1, "values": {"auto_exit_min": minute}})


def inside(server: Running) -> tuple[int, int]:
    live = server.get(server.on("/live"))
    return live["inside"], live["exits"]


def test_the_late_job_counts_out_those_who_came_before_the_hour_only(server: Running, gate: Device) -> None:
    """B09"""
    subjects = [ticket["subject"] for ticket in server.sell(3)["tickets"]]
    close_in(server, 10)
    gate.hello()
    gate.admit(subjects[0])
    gate.admit(subjects[1], people=3)
    server.time.pass_ms(1)
    gate.make("exited", f.Exited(list=1, gate=1, generation=1, method="code"), subjects[1])
    server.time.pass_ms(30 * MINUTE)
    late = gate.admit(subjects[2])
    gate.push(*gate.log)
    assert inside(server) == (4, 1)
    server.time.pass_ms(5 * MINUTE)
    assert close(server) == 2
    assert inside(server) == (1, 4)
    assert close(server) == 0
    rows = gate.rows()
    assert [use[2] for use in rows["ticket", subjects[0]][13]] == [True, False]
    assert [use[4] for use in rows["ticket", subjects[2]][13]] == [late.id]


def test_an_entry_before_the_hour_that_arrives_later_is_counted_out_by_the_next_run(
    server: Running, gate: Device
) -> None:
    """B09"""
    (subject,) = [ticket["subject"] for ticket in server.sell(1)["tickets"]]
    close_in(server, 10)
    gate.hello()
    gate.admit(subject)
    server.time.pass_ms(30 * MINUTE)
    assert close(server) == 0
    gate.push(*gate.log)
    assert close(server) == 1
    assert inside(server) == (0, 1)


@pytest.mark.parametrize(
    ("minute", "now_ms", "cutoff_ms"),
    [
        (180, THREE, THREE),
        (180, THREE - 1, THREE - 24 * 60 * MINUTE),
        (150, 1_774_747_800_000, 1_774_747_800_000),  # 2026-03-29: 02:30 is skipped and read as 03:30 +02:00
        (150, 1_792_888_200_000 + 70 * MINUTE, 1_792_888_200_000),  # 2026-10-25: 02:30 comes twice, the first counts
    ],
)
def test_the_hour_is_that_of_the_venue(minute: int, now_ms: int, cutoff_ms: int) -> None:
    """B07"""
    assert last_cutoff_ms(minute, BERLIN, now_ms) == cutoff_ms
