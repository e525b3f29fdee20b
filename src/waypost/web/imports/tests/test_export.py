import gzip
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from waypost.exchange import actions
from waypost.exchange.models import ExportRun
from waypost.exchange.whole.tests import house
from waypost.people.models import Person
from waypost.people.tests.factories import make_person

pytestmark = pytest.mark.django_db
URL = reverse("imports:export")


@pytest.fixture
def admin(client: Client) -> Person:
    person = house.make_house()
    client.force_login(person)
    return person


def _work(run: ExportRun) -> None:
    """Do what a worker would."""
    actions.write_export(actor=None, now=timezone.now(), run=run.pk)


def _page(client: Client) -> str:
    response = client.get(URL)
    assert response.status_code == 200
    return str(response.content.decode())


def _taken(response: Any) -> str:
    return gzip.decompress(b"".join(response.streaming_content)).decode()


def test_is_begun_watched_and_taken_along(client: Client, admin: Person) -> None:
    assert "Nothing was exported yet" in _page(client)

    assert client.post(URL).status_code == 303
    run = ExportRun.objects.get()
    assert "Waiting for its turn" in _page(client)
    _work(run)

    address = reverse("imports:export_file", args=[run.pk])
    assert address in _page(client)
    response = client.get(address)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Cache-Control"] == "no-store"
    text = _taken(response)
    house.empty()
    house.take(text)
    assert house.document() == text


def test_is_not_begun_twice_at_once(client: Client, admin: Person) -> None:
    client.post(URL)
    client.post(URL)

    assert ExportRun.objects.count() == 1


def test_is_begun_anew_when_a_worker_died(client: Client, admin: Person) -> None:
    client.post(URL)
    long_ago = timezone.now() - timedelta(minutes=10)
    ExportRun.objects.update(state=ExportRun.State.RUNNING, begun_at=long_ago)
    assert "stopped in the middle" in _page(client)

    client.post(URL)

    assert ExportRun.objects.count() == 2


def test_says_so_when_it_could_not_be_written(
    client: Client, admin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("waypost.exchange.whole.files.save", full)
    client.post(URL)

    _work(ExportRun.objects.get())

    assert "It could not be written (OSError)" in _page(client)


def test_the_file_is_removed_after_some_days(client: Client, admin: Person) -> None:
    client.post(URL)
    run = ExportRun.objects.get()
    _work(run)
    ExportRun.objects.update(created_at=timezone.now() - timedelta(days=4))

    assert "The file was removed." in _page(client)
    address = reverse("imports:export_file", args=[run.pk])
    assert client.get(address).status_code == 404
    client.post(URL)  # whoever comes next clears it away
    run.refresh_from_db()
    assert run.stored_as == ""


@pytest.mark.parametrize("role", ["viewer", "member", "manager"])
def test_is_for_admins_only(client: Client, admin: Person, role: str) -> None:
    client.post(URL)
    run = ExportRun.objects.get()
    _work(run)
    client.force_login(make_person(role=role))

    assert client.get(URL).status_code == 403
    assert client.post(URL).status_code == 403
    address = reverse("imports:export_file", args=[run.pk])
    assert client.get(address).status_code == 404
    assert ExportRun.objects.count() == 1


def test_two_of_the_same_moment_are_the_same_to_the_byte(
    client: Client, admin: Person
) -> None:
    files = []
    for _turn in range(2):
        client.post(URL)
        run = ExportRun.objects.latest("pk")
        _work(run)
        address = reverse("imports:export_file", args=[run.pk])
        files.append(b"".join(client.get(address).streaming_content))  # type: ignore[attr-defined]  # a file's

    assert files[0] == files[1]
