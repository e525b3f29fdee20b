from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from waypost.core.access import Denied
from waypost.core.fields import LARGEST
from waypost.core.history import Stale, version_of
from waypost.okrs import actions
from waypost.okrs.models import KeyResult, Objective, Reading
from waypost.okrs.tests.factories import (
    ENDS_ON,
    NOW,
    STARTS_ON,
    make_binary_key_result,
    make_check_in,
    make_cycle,
    make_key_result,
    make_metric,
    make_objective,
    make_reading,
)
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_person

pytestmark = pytest.mark.django_db
NEW_METRIC = actions.MetricTerms("Days to first booking", unit="days", better="lower")


def create(objective: Objective, **changes: object) -> actions.SavedKeyResult:
    base = actions.KeyResultTerms(
        title="Faster",
        owner=objective.owner,
        starts_on=STARTS_ON,
        due_on=ENDS_ON,
        metric=NEW_METRIC,
        baseline=Decimal(27),
        target=Decimal(14),
    )
    return actions.create_key_result(
        actor=objective.owner,
        now=NOW,
        objective=objective,
        terms=replace(base, **changes),  # type: ignore[arg-type]  # any field of it
    )


def edit(
    actor: Person, key_result: KeyResult, version: int | None = None, **changes: object
) -> KeyResult:
    terms = replace(actions.KeyResultTerms.of(key_result), **changes)  # type: ignore[arg-type]  # fields by name
    saved = actions.edit_key_result(
        actor=actor, now=NOW, key_result=key_result, terms=terms, version=version
    )
    return saved.key_result


def planned(**changes: object) -> KeyResult:
    objective = make_objective(cycle=make_cycle(state="planning"))
    return make_key_result(objective=objective, **changes)


def test_is_created_with_a_new_metric_in_one_step() -> None:
    saved = create(make_objective())

    key_result = saved.key_result
    assert key_result.metric is not None
    assert key_result.metric.name == "Days to first booking"
    assert key_result.scale == 13
    assert saved.warnings == ()


def test_begins_at_the_metrics_last_reading() -> None:
    metric = make_metric()
    make_reading(metric, 31, days_ago=3)
    make_reading(metric, 29, days_ago=1)

    key_result = create(make_objective(), metric=metric, baseline=None).key_result

    assert key_result.baseline == 29


def test_warns_when_the_target_goes_against_the_metric() -> None:
    saved = create(make_objective(), target=Decimal(40))

    assert "this target goes the other way" in saved.warnings[0]


def test_comes_in_four_kinds() -> None:
    objective = make_objective()
    steps = (actions.StepTerms("Draft"), actions.StepTerms("Pilot", 2))

    kept = create(objective, kind="range", low=Decimal(10), high=Decimal(20))
    stepwise = create(objective, kind="steps", steps=steps)
    binary = create(objective, kind="binary", title="Certified")

    assert kept.key_result.scale == 5
    assert kept.key_result.target is None
    assert [step.title for step in stepwise.key_result.steps.all()] == [
        "Draft",
        "Pilot",
    ]
    assert stepwise.key_result.metric is None
    assert binary.key_result.steps.get().title == "Certified"
    assert [kr.position for kr in objective.key_results.order_by("pk")] == [0, 1, 2]


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"metric": None}, "metric", "which metric"),
        ({"due_on": date(2026, 4, 1)}, "due_on", "What takes longer"),
        ({"starts_on": date(2025, 12, 31)}, "starts_on", "1 Jan 2026 to 31 Mar 2026"),
        (
            {"baseline": Decimal(-LARGEST), "target": Decimal(LARGEST)},
            "target",
            "too far from the baseline",
        ),
        ({"kind": "steps"}, "steps", "at least one step"),
        ({"steps": (actions.StepTerms("A"),)}, "steps", "not made of steps"),
        (
            {"metric": actions.MetricTerms("Share", upper_bound=Decimal(20))},
            "baseline",
            "never above 20",
        ),
        (
            {"metric": actions.MetricTerms("Count", is_counter=True)},
            "target",
            "counts up",
        ),
    ],
)
def test_says_what_does_not_fit(
    changes: dict[str, object], field: str, said: str
) -> None:
    with pytest.raises(actions.Refused) as refusal:
        create(make_objective(), **changes)

    assert said in refusal.value.message_dict[field][0]
    assert not KeyResult.objects.exists()


def test_is_told_of_a_number_that_rounds_to_more_than_is_kept() -> None:
    with pytest.raises(ValidationError, match="less than or equal to 99999999999999"):
        create(make_objective(), target=Decimal("99999999999999.999999"))


def test_is_told_that_the_target_must_differ_from_the_baseline() -> None:
    with pytest.raises(ValidationError, match="must differ from the baseline"):
        create(make_objective(), target=Decimal(27))


