from decimal import Decimal
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from waypost.core.access import Denied
from waypost.core.models import Guard
from waypost.people.models import Person
from waypost.people.tests.factories import make_person
from waypost.projects import actions
from waypost.projects.actions import DependencyTerms
from waypost.projects.models import Dependency, Project, Task
from waypost.projects.queries.plan_checks import circle_in
from waypost.projects.tests.factories import (
    NOW,
    make_dependency,
    make_project,
    make_task,
)


def manager_of(project: Project) -> Person:
    assert project.manager
    return project.manager


def wait(successor: Task, predecessor: Task, actor: Person | None = None) -> Dependency:
    return actions.add_dependency(
        actor=actor or manager_of(successor.project),
        now=NOW,
        successor=successor,
        predecessor=predecessor,
    )


@pytest.mark.django_db
def test_a_task_waits_for_another_with_a_kind_and_a_lag() -> None:
    first, second = make_task(), make_task()

    link = actions.add_dependency(
        actor=manager_of(second.project),
        now=NOW,
        successor=second,
        predecessor=first,
        terms=DependencyTerms("SS", Decimal(-4), "elapsed"),
    )

    assert (link.kind, link.lag, link.lag_unit) == ("SS", -4, "elapsed")
    assert Guard.objects.get(name="dependencies").turns == 1


@pytest.mark.django_db
def test_a_circle_is_refused_and_its_tasks_are_named() -> None:
    project = make_project(code="WEB")
    a, b, c = (make_task(project) for _ in range(3))
    wait(b, a)
    wait(c, b)

    with pytest.raises(actions.DependencyCircle, match="WEB-1 → WEB-2 → WEB-3 → WEB-1"):
        wait(a, c)


@pytest.mark.django_db
def test_a_circle_through_hidden_work_does_not_name_it() -> None:
    hidden = make_task(make_project(code="QUIET", visibility="named"))
    actor = make_person()
    project = make_project(manager=actor)
    a, b = make_task(project), make_task(project)
    make_dependency(a, hidden)
    make_dependency(hidden, b)

    with pytest.raises(actions.DependencyCircle, match="other work") as refused:
        wait(a, b, actor)

    assert "QUIET" not in str(refused.value)


@pytest.mark.django_db
def test_a_task_does_not_wait_for_itself() -> None:
    task = make_task()

    with pytest.raises(ValidationError, match="itself"):
        wait(task, task)


@pytest.mark.django_db
def test_a_task_does_not_wait_for_what_it_is_part_of() -> None:
    whole = make_task()
    part = make_task(parent=make_task(parent=whole))

    for successor, predecessor in ((part, whole), (whole, part)):
        with pytest.raises(actions.PartOfIt):
            wait(successor, predecessor)


@pytest.mark.django_db
def test_what_cannot_be_seen_cannot_be_waited_for() -> None:
    hidden = make_task(make_project(visibility="named"))

    with pytest.raises(Project.DoesNotExist):
        wait(make_task(), hidden)


@pytest.mark.django_db
def test_others_do_not_link_tasks() -> None:
    with pytest.raises(Denied):
        wait(make_task(), make_task(), make_person())


@pytest.mark.django_db
def test_a_link_is_edited_and_removed() -> None:
    link = make_dependency()
    actor = manager_of(link.successor.project)

    edited = actions.edit_dependency(
        actor=actor, now=NOW, dependency=link, terms=DependencyTerms("FF", Decimal(2))
    )
    actions.remove_dependency(actor=actor, now=NOW, dependency=link)

    assert (edited.kind, edited.lag) == ("FF", 2)
    assert not Dependency.objects.exists()


EDGES = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20)


@given(EDGES)
def test_a_circle_that_is_found_is_one(edges: list[tuple[int, int]]) -> None:
    circle = circle_in(edges)

    for step in pairwise(circle):
        assert step in edges
    assert not circle or circle[0] == circle[-1]


@given(EDGES)
def test_no_circle_is_found_where_all_edges_lead_upwards(
    edges: list[tuple[int, int]],
) -> None:
    upwards = [(low, high) for low, high in edges if low < high]

    assert circle_in(upwards) == []


@given(EDGES)
def test_a_circle_is_found_where_edges_come_back(
    edges: list[tuple[int, int]],
) -> None:
    both = [*edges, (0, 1), (1, 0)]

    assert circle_in(both)
