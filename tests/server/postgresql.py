"""A real PostgreSQL server of the tests' own: made in a temporary folder, reached by a socket in it, gone afterwards.

Its programs are those of the machine (`scripts/setup test` installs them). It refuses to run as root, so that root
hands it to the account `postgres`.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import psycopg
import pytest

PROGRAMS = "postgresql/*/bin/initdb"
OWNER, ACCOUNT = "foyer", "postgres"
FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
SETTINGS = {"listen_addresses": "", "max_connections": "120", "shared_buffers": "64MB", "log_min_messages": "fatal"}


class Cluster:
    """One running server. `is_safe`: it survives a power cut, as one at work does; else it is quick."""

    def __init__(self, *, is_safe: bool = False) -> None:
        """Make and start it. Fails the test where PostgreSQL is not installed."""
        in_memory = Path("/dev/shm")
        place = in_memory if in_memory.is_dir() and not is_safe else None
        self.folder = Path(tempfile.mkdtemp(prefix="foyer-pg-", dir=place))
        self._data = self.folder / "data"
        if os.geteuid() == 0:
            account = pwd.getpwnam(ACCOUNT)
            os.chown(self.folder, account.pw_uid, account.pw_gid)
        self._run("initdb", "--username", OWNER, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
        settings = SETTINGS | {"unix_socket_directories": str(self.folder)} | ({} if is_safe else FAST)
        with (self._data / "postgresql.conf").open("a", encoding="utf-8") as out:
            out.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
        self.start()

    def start(self) -> None:
        """Start it, and wait until it can be reached."""
        self._run("pg_ctl", "--wait", "--silent", f"--log={self.folder / 'log'}", "start")

    def kill(self) -> None:
        """Stop it as a crash does: no checkpoint, the log is replayed at the next start."""
        self._run("pg_ctl", "--silent", "--mode=immediate", "stop")

    def close(self) -> None:
        """Stop it and remove everything."""
        self.kill()
        shutil.rmtree(self.folder)

    def url(self, database: str) -> str:
        """Return the address of one of its databases."""
        return f"postgresql://{OWNER}@/{database}?host={self.folder}"

    def create(self, database: str, template: str = "template0", *, options: str = "") -> str:
        """Create a database, as a copy of a closed one where `template` names it; return its address."""
        self._command(f"CREATE DATABASE {database} TEMPLATE {template} {options}")
        return self.url(database)

    def drop(self, database: str) -> None:
        """Drop a database that nobody uses any more."""
        self._command(f"DROP DATABASE {database} WITH (FORCE)")

    def _command(self, text: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(text.encode())

    def _run(self, program: str, *arguments: str) -> None:
        command: Sequence[str] = (str(_find_programs() / program), f"--pgdata={self._data}", *arguments)
        if os.geteuid() == 0:
            command = ("setpriv", f"--reuid={ACCOUNT}", f"--regid={ACCOUNT}", "--clear-groups", *command)
        # Not captured: the server inherits the pipe and would keep it open.
        with (self.folder / "said").open("w+", encoding="utf-8") as said:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, check=False)
            said.seek(0)
            assert done.returncode == 0, f"{program}: {said.read()}"


def _find_programs() -> Path:
    found = sorted(Path("/usr/lib").glob(PROGRAMS), key=lambda path: int(path.parts[-3]))
    if not found:
        pytest.fail("PostgreSQL is not installed; `make test` installs it")
    return found[-1].parent
