"""The list of statuses, which is the whole organization's and an admin's to change."""

from dataclasses import fields
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from waypost.core import history
from waypost.people.models import Person
from waypost.projects import access
from waypost.projects.actions.tasks import settled
from waypost.projects.actions.writing import fresh, next_position
from waypost.projects.models import Task, TaskStatus
from waypost.projects.terms import StatusTerms

_MOVED = ("status", "percent_done", "done_at", "remaining_hours")


class StatusInUse(ValidationError):
    """Tasks stand in the status; they have to go somewhere first."""


def create_status(*, actor: Person, now: datetime, terms: StatusTerms) -> TaskStatus:
    """Add a status after the others."""
    access.require_set_statuses(actor)
    status = TaskStatus(**_values(terms))
    with history.change(
        actor=actor, now=now, verb="projects.create_status", summary=terms.name
    ) as change:
        status.position = next_position(TaskStatus.objects.all())
        change.create(status)
        change.about(status)
    return status


def edit_status(
    *,
    actor: Person,
    now: datetime,
    status: TaskStatus,
    terms: StatusTerms,
    version: int | None = None,
) -> TaskStatus:
    """Change a status.

    Raises
    ------
    StatusInUse
        If it gets another kind while tasks stand in it: what they are would change
        behind the backs of those who work on them.
    waypost.core.history.Stale
        If somebody else saved it after `version`.
    """
    access.require_set_statuses(actor)
    with history.change(
        actor=actor,
        now=now,
        verb="projects.edit_status",
        subject=status,
        summary=terms.name,
    ) as change:
        stored = fresh(status, version=version)
        if stored.kind != terms.kind and _tasks_of(stored).exists():
            message = _("Tasks stand in it: merge it into a status of that kind.")
            raise StatusInUse({"kind": message})
        change.update(stored, **_values(terms))
    return stored


def move_status(
    *, actor: Person, now: datetime, status: TaskStatus, steps: int
) -> TaskStatus:
    """Move a status among the others: up by a negative number, down by a positive."""
    access.require_set_statuses(actor)
    with history.change(
        actor=actor,
        now=now,
        verb="projects.move_status",
        subject=status,
        summary=status.name,
    ) as change:
        rows = TaskStatus.objects.select_for_update().order_by("position", "pk")
        ordered = list(rows)
        at = next(i for i, each in enumerate(ordered) if each.pk == status.pk)
        goal = min(max(at + steps, 0), len(ordered) - 1)
        ordered.insert(goal, ordered.pop(at))
        for place, each in enumerate(ordered):
            change.update(each, position=place)
    return ordered[goal]


def delete_status(*, actor: Person, now: datetime, status: TaskStatus) -> None:
    """Delete a status in which no task stands.

    Raises
    ------
    StatusInUse
        If there are any; `merge_status` puts them elsewhere.
    """
    access.require_set_statuses(actor)
    with history.change(
        actor=actor, now=now, verb="projects.delete_status", summary=status.name
    ) as change:
        stored = fresh(status)
        if _tasks_of(stored).exists():
            message = _("Tasks stand in “%(name)s”: merge it into another status.")
            raise StatusInUse(message % {"name": stored.name})
        change.delete(stored)


def merge_status(
    *, actor: Person, now: datetime, status: TaskStatus, into: TaskStatus
) -> int:
    """Put all tasks of one status into another and delete it; return their number.

    Raises
    ------
    ValidationError
        If both are the same.
    """
    access.require_set_statuses(actor)
    with history.change(
        actor=actor, now=now, verb="projects.merge_status", summary=status.name
    ) as change:
        if status.pk == into.pk:
            raise ValidationError({"into": _("Choose another status.")})
        stored, target = fresh(status), fresh(into)
        standing = _tasks_of(stored).select_related("status")
        tasks = list(standing.select_for_update(of=("self",)))
        for task in tasks:
            for name, value in settled(task, {"status": target}, now).items():
                setattr(task, name, value)
        change.update_many(tasks, _MOVED)
        change.delete(stored)
        change.about(target)
    return len(tasks)


def _tasks_of(status: TaskStatus) -> QuerySet[Task]:
    return Task.objects.filter(status=status)


def _values(terms: StatusTerms) -> dict[str, object]:
    return {each.name: getattr(terms, each.name) for each in fields(terms)}
