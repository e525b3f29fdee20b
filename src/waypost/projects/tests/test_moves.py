import pytest
from django.core.exceptions import ValidationError

from waypost.core.access import Denied
from waypost.people.models import Person
from waypost.people.tests.factories import make_person
from waypost.projects import actions
from waypost.projects.actions import MilestoneTerms, Place
from waypost.projects.models import Milestone, Project, Task
from waypost.projects.tests.factories import (
    NOW,
    make_dependency,
    make_milestone,
    make_project,
    make_task,
)

pytestmark = pytest.mark.django_db


def manager_of(project: Project) -> Person:
    assert project.manager
    return project.manager


def order(project: Project) -> list[str]:
    tasks = Task.objects.filter(project=project).order_by("position", "pk")
    return [task.title for task in tasks]


@pytest.fixture
def project() -> Project:
    project = make_project()
    for title in "abcd":
        make_task(project, title=title)
    return project


def named(title: str) -> Task:
    return Task.objects.get(title=title)


@pytest.mark.parametrize(
    ("task", "before", "expected"),
    [("d", "a", "dabc"), ("a", "c", "bacd"), ("a", None, "bcda"), ("b", "b", "abcd")],
)
def test_a_task_goes_before_a_sibling_or_last(
    project: Project, task: str, before: str | None, expected: str
) -> None:
    place = Place(before=named(before) if before else None)

    actions.move_task(actor=manager_of(project), now=NOW, task=named(task), place=place)

    assert "".join(order(project)) == expected


def test_room_is_made_where_there_is_none(project: Project) -> None:
    Task.objects.update(position=0)

    actions.move_task(
        actor=manager_of(project),
        now=NOW,
        task=named("d"),
        place=Place(before=named("b")),
    )

    assert "".join(order(project)) == "adbc"


@pytest.mark.parametrize(
    ("task", "steps", "expected"),
    [("b", -1, "bacd"), ("b", 1, "acbd"), ("a", -1, "abcd"), ("d", 1, "abcd")],
)
def test_a_nudge_moves_a_task_one_up_or_down(
    project: Project, task: str, steps: int, expected: str
) -> None:
    actions.nudge_task(
        actor=manager_of(project), now=NOW, task=named(task), steps=steps
    )

    assert "".join(order(project)) == expected


def test_indenting_makes_it_part_of_the_one_before(project: Project) -> None:
    milestone = make_milestone(project)
    Task.objects.update(milestone=milestone)

    moved = actions.indent_task(actor=manager_of(project), now=NOW, task=named("b"))

    assert (moved.parent, moved.milestone) == (named("a"), milestone)


def test_the_first_cannot_be_indented(project: Project) -> None:
    with pytest.raises(actions.CannotMove, match="no task before"):
        actions.indent_task(actor=manager_of(project), now=NOW, task=named("a"))


def test_outdenting_puts_it_right_after_its_parent(project: Project) -> None:
    actor = manager_of(project)
    actions.indent_task(actor=actor, now=NOW, task=named("b"))

    actions.outdent_task(actor=actor, now=NOW, task=named("b"))

    assert "".join(order(project)) == "abcd"
    assert named("b").parent is None


def test_what_is_below_follows_to_another_milestone(project: Project) -> None:
    milestone = make_milestone(project)
    part = make_task(project, parent=named("a"), title="part")

    actions.move_task(
        actor=manager_of(project),
        now=NOW,
        task=named("a"),
        place=Place(milestone=milestone),
    )

    part.refresh_from_db()
    assert part.milestone == milestone


def test_a_task_does_not_go_below_itself(project: Project) -> None:
    part = make_task(project, parent=named("a"), title="part")

    for parent in (part, named("a")):
        with pytest.raises(actions.CannotMove, match="part of itself"):
            actions.move_task(
                actor=manager_of(project),
                now=NOW,
                task=named("a"),
                place=Place(parent=parent),
            )


def test_a_task_does_not_go_below_what_it_waits_for(project: Project) -> None:
    make_dependency(named("a"), named("b"))

    with pytest.raises(actions.CannotMove, match=r"-2 waits for .*-1"):
        actions.indent_task(actor=manager_of(project), now=NOW, task=named("b"))


def test_a_task_stays_in_its_project(project: Project) -> None:
    for place in (Place(parent=make_task()), Place(milestone=make_milestone())):
        with pytest.raises(actions.CannotMove):
            actions.move_task(
                actor=manager_of(project), now=NOW, task=named("a"), place=place
            )


def test_moving_is_refused_to_others(project: Project) -> None:
    with pytest.raises(Denied):
        actions.move_task(actor=make_person(), now=NOW, task=named("a"), place=Place())


def test_milestones_are_created_moved_reached_reopened_and_deleted() -> None:
    project = make_project()
    actor = manager_of(project)
    one, two = (
        actions.create_milestone(
            actor=actor, now=NOW, project=project, terms=MilestoneTerms(title)
        )
        for title in ("one", "two")
    )
    task = make_task(milestone=one)

    actions.move_milestone(actor=actor, now=NOW, milestone=two, before=one)
    reached = actions.achieve_milestone(
        actor=actor, now=NOW, milestone=one, on=NOW.date()
    )
    reopened = actions.reopen_milestone(actor=actor, now=NOW, milestone=one)
    edited = actions.edit_milestone(
        actor=actor, now=NOW, milestone=one, changes={"title": "uno"}
    )
    actions.delete_milestone(actor=actor, now=NOW, milestone=one)

    assert reached.achieved_on == NOW.date()
    assert reopened.achieved_on is None
    assert edited.title == "uno"
    assert list(Milestone.objects.order_by("position")) == [two]
    task.refresh_from_db()
    assert task.milestone is None


def test_milestones_are_for_who_edits_the_plan() -> None:
    milestone = make_milestone()
    person = make_person()

    with pytest.raises(Denied):
        actions.edit_milestone(
            actor=person, now=NOW, milestone=milestone, changes={"title": "Mine"}
        )
    with pytest.raises(Denied):
        actions.create_milestone(
            actor=person,
            now=NOW,
            project=milestone.project,
            terms=MilestoneTerms("Mine"),
        )


def test_a_milestone_weighs_something() -> None:
    milestone = make_milestone()

    with pytest.raises(ValidationError, match="more than 0"):
        actions.edit_milestone(
            actor=manager_of(milestone.project),
            now=NOW,
            milestone=milestone,
            changes={"weight": 0},
        )
