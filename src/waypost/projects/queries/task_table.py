"""The table of tasks, of one project or of all."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, QuerySet

from waypost.core.listing import (
    Field,
    Found,
    Narrowing,
    OneOf,
    Saying,
    Wanted,
    find,
    within_days,
)
from waypost.people.models import Person
from waypost.people.queries import Ref, maybe_ref_of
from waypost.projects import access
from waypost.projects.codes import code_of_task
from waypost.projects.models import Project, Task, TaskStatus
from waypost.projects.queries import labels

CLOSED = (TaskStatus.Kind.DONE, TaskStatus.Kind.DROPPED)
OPEN, LATE = "open", "late"
_CODE = re.compile(r"([a-z][a-z0-9]{1,11})-(\d{1,9})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One line of the table of tasks."""

    pk: int
    code: str
    number: int
    title: str
    project_code: str
    project_name: str
    status: str
    status_kind: str
    is_closed: bool
    is_late: bool
    assignee: Ref | None
    milestone: str
    starts_on: date | None
    due_on: date | None
    done_at: datetime | None
    labels: tuple[str, ...]
    estimate_hours: Decimal | None
    remaining_hours: Decimal | None
    percent: int
    priority: int


def task_ids(*, viewer: Person, today: date, wanted: Wanted) -> Found:
    """Return which tasks are wanted: two queries."""
    return find(
        access.visible_tasks(viewer),
        wanted,
        fields=_fields(today),
        orders=_ORDERS,
        searched=_said,
    )


def task_lines(*, viewer: Person, today: date, ids: Sequence[int]) -> list[TaskLine]:
    """Return tasks as lines, in the order of `ids`: one query."""
    related = ("project", "status", "assignee", "milestone")
    found: QuerySet[Task] = access.visible_tasks(viewer).select_related(*related)
    # The body may be long, and no column shows it.
    rows = found.defer("body", "project__purpose").in_bulk(list(ids))
    return [_line(rows[pk], today) for pk in ids if pk in rows]


def _line(task: Task, today: date) -> TaskLine:
    is_closed = task.status.kind in CLOSED
    is_live = not is_closed and task.project.standing != Project.Standing.CANCELLED
    return TaskLine(
        pk=task.pk,
        code=code_of_task(task.project.code, task.number),
        number=task.number,
        title=task.title,
        project_code=task.project.code,
        project_name=task.project.name,
        status=task.status.name,
        status_kind=task.status.kind,
        is_closed=is_closed,
        is_late=is_live and task.due_on is not None and task.due_on < today,
        assignee=maybe_ref_of(task.assignee),
        milestone="" if task.milestone is None else task.milestone.title,
        starts_on=task.starts_on,
        due_on=task.due_on,
        done_at=task.done_at,
        labels=tuple(map(str, task.labels)),
        estimate_hours=task.estimate_hours,
        remaining_hours=task.remaining_hours,
        percent=task.percent_done,
        priority=task.priority,
    )


def _fields(today: date) -> dict[str, Field]:
    def how_far(narrowing: Narrowing) -> Q:
        assert isinstance(narrowing, OneOf)
        kinds = [each for each in narrowing.values if each not in {OPEN, LATE}]
        hit = Q(status__kind__in=kinds) if kinds else Q(pk__in=[])
        if {OPEN, LATE} & set(narrowing.values):
            still = Q(status__in=_open_statuses()) & ~Q(project__in=_given_up())
            hit |= still if OPEN in narrowing.values else still & Q(due_on__lt=today)
        return hit

    return {
        "kind": how_far,
        "status": "status",
        "assignee": "assignee",
        "project": _of_project,
        "milestone": "milestone__title",
        "start": "starts_on",
        "due": "due_on",
        "done": within_days("done_at"),
        "labels": _labelled,
        "estimate": "estimate_hours",
        "remaining": "remaining_hours",
        "percent": "percent_done",
        "priority": "priority",
    }


def _open_statuses() -> list[int]:
    found = TaskStatus.objects.exclude(kind__in=CLOSED)
    return list(found.values_list("pk", flat=True))


def _given_up() -> list[int]:
    """Return the projects that nobody works on any more."""
    found = Project.objects.filter(standing=Project.Standing.CANCELLED)
    return list(found.values_list("pk", flat=True))


def _of_project(narrowing: Narrowing) -> Q:
    """Take codes with commas between them, else words of names."""
    if not isinstance(narrowing, Saying):
        return Q(pk__in=[])  # every task has a project
    codes = [part.strip().upper() for part in narrowing.words.split(",")]
    named = Q()
    for word in narrowing.words.split():
        named &= Q(project__name__icontains=word)
    return Q(project__code__in=codes) | named


def _labelled(narrowing: Narrowing) -> Q:
    if isinstance(narrowing, OneOf):
        return Q(labels=[])
    assert isinstance(narrowing, Saying)
    hit = Q()
    for word in narrowing.words.split():
        hit &= labels.saying(word)
    return hit


def _said(word: str) -> Q:
    hit = Q(title__icontains=word)
    if code := _CODE.fullmatch(word):
        hit |= Q(project__code=code[1].upper(), number=int(code[2]))
    return hit


_ORDERS: dict[str, str | Sequence[str]] = {
    "title": "title",
    "code": ("project__code", "number"),
    "project": ("project__name", "number"),
    "status": "status__position",
    "assignee": "assignee__name",
    "milestone": "milestone__title",
    "start": "starts_on",
    "due": "due_on",
    "done": "done_at",
    "estimate": "estimate_hours",
    "remaining": "remaining_hours",
    "percent": "percent_done",
    "priority": "priority",
}
