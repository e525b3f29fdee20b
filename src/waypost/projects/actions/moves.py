"""Where a task stands in the outline: milestone, parent, and place among siblings."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from waypost.core import history
from waypost.people.models import Person
from waypost.projects import access
from waypost.projects.actions.tasks import descendants_of, siblings_of
from waypost.projects.actions.writing import By, changing, fresh, put_before
from waypost.projects.codes import code_of_task
from waypost.projects.models import Dependency, Milestone, Task
from waypost.projects.terms import Place


class CannotMove(ValidationError):
    """The task cannot stand there; the message says why."""


def move_task(*, actor: Person, now: datetime, task: Task, place: Place) -> Task:
    """Put a task, with what is below it, somewhere else in its project's outline.

    Raises
    ------
    CannotMove
        If the place is in another project or below the task itself, or if the task
        or one below it waits for the parent.
    """
    access.require_edit_tasks(actor, task.project)
    with changing(By(actor, now), "move_task", task) as change:
        fresh(task.project)  # one mover at a time, so that no circle closes
        stored = fresh(task)
        below = descendants_of(stored)
        parent = _checked_parent(stored, place.parent, below)
        milestone_id = _checked_milestone(stored, place.milestone, parent)
        _put_below(change, stored, below, milestone_id)
        stored.parent = parent
        stored.milestone_id = milestone_id
        if place.before is None or place.before.pk != stored.pk:
            position = put_before(change, stored, siblings_of(stored), place.before)
        else:
            position = stored.position
        change.update(
            stored, parent=parent, milestone=stored.milestone, position=position
        )
    return stored


def indent_task(*, actor: Person, now: datetime, task: Task) -> Task:
    """Make a task a subtask of the sibling before it."""
    earlier = _siblings_before(task)
    if not earlier:
        raise CannotMove(_("There is no task before it that it could be part of."))
    place = Place(parent=earlier[-1])
    return move_task(actor=actor, now=now, task=task, place=place)


def outdent_task(*, actor: Person, now: datetime, task: Task) -> Task:
    """Put a subtask beside its parent, right after it."""
    parent = task.parent
    if parent is None:
        raise CannotMove(_("It is not part of another task."))
    after = siblings_of(parent).filter(position__gt=parent.position)
    place = Place(
        milestone=parent.milestone,
        parent=parent.parent,
        before=after.order_by("position", "pk").first(),
    )
    return move_task(actor=actor, now=now, task=task, place=place)


def nudge_task(*, actor: Person, now: datetime, task: Task, steps: int) -> Task:
    """Move a task among its siblings: up by a negative number, down by a positive.

    At the end of the list it stays where it is.
    """
    ordered = list(siblings_of(task).order_by("position", "pk"))
    at = next(i for i, sibling in enumerate(ordered) if sibling.pk == task.pk)
    goal = min(max(at + steps, 0), len(ordered) - 1)
    others = [sibling for sibling in ordered if sibling.pk != task.pk]
    before = others[goal] if goal < len(others) else None
    place = Place(milestone=task.milestone, parent=task.parent, before=before)
    return move_task(actor=actor, now=now, task=task, place=place)


def _siblings_before(task: Task) -> list[Task]:
    ordered = list(siblings_of(task).order_by("position", "pk"))
    at = next(i for i, sibling in enumerate(ordered) if sibling.pk == task.pk)
    return ordered[:at]


def _checked_parent(task: Task, parent: Task | None, below: set[int]) -> Task | None:
    if parent is None:
        return None
    stored = fresh(parent)
    if stored.project_id != task.project_id:
        raise CannotMove(_("A subtask stands in the same project as its task."))
    if stored.pk == task.pk or stored.pk in below:
        raise CannotMove(_("A task cannot be part of itself."))
    _require_no_links(stored, {task.pk} | below)
    return stored


def _require_no_links(parent: Task, moved: set[int]) -> None:
    """Refuse a link between a moved task and what it would be part of."""
    above = ancestors_of(parent) | {parent.pk}
    links = Dependency.objects.filter(
        predecessor__in=above, successor__in=moved
    ) | Dependency.objects.filter(predecessor__in=moved, successor__in=above)
    link = links.select_related("predecessor", "successor").first()
    if link is not None:
        code = parent.project.code
        message = _("%(later)s waits for %(earlier)s: remove that link first.") % {
            "later": code_of_task(code, link.successor.number),
            "earlier": code_of_task(code, link.predecessor.number),
        }
        raise CannotMove(message)


def ancestors_of(task: Task) -> set[int]:
    """Return the ids of what a task is part of; one query for each level."""
    found: set[int] = set()
    parent_id = task.parent_id
    while parent_id is not None and parent_id not in found:
        found.add(parent_id)
        parent_id = Task.objects.values_list("parent_id", flat=True).get(pk=parent_id)
    return found


def _checked_milestone(
    task: Task, milestone: Milestone | None, parent: Task | None
) -> int | None:
    if parent is not None:
        return parent.milestone_id
    if milestone is not None and milestone.project_id != task.project_id:
        raise CannotMove(_("This milestone belongs to another project."))
    return None if milestone is None else milestone.pk


def _put_below(
    change: history.Recorder, task: Task, below: set[int], milestone_id: int | None
) -> None:
    """Let subtasks follow their task to its new milestone."""
    if milestone_id == task.milestone_id:
        return
    rows = list(Task.objects.filter(pk__in=below))
    for row in rows:
        row.milestone_id = milestone_id
    change.update_many(rows, ["milestone"])
