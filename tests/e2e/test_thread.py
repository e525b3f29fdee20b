"""A newcomer's way: from nothing to a map that shows whether the work adds up."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.conftest import SignedIn, sign_in

EMAIL, PASSWORD = "ada@larkfield.example", "a quiet harbour at dawn"
JIRA = """\
Issue key,Issue id,Summary,Issue Type,Status,Project key,Project name,Created,Due Date
GATE-1,101,Guests find the gate,Task,To Do,GATE,Open gates,2026-01-05 09:00,2026-03-02
GATE-2,102,Signs glow at night,Task,In Progress,GATE,Open gates,2026-01-06 09:00,
GATE-3,103,Hinges are ordered,Task,Done,GATE,Open gates,2026-01-07 09:00,2026-02-02
"""

Open = Callable[..., Page]


@pytest.fixture
def newcomer(open_context: Open, empty_server: object) -> Page:
    """Somebody who has set the house up, and signed in again as one does."""
    first = open_context()
    first.goto("/")
    first.wait_for_url("**/start/")
    first.get_by_label("Name of the organization").fill("Larkfield")
    first.get_by_label("Your name").fill("Ada Ames")
    first.get_by_label("Your e-mail address").fill(EMAIL)
    first.get_by_label("Password", exact=True).fill(PASSWORD)
    first.locator("input[name=again]").fill(PASSWORD)
    first.get_by_role("button", name="Set up Waypost").click()
    first.wait_for_url("**/start/guide/")
    page = open_context()
    sign_in(page, EMAIL, PASSWORD)
    return page


def take_in(page: Page, text: str) -> None:
    """Bring a Jira file: upload, columns, preview, import."""
    page.goto("/imports/")
    file = FilePayload(name="gates.csv", mimeType="text/csv", buffer=text.encode())
    page.locator("input[name=file]").set_input_files(file)
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("button", name="Go on to the preview").click()
    page.locator("button[name=start]").click()
    page.get_by_role("button", name="Undo the import").wait_for()


def test_leads_from_an_empty_house_to_a_map_that_answers(newcomer: Page) -> None:
    page = newcomer

    take_in(page, JIRA)
    expect(page.get_by_role("link", name="Open gates")).to_be_visible()

    _write_objective(page)
    _add_key_result(page)
    expect(page.get_by_role("main")).to_contain_text("More guests return")

    page.goto("/bets/new/?key_result=KR-1&project=GATE")
    for name, value in (("weakest", "5"), ("likely", "10"), ("strongest", "20")):
        page.locator(f"main [name={name}]").fill(value)
    page.locator("main [name=probability]").fill("80")
    page.get_by_role("button", name="Save bet").click()
    page.wait_for_url("**/key-results/KR-1/")
    expect(page.get_by_role("main")).to_contain_text("Open gates")

    page.goto("/map/?view=outline")
    tree = page.get_by_role("main").get_by_role("table")
    expect(tree).to_contain_text("Guests come back")
    expect(tree).to_contain_text("More guests return")
    expect(tree).to_contain_text("Open gates")


def test_undo_of_an_import_keeps_the_row_that_was_edited(signed_in: SignedIn) -> None:
    page = signed_in("admin")
    take_in(page, JIRA)
    back = page.url

    page.goto("/projects/GATE/tasks/1/edit/")
    page.locator("main form [name=title]").first.fill(
        "Guests find the gate in the rain"
    )
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/projects/GATE/**")
    page.goto(back)
    page.get_by_role("button", name="Undo the import").click()

    left = page.get_by_role("main")
    expect(left).to_contain_text("Guests find the gate in the rain")
    expect(left).to_contain_text("it was edited since")
    page.locator(
        "button[name=confirmed], form:has(input[name=confirmed]) button"
    ).click()

    page.goto("/projects/GATE/plan/")
    plan = page.get_by_role("main")
    expect(plan).to_contain_text("Guests find the gate in the rain")
    expect(plan).not_to_contain_text("Signs glow at night")
    expect(plan).not_to_contain_text("Hinges are ordered")


def _write_objective(page: Page) -> None:
    page.goto("/objectives/new/")
    if "/cycles/new/" in (
        page.locator("main a.primary").first.get_attribute("href") or ""
    ):
        _make_cycle(page)
        page.goto("/objectives/new/")
    page.get_by_label("Objective", exact=True).fill("Guests come back")
    page.get_by_role("button", name="Create objective").click()
    page.wait_for_url("**/objectives/O-1/")


def _make_cycle(page: Page) -> None:
    today = date.today()  # noqa: DTZ011 - the day of the browser beside it
    page.goto("/cycles/new/")
    page.get_by_label("Name").fill("This quarter")
    page.get_by_label("First day").fill((today - timedelta(days=20)).isoformat())
    page.get_by_label("Last day").fill((today + timedelta(days=70)).isoformat())
    page.get_by_label("Start it now").check()
    page.locator("main form button.primary").click()
    page.wait_for_url("**/cycles/*/")


def _add_key_result(page: Page) -> None:
    page.goto("/objectives/O-1/key-results/new/")
    page.get_by_label("Key result", exact=True).fill("More guests return")
    page.get_by_text("A new one", exact=True).click()
    page.locator("main [name=name]").fill("Return visits")
    page.locator("main [name=unit]").fill("visits")
    page.locator("main [name=baseline]").fill("20")
    page.locator("main [name=target]").fill("40")
    page.get_by_role("button", name="Add key result").click()
    page.wait_for_url("**/objectives/O-1/**")
