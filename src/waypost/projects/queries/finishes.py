"""When milestones and projects are planned to be finished."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q

from waypost.people.models import Person
from waypost.projects import access
from waypost.projects.models import Milestone, Project, Task, TaskStatus

NOT_DROPPED = ~Q(status__kind=TaskStatus.Kind.DROPPED)


@dataclass(frozen=True, slots=True)
class PlannedFinishes:
    """Planned finish of each project and milestone, by id; None where no date is.

    A milestone's is its due date, else its latest task's; a project's is its due
    date, else that of its latest milestone or task.
    """

    projects: dict[int, date | None]
    milestones: dict[int, date | None]


def planned_finishes(
    *, viewer: Person | None, project_ids: Iterable[int] | None = None
) -> PlannedFinishes:
    """Return the planned finishes that `viewer` may know: four queries.

    For the house itself, which plans with everything, the viewer is None.
    """
    projects = (
        Project.objects.all() if viewer is None else access.visible_projects(viewer)
    )
    if project_ids is not None:
        projects = projects.filter(pk__in=list(project_ids))
    own = dict(projects.values_list("pk", "due_on"))
    tasks = Task.objects.filter(NOT_DROPPED, project__in=projects.values("pk"))
    by_milestone = tasks.exclude(milestone=None).values_list("milestone")
    of_milestone = dict(by_milestone.annotate(last=Max("due_on")))
    of_project = dict(tasks.values_list("project").annotate(last=Max("due_on")))
    milestones: dict[int, date | None] = {}
    listed = Milestone.objects.filter(project__in=projects.values("pk"))
    for pk, project_id, due_on in listed.values_list("pk", "project_id", "due_on"):
        finish = due_on or of_milestone.get(pk)
        milestones[pk] = finish
        of_project[project_id] = latest(of_project.get(project_id), finish)
    finishes = {pk: due or of_project.get(pk) for pk, due in own.items()}
    return PlannedFinishes(finishes, milestones)


def latest(*days: date | None) -> date | None:
    """Return the last of the days that are known."""
    return max((day for day in days if day is not None), default=None)


def earliest(*days: date | None) -> date | None:
    """Return the first of the days that are known."""
    return min((day for day in days if day is not None), default=None)
