from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from waypost.core import history, undo
from waypost.core.access import Denied
from waypost.core.models import ChangeSet
from waypost.people.models import Person
from waypost.people.tests.factories import make_membership, make_person, make_team
from waypost.projects import actions, queries
from waypost.projects.models import BudgetLine, Project
from waypost.projects.terms import BudgetTerms
from waypost.projects.tests.factories import (
    NOW,
    TODAY,
    make_budget_line,
    make_milestone,
    make_project,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return make_project(phase=Project.Phase.PLANNING)


def terms(**changes: Any) -> BudgetTerms:
    return replace(BudgetTerms(category="Clocks", planned=Decimal(4200)), **changes)


def add(
    project: Project, *, actor: Person | None = None, reason: str = "", **changes: Any
) -> BudgetLine:
    who = actor or project.manager
    assert who is not None
    return actions.add_budget_line(
        actor=who, now=NOW, project=project, terms=terms(**changes), reason=reason
    )


def test_is_added_up_by_kind_and_by_when(project: Project) -> None:
    milestone = make_milestone(project, title="Live")
    add(project, milestone=milestone)
    add(project, category="Fees", planned=Decimal("0.50"), milestone=milestone)
    period: dict[str, Any] = {"starts_on": TODAY, "ends_on": TODAY + timedelta(days=30)}
    add(project, category="Rent", planned=Decimal(100), **period)
    add(project, category="Unsure", planned=Decimal(7), kind="contingency")

    found = queries.budget(viewer=make_person(), project=project)

    assert found.total == Decimal("4307.50")
    assert [(s.kind, s.planned) for s in found.by_kind] == [
        ("cost", Decimal("4300.50")),
        ("contingency", 7),
    ]
    assert [(s.milestone, s.planned) for s in found.by_time] == [
        ("Live", Decimal("4200.50")),
        ("", 100),
        ("", 7),
    ]
    assert not found.can_edit


def test_is_changed_by_those_who_run_the_project(project: Project) -> None:
    team = make_team()
    project.team = team
    project.save()
    member = make_person()
    make_membership(team, member)

    for actor in (member, make_person(role="manager"), make_person(role="viewer")):
        with pytest.raises(Denied):
            add(project, actor=actor)
    add(project, actor=project.sponsor)

    assert BudgetLine.objects.count() == 1


def test_asks_why_when_the_project_is_under_way(project: Project) -> None:
    line = add(project)
    project.phase = Project.Phase.EXECUTION
    project.save()
    line.project = project
    by: dict[str, Any] = {"actor": project.manager, "now": NOW, "line": line}

    with pytest.raises(actions.ReasonNeeded, match="say why its budget changes"):
        add(project)
    with pytest.raises(actions.ReasonNeeded):
        actions.edit_budget_line(**by, terms=terms())
    with pytest.raises(actions.ReasonNeeded):
        actions.delete_budget_line(**by)
    actions.delete_budget_line(**by, reason="Bought elsewhere")

    assert not BudgetLine.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"planned": Decimal(-1)}, "0 or more"),
        ({"starts_on": TODAY}, "first and a last day"),
        ({"starts_on": TODAY, "ends_on": TODAY - timedelta(days=1)}, "in that order"),
        ({"category": ""}, "blank"),
        ({"planned": Decimal("1e20")}, "digits"),
    ],
)
def test_says_what_is_wrong(project: Project, wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        add(project, **wrong)

    assert not BudgetLine.objects.exists()


def test_is_for_a_milestone_of_its_own_project_or_for_a_period(
    project: Project,
) -> None:
    with pytest.raises(ValidationError, match="another project"):
        add(project, milestone=make_milestone())
    with pytest.raises(ValidationError, match="not both"):
        add(
            project,
            milestone=make_milestone(project),
            starts_on=TODAY,
            ends_on=TODAY,
        )


@pytest.mark.parametrize(
    "wrong",
    [
        {"planned": -1},
        {"starts_on": TODAY},
        {"starts_on": TODAY, "ends_on": TODAY - timedelta(days=1)},
    ],
)
def test_is_sound_in_the_database(project: Project, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_budget_line(project, **wrong)


def test_names_no_milestone_and_period_at_once_in_the_database(
    project: Project,
) -> None:
    both = {"starts_on": TODAY, "ends_on": TODAY}
    with pytest.raises(IntegrityError), transaction.atomic():
        make_budget_line(project, milestone=make_milestone(project), **both)


def test_stays_when_its_milestone_goes(project: Project) -> None:
    milestone = make_milestone(project)
    add(project, milestone=milestone)

    actions.delete_milestone(actor=project.manager, now=NOW, milestone=milestone)  # type: ignore[arg-type]  # the project has one

    assert BudgetLine.objects.get().milestone is None


def test_is_not_saved_over_what_somebody_else_saved(project: Project) -> None:
    line = add(project)
    seen = history.version_of(line)
    by: dict[str, Any] = {"actor": project.manager, "now": NOW, "line": line}
    actions.edit_budget_line(**by, terms=terms(planned=Decimal(1)), version=seen)

    with pytest.raises(history.Stale):
        actions.edit_budget_line(**by, terms=terms(planned=Decimal(2)), version=seen)


def test_comes_back_by_undo(project: Project) -> None:
    line = add(project)
    assert project.manager is not None
    actions.delete_budget_line(actor=project.manager, now=NOW, line=line)

    deleted = ChangeSet.objects.latest("pk")
    undo.undo(change_set=deleted, actor=project.manager, now=NOW)

    assert BudgetLine.objects.get().planned == 4200


def test_is_hidden_with_its_project(project: Project) -> None:
    line = add(project)
    Project.objects.filter(pk=project.pk).update(visibility="named")

    with pytest.raises(BudgetLine.DoesNotExist):
        queries.budget_line(viewer=make_person(), pk=line.pk)
