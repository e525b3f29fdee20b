"""Creating, changing, finishing and deleting tasks."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from waypost.core import numbers
from waypost.core.fields import Visibility
from waypost.people.models import Person
from waypost.projects import access
from waypost.projects.actions.statuses import ensure_default_statuses
from waypost.projects.actions.writing import (
    By,
    changing,
    fresh,
    next_position,
    require_known,
)
from waypost.projects.models import Milestone, Project, Task, TaskStatus
from waypost.projects.terms import TaskTerms

Kind = TaskStatus.Kind
_MOVED = (
    "project",
    "number",
    "milestone",
    "parent",
    "board_place",
    "position",
    "done_at",
    "key",
    "id",
)


def create_task(
    *, actor: Person, now: datetime, project: Project, terms: TaskTerms
) -> Task:
    """Add a task after its siblings; a title is enough."""
    access.require_edit_tasks(actor, project)
    values = {field.name: getattr(terms, field.name) for field in fields(terms)}
    task = Task(project=project, **values | {"status": None})
    _require_same_project(project, terms.milestone, terms.parent)
    require_sees(terms.assignee, project)
    with changing(By(actor, now), "create_task", project) as change:
        fresh(project)  # so that two at once do not get the same place
        _set_status(task, terms.status or _first_status(actor, now), now)
        if terms.parent is not None:
            task.milestone_id = terms.parent.milestone_id
        task.number = numbers.take(f"task:{project.pk}")
        task.position = next_position(siblings_of(task))
        change.create(task)
        change.about(task, f"{project.code}-{task.number} {task.title}")
    return task


def edit_task(
    *,
    actor: Person,
    now: datetime,
    task: Task,
    changes: Mapping[str, Any],
    version: int | None = None,
) -> Task:
    """Change what is said about a task; `move_task` changes where it stands.

    The assignee may say how far it is: status, percent done and remaining hours.
    """
    access.require_update(actor, task, changes)
    require_known(Task, changes, _MOVED)
    if changes.get("assignee") is not None:
        require_sees(changes["assignee"], task.project)
    with changing(By(actor, now), "edit_task", task) as change:
        stored = fresh(task, version=version)
        change.update(stored, **settled(stored, changes, now))
    return stored


def set_status(
    *,
    actor: Person,
    now: datetime,
    task: Task,
    status: TaskStatus,
    version: int | None = None,
) -> Task:
    """Say how far a task is. Done sets the day and 100 percent; reopening clears."""
    return edit_task(
        actor=actor, now=now, task=task, changes={"status": status}, version=version
    )


def tick_task(*, actor: Person, now: datetime, task: Task, is_done: bool) -> Task:
    """Tick a task off, or take the tick back: then it is to do."""
    access.require_update(actor, task, {"status"})
    with changing(By(actor, now), "tick_task", task):
        status = _status_of(actor, now, Kind.DONE if is_done else Kind.TODO)
        if (task.status.kind == Kind.DONE) == is_done:
            return fresh(task)
        return set_status(actor=actor, now=now, task=task, status=status)


def assign_task(
    *, actor: Person, now: datetime, task: Task, assignee: Person | None
) -> Task:
    """Give a task to somebody, or to nobody."""
    changes = {"assignee": assignee}
    return edit_task(actor=actor, now=now, task=task, changes=changes)


def delete_task(*, actor: Person, now: datetime, task: Task) -> None:
    """Delete a task with its subtasks and links; undo brings all of it back.

    Members of the team create, edit and move tasks; who may edit the plan deletes.
    """
    access.require_edit(actor, task.project)
    with changing(By(actor, now), "delete_task", task) as change:
        stored = fresh(task)
        change.about(task.project)
        change.delete(stored)


def siblings_of(task: Task) -> Any:
    """Return the tasks that stand in one list with `task`, itself included."""
    if task.parent_id is not None:
        return Task.objects.filter(parent=task.parent_id)
    return Task.objects.filter(
        project=task.project_id, parent=None, milestone=task.milestone_id
    )


def descendants_of(task: Task) -> set[int]:
    """Return the ids of what is below a task; one query for each level."""
    found: set[int] = set()
    level = {task.pk}
    while level:
        below = Task.objects.filter(parent__in=level).values_list("pk", flat=True)
        level = set(below) - found
        found |= level
    return found


def settled(task: Task, changes: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Return `changes` with what follows from the status.

    A done task is done since some moment and 100 percent; any other was never
    finished, and one that is reopened starts from nothing.
    """
    values = dict(changes)
    status = values.get("status") or task.status
    if status.kind == Kind.DONE:
        values["percent_done"] = 100
        values["done_at"] = task.done_at or now
        if task.remaining_hours is not None or values.get("remaining_hours"):
            values["remaining_hours"] = Decimal(0)
    elif task.done_at is not None or task.status.kind == Kind.DONE:
        values["done_at"] = None
        values.setdefault("percent_done", 0)
        values.setdefault("remaining_hours", None)
    return values


def _set_status(task: Task, status: TaskStatus, now: datetime) -> None:
    task.status = status
    for name, value in settled(task, {}, now).items():
        setattr(task, name, value)


def _first_status(actor: Person, now: datetime) -> TaskStatus:
    return _status_of(actor, now, Kind.TODO)


def _status_of(actor: Person, now: datetime, kind: str) -> TaskStatus:
    """Return the first status of a kind."""
    found = TaskStatus.objects.filter(kind=kind).order_by("position", "pk").first()
    if found is not None:
        return found
    statuses = ensure_default_statuses(actor=actor, now=now)
    return next(status for status in statuses if status.kind == kind)


def _require_same_project(
    project: Project, milestone: Milestone | None, parent: Task | None
) -> None:
    """Refuse a milestone or a parent from elsewhere.

    Raises
    ------
    ValidationError
        With the field that names it.
    """
    if milestone is not None and milestone.project_id != project.pk:
        message = _("This milestone belongs to another project.")
        raise ValidationError({"milestone": message})
    if parent is not None and parent.project_id != project.pk:
        message = _("A subtask stands in the same project as its task.")
        raise ValidationError({"parent": message})


def require_sees(assignee: Person | None, project: Project) -> None:
    """Refuse to give a task to somebody who could not find it."""
    if assignee is None:
        return
    if not assignee.is_active:
        message = _("%(name)s is deactivated.") % {"name": assignee.name}
        raise ValidationError({"assignee": message})
    if project.visibility == Visibility.EVERYONE:
        return
    if not access.visible_projects(assignee).filter(pk=project.pk).exists():
        message = _("%(name)s does not see this project; let them see it first.")
        raise ValidationError({"assignee": message % {"name": assignee.name}})
