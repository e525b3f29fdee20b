"""The plan of a project as an outline: milestones, tasks, subtasks."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from waypost.people.models import Person
from waypost.people.queries import maybe_ref_of
from waypost.projects import access
from waypost.projects.access import Rights
from waypost.projects.codes import code_of_task
from waypost.projects.models import Milestone, Project, Task, TaskStatus
from waypost.projects.queries.finishes import earliest, latest
from waypost.projects.queries.links import links_by_end
from waypost.projects.queries.listing import project as visible_project
from waypost.projects.queries.rows import Link, OutlineRow, PlanOutline

Kind = TaskStatus.Kind


@dataclass(slots=True)
class _Sum:
    """What the parts of a thing come to."""

    starts_on: date | None = None
    due_on: date | None = None
    hours: float = 0.0
    hours_done: float = 0.0

    def add(self, other: "_Sum") -> None:
        self.starts_on = earliest(self.starts_on, other.starts_on)
        self.due_on = latest(self.due_on, other.due_on)
        self.hours += other.hours
        self.hours_done += other.hours_done

    @property
    def percent(self) -> int:
        return round(100 * self.hours_done / self.hours) if self.hours else 0


@dataclass(slots=True)
class _Plan:
    """The tasks of one project, by what they are part of, and their sums."""

    viewer: Person
    project: Project
    rights: Rights
    today: date
    tasks: list[Task]
    links: dict[int, tuple[Link, ...]]
    parts: dict[int, list[Task]]
    sums: dict[int, _Sum]


def plan_outline(*, viewer: Person, code: str, today: date) -> PlanOutline:
    """Return the whole plan, flattened with its depth: a fixed number of queries.

    Raises
    ------
    Project.DoesNotExist
        If there is none that `viewer` may see.
    """
    project = visible_project(viewer=viewer, code=code)
    milestones = list(project.milestones.order_by("position", "pk"))
    plan = _load(viewer, project, today)
    rows = tuple(_outline(plan, milestones))
    shown = [row for row in rows if row.kind == "task"]
    return PlanOutline(
        project_pk=project.pk,
        code=project.code,
        name=project.name,
        rows=rows,
        rights=plan.rights,
        tasks_done=sum(row.status_kind == Kind.DONE for row in shown),
        tasks_open=sum(not row.is_closed for row in shown),
        tasks_late=sum(row.is_late for row in shown),
    )


def _load(viewer: Person, project: Project, today: date) -> _Plan:
    tasks = list(
        Task.objects.filter(project=project)
        .select_related("status", "assignee")
        .defer("body")
        .order_by("position", "pk")
    )
    own = Task.objects.filter(project=project).values("pk")
    links = access.visible_dependencies(viewer).filter(successor__in=own)
    parts: dict[int, list[Task]] = defaultdict(list)
    for task in tasks:
        if task.parent_id is not None:
            parts[task.parent_id].append(task)
    return _Plan(
        viewer=viewer,
        project=project,
        rights=access.rights_on(viewer, project),
        today=today,
        tasks=tasks,
        links=links_by_end(links, other="predecessor"),
        parts=parts,
        sums=_sums(tasks, parts),
    )


def _sums(tasks: list[Task], parts: dict[int, list[Task]]) -> dict[int, _Sum]:
    """Add up each task from what is below it, the deepest first."""
    known = [float(t.estimate_hours) for t in tasks if t.estimate_hours]
    usual = sum(known) / len(known) if known else 1.0
    sums: dict[int, _Sum] = {}
    for task in reversed(list(_from_the_top(tasks, parts))):
        total = _Sum()
        for part in parts.get(task.pk, ()):
            if part.status.kind != Kind.DROPPED:
                total.add(sums.get(part.pk, _Sum()))
        if not total.hours:
            hours = float(task.estimate_hours or usual)
            total.hours, total.hours_done = hours, hours * task.percent_done / 100
        sums[task.pk] = _Sum(
            starts_on=total.starts_on or task.starts_on,
            due_on=total.due_on or task.due_on,
            hours=total.hours,
            hours_done=total.hours_done,
        )
    return sums


def _from_the_top(tasks: list[Task], parts: dict[int, list[Task]]) -> Iterator[Task]:
    """Yield every task after what it is part of; a circle ends where it began."""
    seen: set[int] = set()
    roots = [task for task in tasks if task.parent_id is None]
    for first in (*roots, *tasks):
        stack = [first]
        while stack:
            task = stack.pop()
            if task.pk not in seen:
                seen.add(task.pk)
                yield task
                stack.extend(reversed(parts.get(task.pk, ())))


def _outline(plan: _Plan, milestones: list[Milestone]) -> Iterator[OutlineRow]:
    tops: dict[int | None, list[Task]] = defaultdict(list)
    for task in plan.tasks:
        if task.parent_id is None:
            tops[task.milestone_id].append(task)
    for milestone in milestones:
        yield _milestone_row(plan, milestone, tops[milestone.pk])
        for task in tops[milestone.pk]:
            yield from _task_rows(plan, task, 1)
    if tops[None] and milestones:
        yield _loose_row()
    for task in tops[None]:
        yield from _task_rows(plan, task, 1 if milestones else 0)


def _task_rows(plan: _Plan, top: Task, depth: int) -> Iterator[OutlineRow]:
    """Yield a task and what is below it, without recursion: files nest deep."""
    stack = [(top, depth)]
    seen: set[int] = set()
    while stack:
        task, level = stack.pop()
        if task.pk in seen:
            continue
        seen.add(task.pk)
        yield _task_row(plan, task, level)
        below = reversed(plan.parts.get(task.pk, ()))
        stack.extend((part, level + 1) for part in below)


def _task_row(plan: _Plan, task: Task, depth: int) -> OutlineRow:
    total = plan.sums[task.pk]
    is_done = task.status.kind == Kind.DONE
    due = total.due_on
    return OutlineRow(
        kind="task",
        pk=task.pk,
        code=code_of_task(plan.project.code, task.number),
        number=task.number,
        title=task.title,
        depth=depth,
        parent_pk=task.parent_id,
        milestone_pk=task.milestone_id,
        has_children=task.pk in plan.parts,
        status_pk=task.status_id,
        status=task.status.name,
        status_kind=task.status.kind,
        is_closed=task.status.is_closed,
        assignee=maybe_ref_of(task.assignee),
        starts_on=total.starts_on,
        due_on=due,
        finished_on=task.done_at.date() if task.done_at else None,
        percent=100 if is_done else total.percent,
        estimate_hours=task.estimate_hours,
        remaining_hours=task.remaining_hours,
        waits_for=plan.links.get(task.pk, ()),
        is_late=not task.status.is_closed and due is not None and due < plan.today,
        can_edit=access.can_edit_task(plan.viewer, task, plan.rights),
    )


def _milestone_row(plan: _Plan, milestone: Milestone, tops: list[Task]) -> OutlineRow:
    total = _Sum()
    for task in tops:
        if task.status.kind != Kind.DROPPED:
            total.add(plan.sums[task.pk])
    reached = milestone.achieved_on is not None
    due = milestone.due_on or total.due_on
    return OutlineRow(
        kind="milestone",
        pk=milestone.pk,
        code="",
        number=None,
        title=milestone.title,
        depth=0,
        parent_pk=None,
        milestone_pk=milestone.pk,
        has_children=bool(tops),
        status_pk=None,
        status="",
        status_kind="",
        is_closed=reached,
        assignee=None,
        starts_on=total.starts_on,
        due_on=due,
        finished_on=milestone.achieved_on,
        percent=100 if reached else total.percent,
        estimate_hours=None,
        remaining_hours=None,
        waits_for=(),
        is_late=not reached and due is not None and due < plan.today,
        can_edit=plan.rights.edit,
    )


def _loose_row() -> OutlineRow:
    return OutlineRow(
        kind="loose",
        pk=None,
        code="",
        number=None,
        title=_("No milestone"),
        depth=0,
        parent_pk=None,
        milestone_pk=None,
        has_children=True,
        status_pk=None,
        status="",
        status_kind="",
        is_closed=False,
        assignee=None,
        starts_on=None,
        due_on=None,
        finished_on=None,
        percent=0,
        estimate_hours=None,
        remaining_hours=None,
        waits_for=(),
        is_late=False,
        can_edit=False,
    )
