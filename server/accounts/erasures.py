"""Who was erased, kept outside of every backup: a restore must not bring anybody back.

A journal beside the database, one line per erased person: random id, event and time, no personal data. Written after
an erasure has committed; replayed by `foyer-server restore` before anything is served.
"""

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec
import sqlalchemy as sa

from kiosk.core.errors import StorageCorrupt
from server.accounts import schema
from server.accounts.persons import erase_person
from server.db.tables import insert_new
from server.ledger.feed import Changes

JOURNAL = "erased.jsonl"


class Erasure(msgspec.Struct, frozen=True):
    """One erased person."""

    person: str
    event: int
    erased_ms: int


def note_erasure(folder: Path, erasure: Erasure) -> None:
    """Append to the journal, durably."""
    line = msgspec.json.encode(erasure) + b"\n"
    file = os.open(folder / JOURNAL, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(file, line)
        os.fsync(file)
    finally:
        os.close(file)


def list_erasures(folder: Path) -> list[Erasure]:
    """Return the journal. A last line that a power cut broke off is left out; any other is StorageCorrupt."""
    file = folder / JOURNAL
    if not file.exists():
        return []
    *lines, _ = file.read_bytes().split(b"\n")
    try:
        return [msgspec.json.decode(line, type=Erasure) for line in lines]
    except msgspec.DecodeError as error:
        raise StorageCorrupt(f"the journal of erasures ({JOURNAL}) is damaged; nothing was restored") from error


def replay_erasures(connection: sa.Connection, erasures: Sequence[Erasure], changes: Changes) -> int:
    """Erase again whoever a backup has brought back, and keep a place for those whose records may still come."""
    for one in erasures:
        erase_person(connection, one.person, changes, one.erased_ms)
    rows = [
        {
            "id": one.person, "event": one.event, "sealed_key": b"", "sealed_fields": b"", "initials": "",
            "created_ms": one.erased_ms, "erased_ms": one.erased_ms,
        }
        for one in erasures
    ]  # fmt: skip
    insert_new(connection, schema.person, rows, ("id",))
    return len(rows)
