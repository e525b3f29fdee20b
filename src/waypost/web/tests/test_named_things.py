"""Where there are too many things for a select, a form takes a code or a title."""

from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from waypost.okrs.models import Cycle, Guardrail, Metric, Objective
from waypost.okrs.tests.factories import (
    make_alignment,
    make_cycle,
    make_key_result,
    make_metric,
    make_objective,
)
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_organisation, make_person
from waypost.projects.models import Project, Task
from waypost.projects.tests.factories import make_project, make_task
from waypost.web import choices
from waypost.web.named import NamedField
from waypost.web.objectives.options import (
    metric_choices,
    metric_said,
    metrics_named,
    parents_named,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client, monkeypatch: pytest.MonkeyPatch) -> Person:
    """Somebody who sees more of everything than a select offers."""
    monkeypatch.setattr(choices, "MOST", 1)
    make_organisation()
    person = make_admin()
    client.force_login(person)
    make_person("Second Person")
    return person


@pytest.fixture
def waiting(admin: Person) -> Metric:
    make_metric(name="Wait at the counter")
    return make_metric(name="Wait at the ramp", unit="min")


@pytest.fixture
def upper(admin: Person) -> Objective:
    """One of two that can be supported, both of them the company's."""
    cycle = make_cycle(state=Cycle.State.ACTIVE)
    make_objective(cycle=cycle, title="Crews go home on time", owner=admin)
    return make_objective(cycle=cycle, title="Boats leave on time", owner=admin)


def _sent(form: forms.Form) -> dict[str, Any]:
    """Return what a browser sends of a form that nobody has touched."""
    values = {field.html_name: field.value() for field in form}
    return {k: v for k, v in values.items() if v is not None and v is not False}


@pytest.mark.parametrize(
    "said",
    ["M-{n}", "m-{n}", "m{n}", "M-{n} · Anything at all", "wait at the ramp", "ramp"],
)
def test_by_code_by_title_or_by_both(waiting: Metric, admin: Person, said: str) -> None:
    named = metrics_named(admin)

    assert named.meant(said.format(n=waiting.number)) == waiting.pk


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("wait", "Several fit"),
        ("M-99999", "Nothing to choose here"),
        ("KR-1", "Nothing to choose here"),
        ("%", "Nothing to choose here"),
        (" · ", "Nothing to choose here"),
    ],
)
def test_and_refuses_what_is_not_one_thing(
    waiting: Metric, admin: Person, said: str, answer: str
) -> None:
    with pytest.raises(ValidationError, match=answer):
        metrics_named(admin).meant(said)


def test_takes_a_title_that_looks_like_a_code(admin: Person) -> None:
    road = make_metric(name="M25")

    assert metrics_named(admin).meant("M25") == road.pk


def test_shows_what_it_means_and_keeps_what_was_typed(
    waiting: Metric, admin: Person
) -> None:
    field = NamedField(metrics_named(admin), like=forms.ChoiceField())

    shown = field.prepare_value(waiting.pk)
    typed = field.prepare_value(field.bound_data(str(waiting.pk), None))

    assert shown == f"{waiting.code} · Wait at the ramp"
    assert field.clean(shown) == str(waiting.pk)
    assert typed == str(waiting.pk)


def test_is_a_select_with_all_of_them_while_they_are_few(
    waiting: Metric, admin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choices, "MOST", 2)

    offered = metric_choices(admin)

    assert not offered.are_many
    assert (waiting.pk, f"Wait at the ramp ({waiting.code} · min)") in offered.pairs


def test_sets_a_guardrail_on_a_metric_that_is_typed(
    client: Client, waiting: Metric, upper: Objective
) -> None:
    url = reverse("objectives:create_guardrail", args=[upper.number])

    refused = client.post(url, {"metric": "nothing", "low": "1"})
    saved = client.post(url, {"metric": "wait at the ramp", "low": "1"})

    assert refused.status_code == 422
    assert 'value="nothing"' in refused.content.decode()
    assert saved.status_code == 303
    assert Guardrail.objects.get().metric == waiting


def test_knows_the_metric_while_it_is_typed(waiting: Metric, admin: Person) -> None:
    said = ["ramp", waiting.code, str(waiting.pk), "wait", "", "9" * 40]

    found = [metric_said(admin, each) for each in said]

    assert found == [waiting, waiting, waiting, None, None, None]


def test_keeps_what_an_objective_supports_in_a_cycle_that_is_over(
    client: Client, upper: Objective, admin: Person
) -> None:
    over = make_cycle(state=Cycle.State.CLOSED)
    last = make_objective(cycle=over, title="Last year's")
    objective = make_objective(cycle=upper.cycle, owner=admin)
    make_alignment(objective, last)
    url = reverse("objectives:edit", args=[objective.number])

    said = _sent(client.get(url).context["form"])
    saved = client.post(url, said | {"serves_1": "boats leave"})

    assert said["serves_0"] == f"{last.code} · Last year's"
    assert saved.status_code == 303, saved.content.decode()
    parents = objective.alignments.values_list("parent_objective", flat=True)
    assert set(parents) == {last.pk, upper.pk}


