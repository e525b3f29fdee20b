"""Projects in a browser: the list, one project, its plan by keyboard, its tasks."""

from playwright.sync_api import expect

from tests.e2e.conftest import SignedIn

# A view of their own readers may keep.
CHANGES = "main form[method=post]:not([action*='/views/']) button"


def test_filters_while_one_types(signed_in: SignedIn) -> None:
    page = signed_in("manager")
    page.goto("/projects/")

    page.keyboard.press("/")
    page.keyboard.type("shore power")

    rows = page.locator("#rows tbody tr")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Shore power")


def test_writes_the_plan_by_keyboard(signed_in: SignedIn) -> None:
    page = signed_in("manager")
    page.goto("/projects/SHORE/plan/")
    row = page.locator("tr", has_text="Insurance confirms charging")
    row.focus()

    page.keyboard.press("x")
    expect(row.locator("button.tick")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("u")
    expect(row.locator("button.tick")).to_have_attribute("aria-pressed", "false")

    row.focus()
    page.keyboard.press("e")
    title = page.get_by_label("Task", exact=True)
    expect(title).to_be_focused()
    title.fill("Insurance confirms in writing")
    page.keyboard.press("Control+Enter")
    row = page.locator("tr", has_text="Insurance confirms in writing")
    expect(row).to_be_visible()
    expect(row.locator("a[data-open]")).to_be_focused()

    page.keyboard.press("c")
    expect(page.locator(".add input:focus")).to_have_count(1)
    page.keyboard.type("Tell the harbor master")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Tell the harbor master")).to_be_visible()
    expect(page.locator(".add input:focus")).to_have_value("")


def test_moves_a_task_by_keyboard(signed_in: SignedIn) -> None:
    page = signed_in("manager")
    page.goto("/projects/SHORE/plan/")
    row = page.locator("tr", has_text="Write down when a captain")
    row.focus()

    page.keyboard.press("Alt+ArrowRight")

    expect(row).to_have_attribute("data-depth", "2")
    expect(row.locator("a[data-open]")).to_be_focused()
    page.keyboard.press("Alt+ArrowLeft")
    expect(row).to_have_attribute("data-depth", "1")


def test_folds_a_milestone(signed_in: SignedIn) -> None:
    page = signed_in("manager")
    page.goto("/projects/SHORE/plan/")
    task = page.get_by_role("link", name="Operating handbook")
    expect(task).to_be_visible()

    page.locator("tr.milestone", has_text="Quay handed over").focus()
    page.keyboard.press("ArrowLeft")

    expect(task).to_be_hidden()


def test_writes_the_plan_without_script(signed_in: SignedIn) -> None:
    page = signed_in("manager", java_script_enabled=False)
    page.goto("/projects/SHORE/plan/")

    page.get_by_label("Add a task to “Quay handed over”").fill("Sweep the quay")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Sweep the quay")).to_be_visible()
    row = page.locator("tr", has_text="Sweep the quay")
    row.locator("summary").click()
    row.get_by_role("link", name="Edit here").click()
    page.get_by_label("Task", exact=True).fill("Sweep and wash the quay")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("link", name="Sweep and wash the quay")).to_be_visible()


def test_creates_edits_and_undoes_a_project(signed_in: SignedIn) -> None:
    page = signed_in("manager")
    page.goto("/projects/")

    page.keyboard.press("c")
    page.get_by_label("Name", exact=True).fill("Lanterns for the night boat")
    expect(page.locator("#suggested")).to_contain_text("it becomes LFTNB")
    page.get_by_role("button", name="Create project").click()
    expect(page.locator("h1")).to_have_text("Lanterns for the night boat")
    expect(page.locator("main")).to_contain_text("It serves no key result")
    page.get_by_role("button", name="Undo u").click()

    page.goto("/projects/LFTNB/", wait_until="commit")
    expect(page.locator("h1")).not_to_contain_text("Lanterns")


def test_waits_for_a_task_that_was_searched(signed_in: SignedIn) -> None:
    page = signed_in("manager")
    page.goto("/projects/SHORE/tasks/31/")

    page.get_by_text("Let it wait for a task").click()
    page.get_by_label("Task", exact=True).fill("handbook")
    found = page.locator("#tasks option[value*='Operating handbook']")
    expect(found).to_have_count(1)
    page.get_by_label("Task", exact=True).fill(found.get_attribute("value") or "")
    page.locator("#waits").get_by_role("button", name="Add").click()

    expect(page.locator("#waits")).to_contain_text("Operating handbook")


def test_moves_the_bet_with_its_milestone(signed_in: SignedIn) -> None:
    page = signed_in("manager")
    page.goto("/projects/SHORE/")
    line = page.locator(".bet-lines > li", has_text="A full charge takes")
    before = line.inner_text()

    milestone = page.locator(".milestones > li", has_text="First charge at the quay")
    milestone.locator("summary[aria-label]").click()
    milestone.get_by_role("link", name="Edit").click()
    page.get_by_label("Due").fill("2031-01-15")
    page.get_by_role("button", name="Save").click()

    expect(line).to_contain_text("15 Jan 2031")
    assert line.inner_text() != before


def test_shows_a_viewer_no_way_to_change(signed_in: SignedIn) -> None:
    page = signed_in("viewer")

    for address in ("/projects/", "/projects/SHORE/", "/projects/SHORE/plan/"):
        page.goto(address)
        expect(page.locator(CHANGES)).to_have_count(0)
        expect(page.locator("main [data-edit]")).to_have_count(0)
