from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from waypost.core.access import Denied
from waypost.okrs import actions, queries
from waypost.okrs.models import Metric
from waypost.okrs.tests.factories import (
    NOW,
    make_key_result,
    make_metric,
    make_objective,
    make_reading,
)
from waypost.people.models import Person
from waypost.people.tests.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> Person:
    return make_person(role="manager")


def create(actor: Person, **changes: object) -> Metric:
    terms = replace(actions.MetricTerms("Clinics"), **changes)  # type: ignore[arg-type]  # fields by name
    return actions.create_metric(actor=actor, now=NOW, terms=terms)


def computed(actor: Person, formula: str) -> Metric:
    return create(actor, source="computed", formula=formula)


def edit(actor: Person, metric: Metric, **changes: object) -> Metric:
    terms = replace(actions.MetricTerms.of(metric), **changes)  # type: ignore[arg-type]  # fields by name
    return actions.edit_metric(actor=actor, now=NOW, metric=metric, terms=terms)


def test_is_created_by_anyone_but_viewers() -> None:
    assert create(make_person()).code.startswith("M-")
    with pytest.raises(Denied):
        create(make_person(role="viewer"))


def test_computes_from_others(manager: Person) -> None:
    north, south = make_metric(), make_metric()
    total = computed(manager, f"{north.code} + {south.code}")
    mean = computed(manager, f"{total.code} ÷ 2")
    make_reading(north, 10, days_ago=7)
    make_reading(south, 20, days_ago=7)
    make_reading(south, 30)

    readings = queries.readings_of(viewer=manager, metric_ids=[total.pk, mean.pk])

    assert [value for _at, value in readings[total.pk]] == [30, 40]
    assert [value for _at, value in readings[mean.pk]] == [15, 20]
    assert {row.source for row in total.inputs.all()} == {north, south}


def test_refuses_a_circle_of_formulas(manager: Person) -> None:
    first = make_metric()
    second = computed(manager, first.code)
    third = computed(manager, f"{second.code} * 2")

    with pytest.raises(actions.WouldCircle, match=f"{first.code} › {third.code} "):
        edit(manager, first, source="computed", formula=third.code)
    with pytest.raises(actions.WouldCircle):
        edit(manager, second, formula=f"{second.code} + {first.code}")


def test_says_which_metric_there_is_not(manager: Person) -> None:
    with pytest.raises(actions.Refused, match="There is no metric M-4711"):
        computed(manager, "M-4711 + 1")


def test_takes_no_hidden_metric_into_a_formula() -> None:
    hidden = make_key_result(objective=make_objective(visibility="named")).metric
    assert hidden is not None

    with pytest.raises(actions.Refused, match=f"There is no metric {hidden.code}"):
        computed(make_person(), f"{hidden.code} + 1")


def test_says_what_is_wrong_with_a_formula(manager: Person) -> None:
    with pytest.raises(actions.Refused) as refusal:
        computed(manager, "rm -rf")

    assert "formula" in refusal.value.message_dict
    with pytest.raises(ValidationError, match="computed metric has a formula"):
        create(manager, source="computed")


def test_keeps_bounds_that_its_readings_keep(manager: Person) -> None:
    metric = make_metric()
    make_reading(metric, 50)

    with pytest.raises(actions.Refused, match="lies above it"):
        edit(manager, metric, upper_bound=Decimal(40))
    with pytest.raises(actions.Refused, match="lies below it"):
        edit(manager, metric, lower_bound=Decimal(60))
    with pytest.raises(actions.Refused, match="takes none"):
        edit(manager, metric, source="computed", formula=make_metric().code)


def test_becomes_a_counter_only_if_it_never_fell(manager: Person) -> None:
    metric = make_metric()
    make_reading(metric, 50, days_ago=2)
    make_reading(metric, 40, days_ago=1)

    with pytest.raises(actions.Refused, match="readings fall"):
        edit(manager, metric, is_counter=True)


def test_is_deleted_only_when_nothing_stands_on_it(manager: Person) -> None:
    used = make_key_result().metric
    unused = make_metric()
    make_reading(unused, 5)
    assert used is not None

    with pytest.raises(actions.MetricInUse, match="is used by"):
        actions.delete_metric(actor=manager, now=NOW, metric=used)
    actions.delete_metric(actor=manager, now=NOW, metric=unused)

    assert list(Metric.objects.all()) == [used]


def test_changes_its_inputs_with_its_formula(manager: Person) -> None:
    first, second = make_metric(), make_metric()
    total = computed(manager, f"{first.code} + 1")

    edit(manager, total, formula=f"{second.code} + 1")
    assert total.inputs.get().source == second

    edit(manager, total, source="hand", formula="")
    assert not total.inputs.exists()
