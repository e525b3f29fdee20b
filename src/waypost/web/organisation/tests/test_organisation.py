import pytest
from django.test import Client

from waypost.core import history
from waypost.core.models import ChangeSet
from waypost.people.models import Organisation, Person
from waypost.people.tests.factories import (
    make_admin,
    make_calendar,
    make_organisation,
    make_person,
)

pytestmark = pytest.mark.django_db
PAGE = "/organization/"
FORM = {
    "name": "Larkfield Ltd",
    "mission": "Clinics get value",
    "vision": "",
    "currency": "SEK",
    "time_zone": "Europe/Stockholm",
    "fiscal_month": "7",
    "check_in_weekday": "4",
    "on_track": "7,5",
    "at_risk": "25",
    "low": "40",
    "high": "80",
    "viewers_may_comment": "on",
    "version": "0",
}


@pytest.fixture
def admin(client: Client) -> Person:
    make_organisation(mission="Be there", vision="Nobody waits")
    person = make_admin("Ada")
    client.force_login(person)
    return person


def test_is_read_by_everybody(client: Client, admin: Person) -> None:
    make_calendar("Sweden")
    client.force_login(make_person(role="viewer"))

    html = client.get(PAGE).content.decode()

    for words in ("Be there", "Nobody waits", "Ada", "Sweden", "up to 5 points behind"):
        assert words in html, words
    assert "/organization/edit/" not in html


def test_is_set_by_an_admin_and_back_by_undo(client: Client, admin: Person) -> None:
    response = client.post(f"{PAGE}edit/", FORM)

    assert (response.status_code, response["Location"]) == (303, PAGE)
    house = Organisation.objects.get()
    assert (house.name, house.currency, house.fiscal_month) == (
        "Larkfield Ltd",
        "SEK",
        7,
    )
    assert (house.on_track_from, house.at_risk_from) == (-0.075, -0.25)
    assert (house.score_low, house.score_high) == (0.4, 0.8)
    assert house.viewers_may_comment
    assert 'value="7.5"' in client.get(f"{PAGE}edit/").content.decode()
    client.post(f"/history/{history.last_change_set(admin)}/undo/")
    assert Organisation.objects.get().name == "Larkfield"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"currency": "XXX"}, "currency"),
        ({"time_zone": "Atlantis"}, "time_zone"),
        ({"fiscal_month": "13"}, "fiscal_month"),
        ({"check_in_weekday": "7"}, "check_in_weekday"),
        ({"on_track": "30"}, "at_risk"),
        ({"on_track": "lots"}, "on_track"),
        ({"low": "80"}, "high"),
        ({"high": "101"}, "high"),
    ],
)
def test_comes_back_where_something_is_wrong(
    client: Client, admin: Person, wrong: dict[str, str], field: str
) -> None:
    response = client.post(f"{PAGE}edit/", FORM | wrong)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert "Clinics get value" in response.content.decode()
    assert not ChangeSet.objects.exists()


def test_is_not_written_over(client: Client, admin: Person) -> None:
    client.post(f"{PAGE}edit/", FORM)

    response = client.post(f"{PAGE}edit/", FORM | {"name": "Mine"})

    assert response.status_code == 422
    assert "Somebody else has saved this" in response.content.decode()


def test_is_set_by_admins_only(client: Client, admin: Person) -> None:
    client.force_login(make_person(role="manager"))

    assert client.get(f"{PAGE}edit/").status_code == 403
    assert client.post(f"{PAGE}edit/", FORM).status_code == 403
    assert not ChangeSet.objects.exists()
