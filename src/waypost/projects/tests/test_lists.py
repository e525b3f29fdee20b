from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from waypost.core.listing import Between, OneOf, Order, Wanted
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_person, make_team
from waypost.projects import actions, queries
from waypost.projects.models import Project
from waypost.projects.queries import ProjectRow
from waypost.projects.tests.factories import (
    NOW,
    TODAY,
    make_dependency,
    make_milestone,
    make_project,
    make_reference,
    make_status,
    make_task,
)

pytestmark = pytest.mark.django_db


def rows() -> list[ProjectRow]:
    return queries.project_rows(viewer=make_admin(), today=TODAY)


def found(**wanted: Any) -> list[str]:
    ids = queries.project_ids(
        viewer=make_admin(), today=TODAY, wanted=Wanted(**wanted)
    ).ids
    listed = queries.project_rows(viewer=make_admin(), today=TODAY, ids=ids)
    return [row.name for row in listed]


def test_a_row_counts_tasks_and_names_the_next_milestone() -> None:
    project = make_project(due_on=TODAY - timedelta(days=1))
    make_milestone(project, title="later", due_on=date(2026, 3, 9))
    make_milestone(project, title="next", due_on=date(2026, 2, 1))
    make_milestone(project, title="past", achieved_on=date(2026, 1, 9))
    make_task(project, kind="done")
    make_task(project)
    make_task(project, kind="dropped")

    (row,) = rows()

    assert (row.tasks_done, row.tasks_open, row.tasks_total) == (1, 1, 2)
    assert (row.milestones_done, row.milestones_open) == (1, 2)
    assert row.next_milestone
    assert (row.next_milestone.title, row.next_milestone.is_late) == ("next", True)
    assert row.is_late


def test_what_is_closed_is_not_late() -> None:
    make_project(due_on=TODAY - timedelta(days=1), phase=Project.Phase.CLOSED)

    (row,) = rows()

    assert not row.is_late


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"only": {"phase": OneOf(("planning",))}}, ["beta"]),
        ({"only": {"standing": OneOf(("on_hold",))}}, ["alpha"]),
        ({"only": {"funded": OneOf((False,))}}, ["beta"]),
        ({"only": {"due": Between(None, date(2026, 2, 1))}}, ["beta"]),
        ({"words": "alp"}, ["alpha"]),
        ({"words": "ZZ"}, ["beta"]),
        ({"order": (Order("name", is_falling=True),)}, ["beta", "alpha"]),
        ({"order": (Order("due"),)}, ["beta", "alpha"]),
        ({"order": (Order("nonsense"),)}, ["alpha", "beta"]),
        ({"order": (Order("name"),), "first": 1, "count": 5}, ["beta"]),
    ],
)
def test_the_list_is_filtered_and_sorted(
    wanted: dict[str, Any], expected: list[str]
) -> None:
    make_project(name="alpha", code="AA", standing="on_hold")
    make_project(
        name="beta",
        code="ZZ",
        phase="planning",
        is_funded=False,
        due_on=date(2026, 2, 1),
    )

    assert found(**wanted) == expected


@pytest.mark.parametrize(
    "sort",
    [
        *("name", "code", "phase", "standing", "funded", "team", "manager"),
        *("sponsor", "category", "start", "due", "next", "open"),
    ],
)
def test_every_sort_takes_projects_without_anything(sort: str) -> None:
    make_project(manager=None, sponsor=None, starts_on=None, due_on=None)
    make_project(team=make_team())

    assert len(found(order=(Order(sort),))) == 2
    assert len(found(order=(Order(sort, is_falling=True),))) == 2


def test_the_list_is_filtered_by_team_and_manager() -> None:
    team = make_team()
    project = make_project(team=team)
    make_project()

    assert found(only={"team": OneOf((team.pk,))}) == [project.name]
    assert found(only={"manager": OneOf((project.manager_id,))}) == [project.name]


def test_dates_that_a_project_lacks_are_those_of_its_plan() -> None:
    project = make_project(due_on=None)
    make_task(milestone=make_milestone(project, due_on=None), due_on=date(2026, 5, 1))
    make_task(project, due_on=date(2026, 9, 1), kind="dropped")

    for column in ("due", "next"):
        day = Between(date(2026, 5, 1), date(2026, 5, 1))
        assert found(only={column: day}) == [project.name]


def test_the_project_page_has_the_charter_and_who_works_on_it() -> None:
    ann = make_person("Ann")
    project = make_project(purpose="Why", visibility="named", viewers=[ann])
    milestone = make_milestone(project, due_on=None)
    make_task(milestone=milestone, assignee=ann, due_on=date(2026, 2, 1))
    make_reference(project, "ONB")
    assert project.sponsor

    page = queries.project_page(
        viewer=project.sponsor, code=project.code.lower(), today=TODAY
    )

    assert page.purpose == "Why"
    assert [p.name for p in page.viewers] == [p.name for p in page.people] == ["Ann"]
    assert page.milestones[0].planned_finish == date(2026, 2, 1)
    assert (page.tasks_late, page.elsewhere[0].external_id) == (1, "ONB")
    assert page.row.rights.decide


def test_a_planned_finish_is_the_due_date_else_the_latest_in_the_plan() -> None:
    project = make_project(due_on=None)
    dated = make_milestone(project, due_on=date(2026, 3, 1))
    open_ended = make_milestone(project, due_on=None)
    make_task(milestone=open_ended, due_on=date(2026, 4, 1))
    make_task(milestone=open_ended, due_on=date(2026, 5, 1), kind="dropped")

    finishes = queries.planned_finishes(viewer=None)

    assert finishes.milestones == {
        dated.pk: date(2026, 3, 1),
        open_ended.pk: date(2026, 4, 1),
    }
    assert finishes.projects == {project.pk: date(2026, 4, 1)}


