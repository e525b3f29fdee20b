"""From an empty installation to an objective, or to the sample, in a browser."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.conftest import sign_in
from tests.e2e.server import Server


def test_leads_from_nothing_to_a_bet(
    page: Page, empty_server: Server, axe: Callable[[Page], None]
) -> None:
    page.goto("/objectives/")
    expect(page).to_have_url(re.compile(r"/start/$"))
    axe(page)
    page.locator("[name=organisation]").fill("Larkfield")
    page.locator("[name=name]").fill("Mara Oyelaran")
    page.locator("[name=email]").fill("mara@example.org")
    page.locator("[name=password]").fill("12345")
    page.locator("[name=again]").fill("12345")
    page.get_by_role("button", name="Set up Waypost").click()
    expect(page.locator(".errors").first).to_contain_text("too short")
    expect(page.locator("[name=organisation]")).to_have_value("Larkfield")
    page.locator("[name=password]").fill("a long walk home")
    page.locator("[name=again]").fill("a long walk home")
    page.get_by_role("button", name="Set up Waypost").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("3 steps")
    axe(page)
    page.get_by_role("link", name="First add a cycle").click()
    page.get_by_role("button", name="Add cycle").click()
    page.get_by_role("link", name="Write an objective").click()
    page.locator("[name=title]").fill("Clinics get value in their first month")
    page.get_by_role("button", name="Create objective").click()
    page.get_by_role("link", name="Add key result").first.click()
    page.locator("[name=title]").fill("Ten days to the first booking")
    page.locator("[name=name]").fill("Days to first booking")
    page.locator("[name=unit]").fill("days")
    page.locator("[name=baseline]").fill("34")
    page.locator("[name=target]").fill("14")
    page.get_by_role("button", name="Add key result").click()
    expect(page.locator(".toast").first).to_contain_text("added")

    page.goto("/start/guide/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("2 steps")
    page.get_by_role("link", name="Create a project").click()
    page.locator("[name=name]").fill("Guided set-up")
    page.locator("main form button.primary").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Guided set-up")

    page.goto("/start/guide/")
    page.get_by_role("link", name="Place a bet").click()
    page.locator("[name=weakest]").fill("4")
    page.locator("[name=likely]").fill("6")
    page.locator("[name=strongest]").fill("8")
    page.locator("[name=probability]").fill("70")
    page.locator("main form button.primary").click()
    expect(page.locator(".toast").first).to_be_visible()

    page.goto("/start/guide/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("tied to the outcome")
    response = page.goto("/start/")
    assert response is not None
    assert response.status == 404


def test_loads_the_sample_and_says_who_to_sign_in_as(
    page: Page, empty_server: Server, axe: Callable[[Page], None]
) -> None:
    page.set_default_timeout(120_000)
    page.goto("/")
    page.get_by_role("button", name="Load the sample").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(
        "The sample is loaded", timeout=120_000
    )
    axe(page)
    codes = page.locator("code").all_inner_texts()
    sign_in(page, codes[1], codes[0])
    page.goto("/objectives/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("key results")
