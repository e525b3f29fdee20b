"""What a bet can be placed on, and by which work."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from waypost.bets.terms import direction_of
from waypost.okrs import access as okrs_access
from waypost.okrs.models import Cycle, KeyResult, Step
from waypost.people.models import Person
from waypost.projects import access as projects_access
from waypost.projects.models import Milestone, Project


@dataclass(frozen=True, slots=True)
class SourceOption:
    """A project whose bets the viewer may propose, with its milestones."""

    pk: int
    code: str
    name: str
    milestones: tuple[tuple[int, str, date | None], ...]


@dataclass(frozen=True, slots=True)
class TargetOption:
    """A key result that is being drafted or worked on.

    `direction` is +1 where a rise helps; `steps` are those of one without a metric.
    """

    pk: int
    number: int
    code: str
    title: str
    objective_title: str
    unit: str
    direction: int
    is_measured: bool
    metric: int | None
    steps: tuple[tuple[int, str], ...]


def source_options(*, viewer: Person) -> list[SourceOption]:
    """Return the open projects whose bets `viewer` may propose: four queries."""
    running = projects_access.visible_projects(viewer).exclude(
        phase=Project.Phase.CLOSED
    )
    projects = list(
        running.exclude(standing=Project.Standing.CANCELLED)
        .prefetch_related(
            Prefetch("milestones", Milestone.objects.order_by("position", "pk"))
        )
        .order_by("name")
    )
    rights = projects_access.rights_on_many(viewer, projects)
    return [
        SourceOption(
            pk=project.pk,
            code=project.code,
            name=project.name,
            milestones=tuple(
                (m.pk, m.title, m.due_on) for m in project.milestones.all()
            ),
        )
        for project in projects
        if rights[project.pk].edit
    ]


def target_options(*, viewer: Person) -> list[TargetOption]:
    """Return the key results that `viewer` sees in cycles that are not over."""
    found = okrs_access.visible_key_results(viewer).filter(
        objective__cycle__state__in=[Cycle.State.PLANNING, Cycle.State.ACTIVE]
    )
    joined = found.exclude(objective__state="cancelled").select_related(
        "metric", "objective"
    )
    steps = Prefetch("steps", Step.objects.order_by("position", "pk"))
    ordered = joined.prefetch_related(steps).order_by(
        "objective__level", "objective__number", "position", "number"
    )
    return [_target(kr) for kr in ordered]


def _target(kr: KeyResult) -> TargetOption:
    return TargetOption(
        pk=kr.pk,
        number=kr.number,
        code=kr.code,
        title=kr.title,
        objective_title=kr.objective.title,
        unit=kr.metric.unit if kr.metric else "",
        direction=direction_of(kr),
        is_measured=kr.is_measured,
        metric=kr.metric_id,
        steps=tuple((s.pk, s.title) for s in kr.steps.all() if s.done_on is None),
    )
