"""How is this server set up? One TOML file and FOYER_SERVER_* variables, read once into a frozen value.

Called by `__main__`; tests build the value themselves. A key that nobody knows is an error that names
it: a misspelt setting must not be ignored silently. A variable wins over the file.
"""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import msgspec
from platformdirs import user_data_path

from kiosk.core.errors import InputError
from kiosk.core.misspelling import unknown_variable

VARIABLE_PREFIX = "FOYER_SERVER_"
"""A device's variables begin with FOYER_KIOSK_: both may be set in one shell."""
CONFIG_VARIABLE = "FOYER_SERVER_CONFIG"
LOOPBACK = ("127.0.0.1", "::1", "localhost")
LOG_LEVELS = ("CRITICAL", "ERROR", "WARNING", "INFO", "DEBUG")
Port = Annotated[int, msgspec.Meta(ge=1, le=65_535)]
Hours = Annotated[int, msgspec.Meta(ge=1, le=366 * 24)]
Seconds = Annotated[float, msgspec.Meta(gt=0, le=86_400)]


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything that can be set. Secrets are files beside the database, never settings."""

    data_dir: str = ""
    """Empty = the user's data directory."""
    database_url: str = ""
    """A PostgreSQL database: postgresql://user@host/name, the password in PGPASSFILE. Empty = a file of its own."""
    host: Annotated[str, msgspec.Meta(min_length=1, max_length=253)] = "127.0.0.1"
    port: Port = 8420
    public_url: str = ""
    """What devices and people call this server; empty = made of host and port."""
    name: str = "Foyer"
    key_file: str = ""
    """The master key; empty = `master.key` beside the database."""
    smtp_host: str = ""
    """Empty = no mail is sent; what is due waits."""
    smtp_port: Port = 25
    smtp_tls: bool = False
    smtp_user: str = ""
    smtp_password_file: str = ""
    mail_from: str = "tickets@localhost"
    mail_retry_s: Seconds = 30.0
    """The wait before the second try; doubled before the third."""
    sweep_s: Seconds = 10.0
    """How often due work that was not started is looked for."""
    lease_hours: Hours = 24
    """How long a device may sell what it was lent."""
    grace_hours: Hours = 72
    """How long a device may work without word from here."""
    sales_rate_prior_per_hour: Annotated[float, msgspec.Meta(ge=0, le=1_000_000)] = 10.0
    """What a device without sales yet is taken to sell."""
    request_mb_max: Annotated[int, msgspec.Meta(ge=1, le=1_024)] = 16
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
        return self.host in LOOPBACK

    @property
    def url(self) -> str:
        """The address that pairing codes and mails name."""
        scheme = "http" if self.is_loopback else "https"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url or f"{scheme}://{host}:{self.port}"


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
        settings = msgspec.convert(values, Settings, strict=False)
    except msgspec.ValidationError as error:
        raise InputError(
            f"the settings are wrong: {error}; correct the file, the option or the {VARIABLE_PREFIX} variable"
        ) from error
    settings = msgspec.structs.replace(settings, log_level=settings.log_level.upper())
    _check(settings)
    return settings


def _check(settings: Settings) -> None:
    """Raise InputError for what would only fail once it is used."""
    if settings.log_level not in LOG_LEVELS:
        raise InputError(f"log_level {settings.log_level!r} is none; use one of {', '.join(LOG_LEVELS)}")
    if not settings.host.isascii() or any(char.isspace() for char in settings.host):
        raise InputError(f"host {settings.host!r} is no address; it reads 127.0.0.1 or box.example.org")
    if settings.public_url:
        _check_url(settings.public_url)
    if settings.smtp_user and not settings.smtp_password_file:
        raise InputError("smtp_user needs smtp_password_file, which holds the password")
    if settings.smtp_password_file and not os.access(settings.smtp_password_file, os.R_OK):
        raise InputError(f"smtp_password_file {settings.smtp_password_file} cannot be read; correct the path")


def _check_url(url: str) -> None:
    """Raise InputError for an address that devices would refuse."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host, parts = "", urlsplit("")  # said below, like any other address that is none
    is_plain = not any(char.isspace() for char in url) and not (parts.query or parts.fragment or parts.username)
    if not host or not is_plain or parts.scheme not in ("http", "https") or parts.path not in ("", "/"):
        raise InputError(f"public_url {url!r} is no address; it reads https://tickets.example.org")
    if parts.scheme == "http" and host not in LOOPBACK:
        raise InputError("public_url is plain http, which devices refuse; use the https address")


def _read_file(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"the settings file {file.name} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"the settings file {file.name} is not TOML: {error}") from error
