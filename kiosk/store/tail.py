"""What survives when the database does not? A tail file of the newest facts, beside or on a second medium.

After each commit the facts' bytes are appended: length, CRC and the sealed fact. A corrupt database is
salvaged from it. Nothing waits for it: the store thread syncs what was appended within a second. Called
by `worker` (append) and `opening` (read).
"""

import errno
import os
import struct
import zlib
from collections import deque
from collections.abc import Iterable
from pathlib import Path

import msgspec

from kiosk.core.errors import StorageCorrupt
from kiosk.core.facts import Fact
from kiosk.store.sealed import Sealer

PURPOSE = b"foyer-tail-1"
RECORD_BYTES_MAX = 1_000_000
OWED_MAX = 10_000
"""Older records are given up: the database has them all the same."""
ROTATE_BYTES = 16 * 1024 * 1024
_HEAD = struct.Struct(">II")


class Tail:
    """The open tail file of one store. Used by the store thread only."""

    def __init__(self, file: Path, sealer: Sealer) -> None:
        """Open for appending. Raises OSError where the medium is gone; the caller shows it."""
        self._file = file
        self._sealer = sealer
        self._out = open(file, "ab", buffering=0)  # noqa: SIM115 (lives as long as the store)
        file.chmod(0o600)
        self._owed: deque[bytes] = deque(maxlen=OWED_MAX)
        """Records that a full medium did not take; they go first when there is room again."""
        self.is_dirty = False

    def append(self, facts: Iterable[Fact]) -> None:
        """Append facts; they are on the medium after the next `sync`. Raises OSError; the facts are tried again."""
        for fact in facts:
            sealed = self._sealer.seal(msgspec.msgpack.encode(fact))
            self._owed.append(_HEAD.pack(len(sealed), zlib.crc32(sealed)) + sealed)
        self._write_owed()

    def _write_owed(self) -> None:
        """Write whole records only: behind a torn one nothing would ever be read."""
        while self._owed:
            record, start = self._owed[0], os.fstat(self._out.fileno()).st_size
            try:
                written = self._out.write(record)
            except OSError:
                self._out.truncate(start)
                raise
            if written != len(record):
                self._out.truncate(start)
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            self._owed.popleft()
            self.is_dirty = True

    def sync(self) -> None:
        """Put what was appended on the medium. A file grown too large is turned over once."""
        self._write_owed()
        os.fsync(self._out.fileno())
        self.is_dirty = False
        if self._out.tell() > ROTATE_BYTES:
            self._out.close()
            self._file.replace(self._file.with_suffix(".old"))
            self._out = open(self._file, "ab", buffering=0)  # noqa: SIM115

    def close(self) -> None:
        """Close; what was not synced may be lost with the power."""
        self._out.close()


def tail_word(error: OSError) -> str:
    """Return the stable word for what is wrong with the medium."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "full"
    return "not_writable" if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS) else "gone"


def read_tail(file: Path, sealer: Sealer) -> tuple[list[Fact], int]:
    """Return the facts of a tail file and of the one before it, and how many bytes were unreadable.

    Reading stops at the first damaged record of a file: a torn end is ordinary after a power cut.
    """
    facts: dict[str, Fact] = {}
    unread = 0
    for part in (file.with_suffix(".old"), file):
        if part.exists():
            found, rest = _read_records(part.read_bytes(), sealer)
            facts.update((fact.id, fact) for fact in found)
            unread += rest
    return list(facts.values()), unread


def _read_records(raw: bytes, sealer: Sealer) -> tuple[list[Fact], int]:
    facts: list[Fact] = []
    at = 0
    while at + _HEAD.size <= len(raw):
        size, checksum = _HEAD.unpack_from(raw, at)
        sealed = raw[at + _HEAD.size : at + _HEAD.size + size]
        if size > RECORD_BYTES_MAX or len(sealed) < size or zlib.crc32(sealed) != checksum:
            break
        try:
            facts.append(msgspec.msgpack.decode(sealer.open(sealed), type=Fact))
        except (StorageCorrupt, msgspec.DecodeError):
            break  # counted by the caller as unreadable bytes, and shown
        at += _HEAD.size + size
    return facts, len(raw) - at
