"""The command `foyer-server`: serve, migrate, create, pair, import, backup, restore, move.

Reads the settings (FOYER_SERVER_CONFIG, FOYER_SERVER_*), builds what the command needs and says what it did. An error
that a person can mend is one sentence on stderr; the exit code is 2 where a word or a setting was wrong, else 1.
"""

import argparse
import getpass
import logging
import os
import sys
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import qrcode
import sqlalchemy as sa
import uvicorn
from uvicorn.config import STARTUP_FAILURE

from kiosk.core.errors import FoyerError, InputError, Rejected
from kiosk.core.permissions import Role
from server.accounts.passwords import hash_secret
from server.accounts.rules import check_email, check_name, check_password
from server.accounts.store import NewUser, create_organizer, create_user
from server.app import Center, build_app, build_center
from server.catalog.api import found_event
from server.clock import Clock, Ids
from server.db.database import Database
from server.db.keys import load_or_make_key
from server.db.moving import copy_all
from server.devices.pairing import Invitation, invite
from server.devices.returning import list_awaited
from server.devices.store import Grant
from server.folder import hold_folder, make_folder
from server.inventory.vouching import vouch
from server.ledger.feed import Changes
from server.restoring import begin_new_life, check_finished, put_back, read_payments, tell
from server.settings import VARIABLE_PREFIX, Settings, load_settings
from server.sync.handing_in import hand_in
from server.web.serving import WebServer, listening
from server.web.tls import Identity, load_or_make_identity


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit code."""
    options = _build_parser().parse_args(arguments)
    try:
        command: Callable[[argparse.Namespace, Settings], None] = options.command
        command(options, load_settings(os.environ | _overrides(options)))
    except FoyerError as error:
        print(f"foyer-server: {error.message}", file=sys.stderr)
        return 2 if isinstance(error, InputError | Rejected) else 1
    return 0


def _overrides(options: argparse.Namespace) -> dict[str, str]:
    """Return the options that are settings, as the variables which they win over."""
    given = {name: getattr(options, name, None) for name in ("host", "port")}
    return {VARIABLE_PREFIX + name.upper(): value for name, value in given.items() if value is not None}


def _build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("foyer-server", description="The server of Foyer.")
    commands = parser.add_subparsers(required=True, metavar="command")
    serve = commands.add_parser("serve", help="run the server")
    serve.add_argument("--host")
    serve.add_argument("--port")
    serve.set_defaults(command=_serve)
    commands.add_parser("migrate", help="bring the database to this release").set_defaults(command=_migrate)
    _add_create(commands.add_parser("create", help="create an admin, an organizer or an event"))
    pair = commands.add_parser("pair", help="make a pairing code for a device")
    pair.add_argument("--organizer", required=True, help="id")
    pair.add_argument("--event", type=int, action="append", default=[], help="number; may be repeated")
    pair.add_argument("--role", action="append", required=True, choices=[r for r in Role if r is not Role.SERVER])
    pair.add_argument("--name", default="Device")
    pair.add_argument("--png", type=Path, help="also write the code as a picture")
    pair.set_defaults(command=_pair)
    imported = commands.add_parser("import", help="take in facts that a device exported before a reset")
    imported.add_argument("file", type=Path)
    imported.set_defaults(command=_import)
    backup = commands.add_parser("backup", help="write an encrypted copy of the database")
    backup.add_argument("file", type=Path)
    backup.set_defaults(command=_back_up)
    restore = commands.add_parser("restore", help="put a backup back; devices bring back what came after it")
    restore.add_argument("file", type=Path)
    restore.add_argument("--payments", type=Path, help="what the payment provider knows since then, as JSON")
    restore.set_defaults(command=_restore)
    awaited = commands.add_parser("awaited", help="list the devices that have not reported since a restore")
    awaited.add_argument("--vouch", metavar="ID", help="wait for this one no longer, at the risk that is shown")
    awaited.set_defaults(command=_await)
    move = commands.add_parser("move", help="copy everything into an empty PostgreSQL database")
    move.add_argument("url", help="postgresql://user@host/name")
    move.set_defaults(command=_move)
    return parser


def _add_create(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(required=True, metavar="what")
    admin = kinds.add_parser("admin")
    admin.add_argument("email")
    admin.add_argument("--name", default="Administrator")
    admin.set_defaults(command=_create_admin)
    organizer = kinds.add_parser("organizer")
    organizer.add_argument("name")
    organizer.add_argument("--email", required=True, help="of the first person who signs in for it")
    organizer.set_defaults(command=_create_organizer)
    event = kinds.add_parser("event")
    event.add_argument("name")
    event.add_argument("--organizer", required=True, help="id")
    event.add_argument(
        "--starts",
        required=True,
        help="local time at the venue, such as 2030-05-01T20:00, or with an offset of its own",
    )
    event.add_argument("--ends", required=True)
    event.add_argument("--timezone", default="Europe/Berlin")
    event.add_argument("--currency", default="EUR")
    event.set_defaults(command=_create_event)


def _serve(_: argparse.Namespace, settings: Settings) -> None:
    logging.basicConfig(level=settings.log_level, format="%(message)s", stream=sys.stderr)
    with hold_folder(settings.folder), ExitStack() as held:
        check_finished(settings)
        sockets = held.enter_context(listening(settings.host, settings.port))
        identity = _tls(settings)
        app = build_app(settings, Clock(), Ids(), tls_pin=identity.pin if identity else b"")
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            ssl_certfile=identity.certificate if identity else None,
            ssl_keyfile=identity.key if identity else None,
            timeout_graceful_shutdown=5,
        )
        said = f"Foyer's server listens on {settings.url}"
        server = WebServer(config, app.state.hints, lambda: print(said, flush=True))
        with suppress(KeyboardInterrupt):
            server.run(sockets)
        if not server.started:
            sys.exit(STARTUP_FAILURE)


def _tls(settings: Settings) -> Identity | None:
    if settings.is_loopback:
        return None
    return load_or_make_identity(settings.folder, settings.host, Clock().now_ms())


@contextmanager
def _open(settings: Settings) -> Generator[Center]:
    """Open the center for one command, beside a running server if there is one."""
    make_folder(settings.folder)
    identity = _tls(settings)
    center = build_center(settings, Clock(), Ids(), tls_pin=identity.pin if identity else b"")
    try:
        yield center
    finally:
        center.close()


def _migrate(_: argparse.Namespace, settings: Settings) -> None:
    with _open(settings):
        print("The database is of this release.")


def _create_admin(options: argparse.Namespace, settings: Settings) -> None:
    new = _ask_user(options.email, options.name, is_admin=True)
    with _open(settings) as center:
        _write_user(center, new)
    print(f"{options.email} may administer this server.")


def _create_organizer(options: argparse.Namespace, settings: Settings) -> None:
    new = _ask_user(options.email, options.name, is_admin=False)
    with _open(settings) as center:
        ground = center.ground

        def work(connection: sa.Connection) -> str:
            now_ms = ground.clock.now_ms()
            organizer = create_organizer(
                connection, ground.ids, name=options.name, contact=options.email, now_ms=now_ms
            )
            member = replace(new, organizers=(organizer,))
            create_user(connection, ground.master, ground.ids, member, now_ms)
            return organizer

        print(f"organizer {ground.write(work)}")


def _ask_user(email: str, name: str, *, is_admin: bool) -> NewUser:
    """Ask for the password on the terminal, or read it from a pipe."""
    check_name(name)
    check_email(email)
    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    check_password(password)
    return NewUser(email, name, hash_secret(password), is_admin=is_admin)


def _write_user(center: Center, new: NewUser) -> None:
    ground = center.ground
    ground.write(lambda c: create_user(c, ground.master, ground.ids, new, ground.clock.now_ms()))


def _create_event(options: argparse.Namespace, settings: Settings) -> None:
    values = {
        "name": options.name, "timezone": options.timezone, "currency": options.currency,
        "starts_ms": _moment(options.starts, options.timezone), "ends_ms": _moment(options.ends, options.timezone),
    }  # fmt: skip
    with _open(settings) as center:

        def work(connection: sa.Connection) -> int:
            changes = Changes()
            event = found_event(connection, center.ground, center.founders, options.organizer, values, changes)
            center.ledger.publish(connection, changes)
            return event.number

        print(f"event {center.ground.write(work)}")


def _moment(text: str, timezone: str) -> int:
    """Return the UTC milliseconds of a local time at the venue, or of a time that brings its own offset."""
    if timezone not in available_timezones():
        raise InputError(f"{timezone!r} is no time zone; use a name such as Europe/Berlin")
    try:
        given = datetime.fromisoformat(text)
        moment = given if given.tzinfo else given.replace(tzinfo=ZoneInfo(timezone))
        return int(moment.timestamp() * 1000)
    except (ValueError, OverflowError) as error:
        raise InputError(f"{text!r} is no time; it reads 2030-05-01T20:00") from error


def _pair(options: argparse.Namespace, settings: Settings) -> None:
    grant = Grant(options.organizer, options.name, tuple(Role(role) for role in options.role), tuple(options.event))
    with _open(settings) as center:
        invitation = center.ground.write(lambda c: invite(c, center.ground, center.ledger, grant))
    _show(invitation, options.png)


def _show(invitation: Invitation, png: Path | None) -> None:
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=2)
    code.add_data(invitation.pairing)
    code.make(fit=True)
    code.print_ascii(out=sys.stdout, invert=sys.stdout.isatty())
    print(f"Show this code to the device, or type there: {invitation.typed}")
    print(invitation.pairing)
    if png is not None:
        try:
            with png.open("wb") as out:
                code.make_image().save(out)
        except OSError as error:
            raise InputError(f"the picture {png} cannot be written: {error.strerror}") from error
        print(f"The picture is {png}.")


def _import(options: argparse.Namespace, settings: Settings) -> None:
    try:
        lines = options.file.read_bytes().splitlines()
    except OSError as error:
        raise InputError(f"{options.file} cannot be read: {error.strerror}") from error
    with _open(settings) as center:
        handed = hand_in(center.ground, center.ledger, lines)
    for outcome, count in sorted(handed.outcomes.items()):
        print(f"{count:>8}  {outcome}")
    for device, count in sorted(handed.strangers.items()):
        print(f"{count:>8}  of device {device}, which this server does not know")
    if handed.unreadable:
        where = ", ".join(str(number) for number in handed.unreadable[:5])
        raise InputError(f"{len(handed.unreadable)} lines of {options.file} hold no fact (line {where}); look at them")
    if handed.strangers:
        raise InputError("hand these facts in at the server that the devices were paired with")


def _back_up(options: argparse.Namespace, settings: Settings) -> None:
    file: Path = options.file
    if file.exists():
        raise InputError(f"{file} exists already; name a new file")
    with _open(settings) as center:
        center.ground.db.back_up(file)
    print(f"{file} is a copy. It opens with {settings.key_file or 'master.key'} only: keep both, and apart.")


def _restore(options: argparse.Namespace, settings: Settings) -> None:
    listed = read_payments(options.payments)
    with hold_folder(settings.folder):
        ids = Ids()
        master = load_or_make_key(settings.folder, settings.master_file, ids.random_bytes)
        aside = put_back(settings, master, options.file)
        with _open(settings) as center:
            life = begin_new_life(center, listed)
    if aside is not None:
        print(f"The database that was here is {aside}.")
    for line in tell(life):
        print(line)


def _await(options: argparse.Namespace, settings: Settings) -> None:
    with _open(settings) as center:
        ground = center.ground
        if options.vouch:
            at_stake = ground.write(lambda c: vouch(c, ground, options.vouch, "foyer-server"))
            print(f"It is waited for no longer. {at_stake}")
        with ground.db.read() as connection:
            waiting = list_awaited(connection)
    for one in waiting:
        print(f"{one.device.id}  {one.device.name}")
    print(f"{len(waiting)} devices have not reported.")


def _move(options: argparse.Namespace, settings: Settings) -> None:
    if settings.database_url:
        raise InputError("this server is on PostgreSQL already; move that with pg_dump and pg_restore")
    with hold_folder(settings.folder), _open(settings) as center:
        unused, master = settings.folder / "server.db", center.ground.master
        target = Database(unused, master, url=options.url)
        try:
            rows = copy_all(center.ground.db.engines, target.engines, lambda table, n: print(f"{n:>10}  {table}"))
        finally:
            target.close()
    print(f"{rows} rows are there. Serve them with FOYER_SERVER_DATABASE_URL set to this address; keep the key file.")


if __name__ == "__main__":
    sys.exit(main())
