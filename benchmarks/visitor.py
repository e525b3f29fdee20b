"""Somebody who is signed in and asks the running server for pages."""

import gzip
import re
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse, RemoteDisconnected
from urllib.parse import urlencode, urlsplit

import brotli

_TIMING = re.compile(
    r'app;dur=([\d.]+), cpu;dur=([\d.]+), db;dur=([\d.]+), queries;desc="(\d+)"'
)
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, body, its compressed size, and what it cost inside."""

    status: int
    body: bytes
    size: int
    app: float = 0.0
    processor: float = 0.0
    database: float = 0.0
    queries: int = 0

    @property
    def text(self) -> str:
        """Return the body as text."""
        return self.body.decode(errors="replace")


@dataclass(slots=True)
class Visitor:
    """A browser of one person, over one connection."""

    url: str
    cookies: dict[str, str]
    _open: HTTPConnection | None = field(default=None)

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self._ask("GET", path, None)

    def post(self, path: str, fields: dict[str, str], page: Answer) -> Answer:
        """Send a form that stood on a page."""
        token = _TOKEN.search(page.text)
        assert token, "the page has no form"
        body = urlencode({**fields, "csrfmiddlewaretoken": token[1]})
        return self._ask("POST", path, body)

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        headers = {
            "Accept": "text/html,*/*",
            "Accept-Encoding": "br, gzip",
            "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        answer = self._send(method, path, body, headers)
        raw = answer.read()
        for header in answer.headers.get_all("Set-Cookie") or []:
            name, _equals, value = header.partition(";")[0].partition("=")
            self.cookies[name] = value
        plain = _plain(raw, answer.headers.get("Content-Encoding", ""))
        timing = _TIMING.search(answer.headers.get("Server-Timing", ""))
        if timing is None:
            return Answer(answer.status, plain, len(raw))
        app, processor, database = map(float, timing.groups()[:3])
        return Answer(
            answer.status,
            plain,
            len(raw),
            app,
            processor,
            database,
            int(timing[4]),
        )

    def _send(
        self, method: str, path: str, body: str | None, headers: dict[str, str]
    ) -> HTTPResponse:
        """Send a request; the server may have hung up while others were served."""
        for is_last in (False, True):
            if self._open is None:
                self._open = HTTPConnection(urlsplit(self.url).netloc, timeout=600)
            try:
                self._open.request(method, path, body, headers)
                return self._open.getresponse()
            except (RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                self._open.close()
                self._open = None
                if is_last:
                    raise
        raise AssertionError


def _plain(raw: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return bytes(brotli.decompress(raw))
    return gzip.decompress(raw) if encoding == "gzip" else raw
