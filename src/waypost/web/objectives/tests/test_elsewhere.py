"""What a file brought and no field holds stands on the page of the thing."""

import pytest
from django.test import Client

from waypost.core.models import ExternalReference
from waypost.core.registry import label_of
from waypost.okrs.models import KeyResult, Objective
from waypost.okrs.tests.factories import make_key_result
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_organisation, make_person

pytestmark = pytest.mark.django_db


def _keep(thing: Objective | KeyResult | Person, system: str = "okrs") -> None:
    ExternalReference.objects.create(
        subject_kind=label_of(thing),
        subject_id=thing.pk,
        system=system,
        external_id="q1/aims",
        extras={"Region": "North", "waypost.said": {"title": "secret of ours"}},
    )


def _page(client: Client, person: Person, url: str) -> str:
    client.force_login(person)
    return client.get(url).content.decode()


def test_of_an_objective_and_a_key_result(client: Client) -> None:
    make_organisation()
    key_result = make_key_result()
    objective = key_result.objective
    _keep(objective)
    _keep(key_result)

    pages = [
        _page(client, objective.owner, f"/objectives/{objective.code}/"),
        _page(client, objective.owner, f"/key-results/{key_result.code}/"),
    ]

    for page in pages:
        assert "1 field kept from the file" in page
        assert "North" in page
        assert "secret of ours" not in page
        assert "q1/aims" not in page


def test_of_a_person_is_for_admins_alone(client: Client) -> None:
    make_organisation()
    somebody, admin = make_person(), make_admin()
    _keep(somebody, "people")

    url = f"/people/{somebody.pk}/"

    assert "North" in _page(client, admin, url)
    assert "North" not in _page(client, somebody, url)
    assert "North" not in _page(client, make_person(role="manager"), url)
