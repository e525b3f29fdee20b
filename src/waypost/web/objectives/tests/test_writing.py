from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from waypost.core.history import version_of
from waypost.core.models import ChangeSet
from waypost.okrs.models import Cycle, Objective
from waypost.okrs.tests.factories import (
    make_alignment,
    make_cycle,
    make_key_result,
    make_objective,
)
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_person, make_team

pytestmark = pytest.mark.django_db
URL = reverse("objectives:create")


@pytest.fixture
def cycle() -> Cycle:
    return make_cycle()


@pytest.fixture
def admin() -> Person:
    return make_admin("Mara")


def said(cycle: Cycle, by: Person, **changes: Any) -> dict[str, Any]:
    return {
        "title": "Clinics get value in their first month",
        "why": "They stay.",
        "level": "company",
        "owner": by.pk,
        "cycle": cycle.pk,
        "kind": "committed",
        "state": "active",
        "visibility": "everyone",
        "priority": "2",
        "weight": "1.5",
    } | changes


def address(objective: Objective, name: str = "edit") -> str:
    return reverse(f"objectives:{name}", args=[objective.number])


def test_writes_an_objective_with_all_that_was_said(
    client: Client, cycle: Cycle, admin: Person
) -> None:
    friend, parent = make_person(), make_objective(cycle=cycle)
    client.force_login(admin)

    response = client.post(
        URL,
        said(
            cycle,
            admin,
            visibility="named",
            viewers=[friend.pk],
            serves_0=parent.code,
            reviewer=friend.pk,
        ),
    )

    created = Objective.objects.exclude(pk=parent.pk).get()
    assert response["Location"] == address(created, "page")
    assert (created.kind, created.priority, created.weight) == ("committed", 2, 1.5)
    assert created.viewers.get().person == friend
    assert created.alignments.get().parent_objective == parent


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"level": "team"}, "team"),
        ({"weight": "0"}, ""),
        ({"weight": "heavy"}, "weight"),
        ({"owner": "0"}, "owner"),
        ({"visibility": "team"}, ""),
        ({"serves_0": "KR-99"}, "serves_0"),
    ],
)
def test_keeps_what_was_typed_and_says_what_is_wrong(
    client: Client, cycle: Cycle, admin: Person, wrong: dict[str, str], field: str
) -> None:
    make_team()
    client.force_login(admin)

    response = client.post(URL, said(cycle, admin, **wrong))

    form = response.context["form"]
    assert response.status_code == 422
    assert form.errors.keys() == {field or "__all__"}
    assert "They stay." in response.content.decode()
    assert not Objective.objects.exists()


def test_offers_a_member_only_what_is_their_own(client: Client, cycle: Cycle) -> None:
    client.force_login(make_person())

    form = client.get(URL).context["form"]

    assert [value for value, _label in form.fields["level"].choices] == ["person"]


def test_refuses_a_member_who_writes_for_the_company(
    client: Client, cycle: Cycle
) -> None:
    person = make_person()
    client.force_login(person)

    assert client.post(URL, said(cycle, person)).status_code == 422
    assert not Objective.objects.exists()


def test_refuses_who_only_reads(client: Client, cycle: Cycle) -> None:
    client.force_login(make_person(role="viewer"))

    assert client.get(URL).status_code == 403
    assert client.post(URL, {}).status_code == 403


def test_asks_for_a_cycle_first(client: Client, admin: Person) -> None:
    client.force_login(admin)

    assert "No cycle yet" in client.get(URL).content.decode()


def test_shows_the_objective_as_it_is(
    client: Client, cycle: Cycle, admin: Person
) -> None:
    parent = make_objective(cycle=cycle)
    objective = make_objective(cycle=cycle, team=make_team("Mobile"), title="Ours")
    make_alignment(objective, parent)
    client.force_login(admin)

    form = client.get(address(objective)).context["form"]

    assert form["title"].value() == "Ours"
    assert form["serves_0"].value() == parent.code


def test_changes_terms_alignment_and_viewers_in_one_change_set(
    client: Client, cycle: Cycle, admin: Person
) -> None:
    former, later = make_objective(cycle=cycle), make_objective(cycle=cycle)
    objective = make_objective(cycle=cycle, owner=admin)
    make_alignment(objective, former)
    client.force_login(admin)

    data = said(cycle, admin, title="Better", serves_0=later.code, version=0)
    response = client.post(address(objective), data)

    objective.refresh_from_db()
    assert response.status_code == 303
    assert objective.title == "Better"
    assert objective.alignments.get().parent_objective == later
    assert ChangeSet.objects.filter(actor=admin).count() == 1


def test_says_so_when_somebody_else_was_faster(
    client: Client, cycle: Cycle, admin: Person
) -> None:
    objective = make_objective(cycle=cycle, owner=admin)
    client.force_login(admin)
    stale = version_of(objective)
    client.post(address(objective), said(cycle, admin, title="First"))

    response = client.post(
        address(objective), said(cycle, admin, title="Second", version=stale)
    )

    assert response.status_code == 422
    html = response.content.decode()
    assert "Somebody else has saved this" in html
    assert 'value="Second"' in html


def test_refuses_a_circle_under_its_field(
    client: Client, cycle: Cycle, admin: Person
) -> None:
    objective = make_objective(cycle=cycle, owner=admin)
    below = make_objective(cycle=cycle)
    make_alignment(below, make_key_result(objective=objective))
    client.force_login(admin)

    data = said(cycle, admin, serves_0=below.code)
    response = client.post(address(objective), data)

    assert response.status_code == 422
    assert "serves_0" in response.context["form"].errors


def test_lets_nobody_edit_who_may_only_look(client: Client, cycle: Cycle) -> None:
    objective = make_objective(cycle=cycle, title="Theirs")
    person = make_person()
    client.force_login(person)

    assert client.get(address(objective)).status_code == 403
    assert client.post(address(objective), said(cycle, person)).status_code == 403
    objective.refresh_from_db()
    assert objective.title == "Theirs"


def test_hides_from_strangers_that_there_is_something(
    client: Client, cycle: Cycle
) -> None:
    objective = make_objective(cycle=cycle, visibility="named")
    client.force_login(make_person())

    for name in ("page", "edit"):
        assert client.get(address(objective, name)).status_code == 404
    assert client.post(address(objective, "delete")).status_code == 404
