from datetime import date
from typing import Any

import pytest
from django.test import Client

from waypost.core.models import ChangeSet
from waypost.people.models import Person, TimeOff
from waypost.people.tests.factories import (
    make_calendar,
    make_organisation,
    make_person,
)
from waypost.projects.tests.factories import make_project
from waypost.web.settings.agents import in_words, is_small

pytestmark = pytest.mark.django_db
FORM = {"name": "Tove", "theme": "dark", "locale": "sv", "time_zone": "Asia/Tokyo"}
NB = "\N{NO-BREAK SPACE}"


@pytest.fixture
def tove(client: Client) -> Person:
    make_organisation()
    person = make_person("Tove")
    client.force_login(person)
    return person


def test_are_saved_and_hold_at_once(client: Client, tove: Person) -> None:
    calendar = make_calendar("Sweden")

    response = client.post("/settings/", FORM | {"calendar": str(calendar.pk)})

    assert (response.status_code, response["Location"]) == (303, "/settings/")
    tove.refresh_from_db()
    assert (tove.theme, tove.locale, tove.time_zone) == ("dark", "sv", "Asia/Tokyo")
    assert tove.calendar == calendar
    html = client.get("/settings/").content.decode()
    assert 'data-theme="dark"' in html
    assert f"98{NB}000{NB}€" in html
    assert f"12,5{NB}h" in html


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"theme": "plaid"}, "theme"),
        ({"locale": "tlh"}, "locale"),
        ({"time_zone": "Atlantis"}, "time_zone"),
        ({"calendar": "12345"}, "calendar"),
    ],
)
def test_come_back_where_something_is_wrong(
    client: Client, tove: Person, wrong: dict[str, str], field: str
) -> None:
    response = client.post("/settings/", FORM | wrong)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not ChangeSet.objects.exists()


def test_are_ones_own_and_need_a_sign_in(client: Client) -> None:
    for path in ("", "time-off/", "sessions/"):
        assert client.get(f"/settings/{path}").status_code == 302


def test_show_ones_time_off(client: Client, tove: Person) -> None:
    TimeOff.objects.create(
        person=tove,
        starts_on=date(2090, 7, 1),
        ends_on=date(2090, 7, 9),
        note="Sailing",
    )

    html = client.get("/settings/time-off/").content.decode()

    assert "Sailing" in html
    assert f"/people/{tove.pk}/time-off/" in html


@pytest.mark.parametrize(
    ("locale", "typed", "shown"),
    [
        ("de", "1.250,5", "1250,5"),
        ("de", "7.5", "7,5"),
        ("en-gb", "7,5", "7.5"),
        ("en-us", "1,250.5", "1250.5"),
        ("fr", f"1{NB}250,5", "1250,5"),
    ],
)
def test_numbers_are_typed_and_shown_as_the_locale_writes_them(
    client: Client, tove: Person, locale: str, typed: str, shown: str
) -> None:
    tove.locale, tove.role = locale, Person.Role.ADMIN
    tove.save()
    form = {
        "name": "Tove", "email": tove.email, "role": "admin", "version": "0",
        "capacity_hours_per_week": "40", "hourly_rate": typed,
    }  # fmt: skip

    response = client.post(f"/people/{tove.pk}/edit/", form)

    assert response.status_code == 303, response.context["form"].errors
    html = client.get(f"/people/{tove.pk}/edit/").content.decode()
    assert f'value="{shown}"' in html


def test_words_stay_english_where_there_is_no_catalogue(
    client: Client, tove: Person
) -> None:
    tove.locale = "de"
    tove.save()
    project = make_project(manager=tove)

    html = client.get(f"/projects/{project.code}/edit/").content.decode()
    wrong = client.post("/settings/", FORM | {"name": ""}).content.decode()

    assert '<html lang="en-gb"' in html
    assert "This field is required" in wrong


def test_the_browser_is_asked_where_nothing_was_chosen(
    client: Client, tove: Person
) -> None:
    def read(accepted: str) -> str:
        return client.get(
            "/settings/", headers={"Accept-Language": accepted}
        ).content.decode()

    assert f"98.000{NB}€" in read("de-AT,de;q=0.9,en;q=0.5")
    assert f"€{NB}98,000" in read("en-GB")
    assert f"€{NB}98,000" in read("tlh, *;q=0.1")


@pytest.mark.parametrize(
    ("agent", "words", "small"),
    [
        ("(Windows NT 10.0) Gecko Firefox/140.0", "Firefox on Windows", False),
        ("(iPhone; CPU like Mac OS X) Safari/604", "Safari on iPhone", True),
        ("(X11; Linux x86_64) Chrome/1 Safari/5 Edg/1", "Edge on Linux", False),
        ("<script>", "An unknown browser", False),
        ("", "An unknown browser", False),
    ],
)  # fmt: skip
def test_browsers_are_called_by_name(agent: str, words: str, small: bool) -> None:  # noqa: FBT001 - by the table
    assert in_words(agent) == words
    assert is_small(agent) is small


def sign_in(person: Person, agent: str) -> Client:
    visitor = Client(headers={"User-Agent": agent})
    form = {"login": person.email, "password": "a long walk home"}
    visitor.post("/accounts/login/", form)
    return visitor


def test_sessions_are_listed_and_ended_one_by_one_and_all_at_once() -> None:
    person = make_person(password="a long walk home")
    here = sign_in(person, "Firefox on Windows")
    phone, other = sign_in(person, "iPhone Safari"), sign_in(person, "curl")

    html = here.get("/settings/sessions/").content.decode()
    assert "in 2 other browsers" in html
    assert "Safari on iPhone" in html
    rows: Any = here.get("/settings/sessions/").context["rows"]
    pk = next(row.pk for row, words, _small in rows if words == "Safari on iPhone")
    here.post(f"/settings/sessions/{pk}/end/")
    assert phone.get("/settings/").status_code == 302
    assert other.get("/settings/").status_code == 200
    here.post("/settings/sessions/others/end/")
    assert other.get("/settings/").status_code == 302
    assert here.get("/settings/").status_code == 200


def test_this_browser_is_signed_out_too() -> None:
    person = make_person(password="a long walk home")
    here = sign_in(person, "Firefox")
    [(row, _words, _small)] = here.get("/settings/sessions/").context["rows"]

    response = here.post(f"/settings/sessions/{row.pk}/end/")

    assert response["Location"] == "/accounts/login/"
    assert here.get("/settings/").status_code == 302


def test_a_session_of_somebody_else_is_not_there(client: Client, tove: Person) -> None:
    person = make_person(password="a long walk home")
    theirs = sign_in(person, "Firefox")
    [(row, _words, _small)] = theirs.get("/settings/sessions/").context["rows"]

    assert client.post(f"/settings/sessions/{row.pk}/end/").status_code == 404
    assert client.get("/settings/sessions/others/end/").status_code == 405
    assert theirs.get("/settings/").status_code == 200
