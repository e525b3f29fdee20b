"""Reads the rows of a plan with a raw cursor: a few wide queries, a table each.

ORM rows cost five times as much, and a plan has hundreds of thousands. A question
about nothing is not asked.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.backends.utils import CursorWrapper

from waypost.bets.loading.scope import Scope, seeds
from waypost.core.db import among, pairs

Row = tuple[Any, ...]

# What stands below is found by walking down from each seed, so that one objective
# costs what hangs on it and not what the organisation has.
_OBJECTIVES = """
WITH RECURSIVE seeds(id) AS (
  SELECT o.id FROM okrs_objective o JOIN okrs_cycle c ON c.id = o.cycle_id
  WHERE o.state <> 'cancelled' AND ({seeds})
), served(parent, child) AS (
  SELECT a.parent_objective_id, a.child_id FROM okrs_alignment a
  WHERE a.parent_objective_id IS NOT NULL {through}
), below(id) AS (
  SELECT id FROM seeds
  UNION SELECT served.child FROM below JOIN served ON served.parent = below.id
  WHERE {below}
), above(id) AS (
  SELECT id FROM seeds WHERE {above}
  UNION SELECT served.parent FROM above JOIN served ON served.child = above.id
)
SELECT o.id, o.key, o.kind, o.weight, c.ends_on, o.visibility, o.team_id
FROM okrs_objective o JOIN okrs_cycle c ON c.id = o.cycle_id
WHERE o.state <> 'cancelled'
  AND o.id IN (SELECT id FROM below UNION SELECT id FROM above)
ORDER BY o.id
"""
# Named ones alone are found without walking anywhere.
_NAMED = """
SELECT o.id, o.key, o.kind, o.weight, c.ends_on, o.visibility, o.team_id
FROM okrs_objective o JOIN okrs_cycle c ON c.id = o.cycle_id
WHERE o.state <> 'cancelled' AND ({seeds})
ORDER BY o.id
"""
# What supports a key result of an objective stands below the objective too.
_THROUGH = """
  UNION ALL
  SELECT k.objective_id, a.child_id FROM okrs_alignment a
  JOIN okrs_keyresult k ON k.id = a.parent_key_result_id
"""
# Children count for an objective that has no key result of its own, and no other.
_BARE = """
  NOT EXISTS (SELECT 1 FROM okrs_keyresult w WHERE w.objective_id = below.id)
"""
_ALIGNMENTS = """
SELECT a.child_id, COALESCE(a.parent_objective_id, k.objective_id),
       a.parent_key_result_id
FROM okrs_alignment a
LEFT JOIN okrs_keyresult k ON k.id = a.parent_key_result_id
WHERE a.child_id {among} ORDER BY a.id
"""
_KEY_RESULTS = """
SELECT k.id, k.key, k.kind, k.objective_id, k.metric_id, k.baseline, k.target, k.low,
       k.high, k.scale, k.starts_on, k.due_on, k.weight, k.cadence_days, k.path,
       (SELECT MAX(i.observed_at) FROM okrs_checkin i WHERE i.key_result_id = k.id)
FROM okrs_keyresult k WHERE k.objective_id {among} ORDER BY k.id
"""
# Steps and the points of expected paths are both few columns about a key result.
_PARTS = """
SELECT s.key_result_id, s.id, s.key, s.weight, s.done_on, s.position
FROM okrs_step s WHERE s.key_result_id {steps}
UNION ALL
SELECT p.key_result_id, NULL, NULL, p.value, p.day, 0
FROM okrs_expectedpoint p WHERE p.key_result_id {points}
"""
_GUARDRAILS = """
SELECT g.objective_id, g.metric_id, g.low, g.high FROM okrs_guardrail g
WHERE g.objective_id {among} ORDER BY g.id
"""
# What a metric stands at: its newest reading before the end of today. With it comes
# what its formula names, at any depth: a row for each metric that a formula names.
# Of an expression SQLite hands out text, which is read faster all at once.
_METRICS = """
WITH RECURSIVE asked(id) AS (
  SELECT m.id FROM okrs_metric m WHERE m.id {among}
  UNION
  SELECT i.source_id FROM asked
  JOIN okrs_metric t ON t.id = asked.id AND t.source = 'computed'
  JOIN okrs_metricinput i ON i.metric_id = t.id
)
SELECT m.id, m.key, m.better, m.source = 'computed', COALESCE(r.observed_at, NULL),
       r.value, m.formula, s.number, s.id
