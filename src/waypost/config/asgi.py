"""What the production server runs: the pages, and beside them the live streams.

Pages are answered by the WSGI application in a fixed number of threads; a stream holds
none of them. See docs/adr/0012-streams-are-held-by-an-asgi-front.md.
"""

import asyncio
import signal
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.conf import settings
from django.urls import reverse

from waypost.config.bridge import Bridge
from waypost.config.wsgi import application as pages
from waypost.web.live.hub import Hub
from waypost.web.live.stream import SLOT, Slot, Streams
from waypost.web.live.watch import Watch

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
THREADS = 4
FULL = b"This server holds as many streams as it may; the page asks again later."


class Application:
    """One server process: its pages and its streams."""

    def __init__(self, *, threads: int = THREADS) -> None:
        self._bridge = Bridge(pages, threads=threads)
        self._hub = Hub(settings.LIVE_STREAMS, settings.LIVE_STREAMS_EACH)
        self._streams = Streams(self._hub)
        self._watch = Watch(self._hub)
        self._events = reverse("live:events")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request, or begin and end with the process."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] != "http":
            return
        elif scope["path"] == self._events and scope["method"] == "GET":
            await self._stream(scope, receive, send)
        else:
            await self._bridge(scope, receive, send)

    async def _stream(self, scope: Message, receive: Receive, send: Send) -> None:
        """Hold a stream for whom the pages let in; all others have their answer."""
        if self._hub.is_full:
            await _refuse(send)
            return
        slot = Slot()
        answer = await self._bridge.ask(scope, receive, send, **{SLOT: slot})
        if slot.ticket is not None and answer.status == 200:
            await self._streams.run(slot, receive, send)
            return
        for message in answer.messages:
            await send(message)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                if settings.LIVE:
                    self._watch.start()
                    self._hear_the_end()
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                self.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

    def _hear_the_end(self) -> None:
        """End the streams as soon as the process is told to stop, and begin no page.

        The server waits for what is under way, and a stream would never be over. The
        server's own handling stays: the event loop hears each signal besides.
        """
        loop = asyncio.get_running_loop()

        def end(*_: object) -> None:
            # Between any two steps of this thread, which may hold what `stop` takes.
            loop.call_soon_threadsafe(self.stop)

        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, end)

    def stop(self) -> None:
        """End all streams and begin nothing more."""
        self._streams.close()
        self._watch.stop()
        self._bridge.stop()


async def _refuse(send: Send) -> None:
    headers = [(b"content-type", b"text/plain"), (b"retry-after", b"60")]
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": FULL})
