"""Every page for everybody: axe, narrow and wide, without a mouse, without script."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.accessibility import DESK, axe_on_desk_and_phone
from tests.e2e.conftest import SignedIn
from tests.e2e.sample import Sample

# One page of each kind and state, by what stands in its address.
PAGES = (
    "/",
    "/map/?view=map",
    "/map/?view=outline&focus=O-5",
    "/objectives/",
    "/objectives/?by=alignment",
    "/objectives/O-{objective}/#sum-coverage",
    "/objectives/new/",
    "/objectives/O-{objective}/key-results/new/",
    "/key-results/KR-{number}/",
    "/key-results/KR-{steps}/",
    "/key-results/KR-{number}/target/",
    "/bets/{bet}/",
    "/bets/new/?key_result=KR-{number}&project={free}",
    "/projects/",
    "/projects/new/",
    "/projects/PAINT/",
    "/cycles/",
    "/cycles/1/",
    "/cycles/2/",
    "/cycles/2/close/",
    "/cycles/3/start/",
    "/cycles/new/",
    "/metrics/",
    "/metrics/M-1/",
    "/metrics/M-23/",
    "/metrics/new/?source=computed",
    "/projects/SHORE/",
    "/projects/SHORE/edit/",
    "/projects/SHORE/decide/cancel/",
    "/projects/SHORE/milestones/",
    "/projects/SHORE/plan/",
    "/projects/{short}/plan/?edit={task}",
    "/projects/SHORE/board/",
    "/projects/{short}/board/?lanes=milestone&move={task}",
    "/projects/SHORE/people/",
    "/projects/SHORE/people/new/",
    "/projects/SHORE/budget/new/",
    "/projects/statuses/",
    "/projects/statuses/1/",
    "/projects/SHORE/tasks/17/",
    "/projects/SHORE/tasks/17/edit/",
    "/talk/projects.task/28/",
    "/talk/comments/1/",
    "/people/",
    "/people/2/",
    "/people/2/edit/",
    "/people/2/hand-over/",
    "/people/contacts/",
    "/people/contacts/new/",
    "/teams/",
    "/teams/1/",
    "/teams/1/members/",
    "/settings/",
    "/settings/time-off/",
    "/settings/sessions/",
    "/accounts/password/change/",
    "/organization/",
    "/organization/edit/",
    "/calendars/",
    "/calendars/1/",
    "/calendars/1/edit/",
    "/calendars/1/days/",
    "/tasks/?size=25",
    "/objectives/table/",
    "/objectives/key-results/?size=25",
    "/imports/",
    "/imports/export/",
    "/search/",
    "/search/?q=ferry",
    "/objectives/O-7/?on={past}&compare=1",
    "/map/?on={past}&compare=1&focus=O-5",
    "/history/",
    "/start/guide/",
    "/objectives/O-9999/",
)
_CHOOSE = """
import json
from django.db.models import Count
from waypost.bets.models import Bet
from waypost.okrs.models import KeyResult
from waypost.projects.models import Project, Task
bet = Bet.objects.filter(
    state="active", key_result__kind="metric", metric__formula="",
    key_result__objective__cycle__state="active",
).order_by("pk").first()
kr = bet.key_result
free = Project.objects.exclude(bets__metric=kr.metric).order_by("pk").first()
steps = KeyResult.objects.filter(
    kind="steps", objective__cycle__state="active", objective__visibility="everyone"
).first()
task = Task.objects.filter(
    project__in=Project.objects.annotate(n=Count("tasks")).order_by("n")[:1],
    status__kind="todo",
).order_by("number").first()
print(json.dumps({
    "short": task.project.code, "task": task.number,
    "bet": bet.pk, "number": kr.number, "objective": kr.objective.number,
    "project": bet.project.code, "free": free.code, "steps": steps.number,
}))
"""


@dataclass(frozen=True, slots=True)
class Places:
    """What stands where in the sample."""

    short: str  # the project whose plan is the shortest: each row takes axe its time
    task: int
    bet: int
    number: int
    objective: int
    project: str
    free: str
    steps: int

    def fill(self, address: str) -> str:
        """Put the names into an address."""
        names = {name: getattr(self, name) for name in self.__dataclass_fields__}
        past = datetime.now(UTC).date() - timedelta(days=30)
        return address.format(past=past, **names)


@pytest.fixture(scope="session")
def places(sample: Sample) -> Places:
    return Places(**sample.installation.ask(_CHOOSE))


@pytest.mark.parametrize("address", PAGES)
def test_is_for_everybody_on_a_desk_and_on_a_phone(
    looking: Page, places: Places, address: str
) -> None:
    looking.goto(places.fill(address))

    expect(looking.locator("h1").first).to_be_attached()
    axe_on_desk_and_phone(looking, desk=DESK)


# --- By keyboard alone --------------------------------------------------------------


def tab_to(page: Page, selector: str, most: int = 150) -> None:
    """Press Tab until the element has the focus; fail if Tab never gets there."""
    for _step in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    pytest.fail(f"Tab does not lead to {selector}")


def test_a_check_in_needs_no_mouse(signed_in: SignedIn, places: Places) -> None:
    page = signed_in("admin")
    page.goto(f"/key-results/KR-{places.number}/")
    last = page.locator("main dl.facts dd").first.inner_text()
    value = "".join(c for c in last.split("\u00a0")[0] if c.isdigit() or c == ".")

    tab_to(page, "#check-in input[name=value]")
    page.keyboard.type(value)
    tab_to(page, "#check-in input[name=confidence]", most=5)
    page.keyboard.press("Control+a")
    page.keyboard.type("64")
    page.keyboard.press("Control+Enter")

    expect(page.get_by_text("Checked in on", exact=False).first).to_be_visible()


def test_an_objective_is_drafted_by_keys(signed_in: SignedIn) -> None:
    page = signed_in("admin")
    page.goto("/objectives/")

    page.keyboard.press("c")
    page.locator("#draft-title").wait_for()
    page.keyboard.type("Nobody waits in the rain")
    page.keyboard.press("Enter")

    expect(page.locator("#list")).to_contain_text("Nobody waits in the rain")
    expect(page.locator("#draft-title")).to_have_count(0)


def test_a_bet_is_placed_by_keys(signed_in: SignedIn, places: Places) -> None:
    page = signed_in("admin")
    page.goto(f"/bets/new/?key_result=KR-{places.number}&project={places.free}")

    for name, value in (("weakest", "1"), ("likely", "2"), ("strongest", "3")):
        tab_to(page, f"main input[name={name}]")
        page.keyboard.type(value)
    tab_to(page, "main input[name=probability]", most=5)
    page.keyboard.type("40")
    page.keyboard.press("Control+Enter")

    page.wait_for_url(f"**/key-results/KR-{places.number}/")
    expect(page.get_by_text("Bet p", exact=False).first).to_be_visible()


def test_the_focus_is_always_seen(signed_in: SignedIn, places: Places) -> None:
    page = signed_in("admin")
    page.goto(f"/objectives/O-{places.objective}/")

    unseen = []
    for _step in range(40):
        page.keyboard.press("Tab")
        told = page.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e);
              return [s.outlineStyle, s.boxShadow, e.outerHTML.slice(0, 80)] }"""
        )
        if told[0] == "none" and told[1] == "none":
            unseen.append(told[2])

    assert not unseen, "\n".join(unseen)


