from typing import Any

import pytest
from django.test import Client

from waypost.core import history
from waypost.core.fields import Visibility
from waypost.core.models import ChangeSet
from waypost.okrs.tests.factories import make_objective
from waypost.people.models import Person, Team
from waypost.people.tests.factories import (
    make_admin,
    make_membership,
    make_person,
    make_team,
)
from waypost.projects.tests.factories import make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Person:
    person = make_admin()
    client.force_login(person)
    return person


def page_of(client: Client, team: Team) -> str:
    return client.get(f"/teams/{team.pk}/").content.decode()


def test_stand_in_a_tree_for_everybody(client: Client) -> None:
    top = make_team("Port", lead=make_person("Bo Boss"))
    make_membership(make_team("Quay", parent=top), make_person())
    client.force_login(make_person(role="viewer"))

    html = client.get("/teams/").content.decode()

    assert html.index("Port") < html.index("Quay")
    assert 'data-depth="1"' in html
    assert "Bo Boss" in html
    assert "2 teams" in html
    assert "1 has no lead" in html
    assert "/teams/new/" not in html


def test_say_what_belongs_there_while_there_is_none(
    client: Client, admin: Person
) -> None:
    assert "No team yet" in client.get("/teams/").content.decode()


def test_show_members_teams_below_objectives_and_projects(
    client: Client, admin: Person
) -> None:
    team = make_team("Quay", parent=make_team("Port"))
    make_team("Crane", parent=team)
    make_membership(team, make_person("Tove"), role="Designer")
    make_objective(title="Guests find us", team=team)
    make_objective(title="Long over", team=team, state="closed")
    make_project(name="New signs", team=team)

    html = page_of(client, team)

    for words in ("Port", "Crane", "Tove", "Designer", "Guests find us", "New signs"):
        assert words in html, words
    assert "Long over" not in html


def test_hold_no_word_of_what_the_viewer_may_not_see(client: Client) -> None:
    team = make_team()
    hidden: dict[str, Any] = {"visibility": Visibility.TEAM, "team": team}
    make_objective(title="Quokka", **hidden)
    make_project(name="Quokka house", **hidden)
    member = make_person()
    make_membership(team, member)

    client.force_login(make_person(role="manager"))
    assert "Quokka" not in page_of(client, team)
    client.force_login(member)
    assert "Quokka" in page_of(client, team)


def test_are_created_changed_and_moved_with_undo(client: Client, admin: Person) -> None:
    lead, port = make_person(), make_team("Port")

    client.post("/teams/new/", {"name": "Quay", "parent": "", "lead": ""})
    quay = Team.objects.get(name="Quay")
    client.post(
        f"/teams/{quay.pk}/edit/",
        {"name": "East Quay", "parent": str(port.pk), "lead": str(lead.pk)},
    )

    quay.refresh_from_db()
    assert (quay.name, quay.parent, quay.lead) == ("East Quay", port, lead)
    client.post(f"/history/{history.last_change_set(admin)}/undo/")
    quay.refresh_from_db()
    assert (quay.name, quay.parent, quay.lead) == ("Quay", None, None)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "Port"}, "name"),
        ({"parent": "12345"}, "parent"),
        ({"parent": "below"}, "parent"),
        ({"lead": "nobody"}, "lead"),
    ],
)
def test_come_back_where_something_is_wrong(
    client: Client, admin: Person, wrong: dict[str, str], field: str
) -> None:
    make_team("Port")
    team = make_team("Quay")
    below = make_team("Crane", parent=team)
    if wrong == {"parent": "below"}:
        wrong = {"parent": str(below.pk)}
    form = {"name": "Quay", "parent": "", "lead": ""} | wrong

    response = client.post(f"/teams/{team.pk}/edit/", form)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not ChangeSet.objects.exists()


def test_are_not_written_over(client: Client, admin: Person) -> None:
    team = make_team("Quay")
    form = {"name": "East Quay", "version": "0"}
    client.post(f"/teams/{team.pk}/edit/", form)

    response = client.post(f"/teams/{team.pk}/edit/", form | {"name": "Mine"})

    assert response.status_code == 422
    assert "Somebody else has saved this" in response.content.decode()


def test_are_deleted_when_nothing_stands_on_them(client: Client, admin: Person) -> None:
    busy, idle = make_team("Busy"), make_team("Idle")
    make_objective(team=busy)

    refused = client.post(f"/teams/{busy.pk}/delete/", follow=True)
    client.post(f"/teams/{idle.pk}/delete/")

    assert "move them first" in refused.content.decode()
    assert list(Team.objects.all()) == [busy]


@pytest.mark.parametrize("path", ["new/", "{pk}/edit/", "{pk}/delete/"])
def test_are_changed_by_admins_only(client: Client, path: str) -> None:
    lead = make_person(role="manager")
    team = make_team(lead=lead)
    client.force_login(lead)

    response = client.post(f"/teams/{path.format(pk=team.pk)}", {"name": "x"})

    assert response.status_code == 403
    assert not ChangeSet.objects.exists()


def test_are_not_there_by_a_number_of_none(client: Client, admin: Person) -> None:
    for path in ("999999/", "999999/edit/", "99999999999999999999/", "members/9999/"):
        assert client.get(f"/teams/{path}").status_code == 404
    team = make_team()
    assert client.get(f"/teams/{team.pk}/delete/").status_code == 405


def test_ask_as_often_for_twenty_as_for_two(
    client: Client, admin: Person, django_assert_max_num_queries: Any
) -> None:
    team = make_team()
    counts = []
    for size in (2, 18):
        for _ in range(size):
            make_membership(make_team(parent=team, lead=admin), make_person())
            make_membership(team, make_person())
            make_objective(team=team)
            make_project(team=team)
        with django_assert_max_num_queries(25) as asked:
            client.get(f"/teams/{team.pk}/")
        with django_assert_max_num_queries(25) as listed:
            client.get("/teams/")
        counts.append((len(asked), len(listed)))

    assert counts[0] == counts[1]
