"""What a form saves at once: a thing, its place, and who sees it; one thing to undo."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from waypost.core import history
from waypost.core.fields import Visibility
from waypost.people.models import Person
from waypost.projects.actions.moves import move_task
from waypost.projects.actions.projects import create_project, edit_project, set_viewers
from waypost.projects.actions.tasks import edit_task
from waypost.projects.actions.writing import By, changing
from waypost.projects.models import Project, Task
from waypost.projects.terms import Place, ProjectTerms


@dataclass(frozen=True, slots=True)
class Rewriting:
    """What an edit form holds of a project: its fields, who sees it, and why."""

    changes: Mapping[str, Any]
    viewers: tuple[Person, ...] = ()
    reason: str = ""


def start_project(
    *, actor: Person, now: datetime, terms: ProjectTerms, viewers: Iterable[Person] = ()
) -> Project:
    """Create a project and name who sees it.

    Raises
    ------
    waypost.core.access.Denied
        As `create_project`.
    """
    with history.change(
        actor=actor, now=now, verb="projects.create_project", summary=terms.name
    ):
        project = create_project(actor=actor, now=now, terms=terms)
        if project.visibility != Visibility.EVERYONE:
            set_viewers(actor=actor, now=now, project=project, people=viewers)
    return project


def rewrite_project(
    *,
    actor: Person,
    now: datetime,
    project: Project,
    rewriting: Rewriting,
    version: int | None = None,
) -> Project:
    """Change what is said about a project and who sees it.

    Raises
    ------
    waypost.core.history.Stale, ReasonNeeded
        As `edit_project`.
    """
    by = By(actor, now, rewriting.reason)
    with changing(by, "edit_project", project):
        stored = edit_project(
            actor=actor,
            now=now,
            project=project,
            changes=rewriting.changes,
            version=version,
            reason=rewriting.reason,
        )
        is_open = stored.visibility == Visibility.EVERYONE
        people = () if is_open else rewriting.viewers
        set_viewers(actor=actor, now=now, project=stored, people=people)
    return stored


def rewrite_task(
    *,
    actor: Person,
    now: datetime,
    task: Task,
    changes: Mapping[str, Any],
    place: Place | None = None,
    version: int | None = None,
) -> Task:
    """Change what is said about a task and where it stands; None leaves the place.

    Raises
    ------
    waypost.core.history.Stale, CannotMove
        As `edit_task` and `move_task`.
    """
    with changing(By(actor, now), "edit_task", task):
        stored = edit_task(
            actor=actor, now=now, task=task, changes=changes, version=version
        )
        if place is not None and _is_elsewhere(stored, place):
            stored = move_task(actor=actor, now=now, task=stored, place=place)
    return stored


def _is_elsewhere(task: Task, place: Place) -> bool:
    """Whether the place is another one; a parent's milestone is its own business."""
    parent_id = None if place.parent is None else place.parent.pk
    if parent_id is not None or task.parent_id is not None:
        return parent_id != task.parent_id
    milestone_id = None if place.milestone is None else place.milestone.pk
    return milestone_id != task.milestone_id
