"""How is this server set up? One TOML file and FOYER_SERVER_* variables, read once into a frozen value.

Called by `__main__`; tests build the value themselves. A key that nobody knows is an error that names
it: a misspelt setting must not be ignored silently. A variable wins over the file.
"""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from platformdirs import user_data_path

from kiosk.core.errors import InputError
from kiosk.core.misspelling import unknown_variable

VARIABLE_PREFIX = "FOYER_SERVER_"
"""A device's variables begin with FOYER_KIOSK_: both may be set in one shell."""
CONFIG_VARIABLE = "FOYER_SERVER_CONFIG"


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything that can be set. Secrets are files beside the database, never settings."""

    data_dir: str = ""
    """Empty = the user's data directory."""
    database_url: str = ""
    """A PostgreSQL database: postgresql://user@host/name, the password in PGPASSFILE. Empty = a file of its own."""
    host: str = "127.0.0.1"
    port: int = 8420
    public_url: str = ""
    """What devices and people call this server; empty = made of host and port."""
    name: str = "Foyer"
    key_file: str = ""
    """The master key; empty = `master.key` beside the database."""
    smtp_host: str = ""
    """Empty = no mail is sent; what is due waits."""
    smtp_port: int = 25
    smtp_tls: bool = False
    smtp_user: str = ""
    smtp_password_file: str = ""
    mail_from: str = "tickets@localhost"
    mail_retry_s: float = 30.0
    """The wait before the second try; doubled before the third."""
    sweep_s: float = 10.0
    """How often due work that was not started is looked for."""
    lease_hours: int = 24
    """How long a device may sell what it was lent."""
    grace_hours: int = 72
    """How long a device may work without word from here."""
    sales_rate_prior_per_hour: float = 10.0
    """What a device without sales yet is taken to sell."""
    request_mb_max: int = 16
    log_level: str = "INFO"

    @property
    def folder(self) -> Path:
        """The data directory."""
        return Path(self.data_dir) if self.data_dir else user_data_path("foyer-server")

    @property
    def master_file(self) -> Path:
        """The file of the master key."""
        return self.folder.joinpath(self.key_file) if self.key_file else self.folder / "master.key"

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the server; plain HTTP is allowed nowhere else."""
        return self.host in ("127.0.0.1", "::1", "localhost")

    @property
    def url(self) -> str:
        """The address that pairing codes and mails name."""
        scheme = "http" if self.is_loopback else "https"
        return self.public_url or f"{scheme}://{self.host}:{self.port}"


def load_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings. Raises InputError that names the wrong key, file or value."""
    values: dict[str, Any] = {}
    if file := environment.get(CONFIG_VARIABLE):
        values |= _read_file(Path(file))
    for name, text in environment.items():
        if name.startswith(VARIABLE_PREFIX) and name != CONFIG_VARIABLE:
            key = name.removeprefix(VARIABLE_PREFIX).lower()
            if key not in Settings.__struct_fields__:
                raise InputError(unknown_variable(name, VARIABLE_PREFIX, ("config", *Settings.__struct_fields__)))
            values[key] = text
    try:
        return msgspec.convert(values, Settings, strict=False)
    except msgspec.ValidationError as error:
        raise InputError(
            f"the settings are wrong: {error}; correct the file or the {VARIABLE_PREFIX} variable"
        ) from error


def _read_file(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"the settings file {file.name} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"the settings file {file.name} is not TOML: {error}") from error
