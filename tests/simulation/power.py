"""When the power goes, what is still on the disk? The Python side of `power.c`.

`load_disk` builds the shim with gcc and makes it the default VFS of the very SQLite library that the driver
of the product uses; from then on every database of this process lies on a disk that forgets. `copy_image`
writes what would be found after a kill (all that was written) or a power cut (what was synced, and perhaps
a part of the rest).
"""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

BUILD = Path(__file__).resolve().parents[2] / "build" / "simulation"
SOURCE = Path(__file__).with_name("power.c")
_Callback = ctypes.CFUNCTYPE(None)


class Death(StrEnum):
    """How a machine stops. A killed process loses nothing that it wrote; a power cut loses what was not synced."""

    KILL = "kill"
    POWER = "power"


class Disk:
    """The loaded shim."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._library = library
        library.power_image.argtypes = [ctypes.c_char_p, ctypes.c_char_p, ctypes.c_ulonglong]
        library.power_arm.argtypes = [ctypes.c_char_p, ctypes.c_int, _Callback]
        library.power_forget.argtypes = [ctypes.c_char_p]
        library.power_count_writes.restype = ctypes.c_longlong
        library.power_count_syncs.restype = ctypes.c_longlong
        self._callback = _Callback()

    @property
    def syncs(self) -> int:
        """How often a file was synced."""
        return int(self._library.power_count_syncs())

    def image(self, path: Path, out: Path, seed: int) -> bool:
        """Write what `path` holds after a power cut; return whether there is such a file. Seed 0 loses all."""
        found = self._library.power_image(bytes(path), bytes(out), seed)
        assert found >= 0, f"cannot write {out}"
        return bool(found)

    def arm(self, folder: Path, after: int, on_point: Callable[[], None]) -> None:
        """Call `on_point` once, before the `after`-th write or sync of a database under `folder`."""
        self._callback = _Callback(on_point)
        self._library.power_arm(bytes(folder) + b"/", after, self._callback)

    def disarm(self) -> None:
        """Call nobody."""
        self._library.power_arm(None, 0, _Callback())

    def forget(self, folder: Path) -> None:
        """Forget the files under a folder that is about to be deleted."""
        self._library.power_forget(bytes(folder) + b"/")


@cache
def load_disk() -> Disk:
    """Build the shim where its source is newer, load it, and make it the default of this process."""
    BUILD.mkdir(parents=True, exist_ok=True)
    library = BUILD / "power.so"
    if not library.exists() or library.stat().st_mtime < SOURCE.stat().st_mtime:
        draft = library.with_suffix(f".{os.getpid()}")
        command = ["gcc", "-std=c11", "-O2", "-Wall", "-Wextra", "-Werror", "-D_DEFAULT_SOURCE", "-shared", "-fPIC"]
        subprocess.run([*command, "-o", draft, SOURCE], check=True)
        draft.replace(library)
    connection = sqlcipher.connect(":memory:")
    connection.enable_load_extension(True)  # pyright: ignore[reportAttributeAccessIssue] (not in the stub)
    connection.load_extension(str(library))  # pyright: ignore[reportAttributeAccessIssue]
    connection.close()
    return Disk(ctypes.CDLL(str(library)))


def copy_image(disk: Disk, folder: Path, out: Path, death: Death, seed: int, synced: dict[str, int]) -> None:
    """Write into `out` what the disk holds of `folder` after a death.

    `synced`: how many bytes of plain files, by name, are known to be synced; other plain files were written durably.
    """
    out.mkdir(mode=0o700)
    names = {path.name for path in folder.iterdir() if path.is_file()}
    names |= {f"{name}-wal" for name in names if name.endswith(".db")}
    for name in sorted(names):
        source = folder / name
        if name.endswith("-shm") or name == "lock":
            continue
        if death is Death.KILL or ".db" not in name:
            if source.exists():
                shutil.copyfile(source, out / name)
                (out / name).chmod(0o600)
        else:
            disk.image(source, out / name, seed)
        if death is Death.POWER and name in synced:
            with (out / name).open("r+b") as kept:
                kept.truncate(synced[name])
