"""How much work there is in projects and milestones, counted in one look."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from waypost.core.prepared import prepared
from waypost.projects.models import Task, TaskStatus
from waypost.projects.queries.finishes import NOT_DROPPED, latest

Counts = dict[int, tuple[int, int]]
_DONE = Q(status__kind=TaskStatus.Kind.DONE)
_OPEN = ~Q(status__kind__in=[TaskStatus.Kind.DONE, TaskStatus.Kind.DROPPED])


@dataclass(slots=True)
class Work:
    """Tasks that are done and open, and the last date among them, by id."""

    of_project: Counts = field(default_factory=lambda: defaultdict(lambda: (0, 0)))
    of_milestone: Counts = field(default_factory=dict)
    last_of_project: dict[int, date | None] = field(default_factory=dict)
    last_of_milestone: dict[int, date | None] = field(default_factory=dict)
    late: int = 0


def work_of(project_ids: Iterable[int], *, today: date) -> Work:
    """Return the work in projects: one query."""
    grouped = _grouped(each_project=list(project_ids), today=today)
    work = Work()
    for project, milestone, done, still, late, last in grouped:
        before = work.of_project[project]
        work.of_project[project] = (before[0] + done, before[1] + still)
        work.last_of_project[project] = latest(work.last_of_project.get(project), last)
        work.late += late
        if milestone is not None:
            work.of_milestone[milestone] = (done, still)
            work.last_of_milestone[milestone] = last
    return work


@prepared
def _grouped(
    each_project: Iterable[int], today: date
) -> QuerySet[Task, tuple[Any, ...]]:
    tasks = Task.objects.filter(project__in=each_project).order_by()
    return tasks.values_list("project", "milestone").annotate(
        done=Count("pk", filter=_DONE),
        still=Count("pk", filter=_OPEN),
        late=Count("pk", filter=_OPEN & Q(due_on__lt=today)),
        last=Max("due_on", filter=NOT_DROPPED),
    )
