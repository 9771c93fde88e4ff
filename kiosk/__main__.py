"""`foyer`: the program at the venue.

`foyer [--settings FILE] [--data DIR] [--role ROLE] [--windowed] [--reset [--export FILE | --discard COUNT]]`. Settings
come from a TOML file and FOYER_KIOSK_* variables; the options here are the few that one wants on a command line.
"""

import argparse
import gc
import getpass
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec

from kiosk.core.errors import FoyerError, InputError
from kiosk.core.permissions import Role
from kiosk.settings import Settings, environ_settings, load_settings


def hold_garbage() -> None:
    """Collect no garbage until `ui.program` has shown the first screen.

    Until then the program makes objects that stay; looking for garbage among them costs a tenth of the start.
    """
    gc.disable()


def empty(settings: Settings, export: Path | None, discarded: int | None, ask_pin: Callable[[], str]) -> int:
    """Empty the device, unless facts wait that nobody has kept or given up."""
    from kiosk.resetting import discard, reset
    from kiosk.running import Running

    try:
        running = Running(settings)
        try:
            if discarded is None:
                said = f"Facts that were exported: {reset(running, export)}."
            else:
                file = discard(running, discarded, ask_pin())
                said = f"Hand {file} in at the server: it says what was discarded." if file else "Nothing waited."
        finally:
            running.close()
    except FoyerError as error:
        print(f"foyer: {error.message}", file=sys.stderr)
        return 2
    print(f"This device is empty. {said}")
    return 0


def _ask_pin() -> str:
    return getpass.getpass("PIN of a supervisor: ") if sys.stdin.isatty() else sys.stdin.readline().strip()


def main() -> int:
    """Read the command line and run."""
    hold_garbage()
    parser = argparse.ArgumentParser(prog="foyer", description="Box office, door and attendance screen.")
    parser.add_argument("--settings", type=Path, help="a TOML file instead of the user's own")
    parser.add_argument("--data", help="the data directory: one directory is one device")
    parser.add_argument("--role", choices=[role.value for role in Role if role is not Role.SERVER])
    parser.add_argument("--windowed", action="store_true", help="in a window, with the mouse shown")
    parser.add_argument("--reset", action="store_true", help="empty this device; refused while facts wait")
    parser.add_argument("--export", type=Path, metavar="FILE", help="with --reset: where facts go that wait")
    parser.add_argument("--discard", type=int, metavar="COUNT", help="with --reset: give up so many facts; asks a PIN")
    given = parser.parse_args()
    try:
        settings = load_settings(given.settings, environ_settings())
    except InputError as error:
        print(f"foyer: {error.message}", file=sys.stderr)
        return 2
    chosen = {"data_dir": given.data, "role": given.role, "windowed": given.windowed or None}
    settings = msgspec.structs.replace(settings, **{key: value for key, value in chosen.items() if value is not None})
    if given.reset:
        return empty(settings, given.export, given.discard, _ask_pin)
    from kiosk.app import run

    return run(settings)


if __name__ == "__main__":
    sys.exit(main())
