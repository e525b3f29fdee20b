"""What a project may cost, line by line."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from waypost.people.models import Person
from waypost.projects import access
from waypost.projects.actions.projects import is_under_way
from waypost.projects.actions.writing import By, ReasonNeeded, changing, fresh
from waypost.projects.models import BudgetLine, Project
from waypost.projects.terms import BudgetTerms


def add_budget_line(
    *,
    actor: Person,
    now: datetime,
    project: Project,
    terms: BudgetTerms,
    reason: str = "",
) -> BudgetLine:
    """Plan money for a project.

    Raises
    ------
    ReasonNeeded
        If the project is under way and no `reason` is given.
    ValidationError
        If the milestone belongs to another project.
    """
    access.require_edit(actor, project)
    _require_reason(project, reason)
    line = BudgetLine(project=project, **_values(project, terms))
    with changing(By(actor, now, reason), "add_budget_line", project) as change:
        change.create(line)
        change.about(project, _named(line))
    return line


def edit_budget_line(
    *,
    actor: Person,
    now: datetime,
    line: BudgetLine,
    terms: BudgetTerms,
    version: int | None = None,
    reason: str = "",
) -> BudgetLine:
    """Change planned money.

    Raises
    ------
    waypost.core.history.Stale
        If somebody else saved it after `version`.
    ReasonNeeded, ValidationError
        As `add_budget_line`.
    """
    project = line.project
    access.require_edit(actor, project)
    _require_reason(project, reason)
    values = _values(project, terms)
    with changing(By(actor, now, reason), "edit_budget_line", project) as change:
        stored = fresh(line, version=version)
        change.update(stored, **values)
        change.about(project, _named(stored))
    return stored


def delete_budget_line(
    *, actor: Person, now: datetime, line: BudgetLine, reason: str = ""
) -> None:
    """Strike planned money out.

    Raises
    ------
    ReasonNeeded
        As `add_budget_line`.
    """
    project = line.project
    access.require_edit(actor, project)
    _require_reason(project, reason)
    with changing(By(actor, now, reason), "delete_budget_line", project) as change:
        stored = fresh(line)
        change.about(project, _named(stored))
        change.delete(stored)


def _values(project: Project, terms: BudgetTerms) -> dict[str, Any]:
    if terms.milestone is not None and terms.milestone.project_id != project.pk:
        message = _("This milestone belongs to another project.")
        raise ValidationError({"milestone": message})
    return {each.name: getattr(terms, each.name) for each in fields(terms)}


def _require_reason(project: Project, reason: str) -> None:
    if is_under_way(project) and not reason.strip():
        message = _("The project is under way: say why its budget changes.")
        raise ReasonNeeded({"reason": message})


def _named(line: BudgetLine) -> str:
    """Return how a feed names it."""
    return f"{line.category}: {line.project.name}"
