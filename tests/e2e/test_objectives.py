"""The list of objectives, its drawer and drafts, and one objective, in a browser."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import SignedIn

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
}


def open_list(page: Page, query: str = "") -> Page:
    page.goto(f"/objectives/{query}")
    expect(page.locator("[data-item]").first).to_be_visible()
    return page


def row_in_hand(page: Page) -> Locator:
    return page.locator("[data-item]:focus")


def test_walks_opens_and_closes_by_keyboard(signed_in: SignedIn) -> None:
    page = open_list(signed_in("member"))
    page.keyboard.press("j")
    first = row_in_hand(page)
    code = first.get_attribute("data-node")
    below = page.locator(f'[data-parent="{code}"]').first
    expect(below).to_be_visible()

    page.keyboard.press("ArrowLeft")
    expect(below).to_be_hidden()
    page.keyboard.press("ArrowRight")
    expect(below).to_be_visible()
    page.keyboard.press("j")
    expect(below).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(rf"/objectives/{code}/$"))


def test_shows_a_row_beside_the_list(
    signed_in: SignedIn, axe: Callable[[Page], None]
) -> None:
    page = open_list(signed_in("member", viewport={"width": 1440, "height": 900}))
    page.keyboard.press("j")
    page.keyboard.press("Space")
    title = page.locator("#drawer-title")
    expect(title).to_be_visible()
    expect(page).to_have_url(re.compile(r"/objectives/O-\d+/$"))
    axe(page)
    before = title.inner_text()

    page.keyboard.press("j")
    expect(title).not_to_have_text(before)
    expect(page).to_have_url(re.compile(r"/key-results/KR-\d+/$"))
    page.keyboard.press("Escape")

    expect(title).to_have_count(0)
    expect(page).to_have_url(re.compile(r"/objectives/(\?.*)?$"))
    expect(row_in_hand(page)).to_have_count(1)


def test_opens_the_page_from_a_row_on_a_phone(signed_in: SignedIn) -> None:
    page = open_list(signed_in("member", **PHONE))
    link = page.locator("[data-item] a").first
    name = link.inner_text()

    link.tap()

    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_drafts_with_the_coach_and_takes_it_back(signed_in: SignedIn) -> None:
    page = open_list(signed_in("admin"))
    page.locator('[data-group^="team"] [data-item]').first.focus()
    group = page.locator("[data-group]:has([data-item]:focus)").get_attribute(
        "data-group"
    )

    page.keyboard.press("c")
    title = page.locator("#draft-title")
    expect(title).to_be_focused()
    expect(page.locator(f'[data-group="{group}"] #draft')).to_have_count(1)
    page.keyboard.type("Improve support for large guests")
    advice = page.locator("#coach li")
    expect(advice.first).to_contain_text("“Improve” has no end")
    page.get_by_role("button", name="Use this").click()
    expect(title).to_have_value("Large guests get support without having to ask")
    page.keyboard.press("Control+z")
    expect(title).to_have_value("Improve support for large guests")
    title.fill("Large guests never ask twice")
    title.press("Enter")

    made = page.locator(f'[data-group="{group}"]').get_by_role(
        "link", name="Large guests never ask twice"
    )
    expect(made).to_be_visible()
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Large guests never ask twice")).to_have_count(0)


def test_leaves_the_draft_by_escape(signed_in: SignedIn) -> None:
    page = open_list(signed_in("admin"))
    page.keyboard.press("c")
    expect(page.locator("#draft-title")).to_be_focused()

    page.keyboard.press("Escape")

    expect(page.locator("#draft")).to_have_count(0)
    expect(page.locator("[data-add]:focus")).to_have_count(1)


def test_links_what_the_coach_found(signed_in: SignedIn) -> None:
    page = open_list(signed_in("member"))
    page.goto("/objectives/new/")
    page.locator("[name=title]").fill("Departures leave on time for me")

    page.get_by_role("button", name="Link it").click()

    chosen = page.locator('select[name="serves_0"]')
    expect(chosen).to_have_value(re.compile(r"^(O|KR)-\d+$"))
    expect(page.get_by_role("button", name="Link it")).to_have_count(0)


def test_writes_an_objective_without_script(signed_in: SignedIn) -> None:
    page = signed_in("member", java_script_enabled=False)
    page.goto("/objectives/new/")
    page.locator("[name=title]").fill("I know every quay by heart")
    page.get_by_role("button", name="Create objective").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(
        "I know every quay by heart"
    )
    expect(page.locator(".toast")).to_contain_text("created")


def test_adds_a_key_result_that_counts_at_once_and_takes_it_back(
    signed_in: SignedIn,
) -> None:
    page = signed_in("admin")
    page.goto("/objectives/O-5/")
    measured = page.locator(".facts div", has_text="Key results measured")
    expect(measured).to_contain_text("3 of 3")
    progress = page.locator(".facts div").first.inner_text()

    page.keyboard.press("c")
    page.locator("[name=title]").fill("Nobody waits in the rain")
    page.locator("label", has_text="A new one").click()
    page.locator("[name=name]").fill("Guests in the rain")
    page.locator("[name=baseline]").fill("40")
    page.locator("[name=target]").fill("10")
    expect(page.locator("#coach")).to_contain_text("Give the metric its unit")
    page.get_by_role("button", name="Add key result").click()

    expect(measured).to_contain_text("3 of 4")
    assert page.locator(".facts div").first.inner_text() != progress
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(measured).to_contain_text("3 of 3")
    assert page.locator(".facts div").first.inner_text() == progress


def test_opens_the_arithmetic_of_a_figure(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    page.goto("/objectives/O-5/")
    expect(page.locator("#sum-coverage")).to_be_hidden()

    page.locator(".facts").get_by_role("link").nth(1).click()

    expect(page.locator("#sum-coverage")).to_be_visible()
    expect(page.locator("#sum-coverage")).to_contain_text("÷")


def test_keeps_what_was_typed_when_it_is_refused(signed_in: SignedIn) -> None:
    page = signed_in("admin")
    page.goto("/objectives/new/")
    page.locator("[name=title]").fill("Everybody is heard")
    page.locator("label", has_text="Team").first.click()
    page.get_by_role("button", name="Create objective").click()

    expect(page.locator("[name=title]")).to_have_value("Everybody is heard")
    expect(page.locator(".for-team .errors")).to_contain_text("Say who holds it")
