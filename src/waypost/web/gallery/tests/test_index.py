import re

import pytest
from django.test import Client

from waypost.people.models import Person
from waypost.people.tests.factories import make_person

pytestmark = pytest.mark.django_db
URL = "/gallery/"


def signed_in(role: Person.Role) -> Client:
    client = Client()
    client.force_login(make_person(role=role))
    return client


def test_shows_every_component_to_an_admin() -> None:
    response = signed_in(Person.Role.ADMIN).get(URL)

    assert response.status_code == 200


def test_is_not_there_for_others() -> None:
    assert signed_in(Person.Role.MEMBER).get(URL).status_code == 404


def test_holds_no_inline_style_or_script() -> None:
    html = signed_in(Person.Role.ADMIN).get(URL).content.decode()

    assert not re.search(r"\sstyle=", html)
    assert not re.search(r"\son[a-z]+=", html)
    assert not re.search(r"hx-on", html)
    assert "<style" not in html
    scripts = re.findall(r"<script([^>]*)>", html)
    assert scripts
    assert all(" src=" in script for script in scripts)


def test_forbids_all_but_its_own_origin() -> None:
    policy = signed_in(Person.Role.ADMIN).get(URL).headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("code", [400, 403, 404, 500])
def test_shows_error_pages_in_the_house_look(code: int) -> None:
    response = signed_in(Person.Role.ADMIN).get(f"{URL}error/{code}/")

    assert response.status_code == code
    assert b'class="entrance"' in response.content
