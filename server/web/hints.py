"""Something changed in an event: tell those who watch it to read again.

A hint carries no data and may be lost; a watcher also reads again by itself. Safe from every thread.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from typing import Any

from litestar.channels import ChannelsPlugin, Subscriber


class Hints:
    """Publishes hints on the channels of events. Silent until the server runs."""

    def __init__(self, channels: ChannelsPlugin) -> None:
        """Hand hints to the channels plugin of the app."""
        self._channels = channels
        self.also: Callable[[], None] = lambda: None
        """Called with every hint, from any thread: wakes the durable work."""
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ending = asyncio.Event()

    def start(self) -> None:
        """Begin, on the loop that the server runs on."""
        self._loop = asyncio.get_running_loop()

    def end(self) -> None:
        """Let everybody go who waits for a hint: the server is about to end. On its loop."""
        self._ending.set()

    def stop(self) -> None:
        """End with the server."""
        self._loop = None

    def tell(self, events: Iterable[int]) -> None:
        """Tell the watchers of these events."""
        self.also()
        names = [channel_of(event) for event in events if event]
        if self._loop is not None and names:
            self._loop.call_soon_threadsafe(self._publish, names)

    @property
    def is_ending(self) -> bool:
        """Whether those who watch should go."""
        return self._ending.is_set()

    async def wait(self, subscriber: Subscriber, wait_s: float, *others: Coroutine[Any, Any, object]) -> bool:
        """Wait for a hint; False when there was none for a while, one of the `others` came, or the server ends."""
        hint = asyncio.ensure_future(anext(subscriber.iter_events()))
        tasks = [hint, asyncio.ensure_future(self._ending.wait()), *(asyncio.ensure_future(o) for o in others)]
        try:
            await asyncio.wait(tasks, timeout=wait_s, return_when=asyncio.FIRST_COMPLETED)
            return hint.done()
        finally:
            for task in tasks:
                task.cancel()

    def _publish(self, names: list[str]) -> None:
        self._channels.publish("changed", names)  # pyright: ignore[reportUnknownMemberType]


def channel_of(event: int) -> str:
    """Return the name of an event's channel."""
    return f"event-{event}"
