"""The table of tasks …"""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from waypost.core.models import ChangeSet
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_person
from waypost.projects.models import Task
from waypost.projects.tests.factories import (
    make_milestone,
    make_project,
    make_status,
    make_task,
)
from waypost.web.tasks.table import TASKS
from waypost.web.tests.table_rules import answers, obeys_the_rules, sent

pytestmark = pytest.mark.django_db
FRAGMENT = {"HX-Request": "true", "HX-Target": "table"}
HOSTILE = '=HYPERLINK("http://evil.example","x")'


@pytest.fixture
def admin() -> Person:
    return make_admin()


@pytest.fixture
def asking(admin: Person) -> Client:
    return signed_in(admin)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_shows_open_tasks_first_due_first(asking: Client) -> None:
    project = make_project(code="WEB", name="Site")
    make_task(project, title="Later", due_on=date(2026, 12, 1))
    make_task(project, title="Sooner", due_on=date(2026, 11, 1))
    make_task(project, title="Over", status=make_status("done"))
    make_task(make_project(standing="cancelled"), title="Given up")

    page = answers(asking, "/tasks/")

    assert page.index("Sooner") < page.index("Later")
    assert "Over" not in page
    assert "Given up" not in page


def test_obeys_the_rules_of_tables(asking: Client) -> None:
    project = make_project()
    make_task(project, labels=["sea", "Küste"], assignee=make_person("Ann"))
    make_task(project, estimate_hours=4, percent_done=30, due_on=date(2026, 1, 1))

    obeys_the_rules(asking, "/tasks/", TASKS)  # type: ignore[arg-type]  # a table of tasks


@pytest.mark.parametrize(
    ("given", "there"),
    [
        ({"q": "two"}, ["Two"]),
        ({"q": "WEB-1"}, ["One"]),
        ({"assignee": "none"}, ["Two"]),
        ({"assignee": "ann"}, ["One"]),
        ({"labels": "küste"}, ["One"]),
        ({"labels": "none"}, ["Two"]),
        ({"project": "WEB"}, ["One"]),
        ({"milestone": "live"}, ["Two"]),
        ({"estimate_from": "3,5"}, ["One"]),
        ({"due_to": "2026-01-31"}, ["One"]),
        ({"kind": "done"}, []),
        ({"kind": "late"}, ["One"]),
        ({"q": "two", "assignee": "ann"}, []),
    ],
)
def test_narrows(asking: Client, given: dict[str, str], there: list[str]) -> None:
    web = make_project(code="WEB")
    make_task(
        web,
        title="One",
        assignee=make_person("Ann"),
        labels=["küste"],
        estimate_hours=4,
        due_on=date(2026, 1, 1),
    )
    other = make_project(code="APP")
    make_task(other, title="Two", milestone=make_milestone(other, title="Go live"))

    page = answers(asking, "/tasks/", **{"view": "none"} | given)

    assert [name for name in ("One", "Two") if f">{name}</a>" in page] == there


def test_names_what_it_does_not_understand(asking: Client) -> None:
    make_task()

    page = answers(
        asking,
        "/tasks/",
        sort="nonsense",
        priority_from="many",
        size="7",
        x="1",
        kind="weird",
        columns="title,nothing",
        page="-4",
    )

    assert "was not understood" in page
    for word in ("nonsense", "many", "weird", "nothing", "-4", "25, 50 or 100"):
        assert word in page


def test_shows_the_last_page_when_asked_for_one_beyond(asking: Client) -> None:
    project = make_project()
    for _each in range(30):
        make_task(project)

    page = answers(asking, "/tasks/", size="25", page="99")

    assert page.count("data-item") == 5
    assert "26 to 30 of 30 tasks" in page


def test_shows_only_what_one_may_see() -> None:
    make_task(make_project(visibility="named"), title="Quiet sale")

    client = signed_in(make_person())

    assert "Quiet sale" not in answers(client, "/tasks/", view="none")
    assert "Quiet sale" not in sent(client, "/tasks/", "csv", {"view": "none"})


def test_keeps_hostile_text_harmless(asking: Client) -> None:
    make_task(title=HOSTILE, labels=["<b>x</b>"])

    page = answers(asking, "/tasks/", view="none")
    text = sent(asking, "/tasks/", "csv", {"view": "none"})

    assert "<b>x</b>" not in page
    assert "\"'=HYPERLINK" in text


def test_changes_many_and_takes_it_back(asking: Client, admin: Person) -> None:
    tasks = [make_task() for _ in range(3)]
    ids = [str(task.pk) for task in tasks[:2]]

    answer = asking.post("/tasks/", {"row": ids, "set-priority": "1"}, follow=True)

    assert answer.status_code == 200
    assert set(Task.objects.filter(priority=1)) == set(tasks[:2])
    (message,) = get_messages(answer.wsgi_request) or answer.context["messages"]
    assert message.message == "2 changed."
    asking.post(message.extra_tags)
    assert not Task.objects.filter(priority=1).exists()