# --- Without script -----------------------------------------------------------------


@pytest.fixture
def plain(signed_in: SignedIn) -> Page:
    """The admin's page in a browser that runs no script."""
    return signed_in("admin", java_script_enabled=False)


def write(page: Page, address: str, button: str, **fields: Any) -> None:
    """Fill a form and send it, then stand wherever the answer leads."""
    page.goto(address)
    form = page.locator(f"main form:has(button:has-text('{button}'))").last
    for name, value in fields.items():
        form.locator(f"[name={name}]").first.fill(value)
    form.get_by_role("button", name=button).first.click()


def test_an_objective_is_written_without_script(plain: Page) -> None:
    write(plain, "/objectives/new/", "Create objective", title="Boats are on time")

    expect(plain.locator("h1")).to_contain_text("")
    expect(plain.get_by_role("main")).to_contain_text("Boats are on time")


def test_a_check_in_is_saved_without_script(plain: Page, places: Places) -> None:
    where = f"/key-results/KR-{places.steps}/"
    write(plain, where, "Check in", confidence="55", went_well="Without a script")

    expect(plain.get_by_role("main")).to_contain_text("Without a script")


def test_a_bet_is_changed_without_script(plain: Page, places: Places) -> None:
    write(plain, f"/bets/{places.bet}/edit/", "Save bet", probability="41")

    expect(plain.get_by_role("main")).to_contain_text("41")


def test_a_task_is_added_without_script(plain: Page, places: Places) -> None:
    plain.goto(f"/projects/{places.project}/plan/?add=0")
    form = plain.locator("form[action$='/plan/add/']").first
    form.locator("input[name=title]").fill("Paint the bollards")
    form.get_by_role("button").first.click()

    expect(plain.get_by_role("main")).to_contain_text("Paint the bollards")


def test_a_project_is_created_without_script(plain: Page) -> None:
    plain.goto("/projects/new/")
    form = plain.locator("main form").last
    form.locator("[name=name]").fill("New benches")
    form.locator("button.primary").click()

    expect(plain.get_by_role("main")).to_contain_text("New benches")


def test_the_map_is_read_without_script(plain: Page, places: Places) -> None:
    plain.goto("/map/")

    expect(plain.get_by_role("main").get_by_role("table").first).to_be_visible()


def test_what_was_done_is_undone_without_script(plain: Page) -> None:
    write(plain, "/objectives/new/", "Create objective", title="Gulls stay away")
    page = plain
    page.get_by_role("button", name="Undo").first.click()

    page.goto("/objectives/")
    expect(page.get_by_role("main")).not_to_contain_text("Gulls stay away")
