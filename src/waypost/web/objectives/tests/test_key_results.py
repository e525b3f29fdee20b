from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from waypost.core.models import ChangeSet
from waypost.okrs.models import Cycle, KeyResult, Metric, Objective
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
def owner() -> Person:
    return make_person("Mara")


@pytest.fixture
def objective(owner: Person) -> Objective:
    return make_objective(cycle=make_cycle(), owner=owner)


def address(objective: Objective, name: str = "create_key_result", *more: int) -> str:
    return reverse(f"objectives:{name}", args=[objective.number, *more])


def said(owner: Person, **changes: Any) -> dict[str, Any]:
    return {
        "title": "Ten days to the first booking",
        "kind": "metric",
        "measure": "known",
        "owner": owner.pk,
        "starts_on": "2026-01-01",
        "due_on": "2026-03-31",
        "cadence_days": "7",
        "path": "straight",
        "weight": "1",
    } | changes


def post(client: Client, person: Person, objective: Objective, **data: Any) -> Any:
    client.force_login(person)
    return client.post(address(objective), said(person, **data))


def test_promises_a_metric_that_is_followed_already(
    client: Client, owner: Person, objective: Objective
) -> None:
    metric = make_metric()
    make_reading(metric, 34)

    response = post(client, owner, objective, metric=metric.pk, target="14")

    made = KeyResult.objects.get()
    assert response["Location"] == address(objective, "page")
    assert (made.metric, made.baseline, made.target) == (metric, 34, 14)


def test_takes_a_new_metric_and_sees_which_way_is_good(
    client: Client, owner: Person, objective: Objective
) -> None:
    post(
        client, owner, objective,
        measure="new", name="Days", unit="days", baseline="34", target="14",
    )  # fmt: skip

    metric = Metric.objects.get()
    assert (metric.name, metric.unit, metric.better) == ("Days", "days", "lower")
    assert KeyResult.objects.get().metric == metric


def test_keeps_a_metric_in_a_range(
    client: Client, owner: Person, objective: Objective
) -> None:
    post(
        client, owner, objective,
        kind="range", measure="new", name="Load", baseline="90", low="60", high="80",
    )  # fmt: skip

    made = KeyResult.objects.get()
    assert (made.low, made.high, made.target) == (60, 80, None)


def test_completes_steps_one_on_a_line(
    client: Client, owner: Person, objective: Objective
) -> None:
    post(client, owner, objective, kind="steps", steps="Draft\n\n  Pilot \nRoll out")

    made = KeyResult.objects.get()
    titles = list(made.steps.order_by("position").values_list("title", flat=True))
    assert titles == ["Draft", "Pilot", "Roll out"]


def test_is_done_or_not(client: Client, owner: Person, objective: Objective) -> None:
    post(client, owner, objective, kind="binary")

    assert KeyResult.objects.get().steps.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"metric": ""}, "metric"),
        ({"target": ""}, "target"),
        ({"target": "many"}, "target"),
        ({"measure": "new", "baseline": "1"}, "name"),
        ({"measure": "new", "name": "Days"}, "baseline"),
        ({"kind": "range", "low": "1"}, "high"),
        ({"kind": "steps", "steps": " \n "}, "steps"),
        ({"due_on": "2026-09-01"}, "due_on"),
        ({"weight": "-1"}, "__all__"),
        ({"starts_on": "2026-03-31", "due_on": "2026-03-01"}, "__all__"),
    ],
)
def test_keeps_what_was_typed_and_says_what_is_wrong(
    client: Client,
    owner: Person,
    objective: Objective,
    wrong: dict[str, str],
    field: str,
) -> None:
    metric = make_metric()
    make_reading(metric, 34)

    response = post(
        client, owner, objective, **{"metric": metric.pk, "target": "14"} | wrong
    )

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert 'value="Ten days to the first booking"' in response.content.decode()
    assert not KeyResult.objects.exists()
    assert Metric.objects.count() == 1


def test_is_refused_in_a_closed_cycle(client: Client, owner: Person) -> None:
    closed = make_objective(cycle=make_cycle(state=Cycle.State.CLOSED), owner=owner)

    response = post(client, owner, closed, kind="binary")

    assert response.status_code == 422
    assert "is closed" in response.content.decode()


def test_lets_no_reader_add_or_delete(client: Client, objective: Objective) -> None:
    key_result = make_key_result(objective=objective)
    client.force_login(make_person())

    assert client.get(address(objective)).status_code == 403
    assert client.post(address(objective), {}).status_code == 403
    url = address(objective, "delete_key_result", key_result.number)
    assert client.post(url).status_code == 403
    assert KeyResult.objects.exists()


def test_hides_the_form_from_strangers(client: Client) -> None:
    hidden = make_objective(cycle=make_cycle(), visibility="named")
    client.force_login(make_person())

    assert client.get(address(hidden)).status_code == 404


def test_is_deleted_with_undo(
    client: Client, owner: Person, objective: Objective
) -> None:
    key_result = make_key_result(objective=objective)
    client.force_login(owner)
    url = address(objective, "delete_key_result", key_result.number)

    assert client.get(url).status_code == 405
    client.post(url)

    assert not KeyResult.objects.exists()
    client.post(reverse("history:undo", args=[ChangeSet.objects.latest("pk").pk]))
    assert KeyResult.objects.get() == key_result


def test_is_deleted_under_its_own_objective_alone(
    client: Client, owner: Person, objective: Objective
) -> None:
    other = make_key_result(objective=make_objective(owner=owner))
    client.force_login(owner)

    url = address(objective, "delete_key_result", other.number)
    assert client.post(url).status_code == 404


def test_the_coach_asks_for_the_result_of_work(
    client: Client, owner: Person, objective: Objective
) -> None:
    client.force_login(owner)
    url = address(objective, "coach_key_result")

    html = client.get(url, {"title": "Launch the app", "kind": "metric"}).content

    assert "is work, not its result" in html.decode()


def test_the_coach_compares_with_what_the_metric_did(
    client: Client, owner: Person, objective: Objective
) -> None:
    metric = make_metric()
    for days_ago, value in ((30, 20), (20, 21), (10, 22)):
        make_reading(metric, value, days_ago=days_ago)
    client.force_login(owner)

    query = {"title": "Bookings", "kind": "metric", "measure": "known"}
    query |= {"metric": str(metric.pk), "target": "90"}
    html = client.get(address(objective, "coach_key_result"), query).content.decode()

    assert "It moved by 2 so far; the target asks for 68" in html


@pytest.mark.parametrize("metric", ["0", "x", "99999999999999999999999"])
def test_the_coach_bears_what_is_half_typed(
    client: Client, owner: Person, objective: Objective, metric: str
) -> None:
    client.force_login(owner)

    query = {"title": "Bookings", "kind": "metric", "metric": metric, "target": "1e"}
    response = client.get(address(objective, "coach_key_result"), query)

    assert response.status_code == 200
