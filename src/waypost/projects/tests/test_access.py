from collections.abc import Callable
from dataclasses import dataclass

import pytest
from pytest_django import DjangoAssertNumQueries

from waypost.core import registry
from waypost.core.access import Denied
from waypost.people.models import Person
from waypost.people.tests.factories import (
    make_admin,
    make_membership,
    make_person,
    make_team,
)
from waypost.projects import access, queries
from waypost.projects.models import Project, Task
from waypost.projects.tests.factories import (
    TODAY,
    make_dependency,
    make_project,
    make_task,
)

pytestmark = pytest.mark.django_db


@dataclass
class Cast:
    """Everybody who stands in some relation to one project of a team."""

    project: Project
    task: Task
    people: dict[str, Person]


@pytest.fixture
def cast() -> Cast:
    above = make_team(lead=make_person())
    team = make_team(lead=make_person(), parent=above)
    below = make_team(lead=make_person(), parent=team)
    project = make_project(
        team=team, visibility="team", reviewer=make_person(), viewers=[make_person()]
    )
    member, former, assignee = make_person(), make_person(), make_person()
    make_membership(team, member)
    make_membership(team, assignee)
    make_membership(team, former, ends_on="2021-01-01")
    only_reads = make_person(role=Person.Role.VIEWER)
    make_membership(team, only_reads)
    task = make_task(project, assignee=assignee)
    assert project.manager
    assert project.sponsor
    assert project.reviewer
    assert team.lead
    assert above.lead
    assert below.lead
    return Cast(
        project,
        task,
        {
            "manager": project.manager,
            "sponsor": project.sponsor,
            "reviewer": project.reviewer,
            "named": project.viewers.get().person,
            "lead": team.lead,
            "lead above": above.lead,
            "lead below": below.lead,
            "member": member,
            "former": former,
            "assignee": assignee,
            "viewer": only_reads,
            "stranger": make_person(),
            "planner": make_person(role=Person.Role.MANAGER),
            "admin": make_admin(),
        },
    )


SEES_A_TEAMS = {
    "manager",
    "sponsor",
    "reviewer",
    "named",
    "lead",
    "lead above",
    "member",
    "assignee",
    "viewer",
    "admin",
}
SEES_A_NAMED = {"manager", "sponsor", "reviewer", "named", "admin"}


@pytest.mark.parametrize(
    ("visibility", "expected"),
    [("team", SEES_A_TEAMS), ("named", SEES_A_NAMED), ("everyone", None)],
)
def test_a_project_is_seen_by_its_audience(
    cast: Cast, visibility: str, expected: set[str] | None
) -> None:
    Project.objects.update(visibility=visibility)

    seen = {
        name
        for name, person in cast.people.items()
        if access.visible_projects(person).exists()
    }

    assert seen == (set(cast.people) if expected is None else expected)


@pytest.mark.parametrize("visibility", ["team", "named", "everyone"])
def test_the_audience_set_is_who_sees_it(cast: Cast, visibility: str) -> None:
    Project.objects.update(visibility=visibility)

    audience = access.audience_of()[cast.project.pk]

    for person in cast.people.values():
        sees = access.visible_projects(person).exists()
        is_in = audience.is_everyone or person.pk in audience.people
        assert sees == (is_in or person.is_admin)


RIGHTS: dict[str, tuple[Callable[[Person, Cast], None], set[str]]] = {
    "edit": (
        lambda p, c: access.require_edit(p, c.project),
        {"manager", "sponsor", "admin"},
    ),
    "edit tasks": (
        lambda p, c: access.require_edit_tasks(p, c.project),
        {"manager", "sponsor", "admin", "member", "assignee", "lead", "lead above"},
    ),
    "decide": (
        lambda p, c: access.require_decide(p, c.project),
        {"sponsor", "admin"},
    ),
    "create a candidate": (
        lambda p, _c: access.require_create(p),
        {
            "manager",
            "sponsor",
            "reviewer",
            "named",
            "lead",
            "lead above",
            "lead below",
            "member",
            "former",
            "assignee",
            "stranger",
            "planner",
            "admin",
        },
    ),
    "create funded": (
        lambda p, _c: access.require_create(p, funded=True),
        {"planner", "admin"},
    ),
    "import": (lambda p, _c: access.require_import(p), {"planner", "admin"}),
}


