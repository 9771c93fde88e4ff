"""Files of a device with bytes changed, zeroed or cut: opened, salvaged or refused by name; no fact is lost."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.core.errors import StorageError
from kiosk.store import log
from kiosk.store.opening import Folder, open_store
from tests.kiosk.core import make
from tests.kiosk.device import FixedClock, open_device

FACTS = 4
SLOW = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a device that was switched off with facts which the server has not."""
    path = tmp_path_factory.mktemp("whole") / "device"
    device = open_device(path)
    for _ in range(FACTS):
        device.door(posts={make.EVENT: (1, 1)}).scan("no ticket")
    device.close()
    return path


@st.composite
def damage(draw: st.DrawFn) -> tuple[str, float, int, bytes]:
    """How: zeroes or noise over some bytes, or all behind a place gone; where, as a share of the file."""
    how = draw(st.sampled_from(("zero", "noise", "cut")))
    return how, draw(st.floats(0, 0.999)), draw(st.integers(1, 5_000)), draw(st.binary(min_size=1, max_size=16))


def spoil(file: Path, how: str, share: float, count: int, noise: bytes) -> None:
    content = bytearray(file.read_bytes())
    at = int(share * len(content))
    match how:
        case "zero":
            content[at : at + count] = bytes(len(content[at : at + count]))
        case "noise":
            content[at : at + len(noise)] = noise[: len(content[at : at + len(noise)])]
        case _:
            del content[at:]
    file.write_bytes(bytes(content))


def copy(whole: Path, place: Path) -> Path:
    """Return a copy to spoil, in the place of the last one."""
    folder = place / "spoiled"
    shutil.rmtree(folder, ignore_errors=True)
    return Path(shutil.copytree(whole, folder))


def reopen(folder: Path) -> tuple[int, bool]:
    """Open the store of a folder; return how many facts it holds, and whether it was salvaged."""
    opened = Folder(folder, FixedClock(start=9_000).random_bytes)
    try:
        store, salvage = open_store(opened)
        with store.read() as connection:
            facts = len(log.list_pending(connection, 100))
        store.close()
    finally:
        opened.close()
    return facts, salvage is not None


def test_a_spoiled_database_is_opened_or_salvaged_and_loses_no_fact(whole: Path, tmp_path: Path) -> None:
    @SLOW
    @given(damage())
    def open_spoiled(how: tuple[str, float, int, bytes]) -> None:
        folder = copy(whole, tmp_path)
        spoil(folder / "store.db", *how)
        facts, _ = reopen(folder)
        assert facts == FACTS

    open_spoiled()


def test_a_spoiled_tail_is_read_up_to_the_damage_and_the_database_does_not_need_it(whole: Path, tmp_path: Path) -> None:
    @SLOW
    @given(damage())
    def open_spoiled(how: tuple[str, float, int, bytes]) -> None:
        folder = copy(whole, tmp_path)
        spoil(folder / "tail.bin", *how)
        assert reopen(folder) == (FACTS, False)

    open_spoiled()


@pytest.mark.parametrize("file", ["store.key", "store.id"])
def test_a_spoiled_key_moves_nothing_aside(whole: Path, tmp_path: Path, file: str) -> None:
    @SLOW
    @given(damage())
    def open_spoiled(how: tuple[str, float, int, bytes]) -> None:
        folder = copy(whole, tmp_path)
        before = (folder / "store.db").read_bytes()
        content = (folder / file).read_bytes()
        spoil(folder / file, *how)
        if (folder / file).read_bytes() == content:
            return
        with pytest.raises(StorageError):
            reopen(folder)
        assert (folder / "store.db").read_bytes() == before

    open_spoiled()