def test_never_supports_itself(upper: Objective, admin: Person) -> None:
    named = parents_named(admin, upper.cycle, child=upper)

    with pytest.raises(ValidationError):
        named.meant(upper.code)


def test_names_no_more_than_somebody_sees(
    client: Client, upper: Objective, admin: Person
) -> None:
    make_objective(cycle=upper.cycle, title="Secret talks", visibility="named")
    stranger = make_person("A stranger")
    address = reverse("objectives:offer_parents")
    asked = {"cycle": str(upper.cycle.pk), "q": "secret"}

    all_of_it = client.get(address, asked).content.decode()
    client.force_login(stranger)
    seen = client.get(address, asked).content.decode()

    assert "Secret talks" in all_of_it
    assert "Secret talks" not in seen
    with pytest.raises(ValidationError):
        parents_named(stranger, upper.cycle).meant("Secret talks")


@pytest.mark.parametrize(
    "query",
    ["", "?q=", "?cycle=1", "?cycle=x&q=boat", "?cycle=999&q=boat", "?cycle=1&child=x"],
)
def test_offers_nothing_where_nothing_is_asked(
    client: Client, upper: Objective, query: str
) -> None:
    answer = client.get(f"{reverse('objectives:offer_parents')}{query}")

    assert answer.status_code in {200, 404}
    assert b"<option" not in answer.content


def test_leads_from_typed_names_to_the_terms_of_a_bet(
    client: Client, upper: Objective, admin: Person
) -> None:
    ferry = make_project(code="FERRY", name="Second ferry", manager=admin)
    make_project(code="RAMP", name="New ramp", manager=admin)
    make_key_result(objective=upper, title="Nobody waits")
    target = make_key_result(objective=upper, title="All are on board")
    url = reverse("bets:create")

    asked = client.get(url, {"key_result": target.code})
    refused = client.get(url, {"project": "ferries", "key_result": "on board"})
    chosen = client.get(url, {"project": "second", "key_result": "on board"})
    terms = client.get(chosen["Location"])

    assert f"{target.code} · All are on board" in asked.content.decode()
    assert refused.status_code == 422
    assert 'value="ferries"' in refused.content.decode()
    assert chosen["Location"] == f"{url}?project=FERRY&key_result={target.code}"
    assert ferry.name in terms.content.decode()


def test_bets_only_from_projects_that_are_one_s_own(
    client: Client, upper: Objective, admin: Person
) -> None:
    make_project(code="MINE", name="Mine to lead", manager=admin)
    member = make_person("A member")
    make_project(code="THEIRS", name="Theirs to lead", manager=member)
    closed = make_project(code="OVER", name="Long over to lead", manager=member)
    Project.objects.filter(pk=closed.pk).update(phase=Project.Phase.CLOSED)
    client.force_login(member)

    offered = client.get(reverse("bets:offer_projects"), {"q": "to lead"})

    assert offered.content.decode().count("<option") == 1
    assert "THEIRS · Theirs to lead" in offered.content.decode()


def test_makes_a_task_part_of_another(client: Client, admin: Person) -> None:
    project = make_project(code="FERRY", manager=admin)
    above = make_task(project, title="Paint the hull")
    make_task(project, title="Paint the deck")
    task = make_task(project, title="Buy paint")
    url = reverse("projects:edit_task", args=["FERRY", task.number])
    offers = reverse("projects:offer_parents", args=["FERRY", task.number])

    offered = client.get(offers, {"q": "paint"}).content.decode()
    said = _sent(client.get(url).context["form"])
    refused = client.post(url, said | {"parent": f"FERRY-{task.number}"})
    saved = client.post(url, said | {"parent": "hull"})

    assert offered.count("<option") == 2
    assert refused.status_code == 422
    assert saved.status_code == 303, saved.content.decode()
    assert Task.objects.get(pk=task.pk).parent == above


def test_narrows_the_list_to_an_owner_who_is_typed(
    client: Client, upper: Objective, admin: Person
) -> None:
    ada = make_person("Ada Wold")
    make_objective(cycle=upper.cycle, title="Ada's own", owner=ada)
    url = reverse("objectives:index")

    hers = client.get(url, {"owner": "ada wold"}).content.decode()
    nobody = client.get(url, {"owner": "no such person"}).content.decode()

    assert "Ada&#x27;s own" in hers
    assert "Boats leave on time" not in hers
    assert "Boats leave on time" in nobody
    assert 'value="no such person"' in nobody
    assert "Nobody to choose here" in nobody
