"""Make the pictures of the guide: the sample, as a browser shows it.

`make pictures` loads the sample into a folder that is thrown away, serves it, signs in,
and writes ``docs/guide/images/NAME.png`` for each line of `PICTURES`. What a picture
shows is never edited by hand: a page that changes has its picture made again.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
INTO = ROOT / "docs" / "guide" / "images"
PASSWORD = "seven islands, one ferry"
HOUSE = "ottersund.example"
SECONDS_TO_START = 120
WAYPOST = [sys.executable, "-m", "waypost.config.cli"]


def _nothing(_page: Page) -> None:
    """Show the page as it opens."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: who sees which page, how large, and what they do first."""

    name: str
    address: str
    who: str = "ines"
    height: int = 800
    width: int = 1280
    theme: str = "light"
    do: Callable[[Page], None] = field(default=_nothing)


def _open_palette(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.locator("dialog[open] input").first.fill("ferry")
    page.wait_for_timeout(800)


def _only_freight(page: Page) -> None:
    page.locator("select[name=team]").select_option(label="Freight")
    page.get_by_text("Show everything").wait_for()
    page.locator("[data-zoom=out]").click()
    page.wait_for_timeout(400)


PICTURES = (
    Picture(
        "map-of-a-team", "/map/", who="signe", width=1440, height=900, do=_only_freight
    ),
    Picture("map", "/map/", who="signe", width=1440, height=900),
    Picture("map-dark", "/map/", who="signe", width=1440, height=900, theme="dark"),
    Picture("week", "/", who="aila"),
    Picture("objectives", "/objectives/", who="aila"),
    Picture("objective", "/objectives/O-7/"),
    Picture("key-result", "/key-results/KR-12/", who="aila", height=1100),
    Picture("bet", "/bets/1/", who="signe"),
    Picture("project", "/projects/SHORE/", height=900),
    Picture("plan", "/projects/SHORE/plan/"),
    Picture("board", "/projects/SHORE/board/"),
    Picture("budget", "/projects/SHORE/people/", height=900),
    Picture("table", "/tasks/", who="signe"),
    Picture("metric", "/metrics/M-1/", height=900),
    Picture("cycle", "/cycles/2/", who="signe"),
    Picture("search", "/", who="signe", do=_open_palette),
    Picture("past-day", "/objectives/O-7/?on={month_ago}&compare=1"),
    Picture("export", "/imports/export/", who="signe"),
)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Load the sample into `folder` and serve it; yield its address."""
    plain = {k: v for k, v in os.environ.items() if not k.startswith("WAYPOST_")}
    environment = plain | {"WAYPOST_DATA_DIR": str(folder)}
    for command in (["init"], ["sample"]):
        subprocess.run(
            [*WAYPOST, *command], env=environment, check=True, capture_output=True
        )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [*WAYPOST, "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address)
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except urllib.error.HTTPError as answer:
            answer.close()
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    sys.exit("waypost serve did not start: run it by hand to see why.")


def take(browser: Browser, address: str, picture: Picture) -> None:
    """Take one picture."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": picture.width, "height": picture.height},
        color_scheme="dark" if picture.theme == "dark" else "light",
        reduced_motion="reduce",
        locale="en-GB",
    )
    page = context.new_page()
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(f"{picture.who}@{HOUSE}")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.locator("input[name=password]").wait_for(state="detached")
    month_ago = datetime.now(UTC).date() - timedelta(days=30)
    answer = page.goto(picture.address.format(month_ago=month_ago))
    if answer is None or not answer.ok:
        sys.exit(f"{picture.name}: {picture.address} does not answer.")
    page.wait_for_load_state("networkidle")
    picture.do(page)
    page.screenshot(path=INTO / f"{picture.name}.png")
    context.close()


def main(wanted: list[str]) -> None:
    """Make the pictures with these names, or all."""
    INTO.mkdir(parents=True, exist_ok=True)
    unknown = set(wanted) - {picture.name for picture in PICTURES}
    if unknown:
        sys.exit(f"There is no picture {', '.join(sorted(unknown))}.")
    finder = [sys.executable, str(ROOT / "tools" / "chromium.py")]
    chromium = subprocess.run(finder, capture_output=True, text=True, check=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder)) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=chromium.stdout.strip(),
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        )
        for picture in PICTURES:
            if not wanted or picture.name in wanted:
                take(browser, address, picture)
                print(json.dumps({"picture": picture.name}))
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
