"""Dates of plans: those that moved, and those that come."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from waypost.core.models import Change
from waypost.core.prepared import prepared
from waypost.core.registry import label_of
from waypost.people.models import Person
from waypost.projects import access
from waypost.projects.models import Milestone, Project, Task, TaskStatus

MOST_CHANGES = 500  # so many moves are looked through, the latest ones
_CLOSED = [TaskStatus.Kind.DONE, TaskStatus.Kind.DROPPED]


@dataclass(frozen=True, slots=True)
class DateMove:
    """A project's or milestone's due date that others moved; later is positive."""

    title: str
    project_code: str
    project_name: str
    is_milestone: bool
    before: date
    after: date
    at: datetime

    @property
    def days(self) -> int:
        """By how many days it moved."""
        return (self.after - self.before).days


@dataclass(frozen=True, slots=True)
class DueMilestone:
    """A milestone that is to be reached on a day."""

    pk: int
    title: str
    project_code: str
    project_name: str
    due_on: date


def moved_dates(*, viewer: Person, since: datetime, limit: int = 10) -> list[DateMove]:
    """Return the due dates that others moved since then: three queries."""
    milestone, project = label_of(Milestone), label_of(Project)
    moves = (
        Change.objects.filter(
            model__in=[milestone, project],
            kind=Change.Kind.CHANGED,
            before__has_key="due_on",
            change_set__at__gt=since,
            change_set__undone_by=None,
        )
        .exclude(change_set__actor=viewer)
        .order_by("-pk")
        .values_list("model", "row_id", "before", "change_set__at")[:MOST_CHANGES]
    )
    first: dict[tuple[str, int], tuple[str | None, datetime]] = {}
    for model, pk, before, at in moves:
        latest = first.get((model, pk), (None, at))[1]
        first[model, pk] = ((before or {}).get("due_on"), latest)
    ids = {kind: [pk for model, pk in first if model == kind] for kind, _ in first}
    milestones = access.visible_milestones(viewer).filter(pk__in=ids.get(milestone, []))
    projects = access.visible_projects(viewer).filter(pk__in=ids.get(project, []))
    found = [
        _move(row, row.project, *first[milestone, row.pk])
        for row in milestones.select_related("project")
    ]
    found += [_move(row, row, *first[project, row.pk]) for row in projects]
    told = [move for move in found if move is not None and move.days]
    return sorted(told, key=lambda move: -abs(move.days))[:limit]


def _move(
    row: Milestone | Project, project: Project, before: str | None, at: datetime
) -> DateMove | None:
    if before is None or row.due_on is None:
        return None
    return DateMove(
        title=row.title if isinstance(row, Milestone) else row.name,
        project_code=project.code,
        project_name=project.name,
        is_milestone=isinstance(row, Milestone),
        before=date.fromisoformat(before),
        after=row.due_on,
        at=at,
    )


def my_milestones(*, viewer: Person, first: date, last: date) -> list[DueMilestone]:
    """Return the milestones due in these days that `viewer` runs or works for."""
    return [
        DueMilestone(
            row.pk, row.title, row.project.code, row.project.name, row.due_on or last
        )
        for row in _my_milestones(viewer, first=first, last=last)
    ]


@prepared
def _my_milestones(asker: Person, first: date, last: date) -> QuerySet[Milestone]:
    works = Task.objects.filter(milestone=OuterRef("pk"), assignee=asker.pk)
    found = access.visible_milestones(asker).filter(
        Q(project__manager=asker.pk)
        | Q(project__sponsor=asker.pk)
        | Exists(works.exclude(status__kind__in=_CLOSED)),
        achieved_on=None,
        due_on__gte=first,
        due_on__lte=last,
        project__standing=Project.Standing.RUNNING,
    )
    return found.select_related("project").order_by("due_on", "pk")
