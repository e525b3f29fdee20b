"""The list of projects, and one project as its page shows it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet

from waypost.core.elsewhere import elsewhere_of
from waypost.core.prepared import prepared
from waypost.people.models import Person
from waypost.people.queries import maybe_ref_of, ref_of
from waypost.projects import access
from waypost.projects.access import Rights
from waypost.projects.models import Milestone, Project, Task
from waypost.projects.queries.finishes import latest
from waypost.projects.queries.rows import (
    MilestoneRow,
    NextMilestone,
    ProjectPage,
    ProjectRow,
)
from waypost.projects.queries.versions import Versions, versions_of
from waypost.projects.queries.workload import Work, work_of

_COLUMNS = (
    "code", "name", "kind", "category", "color", "phase", "standing", "visibility",
    "is_funded", "starts_on", "due_on",
)  # fmt: skip
_UNDER_WAY = {Project.Phase.EXECUTION, Project.Phase.CLOSURE, Project.Phase.CLOSED}


class _Stone(NamedTuple):
    """A milestone as a row of the list needs it."""

    pk: int
    project_id: int
    title: str
    due_on: date | None
    achieved_on: date | None


def _words() -> dict[str, str]:
    """Return phases and standings in words, translated once for all rows."""
    choices = (*Project.Phase.choices, *Project.Standing.choices)
    return {value: str(label) for value, label in choices}


@dataclass(slots=True)
class _Facts:
    """What is known of all listed projects, gathered once."""

    rights: dict[int, Rights]
    work: Work
    words: dict[str, str] = field(default_factory=_words)
    finishes: dict[int, date | None] = field(default_factory=dict)
    milestone_finishes: dict[int, date | None] = field(default_factory=dict)
    milestones: dict[int, list[_Stone]] = field(
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
    found = _project(viewer, code=code.upper())
    if not found:
        raise Project.DoesNotExist
    return found[0]


@prepared
def _project(asker: Person, code: str) -> QuerySet[Project]:
    related = ("manager", "sponsor", "reviewer", "team")
    found = access.visible_projects(asker).filter(code=code)
    return found.select_related(*related)


def milestone(*, viewer: Person, pk: int) -> Milestone:
    """Return one milestone with its project.

    Raises
    ------
    Milestone.DoesNotExist
        If there is none that `viewer` may see.
    """
    return access.visible_milestones(viewer).select_related("project").get(pk=pk)


def project_rows(
    *, viewer: Person, today: date, ids: Sequence[int] | None = None
) -> list[ProjectRow]:
    """Return projects as rows, in the order of `ids`: a fixed number of queries.

    None takes all, by name.
    """
    wanted = _by_name(viewer) if ids is None else ids
    by_id = {each.pk: each for each in _listed(viewer, each_project=wanted)}
    listed = [by_id[pk] for pk in wanted if pk in by_id]
    stones = map(_Stone._make, _stones(each_project=list(by_id)))
    facts = _gather(viewer, listed, stones, today)
    return [_row(each, facts, today) for each in listed]


def _by_name(viewer: Person) -> list[int]:
    found = projects(viewer=viewer).order_by("name", "pk")
    return list(found.values_list("pk", flat=True))


@prepared
def _listed(asker: Person, each_project: Sequence[int]) -> QuerySet[Project]:
    found = access.visible_projects(asker).filter(pk__in=each_project)
    people = ("manager__name", "sponsor__name", "team__name")
    return found.select_related("manager", "sponsor", "team").only(*_COLUMNS, *people)


@prepared
def _stones(each_project: Sequence[int]) -> QuerySet[Milestone, tuple[Any, ...]]:
    found = Milestone.objects.filter(project__in=each_project)
    columns = ("pk", "project_id", "title", "due_on", "achieved_on")
    return found.order_by("position", "pk").values_list(*columns)


def project_page(*, viewer: Person, code: str, today: date) -> ProjectPage:
    """Return one project as its page shows it: a fixed number of queries.

    Raises
    ------
    Project.DoesNotExist
        If there is none that `viewer` may see.
    """
    found = project(viewer=viewer, code=code)
    milestones = list(found.milestones.order_by("position", "pk"))
    stones = [
        _Stone(each.pk, found.pk, each.title, each.due_on, each.achieved_on)
        for each in milestones
    ]
    facts = _gather(viewer, [found], stones, today)
    workers = Person.objects.filter(tasks__in=Task.objects.filter(project=found))
    viewers = found.viewers.select_related("person").order_by("person__name")
    versions = versions_of([found, *milestones])
    return ProjectPage(
        project=found,
        row=_row(found, facts, today),
        purpose=found.purpose,
        scope_in=found.scope_in,
        scope_out=found.scope_out,
        success_criteria=found.success_criteria,
        waiver=found.waiver,
        reviewer=maybe_ref_of(found.reviewer),
        viewers=tuple(ref_of(v.person) for v in viewers),
        milestones=_milestone_rows(milestones, facts, today, versions),
        elsewhere=elsewhere_of(found),
        tasks_late=facts.work.late,
        people=tuple(ref_of(p) for p in workers.distinct().order_by("name", "pk")),
        is_under_way=found.phase in _UNDER_WAY,
        version=versions.get((Project, found.pk), 0),
    )


def _gather(
    viewer: Person, listed: list[Project], stones: Iterable[_Stone], today: date
) -> _Facts:
    ids = [p.pk for p in listed]
    facts = _Facts(
        rights=access.rights_on_many(viewer, listed), work=work_of(ids, today=today)
    )
    last = facts.work.last_of_project
    for each in stones:
        facts.milestones[each.project_id].append(each)
        finish = each.due_on or facts.work.last_of_milestone.get(each.pk)
        facts.milestone_finishes[each.pk] = finish
        last[each.project_id] = latest(last.get(each.project_id), finish)
    facts.finishes |= {p.pk: p.due_on or last.get(p.pk) for p in listed}
    return facts


def _row(project: Project, facts: _Facts, today: date) -> ProjectRow:
    done, still = facts.work.of_project.get(project.pk, (0, 0))
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
        phase_label=facts.words[project.phase],
        standing=project.standing,
        standing_label=facts.words[project.standing],
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
        next_milestone=(
            _next(waiting, facts.milestone_finishes, today) if is_open else None
        ),
        rights=facts.rights[project.pk],
    )


def _next(
    waiting: list[_Stone], finishes: dict[int, date | None], today: date
) -> NextMilestone | None:
    if not waiting:
        return None
    first = min(waiting, key=lambda m: finishes.get(m.pk) or date.max)
    due = finishes.get(first.pk)
    late = due is not None and due < today
    return NextMilestone(pk=first.pk, title=first.title, due_on=due, is_late=late)


def _milestone_rows(
    milestones: list[Milestone], facts: _Facts, today: date, versions: Versions
) -> tuple[MilestoneRow, ...]:
    rows = []
    for each in milestones:
        done, still = facts.work.of_milestone.get(each.pk, (0, 0))
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
                version=versions.get((Milestone, each.pk), 0),
            )
        )
    return tuple(rows)
