"""Many rows at once …"""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from waypost.core import undo
from waypost.core.models import ChangeSet
from waypost.people.models import Person
from waypost.people.tests.factories import (
    make_admin,
    make_membership,
    make_person,
    make_team,
)
from waypost.projects import actions
from waypost.projects.models import Project, Task
from waypost.projects.tests.factories import (
    NOW,
    make_milestone,
    make_project,
    make_status,
    make_task,
)

pytestmark = pytest.mark.django_db


def manager_of(project: Project) -> Person:
    assert project.manager
    return project.manager


def test_tasks_change_in_one_change_set() -> None:
    project = make_project()
    tasks = [make_task(project) for _ in range(4)]
    person = make_person()

    done = actions.edit_tasks(
        actor=manager_of(project),
        now=NOW,
        ids=[task.pk for task in tasks],
        changes={"assignee": person, "status": make_status("done")},
    )

    assert (done.changed, done.left) == (4, ())
    assert ChangeSet.objects.count() == 1
    for task in Task.objects.all():
        assert (task.assignee, task.percent_done, task.done_at) == (person, 100, NOW)


def test_tasks_change_as_one_would() -> None:
    single, many = make_task(percent_done=30), make_task(percent_done=30)
    status = make_status("done")

    actions.set_status(
        actor=manager_of(single.project), now=NOW, task=single, status=status
    )
    actions.edit_tasks(
        actor=manager_of(many.project),
        now=NOW,
        ids=[many.pk],
        changes={"status": status},
    )

    single.refresh_from_db()
    many.refresh_from_db()
    for name in ("status", "percent_done", "done_at", "remaining_hours"):
        assert getattr(single, name) == getattr(many, name)


def test_tasks_of_several_projects_change_where_one_may_and_the_rest_is_named() -> None:
    mine, theirs = make_project(), make_project()
    own, other = make_task(mine), make_task(theirs)

    done = actions.edit_tasks(
        actor=manager_of(mine),
        now=NOW,
        ids=[own.pk, other.pk],
        changes={"priority": 1, "add_labels": ("sea",)},
    )

    assert done.changed == 1
    assert [left.code for left in done.left] == [f"{theirs.code}-{other.number}"]
    assert "Only the project's team" in done.left[0].reason
    other.refresh_from_db()
    assert (other.priority, other.labels) == (3, [])


def test_a_task_that_cannot_take_the_change_stays_whole() -> None:
    project = make_project()
    early = make_task(project)
    late = make_task(project, starts_on=date(2026, 3, 1))

    done = actions.edit_tasks(
        actor=manager_of(project),
        now=NOW,
        ids=[early.pk, late.pk],
        changes={"due_on": date(2026, 2, 1), "priority": 1},
    )

    late.refresh_from_db()
    assert done.changed == 1
    assert "before it starts" in done.left[0].reason
    assert (late.due_on, late.priority) == (None, 3)


def test_what_nobody_may_see_is_absent() -> None:
    hidden = make_task(make_project(visibility="named"))

    done = actions.edit_tasks(
        actor=make_person(), now=NOW, ids=[hidden.pk], changes={"priority": 1}
    )

    assert (done.changed, done.same, done.left) == (0, 0, ())
    assert not ChangeSet.objects.exists()


def test_the_assignee_says_how_far_it_is_and_no_more() -> None:
    worker = make_person()
    task = make_task(assignee=worker)
    status = make_status("doing")

    far = actions.edit_tasks(
        actor=worker, now=NOW, ids=[task.pk], changes={"status": status}
    )
    more = actions.edit_tasks(
        actor=worker, now=NOW, ids=[task.pk], changes={"priority": 1}
    )

    assert (far.changed, more.changed, len(more.left)) == (1, 0, 1)


