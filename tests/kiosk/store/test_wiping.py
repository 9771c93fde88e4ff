"""A revoked device destroys its key: nothing that it stored can be read again."""

from pathlib import Path

import pytest

from kiosk.core.errors import StorageError
from kiosk.store.wiping import MARKER, is_broken_off, wipe
from tests.kiosk.device import Device, catalogue, open_device


def test_nothing_is_left_but_an_empty_folder_that_may_be_paired_anew(tmp_path: Path) -> None:
    """H06"""
    device = open_device(tmp_path / "device")
    device.fill(*catalogue())
    path = device.folder.path
    device.store.close()
    wipe(path, use_keyring=False)
    assert [file.name for file in path.iterdir()] == ["lock"]
    device.folder.close()
    again = open_device(path)
    assert again.pending() == []
    again.close()


def test_a_wiped_store_is_neither_written_nor_read(device: Device) -> None:
    """H06: no green after the wipe."""
    device.store.close()
    with pytest.raises(StorageError):
        device.store.write(lambda _: None)
    with pytest.raises(StorageError), device.store.read():
        pass


def test_a_wipe_that_a_power_cut_broke_off_is_finished(tmp_path: Path) -> None:
    """H06"""
    device = open_device(tmp_path / "device")
    path = device.folder.path
    device.close()
    (path / MARKER).touch()
    (path / "store.key").unlink()
    assert is_broken_off(path)
    wipe(path, use_keyring=False)
    assert [file.name for file in path.iterdir()] == ["lock"]
