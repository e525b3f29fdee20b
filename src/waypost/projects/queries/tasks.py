"""One task, and mine."""

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from waypost.core import history
from waypost.core.elsewhere import elsewhere_of
from waypost.core.prepared import prepared
from waypost.people.models import Person
from waypost.people.queries import maybe_ref_of
from waypost.projects import access
from waypost.projects.codes import code_of_task
from waypost.projects.models import Dependency, Project, Task, TaskStatus
from waypost.projects.queries.links import Told, by_end, told
from waypost.projects.queries.rows import Link, MyProject, MyTask, Part, TaskPage

CLOSED = [TaskStatus.Kind.DONE, TaskStatus.Kind.DROPPED]
_URGENCY = ("late", "today", "week", "later", "undated", "done")


def task(*, viewer: Person, code: str, number: int) -> Task:
    """Return one task with its project, milestone, parent, status and assignee.

    Raises
    ------
    Task.DoesNotExist
        If there is none that `viewer` may see.
    """
    found = _task(viewer, code=code.upper(), number=number)
    if not found:
        raise Task.DoesNotExist
    return found[0]


@prepared
def _task(asker: Person, code: str, number: int) -> QuerySet[Task]:
    found = access.visible_tasks(asker).filter(project__code=code, number=number)
    return found.select_related(
        "project", "milestone", "parent__status", "status", "assignee"
    )


def dependency(*, viewer: Person, pk: int) -> Dependency:
    """Return one dependency with the tasks at its ends.

    Raises
    ------
    Dependency.DoesNotExist
        If there is none of which `viewer` may see both ends.
    """
    found = access.visible_dependencies(viewer).select_related(
        "predecessor__project", "successor__project"
    )
    return found.get(pk=pk)


def task_page(*, viewer: Person, code: str, number: int, today: date) -> TaskPage:
    """Return everything about one task: a fixed number of queries.

    Raises
    ------
    Task.DoesNotExist
        If there is none that `viewer` may see.
    """
    it = task(viewer=viewer, code=code, number=number)
    rights = access.rights_on(viewer, it.project)
    waits_for, followers, hidden = _links(viewer, it)
    parts = _parts(project=it.project_id, parent=it.pk)
    return TaskPage(
        task=it,
        pk=it.pk,
        code=code_of_task(it.project.code, it.number),
        number=it.number,
        project_pk=it.project_id,
        project_code=it.project.code,
        project_name=it.project.name,
        title=it.title,
        body=it.body,
        status_pk=it.status_id,
        status=it.status.name,
        status_kind=it.status.kind,
        assignee=maybe_ref_of(it.assignee),
        milestone_pk=it.milestone_id,
        milestone="" if it.milestone is None else it.milestone.title,
        parent=None if it.parent is None else _part(it.parent, it.project),
        parts=tuple(_part(part, it.project) for part in parts),
        estimate_hours=it.estimate_hours,
        low_hours=it.low_hours,
        high_hours=it.high_hours,
        remaining_hours=it.remaining_hours,
        percent_done=it.percent_done,
        fixed_days=it.fixed_days,
        constraint=it.constraint,
        constraint_label=it.get_constraint_display(),
        constraint_on=it.constraint_on,
        starts_on=it.starts_on,
        due_on=it.due_on,
        done_at=it.done_at,
        labels=tuple(it.labels),
        priority=it.priority,
        waits_for=waits_for,
        followers=followers,
        hidden_links=hidden,
        elsewhere=elsewhere_of(it),
        is_late=_is_late(it, today),
        rights=rights,
        can_update=access.can_edit_task(viewer, it, rights),
        version=history.version_of(it),
    )


def my_tasks(*, viewer: Person, today: date) -> tuple[MyProject, ...]:
    """Return the open tasks of `viewer` and those done today, by project.

    The project with the most urgent task comes first. Work in projects that are on
    hold, cancelled or closed is not asked for. A fixed number of queries.
    """
    dawn = timezone.make_aware(datetime.combine(today, time.min))
    found = _own(viewer, dawn=dawn.astimezone(UTC))
    ids = [task.pk for task in found]
    waiting = dict(_open_followers(each_task=ids))
    held_by = by_end(_open_before(viewer, each_task=ids))
    groups: dict[int, list[MyTask]] = defaultdict(list)
    projects = {t.project_id: t.project for t in found}
    for each in found:
        codes = tuple(link.code for link in held_by.get(each.pk, ()))
        followers = waiting.get(each.pk, 0)
        groups[each.project_id].append(_my_task(each, today, followers, codes))
    rights = access.rights_on_many(viewer, projects.values())
    mine = [
        _my_project(projects[pk], tasks, may_edit=rights[pk].edit)
        for pk, tasks in groups.items()
    ]
    return tuple(sorted(mine, key=lambda p: (_urgency(p.tasks[0]), p.name)))


