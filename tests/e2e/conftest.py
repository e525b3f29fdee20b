"""Real servers and a real browser. Every page is watched, whatever a test asks."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests.e2e import asking
from tests.e2e.accessibility import axe as check_with_axe
from tests.e2e.guard import Guard
from tests.e2e.sample import (
    Sample,
    make_empty,
    make_once,
    make_sample,
    read_sample,
    set_back,
)
from tests.e2e.server import Installation, Server, notice, running

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
# As root Chromium has no sandbox; on a closed network it must not call home.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--in-process-gpu",  # without a GPU a process of its own has nothing to guard
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-domain-reliability",
    "--disable-features=OptimizationHints,MediaRouter,Translate",
]


DESK: ViewportSize = {"width": 1440, "height": 900}
# For how long a page may take to do what is expected of it: other work goes on beside.
PATIENCE = 10_000
expect.set_options(timeout=PATIENCE)


class SignedIn(Protocol):
    """Opens the page of a person with a role; see the fixture."""

    def __call__(self, role: str, **context: Any) -> Page: ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = [item for item in items if item.path.is_relative_to(HERE)]
    for item in here:
        item.add_marker(pytest.mark.e2e)
    if len(here) == len(items):
        items[:] = _with_work_for_two(items)


def _with_work_for_two(items: list[pytest.Item]) -> list[pytest.Item]:
    """Let the second process begin with what needs no sample, which the first makes.

    Each of two begins at its half.
    """
    needs_none = [item for item in items if "empty_data" in _fixtures(item)]
    others = [item for item in items if item not in needs_none]
    half = len(items) // 2
    return [*others[:half], *needs_none, *others[half:]]


def _fixtures(item: pytest.Item) -> list[str]:
    return getattr(item, "fixturenames", [])


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


@pytest.fixture(scope="session", autouse=True)
def _asking() -> Iterator[None]:
    """End at last what answered questions beside the browser."""
    yield
    asking.stop_asking()


@pytest.fixture(scope="session")
def _shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Where the processes that share the tests find what one of them has made."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session")
def _empty(_shared: Path) -> Path:
    """A data folder with an empty database: migrations take seconds."""
    return make_once(_shared / "empty", make_empty) / "data"


@pytest.fixture(scope="session")
def sample(_shared: Path, _empty: Path) -> Sample:
    """The sample as it is loaded; servers get copies of it."""
    folder = make_once(_shared / "sample", lambda to: make_sample(to, _empty))
    return read_sample(folder)


@dataclass(slots=True)
class Shared:
    """The server that all tests of this process use."""

    server: Server
    sample: Sample
    is_fresh: bool = True

    def freshen(self) -> None:
        """Serve the sample as if no test had been."""
        if not self.is_fresh:
            set_back(self.server.installation, self.sample)
            notice(self.server, self.sample.cookies["admin"])
            self.is_fresh = True


@pytest.fixture(scope="session")
def _shared_server(
    sample: Sample, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shared]:
    """One server for all tests of this process: a start takes seconds."""
    data = tmp_path_factory.mktemp("server") / "data"
    shutil.copytree(sample.installation.data, data)
    with running(Installation(data)) as started:
        yield Shared(started, sample)


@pytest.fixture
def server(_shared_server: Shared, request: pytest.FixtureRequest) -> Iterator[Server]:
    """Serve the sample, as fresh for each test as if no other had been."""
    _shared_server.freshen()
    yield _shared_server.server
    _shared_server.is_fresh = "looking" in request.fixturenames


@pytest.fixture
def empty_data(_empty: Path, tmp_path: Path) -> Path:
    """A data folder with an empty database."""
    return Path(shutil.copytree(_empty, tmp_path / "data"))


@pytest.fixture
def empty_server(empty_data: Path) -> Iterator[Server]:
    """A server that nobody has used yet: one that was set up never looks back."""
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
        context.set_default_timeout(PATIENCE)
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


@pytest.fixture
def signed_in(open_context: Callable[..., Page], sample: Sample) -> SignedIn:
    """Open a page as the sample's admin, manager, member or viewer.

    Further options go to the browser: ``signed_in("viewer", color_scheme="dark",
    viewport={"width": 390, "height": 844})``.
    """

    def open_as(role: str, **options: Any) -> Page:
        return open_context(storage_state=sample.state(role), **options)

    return open_as


@pytest.fixture(scope="session")
def _screen(browser: Browser, _shared_server: Shared, sample: Sample) -> Iterator[Page]:
    """A page of the admin on a desk, kept open for this process."""
    state: Any = sample.state("admin")
    url = _shared_server.server.url
    context = browser.new_context(
        base_url=url, storage_state=state, locale="en-GB", viewport=DESK
    )
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


@pytest.fixture
def looking(guard: Guard, _screen: Page) -> Iterator[Page]:
    """The admin's page on a desk, for tests that only look.

    One window goes from page to page, as with people: scripts and styles come out of
    its cache, and no process is started for each.
    """
    _screen.set_viewport_size(DESK)
    guard.watch(_screen)
    yield _screen
    # Here ends what the page does, so that no later test is told of it.
    _screen.goto("about:blank")
    guard.leave(_screen)


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
