"""The table of projects: which are wanted, and how many run."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    ExpressionWrapper,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from waypost.core.listing import Field, Found, Wanted, find, narrowed
from waypost.people.models import Person
from waypost.projects import access
from waypost.projects.models import Milestone, Project, Task, TaskStatus

_RUNNING = Q(standing=Project.Standing.RUNNING)
_OPEN = ~Q(phase=Project.Phase.CLOSED) & ~Q(standing=Project.Standing.CANCELLED)


@dataclass(frozen=True, slots=True)
class ProjectCounts:
    """How many of the wanted projects run, run late, and are what else was asked."""

    running: int
    late: int
    also: int = 0


def project_ids(
    *,
    viewer: Person,
    today: date,
    wanted: Wanted,
    more: dict[str, Field] | None = None,
) -> Found:
    """Return which projects are wanted: two queries.

    `more` says what other columns narrow by, such as those that higher floors know.
    """
    return find(
        _dated(access.visible_projects(viewer)),
        wanted,
        fields=_FIELDS | (more or {}),
        orders=_ORDERS,
        searched=_SEARCHED,
    )


def project_counts(
    *,
    viewer: Person,
    today: date,
    wanted: Wanted,
    more: dict[str, Field] | None = None,
    also: Q | None = None,
) -> ProjectCounts:
    """Return how many of the wanted projects run, and how many run late: one query.

    With them, of how many of them `also` is true.
    """
    found = narrowed(
        _dated(access.visible_projects(viewer)),
        wanted,
        fields=_FIELDS | (more or {}),
        searched=_SEARCHED,
    )
    late = _OPEN & (Q(finish__lt=today) | Q(next_due__lt=today))
    fits = ExpressionWrapper(also or Q(pk=None), BooleanField())
    counted = (
        found.annotate(fits=fits)
        .order_by()
        .aggregate(
            running=Count("pk", filter=_OPEN & _RUNNING),
            late=Count("pk", filter=late),
            also=Count("pk", filter=Q(fits=True)),
        )
    )
    return ProjectCounts(counted["running"], counted["late"], counted["also"])


def _dated(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Annotate what a row derives; what nobody asks for, no database reckons."""
    return projects.annotate(
        finish=Coalesce("due_on", _last_milestone(), _last_task("project")),
        next_due=_next_milestone(),
        open_tasks=_counted(~Q(status__kind__in=_closed())),
        phase_place=Case(
            *(When(phase=phase, then=Value(at)) for at, phase in enumerate(_PHASES))
        ),
    )


def _closed() -> list[str]:
    return [TaskStatus.Kind.DONE.value, TaskStatus.Kind.DROPPED.value]


def _last_milestone() -> Subquery:
    dated = Milestone.objects.filter(project=OuterRef("pk")).annotate(
        finish=Coalesce("due_on", _last_task("milestone"))
    )
    return _one(dated, Max("finish"), "project")


def _next_milestone() -> Subquery:
    waiting = Milestone.objects.filter(project=OuterRef("pk"), achieved_on=None)
    dated = waiting.annotate(finish=Coalesce("due_on", _last_task("milestone")))
    return _one(dated, Min("finish"), "project")


def _last_task(of: str) -> Subquery:
    tasks = Task.objects.filter(**{of: OuterRef("pk")})
    return _one(tasks.exclude(status__kind="dropped"), Max("due_on"), of)


def _counted(which: Q) -> Coalesce:
    tasks = Task.objects.filter(which, project=OuterRef("pk"))
    return Coalesce(_one(tasks, Count("pk"), "project"), 0)


def _one(rows: QuerySet[Any], what: Any, by: str) -> Subquery:
    """Return one aggregate of the rows below, as a column."""
    return Subquery(rows.order_by().values(by).annotate(one=what).values("one"))


_PHASES = list(Project.Phase)
_SEARCHED = (
    "name__icontains",
    "code__istartswith",
    "category__icontains",
    "purpose__icontains",
)
_FIELDS: dict[str, Field] = {
    "phase": "phase",
    "standing": "standing",
    "funded": "is_funded",
    "team": "team",
    "manager": "manager",
    "sponsor": "sponsor",
    "category": "category",
    "kind": "kind",
    "start": "starts_on",
    "due": "finish",
    "next": "next_due",
    "open": "open_tasks",
}
_ORDERS = {
    "name": "name",
    "code": "code",
    "phase": "phase_place",
    "standing": "standing",
    "funded": "is_funded",
    "kind": "kind",
    "team": "team__name",
    "manager": "manager__name",
    "sponsor": "sponsor__name",
    "category": "category",
    "start": "starts_on",
    "due": "finish",
    "next": "next_due",
    "open": "open_tasks",
}
