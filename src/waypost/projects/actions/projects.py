"""Creating, changing and deleting projects."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from waypost.core.fields import Visibility
from waypost.people.models import Person
from waypost.projects import access
from waypost.projects.actions.writing import (
    By,
    ReasonNeeded,
    changing,
    fresh,
    require_known,
)
from waypost.projects.codes import suggest_code
from waypost.projects.models import Project, ProjectViewer
from waypost.projects.terms import ProjectTerms

# Each is a decision with an action of its own.
_DECIDED = ("is_funded", "standing", "phase", "waiver", "key", "id")
_UNDER_WAY = (Project.Phase.EXECUTION, Project.Phase.CLOSURE, Project.Phase.CLOSED)


def create_project(*, actor: Person, now: datetime, terms: ProjectTerms) -> Project:
    """Create a project: a member's is a candidate until somebody funds it.

    Who names no manager manages it, so that nobody creates what they cannot edit.
    """
    access.require_create(actor, funded=terms.is_funded)
    values = {field.name: getattr(terms, field.name) for field in fields(terms)}
    project = Project(**values)
    if not terms.code:
        taken = set(Project.objects.values_list("code", flat=True))
        project.code = suggest_code(terms.name, taken)
    if project.manager is None:
        project.manager = actor
    with changing(By(actor, now), "create_project", project) as change:
        change.create(project)
        change.about(project)
    return project


def edit_project(
    *,
    actor: Person,
    now: datetime,
    project: Project,
    changes: Mapping[str, Any],
    version: int | None = None,
    reason: str = "",
) -> Project:
    """Change what is said about a project.

    Raises
    ------
    waypost.core.history.Stale
        If somebody else saved it after `version`.
    ReasonNeeded
        If the due date of a project under way moves and no `reason` is given.
    """
    access.require_edit(actor, project)
    require_known(Project, changes, _DECIDED)
    with changing(By(actor, now, reason), "edit_project", project) as change:
        stored = fresh(project, version=version)
        moves = "due_on" in changes and changes["due_on"] != stored.due_on
        if moves and is_under_way(stored) and not reason.strip():
            message = _("The project is under way: say why its due date moves.")
            raise ReasonNeeded({"reason": message})
        change.update(stored, **changes)
    return stored


def is_under_way(project: Project) -> bool:
    """Whether work has begun, so that people count on its dates."""
    return project.phase in _UNDER_WAY


def delete_project(*, actor: Person, now: datetime, project: Project) -> None:
    """Delete a project with all that is in it; undo brings everything back."""
    access.require_edit(actor, project)
    with changing(By(actor, now), "delete_project", project) as change:
        stored = fresh(project)
        change.delete(stored)


def set_viewers(
    *, actor: Person, now: datetime, project: Project, people: Iterable[Person]
) -> None:
    """Name the people who see a project that is not for everyone."""
    access.require_edit(actor, project)
    wanted = {person.pk: person for person in people}
    with changing(By(actor, now), "set_viewers", project) as change:
        stored = fresh(project)
        if wanted and stored.visibility == Visibility.EVERYONE:
            message = _("Everybody sees this project; nobody needs to be named.")
            raise ValidationError(message)
        for viewer in ProjectViewer.objects.filter(project=stored):
            if wanted.pop(viewer.person_id, None) is None:
                change.delete(viewer)
        for person in wanted.values():
            change.create(ProjectViewer(project=stored, person=person))
