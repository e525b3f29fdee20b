from datetime import UTC, datetime

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from waypost.core import history
from waypost.core.models import ChangeSet
from waypost.people.models import Person, Team
from waypost.people.tests.factories import make_person

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 2, 2, 9, tzinfo=UTC)


def make_team_as(person: Person, name: str = "Red") -> ChangeSet:
    with history.change(actor=person, now=NOW, verb="people.create_team") as change:
        team = change.create(Team(name=name))
        change.about(team, name)
    return change.change_set


def post(
    client: Client, person: Person, change_set: ChangeSet, **data: str
) -> HttpResponse:
    client.force_login(person)
    url = reverse("history:undo", args=[change_set.pk])
    return client.post(url, data)  # type: ignore[return-value]  # the test client's own


def test_takes_back_at_once_what_nobody_touched_since(client: Client) -> None:
    person = make_person()
    made = make_team_as(person)

    response = post(client, person, made, next="/history/")

    assert (response.status_code, response["Location"]) == (303, "/history/")
    assert not Team.objects.exists()


def test_asks_first_where_a_row_was_edited_since(client: Client) -> None:
    person = make_person()
    made = make_team_as(person)
    with history.change(actor=person, now=NOW, verb="people.edit_team") as change:
        change.update(Team.objects.get(), name="Crimson")

    response = post(client, person, made)

    assert response.status_code == 200
    assert "Crimson" in response.content.decode()
    assert Team.objects.exists()


def test_leaves_an_edited_row_to_the_person_once_they_agree(client: Client) -> None:
    person = make_person()
    with history.change(actor=person, now=NOW, verb="people.create_team") as change:
        first, _second = change.create_many([Team(name="Red"), Team(name="Blue")])
    made = change.change_set
    with history.change(actor=person, now=NOW, verb="people.edit_team") as change:
        change.update(first, name="Crimson")

    post(client, person, made, confirmed="yes")

    assert [team.name for team in Team.objects.all()] == ["Crimson"]


def test_changes_nothing_on_a_get(client: Client) -> None:
    person = make_person()
    made = make_team_as(person)
    client.force_login(person)

    response = client.get(reverse("history:undo", args=[made.pk]))

    assert response.status_code == 200
    assert Team.objects.exists()


def test_hides_what_another_person_did(client: Client) -> None:
    made = make_team_as(make_person())

    response = post(client, make_person(), made)

    assert response.status_code == 404
    assert Team.objects.exists()


def test_lets_an_admin_take_back_what_anybody_did(client: Client) -> None:
    made = make_team_as(make_person())

    response = post(client, make_person(role="admin"), made)

    assert response.status_code == 303
    assert not Team.objects.exists()


def test_says_that_it_was_undone_already(client: Client) -> None:
    person = make_person()
    made = make_team_as(person)
    post(client, person, made)

    response = client.post(reverse("history:undo", args=[made.pk]), follow=True)

    assert "undone already" in response.content.decode()


def test_never_leads_away_from_the_site(client: Client) -> None:
    person = make_person()
    made = make_team_as(person)

    response = post(client, person, made, next="https://elsewhere.example/")

    assert response["Location"] == reverse("history:index")


def test_the_list_shows_ones_own_changes_and_no_others(client: Client) -> None:
    person = make_person()
    make_team_as(person, "Mine")
    make_team_as(make_person(), "Theirs")
    client.force_login(person)

    html = client.get(reverse("history:index")).content.decode()

    assert "Mine" in html
    assert "Theirs" not in html


def test_the_list_says_when_there_is_nothing(client: Client) -> None:
    client.force_login(make_person())

    html = client.get(reverse("history:index")).content.decode()

    assert "Nothing was done yet" in html
