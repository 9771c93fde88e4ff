"""The composition root: opens the database, plugs the capabilities together, builds the web app.

`build_center` is what commands and tests without HTTP use; `build_app` puts HTTP on top of it. Nothing
else knows all packages.
"""

from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import sqlalchemy as sa
from litestar import Litestar, Request, get
from litestar.channels import ChannelsPlugin
from litestar.channels.backends.memory import MemoryChannelsBackend
from litestar.config.compression import CompressionConfig
from litestar.di import Provide
from litestar.middleware import DefineMiddleware
from litestar.openapi import OpenAPIConfig

from kiosk.core.catalog import Event
from kiosk.core.tickets import StaffRow
from server.accounts import api as accounts_api
from server.accounts.store import find_user, list_staff
from server.catalog import api as catalog_api
from server.catalog.api import Founders
from server.catalog.store import list_event_numbers
from server.chat import store as chat
from server.checkin import api as checkin_api
from server.checkin import store as checkin
from server.clock import Clock, Ids
from server.db.database import Database
from server.db.keys import MasterKey, load_or_make_key
from server.devices import api as devices_api
from server.devices.store import find_device, load_names
from server.folder import make_folder
from server.inventory import api as inventory_api
from server.inventory import store as inventory
from server.jobs.closing import ClosingTime
from server.ledger.feed import Changes, forget_old_tags
from server.ledger.fold import Capability
from server.ledger.intake import Ledger
from server.ledger.own import load_or_make_author
from server.payments import store as payments
from server.sales import api as sales_api
from server.sales import store as sales
from server.settings import Settings
from server.sync import api as sync_api
from server.sync import dropbox, inbox, returning, waiting
from server.sync.rereading import read_again
from server.tickets import api as tickets_api
from server.tickets import store as tickets
from server.tickets.keys import add_key
from server.web.caller import Caller, find_caller, read_bearer
from server.web.ground import Ground
from server.web.hints import Hints
from server.web.inject import TheGround
from server.web.logs import configure_logs
from server.web.problems import HANDLERS
from server.web.requests import SECURITY_HEADERS, Gunzip

GZIP_LEVEL = 5
"""Measured on snapshots: beyond it the bytes hardly shrink and the time doubles."""
MEBIBYTE = 1024 * 1024
OpenDatabase = Callable[[Path, MasterKey], Database]


class Stoppable(Protocol):
    """Something that runs beside the web app until it is told to stop."""

    def stop(self) -> None:
        """Stop, and return when it has."""
        ...


@dataclass(frozen=True, slots=True)
class Center:
    """The server without HTTP."""

    ground: Ground
    ledger: Ledger
    founders: Founders

    def close(self) -> None:
        """Finish what is being written and close the database."""
        self.ground.hashing.shutdown()
        self.ground.db.close()


def build_center(
    settings: Settings, clock: Clock, ids: Ids, *, tls_pin: bytes = b"", database: OpenDatabase | None = None
) -> Center:
    """Open the database and plug the capabilities together. Raises InputError, StorageError and its kinds.

    `database`: how it runs its jobs.
    """
    folder = settings.folder
    make_folder(folder)
    master = load_or_make_key(folder, settings.master_file, ids.random_bytes)
    open_database = database or partial(Database, url=settings.database_url)
    db = open_database(folder / "server.db", master)
    db.write(lambda connection: forget_old_tags(connection, clock.now_ms()))
    author = db.write(lambda connection: load_or_make_author(connection, master, clock, ids))
    hashing = ThreadPoolExecutor(2, thread_name_prefix="hashing")
    ground = Ground(settings, clock, ids, db, master, tls_pin, hashing)
    ledger = Ledger(
        author, clock, ids, _capabilities(), _name_devices(author.device, settings.name), tickets.load_labels
    )
    return Center(ground, ledger, _founders(ground))


def _capabilities() -> tuple[Capability, ...]:
    """In the order in which they are applied: each may read what those before it saved."""
    return (
        Capability("inventory", inventory.apply_facts, inventory.judge_sales),
        Capability("payments", payments.apply_facts),
        Capability("tickets", tickets.apply_facts),
        Capability("sales", sales.apply_facts),
        # A sale that comes after its admission says which type of ticket passed.
        Capability("checkin", checkin.apply_facts, also=frozenset({"sold"})),
        Capability("chat", chat.apply_facts),
    )


