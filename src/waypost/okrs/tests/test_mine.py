from datetime import date, timedelta
from decimal import Decimal

import pytest

from waypost.okrs import actions, queries
from waypost.okrs.models import Cycle, KeyResult, Objective
from waypost.okrs.tests.factories import (
    NOW,
    TODAY,
    make_check_in,
    make_cycle,
    make_key_result,
    make_objective,
)
from waypost.people.models import Person
from waypost.people.tests.factories import make_organisation, make_person

pytestmark = pytest.mark.django_db


def move(key_result: KeyResult, **changes: object) -> None:
    actions.move_target(
        actor=key_result.owner,
        now=NOW,
        key_result=key_result,
        move=actions.Move(**changes),  # type: ignore[arg-type]  # fields by name
        reason="The second boat has come.",
    )


def test_own_key_results_are_those_that_count() -> None:
    owner = make_person()
    mine = make_key_result(objective=make_objective(owner=owner))
    closed = make_cycle(state=Cycle.State.CLOSED)
    make_key_result(objective=make_objective(owner=owner, cycle=closed))
    draft = make_objective(owner=owner, state=Objective.State.DRAFT)
    make_key_result(objective=draft)
    make_key_result()

    found = queries.own_key_results(viewer=owner)

    assert [row.pk for row in found] == [mine.pk]


def test_check_in_days_look_ahead_and_keep_what_is_overdue() -> None:
    make_organisation()
    owner = make_person()
    overdue = make_key_result(objective=make_objective(owner=owner))
    done = make_key_result(objective=make_objective(owner=owner))
    make_check_in(done, value=21)

    this_week = queries.check_in_days(viewer=owner, until=TODAY)
    next_week = queries.check_in_days(viewer=owner, until=TODAY + timedelta(days=7))

    assert set(this_week) == {overdue.pk}
    assert next_week[done.pk] == TODAY + timedelta(days=7)


def test_a_viewer_has_no_check_in_days() -> None:
    viewer = make_person(role=Person.Role.VIEWER)

    assert queries.check_in_days(viewer=viewer, until=TODAY) == {}


def test_a_moved_target_is_told_as_it_stood_before_all_moves() -> None:
    key_result = make_key_result()
    move(key_result, target=Decimal(50))
    key_result.refresh_from_db()
    move(key_result, target=Decimal(60), due_on=date(2026, 3, 20))

    (found,) = queries.moved_targets(
        viewer=make_person(), since=NOW - timedelta(days=1)
    )

    assert found.target_before == 40
    assert found.target == 60
    assert (found.due_before, found.due_on) == (date(2026, 3, 31), date(2026, 3, 20))
    assert found.reason == "The second boat has come."


def test_own_moves_and_earlier_ones_are_not_told() -> None:
    key_result = make_key_result()
    move(key_result, target=Decimal(50))

    own = queries.moved_targets(viewer=key_result.owner, since=NOW - timedelta(days=1))
    earlier = queries.moved_targets(viewer=make_person(), since=NOW)

    assert own == earlier == []


def test_a_hidden_move_is_not_told() -> None:
    key_result = make_key_result(objective=make_objective(visibility="named"))
    move(key_result, target=Decimal(50))

    assert not queries.moved_targets(
        viewer=make_person(), since=NOW - timedelta(days=1)
    )
