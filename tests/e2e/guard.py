"""Watches a page for what no test should have to look for itself."""

from dataclasses import dataclass, field

from playwright.sync_api import ConsoleMessage, Error, Page, Request, Response

from tests.e2e.server import Server

# Chromium writes every 4xx into the console too, also those that a form answers with;
# the guard judges answers itself.
_ANSWERS = "Failed to load resource"
_PARTS = {"script", "stylesheet", "image", "font"}
_INNER = ("data:", "blob:", "about:")


@dataclass  # without slots: Playwright puts its own attributes on a listener
class Guard:
    """Collects console errors, CSP violations, foreign requests and broken parts."""

    server: Server
    troubles: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Listen to all that happens on `page`."""
        page.on("console", self._console)
        page.on("pageerror", self._error)
        page.on("request", self._request)
        page.on("response", self._response)

    def leave(self, page: Page) -> None:
        """Listen no more, where `page` goes on to other tests."""
        page.remove_listener("console", self._console)
        page.remove_listener("pageerror", self._error)
        page.remove_listener("request", self._request)
        page.remove_listener("response", self._response)

    def expect_quiet(self) -> None:
        """Fail if anything was seen."""
        found = "\n".join(dict.fromkeys(self.troubles))
        assert not found, f"The page was not clean:\n{found}"

    def forgive(self, words: str) -> None:
        """Drop troubles with these words: the test has provoked them itself."""
        self.troubles = [trouble for trouble in self.troubles if words not in trouble]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(_ANSWERS):
            self.troubles.append(f"console: {message.text}")

    def _error(self, error: Error) -> None:
        self.troubles.append(f"script: {error.message}")

    def _request(self, request: Request) -> None:
        url = request.url
        if not (self.server.is_of(url) or url.startswith(_INNER)):
            self.troubles.append(f"request leaves the origin: {url}")

    def _response(self, response: Response) -> None:
        is_part = response.request.resource_type in _PARTS
        if response.status >= 500 or (is_part and response.status >= 400):
            self.troubles.append(f"{response.status} for {response.url}")
