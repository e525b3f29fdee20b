"""The board in a browser: by pointer, by keyboard, and when somebody was faster."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import SignedIn

BOARD = "/projects/SHORE/board/"


def column(page: Page, name: str) -> Locator:
    return page.locator(f'ol[data-column][data-name="{name}"]')


def card(page: Page, number: int) -> Locator:
    return page.locator(f"#card-{number}")


def in_column(page: Page, name: str, number: int) -> Locator:
    return column(page, name).locator(f"#card-{number}")


def test_moves_a_card_by_pointer_and_by_keyboard(signed_in: SignedIn) -> None:
    page = signed_in("manager")
    page.goto(BOARD)
    first = column(page, "To do").locator("[data-card]").first
    number = int(first.get_attribute("data-card") or 0)

    first.drag_to(column(page, "Doing"), target_position={"x": 40, "y": 8})

    expect(in_column(page, "Doing", number)).to_be_visible()
    toasts = page.locator("#toasts")
    expect(toasts).to_contain_text("is in “Doing” now")
    page.reload()
    expect(column(page, "Doing").locator("[data-card]").first).to_have_id(
        f"card-{number}"
    )

    card(page, number).focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(toasts).to_contain_text("moved within “Doing”")
    expect(column(page, "Doing").locator("[data-card]").nth(1)).to_have_id(
        f"card-{number}"
    )
    expect(card(page, number)).to_be_focused()

    page.keyboard.press("[")
    expect(toasts).to_contain_text("is in “To do” now")
    expect(column(page, "To do").locator("[data-card]").last).to_have_id(
        f"card-{number}"
    )
    page.keyboard.press("u")
    expect(in_column(page, "Doing", number)).to_be_visible()
    page.reload()
    expect(in_column(page, "Doing", number)).to_be_visible()

    card(page, number).focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/tasks/{number}/$"))


def test_adds_a_card_where_one_types(signed_in: SignedIn) -> None:
    page = signed_in("manager")
    page.goto(f"{BOARD}?lanes=milestone")

    page.keyboard.press("c")
    page.keyboard.type("Paint the arm yellow")
    page.keyboard.press("Enter")

    expect(page.get_by_role("link", name="Paint the arm yellow")).to_be_visible()


def test_shows_how_it_stands_when_somebody_was_faster(signed_in: SignedIn) -> None:
    page, other = signed_in("manager"), signed_in("admin")
    # As on a line that is slow: the news does not come before the next key.
    page.route("**/events?*", lambda route: route.fulfill(status=204))
    for each in (page, other):
        each.goto(BOARD)
    number = int(
        column(page, "To do").locator("[data-card]").last.get_attribute("data-card")
        or 0
    )
    card(other, number).focus()
    other.keyboard.press("]")
    expect(in_column(other, "Doing", number)).to_be_visible()
    expect(other.locator("#toasts")).to_contain_text("is in “Doing” now")

    card(page, number).focus()
    page.keyboard.press("[")

    expect(page.locator("#toasts")).to_contain_text("Somebody else has moved")
    expect(in_column(page, "Doing", number)).to_be_visible()


def test_moves_a_card_without_script(signed_in: SignedIn) -> None:
    page = signed_in("manager", java_script_enabled=False)
    page.goto(BOARD)
    first = column(page, "Review").locator("[data-card]")
    before = first.count()
    number = int(
        column(page, "To do").locator("[data-card]").nth(1).get_attribute("data-card")
        or 0
    )

    card(page, number).get_by_role("link", name="Move").click()
    page.get_by_label("Move to").select_option("Review")
    page.get_by_role("button", name="Move", exact=True).click()

    expect(in_column(page, "Review", number)).to_be_visible()
    expect(column(page, "Review").locator("[data-card]")).to_have_count(before + 1)
