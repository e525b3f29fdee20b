from datetime import timedelta

import pytest

from waypost.people.tests.factories import make_person
from waypost.projects import actions, queries
from waypost.projects.models import Milestone, Project
from waypost.projects.tests.factories import (
    NOW,
    TODAY,
    make_milestone,
    make_project,
    make_task,
)

pytestmark = pytest.mark.django_db
YESTERDAY = NOW - timedelta(days=1)


def postpone(milestone: Milestone, days: int) -> None:
    manager = milestone.project.manager
    assert milestone.due_on is not None
    assert manager is not None
    actions.edit_milestone(
        actor=manager,
        now=NOW,
        milestone=milestone,
        changes={"due_on": milestone.due_on + timedelta(days=days)},
    )
    milestone.refresh_from_db()


def test_a_date_is_told_from_where_it_stood_to_where_it_stands() -> None:
    milestone = make_milestone()
    postpone(milestone, 5)
    postpone(milestone, 4)

    (found,) = queries.moved_dates(viewer=make_person(), since=YESTERDAY)

    assert (found.title, found.days) == (milestone.title, 9)


def test_a_date_that_came_back_is_not_told() -> None:
    milestone = make_milestone()
    postpone(milestone, 5)
    postpone(milestone, -5)

    assert queries.moved_dates(viewer=make_person(), since=YESTERDAY) == []


def test_a_project_that_ends_earlier_is_told() -> None:
    manager = make_person()
    project = make_project(manager=manager)
    assert project.due_on is not None
    actions.edit_project(
        actor=manager,
        now=NOW,
        project=project,
        changes={"due_on": project.due_on - timedelta(days=3)},
        reason="The crew is free earlier.",
    )

    (found,) = queries.moved_dates(viewer=make_person(), since=YESTERDAY)

    assert (found.is_milestone, found.days) == (False, -3)


def test_own_moves_and_hidden_ones_are_not_told() -> None:
    milestone = make_milestone(make_project(visibility="named"))
    postpone(milestone, 5)

    for viewer in (milestone.project.manager, make_person()):
        assert viewer is not None
        assert queries.moved_dates(viewer=viewer, since=YESTERDAY) == []


def test_my_milestones_are_those_i_run_or_work_for() -> None:
    me = make_person()
    run = make_milestone(make_project(manager=me), due_on=TODAY)
    work = make_milestone(due_on=TODAY)
    make_task(milestone=work, assignee=me)
    make_milestone(due_on=TODAY)
    make_milestone(run.project, due_on=TODAY + timedelta(days=9))
    held = make_project(manager=me, standing=Project.Standing.ON_HOLD)
    make_milestone(held, due_on=TODAY)

    found = queries.my_milestones(viewer=me, first=TODAY, last=TODAY)

    assert {row.pk for row in found} == {run.pk, work.pk}