def _name_devices(server: str, name: str) -> Callable[[sa.Connection, Any], dict[str, str]]:
    return lambda connection, ids: {server: name, **load_names(connection, ids)}


def _founders(ground: Ground) -> Founders:
    def make_key(connection: sa.Connection, event: Event, _: str, changes: Changes) -> None:
        add_key(connection, ground, event.number, changes)

    def publish_staff(connection: sa.Connection, event: Event, organizer: str, changes: Changes) -> None:
        for row in list_staff(connection, organizer):
            staff = StaffRow(row.name, row.role, row.pin_verifier, row.credential_version)
            changes.put(event.number, "staff", row.id, staff)

    return Founders((make_key, publish_staff))


def build_app(
    settings: Settings,
    clock: Clock | None = None,
    ids: Ids | None = None,
    *,
    tls_pin: bytes = b"",
    database: OpenDatabase | None = None,
) -> Litestar:
    """Return the web app. Its state has `center` and `hints`; closing the app closes it."""
    configure_logs(settings.log_level)
    center = build_center(settings, clock or Clock(), ids or Ids(), tls_pin=tls_pin, database=database)
    channels = ChannelsPlugin(
        backend=MemoryChannelsBackend(), arbitrary_channels_allowed=True, subscriber_max_backlog=8
    )
    hints = Hints(channels)

    @asynccontextmanager
    async def live(_: Litestar) -> AsyncGenerator[None]:
        hints.start()
        read_again(center.ground, center.ledger)
        jobs = _start_jobs(center, hints)
        closing = ClosingTime(center.ground, center.ledger)
        closing.start()
        try:
            yield
        finally:
            hints.stop()
            closing.stop()
            if jobs is not None:
                jobs.stop()
            center.close()

    app = Litestar(
        route_handlers=[get_health, *_routes()],
        dependencies=_dependencies(center, hints),
        exception_handlers=HANDLERS,
        middleware=[DefineMiddleware(Gunzip, bytes_max=settings.request_mb_max * MEBIBYTE)],
        compression_config=CompressionConfig(backend="gzip", gzip_compress_level=GZIP_LEVEL, minimum_size=2_000),
        request_max_body_size=settings.request_mb_max * MEBIBYTE,
        response_headers=dict(SECURITY_HEADERS),
        openapi_config=OpenAPIConfig(title="Foyer", version="1", path="/api/schema"),
        plugins=[channels],
        lifespan=[live],
        logging_config=None,
    )
    app.state.center, app.state.hints = center, hints
    return app


def _start_jobs(center: Center, hints: Hints) -> Stoppable | None:
    """Start the durable work where there is a mail server to speak to; what is due waits otherwise."""
    if not center.ground.settings.smtp_host:
        return None
    from server.jobs.runner import Jobs  # a second of import that a server without mail need not wait for

    jobs = Jobs(center.ground)
    jobs.start()
    hints.also = jobs.wake
    return jobs


def _routes() -> tuple[Any, ...]:
    apis = (
        accounts_api, catalog_api, devices_api, tickets_api, inventory_api, sales_api, checkin_api, sync_api, returning,
        inbox, waiting, dropbox,
    )  # fmt: skip
    return tuple(route for api in apis for route in api.ROUTES)


def _dependencies(center: Center, hints: Hints) -> dict[str, Provide]:
    ground = center.ground

    def find(request: Request[Any, Any, Any]) -> Caller:
        token = read_bearer(request)
        if not token:
            return Caller()
        with ground.db.read() as connection:
            return find_caller(connection, token, (find_device, find_user), ground.clock.now_ms())

    def give(value: object) -> Provide:
        return Provide(lambda: value, sync_to_thread=False, use_cache=True)

    return {
        "ground": give(ground),
        "ledger": give(center.ledger),
        "founders": give(center.founders),
        "hints": give(hints),
        "staff_events": give(list_event_numbers),
        "caller": Provide(find, sync_to_thread=True),
    }


@get("/health", sync_to_thread=True, tags=["server"])
def get_health(ground: TheGround) -> dict[str, str]:
    """Say that the server runs and reads its database."""
    with ground.db.read() as connection:
        connection.execute(sa.select(1)).one()
    return {"status": "ok"}
