"""Is there news at the server? Asks it to answer as soon as there is; its thread wakes the synchroniser.

The question stands at the server for some seconds, on a connection of its own, in the synchroniser's session.
It carries no data: what changed is pulled. Where it cannot be asked the synchroniser looks by itself, as often
as ever. Used by `worker`, which says after each good round that the device has caught up.
"""

import threading
from collections.abc import Callable, Sequence

from kiosk.core.errors import FoyerError
from kiosk.core.news import FeedHead, WaitAnswer, WaitRequest
from kiosk.store import mirror
from kiosk.store.worker import Store
from kiosk.sync.client import Client
from kiosk.sync.pull import Feed

STOP_S = 0.8
PAUSE_S = 0.2
"""Between two questions: whatever answers at once must not be asked without end."""


class Listener:
    """One standing question. `on_news` is called on its thread, also when the line breaks."""

    def __init__(
        self, client: Client, store: Store, feeds: Callable[[], Sequence[Feed]], on_news: Callable[[], None]
    ) -> None:
        """Prepare; `start` begins, and the first question waits for `go_on`."""
        self._client = client
        self._store = store
        self._feeds = feeds
        self._on_news = on_news
        self.is_listening = False
        """Whether the last question was answered: news comes by itself."""
        self._caught_up = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="listening", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def go_on(self) -> None:
        """The device has caught up: ask again."""
        self._caught_up.set()

    def stop(self) -> None:
        """End at once, breaking off the question. Idempotent."""
        self._stopping.set()
        self._caught_up.set()
        self._client.abort()
        if self._thread.is_alive():
            self._thread.join(STOP_S)

    def _run(self) -> None:
        while True:
            self._caught_up.wait()
            if self._stopping.is_set():
                break
            if self._has_news():
                self._caught_up.clear()
                self._on_news()
            else:
                self._stopping.wait(PAUSE_S)
        self._client.close()

    def _has_news(self) -> bool:
        try:
            answer = self._client.post("/api/v1/sync/wait", WaitRequest(self._load_heads()), WaitAnswer)
        except FoyerError:
            was, self.is_listening = self.is_listening, False
            if not was:
                self._caught_up.clear()
            return was
        self.is_listening = True
        return bool(answer.news)

    def _load_heads(self) -> tuple[FeedHead, ...]:
        with self._store.read() as connection:
            states = {feed: mirror.load_scope(connection, feed.event, feed.scope) for feed in self._feeds()}
        return tuple(FeedHead(feed.event, feed.scope.value, state.cursor.seq) for feed, state in states.items())