def test_is_added_by_who_owns_or_writes_the_objective() -> None:
    objective = make_objective()

    with pytest.raises(Denied):
        actions.create_key_result(
            actor=make_person(),
            now=NOW,
            objective=objective,
            terms=actions.KeyResultTerms.of(make_key_result()),
        )


def test_takes_no_metric_that_its_author_cannot_see() -> None:
    hidden = make_key_result(objective=make_objective(visibility="named")).metric

    with pytest.raises(actions.Refused, match="There is no M-"):
        create(make_objective(), metric=hidden)


def test_changes_its_target_while_the_cycle_is_planned() -> None:
    key_result = planned()

    edit(key_result.owner, key_result, target=Decimal(60), due_on=date(2026, 3, 1))

    assert key_result.target == 60
    assert key_result.scale == 40


def test_keeps_its_target_once_it_runs() -> None:
    key_result = make_key_result()

    with pytest.raises(actions.TargetIsRunning, match="with a reason"):
        edit(key_result.owner, key_result, target=Decimal(60))

    key_result.refresh_from_db()
    assert edit(key_result.owner, key_result, title="Renamed").title == "Renamed"


def test_keeps_a_target_that_moved_while_the_form_was_open() -> None:
    key_result = make_key_result()
    opened = actions.KeyResultTerms.of(key_result)
    KeyResult.objects.filter(pk=key_result.pk).update(target=Decimal(50))

    with pytest.raises(actions.TargetIsRunning):
        actions.edit_key_result(
            actor=key_result.owner, now=NOW, key_result=key_result, terms=opened
        )


def test_keeps_its_kind() -> None:
    key_result = planned()

    with pytest.raises(actions.Refused, match="keeps its kind"):
        edit(key_result.owner, key_result, kind="binary")

    kept = edit(
        key_result.owner, key_result, kind="range", low=Decimal(1), high=Decimal(3)
    )
    assert (kept.target, kept.scale) == (None, 1)


def test_renames_the_only_step_of_done_or_not() -> None:
    key_result = make_binary_key_result()

    edit(key_result.owner, key_result, title="Audited")

    assert key_result.steps.get().title == "Audited"


def test_does_not_overwrite_what_somebody_else_saved() -> None:
    key_result = make_key_result()
    opened = version_of(key_result)
    edit(key_result.owner, key_result, title="Theirs")

    with pytest.raises(Stale):
        edit(key_result.owner, key_result, version=opened, title="Mine")


def test_is_denied_to_who_owns_neither() -> None:
    with pytest.raises(Denied):
        edit(make_person(role="manager"), make_key_result(), title="New")


def test_is_deleted_while_its_readings_stay() -> None:
    key_result = make_key_result()
    make_check_in(key_result, value=25)

    actions.delete_key_result(
        actor=key_result.objective.owner, now=NOW, key_result=key_result
    )

    assert not KeyResult.objects.exists()
    assert Reading.objects.count() == 1


def test_stands_in_the_order_given() -> None:
    objective = make_objective()
    first, second = (make_key_result(objective=objective) for _ in "ab")

    def reorder(*key_results: KeyResult) -> None:
        actions.reorder_key_results(
            actor=objective.owner,
            now=NOW,
            objective=objective,
            key_results=key_results,
        )

    reorder(second, first)
    with pytest.raises(actions.Refused, match="reload"):
        reorder(second)

    assert list(objective.key_results.order_by("position")) == [second, first]


def test_expects_its_own_points() -> None:
    key_result = make_key_result()
    owner = key_result.owner

    def set_points(*points: tuple[date, int]) -> None:
        given = [(day, Decimal(value)) for day, value in points]
        actions.set_points(actor=owner, now=NOW, key_result=key_result, points=given)

    set_points((date(2026, 2, 1), 25), (date(2026, 3, 1), 30))
    set_points((date(2026, 2, 1), 26))
    assert [point.value for point in key_result.points.all()] == [26]
    assert key_result.path == KeyResult.Path.POINTS

    with pytest.raises(actions.Refused, match="between the start and the due"):
        set_points((ENDS_ON, 40))
    with pytest.raises(actions.Refused, match="twice"):
        set_points((date(2026, 2, 1), 1), (date(2026, 2, 1), 2))
    set_points()
    assert key_result.path == KeyResult.Path.STRAIGHT


def test_is_named_by_an_admin_for_anyone() -> None:
    key_result = make_key_result()
    delegate = make_person()

    edit(make_admin(), key_result, delegate=delegate)

    assert key_result.delegate == delegate
    with pytest.raises(actions.Refused, match="only reads"):
        edit(make_admin(), key_result, delegate=make_person(role="viewer"))
