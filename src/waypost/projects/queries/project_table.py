"""The table of projects: which are wanted, and how many run."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Expression,
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
        _derived(access.visible_projects(viewer), _derivations(wanted)),
        wanted,
        fields=_FIELDS | (more or {}),
        orders=_ORDERS,
        searched=_SEARCHED,
    )


def counted_projects(
    *,
    viewer: Person,
    today: date,
    wanted: Wanted,
    also: Q,
    more: dict[str, Field] | None = None,
) -> QuerySet[Project, tuple[int, int, int]]:
    """Return how many of the wanted projects run, run late, and are `also`: one row."""
    derived = _derivations(wanted) | {"finish", "next_due"}
    found = narrowed(
        _derived(access.visible_projects(viewer), derived),
        wanted,
        fields=_FIELDS | (more or {}),
        searched=_SEARCHED,
    )
    late = _OPEN & (Q(finish__lt=today) | Q(next_due__lt=today))
    counted = (
        found.order_by()
        .values(all=Value(1))
        .annotate(
            running=Count("pk", filter=_OPEN & _RUNNING),
            late=Count("pk", filter=late),
            also=Count("pk", filter=ExpressionWrapper(also, BooleanField())),
        )
    )
    return counted.values_list("running", "late", "also")


def _derivations(wanted: Wanted) -> set[str]:
    """Return what is derived for the columns that narrow or order."""
    return {name for column, name in _DERIVED_FOR.items() if wanted.names({column})}


def _derived(projects: QuerySet[Project], names: Iterable[str]) -> QuerySet[Project]:
    """Annotate what columns derive: to build it costs even where no database does."""
    return projects.annotate(**{name: _DERIVED[name]() for name in names})


def _finish() -> Coalesce:
    return Coalesce("due_on", _last_milestone(), _last_task("project"))


def _open_tasks() -> Coalesce:
    closed = [TaskStatus.Kind.DONE.value, TaskStatus.Kind.DROPPED.value]
    return _counted(~Q(status__kind__in=closed))


def _phase_place() -> Case:
    places = (When(phase=phase, then=Value(at)) for at, phase in enumerate(_PHASES))
    return Case(*places)


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
_DERIVED: dict[str, Callable[[], Expression | Subquery]] = {
    "finish": _finish,
    "next_due": _next_milestone,
    "open_tasks": _open_tasks,
    "phase_place": _phase_place,
}
_DERIVED_FOR = {
    "due": "finish",
    "next": "next_due",
    "open": "open_tasks",
    "phase": "phase_place",
}
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