def test_changes_all_that_match(asking: Client) -> None:
    project = make_project()
    for _each in range(30):
        make_task(project)
    make_task(make_project(), title="Elsewhere")
    where = f"/tasks/?project={project.code}&size=25"

    asking.post(where, {"all": "1", "expected": "30", "set-priority": "1"})

    assert Task.objects.filter(priority=1).count() == 30


def test_refuses_when_other_rows_match_by_now(asking: Client) -> None:
    make_task()

    answer = asking.post("/tasks/", {"all": "1", "expected": "7", "set-priority": "1"})

    assert answer.status_code == 422
    assert "The list has changed meanwhile: 1 task match" in answer.content.decode()
    assert not ChangeSet.objects.exists()


@pytest.mark.parametrize(
    ("sent_", "said"),
    [
        ({"set-priority": "9"}, "Enter a number from 1 to 5."),
        ({"set-assignee": "Nobody Known"}, "Nobody has this name or address."),
        ({"set-due_on": "31.02.2026"}, "Enter a valid date."),
        ({}, "Choose what to set."),
        ({"set-due_on": "2026-01-01", "set-move_days": "3"}, "not both"),
    ],
)
def test_says_what_is_wrong_and_keeps_what_was_typed(
    asking: Client, sent_: dict[str, str], said: str
) -> None:
    task = make_task()

    answer = asking.post("/tasks/", {"row": str(task.pk), **sent_})

    html = answer.content.decode()
    assert answer.status_code == 422
    assert said in html
    assert f'value="{task.pk}" data-select checked' in html
    assert not ChangeSet.objects.exists()


def test_says_that_nothing_is_selected(asking: Client) -> None:
    make_task()

    answer = asking.post("/tasks/", {"set-priority": "1"})

    assert answer.status_code == 422
    assert "Select the rows to change first." in answer.content.decode()


def test_lists_what_one_may_not_change_and_changes_the_rest() -> None:
    mine, theirs = make_project(), make_project()
    own, other = make_task(mine), make_task(theirs)
    assert mine.manager
    client = signed_in(mine.manager)

    client.post("/tasks/", {"row": [own.pk, other.pk], "set-priority": "1"})
    html = client.get("/tasks/").content.decode()
    again = client.get("/tasks/").content.decode()

    assert "1 row was left as it was." in html
    assert f"{theirs.code}-{other.number}" in html
    assert "Only the project&#x27;s team" in html
    assert "was left as it was." not in again
    assert list(Task.objects.filter(priority=1)) == [own]


def test_a_viewer_selects_and_changes_nothing() -> None:
    task = make_task()
    client = signed_in(make_person(role=Person.Role.VIEWER))

    page = answers(client, "/tasks/")
    answer = client.post("/tasks/", {"row": task.pk, "set-priority": "1"})

    assert "data-select" not in page
    assert answer.status_code == 403


def test_ids_that_are_none_change_nothing(asking: Client) -> None:
    hidden = make_task(make_project(visibility="named"))
    client = signed_in(make_person())
    rows = ["x", "9" * 40, "-1", str(hidden.pk)]

    answer = client.post("/tasks/", {"row": rows, "set-priority": "1"})

    assert answer.status_code == 303
    assert not ChangeSet.objects.exists()


def test_swaps_the_table_alone_and_says_its_address(asking: Client) -> None:
    make_task()
    make_task()

    part = asking.get("/tasks/", {"sort": "-title", "q": ""}, headers=FRAGMENT)
    rows = asking.get("/tasks/", {"q": "a"}, headers=FRAGMENT | {"HX-Target": "rows"})

    assert part["HX-Push-Url"] == "/tasks/?sort=-title"
    assert rows["HX-Replace-Url"] == "/tasks/?q=a"
    assert 'id="rows"' in rows.content.decode()
    assert 'id="table"' not in rows.content.decode()
    assert 'aria-sort="descending"' in part.content.decode()


def test_asks_as_often_for_twenty_tasks_as_for_two(asking: Client) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as caught:
            answers(asking, "/tasks/")
        return len(caught)

    def add(many: int) -> None:
        for _each in range(many):
            project = make_project()
            make_task(project, milestone=make_milestone(project), assignee=make_admin())

    add(2)
    answers(asking, "/tasks/")
    before = count()
    add(18)

    assert count() == before
    assert before <= 25


def test_strangers_sign_in_first(client: Client) -> None:
    assert client.get("/tasks/").status_code == 302
    assert client.get("/tasks/export.csv").status_code == 302
