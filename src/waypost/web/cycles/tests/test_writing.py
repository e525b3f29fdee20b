from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from waypost.okrs.models import Cycle
from waypost.okrs.tests.factories import make_cycle
from waypost.people.tests.factories import make_admin, make_person

pytestmark = pytest.mark.django_db
URL = reverse("cycles:create")
SAID = {
    "name": "Q1 2027",
    "kind": "quarter",
    "starts_on": "2027-01-01",
    "ends_on": "2027-03-31",
}


def edit(cycle: Cycle) -> str:
    return reverse("cycles:edit", args=[cycle.pk])


def test_is_added_in_planning(client: Client) -> None:
    manager = make_person("Mara Elm")
    client.force_login(make_admin())

    response = client.post(URL, SAID | {"manager": manager.pk})

    cycle = Cycle.objects.get()
    wanted = reverse("cycles:page", args=[cycle.pk])
    assert (response.status_code, response["Location"]) == (303, wanted)
    assert (cycle.state, cycle.manager) == (Cycle.State.PLANNING, manager)


def test_begins_at_once_where_that_is_said(client: Client) -> None:
    client.force_login(make_admin())

    client.post(URL, SAID | {"is_running": "on"})

    assert Cycle.objects.get().state == Cycle.State.ACTIVE


def test_suggests_the_quarter_that_is_not_there_yet(client: Client) -> None:
    client.force_login(make_admin())
    first = client.get(URL).context["form"].initial
    make_cycle(starts_on=first["starts_on"], ends_on=first["ends_on"])

    second = client.get(URL).context["form"].initial

    assert second["starts_on"] > first["ends_on"]


@pytest.mark.parametrize(("kind", "days"), [("half", 180), ("year", 364)])
def test_suggests_a_longer_time_where_it_is_asked(
    client: Client, kind: str, days: int
) -> None:
    client.force_login(make_admin())

    initial = client.get(URL, {"kind": kind}).context["form"].initial

    assert initial["kind"] == kind
    assert initial["ends_on"] - initial["starts_on"] >= timedelta(days=days)


def test_suggests_the_year_that_it_lies_in(client: Client) -> None:
    client.force_login(make_admin())
    initial = client.get(URL, {"kind": "year"}).context["form"].initial
    year = make_cycle(
        kind="year", starts_on=initial["starts_on"], ends_on=initial["ends_on"]
    )

    assert client.get(URL).context["form"].initial["parent"] == year.pk


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "Taken"}, "name"),
        ({"ends_on": "2026-12-01"}, "ends_on"),
        ({"starts_on": "soon"}, "starts_on"),
        ({"kind": "moon"}, "kind"),
        ({"manager": "0"}, "manager"),
        ({"parent": "0"}, "parent"),
    ],
)
def test_keeps_what_was_typed_and_says_what_is_wrong(
    client: Client, wrong: dict[str, str], field: str
) -> None:
    make_cycle(name="Taken")
    client.force_login(make_admin())

    response = client.post(URL, SAID | wrong)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert Cycle.objects.count() == 1


def test_goes_back_to_where_it_was_asked_for(client: Client) -> None:
    client.force_login(make_admin())

    response = client.post(URL, SAID | {"next": "/start/guide/"})

    assert response["Location"] == "/start/guide/"


def test_is_changed_by_who_runs_it_but_for_its_manager(client: Client) -> None:
    manager = make_person()
    cycle = make_cycle(manager=manager)
    client.force_login(manager)

    page = client.get(edit(cycle))
    said = SAID | {"name": "Spring", "manager": make_person().pk}
    response = client.post(edit(cycle), said)

    cycle.refresh_from_db()
    assert "manager" not in page.context["form"].fields
    assert response.status_code == 303
    assert (cycle.name, cycle.manager) == ("Spring", manager)


def test_tells_who_saves_second(client: Client) -> None:
    client.force_login(make_admin())
    client.post(URL, SAID)
    cycle = Cycle.objects.get()
    stale = SAID | {
        "version": client.get(edit(cycle)).context["form"].initial["version"]
    }
    client.post(edit(cycle), stale | {"name": "First"})

    response = client.post(edit(cycle), stale | {"name": "Second"})

    cycle.refresh_from_db()
    assert response.status_code == 422
    assert cycle.name == "First"


def test_lies_in_no_part_of_its_own(client: Client) -> None:
    outer = make_cycle(name="Year")
    inner = make_cycle(parent=outer)
    client.force_login(make_admin())

    response = client.post(edit(outer), SAID | {"parent": inner.pk})

    assert response.status_code == 422
    assert "parent" in response.context["form"].errors


def test_lets_nobody_else_add_or_change_one(client: Client) -> None:
    cycle = make_cycle()
    client.force_login(make_person(role="manager"))

    for url in (URL, edit(cycle)):
        assert client.get(url).status_code == 403
        assert client.post(url, SAID).status_code == 403
    assert client.get(reverse("cycles:edit", args=[0])).status_code == 404
