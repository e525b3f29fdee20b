"""The strategy map in a browser: light, walk, open, fold, filter, what is drawn."""

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


def open_map(page: Page, query: str = "") -> Page:
    page.goto(f"/map/{query}")
    expect(page.locator(".node").first).to_be_visible()
    return page


def node(page: Page, kind: str) -> Locator:
    return page.locator(f".node.{kind}").first


def name_of(place: Locator) -> str:
    return place.get_attribute("data-name") or ""


def test_says_the_answer_and_draws_the_graph(signed_in: SignedIn) -> None:
    page = open_map(signed_in("member"))

    expect(page.locator(".lede")).to_contain_text("key results")
    assert page.locator(".edges path.bet").count() > 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_breaks_no_rule_of_access_with_its_drawer_open(
    signed_in: SignedIn, axe: Callable[[Page], None]
) -> None:
    page = open_map(signed_in("member"))

    node(page, "key_result").locator("a").click()
    expect(page.locator("#drawer-title")).to_be_visible()
    page.mouse.move(5, 5)  # what is under the pointer dims the rest, for a moment
    expect(page.locator(".map-layer.lit")).to_have_count(0)

    axe(page)


def test_lights_what_belongs_to_a_node(signed_in: SignedIn) -> None:
    page = open_map(signed_in("member"))

    node(page, "key_result").hover()

    expect(page.locator(".map-layer.lit")).to_have_count(1)
    lit = page.locator(".node.on").count()
    assert 1 < lit < page.locator(".node").count()
    page.mouse.move(5, 5)
    expect(page.locator(".map-layer.lit")).to_have_count(0)


def test_opens_the_drawer_and_gives_the_focus_back(signed_in: SignedIn) -> None:
    page = open_map(signed_in("member"))
    first = node(page, "key_result")
    name = name_of(first)

    first.locator("a").focus()
    page.keyboard.press("Enter")

    expect(page.locator("#drawer [data-map-node]")).to_have_attribute(
        "data-map-node", name
    )
    expect(page).to_have_url(re.compile(f"open={name}"))
    page.keyboard.press("Escape")
    expect(page.locator("#drawer [data-map-node]")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("open="))
    expect(page.locator(f".node[data-name='{name}'] a")).to_be_focused()

    page.goto(f"/map/?open={name}")
    expect(page.locator("#drawer-title")).to_be_visible()


def test_walks_the_graph_by_arrow_keys(signed_in: SignedIn) -> None:
    page = open_map(signed_in("member"))
    top = name_of(node(page, "objective"))
    page.locator(f".node[data-name='{top}'] a").focus()

    page.keyboard.press("ArrowRight")
    focused = page.locator(".node:focus-within")
    expect(focused).to_have_class("node key_result on")
    page.keyboard.press("ArrowLeft")
    expect(focused).to_have_attribute("data-name", top)
    page.keyboard.press("End")
    expect(focused).not_to_have_attribute("data-name", top)


def test_folds_a_branch_and_stays_where_it_was(signed_in: SignedIn) -> None:
    page = open_map(signed_in("member"))
    top = node(page, "objective")
    name = name_of(top)
    before = top.bounding_box()
    top.locator("a").focus()

    page.keyboard.press(" ")

    same = page.locator(f".node[data-name='{name}']")
    expect(same.locator("[data-fold]")).to_have_attribute("aria-expanded", "false")
    expect(page).to_have_url(re.compile(f"closed={name}"))
    expect(same.locator("a")).to_be_focused()
    after = same.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["x"] - after["x"]) < 2

    same.locator("[data-fold]").click()
    expect(page).not_to_have_url(re.compile("closed="))


def test_filters_while_one_types_and_remembers_it(signed_in: SignedIn) -> None:
    page = open_map(signed_in("member"))
    project = node(page, "objective")
    word = project.locator("strong").inner_text().split()[-1]
    total = page.locator(".node").count()

    page.keyboard.press("/")
    expect(page.locator("#map-q")).to_be_focused()
    page.keyboard.type(word, delay=20)

    expect(page.locator(".map-said")).to_contain_text("shown")
    expect(page).to_have_url(re.compile("q="))
    assert 0 < page.locator(".node").count() < total
    expect(page.locator("#map-q")).to_be_focused()
    page.reload()
    expect(page.locator("#map-q")).to_have_value(word)
    page.get_by_role("link", name="Show everything").click()
    expect(page.locator(".map-said")).not_to_contain_text("shown")


def test_shows_only_what_one_node_is_tied_to(signed_in: SignedIn) -> None:
    page = open_map(signed_in("member"))
    first = node(page, "key_result")
    name = name_of(first)
    first.locator("a").focus()

    page.keyboard.press("f")

    expect(page.locator(".map-said")).to_contain_text(f"only {name}")
    expect(page).to_have_url(re.compile(f"focus={name}"))


def test_toggles_the_outline_by_a_key(signed_in: SignedIn) -> None:
    page = open_map(signed_in("member"))

    page.keyboard.press("o")
    expect(page.locator(".map-outline")).to_be_visible()
    page.keyboard.press("o")
    expect(page.locator(".node").first).to_be_visible()


def test_keeps_only_what_is_in_view(signed_in: SignedIn) -> None:
    page = open_map(signed_in("member"))
    data = page.evaluate("JSON.parse(document.getElementById('map-data').textContent)")
    assert page.locator(".node").count() < len(data["nodes"])

    page.evaluate("document.querySelector('.map-frame').scrollTo(9999, 9999)")

    last = page.locator(".node.project").last
    expect(last).to_be_visible()
    assert page.locator(".node").count() < len(data["nodes"])


def test_shows_the_outline_on_a_phone(
    signed_in: SignedIn, axe: Callable[[Page], None]
) -> None:
    page = signed_in("member", **PHONE)

    page.goto("/map/")

    expect(page.locator(".map-outline")).to_be_visible()
    expect(page.locator(".node")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    axe(page)


def test_works_without_script(signed_in: SignedIn) -> None:
    page = signed_in("member", java_script_enabled=False)

    page.goto("/map/")

    expect(page.locator(".map-outline")).to_be_visible()
    expect(page.locator(".map")).to_be_hidden()
    page.locator("#map-q").fill("no such word")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_text("Nothing on this map fits")).to_be_visible()
