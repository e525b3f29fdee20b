from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from waypost.core.access import Denied
from waypost.core.history import Stale, version_of
from waypost.core.models import Change, ChangeSet
from waypost.core.undo import undo
from waypost.okrs import actions, queries
from waypost.okrs.models import CheckIn, KeyResult, Reading
from waypost.okrs.tests.factories import (
    ENDS_ON,
    NOW,
    TODAY,
    make_check_in,
    make_cycle,
    make_key_result,
    make_metric,
    make_objective,
    make_reading,
    make_steps_key_result,
)
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_person

pytestmark = pytest.mark.django_db


def check_in(
    key_result: KeyResult,
    value: float | None = 25,
    *,
    actor: Person | None = None,
    now: datetime = NOW,
    **said: object,
) -> CheckIn:
    number = None if value is None else Decimal(str(value))
    entry = replace(actions.CheckInEntry(number), **said)  # type: ignore[arg-type]  # fields by name
    return actions.check_in(
        actor=actor or key_result.owner, now=now, key_result=key_result, entry=entry
    )


def test_writes_the_metrics_reading_in_the_same_change() -> None:
    key_result = make_key_result()

    written = check_in(key_result, 25, confidence=60, went_well="Pilot is live")

    reading = Reading.objects.get()
    assert (reading.metric, reading.value) == (key_result.metric, 25)
    assert reading.observed_at == written.observed_at == NOW
    assert ChangeSet.objects.get().changes.count() == 2


def test_is_taken_back_with_its_reading() -> None:
    key_result = make_key_result()
    check_in(key_result)

    undo(change_set=ChangeSet.objects.get(), actor=key_result.owner, now=NOW)

    assert not CheckIn.objects.exists()
    assert not Reading.objects.exists()


def test_is_the_owners_or_whom_they_named() -> None:
    delegate = make_person()
    key_result = make_key_result(delegate=delegate)

    assert check_in(key_result, actor=delegate).author == delegate
    with pytest.raises(Denied):
        check_in(key_result, actor=make_person(role="manager"))


def test_is_possible_after_the_due_date_until_the_cycle_closes() -> None:
    late = datetime(2026, 4, 20, 9, tzinfo=UTC)
    cycle = make_cycle(state="grading")
    key_result = make_key_result(objective=make_objective(cycle=cycle))
    assert late.date() > ENDS_ON

    check_in(key_result, now=late)
    cycle.state = "closed"
    cycle.save()

    with pytest.raises(actions.CycleIsClosed):
        check_in(key_result, now=late + timedelta(days=1))


def test_is_refused_on_an_objective_given_up() -> None:
    key_result = make_key_result(objective=make_objective(state="cancelled"))

    with pytest.raises(actions.Refused, match="given up"):
        check_in(key_result)


def test_asks_about_a_value_far_from_the_last_and_then_takes_it() -> None:
    key_result = make_key_result()
    for days_ago, value in enumerate([27, 28.1, 29, 30, 31], start=1):
        make_reading(key_result.metric, value, days_ago=days_ago)  # type: ignore[arg-type]  # it has a metric

    with pytest.raises(actions.Doubtful) as asked:
        check_in(key_result, 2.7)
    assert asked.value.doubt.value == 2.7
    assert "2.7 is far from the last readings, 27 to 31" in asked.value.doubt.text
    assert not CheckIn.objects.exists()

    assert check_in(key_result, 2.7, is_confirmed=True).value == Decimal("2.7")


def test_refuses_what_the_metric_cannot_be_even_if_confirmed() -> None:
    key_result = make_key_result(metric=make_metric(upper_bound=Decimal(100)))

    with pytest.raises(actions.Refused) as refusal:
        check_in(key_result, 120, is_confirmed=True)

    assert "never above 100" in refusal.value.message_dict["value"][0]


def test_needs_a_value_where_it_is_read_by_hand() -> None:
    pulled = make_key_result(metric=make_metric(source="pulled"))
    computed = make_key_result(metric=make_metric(source="computed", formula="M-1"))

    with pytest.raises(actions.Refused, match="Give the value"):
        check_in(make_key_result(), None, confidence=50)
    assert check_in(pulled, None, confidence=50).reading is None
    assert check_in(computed, None, confidence=50).reading is None
    with pytest.raises(actions.Refused, match="is computed"):
        check_in(computed, 25)


