"""Live attendance over HTTP, as JSON and as a stream of server-sent events.

The stream sends the whole picture whenever something changed, at most once a second, and a heartbeat
otherwise: a hint only says "read again", so that a lost one costs nothing.
"""

import asyncio
from collections.abc import AsyncGenerator

import msgspec
import sqlalchemy as sa
from litestar import get
from litestar.channels import ChannelsPlugin
from litestar.concurrency import sync_to_thread
from litestar.di import NamedDependency
from litestar.response import ServerSentEvent, ServerSentEventMessage

from kiosk.core.errors import Rejected
from server.catalog.store import load_owner
from server.checkin.live import Live, read_live
from server.devices.store import load_working
from server.web.caller import Caller, CallerKind, require_organizer
from server.web.fields import Number
from server.web.ground import Ground
from server.web.hints import Hints, channel_of
from server.web.inject import TheCaller, TheGround, TheHints

HEARTBEAT_S = 15.0
PAUSE_S = 1.0


@get("/api/v1/events/{event:int}/live", sync_to_thread=True, tags=["live"])
def get_live(event: Number, caller: TheCaller, ground: TheGround) -> Live:
    """Return the live picture of an event."""
    return _read(ground, caller, event)


@get("/api/v1/events/{event:int}/live/stream", tags=["live"])
async def stream_live(
    event: Number, caller: TheCaller, ground: TheGround, channels: NamedDependency[ChannelsPlugin], hints: TheHints
) -> ServerSentEvent:
    """Stream the live picture."""
    first = await sync_to_thread(_read, ground, caller, event)
    return ServerSentEvent(_stream(event, caller, ground, channels, hints, first))


async def _stream(
    event: int, caller: Caller, ground: Ground, channels: ChannelsPlugin, hints: Hints, first: Live
) -> AsyncGenerator[ServerSentEventMessage]:
    async with channels.start_subscription(channel_of(event)) as subscriber:
        yield _message(first)
        while not hints.is_ending:
            if await hints.wait(subscriber, HEARTBEAT_S):
                live = await sync_to_thread(_read, ground, caller, event)
                yield _message(live)
                await asyncio.sleep(PAUSE_S)
            else:
                yield ServerSentEventMessage(comment="still here")


def _message(live: Live) -> ServerSentEventMessage:
    return ServerSentEventMessage(data=msgspec.json.encode(live).decode(), event="live", id=str(live.seq))


def _read(ground: Ground, caller: Caller, event: int) -> Live:
    with ground.db.read() as connection:
        owner = load_owner(connection, event)
        _check(connection, caller, event, owner)
        return read_live(connection, event, owner, ground.clock.now_ms())


def _check(connection: sa.Connection, caller: Caller, event: int, owner: str) -> None:
    """Organizers see their events; devices those they serve, with a role that shows attendance."""
    if caller.kind is not CallerKind.DEVICE:
        require_organizer(caller, owner)
        return
    device = load_working(connection, caller)
    if event not in device.events or not {"live", "supervisor"} & set(device.roles):
        raise Rejected("this device does not watch this event", reason="not_found")


ROUTES = (get_live, stream_live)
