"""Runs axe over a page in both themes: WCAG 2.2 AA, without exception."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ALL = {"type": "tag", "values": TAGS}
# A theme gives colors and nothing else, so in the second one these are what is left.
COLOR = ["color-contrast", "link-in-text-block"]
OF_COLOR = {"type": "rule", "values": COLOR}
# On another screen the same elements stand; what is seen of them may differ.
SIGHT = ["color-contrast", "target-size", "scrollable-region-focusable"]
OF_BOTH = {"type": "rule", "values": sorted({*COLOR, *SIGHT})}
# Style sheets are read for no rule that is asked for.
RUN = """only => axe.run(document, {
    runOnly: only, resultTypes: ["violations"], preload: {assets: ["media"]},
})"""
# On a phone and on a desk all is checked; between them, that nothing hangs out.
DESK = (1440, 1024, 768)
SCREENS = ((390,), DESK)
PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
# What is touched is 44 px high; links within a sentence are excepted, as in WCAG 2.2.
TOO_SMALL = """() => [...document.querySelectorAll(
    "main :is(.button, .icon-button, input.input)"
  )].filter(one => one.checkVisibility())
  .filter(one => one.getBoundingClientRect().height < 44)
  .map(one => one.outerHTML.slice(0, 90))"""
GROUND = "getComputedStyle(document.documentElement).backgroundColor"


@cache
def _source() -> str:
    assert AXE.is_file(), "axe-core is missing: run `make assets`"
    return AXE.read_text(encoding="utf-8")


def axe(page: Page) -> None:
    """Fail with each rule that the page breaks, in which theme, and where."""
    _bring(page)
    _has_two_themes(page)
    _fail_with(page, _in_theme(page, "dark", OF_COLOR) + _in_theme(page, "light", ALL))


def axe_on_desk_and_phone(page: Page, *, desk: Iterable[int]) -> None:
    """Hold one page against all rules on a desk by day, then on a phone by night.

    It is loaded once: on the phone only what hangs on colors, layout and fingers can
    differ. It has to fit all the widths of a desk and the phone's.
    """
    _bring(page)
    _has_two_themes(page)
    broken = _in_theme(page, "light", ALL)
    expect_to_fit(page, desk)
    with _in_the_hand(page):
        broken += _in_theme(page, "dark", OF_BOTH)
        # Not by the window's width: a phone's grows with what is too wide for it.
        wide = page.evaluate("document.documentElement.scrollWidth")
        small = page.evaluate(TOO_SMALL)
    _fail_with(page, broken)
    assert wide <= PHONE["width"], f"{page.url} scrolls sideways on a phone: {wide}"
    assert not small, f"{page.url} has what is too small for a thumb: {small}"


@contextmanager
def _in_the_hand(page: Page) -> Iterator[None]:
    """Show the page that is open as a phone does, touched and not pointed at."""
    debugger = page.context.new_cdp_session(page)
    debugger.send("Emulation.setDeviceMetricsOverride", PHONE)
    debugger.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    assert page.evaluate("matchMedia('(pointer: coarse)').matches")
    try:
        yield
    finally:
        debugger.send("Emulation.setTouchEmulationEnabled", {"enabled": False})
        debugger.send("Emulation.clearDeviceMetricsOverride")
        debugger.detach()


def expect_to_fit(page: Page, widths: Iterable[int]) -> None:
    """Fail where a page is wider than its window, with what one has to scroll to."""
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{page.url} scrolls sideways on {width}: {wide}"


def _bring(page: Page) -> None:
    """Load axe.

    The script comes in by the debugger, which the page's Content-Security-Policy does
    not bind; a script element would be refused.
    """
    page.evaluate(_source())


def _has_two_themes(page: Page) -> None:
    _show(page, "dark")
    dark = page.evaluate(GROUND)
    _show(page, "light")
    assert dark != page.evaluate(GROUND), f"{page.url} has only one theme"


def _show(page: Page, scheme: Any) -> None:
    # What still fades has the colors of both themes.
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")


def _fail_with(page: Page, broken: list[str]) -> None:
    found = "\n".join(broken)
    assert not found, f"axe on {page.url}:\n{found}"


def _in_theme(page: Page, scheme: Any, only: dict[str, Any]) -> list[str]:
    _show(page, scheme)
    violations: list[dict[str, Any]] = page.evaluate(RUN, only)["violations"]
    return [f"{scheme}: {_describe(violation)}" for violation in violations]


def _describe(violation: dict[str, Any]) -> str:
    places = [" ".join(map(str, node["target"])) for node in violation["nodes"][:5]]
    return f"{violation['id']}: {violation['help']}\n  " + "\n  ".join(places)
