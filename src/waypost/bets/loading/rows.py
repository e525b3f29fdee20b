"""Reads the rows of a plan with a raw cursor: a fixed number of narrow queries.

ORM rows cost five times as much, and a plan has hundreds of thousands.
"""

from collections.abc import Iterable
from typing import Any

from django.db.backends.utils import CursorWrapper

from waypost.core.db import among

Row = tuple[Any, ...]

_OBJECTIVES = """
SELECT o.id, o.key, o.kind, o.weight, c.ends_on
FROM okrs_objective o JOIN okrs_cycle c ON c.id = o.cycle_id
WHERE o.state <> 'cancelled' AND o.id {among} ORDER BY o.id
"""
_KEY_RESULTS = """
SELECT k.id, k.key, k.kind, k.objective_id, k.metric_id, k.baseline, k.target, k.low,
       k.high, k.scale, k.starts_on, k.due_on, k.weight, k.cadence_days, k.path,
       (SELECT MAX(i.observed_at) FROM okrs_checkin i WHERE i.key_result_id = k.id)
FROM okrs_keyresult k WHERE k.objective_id {among} ORDER BY k.id
"""
_POINTS = """
SELECT p.key_result_id, p.day, p.value FROM okrs_expectedpoint p
WHERE p.key_result_id {among} ORDER BY p.key_result_id, p.day
"""
_STEPS = """
SELECT s.id, s.key, s.key_result_id, s.weight, s.done_on FROM okrs_step s
WHERE s.key_result_id {among} ORDER BY s.key_result_id, s.position, s.id
"""
_GUARDRAILS = """
SELECT g.objective_id, g.metric_id, g.low, g.high FROM okrs_guardrail g
WHERE g.objective_id {among} ORDER BY g.id
"""
_METRICS = (
    "SELECT m.id, m.key, m.better FROM okrs_metric m WHERE m.id {among} ORDER BY m.id"
)
# What a metric stands at: its newest reading before the end of today.
_COMPUTED = """
SELECT m.id FROM okrs_metric m WHERE m.source = 'computed' AND m.id {among}
"""
_LAST_READINGS = """
SELECT r.metric_id, r.observed_at, r.value, r.id FROM okrs_reading r
WHERE r.id IN (
  SELECT (SELECT n.id FROM okrs_reading n
          WHERE n.metric_id = m.id AND n.observed_at < %s
          ORDER BY n.observed_at DESC, n.id DESC LIMIT 1)
  FROM okrs_metric m WHERE m.id {among})
ORDER BY r.metric_id
"""
_ALL_READINGS = """
SELECT r.metric_id, r.observed_at, r.value, r.id FROM okrs_reading r
WHERE r.observed_at < %s AND r.metric_id {among}
ORDER BY r.metric_id, r.observed_at, r.id
"""
_BETS = """
SELECT b.id, b.key, b.project_id, b.milestone_id, b.metric_id, b.step_id, b.low,
       b.likely, b.high, b.probability, b.lag_days, b.ramp_days, b.overlap_group_id,
       b.state = 'active' AND p.is_funded AND p.standing = 'running', k.objective_id
FROM bets_bet b JOIN projects_project p ON p.id = b.project_id
JOIN okrs_keyresult k ON k.id = b.key_result_id
WHERE b.state IN ('proposed', 'active') AND {where} ORDER BY b.id
"""
_OVERLAPS = """
SELECT g.id, g.key, g.share FROM bets_overlapgroup g WHERE g.id {among} ORDER BY g.id
"""
# A project that serves a key result out of scope is no orphan, hence the last column.
_PROJECTS = """
SELECT p.id, p.key, p.phase, p.standing,
       COALESCE(p.due_on,
                (SELECT MAX(m.due_on) FROM projects_milestone m
                 WHERE m.project_id = p.id),
                (SELECT MAX(t.due_on) FROM projects_task t WHERE t.project_id = p.id)),
       p.waiver <> '',
       EXISTS (SELECT 1 FROM bets_bet b WHERE b.project_id = p.id
               AND b.state = 'active' AND p.is_funded AND p.standing = 'running')
FROM projects_project p WHERE {where} ORDER BY p.id
"""
_MILESTONES = """
SELECT m.id, m.key, m.project_id,
       COALESCE(m.due_on, (SELECT MAX(t.due_on) FROM projects_task t
                           WHERE t.milestone_id = m.id)),
       m.achieved_on
FROM projects_milestone m WHERE m.id {among} ORDER BY m.id
"""


