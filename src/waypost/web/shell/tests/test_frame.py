import pytest
from django.test import Client
from django.urls import reverse

from waypost.people.models import Person
from waypost.people.tests.factories import make_person

pytestmark = pytest.mark.django_db
URL = "/gallery/"


@pytest.fixture
def admin() -> Person:
    return make_person(role=Person.Role.ADMIN)


@pytest.fixture
def client(admin: Person) -> Client:
    reader = Client()
    reader.force_login(admin)
    return reader


def test_is_kept_out_of_shared_caches(client: Client) -> None:
    assert "no-store" in client.get(URL).headers["Cache-Control"]


def test_offers_a_way_past_the_navigation(client: Client) -> None:
    html = client.get(URL).content.decode()

    assert html.index('class="skip" href="#main"') < html.index("<nav")
    assert '<main id="main" tabindex="-1"' in html


def test_names_the_person_and_lets_them_out(client: Client, admin: Person) -> None:
    html = client.get(URL).content.decode()

    assert admin.name in html
    assert f'action="{reverse("account_logout")}"' in html


def test_shows_the_theme_that_the_person_chose(client: Client, admin: Person) -> None:
    client.post(reverse("shell:theme"), {"theme": "dark", "next": URL})

    admin.refresh_from_db()
    assert admin.theme == "dark"
    assert 'data-theme="dark"' in client.get(URL).content.decode()


def test_comes_back_to_the_page_after_a_change_of_theme(client: Client) -> None:
    response = client.post(reverse("shell:theme"), {"theme": "light", "next": URL})

    assert response.status_code == 303
    assert response.headers["Location"] == URL


def test_leaves_the_theme_alone_when_it_is_none(client: Client, admin: Person) -> None:
    client.post(reverse("shell:theme"), {"theme": "pink"})

    admin.refresh_from_db()
    assert admin.theme == "system"


def test_shows_times_where_the_person_is(client: Client, admin: Person) -> None:
    admin.time_zone = "No/Where"
    admin.save()

    assert client.get(URL).status_code == 200


def test_lets_people_out_by_the_form_on_the_page(admin: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin)
    html = client.get(URL).content.decode()
    form = html[html.index(f'action="{reverse("account_logout")}"') :]
    token = form.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]

    client.post(reverse("account_logout"), {"csrfmiddlewaretoken": token})

    assert "_auth_user_id" not in client.session
