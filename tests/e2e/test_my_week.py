"""A week by keyboard: check in, take it back, be refused, tick a task."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.accessibility import DESK, axe_on_desk_and_phone
from tests.e2e.conftest import SignedIn

ROWS = "form.checkin"


def open_week(signed_in: SignedIn, role: str = "member", **options: object) -> Page:
    page = signed_in(role, **options)
    page.goto("/")
    expect(page.locator("[aria-busy]")).to_have_count(0)
    return page


def field(row: Locator) -> Locator:
    return row.locator("[inputmode]").first


def a_value_like_the_last(row: Locator) -> str:
    return (field(row).get_attribute("placeholder") or "").replace(",", "")


def test_is_for_everybody_on_a_desk_and_on_a_phone(signed_in: SignedIn) -> None:
    page = open_week(signed_in)
    page.locator("[data-start]").click()

    axe_on_desk_and_phone(page, desk=DESK)


def test_refuses_a_value_and_keeps_what_was_typed(signed_in: SignedIn) -> None:
    page = open_week(signed_in)
    row = page.locator(ROWS).first

    page.keyboard.press("i")
    page.keyboard.type("many")
    row.locator("textarea").first.fill("The ramp is open.")
    page.keyboard.press("Control+Enter")

    expect(row.locator(".errors")).to_contain_text("number")
    expect(field(row)).to_be_focused()
    expect(field(row)).to_have_value("many")
    expect(row.locator("textarea").first).to_have_value("The ramp is open.")


def test_asks_about_a_value_far_from_the_last(signed_in: SignedIn) -> None:
    page = open_week(signed_in)
    row = page.locator(ROWS).first

    page.keyboard.press("i")
    page.keyboard.type("98765")
    expect(row.locator("output")).to_contain_text("With it")
    page.keyboard.press("Control+Enter")

    expect(row.locator(".errors")).to_contain_text("far from")
    expect(row.get_by_role("button", name=re.compile("Save anyway"))).to_be_visible()


def test_checks_in_two_rows_by_keyboard_and_takes_one_back(
    signed_in: SignedIn,
) -> None:
    page = open_week(signed_in)
    rows = page.locator(ROWS)
    before = rows.count()
    first, second = rows.nth(0), rows.nth(1)
    one, two = a_value_like_the_last(first), a_value_like_the_last(second)

    page.keyboard.press("i")
    page.keyboard.press("j")
    expect(field(second)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.type(one)
    page.keyboard.press("Control+Enter")
    expect(rows).to_have_count(before - 1)
    expect(field(rows.first)).to_be_focused()
    page.keyboard.type(two)
    page.keyboard.press("Control+Enter")
    expect(rows).to_have_count(before - 2)
    expect(page.locator("#count-home")).to_have_text(str(before - 2))

    page.locator(".checkin.done").last.get_by_role("button").click()

    expect(rows).to_have_count(before - 1)
    expect(page.locator("#count-home")).to_have_text(str(before - 1))
    page.reload()
    expect(page.locator(ROWS)).to_have_count(before - 1)


def test_ticks_a_task_that_stays_in_place(signed_in: SignedIn) -> None:
    page = open_week(signed_in, "manager")
    box = page.locator("[data-tick] [type=checkbox]:not(:checked)").first
    name = box.get_attribute("aria-label") or ""

    box.check()

    expect(page.locator(".toast")).to_contain_text(name)
    page.reload()
    expect(page.get_by_role("checkbox", name=name)).to_be_checked()


def test_a_viewer_reads_what_is_new(signed_in: SignedIn) -> None:
    page = open_week(signed_in, "viewer")

    expect(page.get_by_role("heading", level=1)).to_contain_text("changed since")
    expect(page.locator(ROWS)).to_have_count(0)


def test_works_without_script(signed_in: SignedIn) -> None:
    signed_in("manager")
    page = signed_in("manager", java_script_enabled=False)
    page.goto("/")
    row = page.locator(f"{ROWS}:has([name=value])").first
    name = row.locator("a").first.inner_text()

    field(row).fill(a_value_like_the_last(row))
    field(row).press("Enter")

    expect(page.locator(".toast")).to_contain_text("Checked in")
    expect(page.locator(ROWS, has_text=name)).to_have_count(0)