def _read(cursor: CursorWrapper, sql: str, ids: Iterable[int]) -> list[Row]:
    is_one_of, param = among(ids)
    cursor.execute(sql.format(among=is_one_of), [param])
    return list(cursor.fetchall())


def objectives(cursor: CursorWrapper, ids: Iterable[int]) -> list[Row]:
    """Return id, key, kind, weight and day of grading."""
    return _read(cursor, _OBJECTIVES, ids)


def key_results(cursor: CursorWrapper, objective_ids: Iterable[int]) -> list[Row]:
    """Return the key results of objectives."""
    return _read(cursor, _KEY_RESULTS, objective_ids)


def points(cursor: CursorWrapper, key_result_ids: Iterable[int]) -> list[Row]:
    """Return the points of expected paths."""
    return _read(cursor, _POINTS, key_result_ids)


def steps(cursor: CursorWrapper, key_result_ids: Iterable[int]) -> list[Row]:
    """Return the steps of key results."""
    return _read(cursor, _STEPS, key_result_ids)


def guardrails(cursor: CursorWrapper, objective_ids: Iterable[int]) -> list[Row]:
    """Return the guardrails of objectives."""
    return _read(cursor, _GUARDRAILS, objective_ids)


def metrics(cursor: CursorWrapper, ids: Iterable[int]) -> list[Row]:
    """Return id, key and the better direction of metrics."""
    return _read(cursor, _METRICS, ids)


def computed(cursor: CursorWrapper, ids: Iterable[int]) -> set[int]:
    """Return which metrics are computed from others."""
    return {row[0] for row in _read(cursor, _COMPUTED, ids)}


def overlaps(cursor: CursorWrapper, ids: Iterable[int]) -> list[Row]:
    """Return overlap groups."""
    return _read(cursor, _OVERLAPS, ids)


def milestones(cursor: CursorWrapper, ids: Iterable[int]) -> list[Row]:
    """Return milestones; one without a date takes its last task's."""
    return _read(cursor, _MILESTONES, ids)


def readings(
    cursor: CursorWrapper,
    *,
    whole: Iterable[int],
    last: Iterable[int],
    before: Any,
) -> list[Row]:
    """Return all readings of some metrics and the last one of others."""
    found: list[Row] = []
    for sql, ids in ((_ALL_READINGS, set(whole)), (_LAST_READINGS, set(last))):
        if ids:
            is_one_of, param = among(ids)
            cursor.execute(sql.format(among=is_one_of), [before, param])
            found.extend(cursor.fetchall())
    return found


def bets(
    cursor: CursorWrapper, *, metric_ids: Iterable[int], step_ids: Iterable[int]
) -> list[Row]:
    """Return the bets on these metrics and steps that are proposed or active."""
    is_metric, metric_param = among(metric_ids)
    is_step, step_param = among(step_ids)
    where = f"(b.metric_id {is_metric} OR b.step_id {is_step})"
    cursor.execute(_BETS.format(where=where), [metric_param, step_param])
    return list(cursor.fetchall())


def projects(
    cursor: CursorWrapper, ids: Iterable[int], *, open_work: bool
) -> list[Row]:
    """Return projects, and with `open_work` every other one that is not over."""
    is_one_of, param = among(ids)
    where = f"p.id {is_one_of}"
    if open_work:
        where += " OR (p.phase <> 'closed' AND p.standing <> 'cancelled')"
    cursor.execute(_PROJECTS.format(where=where), [param])
    return list(cursor.fetchall())
