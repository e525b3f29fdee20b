from datetime import timedelta
from decimal import Decimal

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from waypost.core.models import ChangeSet
from waypost.okrs.models import CheckIn, KeyResult, MetricInput, Reading
from waypost.okrs.tests.factories import (
    make_cycle,
    make_key_result,
    make_metric,
    make_objective,
    make_reading,
)
from waypost.people.models import Person
from waypost.people.tests.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def key_result() -> KeyResult:
    today = timezone.localdate()
    cycle = make_cycle(
        starts_on=today - timedelta(days=45), ends_on=today + timedelta(days=45)
    )
    return make_key_result(
        objective=make_objective(cycle=cycle),
        starts_on=cycle.starts_on,
        due_on=cycle.ends_on,
    )


def post(
    client: Client, person: Person, key_result: KeyResult, **data: str
) -> HttpResponse:
    client.force_login(person)
    url = reverse("key_results:check_in", args=[key_result.number])
    return client.post(url, {"value": "26", "confidence": "60"} | data)  # type: ignore[return-value]  # the test client's own response


def test_saves_the_value_with_what_was_said(
    client: Client, key_result: KeyResult
) -> None:
    response = post(client, key_result.owner, key_result, went_well="Ten pilots")

    check_in = CheckIn.objects.get()
    assert response.status_code == 303
    assert (check_in.value, check_in.confidence) == (Decimal(26), 60)
    assert check_in.went_well == "Ten pilots"
    assert check_in.reading is not None
    assert check_in.reading.value == 26


def test_can_be_undone_from_the_toast(client: Client, key_result: KeyResult) -> None:
    post(client, key_result.owner, key_result)
    undo = reverse("history:undo", args=[ChangeSet.objects.latest("pk").pk])

    html = client.get(
        reverse("key_results:page", args=[key_result.number])
    ).content.decode()
    client.post(undo)

    assert undo in html
    assert not CheckIn.objects.exists()
    assert not Reading.objects.exists()


@pytest.mark.parametrize(
    ("value", "sentence"),
    [("", "required"), ("many", "number"), ("1e999", "digits")],
)
def test_a_wrong_value_is_explained_and_nothing_typed_is_lost(
    client: Client, key_result: KeyResult, value: str, sentence: str
) -> None:
    response = post(
        client, key_result.owner, key_result, value=value, went_well="A long story"
    )

    html = response.content.decode()
    assert response.status_code == 422
    assert sentence in html
    assert "A long story" in html
    assert not CheckIn.objects.exists()


def test_confidence_is_a_percentage(client: Client, key_result: KeyResult) -> None:
    response = post(client, key_result.owner, key_result, confidence="140")

    assert response.status_code == 422
    assert "100" in response.content.decode()


def test_a_value_far_from_the_last_ones_is_asked_about_and_then_taken(
    client: Client, key_result: KeyResult
) -> None:
    now = timezone.now()
    for days, value in enumerate((25, 25.2, 24.9, 25.1, 25)):
        assert key_result.metric is not None
        make_reading(
            key_result.metric, value, observed_at=now - timedelta(days=7 * (5 - days))
        )

    asked = post(client, key_result.owner, key_result, value="2500")
    taken = post(client, key_result.owner, key_result, value="2500", confirmed="2500")

    assert asked.status_code == 422
    assert 'name="confirmed" value="2500"' in asked.content.decode()
    assert taken.status_code == 303


def test_is_forbidden_to_a_reader(client: Client, key_result: KeyResult) -> None:
    assert post(client, make_person(), key_result).status_code == 403
    assert not CheckIn.objects.exists()


def test_does_not_exist_for_a_stranger(client: Client) -> None:
    secret = make_key_result(objective=make_objective(visibility="named"))

    assert post(client, make_person(), secret).status_code == 404


def test_is_not_done_by_a_get(client: Client, key_result: KeyResult) -> None:
    client.force_login(key_result.owner)

    response = client.get(reverse("key_results:check_in", args=[key_result.number]))

    assert response.status_code == 405


def test_is_corrected_by_its_author_and_the_reading_follows(
    client: Client, key_result: KeyResult
) -> None:
    post(client, key_result.owner, key_result)
    check_in = CheckIn.objects.get()
    url = reverse("key_results:edit_check_in", args=[check_in.pk])
    form = client.get(url)

    response = client.post(
        url,
        {
            "value": "27",
            "confidence": "55",
            "observed_at": timezone.localtime(check_in.observed_at).strftime(
                "%Y-%m-%dT%H:%M"
            ),
            "version": form.context["form"]["version"].value(),
        },
    )

    assert response.status_code == 303
    assert Reading.objects.get().value == 27


def test_the_second_of_two_editors_is_told(
    client: Client, key_result: KeyResult
) -> None:
    post(client, key_result.owner, key_result)
    check_in = CheckIn.objects.get()
    url = reverse("key_results:edit_check_in", args=[check_in.pk])
    at = timezone.localtime(check_in.observed_at).strftime("%Y-%m-%dT%H:%M")
    version = client.get(url).context["form"]["version"].value()
    data = {"value": "27", "observed_at": at, "version": version}
    client.post(url, data)

    response = client.post(url, data | {"value": "28", "went_well": "Mine"})

    assert response.status_code == 422
    assert "Somebody else has saved this" in response.content.decode()
    assert "Mine" in response.content.decode()
    assert Reading.objects.get().value == 27


def test_a_running_target_moves_only_with_a_reason(
    client: Client, key_result: KeyResult
) -> None:
    client.force_login(key_result.objective.owner)
    url = reverse("key_results:move_target", args=[key_result.number])
    version = client.get(url).context["form"]["version"].value()
    data = {
        "target": "45",
        "baseline": "20",
        "starts_on": str(key_result.starts_on),
        "due_on": str(key_result.due_on),
        "version": version,
    }

    refused = client.post(url, data)
    moved = client.post(url, data | {"reason": "The partner channel raised the bar"})

    key_result.refresh_from_db()
    assert (refused.status_code, moved.status_code) == (422, 303)
    assert (key_result.target, key_result.scale) == (45, 20)


def test_a_deleted_key_result_comes_back_with_its_check_ins(
    client: Client, key_result: KeyResult
) -> None:
    post(client, key_result.owner, key_result)
    client.force_login(key_result.objective.owner)

    client.post(reverse("key_results:delete", args=[key_result.number]))
    gone = KeyResult.objects.count()
    last = ChangeSet.objects.latest("pk")
    client.post(reverse("history:undo", args=[last.pk]))

    assert gone == 0
    assert CheckIn.objects.get().key_result.number == key_result.number


def test_of_a_computed_metric_asks_for_no_value(client: Client) -> None:
    part = make_metric()
    total = make_metric(source="computed", formula=f"{part.code} * 2")
    MetricInput.objects.create(metric=total, source=part)
    today = timezone.localdate()
    cycle = make_cycle(
        starts_on=today - timedelta(days=45), ends_on=today + timedelta(days=45)
    )
    kr = make_key_result(
        metric=total,
        objective=make_objective(cycle=cycle),
        starts_on=cycle.starts_on,
        due_on=cycle.ends_on,
    )
    client.force_login(kr.owner)

    html = client.get(reverse("key_results:page", args=[kr.number])).content.decode()
    response = post(client, kr.owner, kr, went_well="Both parts rose")

    assert 'name="value"' not in html.split('id="check-in"')[1].split("</form>")[0]
    assert response.status_code == 303
    assert CheckIn.objects.get().went_well == "Both parts rose"