def test_dates_move_together_and_labels_come_and_go() -> None:
    task = make_task(
        starts_on=date(2026, 3, 1), due_on=date(2026, 3, 5), labels=["Sea", "old"]
    )

    actions.edit_tasks(
        actor=manager_of(task.project),
        now=NOW,
        ids=[task.pk],
        changes={
            "move_days": -7,
            "add_labels": ("sea", "new"),
            "remove_labels": ("OLD",),
        },
    )

    task.refresh_from_db()
    assert (task.starts_on, task.due_on) == (date(2026, 2, 22), date(2026, 2, 26))
    assert task.labels == ["Sea", "new"]


def test_a_milestone_is_one_of_the_tasks_own_project() -> None:
    with_it, without = make_project(), make_project()
    milestone = make_milestone(with_it, title="Go live")
    one, two = make_task(with_it), make_task(without)

    done = actions.edit_tasks(
        actor=make_admin(),
        now=NOW,
        ids=[one.pk, two.pk],
        changes={"milestone": "go live"},
    )

    one.refresh_from_db()
    assert one.milestone == milestone
    assert "has no milestone" in done.left[0].reason


def test_setting_and_moving_the_due_day_is_refused() -> None:
    with pytest.raises(ValidationError, match="not both"):
        actions.edit_tasks(
            actor=make_admin(),
            now=NOW,
            ids=[make_task().pk],
            changes={"due_on": date(2026, 1, 1), "move_days": 1},
        )


def test_nothing_new_leaves_no_trace() -> None:
    task = make_task(priority=2)

    done = actions.edit_tasks(
        actor=manager_of(task.project), now=NOW, ids=[task.pk], changes={"priority": 2}
    )

    assert (done.changed, done.same) == (0, 1)
    assert not ChangeSet.objects.exists()


def test_one_undo_takes_all_of_it_back() -> None:
    tasks = [make_task(due_on=date(2026, 3, day)) for day in (1, 2, 3)]
    actor = make_admin()
    ids = [task.pk for task in tasks]

    actions.edit_tasks(actor=actor, now=NOW, ids=ids, changes={"move_days": 5})
    undo.undo(change_set=ChangeSet.objects.get(), actor=actor, now=NOW)

    kept = Task.objects.order_by("due_on").values_list("due_on", flat=True)
    assert list(kept) == [date(2026, 3, day) for day in (1, 2, 3)]


def test_projects_change_where_one_may() -> None:
    team = make_team()
    mine, theirs = make_project(), make_project()

    done = actions.edit_projects(
        actor=manager_of(mine),
        now=NOW,
        ids=[mine.pk, theirs.pk],
        changes={"team": team, "category": "Fleet"},
    )

    mine.refresh_from_db()
    assert (mine.team, mine.category) == (team, "Fleet")
    assert [left.code for left in done.left] == [theirs.code]
    assert ChangeSet.objects.get().subject_id == mine.pk


def test_money_is_the_sponsors() -> None:
    project = make_project(is_funded=False)
    assert project.sponsor

    refused = actions.edit_projects(
        actor=manager_of(project),
        now=NOW,
        ids=[project.pk],
        changes={"is_funded": True, "category": "Fleet"},
    )
    done = actions.edit_projects(
        actor=project.sponsor, now=NOW, ids=[project.pk], changes={"is_funded": True}
    )

    project.refresh_from_db()
    assert (refused.changed, done.changed) == (0, 1)
    assert (project.is_funded, project.category) == (True, "")


def test_a_cancelled_project_stays() -> None:
    project = make_project(standing="cancelled")

    done = actions.edit_projects(
        actor=make_admin(), now=NOW, ids=[project.pk], changes={"standing": "on_hold"}
    )

    assert "cancelled" in done.left[0].reason


def test_a_project_of_its_team_alone_keeps_a_team() -> None:
    project = make_project(team=make_team(), visibility="team")

    done = actions.edit_projects(
        actor=make_admin(), now=NOW, ids=[project.pk], changes={"team": None}
    )

    assert "needs one" in done.left[0].reason


def test_a_member_of_the_team_changes_its_tasks() -> None:
    team = make_team()
    person = make_person()
    make_membership(team, person)
    task = make_task(make_project(team=team))

    done = actions.edit_tasks(
        actor=person, now=NOW, ids=[task.pk], changes={"priority": 5}
    )

    assert done.changed == 1
