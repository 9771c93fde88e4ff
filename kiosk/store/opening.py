"""Open this device's store, whatever state the last evening left it in.

One process per data directory (a lock). A corrupt database is moved aside, never deleted: the device
goes on with a new file, the same identity under a new incarnation, and what the tail file still knows.
A missing or wrong key moves nothing. Called by `app`; the outcome is said on screen.
"""

import fcntl
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec
import sqlalchemy as sa

from kiosk.core.errors import StorageCorrupt, StorageError, StorageInUse
from kiosk.store import meta, recovered
from kiosk.store.key import StoreKey, load_or_make_key, write_durably
from kiosk.store.meta import Identity
from kiosk.store.sealed import Sealer
from kiosk.store.tail import PURPOSE, Tail, read_tail, tail_word
from kiosk.store.worker import Store

BuildStore = Callable[[Path, StoreKey, Tail | None], Store]
_IDENTITY = b"foyer-identity-1"


@dataclass(frozen=True, slots=True)
class Salvage:
    """What was done about a corrupt database."""

    moved_to: Path
    facts: int
    unread_bytes: int


class NoDataFolder(StorageError):
    """The data directory is a file, or may not be written; `details` name it."""

    code = "no_data_folder"


class Folder:
    """A data directory in use by this process. Closing it frees the lock."""

    def __init__(self, path: Path, random_bytes: Callable[[int], bytes], *, tail_folder: Path | None = None) -> None:
        """Take the directory's lock. Raises NoDataFolder, or StorageInUse when another process holds it."""
        try:
            path.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._lock = os.open(path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise NoDataFolder(f"data cannot be kept in {path}: {error.strerror}", folder=str(path)) from error
        self.path = path
        self.random_bytes = random_bytes
        self.tail_file = (tail_folder or path) / "tail.bin"
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(self._lock)
            raise StorageInUse("Foyer is already running with this data directory; close the other window") from error

    def close(self) -> None:
        """Free the lock."""
        os.close(self._lock)


def open_store(folder: Folder, *, use_keyring: bool = False, build: BuildStore = Store) -> tuple[Store, Salvage | None]:
    """Return the open store, and what was salvaged where the database was corrupt.

    `build`: how the store runs its jobs. Raises StorageLocked, StorageTooNew or StorageFull; none of them
    changes anything.
    """
    key = load_or_make_key(folder.path, folder.random_bytes, use_keyring=use_keyring)
    file = folder.path / "store.db"
    try:
        _check_present(folder, file)
        store = _open(folder, file, key, build)
    except StorageCorrupt:
        moved_to = _move_aside(file)
        store = _open(folder, file, key, build)
        return store, _salvage(store, folder, key, moved_to)
    if _is_broken_off(store, folder):
        return store, _salvage(store, folder, key, _last_aside(file))
    return store, None


def save_identity(store: Store, folder: Folder, identity: Identity) -> None:
    """Keep the identity in the store and, sealed, beside it."""
    store.write(lambda connection: meta.save_identity(connection, identity)).result()
    sealed = _identity_sealer(store.key, folder).seal(msgspec.json.encode(identity))
    write_durably(folder.path / "identity.bin", sealed)


def _open(folder: Folder, file: Path, key: StoreKey, build: BuildStore) -> Store:
    tail, trouble = _open_tail(folder, key)
    try:
        store = build(file, key, tail)
    except StorageError:
        if tail is not None:
            tail.close()
        raise
    store.tail_error = trouble
    try:
        _check_integrity(store)
    except StorageError:
        store.close()
        raise
    return store


def _open_tail(folder: Folder, key: StoreKey) -> tuple[Tail | None, str]:
    """Return the tail file, or why there is none: a device without its second medium works, and says so."""
    try:
        folder.tail_file.parent.mkdir(parents=True, exist_ok=True)
        return Tail(folder.tail_file, Sealer(key.raw, PURPOSE, folder.random_bytes)), ""
    except OSError as error:
        return None, tail_word(error)


def _check_present(folder: Folder, file: Path) -> None:
    """SQLite would begin a new file, and a paired device would forget everything without a word."""
    if (folder.path / "identity.bin").exists() and not (file.exists() and file.stat().st_size):
        raise StorageCorrupt("the database of this device is gone")


def _check_integrity(store: Store) -> None:
    with store.read() as connection:
        said = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    if said != "ok":
        raise StorageCorrupt(f"the database of this device is damaged: {said}")


def _is_broken_off(store: Store, folder: Folder) -> bool:
    """A paired device whose new database does not know that it is paired: it died while it was salvaged."""
    with store.read() as connection:
        return meta.load_identity(connection) is None and (folder.path / "identity.bin").exists()


def _last_aside(file: Path) -> Path:
    asides = [path for path in file.parent.glob(f"{file.name}.corrupt-*") if path.suffix.rpartition("-")[2].isdecimal()]
    return max(asides, key=lambda path: path.stat().st_mtime_ns, default=file)


def _move_aside(file: Path) -> Path:
    """Rename the database and its journal to the next free name. Of one that is gone, an empty file is kept."""
    file.touch(0o600)
    number = 1
    while (target := file.with_name(f"{file.name}.corrupt-{number}")).exists():
        number += 1
    for suffix in ("", "-wal", "-shm"):
        part = file.with_name(file.name + suffix)
        if part.exists():
            part.rename(target.with_name(target.name + suffix))
    return target


def _salvage(store: Store, folder: Folder, key: StoreKey, moved_to: Path) -> Salvage:
    """Facts, their effects and identity come back in one transaction; after a death before it the next start does."""
    facts, unread = read_tail(folder.tail_file, Sealer(key.raw, PURPOSE, folder.random_bytes))
    identity = _read_identity(folder, key)

    def restore(connection: sa.Connection) -> int:
        if identity is not None:
            meta.save_identity(connection, identity)
        return recovered.salvage(connection, facts)

    restored = store.write(restore).result()
    if identity is not None:
        save_identity(store, folder, identity)
    return Salvage(moved_to, restored, unread)


def _read_identity(folder: Folder, key: StoreKey) -> Identity | None:
    """Return who this device is, in a new incarnation: the old log may have facts that nothing here remembers.

    A damaged file is moved aside: the facts are kept, and the device must be paired anew.
    """
    file = folder.path / "identity.bin"
    if not file.exists():
        return None
    try:
        kept = msgspec.json.decode(_identity_sealer(key, folder).open(file.read_bytes()), type=Identity)
    except (StorageCorrupt, msgspec.DecodeError):
        file.rename(file.with_name("identity.bin.corrupt"))
        return None
    return msgspec.structs.replace(kept, incarnation=int.from_bytes(folder.random_bytes(4)) or 1)


def _identity_sealer(key: StoreKey, folder: Folder) -> Sealer:
    return Sealer(key.raw, _IDENTITY, folder.random_bytes)
