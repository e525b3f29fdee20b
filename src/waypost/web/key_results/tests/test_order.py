import pytest
from django.test import Client
from django.urls import reverse

from waypost.okrs.models import KeyResult
from waypost.okrs.tests.factories import make_steps_key_result
from waypost.people.models import Person
from waypost.people.tests.factories import make_person

pytestmark = pytest.mark.django_db
FRAGMENT = {"HX-Request": "true"}


def url_of(key_result: KeyResult) -> str:
    return reverse("key_results:reorder_steps", args=[key_result.number])


def titles(key_result: KeyResult) -> list[str]:
    steps = key_result.steps.order_by("position", "pk")
    return list(steps.values_list("title", flat=True))


@pytest.fixture
def key_result() -> KeyResult:
    return make_steps_key_result("One", "Two", "Three")


@pytest.fixture
def owner(client: Client, key_result: KeyResult) -> Person:
    client.force_login(key_result.owner)
    return key_result.owner


def test_of_steps_changes_by_one_place(
    client: Client, key_result: KeyResult, owner: Person
) -> None:
    last = key_result.steps.get(title="Three")

    response = client.post(url_of(key_result), {"item": last.pk, "to": "up"})

    assert response.status_code == 303
    assert titles(key_result) == ["One", "Three", "Two"]


def test_of_steps_comes_whole_from_a_script(
    client: Client, key_result: KeyResult, owner: Person
) -> None:
    keys = [key_result.steps.get(title=t).pk for t in ("Three", "One", "Two")]
    order = ",".join(map(str, keys))

    response = client.post(url_of(key_result), {"order": order}, headers=FRAGMENT)

    assert response.status_code == 204
    assert "toasts" in response["HX-Trigger"]
    assert titles(key_result) == ["Three", "One", "Two"]


@pytest.mark.parametrize(
    "said", [{}, {"order": "1,x"}, {"order": "0"}, {"item": "0", "to": "up"}]
)
def test_of_steps_that_makes_no_sense_is_refused_in_words(
    client: Client, key_result: KeyResult, owner: Person, said: dict[str, str]
) -> None:
    response = client.post(url_of(key_result), said, follow=True)

    assert "look at it again" in response.content.decode()
    assert titles(key_result) == ["One", "Two", "Three"]


def test_of_steps_is_not_a_readers(client: Client, key_result: KeyResult) -> None:
    client.force_login(make_person())
    first = key_result.steps.get(title="One")
    url = reverse("key_results:page", args=[key_result.number])

    assert url_of(key_result) not in client.get(url).content.decode()
    said = {"item": first.pk, "to": "down"}
    assert client.post(url_of(key_result), said).status_code == 403