@prepared
def _parts(project: int, parent: int) -> QuerySet[Task]:
    # Parts lie in the same project; of the two indexes, that is the one that narrows.
    own = Task.objects.filter(project=project, parent=parent)
    return own.select_related("status").order_by("position", "pk")


@prepared
def _own(asker: Person, dawn: datetime) -> QuerySet[Task]:
    return (
        access.visible_tasks(asker)
        .filter(assignee=asker.pk, project__standing=Project.Standing.RUNNING)
        .exclude(project__phase=Project.Phase.CLOSED)
        .filter(~Q(status__kind__in=CLOSED) | Q(done_at__gte=dawn))
        .select_related("project", "milestone", "status")
        .defer("body")
        .order_by("position", "pk")
    )


@prepared
def _open_followers(each_task: list[int]) -> QuerySet[Dependency, tuple[int, int]]:
    """Return how many open tasks wait for each."""
    found = Dependency.objects.filter(predecessor__in=each_task)
    still = found.exclude(successor__status__kind__in=CLOSED).order_by()
    return still.values_list("predecessor").annotate(n=Count("pk"))


@prepared
def _open_before(asker: Person, each_task: list[int]) -> QuerySet[Dependency, Told]:
    found = access.visible_dependencies(asker).filter(successor__in=each_task)
    still = found.exclude(predecessor__status__kind__in=CLOSED)
    return told(still, other="predecessor")


@prepared
def _before(asker: Person, task: int) -> QuerySet[Dependency, Told]:
    found = access.visible_dependencies(asker).filter(successor=task)
    return told(found, other="predecessor")


@prepared
def _after(asker: Person, task: int) -> QuerySet[Dependency, Told]:
    found = access.visible_dependencies(asker).filter(predecessor=task)
    return told(found, other="successor")


def _my_project(project: Project, tasks: list[MyTask], *, may_edit: bool) -> MyProject:
    return MyProject(
        pk=project.pk,
        code=project.code,
        name=project.name,
        standing=project.standing,
        standing_label=project.get_standing_display(),
        may_edit=may_edit,
        tasks=tuple(sorted(tasks, key=_urgency)),
    )


def _my_task(
    it: Task, today: date, followers_open: int, waits_for: tuple[str, ...]
) -> MyTask:
    is_done = it.status.is_closed
    return MyTask(
        pk=it.pk,
        code=code_of_task(it.project.code, it.number),
        project_code=it.project.code,
        number=it.number,
        title=it.title,
        status=it.status.name,
        status_kind=it.status.kind,
        is_done=is_done,
        milestone="" if it.milestone is None else it.milestone.title,
        due_on=it.due_on,
        when="done" if is_done else _when(it.due_on, today),
        followers_open=followers_open,
        waits_for=waits_for,
    )


def _when(due_on: date | None, today: date) -> str:
    """Say how near a day is; a week ends with its Sunday."""
    if due_on is None:
        return "undated"
    if due_on <= today:
        return "today" if due_on == today else "late"
    sunday = today + timedelta(days=6 - today.weekday())
    return "week" if due_on <= sunday else "later"


def _urgency(it: MyTask) -> tuple[int, date]:
    return _URGENCY.index(it.when), it.due_on or date.max


def _is_late(it: Task, today: date) -> bool:
    return not it.status.is_closed and it.due_on is not None and it.due_on < today


def _part(it: Task, project: Project) -> Part:
    return Part(
        pk=it.pk,
        code=code_of_task(project.code, it.number),
        number=it.number,
        title=it.title,
        status_kind=it.status.kind,
        is_closed=it.status.is_closed,
    )


def _links(viewer: Person, it: Task) -> tuple[tuple[Link, ...], tuple[Link, ...], int]:
    """Return what a task waits for, what waits for it, and how many are hidden."""
    before = by_end(_before(viewer, task=it.pk))
    after = by_end(_after(viewer, task=it.pk))
    waits_for, followers = before.get(it.pk, ()), after.get(it.pk, ())
    every = Dependency.objects.filter(Q(successor=it) | Q(predecessor=it)).count()
    return waits_for, followers, every - len(waits_for) - len(followers)
