from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from waypost.core import history, undo
from waypost.core.access import Denied
from waypost.core.models import ChangeSet
from waypost.people.models import Person, Team, TimeOff
from waypost.people.tests.factories import (
    make_admin,
    make_membership,
    make_person,
    make_team,
)
from waypost.projects import actions, queries
from waypost.projects.models import Allocation, Project
from waypost.projects.terms import AllocationTerms
from waypost.projects.tests.factories import NOW, TODAY, make_allocation, make_project

pytestmark = pytest.mark.django_db
LATER = TODAY + timedelta(days=28)


@pytest.fixture
def team() -> Team:
    return make_team(lead=make_person("Lea Lead"))


@pytest.fixture
def worker(team: Team) -> Person:
    person = make_person("Will Worker")
    make_membership(team, person)
    return person


@pytest.fixture
def project() -> Project:
    return make_project()


def terms(**changes: Any) -> AllocationTerms:
    usual = AllocationTerms(
        starts_on=TODAY, ends_on=LATER, hours_per_week=Decimal(16), role="Design"
    )
    return replace(usual, **changes)


def allocate(actor: Person | None, project: Project, **changes: Any) -> Allocation:
    assert actor is not None
    return actions.allocate(
        actor=actor, now=NOW, project=project, terms=terms(**changes)
    )


def staffing(viewer: Person | None, project: Project) -> queries.Staffing:
    assert viewer is not None
    return queries.staffing(viewer=viewer, project=project, today=TODAY)


def test_is_tentative_by_the_projects_manager(project: Project, worker: Person) -> None:
    made = allocate(project.manager, project, person=worker)

    assert made.state == Allocation.State.TENTATIVE


def test_is_firm_by_the_lead(project: Project, team: Team, worker: Person) -> None:
    made = allocate(team.lead, project, person=worker)

    assert made.is_firm


def test_is_tentative_if_the_lead_means_it_so(
    project: Project, team: Team, worker: Person
) -> None:
    made = allocate(team.lead, project, person=worker, is_tentative=True)

    assert not made.is_firm


def test_is_firm_by_a_lead_above(project: Project, team: Team, worker: Person) -> None:
    above = make_person()
    Team.objects.filter(pk=team.pk).update(parent=make_team(lead=above))

    assert allocate(above, project, person=worker).is_firm


def test_is_refused_by_anybody_else(
    project: Project, team: Team, worker: Person
) -> None:
    for actor in (worker, make_person(), make_person(role="manager")):
        with pytest.raises(Denied):
            allocate(actor, project, person=worker)
    with pytest.raises(Denied):
        allocate(team.lead, project, person=make_person())


def test_is_not_found_by_a_lead_who_may_not_see_the_project(
    team: Team, worker: Person
) -> None:
    hidden = make_project(visibility="named")

    with pytest.raises(Project.DoesNotExist):
        allocate(team.lead, hidden, person=worker)


def test_takes_nobody_who_does_not_see_the_project(worker: Person) -> None:
    hidden = make_project(visibility="named")

    with pytest.raises(ValidationError, match="let them see it first"):
        allocate(hidden.manager, hidden, person=worker)


def test_takes_nobody_who_is_gone(project: Project, worker: Person) -> None:
    Person.objects.filter(pk=worker.pk).update(is_active=False)
    worker.refresh_from_db()

    with pytest.raises(ValidationError, match="is deactivated"):
        allocate(project.manager, project, person=worker)


def test_takes_a_team_by_its_leads_word(project: Project, team: Team) -> None:
    made = allocate(project.manager, project, team=team, hours_per_week=Decimal(200))
    assert not made.is_firm

    actions.confirm_allocation(actor=team.lead, now=NOW, allocation=made)  # type: ignore[arg-type]  # the fixture has one

    made.refresh_from_db()
    assert made.is_firm


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({}, "a person or a team"),
        ({"ends_on": TODAY - timedelta(days=1)}, "first day or later"),
        ({"hours_per_week": Decimal(-1)}, "0 or more"),
        ({"hours_per_week": Decimal(169)}, "168 hours"),
    ],
)
def test_says_what_is_wrong(
    project: Project, worker: Person, wrong: dict[str, Any], said: str
) -> None:
    given = ({"person": worker} if wrong else {}) | wrong

    with pytest.raises(ValidationError, match=said):
        allocate(make_admin(), project, **given)

    assert not Allocation.objects.exists()


