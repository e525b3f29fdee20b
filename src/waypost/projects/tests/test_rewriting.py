import pytest

from waypost.core import undo
from waypost.core.history import Stale
from waypost.core.models import ChangeSet
from waypost.people.tests.factories import make_person
from waypost.projects import actions
from waypost.projects.models import Project
from waypost.projects.terms import Place, ProjectTerms
from waypost.projects.tests.factories import (
    NOW,
    make_milestone,
    make_project,
    make_task,
)

pytestmark = pytest.mark.django_db


def test_starts_a_project_with_its_viewers_as_one_thing_to_undo() -> None:
    actor, friend = make_person(), make_person()

    project = actions.start_project(
        actor=actor,
        now=NOW,
        terms=ProjectTerms(name="Quiet sale", visibility="named"),
        viewers=[friend],
    )

    assert [row.person for row in project.viewers.all()] == [friend]
    made = ChangeSet.objects.filter(actor=actor).latest("pk")
    assert (made.verb, made.subject_id) == ("projects.create_project", project.pk)
    undo.undo(change_set=made, actor=actor, now=NOW)
    assert not Project.objects.exists()


def test_names_nobody_where_everybody_sees_it() -> None:
    project = actions.start_project(
        actor=make_person(),
        now=NOW,
        terms=ProjectTerms(name="Open"),
        viewers=[make_person()],
    )

    assert not project.viewers.exists()


def test_rewrites_a_project_and_who_sees_it_at_once() -> None:
    project, friend = make_project(visibility="named"), make_person()
    assert project.manager is not None
    rewriting = actions.Rewriting(changes={"purpose": "Why"}, viewers=(friend,))

    actions.rewrite_project(
        actor=project.manager, now=NOW, project=project, rewriting=rewriting, version=0
    )

    project.refresh_from_db()
    assert project.purpose == "Why"
    assert [row.person for row in project.viewers.all()] == [friend]
    assert ChangeSet.objects.count() == 1
    with pytest.raises(Stale):
        actions.rewrite_project(
            actor=project.manager,
            now=NOW,
            project=project,
            rewriting=rewriting,
            version=0,
        )


def test_forgets_the_named_people_when_everybody_sees_it() -> None:
    project = make_project(visibility="named", viewers=[make_person()])
    assert project.manager is not None

    actions.rewrite_project(
        actor=project.manager,
        now=NOW,
        project=project,
        rewriting=actions.Rewriting(changes={"visibility": "everyone"}),
    )

    assert not project.viewers.exists()


def test_rewrites_a_task_and_its_place_at_once() -> None:
    project = make_project()
    assert project.manager is not None
    milestone, task = make_milestone(project), make_task(project)

    actions.rewrite_task(
        actor=project.manager,
        now=NOW,
        task=task,
        changes={"title": "New"},
        place=Place(milestone=milestone),
        version=0,
    )

    task.refresh_from_db()
    assert (task.title, task.milestone) == ("New", milestone)
    assert ChangeSet.objects.count() == 1


def test_leaves_a_task_where_it_stands() -> None:
    project = make_project()
    assert project.manager is not None
    parent = make_task(project, milestone=make_milestone(project))
    first = make_task(project, parent=parent, milestone=parent.milestone)
    make_task(project, parent=parent, milestone=parent.milestone)
    before = first.position

    actions.rewrite_task(
        actor=project.manager,
        now=NOW,
        task=first,
        changes={"title": "Same place"},
        place=Place(milestone=None, parent=parent),
    )

    first.refresh_from_db()
    assert (first.position, first.parent) == (before, parent)