def test_says_which_steps_are_done() -> None:
    key_result = make_steps_key_result("A", "B", "C")
    first, second, third = key_result.steps.order_by("position")

    check_in(key_result, None, done_steps=frozenset([first.pk, second.pk]))
    check_in(key_result, None, done_steps=frozenset([second.pk, third.pk]))

    done = {step.title: step.done_on for step in key_result.steps.all()}
    assert done == {"A": None, "B": TODAY, "C": TODAY}
    with pytest.raises(actions.Refused, match="made of steps"):
        check_in(key_result, 25)
    with pytest.raises(actions.Refused, match="reload"):
        check_in(key_result, None, done_steps=frozenset([10**9]))


def test_is_about_the_past() -> None:
    with pytest.raises(actions.Refused, match="future"):
        check_in(make_key_result(), observed_at=NOW + timedelta(minutes=1))


@pytest.mark.parametrize("confidence", [-1, 101])
def test_takes_confidence_in_percent(confidence: int) -> None:
    with pytest.raises(ValidationError):
        check_in(make_key_result(), confidence=confidence)


def edit(
    written: CheckIn,
    actor: Person | None = None,
    version: int | None = None,
    **said: object,
) -> CheckIn:
    entry = replace(actions.CheckInEntry.of(written), **said)  # type: ignore[arg-type]  # fields by name
    return actions.edit_check_in(
        actor=actor or written.author,
        now=NOW,
        check_in=written,
        entry=entry,
        version=version,
    )


def test_edited_takes_its_reading_along_and_keeps_the_former_version() -> None:
    key_result = make_key_result()
    written = check_in(key_result, 25, went_well="Pilot")

    edit(written, value=Decimal(26), confidence=70)

    assert Reading.objects.get().value == 26
    former = Change.objects.get(model="okrs.checkin", kind="changed")
    assert former.before is not None
    assert Decimal(former.before["value"]) == 25
    row = queries.check_ins_of(viewer=written.author, key_result=key_result)[0]
    assert (row.is_edited, row.went_well) == (True, "Pilot")


def test_edited_by_author_and_admin_only() -> None:
    written = check_in(make_key_result())

    edit(written, make_admin(), confidence=10)
    with pytest.raises(Denied):
        edit(written, make_person(role="manager"), confidence=20)


def test_edited_does_not_overwrite_what_somebody_else_saved() -> None:
    written = check_in(make_key_result())
    opened = version_of(written)
    edit(written, make_admin(), confidence=10)

    with pytest.raises(Stale):
        edit(written, version=opened, confidence=20)


def test_edited_to_no_value_takes_the_reading_away() -> None:
    written = check_in(make_key_result(metric=make_metric(source="pulled")))

    edit(written, value=None)

    assert not Reading.objects.exists()
    written.refresh_from_db()
    assert (written.value, written.reading) == (None, None)


def test_edited_asks_about_far_values_too() -> None:
    key_result = make_key_result()
    for days_ago in range(1, 5):
        make_reading(key_result.metric, 27 + days_ago, days_ago=days_ago)  # type: ignore[arg-type]  # it has a metric
    written = check_in(key_result, 27)

    with pytest.raises(actions.Doubtful):
        edit(written, value=Decimal(270))


def test_deleted_takes_its_reading_along() -> None:
    written = check_in(make_key_result())

    with pytest.raises(Denied):
        actions.delete_check_in(actor=make_person(), now=NOW, check_in=written)
    actions.delete_check_in(actor=written.author, now=NOW, check_in=written)

    assert not CheckIn.objects.exists()
    assert not Reading.objects.exists()


def test_is_acknowledged_once_by_the_reviewer() -> None:
    reviewer = make_person()
    written = make_check_in(
        make_key_result(objective=make_objective(reviewer=reviewer))
    )
    assert [row.pk for row in queries.to_acknowledge(viewer=reviewer)] == [written.pk]

    actions.acknowledge(actor=reviewer, now=NOW, check_in=written)

    assert (written.acknowledged_by, written.acknowledged_at) == (reviewer, NOW)
    assert queries.to_acknowledge(viewer=reviewer) == []
    with pytest.raises(actions.Refused, match="already"):
        actions.acknowledge(actor=reviewer, now=NOW, check_in=written)
    with pytest.raises(Denied):
        actions.acknowledge(actor=make_admin(), now=NOW, check_in=written)
