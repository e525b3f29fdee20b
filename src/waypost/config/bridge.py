"""The pages application, which speaks WSGI, inside a server that speaks ASGI.

A request takes one of a fixed number of threads while it is answered, as it would under
a WSGI server. A body that is small is taken in before that, so that a slow sender holds
no thread; a large one is passed on piece by piece as it comes, never whole. An answer
goes out in as few steps between thread and event loop as it can: nearly every page is
one. An answer without end is sent as it is made, at the pace of whoever reads it.
"""

import asyncio
import logging
import sys
import threading
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, BinaryIO

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Environ = dict[str, Any]
Headers = list[tuple[bytes, bytes]]
Pages = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

# A body up to this size is taken in before a thread is.
SMALL_BODY = 256 * 1024
# As much of an answer is put together before it goes to the event loop.
PIECE = 256 * 1024
FILE_PIECE = 64 * 1024
STOPPED = b"This server stops now; ask again in a moment."

logger = logging.getLogger(__name__)


class HungUp(OSError):
    """Whoever asked has gone before all of the question was here."""


class FilePieces:
    """A file that an answer is made of (``wsgi.file_wrapper``)."""

    def __init__(self, file: BinaryIO, size: int = FILE_PIECE) -> None:
        self._file, self._size = file, max(size, FILE_PIECE)

    def __iter__(self) -> Iterator[bytes]:
        while piece := self._file.read(self._size):
            yield piece

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


@dataclass(slots=True)
class Body:
    """The body of a request, read in a thread: from the event loop, as it comes."""

    fetch: Callable[[], tuple[bytes, bool]] | None
    _pieces: deque[bytes] = field(default_factory=deque)
    _size: int = 0

    def add(self, piece: bytes) -> None:
        """Take a piece in."""
        if piece:
            self._pieces.append(piece)
            self._size += len(piece)

    def read(self, size: int = -1) -> bytes:
        """Return so many bytes, fewer at the end."""
        while self.fetch is not None and (size < 0 or self._size < size):
            piece, has_more = self.fetch()
            self.add(piece)
            if not has_more:
                self.fetch = None
        return self._take(self._size if size < 0 else min(size, self._size))

    def _take(self, size: int) -> bytes:
        taken: list[bytes] = []
        missing = size
        while missing:
            piece = self._pieces.popleft()
            if len(piece) > missing:
                self._pieces.appendleft(piece[missing:])
                piece = piece[:missing]
            taken.append(piece)
            missing -= len(piece)
        self._size -= size
        return b"".join(taken)

    def readline(self, limit: int = -1) -> bytes:
        """Return a line, or as much of it as `limit` allows."""
        line = bytearray()
        while limit < 0 or len(line) < limit:
            byte = self.read(1)
            line += byte
            if byte in {b"", b"\n"}:
                break
        return bytes(line)

    def __iter__(self) -> Iterator[bytes]:
        while line := self.readline():
            yield line


@dataclass(slots=True)
class Answer:
    """What the pages application says; `body` is whole unless more was `streamed`."""

    status: int = 500
    headers: Headers = field(default_factory=list)
    body: bytes = b""
    is_begun: bool = False

    def start(self, status: str, headers: list[tuple[str, str]], *_: Any) -> None:
        """Take note of status and headers (WSGI's ``start_response``)."""
        self.status = int(status.split(" ", 1)[0])
        self.headers = [
            (name.lower().encode("latin1"), value.encode("latin1"))
            for name, value in headers
        ]

    @property
    def messages(self) -> Iterator[Message]:
        """What is still to be sent."""
        if not self.is_begun:
            yield self.first
        yield {"type": "http.response.body", "body": self.body}

    @property
    def first(self) -> Message:
        """The head of the answer."""
        return {
            "type": "http.response.start",
            "status": self.status,
            "headers": self.headers,
        }


