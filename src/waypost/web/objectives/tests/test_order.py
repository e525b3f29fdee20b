import pytest
from django.test import Client
from django.urls import reverse

from waypost.core.models import ChangeSet
from waypost.okrs.models import KeyResult, Objective
from waypost.okrs.tests.factories import make_cycle, make_key_result, make_objective
from waypost.people.tests.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def objective() -> Objective:
    found = make_objective()
    for position, title in enumerate(("One", "Two", "Three")):
        make_key_result(objective=found, title=title, position=position)
    return found


def url_of(objective: Objective) -> str:
    return reverse("objectives:reorder_key_results", args=[objective.number])


def titles(objective: Objective) -> list[str]:
    rows = objective.key_results.order_by("position", "pk")
    return list(rows.values_list("title", flat=True))


def test_of_key_results_changes_by_one_place_with_undo(
    client: Client, objective: Objective
) -> None:
    client.force_login(objective.owner)
    first = KeyResult.objects.get(title="One")

    client.post(url_of(objective), {"item": first.pk, "to": "down"})

    assert titles(objective) == ["Two", "One", "Three"]
    client.post(reverse("history:undo", args=[ChangeSet.objects.latest("pk").pk]))
    assert titles(objective) == ["One", "Two", "Three"]


def test_of_key_results_comes_whole_from_a_script(
    client: Client, objective: Objective
) -> None:
    client.force_login(objective.owner)
    keys = [KeyResult.objects.get(title=t).pk for t in ("Three", "One", "Two")]

    client.post(url_of(objective), {"order": ",".join(map(str, keys))})

    assert titles(objective) == ["Three", "One", "Two"]


def test_of_key_results_stays_at_its_ends(client: Client, objective: Objective) -> None:
    client.force_login(objective.owner)
    first = KeyResult.objects.get(title="One")

    client.post(url_of(objective), {"item": first.pk, "to": "up"})

    assert titles(objective) == ["One", "Two", "Three"]


def test_of_key_results_is_offered_to_who_may_add_them(
    client: Client, objective: Objective
) -> None:
    page = reverse("objectives:page", args=[objective.number])
    client.force_login(objective.owner)
    offered = client.get(page).content.decode()
    client.force_login(make_person())

    assert "Move One down" in offered
    assert "data-sortable" in offered
    assert "Move One down" not in client.get(page).content.decode()
    said = {"order": "1,2,3"}
    assert client.post(url_of(objective), said).status_code in {303, 403}
    assert titles(objective) == ["One", "Two", "Three"]


def test_of_key_results_stands_in_a_closed_cycle(client: Client) -> None:
    objective = make_objective(cycle=make_cycle(state="closed"))
    first, second = (make_key_result(objective=objective) for _ in range(2))
    client.force_login(objective.owner)

    client.post(url_of(objective), {"order": f"{second.pk},{first.pk}"})

    first.refresh_from_db()
    assert first.position == 0
