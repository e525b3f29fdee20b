import pytest
from django.test import Client
from django.urls import reverse

from waypost.bets.tests.factories import make_bet
from waypost.okrs.tests.factories import make_cycle, make_key_result, make_objective
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_person
from waypost.projects.tests.factories import make_project

pytestmark = pytest.mark.django_db
URL = reverse("start:guide")


@pytest.fixture
def admin() -> Person:
    return make_admin()


def states(client: Client, person: Person) -> list[str]:
    client.force_login(person)
    return [step.state for step in client.get(URL).context["steps"]]


def test_begins_with_a_cycle(client: Client, admin: Person) -> None:
    client.force_login(admin)

    html = client.get(URL).content.decode()

    assert "3 steps to see whether the work adds up" in html
    assert reverse("cycles:create") in html


def test_leads_to_the_objective_and_to_its_key_result(
    client: Client, admin: Person
) -> None:
    cycle = make_cycle()
    client.force_login(admin)
    before = client.get(URL).content.decode()
    objective = make_objective(cycle=cycle)

    after = client.get(URL).content.decode()

    assert reverse("objectives:create") in before
    address = reverse("objectives:create_key_result", args=[objective.number])
    assert address in after


def test_shows_each_step_as_done_when_it_is(client: Client, admin: Person) -> None:
    seen = [states(client, admin)]
    key_result = make_key_result()
    seen.append(states(client, admin))
    project = make_project()
    seen.append(states(client, admin))
    make_bet(project=project, key_result=key_result)
    seen.append(states(client, admin))

    assert seen == [
        ["now", "next", "next"],
        ["done", "now", "next"],
        ["done", "done", "now"],
        ["done", "done", "done"],
    ]


def test_says_when_the_work_is_tied_to_the_outcome(
    client: Client, admin: Person
) -> None:
    make_bet()
    client.force_login(admin)

    assert "The work is tied to the outcome" in client.get(URL).content.decode()


def test_counts_only_what_one_may_see(client: Client) -> None:
    hidden = make_key_result(objective=make_objective(visibility="named"))
    make_bet(key_result=hidden)

    assert states(client, make_person()) == ["now", "done", "next"]


def test_sends_strangers_to_the_door(client: Client) -> None:
    assert client.get(URL).status_code == 302
