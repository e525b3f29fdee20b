from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from waypost.core import history, undo
from waypost.core.access import Denied
from waypost.core.models import ChangeSet, ExternalReference
from waypost.people.models import Person
from waypost.people.tests.factories import make_membership, make_person, make_team
from waypost.projects import actions
from waypost.projects.actions import TaskTerms
from waypost.projects.models import Project, Task, TaskStatus
from waypost.projects.tests.factories import (
    NOW,
    make_dependency,
    make_milestone,
    make_project,
    make_reference,
    make_status,
    make_task,
)

pytestmark = pytest.mark.django_db


def manager_of(project: Project) -> Person:
    assert project.manager
    return project.manager


def test_creating_needs_only_a_title() -> None:
    project = make_project()

    task = actions.create_task(
        actor=manager_of(project), now=NOW, project=project, terms=TaskTerms("Write")
    )

    assert (task.number, task.status.kind, task.position) == (1, "todo", 1000)
    assert ChangeSet.objects.get().summary == f"{project.code}-1 Write"


def test_creating_a_subtask_takes_the_milestone_of_its_task() -> None:
    parent = make_task(milestone=make_milestone())

    task = actions.create_task(
        actor=manager_of(parent.project),
        now=NOW,
        project=parent.project,
        terms=TaskTerms("Write", parent=parent),
    )

    assert task.milestone == parent.milestone


def test_a_team_member_creates_edits_and_moves_but_does_not_delete() -> None:
    team, member = make_team(), make_person()
    make_membership(team, member)
    project = make_project(team=team)

    task = actions.create_task(
        actor=member, now=NOW, project=project, terms=TaskTerms("Write")
    )
    actions.edit_task(actor=member, now=NOW, task=task, changes={"title": "Read"})
    actions.move_task(actor=member, now=NOW, task=task, place=actions.Place())

    with pytest.raises(Denied):
        actions.delete_task(actor=member, now=NOW, task=task)


def test_others_do_not_create_tasks() -> None:
    project = make_project()

    with pytest.raises(Denied):
        actions.create_task(
            actor=make_person(), now=NOW, project=project, terms=TaskTerms("Write")
        )


def test_a_milestone_of_another_project_is_refused() -> None:
    project = make_project()

    with pytest.raises(ValidationError, match="another project"):
        actions.create_task(
            actor=manager_of(project),
            now=NOW,
            project=project,
            terms=TaskTerms("Write", milestone=make_milestone()),
        )


def test_done_sets_the_moment_and_a_hundred_percent_and_reopening_clears() -> None:
    task = make_task(percent_done=40, remaining_hours=Decimal(3))
    actor = manager_of(task.project)

    done = actions.set_status(
        actor=actor, now=NOW, task=task, status=make_status("done")
    )
    was = (done.done_at, done.percent_done, done.remaining_hours)
    again = actions.set_status(
        actor=actor, now=NOW, task=task, status=make_status("doing")
    )

    assert was == (NOW, 100, 0)
    assert (again.done_at, again.percent_done, again.remaining_hours) == (None, 0, None)


def test_ticking_closes_and_opens() -> None:
    task = make_task(assignee=make_person())
    assert task.assignee

    ticked = actions.tick_task(actor=task.assignee, now=NOW, task=task, is_done=True)
    opened = actions.tick_task(actor=task.assignee, now=NOW, task=ticked, is_done=False)

    assert (ticked.status.kind, opened.status.kind) == ("done", "todo")
    assert opened.done_at is None


def test_an_assignee_updates_their_own_task_and_not_its_title() -> None:
    task = make_task(assignee=make_person())
    assert task.assignee

    edited = actions.edit_task(
        actor=task.assignee, now=NOW, task=task, changes={"percent_done": 60}
    )

    assert edited.percent_done == 60
    with pytest.raises(Denied):
        actions.edit_task(
            actor=task.assignee, now=NOW, task=task, changes={"title": "Mine"}
        )


def test_editing_an_older_version_is_refused() -> None:
    task = make_task()
    actor = manager_of(task.project)
    seen = history.version_of(task)
    actions.edit_task(actor=actor, now=NOW, task=task, changes={"title": "Theirs"})

    with pytest.raises(history.Stale):
        actions.edit_task(
            actor=actor, now=NOW, task=task, changes={"title": "Mine"}, version=seen
        )


def test_editing_does_not_move() -> None:
    task = make_task()

    with pytest.raises(TypeError):
        actions.edit_task(
            actor=manager_of(task.project), now=NOW, task=task, changes={"parent": None}
        )


def test_a_task_is_not_given_to_who_cannot_see_it() -> None:
    task = make_task(make_project(visibility="named"))

    with pytest.raises(ValidationError, match="does not see this project"):
        actions.assign_task(
            actor=manager_of(task.project), now=NOW, task=task, assignee=make_person()
        )


def test_a_task_is_given_and_taken_back() -> None:
    task, person = make_task(), make_person()
    actor = manager_of(task.project)

    given = actions.assign_task(actor=actor, now=NOW, task=task, assignee=person)
    taken = actions.assign_task(actor=actor, now=NOW, task=task, assignee=None)

    assert (given.assignee, taken.assignee) == (person, None)


def test_deleting_takes_subtasks_and_links_and_undo_brings_them_back() -> None:
    task = make_task()
    part = make_task(parent=task)
    make_reference(part, "X-1")
    make_dependency(make_task(task.project), part)
    actor = manager_of(task.project)

    actions.delete_task(actor=actor, now=NOW, task=task)
    gone = Task.objects.count(), ExternalReference.objects.count()
    undo.undo(change_set=ChangeSet.objects.get(), actor=actor, now=NOW)

    assert gone == (1, 0)
    assert Task.objects.count() == 3
    assert part.predecessors.count() == 1
    assert ExternalReference.objects.count() == 1


def test_the_default_statuses_are_one_of_each_kind_and_made_once() -> None:
    actor = make_person()

    first = actions.ensure_default_statuses(actor=actor, now=NOW)
    second = actions.ensure_default_statuses(actor=actor, now=NOW)

    assert [s.kind for s in first] == list(TaskStatus.Kind)
    assert first == second
