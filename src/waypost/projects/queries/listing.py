"""The list of projects, and one project as its page shows it."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from waypost.core import history
from waypost.people.models import Person
from waypost.people.queries import maybe_ref_of, ref_of
from waypost.projects import access
from waypost.projects.access import Rights
from waypost.projects.models import Milestone, Project, Task, TaskStatus
from waypost.projects.queries.elsewhere import elsewhere_of
from waypost.projects.queries.finishes import latest, planned_finishes
from waypost.projects.queries.rows import (
    MilestoneRow,
    NextMilestone,
    ProjectPage,
    ProjectRow,
)
from waypost.projects.queries.versions import versions_of

_DONE = Q(status__kind=TaskStatus.Kind.DONE)
_OPEN = ~Q(status__kind__in=[TaskStatus.Kind.DONE, TaskStatus.Kind.DROPPED])
_UNDER_WAY = {Project.Phase.EXECUTION, Project.Phase.CLOSURE, Project.Phase.CLOSED}


@dataclass(frozen=True, slots=True)
class ProjectFilters:
    """Which projects, and in which order; a sort with a minus sign is reversed."""

    phase: str = ""
    standing: str = ""
    team: int | None = None
    manager: int | None = None
    is_funded: bool | None = None
    words: str = ""
    sort: str = "name"


@dataclass(slots=True)
class _Facts:
    """What is known of all listed projects, gathered once."""

    rights: dict[int, Rights]
    finishes: dict[int, date | None]
    milestone_finishes: dict[int, date | None]
    tasks: dict[int, tuple[int, int]] = field(default_factory=dict)
    milestones: dict[int, list[Milestone]] = field(
        default_factory=lambda: defaultdict(list)
    )


def projects(*, viewer: Person) -> QuerySet[Project]:
    """Return the projects that `viewer` may see."""
    return access.visible_projects(viewer)


def project(*, viewer: Person, code: str) -> Project:
    """Return one project with its people and team.

    Raises
    ------
    Project.DoesNotExist
        If there is none that `viewer` may see.
    """
    found = access.visible_projects(viewer).select_related(
        "manager", "sponsor", "reviewer", "team"
    )
    return found.get(code=code.upper())


def milestone(*, viewer: Person, pk: int) -> Milestone:
    """Return one milestone with its project.

    Raises
    ------
    Milestone.DoesNotExist
        If there is none that `viewer` may see.
    """
    return access.visible_milestones(viewer).select_related("project").get(pk=pk)


def project_rows(
    *, viewer: Person, today: date, filters: ProjectFilters | None = None
) -> list[ProjectRow]:
    """Return the projects that match, as table rows: a fixed number of queries."""
    wanted = filters or ProjectFilters()
    found = _matching(access.visible_projects(viewer), wanted).select_related(
        "manager", "sponsor", "team"
    )
    rows = _rows(viewer, list(found), today)
    name = wanted.sort.removeprefix("-")
    key = _SORTS.get(name, _SORTS["name"])
    rows.sort(key=_SORTS["name"])
    rows.sort(key=key, reverse=wanted.sort.startswith("-"))
    return rows


def project_page(*, viewer: Person, code: str, today: date) -> ProjectPage:
    """Return one project as its page shows it: a fixed number of queries.

    Raises
    ------
    Project.DoesNotExist
        If there is none that `viewer` may see.
    """
    found = project(viewer=viewer, code=code)
    facts = _gather(viewer, [found])
    tasks = Task.objects.filter(_OPEN, project=found)
    workers = Person.objects.filter(tasks__in=Task.objects.filter(project=found))
    viewers = found.viewers.select_related("person").order_by("person__name")
    return ProjectPage(
        row=_row(found, facts, today),
        purpose=found.purpose,
        scope_in=found.scope_in,
        scope_out=found.scope_out,
        success_criteria=found.success_criteria,
        waiver=found.waiver,
        reviewer=maybe_ref_of(found.reviewer),
        viewers=tuple(ref_of(v.person) for v in viewers),
        milestones=_milestone_rows(found, facts, today),
        elsewhere=elsewhere_of(found),
        tasks_late=tasks.filter(due_on__lt=today).count(),
        people=tuple(ref_of(p) for p in workers.distinct().order_by("name", "pk")),
        is_under_way=found.phase in _UNDER_WAY,
        version=history.version_of(found),
    )


def _matching(found: QuerySet[Project], filters: ProjectFilters) -> QuerySet[Project]:
    exact: dict[str, Any] = {
        "phase": filters.phase or None,
        "standing": filters.standing or None,
        "team": filters.team,
        "manager": filters.manager,
        "is_funded": filters.is_funded,
    }
    found = found.filter(**{k: v for k, v in exact.items() if v is not None})
    for word in filters.words.split():
        found = found.filter(
            Q(name__icontains=word)
            | Q(code__istartswith=word)
            | Q(category__icontains=word)
            | Q(purpose__icontains=word)
        )
    return found


def _rows(viewer: Person, listed: list[Project], today: date) -> list[ProjectRow]:
    facts = _gather(viewer, listed)
    return [_row(p, facts, today) for p in listed]


def _gather(viewer: Person, listed: list[Project]) -> _Facts:
    ids = [p.pk for p in listed]
    finishes = planned_finishes(viewer=None, project_ids=ids)  # all are visible
    facts = _Facts(
        rights=access.rights_on_many(viewer, listed),
        finishes=finishes.projects,
        milestone_finishes=finishes.milestones,
    )
    for pk, done, still in _counts("project_id", Q(project__in=ids)):
        facts.tasks[pk] = (done, still)
    milestones = Milestone.objects.filter(project__in=ids).order_by("position", "pk")
    for each in milestones:
        facts.milestones[each.project_id].append(each)
    return facts


def _counts(by: str, which: Q) -> Iterable[tuple[int, int, int]]:
    """Return id, done and open tasks of each project or milestone."""
    grouped = Task.objects.filter(which).order_by().values_list(by)
    return grouped.annotate(
        done=Count("pk", filter=_DONE), still=Count("pk", filter=_OPEN)
    )


def _row(project: Project, facts: _Facts, today: date) -> ProjectRow:
    done, still = facts.tasks.get(project.pk, (0, 0))
    milestones = facts.milestones[project.pk]
    waiting = [m for m in milestones if m.achieved_on is None]
    is_open = (
        project.phase != Project.Phase.CLOSED
        and project.standing != Project.Standing.CANCELLED
    )
    return ProjectRow(
        pk=project.pk,
        code=project.code,
        name=project.name,
        kind=project.kind,
        category=project.category,
        color=project.color,
        phase=project.phase,
        phase_label=project.get_phase_display(),
        standing=project.standing,
        standing_label=project.get_standing_display(),
        visibility=project.visibility,
        is_funded=project.is_funded,
        counts=project.counts,
        is_open=is_open,
        is_late=is_open and project.due_on is not None and project.due_on < today,
        manager=maybe_ref_of(project.manager),
        sponsor=maybe_ref_of(project.sponsor),
        team_pk=project.team_id,
        team="" if project.team is None else project.team.name,
        starts_on=project.starts_on,
        due_on=project.due_on,
        planned_finish=facts.finishes.get(project.pk),
        tasks_done=done,
        tasks_open=still,
        milestones_done=len(milestones) - len(waiting),
        milestones_open=len(waiting),
        next_milestone=_next(waiting, facts.milestone_finishes, today),
        rights=facts.rights[project.pk],
    )


def _next(
    waiting: list[Milestone], finishes: dict[int, date | None], today: date
) -> NextMilestone | None:
    if not waiting:
        return None
    first = min(waiting, key=lambda m: finishes.get(m.pk) or date.max)
    due = finishes.get(first.pk)
    late = due is not None and due < today
    return NextMilestone(pk=first.pk, title=first.title, due_on=due, is_late=late)


def _milestone_rows(
    project: Project, facts: _Facts, today: date
) -> tuple[MilestoneRow, ...]:
    listed = facts.milestones[project.pk]
    counts = {pk: rest for pk, *rest in _counts("milestone_id", Q(project=project))}
    versions = versions_of(listed)
    rows = []
    for each in listed:
        done, still = counts.get(each.pk, (0, 0))
        finish = facts.milestone_finishes.get(each.pk)
        late = each.achieved_on is None and finish is not None and finish < today
        rows.append(
            MilestoneRow(
                pk=each.pk,
                title=each.title,
                due_on=each.due_on,
                planned_finish=finish,
                achieved_on=each.achieved_on,
                weight=each.weight,
                acceptance_criteria=each.acceptance_criteria,
                tasks_done=done,
                tasks_open=still,
                is_late=late,
                version=versions.get(each.pk, 0),
            )
        )
    return tuple(rows)


def _day(day: date | None) -> date:
    return latest(day) or date.max


_PHASES = {phase: place for place, phase in enumerate(Project.Phase)}
_SORTS: dict[str, Callable[[ProjectRow], Any]] = {
    "name": lambda row: (row.name.casefold(), row.pk),
    "code": lambda row: row.code,
    "phase": lambda row: _PHASES[Project.Phase(row.phase)],
    "team": lambda row: (row.team == "", row.team.casefold()),
    "manager": lambda row: (
        row.manager is None,
        row.manager.name.casefold() if row.manager else "",
    ),
    "start": lambda row: _day(row.starts_on),
    "due": lambda row: _day(row.planned_finish),
    "next": lambda row: _day(row.next_milestone.due_on if row.next_milestone else None),
    "open": lambda row: row.tasks_open,
}
