"""What a bet can be placed on, and by which work."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from waypost.bets.terms import direction_of
from waypost.core.words import exact_first, has_words
from waypost.okrs import access as okrs_access
from waypost.okrs.models import Cycle, KeyResult, Step
from waypost.okrs.queries import said_of
from waypost.people.models import Person
from waypost.people.queries import Option
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


def source_options(*, viewer: Person, words: str = "", limit: int = 20) -> list[Option]:
    """Return the open projects whose bets `viewer` may propose; the hint is the code.

    Words are those of its name, or its code.
    """
    found = _sources(viewer).filter(has_words(words, "name", "code"))
    ordered = found.order_by(exact_first(words, "code", "name"), "name", "pk")
    rows = ordered.values_list("pk", "name", "code")[:limit]
    return [Option(*row) for row in rows]


def source_option(*, viewer: Person, code: str) -> SourceOption | None:
    """Return an open project whose bets `viewer` may propose: two queries."""
    milestones = Milestone.objects.order_by("position", "pk")
    found = _sources(viewer).filter(code=code)
    project = found.prefetch_related(Prefetch("milestones", milestones)).first()
    if project is None:
        return None
    return SourceOption(
        pk=project.pk,
        code=project.code,
        name=project.name,
        milestones=tuple((m.pk, m.title, m.due_on) for m in project.milestones.all()),
    )


def may_propose(*, viewer: Person) -> bool:
    """Whether there is a project whose bets `viewer` may propose."""
    return _sources(viewer).exists()


def target_options(
    *, viewer: Person, words: str = "", limit: int = 20
) -> list[TargetOption]:
    """Return the key results that `viewer` sees in cycles that are not over.

    Words are those of its title, or its code.
    """
    found = _targets(viewer).filter(said_of("title", words, "KR"))
    ordered = found.order_by(
        "objective__level", "objective__number", "position", "number"
    )
    return [_target(kr) for kr in ordered[:limit]]


def more_targets_than(most: int, *, viewer: Person) -> bool:
    """Whether `target_options` has more than so many."""
    return _targets(viewer).order_by()[: most + 1].count() > most


def target_option(*, viewer: Person, number: int) -> TargetOption | None:
    """Return a key result that can be bet on."""
    found = _targets(viewer).filter(number=number).first()
    return None if found is None else _target(found)


def _sources(viewer: Person) -> QuerySet[Project]:
    running = projects_access.editable_projects(viewer).exclude(
        phase=Project.Phase.CLOSED
    )
    return running.exclude(standing=Project.Standing.CANCELLED)


def _targets(viewer: Person) -> QuerySet[KeyResult]:
    found = okrs_access.visible_key_results(viewer).filter(
        objective__cycle__state__in=[Cycle.State.PLANNING, Cycle.State.ACTIVE]
    )
    joined = found.exclude(objective__state="cancelled").select_related(
        "metric", "objective"
    )
    return joined.prefetch_related(
        Prefetch("steps", Step.objects.order_by("position", "pk"))
    )


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
