"""Make a device's data unreadable for ever: its key is destroyed, then the files go.

A revoked device does this to itself once the server has what it still held. A marker stands before the first step, so
that a wipe which a power cut broke off is finished at the next start. Called by `running`.
"""

import os
from pathlib import Path

from kiosk.core.errors import StorageError
from kiosk.store.key import KEY_BYTES, KEYRING_SERVICE, write_durably

MARKER = "wiping"
_FILES = ("store.key", "store.id", "identity.bin", "tail.bin")


def wipe(folder: Path, *, tail_folder: Path | None = None, use_keyring: bool) -> None:
    """Destroy the key and delete what it opened. Raises StorageError where the keyring keeps it; go on at a start."""
    write_durably(folder / MARKER, b"")
    key = folder / "store.key"
    if key.exists():
        with key.open("r+b") as out:
            out.write(bytes(KEY_BYTES))
            out.flush()
            os.fsync(out.fileno())
    for place in (folder, tail_folder or folder):
        for file in [*(place / name for name in _FILES), *place.glob("store.db*")]:
            file.unlink(missing_ok=True)
    if use_keyring:
        _forget_in_keyring(folder)
    (folder / MARKER).unlink()


def is_broken_off(folder: Path) -> bool:
    """Say whether a wipe was begun and not finished."""
    return (folder / MARKER).exists()


def _forget_in_keyring(folder: Path) -> None:
    import keyring  # as the key's module: only by devices that have one
    from keyring.errors import KeyringError, NoKeyringError

    try:
        if keyring.get_password(KEYRING_SERVICE, str(folder)) is not None:
            keyring.delete_password(KEYRING_SERVICE, str(folder))
    except NoKeyringError:
        return  # this machine has none: the key was in its file
    except KeyringError as error:
        raise StorageError("the system's keyring did not give the key up; unlock it and start again") from error
