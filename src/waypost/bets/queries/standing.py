"""What a part of the plan holds and how it stands, on the day that reads see.

Asked twice, in the past and now, it says what changed between the two.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from waypost.bets import access
from waypost.bets.loading import Scope
from waypost.bets.models import Bet
from waypost.bets.queries.figures import Figures, figures
from waypost.okrs import access as okrs_access
from waypost.okrs.models import CheckIn, KeyResult, Objective
from waypost.people.models import Person
from waypost.projects import access as projects_access
from waypost.projects.models import Milestone, Project

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class About:
    """What is compared: one of a cycle, an objective, a key result or a project (pk).

    A cycle brings its objectives and key results, an objective its key results and the
    objectives that support it, a project its milestones; each the bets on it, and what
    places or takes those.
    """

    cycle: int | None = None
    objective: int | None = None
    key_result: int | None = None
    project: int | None = None


@dataclass(frozen=True, slots=True)
class Thing:
    """An objective, key result, project, milestone or bet by its names.

    `kind` is one of these words. `code` is what people call it, for milestones and
    bets that of their project; `beside` what a bet is on, by its code.
    """

    kind: str
    pk: int
    code: str
    title: str
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Stand:
    """A thing with its facts by name; None is what nobody knows."""

    thing: Thing
    facts: Mapping[str, Any]
    unit: str = ""


def standing(*, viewer: Person, about: About, today: date) -> dict[Key, Stand]:
    """Return what `viewer` sees of it: some twenty queries, whatever the size."""
    objectives = list(_objectives(viewer, about))
    bets = list(_bets(viewer, about))
    key_results = list(_key_results(viewer, about, bets))
    known = _figures(viewer, objectives, key_results, today)
    found = [
        *(_objective(row, known) for row in objectives),
        *(_key_result(row, known) for row in key_results),
        *(_project(row) for row in _projects(viewer, about, bets)),
        *(_milestone(row) for row in _milestones(viewer, about)),
        *(_bet(row) for row in bets),
    ]
    return {(each.thing.kind, each.thing.pk): each for each in found}


def hidden_among(viewer: Person, keys: Iterable[Key]) -> set[Key]:
    """Return which of these things exist, and `viewer` may not see."""
    seen: dict[str, tuple[QuerySet[Any], QuerySet[Any]]] = {
        "objective": (Objective.objects.all(), okrs_access.visible_objectives(viewer)),
        "key_result": (
            KeyResult.objects.all(),
            okrs_access.visible_key_results(viewer),
        ),
        "project": (Project.objects.all(), projects_access.visible_projects(viewer)),
        "milestone": (
            Milestone.objects.all(),
            projects_access.visible_milestones(viewer),
        ),
        "bet": (Bet.objects.all(), access.visible_bets(viewer)),
    }
    asked: dict[str, list[int]] = {}
    for kind, pk in keys:
        asked.setdefault(kind, []).append(pk)
    hidden: set[Key] = set()
    for kind, ids in asked.items():
        there, visible = (set(_ids(rows, ids)) for rows in seen[kind])
        hidden |= {(kind, pk) for pk in there - visible}
    return hidden


def _ids(rows: QuerySet[Any], ids: list[int]) -> Iterable[int]:
    return rows.filter(pk__in=ids).values_list("pk", flat=True)


def _objectives(viewer: Person, about: About) -> QuerySet[Objective]:
    seen = okrs_access.visible_objectives(viewer).select_related("cycle")
    if about.cycle is not None:
        return seen.filter(cycle=about.cycle).order_by("number")
    if about.objective is None:
        return seen.none()
    supports = Q(alignments__parent_objective=about.objective) | Q(
        alignments__parent_key_result__objective=about.objective
    )
    below = Objective.objects.filter(supports).values("pk")
    return seen.filter(Q(pk=about.objective) | Q(pk__in=below)).order_by("number")


def _inside(about: About, prefix: str = "") -> Q:
    """Return the condition of the key results that are asked for themselves."""
    if about.cycle is not None:
        return Q(**{f"{prefix}objective__cycle": about.cycle})
    if about.objective is not None:
        return Q(**{f"{prefix}objective": about.objective})
    return Q(**{f"{prefix}pk": about.key_result})


def _bets(viewer: Person, about: About) -> QuerySet[Bet]:
    """Return the bets that stand: what was withdrawn is there no more."""
    standing = access.visible_bets(viewer).exclude(state=Bet.State.WITHDRAWN)
    if about.project is not None:
        found = standing.filter(project=about.project)
    else:
        found = standing.filter(_inside(about, "key_result__"))
    related = ("project", "milestone", "key_result", "metric")
    return found.select_related(*related).order_by("pk")


def _key_results(
    viewer: Person, about: About, bets: Iterable[Bet]
) -> QuerySet[KeyResult]:
    inside = (
        Q(pk__in=[bet.key_result_id for bet in bets])
        if about.project is not None
        else _inside(about)
    )
    said = CheckIn.objects.filter(key_result=OuterRef("pk"), confidence__isnull=False)
    latest = said.order_by("-observed_at", "-pk").values("confidence")[:1]
    seen = okrs_access.visible_key_results(viewer).filter(inside)
    found = seen.annotate(confidence=Subquery(latest)).select_related("metric")
    return found.order_by("number")


def _projects(viewer: Person, about: About, bets: Iterable[Bet]) -> Iterable[Project]:
    if about.project is None:
        return {bet.project_id: bet.project for bet in bets}.values()
    return projects_access.visible_projects(viewer).filter(pk=about.project)


def _milestones(viewer: Person, about: About) -> Iterable[Milestone]:
    if about.project is None:
        return ()
    seen = projects_access.visible_milestones(viewer).filter(project=about.project)
    return seen.select_related("project").order_by("position", "pk")


def _figures(
    viewer: Person,
    objectives: Iterable[Objective],
    key_results: Iterable[KeyResult],
    today: date,
) -> Figures:
    ids = {row.pk for row in objectives} | {row.objective_id for row in key_results}
    if not ids:
        return Figures(today)
    scope = Scope(objectives=tuple(sorted(ids)), bare=True)
    return figures(viewer=viewer, scope=scope, today=today)


def _objective(row: Objective, known: Figures) -> Stand:
    found = known.objectives.get(row.pk)
    facts: dict[str, Any] = {"state": row.state, "due": row.cycle.ends_on}
    if found is not None:
        is_read = found.not_measured < found.parts
        facts |= {
            "progress": found.progress if is_read else None,
            "coverage": found.coverage,
            "health": found.health,
        }
    return Stand(Thing("objective", row.pk, row.code, row.title), facts)


def _key_result(row: KeyResult, known: Figures) -> Stand:
    found = known.key_results.get(row.pk)
    facts: dict[str, Any] = {
        "confidence": getattr(row, "confidence", None),
        "target": _float(row.target),
        "low": _float(row.low),
        "high": _float(row.high),
        "starts": row.starts_on,
        "due": row.due_on,
    }
    if found is not None:
        facts |= {
            "now": found.value if row.metric_id is not None else None,
            "progress": found.progress,
            "coverage": found.coverage,
            "health": found.health,
        }
    unit = row.metric.unit if row.metric else ""
    return Stand(Thing("key_result", row.pk, row.code, row.title), facts, unit)


def _project(row: Project) -> Stand:
    facts = {
        "phase": row.phase,
        "standing": row.standing,
        "funded": row.is_funded,
        "starts": row.starts_on,
        "due": row.due_on,
    }
    return Stand(Thing("project", row.pk, row.code, row.name), facts)


def _milestone(row: Milestone) -> Stand:
    facts = {"due": row.due_on, "reached": row.achieved_on}
    return Stand(Thing("milestone", row.pk, row.project.code, row.title), facts)


def _bet(row: Bet) -> Stand:
    through = row.milestone.title if row.milestone else ""
    facts = {
        "bet_state": row.state,
        "probability": row.probability,
        "low": _float(row.low),
        "likely": _float(row.likely),
        "high": _float(row.high),
        "lag": row.lag_days,
        "ramp": row.ramp_days,
        "through": through,
    }
    code, on = row.project.code, row.key_result
    thing = Thing("bet", row.pk, code, row.project.name, beside=on.code)
    return Stand(thing, facts, row.metric.unit if row.metric else "")


def _float(value: object) -> float | None:
    return None if value is None else float(str(value))
