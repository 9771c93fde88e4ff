"""The web server under the app. Used by the command that serves, and by tests."""

import socket

import uvicorn

from server.web.hints import Hints


class WebServer(uvicorn.Server):
    """A uvicorn server that lets waiting devices and watchers go when it ends; else each would hold it up."""

    def __init__(self, config: uvicorn.Config, hints: Hints) -> None:
        """Serve an app with its hints."""
        super().__init__(config)
        self._hints = hints

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End those who wait, then everything else."""
        self._hints.end()
        await super().shutdown(sockets)
