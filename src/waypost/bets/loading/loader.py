"""Builds the plan: rows from the cursor, positions for ids, columns for the engine."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import nan
from typing import Any

from waypost.bets.loading.days import Days
from waypost.bets.loading.raw import Raw, read
from waypost.bets.loading.rows import Row
from waypost.bets.loading.scope import Scope
from waypost.core.access import Audience
from waypost.okrs.audience import audience_of as objective_audiences
from waypost.people.installation import local_zone
from waypost.projects.access import audience_of as project_audiences
from waypost_engine import (
    NONE,
    Alignments,
    Bets,
    Better,
    Guardrails,
    KeyResultKind,
    KeyResults,
    Metrics,
    Milestones,
    ObjectiveKind,
    Objectives,
    Overlaps,
    PathKind,
    PathPoints,
    Phase,
    Plan,
    Projects,
    Readings,
    Stakes,
    Steps,
    tidy_readings,
)

_BETTER = {"higher": Better.HIGHER, "lower": Better.LOWER, "range": Better.WITHIN}


@dataclass(frozen=True, slots=True)
class LivePlan:
    """A plan and the database ids of its rows, in their order."""

    plan: Plan
    today: date
    objectives: tuple[int, ...]
    key_results: tuple[int, ...]
    metrics: tuple[int, ...]
    steps: tuple[int, ...]
    projects: tuple[int, ...]
    milestones: tuple[int, ...]
    bets: tuple[int, ...]


def load(scope: Scope, *, today: date) -> LivePlan:
    """Load the plan of `scope` as it stands now.

    Everything is read at one moment, without taking the write lock, in a number of
    queries that does not depend on the size.
    """
    days = Days(today, local_zone())
    raw = read(scope, days)
    at = {
        name: {row[0]: place for place, row in enumerate(getattr(raw, name))}
        for name in (
            "objectives",
            "key_results",
            "metrics",
            "steps",
            "overlaps",
            "projects",
            "milestones",
        )
    }
    objective_may = objective_audiences({*at["objectives"], *(b[14] for b in raw.bets)})
    project_may = project_audiences(at["projects"])
    plan = Plan(
        objectives=_objectives(raw, days),
        alignments=_alignments(raw, at, objective_may),
        key_results=_key_results(raw, at, days),
        path_points=PathPoints.from_rows(
            (at["key_results"][k], days.of(day), float(value))
            for k, day, value in raw.points
        ),
        steps=Steps.from_rows(
            (key, at["key_results"][k], weight, days.of(done))
            for _, key, k, weight, done in raw.steps
        ),
        guardrails=Guardrails.from_rows(
            (at["objectives"][o], at["metrics"][m], _number(low), _number(high))
            for o, m, low, high in raw.guardrails
        ),
        metrics=Metrics.from_rows((key, _BETTER[b]) for _, key, b in raw.metrics),
        readings=_readings(raw, at["metrics"], days),
        projects=Projects.from_rows(
            (key, _phase(phase, standing), days.of(finish), bool(waived or serves))
            for _, key, phase, standing, finish, waived, serves in raw.projects
        ),
        milestones=Milestones.from_rows(
            (key, at["projects"][p], days.of(due), days.of(achieved))
            for _, key, p, due, achieved in raw.milestones
        ),
        overlaps=Overlaps.from_rows((key, share) for _, key, share in raw.overlaps),
        bets=_bets(raw, at),
        stakes=_stakes(raw, objective_may, project_may),
    )
    return LivePlan(
        plan=plan,
        today=today,
        objectives=_ids(raw.objectives),
        key_results=_ids(raw.key_results),
        metrics=_ids(raw.metrics),
        steps=_ids(raw.steps),
        projects=_ids(raw.projects),
        milestones=_ids(raw.milestones),
        bets=_ids(raw.bets),
    )


def _objectives(raw: Raw, days: Days) -> Objectives:
    return Objectives.from_rows(
        (key, ObjectiveKind[kind.upper()], weight, days.of(due))
        for _, key, kind, weight, due in raw.objectives
    )


def _alignments(
    raw: Raw, at: dict[str, dict[int, int]], may: dict[int, Audience]
) -> Alignments:
    return Alignments.from_rows(
        (
            at["objectives"][a.child],
            at["objectives"][a.parent_objective] if not a.parent_key_result else NONE,
            at["key_results"][a.parent_key_result] if a.parent_key_result else NONE,
            may[a.child].covers(may[a.parent_objective]),
        )
        for a in raw.alignments
    )


def _key_results(raw: Raw, at: dict[str, dict[int, int]], days: Days) -> KeyResults:
    return KeyResults.from_rows(
        (
            k[1],
            KeyResultKind[k[2].upper()],
            at["objectives"][k[3]],
            NONE if k[4] is None else at["metrics"][k[4]],
            *map(_number, k[5:10]),
            days.of(k[10]),
            days.of(k[11]),
            k[12],
            k[13],
            days.of_instant(k[15]),
            PathKind[k[14].upper()],
        )
        for k in raw.key_results
    )


def _readings(raw: Raw, metric_at: dict[int, int], days: Days) -> Readings:
    found = [
        (metric_at[metric], days.of_instant(at), float(value))
        for metric, at, value, _id in raw.readings
    ]
    found += [
        (metric_at[metric], day, value)
        for metric, series in raw.computed.items()
        for at, value in series
        if (day := days.of_instant(at)) <= 0
    ]
    columns = zip(*found, strict=True) if found else ((), (), ())
    return tidy_readings(*map(list, columns))


def _bets(raw: Raw, at: dict[str, dict[int, int]]) -> Bets:
    def place(table: str, row_id: int | None) -> int:
        return NONE if row_id is None else at[table].get(row_id, NONE)

    return Bets.from_rows(
        (
            b[1],
            at["projects"][b[2]],
            place("milestones", b[3]),
            place("metrics", b[4]),
            place("steps", b[5]),
            *map(_number, b[6:9]),
            b[9],
            b[10],
            b[11],
            place("overlaps", b[12]),
            bool(b[13]),
        )
        for b in raw.bets
    )


def _stakes(
    raw: Raw, objective_may: dict[int, Audience], project_may: dict[int, Audience]
) -> Stakes:
    """Pair each bet that counts with every key result that it counts for.

    On its metric, on a metric computed from it, or the key result of its step; and
    only where whoever sees the key result may see the bet, so that no number tells of
    what is hidden. What is proposed or not funded is shown as a ghost, and no more.
    """
    on_metric: dict[int, list[tuple[int, float]]] = {}
    for place, k in enumerate(raw.key_results):
        for metric, slope in raw.slopes.get(k[4], {k[4]: 1.0}).items():
            on_metric.setdefault(metric, []).append((place, slope))
    place_of = {k[0]: place for place, k in enumerate(raw.key_results)}
    of_step = {s[0]: [(place_of[s[2]], 1.0)] for s in raw.steps}
    sees = [objective_may[k[3]] for k in raw.key_results]
    pairs = []
    for place, b in enumerate(raw.bets):
        targets = of_step[b[5]] if b[4] is None else on_metric.get(b[4], [])
        may = project_may[b[2]] & objective_may[b[14]]
        pairs += [
            (place, kr, slope)
            for kr, slope in targets
            if b[13] and may.covers(sees[kr])
        ]
    return Stakes.from_rows(pairs)


def _phase(phase: str, standing: str) -> Phase:
    return Phase[(phase if standing == "running" else standing).upper()]


def _number(value: Any) -> float:
    return nan if value is None else float(value)


def _ids(found: Sequence[Row]) -> tuple[int, ...]:
    return tuple(row[0] for row in found)
