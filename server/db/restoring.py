"""Put a backup in the place of the database: the file, or the contents of the PostgreSQL database.

Nothing is replaced before the backup has been looked at, and the old file is moved aside, never deleted. Called by
`foyer-server restore`, with no server at work.
"""

import os
import shutil
import subprocess
from pathlib import Path

import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlcipher

from kiosk.core.errors import FoyerError, InputError, StorageCorrupt, StorageError
from server.db.postgresql import parse_url

_PARTS = ("", "-wal", "-shm")
_EMPTY = """
DO $$ DECLARE it text; BEGIN
  FOR it IN SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema' LOOP
    EXECUTE format('DROP SCHEMA %I CASCADE', it);
  END LOOP;
END $$;
CREATE SCHEMA public;
"""


def check_file(file: Path, backup: Path, key: bytes) -> Path:
    """Return a copy beside `file` of a backup that is whole and of this key.

    Raises InputError or StorageCorrupt for anything else; nothing is left behind then.
    """
    if not backup.is_file():
        raise InputError(f"{backup} is no file")
    draft = file.with_name(f"{file.name}.restoring")
    shutil.copyfile(backup, draft)
    draft.chmod(0o600)
    try:
        _check(draft, backup.name, key)
    except FoyerError:
        draft.unlink()
        raise
    _sync(draft)
    return draft


def _check(draft: Path, name: str, key: bytes) -> None:
    connection = sqlcipher.connect(str(draft), isolation_level=None)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        tables = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'ledger_meta'").fetchall()
        mode = connection.execute("PRAGMA journal_mode").fetchall()
        said = connection.execute("PRAGMA integrity_check(1)").fetchall()
    except sqlcipher.Error as error:
        raise StorageCorrupt(f"{name} is damaged, or belongs to another key: {error}; nothing was changed") from error
    finally:
        connection.close()
    if mode == [("wal",)]:
        # Such a copy lacks what was still in the journal beside it, and nothing in it shows that.
        raise InputError(f"{name} is a copy of a database at work; use what `foyer-server backup` wrote")
    if said != [("ok",)]:
        raise StorageCorrupt(f"{name} is damaged: {said[0][0]}; nothing was changed")
    if tables != [(1,)]:
        raise InputError(f"{name} is no backup of a server; nothing was changed")


def put_back_file(file: Path, draft: Path) -> Path | None:
    """Put a checked copy in the place of the database; return where the old one is, or None where there was none."""
    aside = _move_aside(file) if file.exists() else None
    draft.replace(file)
    _sync(file.parent)
    return aside


def _move_aside(file: Path) -> Path:
    number = 1
    while (target := file.with_name(f"{file.name}.before-restore-{number}")).exists():
        number += 1
    for suffix in reversed(_PARTS):  # the journal first: what is left without it is never opened as if it were whole
        part = file.with_name(file.name + suffix)
        if part.exists():
            part.rename(target.with_name(target.name + suffix))
    return target


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put_back_dump(url: str, dump: Path) -> None:
    """Replace what a PostgreSQL database holds by a dump, all or nothing. Raises StorageError."""
    if not dump.is_file():
        raise InputError(f"{dump} is no file")
    address = parse_url(url)
    plain = address.set(drivername="postgresql", password=None).render_as_string()
    script = _run(["pg_restore", "--no-owner", "--no-privileges", "--file=-", str(dump)], address, "")
    # The dump makes the schema where it was not the usual one; the usual one is there by now.
    psql = ["psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    _run([*psql, f"--dbname={plain}"], address, _EMPTY + script)


def _run(command: list[str], address: sa.URL, given: str) -> str:
    password = {"PGPASSWORD": address.password} if isinstance(address.password, str) else {}
    try:
        done = subprocess.run(  # noqa: S603
            command, check=True, capture_output=True, text=True, input=given, env=os.environ | password
        )
    except FileNotFoundError as error:
        raise StorageError(f"{command[0]} is not installed here; install PostgreSQL's client programs") from error
    except subprocess.CalledProcessError as error:
        raise StorageError(f"the restore failed, nothing was changed: {error.stderr.strip()}") from error
    return done.stdout
