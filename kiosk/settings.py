"""How is this device set up? One TOML file, FOYER_KIOSK_* variables over it, the settings screen over both.

Frozen once read. An unknown key is an error that names it: a typing mistake must not silently change a
door. What staff choose on the settings screen is kept in the store and laid over this by `running`.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_type_hints

import msgspec
from platformdirs import user_config_path, user_data_path

from kiosk.core.errors import InputError
from kiosk.core.misspelling import unknown_variable
from kiosk.core.permissions import Role

PREFIX = "FOYER_KIOSK_"
"""The server's variables begin with FOYER_SERVER_: both may be set in one shell."""


RANGES = {"diagonal_inch": (3, 200), "text_factor": (0.5, 3), "volume": (0, 100)}


class BadSetting(InputError):
    """A value that a device cannot work with; `details` name the setting and the value."""

    code = "bad_setting"

    def __init__(self, setting: str, value: object, why: str) -> None:
        super().__init__(f"the setting {setting} of this device is wrong: {why}", setting=setting, value=str(value))


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that can be set. Empty texts mean "choose what fits"."""

    data_dir: str = ""
    """Where the store lies; one directory is one device."""
    tail_dir: str = ""
    """A second medium for the tail file."""
    keyring: bool = True
    """Keep the store's key in the system's keyring where there is one."""
    name: str = ""
    """What this device is called in the fleet; the machine's name by default."""
    role: str = ""
    """Start in this role without asking, where the device may."""
    list: int = 0
    """With `gate`: where the door stands."""
    gate: int = 0
    entry: bool = True
    questions: bool = True
    """Ask the questions of the check-in list at this door."""
    camera: str = "0"
    """An index, a device, a file or an address of a stream; "none" for no camera."""
    printer: str = ""
    """`tcp://address:9100`, `queue://name`, `file:///folder`…; several separated by spaces, in order of use."""
    terminal: str = ""
    """The card terminal's `address:port`; empty = no cards here."""
    language: str = "en"
    text_factor: float = 1.0
    diagonal_inch: float = 21.5
    """Of the screen: what is touched must be wide enough for a finger on any of them."""
    high_contrast: bool = False
    windowed: bool = False
    """In a window instead of the whole screen, with the mouse shown."""
    mute: bool = False
    volume: int = 80
    """Of the sounds, in percent."""
    deny_pulse: bool = False
    """Let the screen of a refusal flash, once."""
    serial: str = ""
    """A serial code scanner's device."""
    physical_keys: bool = False
    """Read keyboard scanners by key position: right under any keyboard layout."""

    @property
    def data_path(self) -> Path:
        """The data directory."""
        return Path(self.data_dir) if self.data_dir else user_data_path("foyer", appauthor=False)


def load_settings(file: Path | None, environ: Mapping[str, str]) -> Settings:
    """Return the settings. Raises InputError that names the wrong key or value.

    Without a file the user's own one is read, if there is one.
    """
    path = file or user_config_path("foyer", appauthor=False) / "foyer.toml"
    values: dict[str, Any] = {}
    if file is not None or path.exists():
        values = _read(path)
    values |= _from_environ(environ)
    try:
        return msgspec.convert(values, Settings, strict=False)
    except msgspec.ValidationError as error:
        raise InputError(f"in the settings of this device: {error}") from error


def check_settings(settings: Settings) -> None:
    """Raise BadSetting for a value that no device can work with. Printers are `printing.printers`' to read."""
    for name, (least, most) in RANGES.items():
        value = getattr(settings, name)
        if not least <= value <= most:
            raise BadSetting(name, value, f"{value} is not between {least} and {most}")
    roles = [role.value for role in Role if role is not Role.SERVER]
    if settings.role and settings.role not in roles:
        raise BadSetting("role", settings.role, f"{settings.role!r} is none of {', '.join(roles)}")
    host, _, port = settings.terminal.rpartition(":")
    if settings.terminal and not (host and port.isdecimal() and 0 < int(port) < 65_536):
        raise BadSetting("terminal", settings.terminal, "a card terminal is named like 10.0.0.6:4000")


def _read(path: Path) -> dict[str, Any]:
    try:
        return msgspec.toml.decode(path.read_bytes(), type=dict[str, Any])
    except OSError as error:
        raise InputError(f"the settings file {path.name} cannot be read: {error.strerror}") from error
    except msgspec.DecodeError as error:
        raise InputError(f"the settings file {path.name} is not TOML: {error}") from error


def _from_environ(environ: Mapping[str, str]) -> dict[str, Any]:
    known = get_type_hints(Settings)
    values: dict[str, Any] = {}
    for name, value in environ.items():
        if not name.startswith(PREFIX):
            continue
        key = name.removeprefix(PREFIX).lower()
        if key not in known:
            raise InputError(unknown_variable(name, PREFIX, known))
        values[key] = value.lower() in ("1", "true", "yes", "on") if known[key] is bool else value
    return values


def lay_over(settings: Settings, chosen: str) -> Settings:
    """Return the settings under what staff chose, a JSON object; what this release does not know is passed over."""
    if not chosen:
        return settings
    known = get_type_hints(Settings)
    values = {key: value for key, value in msgspec.json.decode(chosen, type=dict[str, Any]).items() if key in known}
    return msgspec.convert(msgspec.structs.asdict(settings) | values, Settings)


def environ_settings() -> Mapping[str, str]:
    """Return the variables of this process."""
    return os.environ
