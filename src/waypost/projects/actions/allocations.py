"""Who is promised to a project; the lead of whom it takes confirms it."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from waypost.core.fields import Visibility
from waypost.people.models import Person
from waypost.projects import access
from waypost.projects.actions.writing import By, changing, fresh
from waypost.projects.models import Allocation, Project
from waypost.projects.terms import AllocationTerms

State = Allocation.State
# What a lead has confirmed is these; who changes one of them asks again.
_PROMISED = ("person", "team", "starts_on", "ends_on", "hours_per_week")


def allocate(
    *, actor: Person, now: datetime, project: Project, terms: AllocationTerms
) -> Allocation:
    """Promise a person or a team to a project.

    Tentative until their lead confirms it; the lead's own word is firm.

    Raises
    ------
    ValidationError
        If the person is deactivated, or does not see the project.
    """
    is_led = access.require_allocate(actor, project, terms.person, terms.team)
    _require_sees(terms.person, project)
    allocation = Allocation(project=project, **_values(terms))
    allocation.state = _state(terms, is_led=is_led)
    with changing(By(actor, now), "allocate", project) as change:
        change.create(allocation)
        change.about(project, _named(allocation))
    return allocation


def edit_allocation(
    *,
    actor: Person,
    now: datetime,
    allocation: Allocation,
    terms: AllocationTerms,
    version: int | None = None,
) -> Allocation:
    """Change a promise. Who does not lead the person makes it tentative again.

    Raises
    ------
    waypost.core.history.Stale
        If somebody else saved it after `version`.
    ValidationError
        As `allocate`.
    """
    project = allocation.project
    access.require_allocate(actor, project, allocation.person, allocation.team)
    is_led = access.require_allocate(actor, project, terms.person, terms.team)
    with changing(By(actor, now), "edit_allocation", project) as change:
        stored = fresh(allocation, version=version)
        values = _values(terms)
        if stored.person != terms.person:
            _require_sees(terms.person, project)
        asks_again = any(getattr(stored, name) != values[name] for name in _PROMISED)
        if is_led or asks_again:
            values["state"] = _state(terms, is_led=is_led)
        change.update(stored, **values)
        change.about(project, _named(stored))
    return stored


def confirm_allocation(
    *, actor: Person, now: datetime, allocation: Allocation
) -> Allocation:
    """Make a tentative promise firm: the word of the person's lead."""
    access.require_confirm(actor, allocation)
    with changing(By(actor, now), "confirm_allocation", allocation.project) as change:
        stored = fresh(allocation)
        change.update(stored, state=State.FIRM)
        change.about(allocation.project, _named(stored))
    return stored


def withdraw_allocation(
    *, actor: Person, now: datetime, allocation: Allocation
) -> None:
    """Take a promise back."""
    project = allocation.project
    access.require_allocate(actor, project, allocation.person, allocation.team)
    with changing(By(actor, now), "withdraw_allocation", project) as change:
        stored = fresh(allocation)
        change.about(project, _named(stored))
        change.delete(stored)


def _values(terms: AllocationTerms) -> dict[str, Any]:
    apart = {"is_tentative"}
    return {
        each.name: getattr(terms, each.name)
        for each in fields(terms)
        if each.name not in apart
    }


def _state(terms: AllocationTerms, *, is_led: bool) -> str:
    return State.FIRM if is_led and not terms.is_tentative else State.TENTATIVE


def _named(allocation: Allocation) -> str:
    """Return how a feed names it: whom it takes, and for what."""
    whom = allocation.person or allocation.team
    return f"{whom.name if whom else ''}: {allocation.project.name}"


def _require_sees(person: Person | None, project: Project) -> None:
    """Refuse to promise somebody to what they could not find."""
    if person is None:
        return
    if not person.is_active:
        message = _("%(name)s is deactivated.") % {"name": person.name}
        raise ValidationError({"person": message})
    if project.visibility == Visibility.EVERYONE:
        return
    if not access.visible_projects(person).filter(pk=project.pk).exists():
        message = _("%(name)s does not see this project; let them see it first.")
        raise ValidationError({"person": message % {"name": person.name}})
