"""Everything that a plan is made of, read at one moment."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from itertools import groupby
from typing import Any

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
    """Read what is in scope: ten queries at most."""
    with snapshot() as cursor:
        return _read(cursor, scope, days)


def _read(cursor: CursorWrapper, scope: Scope, days: Days) -> Raw:
    objectives = rows.objectives(cursor, scope)
    within = {row[0] for row in objectives}
    key_results = rows.key_results(cursor, within)
    steps, points = rows.parts(cursor, key_results)
    guardrails = rows.guardrails(cursor, within if scope.guardrails else ())
    followed = {k[4] for k in key_results if k[4] is not None}
    followed |= {g[1] for g in guardrails}
    measured = _measure(cursor, followed, key_results, days)
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
        points=points,
        steps=steps,
        guardrails=guardrails,
        metrics=measured.metrics,
        readings=measured.readings,
        slopes=measured.slopes,
        bets=bets,
        projects=projects,
        may=read_audiences(cursor, objectives, bets, projects),
    )


def _measure(
    cursor: CursorWrapper, followed: set[int], key_results: list[Row], days: Days
) -> _Measured:
    """Read metrics, as much of their history as counts, and what computed ones are of.

    The last reading says enough of most. A range is judged by the time inside it; a
    computed metric, by the histories of its parts; a key result past its due date, by
    the last value before that.
    """
    before = days.end_of(days.today)
    found, formulas = rows.metrics(cursor, followed, before=before)
    own = {metric.pk for metric in found if metric.is_computed} & followed
    computed = computed_among(own, formulas)
    ranges = {k[4] for k in key_results if k[4] is not None and k[2] == "range"}
    whole = (ranges | needed_by(computed)) - computed.keys()
    lasts = _lasts_at_due(key_results, whole | computed.keys(), days)
    histories = _by_metric(rows.readings(cursor, whole, lasts, before=before))
    series = evaluate(own, computed, histories)
    slopes = slopes_of(own, computed, histories)
    counting = followed | {part for each in slopes.values() for part in each}
    metrics = [metric for metric in found if metric.pk in counting]
    return _Measured(metrics, _with_lasts(metrics, histories, whole) | series, slopes)


def _lasts_at_due(
    key_results: Iterable[Row], known: Set[int], days: Days
) -> set[tuple[int, Any]]:
    """Return metrics with the ends of the due days past of their key results."""
    return {
        (k[4], days.end_of(k[11]))
        for k in key_results
        if k[4] is not None and k[4] not in known and days.of(k[11]) < 0
    }


def _with_lasts(
    metrics: Iterable[MetricRow], histories: Mapping[int, Series], whole: Set[int]
) -> dict[int, Series]:
    """Return what was read of measured metrics, each up to its last reading."""
    found: dict[int, list[Any]] = {}  # an instant may still be text, as SQLite has it
    for metric in metrics:
        if metric.is_computed:
            continue
        found[metric.pk] = list(histories.get(metric.pk, ()))
        if metric.read_at is not None and metric.pk not in whole:
            found[metric.pk].append((metric.read_at, metric.value))
    return found


def _by_metric(readings: Iterable[Row]) -> dict[int, Series]:
    """Return the readings of each metric; they come sorted by it."""
    return {
        metric: [(row[1], float(row[2])) for row in group]
        for metric, group in groupby(readings, key=lambda row: row[0])
    }
