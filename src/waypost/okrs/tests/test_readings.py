from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from waypost.core.access import Denied
from waypost.core.models import Change
from waypost.okrs import actions
from waypost.okrs.models import Metric, Reading
from waypost.okrs.tests.factories import (
    NOW,
    make_check_in,
    make_key_result,
    make_metric,
    make_reading,
)
from waypost.people.models import Person
from waypost.people.tests.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> Person:
    return make_person(role="manager")


def entry(metric: Metric, value: float, days_ago: float = 0) -> actions.ReadingEntry:
    at = NOW - timedelta(days=days_ago)
    return actions.ReadingEntry(metric, Decimal(str(value)), observed_at=at)


def record(actor: Person, *args: object) -> Reading:
    given = entry(*args)  # type: ignore[arg-type]  # the test knows its kind
    return actions.record_reading(actor=actor, now=NOW, entry=given)


def test_is_entered_by_who_checks_in_on_the_metric() -> None:
    key_result = make_key_result()

    reading = record(key_result.owner, key_result.metric, 25)

    assert reading.author == key_result.owner
    with pytest.raises(Denied):
        record(make_person(), key_result.metric, 26)


@pytest.mark.parametrize(("value", "said"), [(-1, "never below 0"), (101, "above 100")])
def test_keeps_the_bounds(manager: Person, value: float, said: str) -> None:
    metric = make_metric(lower_bound=0, upper_bound=100)
    metric.refresh_from_db()

    with pytest.raises(actions.Refused, match=said):
        record(manager, metric, value)


def test_of_a_counter_never_falls(manager: Person) -> None:
    metric = make_metric(is_counter=True)
    record(manager, metric, 10, 10)
    record(manager, metric, 20, 2)

    with pytest.raises(actions.Refused, match="it was 20 on 31 Jan 2026"):
        record(manager, metric, 15, 1)
    with pytest.raises(actions.Refused, match="it was 20"):
        record(manager, metric, 21, 5)
    record(manager, metric, 15, 5)


def test_is_not_from_the_future(manager: Person) -> None:
    with pytest.raises(actions.Refused, match="future"):
        record(manager, make_metric(), 1, -1)


def test_is_once_per_instant_and_source(manager: Person) -> None:
    metric = make_metric()
    record(manager, metric, 1)

    with pytest.raises(ValidationError, match="that instant from this source"):
        record(manager, metric, 2)


def test_is_not_entered_for_a_computed_metric(manager: Person) -> None:
    metric = make_metric(source="computed", formula="M-1")

    with pytest.raises(actions.Refused, match="is computed"):
        record(manager, metric, 2)


def test_many_are_written_at_once_with_their_history(manager: Person) -> None:
    metrics = [make_metric(), make_metric()]
    entries = [entry(m, day, 100 - day) for m in metrics for day in range(100)]

    rows = actions.record_readings(actor=manager, now=NOW, entries=entries)

    assert Reading.objects.count() == 200
    assert Change.objects.filter(row_id__in=[row.pk for row in rows]).count() == 200


def test_many_are_refused_whole_with_each_reason(manager: Person) -> None:
    counter, bounded = make_metric(is_counter=True), make_metric(upper_bound=Decimal(9))
    make_reading(counter, 5, days_ago=9)
    entries = [
        entry(counter, 4, 8),
        entry(bounded, 10, 8),
        entry(bounded, 1, 7),
        entry(bounded, 2, 7),
        entry(bounded, 2, -7),
    ]

    with pytest.raises(actions.Refused) as refusal:
        actions.record_readings(actor=manager, now=NOW, entries=entries)

    assert len(refusal.value.messages) == 4
    assert Reading.objects.count() == 1


def test_corrected_takes_its_check_in_along() -> None:
    key_result = make_key_result()
    written = make_check_in(key_result, value=25)
    assert written.reading is not None

    actions.edit_reading(
        actor=key_result.owner,
        now=NOW,
        reading=written.reading,
        entry=entry(key_result.metric, 26, 1),  # type: ignore[arg-type]  # it has a metric
    )

    written.refresh_from_db()
    assert written.value == 26
    assert written.observed_at == NOW - timedelta(days=1)


def test_deleted_leaves_the_words_of_its_check_in() -> None:
    key_result = make_key_result()
    written = make_check_in(key_result, value=25, went_well="Pilot")
    assert written.reading is not None

    actions.delete_reading(actor=key_result.owner, now=NOW, reading=written.reading)

    written.refresh_from_db()
    assert (written.value, written.went_well) == (None, "Pilot")
    assert not Reading.objects.exists()


def test_corrected_may_keep_its_instant(manager: Person) -> None:
    metric = make_metric(is_counter=True)
    record(manager, metric, 10, 3)
    last = record(manager, metric, 20, 2)

    given = actions.ReadingEntry(metric, Decimal(12))
    actions.edit_reading(actor=manager, now=NOW, reading=last, entry=given)

    assert last.value == 12
    assert last.observed_at == NOW - timedelta(days=2)
