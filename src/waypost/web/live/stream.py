"""``/events``: one stream of server-sent events, in the server's event loop.

Who asks is let in by the same pages application as any page (``views.events``), which
leaves its word in the `Slot` of the request. From then on the stream holds no thread
and no database connection: it waits for what the watch puts before it.
"""

import asyncio
import json
import time
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any

from waypost.core.telling import Wants
from waypost.people.sessions import Ticket
from waypost.web.live.hub import Behind, Crowded, Hub, Item, Listener, SignedOut, Told

# Under this name the pages application finds where to leave its word.
SLOT = "waypost.live.slot"
SECONDS_BETWEEN_BEATS = 20.0
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"private, no-cache, no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
# What is put before a stream that nobody reads is not kept without end.
MOST_WAITING = 500

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


@dataclass(slots=True)
class Slot:
    """Where the pages application says who may listen, and for what."""

    ticket: Ticket | None = None
    wants: Wants = field(default_factory=dict)
    since: float = 0.0

    def admit(self, ticket: Ticket, wants: Wants, since: float) -> None:
        """Let a signed-in person listen."""
        self.ticket, self.wants, self.since = ticket, wants, since


@dataclass(eq=False, slots=True)
class Box:
    """What waits to be sent on one stream; filled from any thread."""

    loop: asyncio.AbstractEventLoop
    _items: deque[Item | None] = field(default_factory=deque)
    _filled: asyncio.Event = field(default_factory=asyncio.Event)

    def put(self, item: Item | None) -> None:
        """Add an item; None ends the stream without a word."""
        try:
            self.loop.call_soon_threadsafe(self._add, item)
        except RuntimeError:  # the loop has ended, and with it the stream
            return

    def _add(self, item: Item | None) -> None:
        if len(self._items) >= MOST_WAITING:
            self._items.clear()
            self._items.append(Behind(time.time()))
        self._items.append(item)
        self._filled.set()

    async def next(self, seconds: float) -> list[Item | None]:
        """Return what has come, nothing if nothing comes in time."""
        try:
            await asyncio.wait_for(self._filled.wait(), seconds)
        except TimeoutError:
            return []
        self._filled.clear()
        items = list(self._items)
        self._items.clear()
        return items


@dataclass(slots=True)
class Streams:
    """All streams of this process."""

    hub: Hub
    _open: set[Box] = field(default_factory=set)
    _is_closed: bool = False

    async def run(self, slot: Slot, receive: Receive, send: Send) -> None:
        """Hold one stream until either side ends it."""
        assert slot.ticket is not None
        box = Box(asyncio.get_running_loop())
        listener = Listener(slot.ticket, slot.wants, slot.since, box.put)
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        leaving = asyncio.create_task(_end_with(receive, box))
        self._open.add(box)
        self.hub.join(listener)
        if self._is_closed:
            box.put(None)
        try:
            await _speak(box, send)
        finally:
            self.hub.leave(listener)
            self._open.discard(box)
            leaving.cancel()

    def close(self) -> None:
        """End all streams: the server stops."""
        self._is_closed = True
        for box in list(self._open):
            box.put(None)


async def _end_with(receive: Receive, box: Box) -> None:
    """Put the end before a stream once its browser has hung up."""
    while (await receive())["type"] != "http.disconnect":
        pass
    box.put(None)


async def _speak(box: Box, send: Send) -> None:
    await _write(send, beat())
    is_over = False
    while not is_over:
        items = await box.next(SECONDS_BETWEEN_BEATS)
        is_over = any(item is None or _ends(item) for item in items)
        words = b"".join(event_of(item) for item in items if item is not None)
        await _write(send, words or beat(), is_last=is_over)


def _ends(item: Item) -> bool:
    return isinstance(item, SignedOut | Crowded)


async def _write(send: Send, words: bytes, *, is_last: bool = False) -> None:
    message = {"type": "http.response.body", "body": words, "more_body": not is_last}
    await send(message)


def beat() -> bytes:
    """Return the sign of life, which moves on the mark from which a stream resumes."""
    return _event("beat", {}, at=time.time())


def event_of(item: Item) -> bytes:
    """Return an item as it is sent."""
    match item:
        case Told():
            things = [f"{label}:{pk}" for label, pk in item.things]
            said = {"set": item.change_set, "things": things, "spread": item.spread}
            return _event("changed", said, at=item.at)
        case Behind():
            return _event("behind", {"spread": item.spread}, at=item.at)
        case SignedOut():
            return _event("signed-out", {})
        case Crowded():
            return _event("crowded", {})


def _event(name: str, data: dict[str, Any], *, at: float | None = None) -> bytes:
    mark = "" if at is None else f"id: {round(at * 1000)}\n"
    return f"event: {name}\n{mark}data: {json.dumps(data)}\n\n".encode()
