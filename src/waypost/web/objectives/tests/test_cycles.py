import pytest
from django.test import Client
from django.urls import reverse

from waypost.okrs.models import Cycle
from waypost.okrs.tests.factories import make_cycle
from waypost.people.tests.factories import make_admin, make_person

pytestmark = pytest.mark.django_db
URL = reverse("objectives:create_cycle")
SAID = {
    "name": "Q1 2027",
    "kind": "quarter",
    "starts_on": "2027-01-01",
    "ends_on": "2027-03-31",
}


def test_is_added_in_planning(client: Client) -> None:
    client.force_login(make_admin())

    response = client.post(URL, SAID)

    cycle = Cycle.objects.get()
    wanted = f"{reverse('objectives:index')}?cycle={cycle.pk}"
    assert (response.status_code, response["Location"]) == (303, wanted)
    assert cycle.state == Cycle.State.PLANNING


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


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "Taken"}, "name"),
        ({"ends_on": "2026-12-01"}, "ends_on"),
        ({"starts_on": "soon"}, "starts_on"),
        ({"kind": "moon"}, "kind"),
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


def test_is_started_by_who_runs_it(client: Client) -> None:
    manager = make_person()
    cycle = make_cycle(state=Cycle.State.PLANNING, manager=manager)
    client.force_login(manager)

    client.post(reverse("objectives:start_cycle", args=[cycle.pk]))

    cycle.refresh_from_db()
    assert cycle.state == Cycle.State.ACTIVE


def test_says_so_when_it_runs_already(client: Client) -> None:
    cycle = make_cycle()
    client.force_login(make_admin())

    url = reverse("objectives:start_cycle", args=[cycle.pk])
    response = client.post(url, follow=True)

    assert "this needs “Planning”" in response.content.decode()


def test_lets_nobody_else_add_or_start_one(client: Client) -> None:
    cycle = make_cycle(state=Cycle.State.PLANNING)
    start = reverse("objectives:start_cycle", args=[cycle.pk])
    client.force_login(make_person(role="manager"))

    assert client.get(URL).status_code == 403
    assert client.post(URL, SAID).status_code == 403
    assert client.post(start).status_code == 403
    assert client.get(start).status_code == 405
    assert client.post(reverse("objectives:start_cycle", args=[0])).status_code == 404
