from datetime import date

import pytest
from django.test import Client

from waypost.core import history
from waypost.core.models import ChangeSet
from waypost.people.models import Person, TimeOff
from waypost.people.tests.factories import make_admin, make_person

pytestmark = pytest.mark.django_db
FORM = {"starts_on": "2030-07-01", "ends_on": "2030-07-12", "note": "Sailing"}


@pytest.fixture
def tove() -> Person:
    return make_person("Tove", manager=make_person("Boss"))


def test_is_entered_by_the_person_their_manager_and_admins(
    client: Client, tove: Person
) -> None:
    assert tove.manager is not None
    for actor in (tove, tove.manager, make_admin()):
        client.force_login(actor)
        response = client.post(f"/people/{tove.pk}/time-off/", FORM)
        assert response.status_code == 303

    assert TimeOff.objects.filter(person=tove).count() == 3


def test_may_be_one_day(client: Client, tove: Person) -> None:
    client.force_login(tove)

    client.post(f"/people/{tove.pk}/time-off/", FORM | {"ends_on": ""})

    assert TimeOff.objects.get().ends_on == date(2030, 7, 1)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"starts_on": ""}, "starts_on"),
        ({"starts_on": "soon"}, "starts_on"),
        ({"ends_on": "2030-06-30"}, "ends_on"),
        ({"note": "x" * 201}, "note"),
    ],
)
def test_comes_back_where_something_is_wrong(
    client: Client, tove: Person, wrong: dict[str, str], field: str
) -> None:
    client.force_login(tove)

    response = client.post(f"/people/{tove.pk}/time-off/", FORM | wrong)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not TimeOff.objects.exists()


def test_is_removed_and_comes_back_by_undo(client: Client, tove: Person) -> None:
    client.force_login(tove)
    client.post(f"/people/{tove.pk}/time-off/", FORM)
    row = TimeOff.objects.get()

    response = client.post(
        f"/people/time-off/{row.pk}/remove/", {"next": "/settings/time-off/"}
    )
    assert response["Location"] == "/settings/time-off/"
    assert not TimeOff.objects.exists()
    client.post(f"/history/{history.last_change_set(tove)}/undo/")

    assert TimeOff.objects.get().note == "Sailing"


def test_is_nobody_elses_business(client: Client, tove: Person) -> None:
    row = TimeOff.objects.create(
        person=tove, starts_on=date(2030, 1, 1), ends_on=date(2030, 1, 2)
    )
    client.force_login(make_person(role="manager"))

    assert client.get(f"/people/{tove.pk}/time-off/").status_code == 403
    assert client.post(f"/people/{tove.pk}/time-off/", FORM).status_code == 403
    assert client.post(f"/people/time-off/{row.pk}/remove/").status_code == 403
    assert client.post("/people/time-off/999999/remove/").status_code == 404
    assert not ChangeSet.objects.exists()
