"""The palette in a browser, by keyboard alone, and the search page without script."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Locator, Page, Request, expect

from tests.e2e.conftest import SignedIn

Axe = Callable[[Page], None]
PAUSE = 200  # milliseconds, more than the palette waits for the next key


def palette_of(page: Page) -> Locator:
    return page.locator("#palette")


def chosen(page: Page) -> Locator:
    return palette_of(page).locator('[role=option][aria-selected="true"]')


def test_goes_creates_and_finds_by_keyboard_alone(signed_in: SignedIn) -> None:
    page = signed_in("manager")
    page.goto("/projects/SHORE/")
    field = palette_of(page).get_by_role("combobox")

    page.keyboard.press("Control+k")
    expect(field).to_be_focused()
    expect(chosen(page)).to_have_count(1)
    first = chosen(page).inner_text()
    page.keyboard.press("ArrowDown")
    expect(chosen(page)).not_to_have_text(first)
    active = field.get_attribute("aria-activedescendant")
    expect(chosen(page)).to_have_id(str(active))

    page.keyboard.type("map")
    expect(chosen(page)).to_contain_text("Map")
    expect(palette_of(page).get_by_role("status")).to_contain_text("found")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/map/$"))

    page.keyboard.press("Control+k")
    expect(palette_of(page).get_by_role("group", name="Recent")).to_contain_text(
        "Shore"
    )
    page.keyboard.type("battery")
    expect(chosen(page).locator("mark").first).to_have_text(re.compile("battery", re.I))
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile(r"/map/$"))
    expect(page.locator("main")).to_contain_text(re.compile("battery", re.I))


def test_enter_waits_for_the_answer_to_what_was_typed(signed_in: SignedIn) -> None:
    page = signed_in("member")
    page.goto("/")

    page.keyboard.press("Control+k")
    expect(chosen(page)).to_have_count(1)
    page.keyboard.type("kr-12")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/key-results/KR-12/$"))


def test_closes_with_escape_and_gives_the_focus_back(
    signed_in: SignedIn, axe: Axe
) -> None:
    page = signed_in("member")
    page.goto("/search/?q=ferry")
    axe(page)
    opener = page.locator("[data-palette]").first

    opener.focus()
    page.keyboard.press("Enter")
    expect(palette_of(page)).to_be_visible()
    expect(chosen(page)).to_have_count(1)
    axe(page)
    page.keyboard.press("Escape")

    expect(palette_of(page)).to_be_hidden()
    expect(opener).to_be_focused()


def test_asks_once_for_each_pause(signed_in: SignedIn) -> None:
    page = signed_in("member")
    page.clock.install()
    page.goto("/")
    page.keyboard.press("Control+k")
    expect(chosen(page)).to_have_count(1)
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/search/palette/" in request.url:
            asked.append(request.url)

    page.on("request", note)
    # From here on it is as late as the test says, however slow the machine is.
    page.clock.pause_at(datetime.now(UTC) + timedelta(minutes=1))
    page.keyboard.type("terminal")
    expect(palette_of(page).get_by_role("combobox")).to_have_value("terminal")
    assert not asked
    page.clock.run_for(PAUSE)

    status = palette_of(page).get_by_role("status")
    expect(status).to_contain_text(re.compile("found"))
    expect(palette_of(page)).not_to_have_attribute("aria-busy", "true")
    assert len(asked) == 1
    assert "q=terminal&" in asked[0]


def test_searches_without_script_on_a_phone(signed_in: SignedIn) -> None:
    page = signed_in(
        "member", java_script_enabled=False, viewport={"width": 390, "height": 844}
    )
    page.goto("/projects/")

    page.locator("[data-palette]").first.click()
    page.get_by_role("searchbox").fill("ferry")
    page.get_by_role("button", name="Search").click()

    expect(page).to_have_url(re.compile(r"/search/\?q=ferry"))
    expect(page.locator(".hits mark").first).to_be_visible()
    box = page.locator("main").bounding_box()
    assert box is not None
    assert box["width"] <= 390
