"""A device knows that it is too old for the rules of its check-in lists, before anybody stands at the door."""

from pathlib import Path

from kiosk.core.catalog import CheckInList
from kiosk.running import Running
from kiosk.settings import Settings
from kiosk.store.catalogue import count_unreadable_rules
from kiosk.store.opening import save_identity
from tests.kiosk.device import Device, FixedClock, catalogue, identity, open_device

READABLE = {"<": [{"var": "entries_number"}, 3]}
NEWER = {"weather_is": ["fine"]}


def listed(number: int, rules: object) -> tuple[str, str, CheckInList]:
    return "list", str(number), CheckInList(number, f"List {number}", rules=rules)


def test_lists_whose_rule_is_newer_than_the_device_are_counted(device: Device) -> None:
    """B08"""
    with device.store.read() as connection:
        assert count_unreadable_rules(connection) == 0
    device.fill(listed(1, READABLE), listed(2, NEWER), listed(3, None), listed(4, NEWER))
    with device.store.read() as connection:
        assert count_unreadable_rules(connection) == 2


def test_a_device_tells_its_server_of_rules_that_it_cannot_read(tmp_path: Path) -> None:
    """B08"""
    device = open_device(tmp_path)
    device.fill(*catalogue(), listed(2, NEWER))
    save_identity(device.store, device.folder, identity())
    device.close()
    running = Running(Settings(data_dir=str(tmp_path), keyring=False), FixedClock(start=50_000))
    assert running.health().rules_unsupported == 1
    running.close()
