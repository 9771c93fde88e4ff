"""Stores of every schema that landed, with facts that wait: opened by this release, nothing in them rewritten."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from kiosk.core import wire
from kiosk.core.facts import is_intact
from kiosk.store import schema
from kiosk.store.migrations import MIGRATIONS
from kiosk.sync.client import Client
from kiosk.sync.push import push_pending
from tests.kiosk.core import make
from tests.kiosk.device import Device, FixedClock, open_device
from tests.kiosk.sync.scripted import Script, ScriptedServer

UPGRADES = Path(__file__).parent / "upgrades"
SCHEMAS = sorted(folder.name for folder in UPGRADES.iterdir() if folder.is_dir())
PUBLIC = make.DEVICE_KEY.public_key().public_bytes_raw()


@pytest.fixture(params=SCHEMAS)
def before(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of one of the folders."""
    return Path(shutil.copytree(UPGRADES / request.param, tmp_path / "device"))


def expected(folder: Path) -> list[dict[str, Any]]:
    return json.loads((folder / "expected.json").read_text())


def upgraded(folder: Path) -> Device:
    return open_device(folder, clock=FixedClock(start=7_000))


def test_every_schema_that_landed_has_a_store_here() -> None:
    assert [f"schema-{number}" for number in range(1, len(MIGRATIONS))] == SCHEMAS[: len(MIGRATIONS) - 1]


def test_facts_that_wait_keep_their_bytes_and_their_chain(before: Path) -> None:
    """F12"""
    device = upgraded(before)
    facts = device.pending()
    assert [{"id": fact.id, "hash": fact.hash.hex(), "kind": fact.kind} for fact in facts] == expected(before)
    assert all(is_intact(fact, PUBLIC) for fact in facts)
    assert [fact.prev for fact in facts[1:]] == [fact.hash for fact in facts[:-1]]
    with device.store.read() as connection:
        assert connection.exec_driver_sql("PRAGMA user_version").scalar_one() == len(MIGRATIONS)
    device.close()


def test_an_upgraded_store_has_the_tables_of_a_new_one(before: Path, tmp_path: Path) -> None:
    old, new = upgraded(before), open_device(tmp_path / "new")
    columns = []
    for device in (old, new):
        with device.store.read() as connection:
            seen = sa.inspect(connection)
            columns.append(
                {
                    table: ([(c["name"], str(c["type"])) for c in seen.get_columns(table)],
                            sorted((str(i["name"]), tuple(i["column_names"])) for i in seen.get_indexes(table)))
                    for table in schema.metadata.tables
                }
            )  # fmt: skip
        device.close()
    assert columns[0] == columns[1]


def test_a_door_goes_on_where_the_older_release_stopped(before: Path) -> None:
    device = upgraded(before)
    device.clock.pass_ms(60_000)
    known = device.pending()[-1]
    assert device.door().admit_found(make.serial(0).subject).verdict.reason == "already_used"
    assert device.door().admit_found(make.serial(1).subject).verdict.reason == "ok"
    first, second = device.pending()[-2:]
    assert (first.prev, first.seq, second.kind) == (known.hash, known.seq + 1, "admitted")
    device.close()


def test_an_upgraded_store_delivers_what_it_held(before: Path) -> None:
    """F12"""
    script = Script()
    server = ScriptedServer(script)
    device = upgraded(before)
    client = Client(server.url, ())
    assert push_pending(client, device.store) == len(expected(before))
    sent = next(body for path, body in script.requests if path.endswith("/push"))["facts"]
    facts = [wire.decode_fact(json.dumps(fact).encode()) for fact in sent]
    assert [fact.hash.hex() for fact in facts] == [one["hash"] for one in expected(before)]
    assert all(is_intact(fact, PUBLIC) for fact in facts)
    client.close()
    device.close()
    server.stop()
