"""One stream: what is written on it, and how it ends."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from waypost.web.live import stream as streaming
from waypost.web.live.hub import Behind, Crowded, Hub, Item, SignedOut, Told
from waypost.web.live.stream import Slot, Streams, event_of

TOLD = Told(1_795_468_186.863, 12, (("okrs.objective", 3), ("okrs.cycle", 1)), 0.05)


class Browser:
    """What a server gives an application, for one stream."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.left = asyncio.Event()

    async def receive(self) -> dict[str, Any]:
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        self.sent.append(dict(message))

    @property
    def words(self) -> str:
        """All that was written."""
        return b"".join(m.get("body", b"") for m in self.sent).decode()

    @property
    def is_over(self) -> bool:
        """Whether the server has ended it."""
        return self.sent[-1].get("more_body") is False


Deed = Callable[[Hub, Streams, Browser], Awaitable[None]]


def hold(deed: Deed) -> tuple[Browser, Hub]:
    """Hold a stream while something happens; it must end by that."""

    async def run() -> tuple[Browser, Hub]:
        hub, browser = Hub(most=5, most_each=5), Browser()
        streams, slot = Streams(hub), Slot()
        slot.admit((1, "session"), {"okrs.objective": None}, 0.0)
        running = asyncio.create_task(streams.run(slot, browser.receive, browser.send))
        while not hub.listeners():
            await asyncio.sleep(0)
        await deed(hub, streams, browser)
        await asyncio.wait_for(running, 5)
        return browser, hub

    return asyncio.run(run())


def put_then_leave(*items: Item) -> Deed:
    async def deed(hub: Hub, streams: Streams, browser: Browser) -> None:
        for item in items:
            hub.listeners()[0].put(item)
        await asyncio.sleep(0.01)
        browser.left.set()

    return deed


def test_begins_as_a_stream_of_events_that_no_proxy_keeps() -> None:
    browser, _hub = hold(put_then_leave())

    headers = dict(browser.sent[0]["headers"])
    assert headers[b"content-type"].startswith(b"text/event-stream")
    assert b"no-store" in headers[b"cache-control"]
    assert headers[b"x-accel-buffering"] == b"no"
    assert browser.words.startswith("event: beat\nid: ")


def test_says_what_changed_and_never_what_it_is_now() -> None:
    browser, _hub = hold(put_then_leave(TOLD))

    event = browser.words.split("\n\n")[1].splitlines()
    assert event[:2] == ["event: changed", "id: 1795468186863"]
    assert json.loads(event[2].removeprefix("data: ")) == {
        "set": 12,
        "things": ["okrs.objective:3", "okrs.cycle:1"],
        "spread": 0.05,
    }


def test_is_forgotten_once_the_browser_has_hung_up() -> None:
    browser, hub = hold(put_then_leave())

    assert browser.is_over
    assert hub.listeners() == []


@pytest.mark.parametrize(
    ("why", "name"), [(SignedOut(), "signed-out"), (Crowded(), "crowded")]
)
def test_says_why_it_ends(why: Item, name: str) -> None:
    async def deed(hub: Hub, streams: Streams, browser: Browser) -> None:
        hub.end(hub.listeners()[0], why)

    browser, _hub = hold(deed)

    assert f"event: {name}\n" in browser.words
    assert browser.is_over


def test_ends_when_the_server_stops() -> None:
    async def deed(hub: Hub, streams: Streams, browser: Browser) -> None:
        streams.close()

    browser, hub = hold(deed)

    assert browser.is_over
    assert hub.listeners() == []


def test_gives_a_sign_of_life(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "SECONDS_BETWEEN_BEATS", 0.005)

    async def deed(hub: Hub, streams: Streams, browser: Browser) -> None:
        await asyncio.sleep(0.1)
        browser.left.set()

    browser, _hub = hold(deed)

    assert browser.words.count("event: beat") > 2


def test_keeps_no_more_than_it_may_for_a_browser_that_reads_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(streaming, "MOST_WAITING", 3)

    browser, _hub = hold(put_then_leave(*[TOLD] * 7))

    assert "event: behind" in browser.words
    assert browser.words.count("event: changed") < 7


def test_moves_the_mark_on_with_what_it_says() -> None:
    assert b"id: 5000\n" in event_of(Behind(5.0))
    assert b"id:" not in event_of(SignedOut())
