from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from waypost.core.fields import Visibility
from waypost.core.models import ChangeSet
from waypost.okrs.tests.factories import make_key_result, make_objective
from waypost.people.models import Person, TimeOff
from waypost.people.tests.factories import (
    make_admin,
    make_calendar,
    make_membership,
    make_person,
    make_team,
)
from waypost.projects.tests.factories import make_project, make_task

pytestmark = pytest.mark.django_db


def look(client: Client, viewer: Person, person: Person) -> str:
    client.force_login(viewer)
    response = client.get(f"/people/{person.pk}/")
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def tove() -> Person:
    return make_person(
        "Tove Nyström",
        password="a long walk home",
        manager=make_person("Bo Boss"),
        hourly_rate=Decimal(70),
        calendar=make_calendar("Sweden"),
        time_zone="Europe/Stockholm",
    )


def test_shows_who_somebody_is_and_what_they_answer_for(
    client: Client, tove: Person
) -> None:
    make_membership(make_team("Quay"), tove, role="Designer")
    make_membership(make_team("Dock"), tove, ends_on=date(2021, 1, 1))
    make_person("Rea Report", manager=tove)
    make_objective(title="Guests find us", owner=tove)

    html = look(client, make_person(role="viewer"), tove)

    for words in (
        "Bo Boss", "Sweden", "Quay", "Designer", "Dock", "Rea Report",
        "Guests find us", "Answers for 1 open thing; 1 person reports",
    ):  # fmt: skip
        assert words in html, words


def test_shows_rates_to_who_may_see_them_alone(client: Client, tove: Person) -> None:
    assert "€\N{NO-BREAK SPACE}70" in look(client, make_admin(), tove)
    for viewer in (make_person(role="manager"), tove):
        assert "€\N{NO-BREAK SPACE}70" not in look(client, viewer, tove)


def test_holds_no_word_of_what_the_viewer_may_not_see(
    client: Client, tove: Person
) -> None:
    hidden: dict[str, Any] = {"visibility": Visibility.NAMED}
    objective = make_objective(title="Quokka", owner=tove, **hidden)
    make_key_result(objective=objective, title="Quokka too", owner=tove)
    make_task(make_project(name="Quokka house", manager=tove, **hidden), assignee=tove)

    assert "Quokka" not in look(client, make_person(role="manager"), tove)
    assert "Answers for nothing" in look(client, make_person(), tove)
    assert "Quokka" in look(client, make_admin(), tove)


def test_shows_notes_of_time_off_to_who_plans_it_alone(
    client: Client, tove: Person
) -> None:
    soon = timezone.localdate() + timedelta(days=3)
    TimeOff.objects.create(person=tove, starts_on=soon, ends_on=soon, note="Surgery")
    assert tove.manager is not None

    assert "Surgery" in look(client, tove.manager, tove)
    assert "Surgery" not in look(client, make_person(), tove)


def test_offers_to_change_what_one_may(client: Client, tove: Person) -> None:
    assert "/edit/" in look(client, make_admin(), tove)
    own = look(client, tove, tove)
    assert "/settings/" in own
    assert f"/people/{tove.pk}/edit/" not in own
    assert f"/people/{tove.pk}/time-off/" not in look(client, make_person(), tove)


def test_is_not_there_for_nobody(client: Client) -> None:
    client.force_login(make_admin())

    for path in ("999999/", "999999/edit/", "99999999999999999999/"):
        assert client.get(f"/people/{path}").status_code == 404


def test_asks_as_often_for_twenty_things_as_for_two(
    client: Client, tove: Person, django_assert_max_num_queries: Any
) -> None:
    viewer = make_admin()
    project = make_project(manager=tove)
    counts = []
    for size in (2, 18):
        for _ in range(size):
            make_objective(owner=tove)
            make_task(project, assignee=tove)
            make_membership(make_team(lead=tove), tove)
            make_person(manager=tove)
        client.force_login(viewer)
        with django_assert_max_num_queries(25) as asked:
            client.get(f"/people/{tove.pk}/")
        counts.append(len(asked))

    assert counts[0] == counts[1]


