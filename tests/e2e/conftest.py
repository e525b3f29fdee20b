"""Real servers and a real browser. Every page is watched, whatever a test asks."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.e2e.accessibility import axe as check_with_axe
from tests.e2e.guard import Guard
from tests.e2e.server import Installation, Server, running

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
# As root Chromium has no sandbox; on a closed network it must not call home.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-domain-reliability",
    "--disable-features=OptimizationHints,MediaRouter,Translate",
]


class SignedIn(Protocol):
    """Opens the page of a person with a role; see the fixture."""

    def __call__(self, role: str, **context: Any) -> Page: ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser."""
    finder = [sys.executable, str(ROOT / "tools" / "chromium.py")]
    done = subprocess.run(finder, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.exit(done.stderr.strip(), returncode=3)
    return done.stdout.strip()


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One browser for all tests of this process."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


@dataclass(frozen=True, slots=True)
class Sample:
    """A data folder with the sample organisation, and who may sign in there."""

    data: Path
    people: list[dict[str, str]]


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """Make the sample once; servers get copies of it."""
    installation = Installation(tmp_path_factory.mktemp("sample") / "data")
    installation.waypost("init")
    answer = installation.waypost("sample")
    return Sample(installation.data, answer["people"])


@pytest.fixture(scope="module")
def server(
    sample: Sample, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """Serve the sample, fresh for each file of tests."""
    data = tmp_path_factory.mktemp("server") / "data"
    shutil.copytree(sample.data, data)
    with running(Installation(data)) as started:
        yield started


@pytest.fixture(scope="session")
def _empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    installation = Installation(tmp_path_factory.mktemp("empty") / "data")
    installation.waypost("init")
    return installation.data


@pytest.fixture
def empty_data(_empty: Path, tmp_path: Path) -> Path:
    """A data folder with an empty database, made once: migrations take seconds."""
    return Path(shutil.copytree(_empty, tmp_path / "data"))


@pytest.fixture
def empty_server(empty_data: Path) -> Iterator[Server]:
    """A server that nobody has used yet."""
    with running(Installation(empty_data)) as started:
        yield started


@pytest.fixture
def guard(request: pytest.FixtureRequest) -> Iterator[Guard]:
    """What watches the pages; ``guard.forgive(words)`` for what a test provokes."""
    wants_empty = "empty_server" in request.fixturenames
    name = "empty_server" if wants_empty else "server"
    watcher = Guard(request.getfixturevalue(name))
    yield watcher
    watcher.expect_quiet()


@pytest.fixture
def open_context(browser: Browser, guard: Guard) -> Iterator[Callable[..., Page]]:
    """Open a watched page in a new browser profile, with Playwright's options."""
    contexts: list[BrowserContext] = []

    def open_one(**options: Any) -> Page:
        defaults = {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB"}
        options = {**defaults, "base_url": guard.server.url, **options}
        context = browser.new_context(**options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        guard.watch(page)
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_context: Callable[..., Page]) -> Page:
    """A page of somebody who has not signed in."""
    return open_context()


@pytest.fixture(scope="module")
def _states() -> dict[str, Any]:
    """Cookies of those who have signed in already: hashing a password is slow."""
    return {}


@pytest.fixture
def signed_in(
    open_context: Callable[..., Page],
    sample: Sample,
    server: Server,
    _states: dict[str, Any],
) -> SignedIn:
    """Open a page as the sample's admin, manager, member or viewer.

    Further options go to the browser: ``signed_in("viewer", color_scheme="dark",
    viewport={"width": 390, "height": 844})``.
    """

    def open_as(role: str, **options: Any) -> Page:
        if role in _states:
            return open_context(storage_state=_states[role], **options)
        page = open_context(**options)
        person = next(one for one in sample.people if one["role"] == role)
        sign_in(page, person["email"], person["password"])
        _states[role] = page.context.storage_state()
        return page

    return open_as


def sign_in(page: Page, email: str, password: str) -> None:
    """Sign in as a person does."""
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    page.locator("input[name=password]").wait_for(state="detached")


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Check a page against WCAG 2.2 AA; fails with all that it breaks."""
    return check_with_axe
