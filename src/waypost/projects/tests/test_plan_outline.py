from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from waypost.people.tests.factories import make_person
from waypost.projects import queries
from waypost.projects.models import Project, Task
from waypost.projects.queries import PlanOutline
from waypost.projects.tests.factories import (
    TODAY,
    make_dependency,
    make_milestone,
    make_project,
    make_task,
)

pytestmark = pytest.mark.django_db


def outline_of(project: Project) -> PlanOutline:
    assert project.manager
    return queries.plan_outline(viewer=project.manager, code=project.code, today=TODAY)


def test_is_milestones_with_tasks_with_subtasks_then_the_rest() -> None:
    project = make_project()
    make_task(project, title="rest")
    late, early = (
        make_milestone(project, title=title, position=place)
        for title, place in [("second", 2), ("first", 1)]
    )
    top = make_task(milestone=early, title="top")
    part = make_task(parent=top, milestone=early, title="part")
    make_task(parent=part, milestone=early, title="piece")
    make_task(milestone=late, title="other")

    rows = outline_of(project).rows

    assert [(row.title, row.depth) for row in rows] == [
        ("first", 0),
        ("top", 1),
        ("part", 2),
        ("piece", 3),
        ("second", 0),
        ("other", 1),
        ("No milestone", 0),
        ("rest", 1),
    ]


def test_without_milestones_there_is_no_head_for_the_rest() -> None:
    task = make_task()

    (row,) = outline_of(task.project).rows

    assert (row.kind, row.depth) == ("task", 0)


def test_percent_of_what_has_parts_is_weighted_by_hours() -> None:
    milestone = make_milestone()
    top = make_task(milestone=milestone)
    make_task(parent=top, percent_done=100, kind="done", estimate_hours=Decimal(30))
    make_task(parent=top, percent_done=0, estimate_hours=Decimal(10))
    make_task(parent=top, percent_done=0, kind="dropped", estimate_hours=Decimal(90))

    rows = outline_of(milestone.project).rows

    assert [row.percent for row in rows[:2]] == [75, 75]


def test_a_task_without_an_estimate_weighs_as_much_as_the_usual_one() -> None:
    milestone = make_milestone()
    make_task(milestone=milestone, percent_done=100, estimate_hours=Decimal(10))
    make_task(milestone=milestone, percent_done=0)

    assert outline_of(milestone.project).rows[0].percent == 50


def test_dates_of_what_has_parts_are_those_of_its_parts() -> None:
    milestone = make_milestone(due_on=None)
    top = make_task(milestone=milestone)
    make_task(parent=top, starts_on=date(2026, 2, 3), due_on=date(2026, 2, 9))
    make_task(parent=top, starts_on=date(2026, 2, 1), due_on=date(2026, 2, 5))

    rows = outline_of(milestone.project).rows

    for row in rows[:2]:
        assert (row.starts_on, row.due_on) == (date(2026, 2, 1), date(2026, 2, 9))


def test_late_is_what_is_open_and_past_its_day() -> None:
    yesterday = TODAY - timedelta(days=1)
    milestone = make_milestone(due_on=yesterday)
    make_task(milestone=milestone, due_on=yesterday)
    make_task(milestone=milestone, due_on=yesterday, kind="done")
    make_task(milestone=milestone, due_on=TODAY)

    outline = outline_of(milestone.project)

    assert [row.is_late for row in outline.rows] == [True, True, False, False]
    assert (outline.tasks_done, outline.tasks_open, outline.tasks_late) == (1, 2, 1)


def test_names_what_a_task_waits_for() -> None:
    elsewhere = make_task(make_project(code="API"))
    task = make_task()
    make_dependency(elsewhere, task, kind="SS")

    (row,) = outline_of(task.project).rows

    (link,) = row.waits_for
    assert (link.code, link.kind) == ("API-1", "SS")


def test_a_circle_of_parents_is_shown_once_and_does_not_hang() -> None:
    a = make_task()
    b = make_task(parent=a)
    Task.objects.filter(pk=a.pk).update(parent=b)

    outline_of(a.project)


def test_an_assignee_may_edit_their_own_rows() -> None:
    mine = make_task(assignee=make_person())
    make_task(mine.project)
    assert mine.assignee

    rows = queries.plan_outline(
        viewer=mine.assignee, code=mine.project.code, today=TODAY
    ).rows

    assert [row.can_edit for row in rows] == [True, False]


def test_takes_as_many_queries_for_many_rows_as_for_few() -> None:
    project = make_project()
    counts = []
    for _round in range(2):
        milestone = make_milestone(project)
        for _task in range(9):
            task = make_task(milestone=milestone, assignee=make_person())
            make_dependency(task, make_task(parent=task))
        with CaptureQueriesContext(connection) as captured:
            outline_of(project)
        counts.append(len(captured))

    assert counts[0] == counts[1]