class Bridge:
    """Answers requests by the pages application, in `threads` threads."""

    def __init__(self, pages: Pages, *, threads: int) -> None:
        self._pages = pages
        self._stopping = threading.Event()
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="page")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        answer = await self.ask(scope, receive, send)
        for message in answer.messages:
            await send(message)

    async def ask(
        self, scope: Message, receive: Receive, send: Send, **extra: Any
    ) -> Answer:
        """Return the answer to one request; what is long has been sent already.

        `extra` goes into the WSGI environment.
        """
        loop = asyncio.get_running_loop()
        try:
            body = await _body_of(scope, receive, loop)
        except HungUp:
            return Answer(status=400)
        if self._stopping.is_set():
            return _stopped()
        environ = environ_of(scope) | extra | {"wsgi.input": body}

        async def say(message: Message) -> None:
            await send(message)  # servers return whatever can be awaited

        def push(message: Message) -> None:
            asyncio.run_coroutine_threadsafe(say(message), loop).result()

        try:
            return await loop.run_in_executor(
                self._threads, self._answer, environ, push
            )
        except asyncio.CancelledError:
            if not self._stopping.is_set():
                raise
            return _stopped()

    def _answer(self, environ: Environ, push: Callable[[Message], None]) -> Answer:
        answer = Answer()
        pieces = self._pages(environ, answer.start)
        try:
            waiting: list[bytes] = []
            size = 0
            for piece in pieces:
                waiting.append(piece)
                size += len(piece)
                if size >= PIECE:
                    _push(answer, b"".join(waiting), push)
                    waiting, size = [], 0
            answer.body = b"".join(waiting)
        finally:
            close = getattr(pieces, "close", None)
            if close is not None:
                close()
        return answer

    def stop(self) -> None:
        """Begin no further answer; those that wait for a thread hear so at once."""
        self._stopping.set()
        self._threads.shutdown(wait=False, cancel_futures=True)


def _stopped() -> Answer:
    """Return what somebody hears who asks while the server stops."""
    headers = [(b"content-type", b"text/plain"), (b"retry-after", b"2")]
    return Answer(status=503, headers=headers, body=STOPPED)


def _push(answer: Answer, body: bytes, push: Callable[[Message], None]) -> None:
    if not answer.is_begun:
        answer.is_begun = True
        push(answer.first)
    push({"type": "http.response.body", "body": body, "more_body": True})


async def _body_of(
    scope: Message, receive: Receive, loop: asyncio.AbstractEventLoop
) -> Body:
    """Return the body: here already if it is small, else to be fetched as it comes."""
    headers = dict(scope["headers"])
    length = headers.get(b"content-length", b"")
    if not length and b"transfer-encoding" not in headers:
        return Body(None)

    def fetch() -> tuple[bytes, bool]:
        return asyncio.run_coroutine_threadsafe(_next(receive), loop).result()

    if not length.isdigit() or int(length) > SMALL_BODY:
        return Body(fetch)
    body, has_more = Body(None), True
    while has_more:
        piece, has_more = await _next(receive)
        body.add(piece)
    return body


async def _next(receive: Receive) -> tuple[bytes, bool]:
    message = await receive()
    if message["type"] == "http.disconnect":
        raise HungUp
    return message.get("body", b""), message.get("more_body", False)


def environ_of(scope: Message) -> Environ:
    """Return a request as WSGI describes it."""
    host, port = scope.get("server") or ("localhost", 80)
    root = scope.get("root_path", "")
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": _as_wsgi(root),
        "PATH_INFO": _as_wsgi(scope["path"].removeprefix(root)),
        "QUERY_STRING": scope["query_string"].decode("latin1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 0),
        "REMOTE_ADDR": (scope.get("client") or ("",))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": FilePieces,
    }
    for raw_name, raw_value in scope["headers"]:
        _add_header(environ, raw_name.decode("latin1"), raw_value.decode("latin1"))
    return environ


def _add_header(environ: Environ, name: str, value: str) -> None:
    # With an underscore it would pass for one that a proxy sets.
    if "_" in name:
        return
    key = name.upper().replace("-", "_")
    if key not in {"CONTENT_LENGTH", "CONTENT_TYPE"}:
        key = f"HTTP_{key}"
    separator = "; " if key == "HTTP_COOKIE" else ","
    environ[key] = f"{environ[key]}{separator}{value}" if key in environ else value


def _as_wsgi(text: str) -> str:
    """Return text as WSGI carries its bytes."""
    return text.encode("utf-8", "surrogateescape").decode("latin1")
