"""A plan in short: what is late, what is held up, what comes next."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Exists, F, Q, QuerySet, When

from waypost.people.models import Person
from waypost.people.queries import Ref, maybe_ref_of
from waypost.projects import access
from waypost.projects.codes import code_of_task
from waypost.projects.models import Dependency, Project, Task, TaskStatus
from waypost.projects.queries.links import links_by_end

_CLOSED = [TaskStatus.Kind.DONE, TaskStatus.Kind.DROPPED]


@dataclass(frozen=True, slots=True)
class NextTask:
    """An open task; `waits_for` names the open ones that hold it up."""

    pk: int
    code: str
    project_code: str
    number: int
    title: str
    assignee: Ref | None
    due_on: date | None
    is_late: bool
    is_blocked: bool
    waits_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """How many open tasks are late and how many cannot go on, and the next ones."""

    tasks_late: int
    tasks_blocked: int
    next_tasks: tuple[NextTask, ...]


def plan_summary(
    *, viewer: Person, project: Project, today: date, limit: int = 6
) -> PlanSummary:
    """Return a project's plan in short: a fixed number of queries, whatever its size.

    Tasks that have parts are left out: their parts are the work. Blocked is what
    says so, and what waits for a task that is not done.
    """
    held = _held_up(project)
    is_blocked = Q(status__kind=TaskStatus.Kind.BLOCKED) | Q(pk__in=held)
    seen = Exists(access.visible_projects(viewer).filter(pk=project.pk))
    own = Task.objects.filter(seen, project=project)
    open_tasks = own.exclude(status__kind__in=_CLOSED)
    counts = open_tasks.aggregate(
        late=Count("pk", filter=Q(due_on__lt=today)),
        blocked=Count("pk", filter=is_blocked),
    )
    listed = list(
        open_tasks.exclude(pk__in=_wholes(project))
        .annotate(is_stuck=Case(When(is_blocked, then=True), default=False))
        .select_related("status", "assignee")
        .defer("body")
        .order_by(F("due_on").asc(nulls_last=True), "position", "pk")[:limit]
    )
    links = access.visible_dependencies(viewer).filter(successor__in=listed)
    names = links_by_end(
        links.exclude(predecessor__status__kind__in=_CLOSED), other="predecessor"
    )
    return PlanSummary(
        tasks_late=counts["late"],
        tasks_blocked=counts["blocked"],
        next_tasks=tuple(
            NextTask(
                pk=task.pk,
                code=code_of_task(project.code, task.number),
                project_code=project.code,
                number=task.number,
                title=task.title,
                assignee=maybe_ref_of(task.assignee),
                due_on=task.due_on,
                is_late=task.due_on is not None and task.due_on < today,
                is_blocked=task.is_stuck,
                waits_for=tuple(link.code for link in names.get(task.pk, ())),
            )
            for task in listed
        ),
    )


def _wholes(project: Project) -> QuerySet[Task, int]:
    """Return the ids of tasks that have parts, which lie in the same project."""
    parts = Task.objects.filter(project=project, parent__isnull=False)
    return parts.values_list("parent_id", flat=True)


def _held_up(project: Project) -> QuerySet[Dependency, int]:
    """Return the ids of tasks that cannot start before another is done."""
    own = Task.objects.filter(project=project).values("pk")
    waiting = Dependency.objects.filter(
        successor__in=own, kind=Dependency.Kind.FINISH_START
    ).exclude(predecessor__status__kind__in=_CLOSED)
    return waiting.values_list("successor_id", flat=True)
