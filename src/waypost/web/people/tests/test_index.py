import csv
import io
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from waypost.people.models import Person
from waypost.people.tests.factories import (
    make_admin,
    make_membership,
    make_person,
    make_team,
)

pytestmark = pytest.mark.django_db


def look(client: Client, viewer: Person, query: str = "") -> str:
    client.force_login(viewer)
    response = client.get(f"/people/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_lists_who_is_active_for_everybody(client: Client) -> None:
    make_person("Off Duty", is_active=False)
    make_membership(make_team("Quay"), make_person("Tove Nyström"))

    html = look(client, make_person("Vik", role="viewer"))

    assert "Tove Nyström" in html
    assert "Quay" in html
    assert "Off Duty" not in html
    assert "2 people" in html


def test_is_narrowed_by_its_address(client: Client) -> None:
    team = make_team()
    make_membership(team, make_person("Tove"))
    make_person("Boris")
    viewer = make_admin("Ada", password="a long walk home")

    assert "Boris" not in look(client, viewer, f"?team={team.pk}")
    assert "Boris" not in look(client, viewer, "?q=tov")
    assert "Boris" in look(client, viewer, "?standing=invited")


def test_offers_rates_and_invitations_to_admins_alone(client: Client) -> None:
    make_person(hourly_rate=Decimal(77))

    html = look(client, make_admin(), "?columns=name,rate")
    assert "77" in html
    assert "/people/new/" in html
    html = look(client, make_person(role="manager"), "?columns=name,rate")
    assert "€" not in html
    assert "/people/new/" not in html


def test_is_a_file_too(client: Client) -> None:
    make_person("Tove", hourly_rate=Decimal(77))
    client.force_login(make_person("Vik"))

    response: Any = client.get("/people/export.csv?columns=name,rate")

    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[0] for row in rows[1:]] == ["Tove", "Vik"]
    assert "77" not in text
    assert client.get("/people/export.exe").status_code == 404


def test_asks_as_often_for_twenty_as_for_two(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    viewer = make_admin()
    counts = []
    for size in (2, 18):
        for _ in range(size):
            make_membership(make_team(), make_person(manager=viewer))
        client.force_login(viewer)
        with django_assert_max_num_queries(25) as asked:
            client.get("/people/")
        counts.append(len(asked))

    assert counts[0] == counts[1]
