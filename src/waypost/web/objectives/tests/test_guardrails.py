import pytest
from django.test import Client
from django.urls import reverse

from waypost.core.models import ChangeSet
from waypost.okrs.models import Guardrail, Objective
from waypost.okrs.tests.factories import (
    make_cycle,
    make_metric,
    make_objective,
    make_reading,
)
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Person:
    return make_admin()


@pytest.fixture
def objective() -> Objective:
    return make_objective(cycle=make_cycle())


def address(objective: Objective, name: str = "create_guardrail", *more: int) -> str:
    return reverse(f"objectives:{name}", args=[objective.number, *more])


def guard(objective: Objective, **limits: float) -> Guardrail:
    metric = make_metric(name="Overtime", unit="h")
    return Guardrail.objects.create(objective=objective, metric=metric, **limits)


def test_is_set_and_shown_with_the_last_value(
    client: Client, admin: Person, objective: Objective
) -> None:
    metric = make_metric(name="Overtime", unit="h")
    make_reading(metric, 49)
    client.force_login(admin)

    client.post(address(objective), {"metric": metric.pk, "high": "60"})

    html = client.get(address(objective, "page")).content.decode()
    assert "not above 60\xa0h, now 49\xa0h" in html
    assert "holds" in html


def test_says_when_it_is_broken(
    client: Client, admin: Person, objective: Objective
) -> None:
    make_reading(guard(objective, high=40).metric, 49)
    client.force_login(admin)

    assert "broken" in client.get(address(objective, "page")).content.decode()


@pytest.mark.parametrize(
    ("limits", "field"),
    [
        ({}, "low"),
        ({"low": "9", "high": "3"}, "__all__"),
        ({"high": "tall"}, "high"),
        ({"metric": "0", "high": "3"}, "metric"),
    ],
)
def test_keeps_what_was_typed_and_says_what_is_wrong(
    client: Client,
    admin: Person,
    objective: Objective,
    limits: dict[str, str],
    field: str,
) -> None:
    metric = make_metric()
    client.force_login(admin)

    response = client.post(address(objective), {"metric": metric.pk} | limits)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not Guardrail.objects.exists()


def test_is_removed_with_undo(
    client: Client, admin: Person, objective: Objective
) -> None:
    rail = guard(objective, high=40)
    client.force_login(admin)

    client.post(address(objective, "delete_guardrail", rail.pk))

    assert not Guardrail.objects.exists()
    client.post(reverse("history:undo", args=[ChangeSet.objects.latest("pk").pk]))
    assert Guardrail.objects.get() == rail


def test_lets_no_reader_set_or_remove(client: Client, objective: Objective) -> None:
    rail = guard(objective, high=40)
    client.force_login(make_person())

    assert client.get(address(objective)).status_code == 403
    assert client.post(address(objective), {}).status_code == 403
    url = address(objective, "delete_guardrail", rail.pk)
    assert client.post(url).status_code == 403
    assert Guardrail.objects.exists()


def test_is_removed_under_its_own_objective_alone(
    client: Client, admin: Person, objective: Objective
) -> None:
    rail = guard(make_objective(), high=40)
    client.force_login(admin)

    assert (
        client.post(address(objective, "delete_guardrail", rail.pk)).status_code == 404
    )
    assert (
        client.get(address(objective, "delete_guardrail", rail.pk)).status_code == 405
    )
