"""The pages application inside the asynchronous server: what goes in and comes out."""

import asyncio
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from waypost.config import bridge
from waypost.config.bridge import Bridge, environ_of

Environ = dict[str, Any]
Start = Callable[..., Any]
SCOPE: dict[str, Any] = {
    "type": "http",
    "http_version": "1.1",
    "method": "POST",
    "scheme": "https",
    "path": "/Havnø/",
    "root_path": "",
    "query_string": b"q=%C3%B8",
    "server": ("waypost.example.org", 443),
    "client": ("192.0.2.7", 50_000),
    "headers": [
        (b"content-type", b"text/plain"),
        (b"cookie", b"a=1"),
        (b"cookie", b"b=2"),
        (b"accept", b"text/html"),
        (b"accept", b"*/*"),
        (b"x_forwarded_proto", b"https"),
    ],
}


def talk(
    pages: Callable[[Environ, Start], Iterable[bytes]], *pieces: bytes, length: str = ""
) -> list[dict[str, Any]]:
    """Send one request of some pieces; return the messages of the answer."""
    sent: list[dict[str, Any]] = []
    headers = [*SCOPE["headers"]]
    if pieces:
        total = length or str(sum(map(len, pieces)))
        headers.append((b"content-length", total.encode()))
    waiting = [
        {
            "type": "http.request",
            "body": piece,
            "more_body": bool(length) or at < len(pieces) - 1,
        }
        for at, piece in enumerate(pieces)
    ]

    async def receive() -> dict[str, Any]:
        return waiting.pop(0) if waiting else {"type": "http.disconnect"}

    def send(message: Any) -> Any:
        # As the server has it: in its own thread, and no coroutine but a future.
        sent.append(dict(message))
        done = asyncio.get_running_loop().create_future()
        done.set_result(None)
        return done

    application = Bridge(pages, threads=2)
    asyncio.run(application({**SCOPE, "headers": headers}, receive, send))
    application.stop()
    return sent


def echo(environ: Environ, start: Start) -> list[bytes]:
    start("200 OK", [("Content-Type", "text/plain"), ("X-One", "1"), ("X-One", "2")])
    return [environ["wsgi.input"].read()]


def test_describes_a_request_as_wsgi_does() -> None:
    environ = environ_of(SCOPE)

    assert environ["REQUEST_METHOD"] == "POST"
    assert environ["PATH_INFO"].encode("latin1").decode() == "/Havnø/"
    assert environ["QUERY_STRING"] == "q=%C3%B8"
    assert environ["REMOTE_ADDR"] == "192.0.2.7"
    assert environ["wsgi.url_scheme"] == "https"
    assert environ["CONTENT_TYPE"] == "text/plain"
    assert environ["HTTP_COOKIE"] == "a=1; b=2"
    assert environ["HTTP_ACCEPT"] == "text/html,*/*"


def test_takes_no_header_that_would_pass_for_one_of_a_proxy() -> None:
    assert "HTTP_X_FORWARDED_PROTO" not in environ_of(SCOPE)


def test_answers_in_two_messages_with_all_headers() -> None:
    start, body = talk(echo, b"hello ", b"there")

    assert start["status"] == 200
    assert start["headers"].count((b"x-one", b"1")) == 1
    assert (b"x-one", b"2") in start["headers"]
    assert body == {"type": "http.response.body", "body": b"hello there"}


def test_a_request_without_body_waits_for_nothing() -> None:
    assert talk(echo)[-1]["body"] == b""


def test_a_large_body_comes_piece_by_piece() -> None:
    most = 0

    def pages(environ: Environ, start: Start) -> list[bytes]:
        nonlocal most
        body, total = environ["wsgi.input"], 0
        while piece := body.read(10_000):
            total += len(piece)
            most = max(most, body._size)
        start("200 OK", [])
        return [str(total).encode()]

    pieces = [b"x" * 100_000] * 9

    assert talk(pages, *pieces)[-1]["body"] == b"900000"
    assert most <= 100_000


def test_a_large_body_that_breaks_off_is_an_error_of_reading() -> None:
    def pages(environ: Environ, start: Start) -> list[bytes]:
        with pytest.raises(OSError):  # noqa: PT011 - whatever a library takes it for
            environ["wsgi.input"].read()
        start("400 Bad Request", [])
        return []

    piece = b"x" * 10
    assert talk(pages, piece, length="900000")[0]["status"] == 400


def test_a_small_body_that_breaks_off_takes_no_thread() -> None:
    def pages(environ: Environ, start: Start) -> list[bytes]:
        raise AssertionError

    messages = talk(pages, b"", length="10")

    assert messages[0]["status"] == 400


def test_a_long_answer_is_sent_as_it_is_made() -> None:
    closed = threading.Event()

    class Pieces:
        def __iter__(self) -> Iterator[bytes]:
            for _ in range(5):
                yield b"x" * (bridge.PIECE // 2)

        def close(self) -> None:
            closed.set()

    def pages(environ: Environ, start: Start) -> Iterable[bytes]:
        start("200 OK", [])
        return Pieces()

    messages = talk(pages)

    bodies = [m for m in messages if m["type"] == "http.response.body"]
    assert messages[0]["type"] == "http.response.start"
    assert [len(m["body"]) for m in bodies] == [
        bridge.PIECE,
        bridge.PIECE,
        bridge.PIECE // 2,
    ]
    assert [m.get("more_body", False) for m in bodies] == [True, True, False]
    assert closed.is_set()


def test_reads_lines() -> None:
    def pages(environ: Environ, start: Start) -> list[bytes]:
        start("200 OK", [])
        return [b"|".join(environ["wsgi.input"])]

    assert talk(pages, b"one\ntw", b"o\nthree")[-1]["body"] == b"one\n|two\n|three"


def test_a_file_goes_out_whole(tmp_path: Any) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"abc" * 100_000)

    def pages(environ: Environ, start: Start) -> Iterable[bytes]:
        start("200 OK", [])
        return environ["wsgi.file_wrapper"](path.open("rb"))  # type: ignore[no-any-return]  # as WSGI has it

    messages = talk(pages)

    assert b"".join(m.get("body", b"") for m in messages) == b"abc" * 100_000


def test_who_waits_when_the_server_stops_hears_so_at_once() -> None:
    is_begun, may_end = threading.Event(), threading.Event()

    def pages(environ: Environ, start: Start) -> list[bytes]:
        is_begun.set()
        may_end.wait(10)
        start("200 OK", [])
        return [b"whole"]

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def send(_message: Any) -> None:
        raise AssertionError

    async def run() -> list[int]:
        application = Bridge(pages, threads=1)
        scope = {**SCOPE, "headers": []}
        under_way = asyncio.create_task(application.ask(scope, receive, send))
        await asyncio.to_thread(is_begun.wait, 10)
        waits = asyncio.create_task(application.ask(scope, receive, send))
        await asyncio.sleep(0)
        application.stop()
        refused = [await waits, await application.ask(scope, receive, send)]
        may_end.set()
        return [each.status for each in [*refused, await under_way]]

    assert asyncio.run(run()) == [503, 503, 200]
