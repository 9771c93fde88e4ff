"""`foyer`: the program at the venue.

`foyer [--settings FILE] [--data DIR] [--role ROLE] [--windowed] [--reset [--export FILE]]`. Settings come from a TOML
file and FOYER_KIOSK_* variables; the options here are the few that one wants on a command line.
"""

import argparse
import gc
import sys
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


def reset(settings: Settings, export: Path | None) -> int:
    """Empty the device, unless facts wait that nobody has kept."""
    from kiosk.running import Running

    try:
        running = Running(settings)
        try:
            saved = running.reset(export)
        finally:
            running.close()
    except FoyerError as error:
        print(f"foyer: {error.message}", file=sys.stderr)
        return 2
    print(f"This device is empty. Facts that were exported: {saved}.")
    return 0


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
    given = parser.parse_args()
    try:
        settings = load_settings(given.settings, environ_settings())
    except InputError as error:
        print(f"foyer: {error.message}", file=sys.stderr)
        return 2
    chosen = {"data_dir": given.data, "role": given.role, "windowed": given.windowed or None}
    settings = msgspec.structs.replace(settings, **{key: value for key, value in chosen.items() if value is not None})
    if given.reset:
        return reset(settings, given.export)
    from kiosk.app import run

    return run(settings)


if __name__ == "__main__":
    sys.exit(main())
