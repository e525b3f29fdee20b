from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from waypost.bets.models import Bet
from waypost.bets.tests.factories import make_bet
from waypost.conversations.tests.factories import make_comment, make_mention
from waypost.okrs.models import CheckIn
from waypost.okrs.tests.factories import make_check_in, make_key_result, make_objective
from waypost.people.models import Person
from waypost.people.tests.factories import make_organisation, make_person
from waypost.projects.models import Task
from waypost.projects.tests.factories import make_status, make_task

pytestmark = pytest.mark.django_db
FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def person() -> Person:
    make_organisation()
    return make_person("Mara Oyelaran")


def post(client: Client, person: Person, address: str, **typed: str) -> Any:
    client.force_login(person)
    return client.post(f"/week/{address}", typed, headers=FRAGMENT)


def waiting_check_in(reviewer: Person) -> CheckIn:
    objective = make_objective(reviewer=reviewer)
    return make_check_in(make_key_result(objective=objective), value=21)


def offered(owner: Person) -> Bet:
    objective = make_objective(owner=owner)
    key_result = make_key_result(objective=objective)
    return make_bet(key_result=key_result, state=Bet.State.PROPOSED)


def test_a_check_in_is_acknowledged(client: Client, person: Person) -> None:
    check_in = waiting_check_in(person)

    answer = post(client, person, f"check-ins/{check_in.pk}/read/")

    check_in.refresh_from_db()
    assert check_in.acknowledged_by == person
    assert "undo" in answer["HX-Trigger"]
    assert 'id="waiting-count"' in answer.content.decode()


def test_acknowledging_twice_says_so(client: Client, person: Person) -> None:
    check_in = waiting_check_in(person)
    post(client, person, f"check-ins/{check_in.pk}/read/")

    again = post(client, person, f"check-ins/{check_in.pk}/read/")

    assert "already" in again["HX-Trigger"]


def test_only_the_reviewer_acknowledges(client: Client, person: Person) -> None:
    check_in = waiting_check_in(make_person())

    answer = post(client, person, f"check-ins/{check_in.pk}/read/")

    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("deed", "state"), [("accept", "active"), ("decline", "withdrawn")]
)
def test_a_bet_is_answered(
    client: Client, person: Person, deed: str, state: str
) -> None:
    bet = offered(person)

    post(client, person, f"bets/{bet.pk}/{deed}/")

    bet.refresh_from_db()
    assert bet.state == state


def test_only_the_owner_answers_a_bet(client: Client, person: Person) -> None:
    bet = offered(make_person())

    answer = post(client, person, f"bets/{bet.pk}/accept/")

    bet.refresh_from_db()
    assert answer.status_code == 403
    assert bet.state == Bet.State.PROPOSED


@pytest.mark.parametrize("place", ["check-ins/99/read/", "bets/99/accept/"])
def test_what_is_not_there_is_not_found(
    client: Client, person: Person, place: str
) -> None:
    assert post(client, person, place).status_code == 404


def test_a_task_is_ticked_and_stays(client: Client, person: Person) -> None:
    make_status("done")
    task = make_task(assignee=person)

    answer = post(client, person, f"tasks/{task.project.code}/{task.number}/", done="1")

    assert Task.objects.get().status.kind == "done"
    assert "checked" in answer.content.decode()
    assert "undo" in answer["HX-Trigger"]


def test_a_tick_is_taken_back(client: Client, person: Person) -> None:
    make_status("todo")
    task = make_task(assignee=person, kind="done")

    post(client, person, f"tasks/{task.project.code}/{task.number}/")

    assert Task.objects.get().status.kind == "todo"


def test_the_task_of_another_is_not_ticked(client: Client, person: Person) -> None:
    make_status("done")
    task = make_task(assignee=make_person())
    address = f"tasks/{task.project.code}/{task.number}/"

    assert post(client, person, address, done="1").status_code == 403
    assert Task.objects.get().status.kind == "todo"


def test_the_task_of_a_hidden_project_does_not_exist(
    client: Client, person: Person
) -> None:
    make_status("done")
    task = make_task(assignee=make_person())
    task.project.visibility = "named"
    task.project.save()
    address = f"tasks/{task.project.code}/{task.number}/"

    assert post(client, person, address, done="1").status_code == 404


def test_a_comment_that_names_one_waits_until_it_is_acknowledged(
    client: Client, person: Person
) -> None:
    task = make_task(title="Paint the ramp")
    comment = make_mention(task, person, author=make_person("Aila Niemi"))
    client.force_login(person)
    before = client.get("/").content.decode()

    answer = post(client, person, f"comments/{comment.pk}/read/")

    assert "names you on" in before
    assert "Paint the ramp" in before
    assert "what do you think?" in before
    assert "undo" in answer["HX-Trigger"]
    assert "names you on" not in client.get("/").content.decode()


def test_a_comment_on_what_one_may_not_see_does_not_wait(
    client: Client, person: Person
) -> None:
    comment = make_mention(make_objective(visibility="named"), person)
    client.force_login(person)

    page = client.get("/?all=1").content.decode()

    assert "what do you think?" not in page
    answer = client.post(f"/week/comments/{comment.pk}/read/")
    assert answer.status_code == 404


@pytest.mark.parametrize("number", [999, 10**30])
def test_a_comment_that_is_none_is_not_found(
    client: Client, person: Person, number: int
) -> None:
    assert post(client, person, f"comments/{number}/read/").status_code == 404


def test_what_is_said_on_ones_own_is_news(client: Client, person: Person) -> None:
    own = make_objective(owner=person, title="We board in one go")
    now = timezone.now()
    make_comment(own, body="Are **we** there?", posted_at=now - timedelta(hours=1))
    make_comment(make_objective(), body="Elsewhere", posted_at=now)
    client.force_login(person)

    page = client.get("/week/since/", headers=FRAGMENT).content.decode()

    assert "Are we there?" in page
    assert "We board in one go" in page
    assert "Elsewhere" not in page