@pytest.mark.parametrize(
    ("days", "when"),
    [(-1, "late"), (0, "today"), (6, "week"), (7, "later"), (None, "undated")],
)
def test_my_tasks_say_how_near_they_are(days: int | None, when: str) -> None:
    due = None if days is None else TODAY + timedelta(days=days)  # TODAY is a Monday
    task = make_task(assignee=make_person(), due_on=due)
    assert task.assignee

    (mine,) = queries.my_tasks(viewer=task.assignee, today=TODAY)

    assert [t.when for t in mine.tasks] == [when]


def test_my_tasks_stand_by_project_the_most_urgent_first() -> None:
    me = make_person()
    calm = make_task(make_project(name="a"), assignee=me, due_on=date(2026, 3, 1))
    urgent = make_task(make_project(name="z"), assignee=me, due_on=date(2026, 1, 1))
    make_dependency(urgent, make_task(urgent.project))
    make_dependency(calm, urgent)
    make_task(make_project(standing="on_hold"), assignee=me)
    make_task(assignee=make_person())

    groups = queries.my_tasks(viewer=me, today=TODAY)

    assert [group.name for group in groups] == ["z", "a"]
    (task,) = groups[0].tasks
    assert task.followers_open == 1
    assert task.waits_for == (f"{calm.project.code}-{calm.number}",)


def test_what_i_did_today_stays_until_tomorrow() -> None:
    task = make_task(assignee=make_person())
    assert task.assignee
    actions.tick_task(actor=task.assignee, now=NOW, task=task, is_done=True)

    today = queries.my_tasks(viewer=task.assignee, today=TODAY)
    tomorrow = queries.my_tasks(viewer=task.assignee, today=TODAY + timedelta(days=1))

    assert [t.is_done for t in today[0].tasks] == [True]
    assert tomorrow == ()


def test_the_task_page_shows_parts_and_links_both_ways() -> None:
    parent = make_task(make_project(code="WEB"))
    task = make_task(parent=parent, body="**why**", labels=["x"])
    make_task(parent=task)
    make_dependency(make_task(task.project), task)
    make_dependency(task, make_task(task.project))
    assert task.project.manager

    page = queries.task_page(
        viewer=task.project.manager, code="WEB", number=2, today=TODAY
    )

    assert page.parent
    assert (page.parent.code, [p.code for p in page.parts]) == ("WEB-1", ["WEB-3"])
    assert [link.code for link in page.waits_for] == ["WEB-4"]
    assert [link.code for link in page.followers] == ["WEB-5"]
    assert page.can_update


def test_options_offer_what_fits() -> None:
    ann = make_person("Ann")
    project = make_project(code="WEB", visibility="named", viewers=[ann])
    viewer = make_person("Vi", role=Person.Role.VIEWER)
    milestone = make_milestone(project)
    top = make_task(project, title="Draw it")
    part = make_task(parent=top, title="Colour")
    make_reference(part, "X-1")
    admin = make_admin()

    assignees = queries.assignee_options(viewer=admin, project=project)
    parents = queries.parent_options(viewer=admin, project=project, task=top)
    known = queries.known_tasks(viewer=admin, system="jira", external_ids=["X-1", "n"])

    names = {option.label for option in assignees}
    assert "Ann" in names
    assert viewer.name not in names
    assert [o.value for o in queries.milestone_options(viewer=admin, project=project)]
    assert milestone.pk
    assert parents == []
    assert known["X-1"].code == "WEB-2"
    for words in ("web-2", "colour", "WEB col"):
        found = queries.find_tasks(viewer=admin, words=words)
        assert [option.pk for option in found] == [part.pk]
    near = queries.find_tasks(viewer=admin, words="", near=make_task().project)
    assert near[0].pk not in (top.pk, part.pk)
    assert queries.suggested_code(viewer=admin, name="Web") == "WEB2"
    assert queries.status_options(viewer=admin)[0].kind == "todo"


def test_activity_tells_what_was_done_to_a_project_and_its_tasks() -> None:
    task = make_task()
    manager = task.project.manager
    assert manager
    actions.edit_task(actor=manager, now=NOW, task=task, changes={"title": "New"})
    actions.edit_project(
        actor=manager, now=NOW, project=task.project, changes={"name": "New"}
    )
    reader = make_person()

    told = queries.activity(viewer=reader, project=task.project)

    assert [row.verb for row in told] == ["projects.edit_project", "projects.edit_task"]
    assert len(queries.task_activity(viewer=reader, task=task)) == 1


def _grow() -> None:
    project = make_project(team=make_team())
    task = make_task(
        milestone=make_milestone(project), assignee=Person.objects.get(name="me")
    )
    make_dependency(task, make_task(project))
    make_dependency(make_task(project), task)
    make_status("done")


@pytest.mark.parametrize(
    "read",
    [
        lambda me: queries.project_rows(viewer=me, today=TODAY),
        lambda me: queries.my_tasks(viewer=me, today=TODAY),
        lambda me: queries.planned_finishes(viewer=me),
        lambda me: queries.find_tasks(viewer=me, words="Task"),
    ],
)
def test_a_list_takes_as_many_queries_for_many_rows_as_for_few(
    read: Callable[[Person], object],
) -> None:
    me = make_person("me")
    counts = []
    for rounds in (2, 18):
        for _round in range(rounds):
            _grow()
        with CaptureQueriesContext(connection) as captured:
            read(me)
        counts.append(len(captured))

    assert counts[0] == counts[1]
