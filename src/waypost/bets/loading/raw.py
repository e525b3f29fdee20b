"""Everything that a plan is made of, read at one moment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.db.backends.utils import CursorWrapper

from waypost.bets.loading import rows
from waypost.bets.loading.audiences import Audiences, read_audiences
from waypost.bets.loading.days import Days
from waypost.bets.loading.rows import AlignmentRow, BetRow, MetricRow, ProjectRow, Row
from waypost.bets.loading.scope import Scope
from waypost.core.db import snapshot
from waypost.okrs.series import (
    Series,
    computed_among,
    evaluate,
    needed_by,
    slopes_of,
)


@dataclass(frozen=True, slots=True)
class Raw:
    """Rows as the cursor gave them.

    `readings` holds whole histories where they are needed and the last value where
    that is enough; `slopes` says how computed metrics move with what they are made of.
    """

    objectives: list[Row]
    alignments: list[AlignmentRow]
    key_results: list[Row]
    points: list[Row]
    steps: list[Row]
    guardrails: list[Row]
    metrics: list[MetricRow]
    readings: Mapping[int, Series]
    slopes: dict[int, dict[int, float]]
    bets: list[BetRow]
    projects: list[ProjectRow]
    may: Audiences


@dataclass(frozen=True, slots=True)
class _Measured:
    """What the metrics in scope are, and what was read of them."""

    metrics: list[MetricRow]
    readings: Mapping[int, Series]
    slopes: dict[int, dict[int, float]]


def read(scope: Scope, days: Days) -> Raw:
    """Read what is in scope: twelve queries at most, two more for computed metrics."""
    with snapshot() as cursor:
        return _read(cursor, scope, days)


def _read(cursor: CursorWrapper, scope: Scope, days: Days) -> Raw:
    objectives = rows.objectives(cursor, scope)
    within = {row[0] for row in objectives}
    key_results = rows.key_results(cursor, within)
    steps = rows.steps(cursor, key_results)
    guardrails = rows.guardrails(cursor, within if scope.guardrails else ())
    followed = {k[4] for k in key_results if k[4] is not None}
    followed |= {g[1] for g in guardrails}
    measured = _measure(cursor, followed, _needing_history(key_results, days), days)
    bets = rows.bets(
        cursor,
        metric_ids=[metric.pk for metric in measured.metrics],
        step_ids=[step[0] for step in steps],
    )
    working = {bet.project for bet in bets}
    projects = rows.projects(cursor, working, open_work=scope.open_work)
    return Raw(
        objectives=objectives,
        alignments=[] if scope.alone else rows.alignments(cursor, within),
        key_results=key_results,
        points=rows.points(cursor, key_results),
        steps=steps,
        guardrails=guardrails,
        metrics=measured.metrics,
        readings=measured.readings,
        slopes=measured.slopes,
        bets=bets,
        projects=projects,
        may=read_audiences(objectives, bets, projects),
    )


def _measure(
    cursor: CursorWrapper, followed: set[int], whole: set[int], days: Days
) -> _Measured:
    """Read metrics, of some the whole history, and what computed ones are made of."""
    before = days.end_of_today()
    metrics = rows.metrics(cursor, followed, before=before)
    found = {metric.pk for metric in metrics if metric.is_computed}
    computed = computed_among(found, rows.formulas(cursor)) if found else {}
    needed = (whole | needed_by(computed)) - computed.keys()
    histories = _by_metric(rows.readings(cursor, needed, before=before))
    series = evaluate(found, computed, histories)
    slopes = slopes_of(found, computed, histories)
    parts = {part for each in slopes.values() for part in each} - followed
    metrics += rows.metrics(cursor, parts, before=before)
    metrics.sort()
    # What is computed was read whole: of it and of `whole`, nothing is cut to the last.
    histories = {pk: histories[pk] for pk in histories.keys() & whole}
    lasts = _lasts(metric for metric in metrics if metric.pk not in whole)
    return _Measured(metrics, lasts | histories | series, slopes)


def _lasts(metrics: Iterable[MetricRow]) -> dict[int, Series]:
    return {
        metric.pk: [(metric.read_at, metric.value)]
        for metric in metrics
        if metric.read_at is not None and not metric.is_computed
    }


def _by_metric(readings: Iterable[Row]) -> dict[int, Series]:
    """Return the readings of each metric; they come sorted by it."""
    return {
        metric: [(at, float(value)) for _pk, at, value in group]
        for metric, group in groupby(readings, key=lambda row: row[0])
    }


def _needing_history(key_results: Iterable[Row], days: Days) -> set[int]:
    """Return the metrics of which the last reading does not say enough.

    A range is judged by the time inside it; a key result past its due date by the
    last value before that.
    """
    return {
        k[4]
        for k in key_results
        if k[4] is not None and (k[2] == "range" or days.of(k[11]) < 0)
    }
