"""Everything that a plan is made of, read at one moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from waypost.bets.loading import rows
from waypost.bets.loading.days import Days
from waypost.bets.loading.rows import Row
from waypost.bets.loading.scope import (
    AlignmentRow,
    Scope,
    alignment_rows,
    objective_ids,
)
from waypost.core.db import snapshot
from waypost.okrs.series import series_of, slopes_of


@dataclass(frozen=True, slots=True)
class Raw:
    """Rows as the cursor gave them.

    `computed` holds the readings of computed metrics, `slopes` how each of them moves
    with what it is computed from.
    """

    objectives: list[Row]
    alignments: list[AlignmentRow]
    key_results: list[Row]
    points: list[Row]
    steps: list[Row]
    guardrails: list[Row]
    metrics: list[Row]
    readings: list[Row]
    computed: dict[int, list[tuple[datetime, float]]]
    slopes: dict[int, dict[int, float]]
    bets: list[Row]
    overlaps: list[Row]
    projects: list[Row]
    milestones: list[Row]


def read(scope: Scope, days: Days) -> Raw:
    """Read what is in scope, in a fixed number of queries."""
    with snapshot() as cursor:
        return _read(cursor, scope, days)


def _read(cursor: CursorWrapper, scope: Scope, days: Days) -> Raw:
    alignments = alignment_rows(cursor)
    objectives = rows.objectives(cursor, objective_ids(cursor, scope, alignments))
    within = _ids(objectives)
    key_results = rows.key_results(cursor, within)
    steps = rows.steps(cursor, _ids(key_results))
    guardrails = rows.guardrails(cursor, within)
    followed = {k[4] for k in key_results if k[4] is not None}
    followed |= {g[1] for g in guardrails}
    computed = rows.computed(cursor, followed)
    slopes = slopes_of(computed) if computed else {}
    moved = followed | {part for parts in slopes.values() for part in parts}
    bets = rows.bets(cursor, metric_ids=moved, step_ids=_ids(steps))
    whole = _needing_history(key_results, days) - computed
    return Raw(
        objectives=objectives,
        alignments=_among(alignments, within, _ids(key_results)),
        key_results=key_results,
        points=rows.points(cursor, _ids(key_results)),
        steps=steps,
        guardrails=guardrails,
        metrics=rows.metrics(cursor, moved),
        readings=rows.readings(
            cursor,
            whole=whole,
            last=moved - whole - computed,
            before=days.end_of_today(),
        ),
        computed=series_of(computed) if computed else {},
        slopes=slopes,
        bets=bets,
        overlaps=rows.overlaps(cursor, {b[12] for b in bets if b[12]}),
        projects=rows.projects(cursor, {b[2] for b in bets}, open_work=scope.open_work),
        milestones=rows.milestones(cursor, {b[3] for b in bets if b[3]}),
    )


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


def _among(
    alignments: Iterable[AlignmentRow], objectives: set[int], key_results: set[int]
) -> list[AlignmentRow]:
    return [
        a
        for a in alignments
        if a.child in objectives
        and a.parent_objective in objectives
        and (a.parent_key_result is None or a.parent_key_result in key_results)
    ]


def _ids(found: Iterable[Row]) -> set[int]:
    return {row[0] for row in found}
