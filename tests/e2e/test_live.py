"""Live pages with two people: what one saves, the other sees."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import SignedIn
from tests.e2e.guard import Guard
from tests.e2e.sample import Sample
from tests.e2e.server import Installation, Server, free_port
from tests.e2e.test_serve import started

BOARD = "/projects/SHORE/board/"
TASK = "/projects/SHORE/tasks/14/"
NUMBER = 5
OBJECTIVE = f"/objectives/O-{NUMBER}/"
# Somebody at another door, who needs no browser: gives objectives other titles, one
# after the other. "hidden" stands for one that the sample's viewer may not see.
RENAME = """
import json, time
from django.utils import timezone
from waypost.core import history
from waypost.okrs.access import visible_objectives
from waypost.okrs.models import Objective
from waypost.people.models import Person
admin = Person.objects.get(email="signe@ottersund.example")
greta = Person.objects.get(email="greta@ottersund.example")
for turn, (number, title) in enumerate({titles}):
    if turn:
        time.sleep(1.5)  # so that who looks each second sees one before the other
    if number == "hidden":
        seen = visible_objectives(greta).values("pk")
        objective = Objective.objects.exclude(pk__in=seen)[0]
    else:
        objective = Objective.objects.get(number=number)
    with history.change(
        actor=admin, now=timezone.now(), verb="okrs.edit_objective", subject=objective
    ) as change:
        change.update(objective, title=title)
print(json.dumps("done"))
"""


HIDE = """
import json
from django.utils import timezone
from waypost.core import history
from waypost.okrs.models import Objective
from waypost.people.models import Person
from waypost.projects.models import TaskStatus
admin = Person.objects.get(email="signe@ottersund.example")
objective = Objective.objects.get(number={number})
with history.change(
    actor=admin, now=timezone.now(), verb="okrs.edit_objective", subject=objective
) as change:
    change.update(objective, visibility={visibility!r})
