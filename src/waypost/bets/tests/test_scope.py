"""What a plan leaves out does not change a figure of what was asked for."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from waypost.bets.loading import Scope
from waypost.bets.queries import figures
from waypost.bets.tests.factories import make_bet
from waypost.okrs.models import KeyResult, Objective
from waypost.okrs.tests.factories import (
    TODAY,
    make_alignment,
    make_cycle,
    make_key_result,
    make_metric,
    make_objective,
    make_reading,
)
from waypost.people.installation import local_zone
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_organisation

pytestmark = pytest.mark.django_db
Reading = tuple[int, int]


def tree() -> list[Objective]:
    """Two without key results above one that has some; and one beside with a child."""
    cycle = make_cycle()
    top, middle, low, beside, child = (make_objective(cycle=cycle) for _ in range(5))
    make_alignment(middle, top)
    make_alignment(low, middle)
    make_alignment(child, beside)
    for objective in (low, beside, child):
        found = make_key_result(objective=objective)
        assert found.metric is not None
        make_reading(found.metric, 20 + objective.pk % 7, days_ago=3)
        make_bet(key_result=found, probability=0.5)
    make_alignment(make_objective(cycle=make_cycle()), beside)
    return [top, middle, low, beside, child]


@pytest.mark.parametrize("which", range(5))
def test_of_an_objective_asked_for_with_only_what_it_rests_on(which: int) -> None:
    viewer, asked = make_admin(), tree()[which]

    whole = figures(
        viewer=viewer, scope=Scope(objectives=(asked.pk,)), today=TODAY
    ).objectives
    bare = figures(
        viewer=viewer, scope=Scope(objectives=(asked.pk,), bare=True), today=TODAY
    ).objectives

    assert bare[asked.pk] == whole[asked.pk]


def test_of_a_whole_cycle_asked_for_with_only_what_it_rests_on() -> None:
    viewer, cycle = make_admin(), tree()[0].cycle_id

    whole = figures(viewer=viewer, scope=Scope(cycles=(cycle,)), today=TODAY)
    bare = figures(viewer=viewer, scope=Scope(cycles=(cycle,), bare=True), today=TODAY)

    assert bare.key_results.items() <= whole.key_results.items()
    assert bare.objectives.items() <= whole.objectives.items()
    assert len(bare.objectives) == 5


class LastBeforeTheDueDay(TestCase):
    """Metrics outlive cycles: what is read after the due day is another promise's."""

    @settings(max_examples=25)
    @given(
        readings=st.lists(
            st.tuples(st.integers(0, 24 * 30), st.integers(0, 90)),
            unique_by=lambda reading: reading[0],
            max_size=8,
        ),
        dues=st.lists(st.integers(1, 40), min_size=1, max_size=3),
    )
    def test_is_what_counts_for_each_of_several_promises(
        self, readings: list[Reading], dues: list[int]
    ) -> None:
        make_organisation(time_zone="Pacific/Auckland")
        viewer, metric = make_admin(), make_metric()
        start = datetime.combine(TODAY, time.min, tzinfo=UTC) - timedelta(days=30)
        for hours, value in readings:
            at = start + timedelta(hours=hours)
            make_reading(metric, value, observed_at=at)
        cycle = make_cycle(starts_on=TODAY - timedelta(days=60))
        promises = [
            make_key_result(
                objective=make_objective(cycle=cycle),
                metric=metric,
                baseline=Decimal(100),
                target=Decimal(0),
                starts_on=TODAY - timedelta(days=60),
                due_on=TODAY - timedelta(days=35) + timedelta(days=due),
            )
            for due in dues
        ]

        for promise in promises:
            assert value_of(viewer, promise) == wanted(promise)


def value_of(viewer: Person, promise: KeyResult) -> float | None:
    scope = Scope(cycles=(promise.objective.cycle_id,), alone=True)
    found = figures(viewer=viewer, scope=scope, today=TODAY)
    return found.key_results[promise.pk].value


def wanted(promise: KeyResult) -> float | None:
    """Return the last value read up to the due day, by the organisation's clocks."""
    assert promise.metric is not None
    last = min(promise.due_on, TODAY)
    seen = [
        float(row.value)
        for row in promise.metric.readings.order_by("observed_at", "pk")
        if row.observed_at.astimezone(local_zone()).date() <= last
    ]
    return seen[-1] if seen else None
