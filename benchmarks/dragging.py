"""The map in a real browser: how long its frames take while somebody drags it."""

import subprocess
import sys
from typing import Any

from playwright.sync_api import sync_playwright
from tools import frames

from benchmarks.place import ROOT
from benchmarks.rows import Row

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
MEDIAN, P95 = 17, 33  # milliseconds; a screen shows a frame each 16.7
DRAWN = "document.querySelectorAll('.map-layer .node, .map-layer path').length"
MOST_DRAWN = 400


def measure(url: str, facts: dict[str, Any]) -> list[Row]:
    """Drag the widest map there is; return what that took of each frame."""
    address = facts["pages"]["map_wide"][0]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=FLAGS)
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.add_cookies(
            [
                {"name": name, "value": value, "url": url}
                for name, value in facts["cookies"][0].items()
            ]
        )
        page = context.new_page()
        page.goto(f"{url}{address}&view=map", timeout=120_000)
        page.locator(".node").first.wait_for()
        page.evaluate("document.querySelector('.map-frame').scrollTo(600, 3000)")
        page.wait_for_timeout(500)
        found = frames.drag(page)
        drawn = page.evaluate(DRAWN)
        nodes = page.evaluate(
            "JSON.parse(document.getElementById('map-data').textContent).nodes.length"
        )
        browser.close()
    note = f"{found.count} frames, {nodes:,} nodes"
    return [
        Row("drag", "map, frame of a drag: median", found.median, "ms", MEDIAN, note),
        Row("drag_p95", "map, frame of a drag: p95", found.p95, "ms", P95),
        Row("drag_drawn", "map, elements in the page", drawn, "", MOST_DRAWN),
    ]


def _chromium() -> str:
    finder = [sys.executable, str(ROOT / "tools" / "chromium.py")]
    done = subprocess.run(finder, capture_output=True, text=True, check=True)
    return done.stdout.strip()
