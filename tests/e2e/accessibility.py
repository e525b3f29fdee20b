"""Runs axe over a page: WCAG 2.2 AA, without exception."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})"


@cache
def _source() -> str:
    assert AXE.is_file(), "axe-core is missing: run `make assets`"
    return AXE.read_text(encoding="utf-8")


def axe(page: Page) -> None:
    """Fail with each rule that the page breaks, and where.

    The script comes in by the debugger, which the page's Content-Security-Policy does
    not bind; a script element would be refused.
    """
    page.evaluate(_source())
    violations: list[dict[str, Any]] = page.evaluate(RUN, TAGS)["violations"]
    found = "\n".join(map(_describe, violations))
    assert not found, f"axe on {page.url}:\n{found}"


def _describe(violation: dict[str, Any]) -> str:
    places = [" ".join(map(str, node["target"])) for node in violation["nodes"][:5]]
    return f"{violation['id']}: {violation['help']}\n  " + "\n  ".join(places)