FORM = {
    "name": "Tove N.",
    "email": "tove@example.org",
    "role": "manager",
    "capacity_hours_per_week": "37,5",
    "hourly_rate": "",
    "manager": "",
    "calendar": "",
    "version": "0",
}


def test_is_edited_by_an_admin(client: Client, tove: Person) -> None:
    client.force_login(make_admin())

    response = client.post(f"/people/{tove.pk}/edit/", FORM)

    tove.refresh_from_db()
    assert (response.status_code, response["Location"]) == (303, f"/people/{tove.pk}/")
    assert (tove.name, tove.role, tove.manager) == ("Tove N.", "manager", None)
    assert tove.capacity_hours_per_week == Decimal("37.5")
    assert tove.hourly_rate is None
    stale = client.post(f"/people/{tove.pk}/edit/", FORM | {"name": "Mine"})
    assert stale.status_code == 422
    assert "Somebody else has saved this" in stale.content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"email": "no address"}, "email"),
        ({"email": "taken@example.org"}, "email"),
        ({"role": "king"}, "role"),
        ({"manager": "self"}, "manager"),
        ({"manager": "999999"}, "manager"),
        ({"capacity_hours_per_week": "169"}, "capacity_hours_per_week"),
        ({"capacity_hours_per_week": "many"}, "capacity_hours_per_week"),
        ({"hourly_rate": "-1"}, "hourly_rate"),
        ({"calendar": "x"}, "calendar"),
    ],
)
def test_keeps_what_was_typed_where_it_is_wrong(
    client: Client, tove: Person, wrong: dict[str, str], field: str
) -> None:
    make_person(email="taken@example.org")
    client.force_login(make_admin())
    if wrong == {"manager": "self"}:
        wrong = {"manager": str(tove.pk)}

    response = client.post(f"/people/{tove.pk}/edit/", FORM | wrong)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not ChangeSet.objects.exists()


def test_never_takes_the_last_admin_away(client: Client) -> None:
    admin = make_admin()
    client.force_login(admin)

    demoted = client.post(f"/people/{admin.pk}/edit/", FORM)
    off = client.post(f"/people/{admin.pk}/off/", follow=True)

    assert demoted.status_code == 422
    assert "the only admin" in demoted.content.decode()
    assert "the only admin" in off.content.decode()
    admin.refresh_from_db()
    assert admin.is_admin
    assert admin.is_active


def test_refuses_a_circle_of_managers(client: Client, tove: Person) -> None:
    client.force_login(make_admin())
    below = make_person(manager=tove)

    response = client.post(
        f"/people/{tove.pk}/edit/", FORM | {"manager": str(below.pk)}
    )

    assert response.status_code == 422
    assert "manager" in response.context["form"].errors


@pytest.mark.parametrize(
    "path",
    ["edit/", "off/", "on/", "hand-over/", "invitation/", "reset-sign-in/"],
)
def test_is_changed_by_admins_only(client: Client, tove: Person, path: str) -> None:
    for person in (make_person(role="manager"), tove, make_person(role="viewer")):
        client.force_login(person)
        response = client.post(f"/people/{tove.pk}/{path}", FORM)
        assert response.status_code == 403
    assert not ChangeSet.objects.exists()


def test_changes_nothing_by_looking(client: Client, tove: Person) -> None:
    client.force_login(make_admin())

    for path in ("", "edit/", "hand-over/", "time-off/"):
        assert client.get(f"/people/{tove.pk}/{path}").status_code == 200
    for path in ("off/", "on/", "reset-sign-in/"):
        assert client.get(f"/people/{tove.pk}/{path}").status_code == 405
    assert not ChangeSet.objects.exists()