@pytest.mark.parametrize("right", RIGHTS)
def test_a_right_is_given_to_these_and_no_others(cast: Cast, right: str) -> None:
    require, expected = RIGHTS[right]

    allowed = set()
    for name, person in cast.people.items():
        try:
            require(person, cast)
        except (Denied, Project.DoesNotExist):
            continue
        allowed.add(name)

    assert allowed == expected


def test_who_does_not_see_it_is_told_that_it_is_not_there(cast: Cast) -> None:
    for name in ("stranger", "planner", "former", "lead below"):
        with pytest.raises(Project.DoesNotExist):
            access.require_edit(cast.people[name], cast.project)


def test_who_sees_it_without_the_right_is_denied(cast: Cast) -> None:
    for name in ("member", "reviewer", "viewer"):
        with pytest.raises(Denied):
            access.require_edit(cast.people[name], cast.project)


def test_an_assignee_says_how_far_a_task_is_and_no_more() -> None:
    assignee = make_person()
    task = make_task(assignee=assignee)

    access.require_update(assignee, task, {"status", "percent_done"})
    with pytest.raises(Denied):
        access.require_update(assignee, task, {"title"})


def test_an_assignee_who_only_reads_changes_nothing() -> None:
    assignee = make_person(role=Person.Role.VIEWER)
    task = make_task(assignee=assignee)

    with pytest.raises(Denied):
        access.require_update(assignee, task, {"status"})


def test_a_private_project_is_absent_from_every_read() -> None:
    stranger = make_person()
    project = make_project(visibility="named", name="Quiet thing")
    hidden = make_task(project, title="Quiet task", assignee=stranger)
    open_task = make_task()
    link = make_dependency(hidden, open_task)
    code, number = open_task.project.code, open_task.number

    page = queries.task_page(viewer=stranger, code=code, number=number, today=TODAY)
    outline = queries.plan_outline(viewer=stranger, code=code, today=TODAY)

    assert len(queries.project_rows(viewer=stranger, today=TODAY)) == 1
    assert queries.find_tasks(viewer=stranger, words="Quiet") == []
    assert queries.my_tasks(viewer=stranger, today=TODAY) == ()
    assert (page.waits_for, page.hidden_links) == ((), 1)
    assert [row.waits_for for row in outline.rows] == [()]
    for read in (
        lambda: queries.project(viewer=stranger, code=project.code),
        lambda: queries.task(viewer=stranger, code=project.code, number=1),
        lambda: queries.plan_outline(viewer=stranger, code=project.code, today=TODAY),
        lambda: queries.dependency(viewer=stranger, pk=link.pk),
        lambda: queries.activity(viewer=stranger, project=project),
    ):
        with pytest.raises(
            (Project.DoesNotExist, Task.DoesNotExist, type(link).DoesNotExist)
        ):
            read()


def test_the_registry_knows_who_sees_what() -> None:
    stranger = make_person()
    task = make_task(make_project(visibility="named"))

    for thing in (task, task.project):
        kind = registry.kind(registry.label_of(thing))
        assert kind is not None
        assert not kind.visible_to(stranger).exists()


def test_seeing_and_rights_take_a_fixed_number_of_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    team = make_team()
    person = make_person()
    make_membership(team, person)
    projects = [make_project(team=team, visibility="team") for _ in range(5)]

    with django_assert_num_queries(1):
        assert access.visible_projects(person).count() == 5
    with django_assert_num_queries(1):
        access.rights_on_many(person, projects)
    with django_assert_num_queries(3):
        access.audience_of()
