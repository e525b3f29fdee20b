import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from waypost.exchange.whole.tests import house
from waypost.people.models import Organisation, Person
from waypost.people.tests.factories import make_organisation
from waypost.web.start import views

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_run")]
URL = reverse("start:bring")
PASSWORD = "a long walk home"


@pytest.fixture
def text() -> str:
    house.make_house()
    found = house.document()
    house.empty()
    return found


def _sent(client: Client, text: str, **changes: str) -> "tuple[int, str]":
    said = {"email": "signe@example.org", "password": PASSWORD, "again": PASSWORD}
    file = SimpleUploadedFile("all.json", text.encode())
    response = client.post(URL, {"file": file, **said, **changes})
    return response.status_code, response.content.decode()


def test_is_offered_on_the_first_page(client: Client) -> None:
    assert URL in client.get(reverse("start:index")).content.decode()
    assert client.get(URL).status_code == 200


def test_takes_all_of_it_and_signs_the_admin_in(client: Client, text: str) -> None:
    status, _said = _sent(client, text)

    assert status == 303
    admin = Person.objects.get(email="signe@example.org")
    assert client.session["_auth_user_id"] == str(admin.pk)
    assert admin.check_password(PASSWORD)
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"email": "nobody@example.org"}, "No active admin in the file"),
        ({"password": "short", "again": "short"}, "too short"),
        ({"again": "another walk home"}, "The two passwords differ"),
        ({"email": "signe"}, "valid email"),
    ],
)
def test_says_what_is_wrong_and_takes_nothing(
    client: Client, text: str, changes: dict[str, str], said: str
) -> None:
    status, answer = _sent(client, text, **changes)

    assert status == 422
    assert said in answer
    assert not any(house.counts().values())


def test_names_the_place_of_what_is_wrong_in_the_file(
    client: Client, text: str
) -> None:
    status, answer = _sent(client, text[: len(text) // 2])

    assert status == 422
    assert "cut off" in answer
    assert not Organisation.objects.exists()


def test_wants_a_file(client: Client) -> None:
    response = client.post(URL, {})

    assert response.status_code == 422
    assert "Choose a file first." in response.content.decode()


def test_sends_who_has_a_large_file_to_the_command_line(
    client: Client, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_MEGABYTES", 0)

    status, answer = _sent(client, text)

    assert status == 422
    assert "waypost import FILE --as waypost" in answer
    assert not Organisation.objects.exists()


def test_is_gone_once_there_is_an_organisation(client: Client, text: str) -> None:
    make_organisation()

    assert client.get(URL).status_code == 404
    assert _sent(client, text)[0] == 404