FROM asked JOIN okrs_metric m ON m.id = asked.id
LEFT JOIN okrs_reading r ON r.id = (
  SELECT n.id FROM okrs_reading n WHERE n.metric_id = m.id AND n.observed_at < %s
  ORDER BY n.observed_at DESC, n.id DESC LIMIT 1)
LEFT JOIN okrs_metricinput i ON i.metric_id = m.id AND m.source = 'computed'
LEFT JOIN okrs_metric s ON s.id = i.source_id
ORDER BY m.id
"""
# Of some metrics all that was read, of others what was read last before an instant.
_READINGS = """
SELECT r.metric_id, r.observed_at, r.value, r.id FROM okrs_reading r
WHERE r.observed_at < %s AND r.metric_id {among}
UNION ALL
SELECT r.metric_id, r.observed_at, r.value, r.id FROM ({pairs}) d
JOIN okrs_reading r ON r.id = (
  SELECT n.id FROM okrs_reading n
  WHERE n.metric_id = d.pk AND n.observed_at < d.instant
  ORDER BY n.observed_at DESC, n.id DESC LIMIT 1)
ORDER BY 1, 2, 4
"""
# With what a bet hangs on: its milestone (one without a date takes its last task's),
# its overlap group, and who may see the objective that it was placed for.
_BETS = """
SELECT b.id, b.key, b.project_id, b.milestone_id, b.metric_id, b.step_id, b.low,
       b.likely, b.high, b.probability, b.lag_days, b.ramp_days, b.overlap_group_id,
       b.state = 'active' AND p.is_funded AND p.standing = 'running', k.objective_id,
       o.visibility, o.team_id, g.key, g.share, m.key, m.project_id,
       COALESCE(m.due_on, (SELECT MAX(t.due_on) FROM projects_task t
                           WHERE t.milestone_id = m.id)),
       m.achieved_on
FROM bets_bet b JOIN projects_project p ON p.id = b.project_id
JOIN okrs_keyresult k ON k.id = b.key_result_id
JOIN okrs_objective o ON o.id = k.objective_id
LEFT JOIN bets_overlapgroup g ON g.id = b.overlap_group_id
LEFT JOIN projects_milestone m ON m.id = b.milestone_id
WHERE b.state IN ('proposed', 'active') AND {where} ORDER BY b.id
"""
# A project that serves a key result out of scope is no orphan, hence `serves`.
_PROJECTS = """
SELECT p.id, p.key, p.phase, p.standing,
       COALESCE(p.due_on,
                (SELECT MAX(m.due_on) FROM projects_milestone m
                 WHERE m.project_id = p.id),
                (SELECT MAX(t.due_on) FROM projects_task t WHERE t.project_id = p.id)),
       p.waiver <> '',
       EXISTS (SELECT 1 FROM bets_bet b WHERE b.project_id = p.id
               AND b.state = 'active' AND p.is_funded AND p.standing = 'running'),
       p.visibility, p.team_id, p.manager_id, p.sponsor_id, p.reviewer_id
