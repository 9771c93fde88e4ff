"""News for devices that are online: a question that is answered when there is some, or after a while.

An answer says only which feeds have moved; the device pulls them. A hint that was lost, or came to another process of
the server, costs nothing but time: devices also look by themselves.
"""

from collections.abc import Sequence
from typing import Any

from litestar import Request, post
from litestar.channels import ChannelsPlugin
from litestar.concurrency import sync_to_thread
from litestar.di import NamedDependency
from litestar.params import JSONBody

from kiosk.core.news import FeedHead, WaitAnswer, WaitRequest
from server.devices.store import load_working
from server.ledger.feed import load_heads
from server.web.caller import Caller, require_device
from server.web.ground import Ground
from server.web.hints import channel_of
from server.web.inject import TheCaller, TheGround, TheHints

WAIT_S = 10.0
"""Less than a device waits for an answer, and less than gateways do."""


@post("/api/v1/sync/wait", status_code=200, tags=["sync"])
async def wait_for_news(
    data: JSONBody[WaitRequest],
    caller: TheCaller,
    ground: TheGround,
    hints: TheHints,
    channels: NamedDependency[ChannelsPlugin],
    request: Request[Any, Any, Any],
) -> WaitAnswer:
    """Answer as soon as one of these feeds has moved; without news after ten seconds."""
    require_device(caller)
    names = {channel_of(head.event) for head in data.heads}
    async with channels.start_subscription(sorted(names)) as subscriber:
        news = await sync_to_thread(_list_moved, ground, caller, data.heads)
        if not news and await hints.wait(subscriber, WAIT_S, _gone(request)):
            news = await sync_to_thread(_list_moved, ground, caller, data.heads)
    return WaitAnswer(news)


async def _gone(request: Request[Any, Any, Any]) -> None:
    """End when the device has hung up: nobody waits any more."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _list_moved(ground: Ground, caller: Caller, heads: Sequence[FeedHead]) -> tuple[FeedHead, ...]:
    """Feeds that this server or this device has no part in stand at 0: its next hello says more."""
    with ground.db.read() as connection:
        device = load_working(connection, caller)
        now = {(event, scope.value): seq for (event, scope), seq in load_heads(connection, device.events).items()}
    found = [FeedHead(h.event, h.scope, now.get((h.event, h.scope), 0)) for h in heads]
    return tuple(head for head, known in zip(found, heads, strict=True) if head != known)


ROUTES = (wait_for_news,)
