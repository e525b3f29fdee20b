from typing import Any

import pytest

from waypost.core import history, undo
from waypost.core.access import Denied
from waypost.core.models import ChangeSet
from waypost.people.models import Person
from waypost.people.tests.factories import make_membership, make_person, make_team
from waypost.projects import actions, queries
from waypost.projects.models import Project, Task
from waypost.projects.terms import Slot
from waypost.projects.tests.factories import (
    NOW,
    TODAY,
    make_dependency,
    make_milestone,
    make_project,
    make_status,
    make_task,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    for kind in ("todo", "doing", "done"):
        make_status(kind)
    return make_project()


def manager_of(project: Project) -> Person:
    assert project.manager is not None
    return project.manager


def cards(project: Project, kind: str, **wanted: Any) -> list[int]:
    shown = queries.board(
        viewer=manager_of(project),
        code=project.code,
        today=TODAY,
        wanted=queries.BoardWanted(**wanted),
    )
    return [c.number for col in shown.columns if col.kind == kind for c in col.cards]


def move(task: Task, kind: str, **beside: Any) -> Task:
    project = Project.objects.get(pk=task.project_id)
    version = beside.pop("version", None)
    return actions.move_card(
        actor=beside.pop("actor", manager_of(project)),
        now=NOW,
        task=Task.objects.get(pk=task.pk),
        slot=Slot(make_status(kind), **beside),
        version=version,
    )


def test_stand_in_the_order_in_which_they_were_written(project: Project) -> None:
    for _ in range(3):
        make_task(project)

    assert cards(project, "todo") == [1, 2, 3]


def test_go_before_another(project: Project) -> None:
    one, _two, three = (make_task(project) for _ in range(3))

    move(three, "todo", before=one)

    assert cards(project, "todo") == [3, 1, 2]


def test_go_after_another(project: Project) -> None:
    one, _two, three = (make_task(project) for _ in range(3))

    move(three, "todo", after=one)

    assert cards(project, "todo") == [1, 3, 2]


def test_go_last_beside_nothing(project: Project) -> None:
    one, _two, _three = (make_task(project) for _ in range(3))

    move(one, "todo")

    assert cards(project, "todo") == [2, 3, 1]


def test_go_to_another_column(project: Project) -> None:
    one, two = make_task(project), make_task(project, kind="doing")

    move(one, "doing", before=two)

    assert cards(project, "todo") == []
    assert cards(project, "doing") == [1, 2]


def test_find_room_between_the_same_two_again_and_again(project: Project) -> None:
    first, last = make_task(project), make_task(project)
    others = [make_task(project) for _ in range(60)]

    for task in others:
        move(task, "todo", before=last)

    assert cards(project, "todo") == [
        first.number,
        *(task.number for task in others),
        last.number,
    ]


def test_find_room_between_two_in_one_place(project: Project) -> None:
    one, two, three = (make_task(project) for _ in range(3))
    Task.objects.filter(pk__in=[one.pk, two.pk]).update(board_place=7)

    move(three, "todo", before=two)

    assert cards(project, "todo") == [1, 3, 2]


def test_write_no_other_card(project: Project) -> None:
    one, two = make_task(project), make_task(project)
    before = history.version_of(one)

    move(two, "todo", before=one)

    assert history.version_of(one) == before


def test_leave_the_outline_as_it_is(project: Project) -> None:
    one, two = make_task(project), make_task(project)

    move(two, "todo", before=one)

    two.refresh_from_db()
    assert two.position > one.position


def test_are_done_in_the_column_of_what_is_done(project: Project) -> None:
    task = make_task(project)

    move(task, "done")

    task.refresh_from_db()
    assert (task.percent_done, task.done_at) == (100, NOW)


def test_are_moved_back_by_undo(project: Project) -> None:
    one, two = make_task(project), make_task(project)
    move(two, "doing")
    moved = ChangeSet.objects.latest("pk")

    undo.undo(change_set=moved, actor=manager_of(project), now=NOW)

    assert cards(project, "todo") == [one.number, two.number]


def test_stay_when_somebody_moved_them_meanwhile(project: Project) -> None:
    task = make_task(project)
    seen = history.version_of(task)
    move(task, "doing")

    with pytest.raises(actions.MovedOn, match="Somebody else has moved"):
        move(task, "done", version=seen)

    assert cards(project, "doing") == [1]


def test_stay_when_what_they_go_beside_has_left(project: Project) -> None:
    one, two = make_task(project), make_task(project, kind="doing")

    with pytest.raises(actions.MovedOn, match="elsewhere by now"):
        move(one, "todo", before=two)


def test_take_steps_and_stop_at_the_end(project: Project) -> None:
    one, *_others = (make_task(project) for _ in range(3))
    actor = manager_of(project)

    actions.nudge_card(actor=actor, now=NOW, task=one, steps=1)
    assert cards(project, "todo") == [2, 1, 3]
    one.refresh_from_db()
    actions.nudge_card(actor=actor, now=NOW, task=one, steps=9)
    assert cards(project, "todo") == [2, 3, 1]


def test_are_moved_by_the_team(project: Project) -> None:
    project.team = make_team()
    project.save()
    member = make_person()
    make_membership(project.team, member)
    one, two = make_task(project), make_task(project)

    move(two, "todo", before=one, actor=member)

    assert cards(project, "todo") == [2, 1]


def test_are_moved_on_by_their_assignee_and_not_ordered(project: Project) -> None:
    helper = make_person()
    task, other = make_task(project, assignee=helper), make_task(project)

    move(task, "doing", actor=helper)
    assert cards(project, "doing") == [1]
    with pytest.raises(Denied):
        move(task, "doing", actor=helper)
    with pytest.raises(Denied):
        move(other, "doing", actor=helper)


def test_show_the_newest_of_what_is_done(project: Project) -> None:
    for _ in range(25):
        move(make_task(project), "done")

    shown = cards(project, "done")

    assert shown == list(range(25, 5, -1))
    assert len(cards(project, "done", whole=make_status("done").pk)) == 25


def test_are_counted_beyond_those_shown(project: Project) -> None:
    for _ in range(3):
        make_task(project, kind="doing")
    status = make_status("doing")
    status.wip_limit = 2
    status.save()

    shown = queries.board(
        viewer=manager_of(project),
        code=project.code,
        today=TODAY,
        wanted=queries.BoardWanted(),
    )

    column = next(each for each in shown.columns if each.kind == "doing")
    assert (column.total, column.wip_limit, column.is_over_limit) == (3, 2, True)


def test_are_narrowed(project: Project) -> None:
    who, milestone = make_person(), make_milestone(project)
    mine = make_task(project, assignee=who, labels=["Häfen", 'a"b'])
    there = make_task(project, milestone=milestone, due_on=TODAY.replace(day=1))

    assert cards(project, "todo", assignee=who.pk) == [mine.number]
    assert cards(project, "todo", assignee=0) == [there.number]
    assert cards(project, "todo", milestone=milestone.pk) == [there.number]
    assert cards(project, "todo", milestone=0) == [mine.number]
    assert cards(project, "todo", is_late=True) == [there.number]
    assert cards(project, "todo", label="Häfen") == [mine.number]
    assert cards(project, "todo", label='a"b') == [mine.number]
    assert cards(project, "todo", label="Häf") == []


def test_name_what_holds_them_up_as_far_as_one_may_know(project: Project) -> None:
    task = make_task(project)
    hidden = make_task(make_project(visibility="named", name="Secret"))
    make_dependency(make_task(project), task)
    make_dependency(make_task(project, kind="done"), task)
    make_dependency(hidden, task)

    shown = queries.board(
        viewer=manager_of(project),
        code=project.code,
        today=TODAY,
        wanted=queries.BoardWanted(),
    )

    card = shown.columns[0].cards[0]
    assert card.waits_for == (f"{project.code}-2", "other work")


def test_are_not_there_for_strangers(project: Project) -> None:
    Project.objects.filter(pk=project.pk).update(visibility="named")

    with pytest.raises(Project.DoesNotExist):
        queries.board(
            viewer=make_person(),
            code=project.code,
            today=TODAY,
            wanted=queries.BoardWanted(),
        )


@pytest.mark.parametrize("size", [2, 20])
def test_need_as_many_queries_for_twenty_as_for_two(
    project: Project, size: int, django_assert_num_queries: Any
) -> None:
    for _ in range(size):
        task = make_task(project, assignee=make_person())
        make_dependency(make_task(make_project()), task)

    with django_assert_num_queries(12):
        cards(project, "todo")
