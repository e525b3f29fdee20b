import pytest
from django.test import Client
from django.urls import reverse

from waypost.people.models import Organisation, Person
from waypost.people.tests.factories import make_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_run")]
URL = reverse("start:index")
SAID = {
    "organisation": "Larkfield",
    "currency": "CHF",
    "fiscal_month": "4",
    "time_zone": "Europe/Zurich",
    "name": "Mara Oyelaran",
    "email": "Mara@Example.org",
    "password": "a long walk home",
    "again": "a long walk home",
}


@pytest.mark.parametrize("url", ["/", "/objectives/", "/accounts/login/", "/nowhere/"])
def test_is_where_every_page_leads_at_first(client: Client, url: str) -> None:
    response = client.get(url)

    assert (response.status_code, response["Location"]) == (302, URL)


def test_leads_nobody_there_once_it_is_set_up(client: Client) -> None:
    make_organisation()

    assert client.get("/accounts/login/").status_code == 200


def test_asks_the_database_no_more_once_it_is_set_up(
    client: Client, django_assert_num_queries: object
) -> None:
    make_organisation()
    client.get("/accounts/login/")
    Organisation.objects.all().delete()

    assert client.get("/accounts/login/").status_code == 200


def test_sets_up_the_organisation_and_signs_the_admin_in(client: Client) -> None:
    response = client.post(URL, SAID)

    house, person = Organisation.objects.get(), Person.objects.get()
    assert response["Location"] == reverse("start:guide")
    assert (house.name, house.currency, house.fiscal_month) == ("Larkfield", "CHF", 4)
    assert house.time_zone == "Europe/Zurich"
    assert (person.role, person.email) == ("admin", "mara@example.org")
    assert client.get(reverse("start:guide")).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"organisation": ""}, "organisation"),
        ({"email": "mara"}, "email"),
        ({"password": "12345", "again": "12345"}, "password"),
        ({"again": "another way home"}, "again"),
        ({"time_zone": "Moon/Base"}, "time_zone"),
        ({"fiscal_month": "13"}, "fiscal_month"),
        ({"currency": "gold"}, "currency"),
    ],
)
def test_keeps_what_was_typed_and_says_what_is_wrong(
    client: Client, wrong: dict[str, str], field: str
) -> None:
    response = client.post(URL, SAID | wrong)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert 'value="Mara Oyelaran"' in response.content.decode()
    assert not Organisation.objects.exists()
    assert not Person.objects.exists()


def test_never_sends_a_password_back(client: Client) -> None:
    html = client.post(URL, SAID | {"email": ""}).content.decode()

    assert "a long walk home" not in html


def test_is_refused_once_it_is_set_up(client: Client) -> None:
    make_organisation()

    assert client.get(URL).status_code == 404
    assert client.post(URL, SAID).status_code == 404
    assert client.post(reverse("start:sample")).status_code == 404
    assert Organisation.objects.count() == 1


def test_loads_no_sample_on_a_get(client: Client) -> None:
    assert client.get(reverse("start:sample")).status_code == 405


@pytest.mark.once  # `waypost.sample` is tested on both databases
def test_loads_the_sample_and_says_who_to_sign_in_as(client: Client) -> None:
    html = client.post(reverse("start:sample")).content.decode()

    assert "The sample is loaded" in html
    assert "seven islands, one ferry" in html
    assert html.count("@ottersund.example") == 4
    assert Organisation.objects.count() == 1
