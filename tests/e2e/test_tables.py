"""Tables in a browser: find, choose, select, change, take back, keep, take away."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.conftest import SignedIn


def open_tasks(page: Page, query: str = "") -> None:
    page.goto(f"/tasks/{query}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tasks")


def boxes(page: Page) -> int:
    return page.locator("[data-select]:checked").count()


def test_from_a_filter_to_a_file(signed_in: SignedIn, tmp_path: Path) -> None:
    page = signed_in("admin")
    open_tasks(page)

    # Narrow, by the panel and by words; only the table is swapped, Back goes back.
    page.keyboard.press("f")
    page.get_by_role("group", name="Status").get_by_label("To do").check()
    page.get_by_role("button", name="Show", exact=True).first.click()
    expect(page.locator(".held")).to_contain_text("Status To do")
    expect(page).to_have_url(re.compile("status="))
    page.keyboard.press("/")
    page.keyboard.type("the")
    expect(page.locator("#q")).to_be_focused()
    expect(page).to_have_url(re.compile("q=the"))
    found = page.locator("tbody tr").count()
    assert found > 2
    page.go_back()
    expect(page.locator(".held")).not_to_contain_text("To do")
    page.go_forward()
    expect(page.locator(".held")).to_contain_text("Status To do")

    # Sort by a heading, with Shift by a second one.
    page.get_by_role("link", name="Priority").click()
    heading = page.locator("th", has=page.locator("#sort-priority"))
    expect(heading).to_have_attribute("aria-sort", "ascending")
    page.locator("#sort-title").click(modifiers=["Shift"])
    expect(heading).to_contain_text("1")
    title = page.locator("th", has=page.locator("#sort-title"))
    expect(title).to_contain_text("2")

    # Choose columns.
    page.locator("summary", has_text="Columns").click()
    page.locator(".columns").get_by_role("checkbox", name="Estimate").uncheck()
    page.locator(".columns").get_by_role("button", name="Show").click()
    expect(page.locator("#sort-estimate")).to_have_count(0)

    # Keep all of it.
    page.locator("summary", has_text="Views").click()
    page.get_by_label("Save as a new view").fill("What to begin with")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".view-name")).to_have_text("What to begin with")
    expect(page).to_have_url(re.compile("view="))

    # Take it away.
    page.locator("summary", has_text="Export").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").click()
    waiting.value.save_as(tmp_path / "tasks.csv")
    lines = (tmp_path / "tasks.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("Task,Project,Status")
    assert "Estimate" not in lines[0]


def test_selects_by_keyboard_changes_and_takes_back(signed_in: SignedIn) -> None:
    page = signed_in("admin")
    open_tasks(page, "?project=SHORE&view=none&sort=code")
    rows = page.locator("tbody tr")

    page.keyboard.press("j")
    page.keyboard.press("x")
    for _row in range(3):
        page.keyboard.press("j")
    page.keyboard.press("Shift+X")
    expect(page.locator("[data-selected-count]")).to_have_text("4 selected")
    page.get_by_label("Add labels").fill("seaside")
    page.get_by_role("button", name="Apply").click()

    expect(page.locator(".toast")).to_contain_text("4 changed.")
    expect(rows.filter(has_text="seaside")).to_have_count(4)
    page.keyboard.press("u")
    expect(rows.filter(has_text="seaside")).to_have_count(0)


def test_a_wrong_edit_keeps_what_was_selected(signed_in: SignedIn) -> None:
    page = signed_in("admin")
    open_tasks(page, "?project=SHORE&view=none")
    page.locator("[data-select]").nth(1).check()

    page.get_by_label("Priority").last.fill("9")
    page.get_by_role("button", name="Apply").click()

    expect(page.locator(".bulk")).to_contain_text("Enter a number from 1 to 5.")
    assert boxes(page) == 1
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("Escape")
    expect(page.locator("[data-select]:checked")).to_have_count(0)


def test_works_without_script(signed_in: SignedIn) -> None:
    page = signed_in("admin", java_script_enabled=False)
    open_tasks(page, "?project=SHORE&view=none")

    page.locator("summary", has_text="Filter").click()
    page.get_by_label("Milestone", exact=True).first.fill("quay")
    page.locator(".filters").get_by_role("button", name="Show").click()
    expect(page.locator(".held")).to_contain_text("“quay”")
    page.locator("[data-select]").first.check()
    page.get_by_label("Add labels").fill("plain")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("tbody tr").filter(has_text="plain")).to_have_count(1)


def test_lists_what_may_not_be_changed(signed_in: SignedIn) -> None:
    page = signed_in("manager")
    open_tasks(page, "?view=none&size=25")

    page.locator("[data-select-all]").check()
    page.get_by_label("Priority").last.fill("2")
    page.get_by_role("button", name="Apply").click()

    expect(page.locator(".left-rows")).to_contain_text("left as")
    expect(page.locator(".left-rows")).to_contain_text("Only the project's team")