FROM projects_project p WHERE {where} ORDER BY p.id
"""


class AlignmentRow(NamedTuple):
    """A child objective and what it supports: an objective or a key result of one."""

    child: int
    parent_objective: int
    parent_key_result: int | None


class MetricRow(NamedTuple):
    """A metric and the last that was read of it."""

    pk: int
    key: int
    better: str
    is_computed: bool
    read_at: datetime | str | None
    value: Any


class BetRow(NamedTuple):
    """A bet that is proposed or active, with what it hangs on."""

    pk: int
    key: int
    project: int
    milestone: int | None
    metric: int | None
    step: int | None
    low: Any
    likely: Any
    high: Any
    probability: float
    lag: int
    ramp: int
    overlap: int | None
    counts: bool
    objective: int
    visibility: str
    team: int | None
    overlap_key: int | None
    overlap_share: float | None
    milestone_key: int | None
    milestone_project: int | None
    milestone_due: date | str | None
    milestone_achieved: date | None


class ProjectRow(NamedTuple):
    """A project, and who may see it."""

    pk: int
    key: int
    phase: str
    standing: str
    finish: date | str | None
    is_waived: bool
    serves: bool
    visibility: str
    team: int | None
    manager: int | None
    sponsor: int | None
    reviewer: int | None


def _read(cursor: CursorWrapper, sql: str, ids: Collection[int]) -> list[Row]:
    if not ids:
        return []
    is_one_of, param = among(ids)
    cursor.execute(sql.format(among=is_one_of), [param])
    return list(cursor.fetchall())


def objectives(cursor: CursorWrapper, scope: Scope) -> list[Row]:
    """Return id, key, kind, weight, day of grading, visibility and team."""
    if not scope.names_something:
        return []
    named, params = seeds(scope)
    below = "1 = 0" if scope.alone else _BARE if scope.bare else "1 = 1"
    sql = (_NAMED if scope.alone and not scope.above else _OBJECTIVES).format(
        seeds=named,
        through="" if scope.bare and not scope.above else _THROUGH,
        above="1 = 1" if scope.above else "1 = 0",
        below=below,
    )
    cursor.execute(sql, params)
    return list(cursor.fetchall())


def alignments(cursor: CursorWrapper, objective_ids: set[int]) -> list[AlignmentRow]:
    """Return what these objectives support among themselves."""
    found = map(AlignmentRow._make, _read(cursor, _ALIGNMENTS, objective_ids))
    return [row for row in found if row.parent_objective in objective_ids]


def key_results(cursor: CursorWrapper, objective_ids: Collection[int]) -> list[Row]:
    """Return the key results of objectives."""
    return _read(cursor, _KEY_RESULTS, objective_ids)


def parts(
    cursor: CursorWrapper, key_results: Iterable[Row]
) -> tuple[list[Row], list[Row]]:
    """Return the steps of key results, and the points of expected paths of their own.

    A step is its id, its key, its key result, its weight and the day it was done on; a
    point is its key result, its day and its value.
    """
    stepped = [row[0] for row in key_results if row[2] in {"steps", "binary"}]
    drawn = [row[0] for row in key_results if row[14] == "points"]
    if not stepped and not drawn:
        return [], []
    (steps, step_param), (points, point_param) = among(stepped), among(drawn)
    sql = _PARTS.format(steps=steps, points=points)
    cursor.execute(sql, [step_param, point_param])
    found = cursor.fetchall()
    own = sorted(
        (row for row in found if row[1] is not None),
        key=lambda row: (row[0], row[5], row[1]),
    )
    others = [(row[0], row[4], row[3]) for row in found if row[1] is None]
    return (
        [(pk, key, above, weight, day) for above, pk, key, weight, day, _at in own],
        sorted(others, key=lambda row: (row[0], str(row[1]))),
    )


def guardrails(cursor: CursorWrapper, objective_ids: Collection[int]) -> list[Row]:
    """Return the guardrails of objectives."""
    return _read(cursor, _GUARDRAILS, objective_ids)


def metrics(
    cursor: CursorWrapper, ids: Collection[int], *, before: Any
) -> tuple[list[MetricRow], list[Row]]:
    """Return metrics with the last that was read of each, and with all they are of.

    Then id and formula of each computed one among them, once for each metric that it
    names, with number and id of that.
    """
    if not ids:
        return [], []
    is_one_of, param = among(ids)
    cursor.execute(_METRICS.format(among=is_one_of), [param, before])
    found = cursor.fetchall()
    rows = {row[0]: MetricRow._make(row[:6]) for row in found}
    formulas = [(row[0], *row[6:]) for row in found if row[3]]
    return list(rows.values()), formulas


def readings(
    cursor: CursorWrapper,
    ids: Collection[int],
    lasts: Collection[tuple[int, Any]],
    *,
    before: Any,
) -> list[Row]:
    """Return readings of metrics, the oldest of each first.

    All of `ids`; of `lasts`, metrics with an instant, what was read last before it.
    """
    if not ids and not lasts:
        return []
    is_one_of, param = among(ids)
    of_pairs, params = pairs(lasts)
    sql = _READINGS.format(among=is_one_of, pairs=of_pairs)
    cursor.execute(sql, [before, param, *params])
    return list(cursor.fetchall())


def bets(
    cursor: CursorWrapper, *, metric_ids: Collection[int], step_ids: Collection[int]
) -> list[BetRow]:
    """Return the bets on these metrics and steps that are proposed or active."""
    if not metric_ids and not step_ids:
        return []
    is_metric, metric_param = among(metric_ids)
    is_step, step_param = among(step_ids)
    where = f"(b.metric_id {is_metric} OR b.step_id {is_step})"
    cursor.execute(_BETS.format(where=where), [metric_param, step_param])
    return [BetRow._make(row) for row in cursor.fetchall()]


def projects(
    cursor: CursorWrapper, ids: Collection[int], *, open_work: bool
) -> list[ProjectRow]:
    """Return projects, and with `open_work` every other one that is not over."""
    if not ids and not open_work:
        return []
    is_one_of, param = among(ids)
    where = f"p.id {is_one_of}"
    if open_work:
        where += " OR (p.phase <> 'closed' AND p.standing <> 'cancelled')"
    cursor.execute(_PROJECTS.format(where=where), [param])
    return [ProjectRow._make(row) for row in cursor.fetchall()]
