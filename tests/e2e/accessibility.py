"""Runs axe over a page in both themes: WCAG 2.2 AA, without exception."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ALL = {"type": "tag", "values": TAGS}
# A theme gives colors and nothing else, so in the second one these are what is left.
OF_COLOR = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
# On another screen the same elements stand; what is seen of them may differ.
OF_SIGHT = {
    "type": "rule",
    "values": ["color-contrast", "target-size", "scrollable-region-focusable"],
}
RUN = "only => axe.run(document, {runOnly: only, resultTypes: ['violations']})"
GROUND = "getComputedStyle(document.documentElement).backgroundColor"


@cache
def _source() -> str:
    assert AXE.is_file(), "axe-core is missing: run `make assets`"
    return AXE.read_text(encoding="utf-8")


def axe(page: Page) -> None:
    """Fail with each rule that the page breaks, in which theme, and where.

    The script comes in by the debugger, which the page's Content-Security-Policy does
    not bind; a script element would be refused.
    """
    page.evaluate(_source())
    broken = _in_theme(page, "dark", OF_COLOR)
    dark = page.evaluate(GROUND)
    broken += _in_theme(page, "light", ALL)
    assert dark != page.evaluate(GROUND), f"{page.url} has only one theme"
    found = "\n".join(broken)
    assert not found, f"axe on {page.url}:\n{found}"


def axe_of_what_is_seen(page: Page) -> None:
    """Fail with each rule broken that depends on how a page is laid out."""
    page.evaluate(_source())
    found = "\n".join(_in_theme(page, "light", OF_SIGHT))
    assert not found, f"axe on {page.url}:\n{found}"


def _in_theme(page: Page, scheme: Any, only: dict[str, Any]) -> list[str]:
    # What still fades has the colors of both themes.
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    violations: list[dict[str, Any]] = page.evaluate(RUN, only)["violations"]
    return [f"{scheme}: {_describe(violation)}" for violation in violations]


def _describe(violation: dict[str, Any]) -> str:
    places = [" ".join(map(str, node["target"])) for node in violation["nodes"][:5]]
    return f"{violation['id']}: {violation['help']}\n  " + "\n  ".join(places)