print(json.dumps(objective.title))
"""


def rename(installation: Installation, *titles: tuple[int | str, str]) -> None:
    installation.ask(RENAME.format(titles=repr(titles)))


def opened(page: Page, address: str) -> Page:
    """Open a page and let it begin to listen."""
    with page.expect_response(lambda answer: "/events?" in answer.url):
        page.goto(address)
    return page


def column(page: Page, name: str) -> Locator:
    return page.locator(f'ol[data-column][data-name="{name}"]')


def talk(page: Page) -> Locator:
    page.evaluate("document.getElementById('talk').scrollIntoView()")
    box = page.locator("#new-body")
    expect(box).to_be_visible()
    return box


def post(page: Page, words: str) -> None:
    page.locator("#new-body").fill(words)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".comment", has_text=words)).to_be_visible()


def test_a_card_moves_on_the_board_of_another(signed_in: SignedIn) -> None:
    mine, theirs = signed_in("manager"), signed_in("admin")
    opened(mine, BOARD)
    opened(theirs, BOARD)
    card = column(mine, "To do").locator("[data-card]").first
    name = card.get_attribute("id")
    asked: list[str] = []
    mine.on("request", lambda request: asked.append(request.url))

    card.focus()
    mine.keyboard.press("]")

    expect(column(theirs, "Doing").locator(f"#{name}")).to_be_visible()
    expect(theirs.locator("#live")).to_contain_text("Ines Duarte moved a card")
    expect(theirs.locator(f"#{name}")).to_have_class(re.compile("just-changed"))
    theirs.wait_for_timeout(300)
    # Whoever did it has the answer already: nothing echoes.
    assert not [url for url in asked if "/told" in url]


def test_a_comment_appears_and_typing_is_left_alone(signed_in: SignedIn) -> None:
    mine, theirs = signed_in("manager"), signed_in("admin")
    opened(mine, TASK)
    opened(theirs, TASK)
    talk(mine)
    box = talk(theirs)

    post(mine, "The drawing is there")
    expect(theirs.locator(".comment", has_text="The drawing is there")).to_be_visible()

    box.fill("I am in the middle of")
    post(mine, "And the second one")
    banner = theirs.locator("#live-banner")
    expect(banner).to_contain_text("Ines Duarte")
    second = theirs.locator(".comment", has_text="And the second one")
    expect(second).to_have_count(0)
    expect(box).to_have_value("I am in the middle of")
    expect(box).to_be_focused()

    banner.get_by_role("button", name="Show").click()
    expect(second).to_be_visible()
    expect(box).to_have_value("I am in the middle of")
    expect(banner).to_be_hidden()
    box.fill("")  # so that leaving asks nothing


def test_a_private_thing_gives_no_sign(signed_in: SignedIn, server: Server) -> None:
    page = signed_in("viewer")
    opened(page, OBJECTIVE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    rename(
        server.installation,
        ("hidden", "Nobody else's words"),
        (NUMBER, "Words for everybody"),
    )

    expect(page.locator("h1")).to_have_text("Words for everybody")
    expect(page).to_have_title(re.compile("Words for everybody"))
    told = [url for url in asked if "/events/told?sets=" in url]
    assert len(told) == 1, "of one change set, and not of the hidden one"
    assert "%2C" not in told[0]


def test_the_map_follows_and_stays_where_it_was(
    signed_in: SignedIn, server: Server
) -> None:
    page = signed_in("manager", viewport={"width": 900, "height": 500})
    opened(page, "/map/")
    page.locator("[data-zoom=out]").click()
    zoom = page.locator("[data-zoom-shown]").inner_text()
    frame = page.locator(".map-frame")
    frame.evaluate("(frame) => frame.scrollTo(60, 40)")
    before = frame.evaluate("(frame) => [frame.scrollLeft, frame.scrollTop]")
    # One that can be seen there: what is out of sight is not drawn.
    seen = re.search(r"\bO-(\d+)\b", frame.inner_html())
    assert seen

    rename(server.installation, (int(seen[1]), "Quite another outcome"))

    expect(frame).to_contain_text("Quite another outcome")
    expect(page.locator("[data-zoom-shown]")).to_have_text(zoom)
    assert frame.evaluate("(frame) => [frame.scrollLeft, frame.scrollTop]") == before


def test_what_is_hidden_leaves_open_pages_and_tells_nothing(
    signed_in: SignedIn, server: Server
) -> None:
    theirs = signed_in("viewer")
    opened(theirs, OBJECTIVE)
    asked: list[str] = []
    theirs.on("request", lambda request: asked.append(request.url))

    title = server.installation.ask(HIDE.format(number=NUMBER, visibility="named"))

    gone = theirs.get_by_role("heading", name="This is not here for you any more")
    expect(gone).to_be_visible()
    expect(theirs.locator("body")).not_to_contain_text(title)
    expect(theirs).not_to_have_title(re.compile(re.escape(title)))
    assert not [url for url in asked if "/told" in url]
    server.installation.ask(HIDE.format(number=NUMBER, visibility="everyone"))


def test_an_open_board_has_its_new_column(signed_in: SignedIn) -> None:
    mine, theirs = signed_in("admin"), signed_in("manager")
    opened(theirs, BOARD)

    mine.goto("/projects/statuses/new/")
    mine.get_by_label("Name").fill("Waits for the tide")
    mine.get_by_label("Means").select_option("blocked")
    mine.get_by_role("button", name="Add status").click()

    expect(column(theirs, "Waits for the tide")).to_be_attached()


@pytest.fixture
def own_data(sample: Sample, tmp_path: Path) -> Path:
    """A copy of the sample for a server that is stopped meanwhile."""
    return Path(shutil.copytree(sample.installation.data, tmp_path / "data"))


def test_goes_on_after_the_server_was_started_again(
    own_data: Path, sample: Sample, open_context: Callable[..., Page], guard: Guard
) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    page = open_context(base_url=address, storage_state=sample.state("manager"))
    with started(own_data, port):
        opened(page, OBJECTIVE)

    rename(Installation(own_data), (NUMBER, "While it was away"))
    with started(own_data, port):
        # The page tries ever more slowly; a browser that is online again tries at once.
        page.evaluate("dispatchEvent(new Event('online'))")
        expect(page.locator("h1")).to_have_text("While it was away", timeout=20_000)
    page.close()
    guard.forgive("leaves the origin")  # the watched server is another one
