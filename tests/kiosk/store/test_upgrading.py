"""A release comes over an outbox that waits: every fact stays as it was signed."""

from pathlib import Path

from kiosk.core.facts import is_intact
from kiosk.store import log
from kiosk.store.engine import build_writer
from kiosk.store.migrations import MIGRATIONS
from tests.kiosk.core import make
from tests.kiosk.device import Device, catalogue, open_device, ticket

_COLUMNS = (
    "device, id, kind, version, event, subjects, based_on, wall_ms, mono_ms, boot, clock, operator, body, prev, hash, "
    "signature, state, answer"
)


def make_second(device: Device) -> None:
    """Give a closed device's log the shape that it had in the second schema: one fact at each place."""
    writer = build_writer(device.folder.path / "store.db", device.store.key.raw)
    with writer.begin() as connection:
        for statement in (
            "ALTER TABLE fact RENAME TO newer",
            "DROP INDEX fact_id",
            "DROP INDEX fact_state",
            "CREATE TABLE fact (incarnation INTEGER NOT NULL, seq INTEGER NOT NULL, device TEXT DEFAULT '' NOT NULL, "
            "id TEXT DEFAULT '' NOT NULL, kind TEXT DEFAULT '' NOT NULL, version INTEGER DEFAULT 0 NOT NULL, "
            "event INTEGER DEFAULT 0 NOT NULL, subjects TEXT DEFAULT '' NOT NULL, based_on TEXT DEFAULT '' NOT NULL, "
            "wall_ms INTEGER DEFAULT 0 NOT NULL, mono_ms INTEGER DEFAULT 0 NOT NULL, boot TEXT DEFAULT '' NOT NULL, "
            "clock TEXT DEFAULT '' NOT NULL, operator TEXT DEFAULT '' NOT NULL, body BLOB NOT NULL, "
            "prev BLOB NOT NULL, hash BLOB NOT NULL, signature BLOB NOT NULL, state TEXT DEFAULT 'pending' NOT NULL, "
            "answer TEXT DEFAULT '' NOT NULL, PRIMARY KEY (incarnation, seq))",
            "CREATE UNIQUE INDEX fact_id ON fact (id)",
            "CREATE INDEX fact_state ON fact (state, incarnation, seq)",
            f"INSERT INTO fact (incarnation, seq, {_COLUMNS}) SELECT incarnation, seq, {_COLUMNS} FROM newer",
            "DROP TABLE newer",
            "PRAGMA user_version = 2",
        ):
            connection.exec_driver_sql(statement)
    writer.dispose()


def test_the_log_gets_branches_and_every_waiting_fact_keeps_its_bytes(tmp_path: Path) -> None:
    """F12"""
    device = open_device(tmp_path / "device")
    device.fill(*catalogue(), ticket())
    for _ in range(5):
        device.door().scan("no ticket")
    before = list(device.pending())
    device.close()
    make_second(device)
    again = open_device(tmp_path / "device", clock=device.clock)
    assert again.store.version == len(MIGRATIONS)
    assert list(again.pending()) == before
    assert all(is_intact(fact, make.DEVICE_KEY.public_key().public_bytes_raw()) for fact in before)
    again.door().scan("no ticket")
    with again.store.read() as connection:
        assert log.load_head(connection, 1).seq == 6
        columns = [row[1] for row in connection.exec_driver_sql("PRAGMA table_info(fact)")]
    assert "branch" in columns
    again.close()
