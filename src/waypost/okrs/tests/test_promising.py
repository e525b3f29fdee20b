"""Many objectives and key results at once: the checks and answers of one by one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from waypost.core.access import Denied
from waypost.core.checking import RowRefused
from waypost.core.models import Change, ChangeSet
from waypost.okrs import actions
from waypost.okrs.models import Alignment, Cycle, KeyResult, Metric, Objective
from waypost.okrs.tests.factories import (
    NOW,
    STARTS_ON,
    make_cycle,
    make_key_result,
    make_metric,
    make_objective,
)
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Person:
    return make_admin()


def _promised(
    objective: Objective, *titles: str, **more: Any
) -> list[actions.Promised]:
    usual: dict[str, Any] = {
        "owner": objective.owner,
        "starts_on": objective.cycle.starts_on,
        "due_on": objective.cycle.ends_on,
        "metric": make_metric(),
        "baseline": Decimal(20),
        "target": Decimal(40),
    }
    return [
        actions.Promised(objective, actions.KeyResultTerms(title=title, **usual | more))
        for title in titles
    ]


def _bring(actor: Person, promised: Sequence[actions.Promised]) -> None:
    actions.bring_key_results(actor=actor, now=NOW, promised=promised)


def test_key_results_are_one_change_set_in_their_order(admin: Person) -> None:
    objective = make_objective()
    before = make_key_result(objective=objective)

    _bring(admin, _promised(objective, "One", "Two"))

    rows = list(objective.key_results.order_by("position").values_list("title"))
    assert rows == [(before.title,), ("One",), ("Two",)]
    assert ChangeSet.objects.count() == 1
    assert Change.objects.filter(model="okrs.keyresult").count() == 2
    numbers = KeyResult.objects.order_by("pk").values_list("number", flat=True)
    assert list(numbers) == [before.number + n for n in range(3)]


def test_done_or_not_gets_its_step(admin: Person) -> None:
    kind = KeyResult.Kind.BINARY

    _bring(admin, _promised(make_objective(), "Sign it", kind=kind))

    assert [step.title for step in KeyResult.objects.get().steps.all()] == ["Sign it"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"due_on": STARTS_ON + timedelta(days=900)}, "belongs to a longer cycle"),
        ({"metric": None}, "Say which metric it moves"),
        ({"title": "x" * 201}, "at most 200 characters"),
        # These two are known to the database alone.
        ({"target": Decimal(20)}, "The target must differ from the baseline"),
        ({"weight": 0}, "A weight is more than 0"),
    ],
)
def test_the_one_that_does_not_fit_is_named_and_none_is_written(
    admin: Person, changes: dict[str, Any], said: str
) -> None:
    promised = _promised(make_objective(), "One", "Two", "Three")
    second = promised[1]
    promised[1] = replace(second, terms=replace(second.terms, **changes))

    with pytest.raises(RowRefused) as refused:
        _bring(admin, promised)

    assert refused.value.at == 1
    assert said in " ".join(refused.value.messages)
    assert not KeyResult.objects.exists()


def test_a_metric_that_one_may_not_see_is_none() -> None:
    member = make_person()
    objective = make_objective(owner=member)
    hidden = make_objective(visibility="named")
    metric = make_metric()
    make_key_result(objective=hidden, metric=metric)

    with pytest.raises(RowRefused) as refused:
        _bring(member, _promised(objective, "Mine", metric=metric))

    assert f"There is no {metric.code}" in " ".join(refused.value.messages)


def test_a_right_that_is_missing_names_the_row() -> None:
    member = make_person()
    own, others = make_objective(owner=member), make_objective()

    with pytest.raises(RowRefused) as refused:
        _bring(member, [*_promised(own, "Mine"), *_promised(others, "Theirs")])

    assert refused.value.at == 1
    assert "may edit the objective" in " ".join(refused.value.messages)


def test_objectives_keep_to_levels_and_cycles(admin: Person) -> None:
    cycle, closed = make_cycle(), make_cycle(state=Cycle.State.CLOSED)
    terms = actions.ObjectiveTerms(title="Go", cycle=cycle, owner=admin)

    made = actions.bring_objectives(actor=admin, now=NOW, terms=[terms, terms])
    assert [row.number for row in made] == [1, 2]

    late = replace(terms, cycle=closed)
    with pytest.raises(RowRefused) as refused:
        actions.bring_objectives(actor=admin, now=NOW, terms=[terms, late])
    assert (refused.value.at, "is closed" in str(refused.value)) == (1, True)
    with pytest.raises(RowRefused):
        actions.bring_objectives(actor=make_person(), now=NOW, terms=[terms])
    assert Objective.objects.count() == 2


def test_metrics_are_their_makers_if_nobody_owns_them(admin: Person) -> None:
    terms = [actions.MetricTerms("Calls"), actions.MetricTerms("Mails", "a day")]

    actions.bring_metrics(actor=admin, now=NOW, terms=terms)

    assert {metric.owner for metric in Metric.objects.all()} == {admin}
    viewer = make_person(role="viewer")
    with pytest.raises(Denied):
        actions.bring_metrics(actor=viewer, now=NOW, terms=terms)


def test_alignments_never_close_a_circle(admin: Person) -> None:
    one, two, three = (make_objective() for _turn in range(3))

    with pytest.raises(RowRefused) as refused:
        actions.bring_alignments(
            actor=admin, now=NOW, pairs=[(one, two), (two, three), (three, one)]
        )

    assert refused.value.at == 2
    assert not Alignment.objects.exists()
    actions.bring_alignments(actor=admin, now=NOW, pairs=[(one, two), (two, three)])
    assert Alignment.objects.count() == 2


def test_what_runs_is_moved_with_a_reason_and_nothing_else(admin: Person) -> None:
    key_result = make_key_result()
    terms = actions.KeyResultTerms.of(key_result)

    actions.amend_key_results(
        actor=admin, now=NOW, edits=[(key_result, replace(terms, title="New"))]
    )
    moved = replace(terms, target=Decimal(50))
    with pytest.raises(RowRefused, match="owner of the objective"):
        actions.amend_key_results(actor=admin, now=NOW, edits=[(key_result, moved)])
    move = actions.Move(target=Decimal(50))
    actions.move_targets(
        actor=admin, now=NOW, moves=[(key_result, move)], reason="More"
    )

    key_result.refresh_from_db()
    assert (key_result.title, key_result.target) == ("New", Decimal(50))
    assert key_result.scale == Decimal(20)
    assert ChangeSet.objects.latest("pk").reason == "More"


def test_an_edit_that_does_not_fit_is_named(admin: Person) -> None:
    good, bad = make_objective(title="A"), make_objective(title="B")
    edits = [
        (good, replace(actions.ObjectiveTerms.of(good), title="Better")),
        (bad, replace(actions.ObjectiveTerms.of(bad), weight=0)),
    ]

    with pytest.raises(RowRefused) as refused:
        actions.amend_objectives(actor=admin, now=NOW, edits=edits)

    assert refused.value.at == 1
    assert "A weight is more than 0" in " ".join(refused.value.messages)
    good.refresh_from_db()
    assert good.title == "A"
