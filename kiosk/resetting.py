"""May this device be emptied now? Not while facts wait that only it has, unless somebody keeps or gives them up.

A reset destroys the key and all that it opened, like the wipe of a revoked device. Facts that the server has not taken
are written out first, as they would be sent: signed, so that `foyer-server import` takes them in. A supervisor may
discard them instead; that is a fact itself, and the one thing that stays in the device's folder. Called by `foyer`.
"""

from pathlib import Path

import sqlalchemy as sa

from kiosk.core import facts as f
from kiosk.core import wire
from kiosk.core.errors import InputError, Rejected
from kiosk.core.facts import Fact
from kiosk.running import Running
from kiosk.store import log
from kiosk.store.key import write_durably
from kiosk.store.log import Draft

FACTS_MAX = 1_000_000
DISCARDED_FILE = "discarded.jsonl"


def reset(running: Running, export: Path | None) -> int:
    """Empty a device; return how many facts were exported first.

    Raises Rejected (facts_waiting) where there are some and no file is named, InputError where the file exists.
    """
    waiting = _list_waiting(running)
    if waiting and export is None:
        raise Rejected(
            f"{len(waiting)} facts have not reached the server; connect this device, or export them to a file first",
            reason="facts_waiting",
            count=len(waiting),
        )
    if waiting and export is not None:
        if export.exists():
            raise InputError(f"{export} exists already; name a new file")
        _write(export, waiting)
    running.wipe()
    return len(waiting)


def discard(running: Running, count: int, pin: str) -> Path | None:
    """Empty a device whose `count` facts nobody will ever read; return the file that says so, None for no facts.

    Raises Rejected for a PIN that is no supervisor's, and where another number of facts waits: nothing is lost then.
    """
    waiting = _list_waiting(running)
    if len(waiting) != count:
        raise Rejected(f"{len(waiting)} facts wait, not {count}; look again before they are lost", reason="other_count")
    if not waiting:
        running.wipe()
        return None
    operator = running.find_operator(pin)
    if operator is None or operator.role != "supervisor":
        raise Rejected("only a supervisor's PIN discards facts", reason="not_allowed")
    assert running.identity is not None, "facts are a paired device's"
    said = _record(running, count, operator.id)
    file = running.settings.data_path / DISCARDED_FILE
    _write(file, [*(_read(file) if file.exists() else []), said])
    running.wipe()
    return file


def _list_waiting(running: Running) -> list[Fact]:
    with running.store.read() as connection:
        return log.list_undelivered(connection, FACTS_MAX)


def _record(running: Running, count: int, operator: str) -> Fact:
    def work(connection: sa.Connection) -> Fact:
        assert running.identity is not None
        draft = Draft(running.clock.new_id(), "discarded", 0, (), f.Discarded(count=count), (), operator)
        return log.record(connection, running.identity.author, draft, running.clock.moment())

    return running.store.write(work).result()


def _read(file: Path) -> list[Fact]:
    return [wire.decode_fact(line) for line in file.read_bytes().splitlines()]


def _write(file: Path, facts: list[Fact]) -> None:
    write_durably(file, b"".join(wire.encode(fact) + b"\n" for fact in facts))
