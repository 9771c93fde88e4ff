"""Synchronisation over HTTP: hello, push, pull, snapshot, leases. For devices with a session."""

from typing import Annotated, Any

import sqlalchemy as sa
from litestar import MediaType, Request, Response, get, post
from litestar.params import JSONBody, PathParameter, QueryParameter, RawBody

from kiosk.core import wire
from kiosk.core.errors import Rejected
from kiosk.core.permissions import Scope
from server.db.database import Lane
from server.devices.store import Device, load_working
from server.inventory.leasing import answer_request
from server.ledger import feed
from server.ledger.feed import Changes
from server.ledger.inject import TheLedger
from server.sync.greeting import greet
from server.sync.projecting import narrow, project
from server.sync.receiving import receive
from server.web.caller import Caller, require_device
from server.web.fields import EventQuery, SeqQuery, WordQuery
from server.web.inject import TheCaller, TheGround, TheHints

SNAPSHOT_ROWS_MAX = 10_000


@post("/api/v1/sync/hello", sync_to_thread=True, status_code=200, tags=["sync"])
def say_hello(data: JSONBody[wire.Hello], caller: TheCaller, ground: TheGround, ledger: TheLedger) -> wire.Welcome:
    """Report, and be told the time and what to do."""
    require_device(caller)

    def work(connection: sa.Connection) -> wire.Welcome:
        return greet(connection, ground, ledger, load_working(connection, caller), data)

    return ground.write(work, lane=Lane.SYNC)


@post("/api/v1/sync/push", status_code=200, sync_to_thread=True, tags=["sync"])
def push(
    body: RawBody,
    caller: TheCaller,
    ground: TheGround,
    ledger: TheLedger,
    hints: TheHints,
    request: Request[Any, Any, Any],
) -> Response[bytes]:
    """Deliver facts (a PushRequest); one answer per fact, in order."""
    require_device(caller)
    received = receive(ground, ledger, caller.id, wire.decode(body, wire.PushRequest))
    hints.tell(received.events)
    return _json(wire.PushAnswer(received.answers))


@get("/api/v1/sync/pull", sync_to_thread=True, tags=["sync"])
def pull(
    event: EventQuery,
    of: Annotated[Scope, QueryParameter(name="scope")],
    epoch: WordQuery,
    seq: SeqQuery,
    tag: WordQuery,
    caller: TheCaller,
    ground: TheGround,
    limit: Annotated[int, QueryParameter(ge=1, le=wire.PULL_ROWS_MAX)] = wire.PULL_ROWS_MAX,
) -> Response[bytes]:
    """Return the changes after a cursor (a PullPage)."""
    require_device(caller)
    with ground.db.read() as connection:
        device = _serving(connection, caller, event)
        projection = project(connection, event, of, device.roles)
        page = feed.pull(connection, event, of, wire.Cursor(epoch, seq, tag), projection, limit)
    return _json(wire.PullPage(page.cursor, narrow(page.changes, projection), page.more, page.resync))


@get("/api/v1/sync/snapshot/{of:str}", sync_to_thread=True, tags=["sync"])
def take_snapshot(
    of: Annotated[Scope, PathParameter()],
    event: EventQuery,
    caller: TheCaller,
    ground: TheGround,
    after: WordQuery = "",
    epoch: WordQuery = "",
    seq: SeqQuery = 0,
    tag: WordQuery = "",
    limit: Annotated[int, QueryParameter(ge=1, le=SNAPSHOT_ROWS_MAX)] = 5_000,
) -> Response[bytes]:
    """Return one page of a whole scope (a SnapshotPage); `epoch`, `seq` and `tag` are those of the first page."""
    require_device(caller)
    with ground.db.read() as connection:
        device = _serving(connection, caller, event)
        projection = project(connection, event, of, device.roles)
        cursor = wire.Cursor(epoch, seq, tag)
        page = feed.snapshot(connection, event, of, cursor, projection, after=after, limit=limit)
    return _json(wire.SnapshotPage(page.cursor, narrow(page.changes, projection), page.after, page.rows_total))


@post("/api/v1/leases/request", sync_to_thread=True, status_code=200, tags=["sync"])
def request_lease(
    data: JSONBody[wire.LeaseRequest], caller: TheCaller, ground: TheGround, ledger: TheLedger, hints: TheHints
) -> wire.LeaseAnswer:
    """Ask for units to sell; the same request id brings the same lease."""
    require_device(caller)

    def work(connection: sa.Connection) -> wire.LeaseAnswer:
        device = load_working(connection, caller)
        changes = Changes()
        answer = answer_request(connection, ground, ledger, device.author, data, changes)
        ledger.publish(connection, changes)
        return answer

    answer = ground.write(work)
    hints.tell([data.event])
    return answer


def _serving(connection: sa.Connection, caller: Caller, event: int) -> Device:
    device = load_working(connection, caller)
    if event not in device.events:
        raise Rejected("this device does not serve this event", reason="not_found")
    return device


def _json(message: object) -> Response[bytes]:
    return Response(wire.encode(message), media_type=MediaType.JSON)


ROUTES = (say_hello, push, pull, take_snapshot, request_lease)
