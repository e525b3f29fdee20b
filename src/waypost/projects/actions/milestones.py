"""Creating, changing and reaching milestones."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from waypost.people.models import Person
from waypost.projects import access
from waypost.projects.actions.writing import (
    By,
    changing,
    fresh,
    next_position,
    put_before,
    require_known,
)
from waypost.projects.models import Milestone, Project
from waypost.projects.terms import MilestoneTerms


def create_milestone(
    *, actor: Person, now: datetime, project: Project, terms: MilestoneTerms
) -> Milestone:
    """Add a milestone after the project's others."""
    access.require_edit(actor, project)
    values = {field.name: getattr(terms, field.name) for field in fields(terms)}
    milestone = Milestone(project=project, **values)
    with changing(By(actor, now), "create_milestone", milestone) as change:
        fresh(project)  # so that two at once do not get the same place
        siblings = Milestone.objects.filter(project=project)
        milestone.position = next_position(siblings)
        change.create(milestone)
        change.about(milestone)
    return milestone


def edit_milestone(
    *,
    actor: Person,
    now: datetime,
    milestone: Milestone,
    changes: Mapping[str, Any],
    version: int | None = None,
) -> Milestone:
    """Change what is said about a milestone."""
    access.require_edit(actor, milestone.project)
    require_known(Milestone, changes, ("project", "position", "key", "id"))
    with changing(By(actor, now), "edit_milestone", milestone) as change:
        stored = fresh(milestone, version=version)
        change.update(stored, **changes)
    return stored


def achieve_milestone(
    *, actor: Person, now: datetime, milestone: Milestone, on: date
) -> Milestone:
    """Say that a milestone was reached, and on which day."""
    return _set_achieved(By(actor, now), "achieve_milestone", milestone, on)


def reopen_milestone(
    *, actor: Person, now: datetime, milestone: Milestone
) -> Milestone:
    """Say that a milestone is not reached after all."""
    return _set_achieved(By(actor, now), "reopen_milestone", milestone, None)


def move_milestone(
    *, actor: Person, now: datetime, milestone: Milestone, before: Milestone | None
) -> Milestone:
    """Put a milestone before another of its project, or last."""
    access.require_edit(actor, milestone.project)
    with changing(By(actor, now), "move_milestone", milestone) as change:
        fresh(milestone.project)
        stored = fresh(milestone)
        siblings = Milestone.objects.filter(project=stored.project_id)
        if before is None or before.pk != stored.pk:
            place = put_before(change, stored, siblings, before)
            change.update(stored, position=place)
    return stored


def delete_milestone(*, actor: Person, now: datetime, milestone: Milestone) -> None:
    """Delete a milestone; its tasks stay in the project without it."""
    access.require_edit(actor, milestone.project)
    with changing(By(actor, now), "delete_milestone", milestone) as change:
        stored = fresh(milestone)
        change.delete(stored)


def _set_achieved(
    by: By, verb: str, milestone: Milestone, on: date | None
) -> Milestone:
    access.require_edit(by.actor, milestone.project)
    with changing(by, verb, milestone) as change:
        stored = fresh(milestone)
        change.update(stored, achieved_on=on)
    return stored
