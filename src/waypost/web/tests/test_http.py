import json

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django_htmx.middleware import HtmxDetails

from waypost.people.models import Person
from waypost.people.tests.factories import make_person
from waypost.web.http import (
    HttpRequest,
    done,
    go_back,
    page,
    partial_for,
    see_other,
    toast,
)

pytestmark = pytest.mark.django_db
URL = "/gallery/"


@pytest.fixture
def admin() -> Client:
    client = Client()
    client.force_login(make_person(role=Person.Role.ADMIN))
    return client


def make_request(*, back_to: str = "", **headers: str) -> HttpRequest:
    request = RequestFactory().post(
        "/here/",
        {"next": back_to},
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )
    request.session = SessionStore()
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]  # as Django's
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]  # by HtmxMiddleware
    request.user = make_person()
    return request  # type: ignore[return-value]  # what the middleware makes of it


def test_shows_the_whole_page_to_a_browser(admin: Client) -> None:
    response = admin.get(URL)

    assert b"<!doctype html>" in response.content
    assert "HX-Request" in response.headers["Vary"]


def test_sends_only_the_part_to_htmx(admin: Client) -> None:
    response = admin.get(URL, headers={"HX-Request": "true"})

    assert b"<html" not in response.content
    assert b"<h1>" in response.content
    assert "HX-Request" in response.headers["Vary"]


@pytest.mark.parametrize("header", ["HX-History-Restore-Request", "HX-Boosted"])
def test_sends_the_whole_page_for_history_and_boosted_links(
    admin: Client, header: str
) -> None:
    response = admin.get(URL, headers={"HX-Request": "true", header: "true"})

    assert b"<!doctype html>" in response.content


def test_asks_a_stranger_to_sign_in() -> None:
    response = Client().get(URL)

    assert response.status_code == 302
    assert response.headers["Location"] == f"{reverse('account_login')}?next={URL}"


def test_keeps_the_page_of_somebody_who_was_signed_out_while_typing() -> None:
    response = Client().post(URL, headers={"HX-Request": "true"})

    assert response.status_code == 401


def test_takes_the_browser_to_sign_in_when_a_fragment_is_asked_for() -> None:
    response = Client().get(URL, headers={"HX-Request": "true"})

    assert response.headers["HX-Redirect"].startswith(reverse("account_login"))


def test_refuses_other_methods(admin: Client) -> None:
    assert admin.delete(URL).status_code == 405


def test_allows_head_where_get_is_allowed(admin: Client) -> None:
    assert admin.head(URL).status_code == 200


def test_answers_after_a_write_with_see_other() -> None:
    response = see_other("/objectives/")

    assert response.status_code == 303
    assert response.headers["Location"] == "/objectives/"


@pytest.mark.parametrize(
    ("given", "taken"),
    [("/map/?cycle=2", "/map/?cycle=2"), ("https://evil.example/", "/"), ("", "/")],
)
def test_goes_back_to_its_own_pages_only(given: str, taken: str) -> None:
    request = make_request(back_to=given)

    assert go_back(request, fallback="/").headers["Location"] == taken


def test_sends_toasts_with_an_empty_answer() -> None:
    request = make_request(HX_Request="true")
    toast(request, "Deleted.", undo="/history/1/undo/")

    response = done(request)

    assert response.status_code == 204
    [said] = json.loads(response.headers["HX-Trigger"])["toasts"]["toasts"]
    assert said == {"text": "Deleted.", "undo": "/history/1/undo/", "level": "success"}


def test_chooses_the_partial_by_its_target() -> None:
    request = make_request(HX_Request="true", HX_Target="drawer")

    assert partial_for(request, default="table", drawer="peek") == "peek"
    assert partial_for(make_request(), default="table", drawer="peek") == "table"


def test_gives_a_view_its_arguments() -> None:
    @page("POST")
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        return HttpResponse(str(pk))

    answer = view(make_request(), pk=7)

    assert isinstance(answer, HttpResponse)
    assert answer.content == b"7"
