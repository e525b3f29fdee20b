from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from waypost.people.tests.factories import make_person
from waypost.projects import queries
from waypost.projects.tests.factories import (
    TODAY,
    make_dependency,
    make_project,
    make_task,
)

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - timedelta(days=1)


def test_counts_what_is_late_and_what_is_held_up() -> None:
    project = make_project()
    first = make_task(project, due_on=YESTERDAY)
    make_dependency(first, make_task(project))
    make_task(project, kind="blocked")
    make_task(project, kind="done", due_on=YESTERDAY)
    make_dependency(make_task(project, kind="done"), make_task(project))

    found = queries.plan_summary(viewer=make_person(), project=project, today=TODAY)

    assert (found.tasks_late, found.tasks_blocked) == (1, 2)


def test_names_the_next_tasks_by_their_date() -> None:
    project = make_project()
    undated = make_task(project)
    later = make_task(project, due_on=TODAY + timedelta(days=9))
    soon = make_task(project, due_on=TODAY)
    whole = make_task(project, due_on=TODAY)
    part = make_task(project, parent=whole, due_on=TODAY + timedelta(days=1))
    make_dependency(soon, part)

    found = queries.plan_summary(viewer=make_person(), project=project, today=TODAY)

    assert [task.pk for task in found.next_tasks] == [
        task.pk for task in (soon, part, later, undated)
    ]
    assert found.next_tasks[1].is_blocked
    assert found.next_tasks[1].waits_for == (found.next_tasks[0].code,)
    assert not found.next_tasks[0].is_blocked


def test_says_nothing_of_a_hidden_project() -> None:
    hidden = make_project(visibility="named")
    make_task(hidden, due_on=YESTERDAY)

    found = queries.plan_summary(viewer=make_person(), project=hidden, today=TODAY)

    assert (found.tasks_late, found.next_tasks) == (0, ())


def test_asks_as_often_for_much_as_for_little() -> None:
    project, viewer = make_project(), make_person()

    def count() -> int:
        with CaptureQueriesContext(connection) as caught:
            queries.plan_summary(viewer=viewer, project=project, today=TODAY)
        return len(caught)

    make_dependency(make_task(project), make_task(project))
    few = count()
    for _each in range(10):
        make_dependency(make_task(project), make_task(project))

    assert count() == few
