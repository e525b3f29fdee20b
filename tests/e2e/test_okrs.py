"""From the draft of a cycle to odds: cycles, metrics and key results in a browser."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.conftest import SignedIn


def test_drafts_a_cycle_and_starts_it(
    signed_in: SignedIn, axe: Callable[[Page], None]
) -> None:
    page = signed_in("admin")
    page.goto("/objectives/")
    page.locator("summary", has_text="2026").first.click()
    page.get_by_role("link", name="All cycles").click()
    expect(page.get_by_role("heading", name="Cycles")).to_be_visible()

    page.keyboard.press("c")
    page.get_by_role("link", name="Year", exact=True).click()
    expect(page.locator("#id_kind")).to_have_value("year")
    page.get_by_label("Name", exact=True).fill("A year of calm")
    start_now = page.get_by_label("Start it now")
    if start_now.is_checked():
        start_now.uncheck()
    page.get_by_role("button", name="Add cycle").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Nothing is drafted for A year of calm yet"
    )
    axe(page)
    page.get_by_role("link", name="New objective").last.click()
    page.get_by_label("Objective", exact=True).fill("Nobody waits at the quay")
    page.get_by_text("Company", exact=True).click()
    page.get_by_text("Proposed", exact=True).click()
    page.get_by_role("button", name="Create objective").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Nobody waits at the quay"
    )

    page.goto("/cycles/")
    page.get_by_role("link", name="A year of calm").click()
    expect(page.get_by_text("Proposed and waiting: 1")).to_be_visible()
    page.get_by_role("link", name="Start", exact=True).click()
    expect(page.get_by_text("Without a key result: 1")).to_be_visible()
    page.get_by_role("button", name="Start it as it is").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("A year of calm")
    expect(page.locator(".steps [aria-current]")).to_contain_text("Run")


def test_adds_a_computed_metric_with_the_formula_checked_as_it_is_typed(
    signed_in: SignedIn, axe: Callable[[Page], None]
) -> None:
    page = signed_in("manager")
    page.goto("/metrics/")
    page.keyboard.press("c")
    page.get_by_label("Name", exact=True).fill("Both together")
    page.get_by_text("Computed", exact=True).click()
    formula = page.get_by_label("Formula")
    formula.fill("(M-1 +")
    said = page.locator("#formula-said")
    expect(said).to_contain_text("is no formula")
    axe(page)

    formula.fill("mean(M-1, ")
    page.locator("summary", has_text="Which codes there are").click()
    page.locator('[data-insert="M-16"]').click()
    formula.press("End")
    formula.press_sequentially(")")
    expect(said).to_contain_text("=")
    page.get_by_role("button", name="Add metric").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Both together: ")
    made_of = page.locator("section", has_text="What it is made of")
    expect(made_of.locator("tbody tr")).to_have_count(3)
    expect(page.locator(".chart svg:visible").first).to_be_visible()
    axe(page)


def test_gives_odds_before_seeing_the_others(
    signed_in: SignedIn, axe: Callable[[Page], None]
) -> None:
    page = signed_in("admin")
    page.goto("/key-results/KR-9/")
    expect(page.locator("svg.dots")).to_have_count(0)

    page.get_by_label("Chance that it is met").fill("30")
    page.get_by_role("button", name="Give odds").click()

    expect(page.locator("svg.dots")).to_be_visible()
    expect(page.get_by_text(re.compile("people are"))).to_be_visible()
    expect(page.get_by_label("Chance that it is met")).to_have_value("30")
    axe(page)


def test_puts_key_results_in_order_by_keyboard_and_by_pointer(
    signed_in: SignedIn,
) -> None:
    page = signed_in("admin")
    page.goto("/objectives/O-5/")
    rows = page.locator("[data-sortable] [data-sort]")
    names = rows.locator("th a").all_inner_texts()

    rows.first.focus()
    with page.expect_response(re.compile("/order/")):
        page.keyboard.press("Alt+ArrowDown")
    expect(rows.nth(1).locator("th a")).to_have_text(names[0])
    page.reload()
    expect(rows.nth(1).locator("th a")).to_have_text(names[0])

    rows.nth(1).hover()
    handle = rows.nth(1).locator("[data-handle]")
    start, end = handle.bounding_box(), rows.first.bounding_box()
    assert start is not None
    assert end is not None
    with page.expect_response(re.compile("/order/")):
        page.mouse.move(start["x"] + 5, start["y"] + 5)
        page.mouse.down()
        page.mouse.move(start["x"] + 5, end["y"] + 5, steps=8)
        page.mouse.up()
    page.reload()

    expect(rows.first.locator("th a")).to_have_text(names[0])


def test_puts_key_results_in_order_without_script(signed_in: SignedIn) -> None:
    page = signed_in("admin", java_script_enabled=False)
    page.goto("/objectives/O-5/")
    rows = page.locator("[data-sortable] [data-sort]")
    first = rows.first.locator("th a").inner_text()

    rows.first.get_by_role("button", name=re.compile(r"^Move .* down$")).click()

    expect(rows.nth(1).locator("th a")).to_have_text(first)
