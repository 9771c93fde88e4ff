"""Live numbers of a device: the server's last word, and what the device did since."""

import msgspec

from kiosk.core.tickets import AttendanceRow
from kiosk.store.attendance import load_attendance
from kiosk.store.catalogue import load_catalogue
from kiosk.ui.text.device import DeviceWords
from tests.kiosk.core import make
from tests.kiosk.device import Device, ticket

MINUTE = make.NOW // 60_000
TOLD = AttendanceRow(
    admitted=40,
    left=2,
    tickets_used=38,
    by_gate={"1": 30, "2": 10},
    per_minute={str(MINUTE - 3): 6},
    recent_by_gate={"1": {str(MINUTE - 3): 4, str(MINUTE - 11): 9}, "2": {str(MINUTE - 9): 2}},
)


def load(device: Device) -> AttendanceRow:
    with device.store.read() as connection:
        return load_attendance(connection, make.EVENT, 1)


def recent(device: Device, now_ms: int) -> dict[str, str]:
    """Return what the live screen shows of the last ten minutes, by gate."""
    with device.store.read() as connection:
        row = load_attendance(connection, make.EVENT, 1)
        catalogue = load_catalogue(connection, make.EVENT)
    assert catalogue is not None
    view = DeviceWords().live(catalogue, row, expected=100, synced_ms=now_ms, now_ms=now_ms)
    return {gate.gate: gate.recent for gate in view.gates}


def test_nothing_told_and_nothing_done_is_nobody(device: Device) -> None:
    assert load(device) == AttendanceRow(0, 0, 0)


def test_own_passages_are_added_until_the_server_has_them(device: Device) -> None:
    device.fill(("attendance", "1", TOLD), ticket(1))
    device.door().admit_found(make.serial().subject)
    row = load(device)
    assert (row.admitted, row.tickets_used, row.by_gate["1"]) == (41, 39, 31)
    assert row.recent_by_gate["1"][str(MINUTE)] == 1
    assert row.per_minute == {str(MINUTE - 3): 6, str(MINUTE): 1}


def test_a_second_entry_uses_no_second_ticket(device: Device) -> None:
    used = msgspec.structs.replace(ticket(1)[2], uses=(make.use(),))
    device.fill(("attendance", "1", TOLD), ("ticket", make.serial(1).subject, used))
    door = device.door()
    seen = door.admit_found(make.serial(1).subject)
    assert seen.verdict.reason == "already_used"
    assert load(device).tickets_used == 38


def test_the_screen_counts_the_last_ten_minutes_of_each_gate(device: Device) -> None:
    """Offline too: no word comes, and what was told grows old by itself."""
    device.fill(("attendance", "1", TOLD))
    device.door().admit_found(make.serial().subject)
    assert recent(device, make.NOW) == {"Gate A": "5", "Gate B": "2"}
    assert recent(device, make.NOW + 60_000) == {"Gate A": "5", "Gate B": "0"}
    assert recent(device, make.NOW + 15 * 60_000) == {"Gate A": "0", "Gate B": "0"}
