"""Each rule of the database: told to the person, and refused to everybody else."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from waypost.okrs.models import (
    Alignment,
    ExpectedPoint,
    Guardrail,
    MetricInput,
    Odds,
    Reading,
)
from waypost.okrs.tests.factories import (
    ENDS_ON,
    NOW,
    STARTS_ON,
    make_alignment,
    make_check_in,
    make_cycle,
    make_key_result,
    make_metric,
    make_objective,
    make_reading,
    make_steps_key_result,
)
from waypost.people.tests.factories import make_person, make_team

pytestmark = pytest.mark.django_db
Make = Callable[[], models.Model]


def guardrail() -> Guardrail:
    return Guardrail.objects.create(
        objective=make_objective(), metric=make_metric(), low=1
    )


def metric_input() -> MetricInput:
    return MetricInput.objects.create(metric=make_metric(), source=make_metric())


def odds() -> Odds:
    return Odds.objects.create(
        key_result=make_key_result(),
        person=make_person(),
        probability=0.5,
        given_at=NOW,
    )


def key_result_range() -> models.Model:
    return make_key_result(kind="range")


def step() -> models.Model:
    return make_steps_key_result().steps.all()[0]


def check_in() -> models.Model:
    return make_check_in(make_key_result())


def team_objective() -> models.Model:
    return make_objective(team=make_team())


def alignment() -> models.Model:
    return make_alignment(make_objective(), make_objective())


RULES: list[tuple[str, Make, dict[str, Any]]] = [
    ("okrs_cycle_ends_after_start", make_cycle, {"ends_on": STARTS_ON}),
    ("okrs_objective_weight_above_0", make_objective, {"weight": 0}),
    ("okrs_objective_priority_1_to_5", make_objective, {"priority": 6}),
    ("okrs_objective_held_by_one", make_objective, {"level": "team"}),
    ("okrs_objective_held_by_one", team_objective, {"level": "company"}),
    (
        "okrs_objective_team_visibility_needs_team",
        make_objective,
        {"visibility": "team"},
    ),
    ("okrs_objective_score_in_0_1", make_objective, {"final_score": 1.1}),
    ("okrs_alignment_one_parent", alignment, {"parent_objective": None}),
    ("okrs_metric_bounds_in_order", make_metric, {"lower_bound": 5, "upper_bound": 5}),
    ("okrs_metric_computed_has_formula", make_metric, {"source": "computed"}),
    ("okrs_metric_computed_has_formula", make_metric, {"formula": "M-1"}),
    ("okrs_guardrail_has_a_limit", guardrail, {"low": None}),
    ("okrs_guardrail_limits_in_order", guardrail, {"high": 1}),
    ("okrs_keyresult_due_after_start", make_key_result, {"due_on": STARTS_ON}),
    ("okrs_keyresult_weight_above_0", make_key_result, {"weight": 0}),
    (
        "okrs_keyresult_target_differs_from_baseline",
        make_key_result,
        {"target": Decimal(20)},
    ),
    ("okrs_keyresult_metric_baseline_target", make_key_result, {"baseline": None}),
    ("okrs_keyresult_range_low_below_high", key_result_range, {"low": 70}),
    ("okrs_keyresult_range_low_below_high", key_result_range, {"high": None}),
    ("okrs_keyresult_steps_have_no_metric", make_key_result, {"kind": "steps"}),
    ("okrs_step_weight_above_0", step, {"weight": 0}),
    ("okrs_checkin_confidence_in_percent", check_in, {"confidence": 101}),
    ("okrs_odds_probability_in_0_1", odds, {"probability": 1.1}),
]


@pytest.mark.parametrize(("name", "make", "changes"), RULES)
def test_is_told_to_the_person(name: str, make: Make, changes: dict[str, Any]) -> None:
    row = make()
    for field, value in changes.items():
        setattr(row, field, value)
    constraint = next(c for c in row._meta.constraints if c.name == name)
    said = str(constraint.violation_error_message)

    with pytest.raises(ValidationError) as refusal:
        row.full_clean()

    assert said.replace("%(name)s", name) in refusal.value.messages


@pytest.mark.parametrize(("name", "make", "changes"), RULES)
def test_is_refused_by_the_database(
    name: str, make: Make, changes: dict[str, Any]
) -> None:
    row = make()
    same = type(row)._default_manager.filter(pk=row.pk)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        same.update(**changes)


def test_says_once_only() -> None:
    child, above, key_result = make_objective(), make_objective(), make_key_result()
    metric = make_metric()
    make_alignment(child, above)
    make_alignment(child, key_result)
    make_reading(metric, 1)
    rail, given, source = guardrail(), odds(), metric_input()
    point = ExpectedPoint(key_result=key_result, day=ENDS_ON, value=1)
    point.save()
    twins: list[models.Model] = [
        Alignment(child=child, parent_objective=above),
        Alignment(child=child, parent_key_result=key_result),
        Reading(metric=metric, value=2, observed_at=NOW),
        Guardrail(objective=rail.objective, metric=rail.metric, low=2),
        Odds(
            key_result=given.key_result,
            person=given.person,
            probability=0,
            given_at=NOW,
        ),
        MetricInput(metric=source.metric, source=source.source),
        ExpectedPoint(key_result=key_result, day=ENDS_ON, value=2),
    ]

    for twin in twins:
        with pytest.raises(ValidationError):
            twin.full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            twin.save()


def test_nothing_points_at_itself() -> None:
    objective, metric = make_objective(), make_metric()

    for row in (
        Alignment(child=objective, parent_objective=objective),
        MetricInput(metric=metric, source=metric),
    ):
        with pytest.raises(ValidationError):
            row.full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()