def test_is_a_person_or_a_team_in_the_database(
    project: Project, team: Team, worker: Person
) -> None:
    for whom in ({}, {"person": worker, "team": team}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_allocation(project, **{"person": None} | whom)


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_on": TODAY - timedelta(days=1), "starts_on": TODAY},
        {"hours_per_week": -1},
        {"hours_per_week": 169},
    ],
)
def test_is_sound_in_the_database(project: Project, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_allocation(project, **wrong)


def test_is_confirmed_by_the_lead_and_by_no_manager(
    project: Project, team: Team, worker: Person
) -> None:
    made = allocate(project.manager, project, person=worker)
    for actor in (project.manager, worker):
        with pytest.raises(Denied):
            actions.confirm_allocation(actor=actor, now=NOW, allocation=made)  # type: ignore[arg-type]  # the project has one

    actions.confirm_allocation(actor=make_admin(), now=NOW, allocation=made)

    made.refresh_from_db()
    assert made.is_firm


def test_asks_again_when_the_manager_changes_what_was_promised(
    project: Project, team: Team, worker: Person
) -> None:
    made = allocate(team.lead, project, person=worker)
    by: dict[str, Any] = {"actor": project.manager, "now": NOW, "allocation": made}

    actions.edit_allocation(**by, terms=terms(person=worker, role="Review"))
    made.refresh_from_db()
    assert made.is_firm
    actions.edit_allocation(
        **by, terms=terms(person=worker, hours_per_week=Decimal(20))
    )

    made.refresh_from_db()
    assert not made.is_firm


def test_is_not_saved_over_what_somebody_else_saved(
    project: Project, worker: Person
) -> None:
    made = allocate(project.manager, project, person=worker)
    seen = history.version_of(made)
    by: dict[str, Any] = {"actor": project.manager, "now": NOW, "allocation": made}
    actions.edit_allocation(**by, terms=terms(person=worker, role="A"), version=seen)

    with pytest.raises(history.Stale):
        actions.edit_allocation(
            **by, terms=terms(person=worker, role="B"), version=seen
        )


def test_comes_back_by_undo(project: Project, worker: Person) -> None:
    assert project.manager is not None
    made = allocate(project.manager, project, person=worker)
    actions.withdraw_allocation(actor=project.manager, now=NOW, allocation=made)
    assert not Allocation.objects.exists()

    withdrawn = ChangeSet.objects.latest("pk")
    undo.undo(change_set=withdrawn, actor=project.manager, now=NOW)

    assert Allocation.objects.get().person == worker


def test_is_added_up_over_all_projects(project: Project, worker: Person) -> None:
    allocate(project.manager, project, person=worker, hours_per_week=Decimal(30))
    hidden = make_project(visibility="named", name="Secret")
    middle = TODAY + timedelta(days=7)
    make_allocation(
        hidden, person=worker, starts_on=middle, ends_on=middle, hours_per_week=18
    )

    found = staffing(project.manager, project)

    load = found.rows[0].load
    assert load is not None
    assert (load.hours, load.over) == (Decimal(48), Decimal(8))
    assert (load.starts_on, load.ends_on) == (middle, middle)
    assert [(s.name, s.hours) for s in load.shares] == [
        (project.name, Decimal(30)),
        ("", Decimal(18)),
    ]
    assert found.overloaded == 1
    assert "Secret" not in repr(found)


@pytest.mark.parametrize(
    "project_is",
    [{"standing": "cancelled"}, {"standing": "on_hold"}, {"phase": "closed"}],
)
def test_counts_only_work_that_goes_on(
    project: Project, worker: Person, project_is: dict[str, Any]
) -> None:
    allocate(project.manager, project, person=worker)
    make_allocation(make_project(**project_is), person=worker, hours_per_week=40)

    load = staffing(project.manager, project).rows[0].load

    assert load is not None
    assert load.hours == 16


def test_knows_when_somebody_is_away(project: Project, worker: Person) -> None:
    allocate(project.manager, project, person=worker)
    days = [
        (TODAY - timedelta(days=9), TODAY - timedelta(days=2)),
        (TODAY + timedelta(days=3), TODAY + timedelta(days=4)),
        (LATER + timedelta(days=1), LATER + timedelta(days=3)),
    ]
    for first, last in days:
        TimeOff.objects.create(
            person=worker, starts_on=first, ends_on=last, note="fever"
        )

    row = staffing(project.manager, project).rows[0]

    assert [(off.starts_on, off.ends_on) for off in row.away] == [days[1]]
    assert "fever" not in repr(row)


def test_puts_what_is_over_apart(project: Project, worker: Person) -> None:
    make_allocation(
        project,
        person=worker,
        starts_on=date(2025, 1, 1),
        ends_on=TODAY - timedelta(days=1),
    )

    found = staffing(project.manager, project)

    assert (found.rows, len(found.past)) == ((), 1)


def test_gives_a_team_the_hours_of_its_members(
    project: Project, team: Team, worker: Person
) -> None:
    make_membership(team, make_person(capacity_hours_per_week=20))
    allocate(team.lead, project, team=team, hours_per_week=Decimal(50))

    load = staffing(project.manager, project).rows[0].load

    assert load is not None
    assert (load.capacity, load.over) == (Decimal(60), Decimal(0))


def test_offers_a_lead_whom_they_lead(
    project: Project, team: Team, worker: Person
) -> None:
    make_person("Sam Stranger")
    assert team.lead is not None
    by: dict[str, Any] = {"viewer": team.lead, "project": project}

    people = [option.label for option in queries.people_to_allocate(**by)]

    assert people == [team.lead.name, worker.name]
    assert [o.value for o in queries.teams_to_allocate(**by)] == [team.pk]


def test_shows_on_the_person_what_the_viewer_may_see(
    project: Project, worker: Person
) -> None:
    allocate(project.manager, project, person=worker)
    hidden = make_project(visibility="named")
    make_allocation(hidden, person=worker)
    viewer = make_person()
    by: dict[str, Any] = {"viewer": viewer, "person": worker, "today": TODAY}

    assert [r.project_code for r in queries.allocations_of(**by)] == [project.code]
    load = queries.load_of(**by)
    assert load is not None
    assert load.hours == 16 + 10


@pytest.mark.parametrize("size", [2, 20])
def test_needs_as_many_queries_for_twenty_as_for_two(
    project: Project, team: Team, size: int
) -> None:
    for _ in range(size):
        person = make_person()
        make_membership(team, person)
        make_allocation(project, person=person)
        make_allocation(make_project(), person=person)
        make_allocation(project, person=None, team=make_team())

    with CaptureQueriesContext(connection) as asked:
        staffing(team.lead, project)

    assert len(asked) <= 12
