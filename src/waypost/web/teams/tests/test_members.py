from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from waypost.core import history
from waypost.core.models import ChangeSet
from waypost.people.models import Membership, Person, Team
from waypost.people.tests.factories import (
    make_admin,
    make_membership,
    make_person,
    make_team,
)

pytestmark = pytest.mark.django_db
FORM = {"role": "Designer", "starts_on": "2026-01-05", "last_on": ""}


@pytest.fixture
def lead(client: Client) -> Person:
    person = make_person("Lea")
    client.force_login(person)
    return person


@pytest.fixture
def team(lead: Person) -> Team:
    return make_team("Quay", parent=make_team("Port", lead=lead))


def test_are_added_by_a_lead_above_with_role_and_days(
    client: Client, team: Team
) -> None:
    tove = make_person("Tove")
    form = FORM | {"person": str(tove.pk), "last_on": "2026-03-31"}

    response = client.post(f"/teams/{team.pk}/members/", form)

    row = Membership.objects.get()
    assert response["Location"] == f"/teams/{team.pk}/"
    assert (row.person, row.role, row.starts_on) == (tove, "Designer", date(2026, 1, 5))
    assert row.ends_on == date(2026, 4, 1), "the first day out of it"


def test_are_changed_and_the_last_day_is_shown_as_it_was_typed(
    client: Client, team: Team
) -> None:
    row = make_membership(team, make_person("Tove"))
    page = f"/teams/members/{row.pk}/"

    client.post(page, FORM | {"last_on": "2026-03-31"})

    assert 'value="2026-03-31"' in client.get(page).content.decode()


def test_leave_after_today_and_come_back_by_undo(
    client: Client, team: Team, lead: Person
) -> None:
    row = make_membership(team, make_person("Tove"))

    client.post(f"/teams/members/{row.pk}/end/")

    row.refresh_from_db()
    assert row.ends_on == timezone.localdate() + timedelta(days=1)
    client.post(f"/history/{history.last_change_set(lead)}/undo/")
    row.refresh_from_db()
    assert row.ends_on is None


def test_are_struck_out_and_come_back_by_undo(
    client: Client, team: Team, lead: Person
) -> None:
    row = make_membership(team, make_person("Tove"))

    client.post(f"/teams/members/{row.pk}/delete/")
    assert not Membership.objects.exists()
    client.post(f"/history/{history.last_change_set(lead)}/undo/")

    assert Membership.objects.get().person.name == "Tove"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"person": ""}, "person"),
        ({"person": "12345"}, "person"),
        ({"starts_on": ""}, "starts_on"),
        ({"starts_on": "2026-02-30"}, "starts_on"),
        ({"last_on": "2026-01-04"}, "last_on"),
        ({"role": "x" * 101}, "role"),
    ],
)
def test_come_back_where_something_is_wrong(
    client: Client, team: Team, wrong: dict[str, str], field: str
) -> None:
    form = FORM | {"person": str(make_person().pk)} | wrong

    response = client.post(f"/teams/{team.pk}/members/", form)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not Membership.objects.exists()


def test_are_in_it_once(client: Client, team: Team) -> None:
    tove = make_person("Tove")
    make_membership(team, tove)

    response = client.post(
        f"/teams/{team.pk}/members/", FORM | {"person": str(tove.pk)}
    )

    assert response.status_code == 422
    assert "in the team already" in response.content.decode()


def test_are_nobody_elses_to_change(client: Client, team: Team) -> None:
    row = make_membership(team, make_person("Tove"))
    for outsider in (row.person, make_person(role="manager"), make_person()):
        client.force_login(outsider)
        for path in (
            f"{team.pk}/members/", f"members/{row.pk}/", f"members/{row.pk}/end/",
            f"members/{row.pk}/delete/",
        ):  # fmt: skip
            assert client.post(f"/teams/{path}", FORM).status_code == 403
    client.force_login(make_admin())
    assert client.get(f"/teams/{team.pk}/members/").status_code == 200
    assert client.get(f"/teams/members/{row.pk}/end/").status_code == 405
    assert not ChangeSet.objects.exists()
