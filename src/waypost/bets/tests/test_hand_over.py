"""Handing over what somebody answers for reaches every app that keeps such things."""

from datetime import UTC, datetime
from typing import Any

import pytest

from waypost.bets.tests.factories import make_bet
from waypost.core import undo
from waypost.core.access import Denied
from waypost.core.fields import Visibility
from waypost.core.models import ChangeSet
from waypost.okrs.tests.factories import make_key_result, make_metric, make_objective
from waypost.people import actions, holdings, queries
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_person, make_team
from waypost.projects.models import TaskStatus
from waypost.projects.tests.factories import make_project, make_status, make_task

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 2, 2, 9, tzinfo=UTC)


def hand_over(person: Person, to: Person, actor: Person | None = None) -> int:
    return actions.hand_over(actor=actor or make_admin(), now=NOW, person=person, to=to)


def make_everything_of(person: Person) -> list[Any]:
    objective = make_objective(owner=person, reviewer=person)
    key_result = make_key_result(objective=objective, owner=person, delegate=person)
    project = make_project(manager=person, sponsor=person, reviewer=person)
    status = TaskStatus.objects.first() or make_status("todo")
    return [
        objective,
        key_result,
        make_metric(owner=person),
        project,
        make_task(project, assignee=person, status=status),
        make_bet(project=project, key_result=key_result, owner=person),
        make_team(lead=person),
    ]


def owners(row: Any) -> set[Person]:
    held = next(each for each in holdings.all_of_them() if each.model is type(row))
    row.refresh_from_db()
    return {getattr(row, name) for name in held.columns}


def test_moves_everything_that_is_open_and_can_be_undone() -> None:
    person, taker, admin = make_person(), make_person(), make_admin()
    rows = make_everything_of(person)

    moved = hand_over(person, taker, admin)

    assert moved == 11
    assert all(owners(row) == {taker} for row in rows)
    undo.undo(change_set=ChangeSet.objects.get(), actor=admin, now=NOW)
    assert all(owners(row) == {person} for row in rows)


def test_leaves_what_is_over_and_what_somebody_set_for_themselves() -> None:
    person, taker = make_person(), make_person()
    closed = make_objective(owner=person, state="closed")
    own = make_objective(person=person, owner=person)
    left = make_project(manager=person, standing="cancelled")

    assert hand_over(person, taker) == 0

    for row, name in ((closed, "owner"), (own, "owner"), (left, "manager")):
        row.refresh_from_db()
        assert getattr(row, name) == person


def test_lets_reports_report_to_the_new_owner_without_a_circle() -> None:
    top = make_person()
    person = make_person(manager=top)
    between = make_person(manager=person)
    taker = make_person(manager=between)

    hand_over(person, taker)

    taker.refresh_from_db()
    between.refresh_from_db()
    assert (taker.manager, between.manager) == (top, taker)


def test_is_refused_to_who_cannot_own_and_by_who_is_no_admin() -> None:
    person = make_person()

    for wrong in (person, make_person(role="viewer"), make_person(is_active=False)):
        with pytest.raises(actions.Refused):
            hand_over(person, wrong)
    with pytest.raises(Denied):
        hand_over(person, make_person(), make_person(role="manager"))


def test_lists_what_the_viewer_may_see_and_nothing_else() -> None:
    person = make_person()
    make_objective(title="Open", owner=person)
    make_objective(title="Secret", owner=person, visibility=Visibility.NAMED)
    make_project(name="Hidden", manager=person, visibility=Visibility.NAMED)

    def titles(viewer: Person) -> set[str]:
        groups = queries.held_by(viewer=viewer, person=person)
        return {row.title for group in groups for row in group.rows}

    assert titles(make_person(role="manager")) == {"Open"}
    assert titles(person) == titles(make_admin()) == {"Open", "Secret", "Hidden"}


def test_counts_what_it_does_not_list() -> None:
    person = make_person()
    for _ in range(5):
        make_objective(owner=person)

    [group] = queries.held_by(viewer=person, person=person, most=2)

    assert (group.total, len(group.rows), group.more) == (5, 2, 3)


def test_asks_once_for_each_kind_of_thing(django_assert_num_queries: Any) -> None:
    person = make_person()
    viewer = make_admin()
    for size in (2, 18):
        for _ in range(size):
            make_everything_of(person)
        with django_assert_num_queries(len(holdings.all_of_them())):
            queries.held_by(viewer=viewer, person=person)
