"""Changing many tasks at once, as from the bar under a selection."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from waypost.people.models import Person
from waypost.projects import access
from waypost.projects.actions.tasks import require_sees, settled
from waypost.projects.actions.writing import By, changing
from waypost.projects.codes import code_of_task
from waypost.projects.models import Milestone, Project, Task

FIELDS = frozenset(
    {"status", "assignee", "milestone", "starts_on", "due_on", "priority"}
)


def edit_tasks(
    *, actor: Person, now: datetime, tasks: Iterable[Task], changes: Mapping[str, Any]
) -> int:
    """Change many tasks of one project alike and return how many did change.

    All or none: a task that cannot take the change is named, and nothing is written.
    """
    unknown = sorted(set(changes) - FIELDS)
    if unknown:
        message = f"many tasks at once cannot change {', '.join(unknown)}"
        raise TypeError(message)
    ids = [task.pk for task in tasks]
    rows = list(
        Task.objects.filter(pk__in=ids)
        .select_related("project", "status")
        .order_by("pk")
    )
    if not rows or not changes:
        return 0
    project = _one_project(rows)
    access.require_edit_tasks(actor, project)
    _require_fits(project, changes)
    with changing(By(actor, now), "edit_tasks", project) as change:
        touched, names = [], set[str]()
        for row in rows:
            values = {
                k: v
                for k, v in settled(row, changes, now).items()
                if getattr(row, k) != v
            }
            if values:
                _apply(row, values)
                touched.append(row)
                names |= set(values)
        change.update_many(touched, sorted(names))
    return len(touched)


def _one_project(rows: list[Task]) -> Project:
    if len({row.project_id for row in rows}) > 1:
        raise ValidationError(_("Choose tasks of one project."))
    return rows[0].project


def _require_fits(project: Project, changes: Mapping[str, Any]) -> None:
    milestone: Milestone | None = changes.get("milestone")
    if milestone is not None and milestone.project_id != project.pk:
        message = _("This milestone belongs to another project.")
        raise ValidationError({"milestone": message})
    require_sees(changes.get("assignee"), project)


def _apply(row: Task, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    code = code_of_task(row.project.code, row.number)
    if row.starts_on and row.due_on and row.due_on < row.starts_on:
        message = _("%(code)s would be due before it starts.") % {"code": code}
        raise ValidationError(message)
