from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from waypost.core.models import ChangeSet
from waypost.okrs.models import CheckIn, KeyResult, Step
from waypost.okrs.tests.factories import (
    make_cycle,
    make_key_result,
    make_objective,
    make_reading,
    make_steps_key_result,
)
from waypost.people.models import Person
from waypost.people.tests.factories import make_organisation, make_person

pytestmark = pytest.mark.django_db
FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def owner() -> Person:
    make_organisation()
    return make_person("Mara Oyelaran")


def promise(owner: Person, *, steps: bool = False, **changes: Any) -> KeyResult:
    """Create a key result of this quarter whose first check-in is due."""
    today = timezone.localdate()
    first, last = today - timedelta(days=40), today + timedelta(days=40)
    cycle = make_cycle(starts_on=first, ends_on=last)
    objective = make_objective(owner=owner, cycle=cycle, **changes)
    make = make_steps_key_result if steps else make_key_result
    return make(objective=objective, owner=owner, starts_on=first, due_on=last)


def send(client: Client, person: Person, key_result: KeyResult, **typed: str) -> Any:
    client.force_login(person)
    address = f"/week/KR-{key_result.number}/check-in/"
    return client.post(address, typed, headers=FRAGMENT)


def read_four(key_result: KeyResult) -> None:
    assert key_result.metric is not None
    for place, value in enumerate((20, 21, 22, 23)):
        at = timezone.now() - timedelta(days=20 - place)
        make_reading(key_result.metric, value, observed_at=at)


def test_folds_the_row_with_undo(client: Client, owner: Person) -> None:
    key_result = promise(owner)

    html = send(
        client, owner, key_result, value="23.5", confidence="60", went_well="Doors"
    ).content.decode()

    saved = CheckIn.objects.get()
    assert (saved.went_well, saved.confidence) == ("Doors", 60)
    change = ChangeSet.objects.latest("pk")
    assert f"/history/{change.pk}/undo/" in html
    assert "23.5" in html
    assert "All check-ins are done" in html


def test_comes_back_when_it_is_undone(client: Client, owner: Person) -> None:
    key_result = promise(owner)
    send(client, owner, key_result, value="23")
    change = ChangeSet.objects.latest("pk")
    back = f"/week/KR-{key_result.number}/"

    answer = client.post(
        f"/history/{change.pk}/undo/", {"next": back}, headers=FRAGMENT
    )
    html = client.get(answer["Location"], headers=FRAGMENT).content.decode()

    assert not CheckIn.objects.exists()
    assert f'id="check-in-{key_result.number}"' in html
    assert "One check-in" in html


@pytest.mark.parametrize("value", ["", "many", "1e400"])
def test_keeps_what_was_typed_when_it_is_refused(
    client: Client, owner: Person, value: str
) -> None:
    key_result = promise(owner)

    answer = send(client, owner, key_result, value=value, went_well="The ramp is open")

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "The ramp is open" in html
    assert 'class="errors"' in html
    assert not CheckIn.objects.exists()


def test_is_refused_on_a_whole_page_without_script(
    client: Client, owner: Person
) -> None:
    key_result = promise(owner)
    client.force_login(owner)

    answer = client.post(
        f"/week/KR-{key_result.number}/check-in/", {"in_the_way": "No crew"}
    )

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "<html" in html
    assert "No crew" in html


def test_asks_about_a_doubtful_value_and_saves_it_when_sent_again(
    client: Client, owner: Person
) -> None:
    key_result = promise(owner)
    read_four(key_result)

    asked = send(client, owner, key_result, value="2300")
    other = send(client, owner, key_result, value="2400", confirmed="2300")
    saved = send(client, owner, key_result, value="2300", confirmed="2300")

    assert asked.status_code == 422
    assert "Save anyway" in asked.content.decode()
    assert other.status_code == 422
    assert saved.status_code == 200
    assert CheckIn.objects.get().value == 2300


def test_marks_steps(client: Client, owner: Person) -> None:
    key_result = promise(owner, steps=True)
    first = key_result.steps.order_by("position").first()
    assert first is not None

    answer = send(client, owner, key_result, done_steps=str(first.pk))

    assert "1 / 3" in answer.content.decode()
    assert Step.objects.exclude(done_on=None).get() == first


def test_is_not_written_twice(client: Client, owner: Person) -> None:
    key_result = promise(owner)
    send(client, owner, key_result, value="23")

    again = send(client, owner, key_result, value="24")

    assert again.status_code == 204
    assert "done meanwhile" in again["HX-Trigger"]
    assert CheckIn.objects.count() == 1


def test_is_forbidden_to_who_only_reads(client: Client, owner: Person) -> None:
    key_result = promise(owner)

    assert send(client, make_person(), key_result, value="23").status_code == 403
    assert not CheckIn.objects.exists()


def test_does_not_exist_for_a_stranger(client: Client, owner: Person) -> None:
    key_result = promise(owner, visibility="named")

    assert send(client, make_person(), key_result, value="23").status_code == 404


@pytest.mark.parametrize("place", ["check-in/", "preview/", ""])
def test_an_unknown_number_is_not_found(
    client: Client, owner: Person, place: str
) -> None:
    client.force_login(owner)
    send = client.post if place == "check-in/" else client.get

    answer = send(f"/week/KR-999/{place}", headers=FRAGMENT)

    assert answer.status_code == (303 if place == "" else 404)


@pytest.mark.parametrize("place", ["KR-1/check-in/", "seen/", "bets/1/accept/"])
def test_does_nothing_on_get(client: Client, owner: Person, place: str) -> None:
    client.force_login(owner)

    assert client.get(f"/week/{place}").status_code == 405


def preview(client: Client, person: Person, key_result: KeyResult, query: str) -> Any:
    client.force_login(person)
    return client.get(f"/week/KR-{key_result.number}/preview/?{query}")


def test_previews_progress_with_the_value(client: Client, owner: Person) -> None:
    key_result = promise(owner)

    html = preview(client, owner, key_result, "value=30").content.decode()

    assert "50\N{NO-BREAK SPACE}%" in html
    assert not ChangeSet.objects.exists()


def test_previews_progress_with_steps(client: Client, owner: Person) -> None:
    key_result = promise(owner, steps=True)
    first = key_result.steps.order_by("position").first()
    assert first is not None

    html = preview(client, owner, key_result, f"done_steps={first.pk}").content

    assert "33\N{NO-BREAK SPACE}%" in html.decode()


@pytest.mark.parametrize("query", ["value=many", "value=", "value=NaN", ""])
def test_previews_nothing_of_what_is_no_number(
    client: Client, owner: Person, query: str
) -> None:
    answer = preview(client, owner, promise(owner), query)

    assert answer.status_code == 200
    assert not answer.content.strip()


def test_previews_nothing_to_a_stranger(client: Client, owner: Person) -> None:
    key_result = promise(owner, visibility="named")

    assert preview(client, make_person(), key_result, "value=30").status_code == 404
