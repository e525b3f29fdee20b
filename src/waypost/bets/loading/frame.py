"""What stands above what, without a figure: where a map of many thousands begins."""

from collections.abc import Collection
from dataclasses import dataclass

from waypost.bets.loading import rows
from waypost.bets.loading.rows import AlignmentRow, Row
from waypost.bets.loading.scope import Scope
from waypost.core.db import among, snapshot

_KEY_RESULTS = """
SELECT k.id, 'KR-' || k.number, k.title, k.kind, k.objective_id, o.title, o.team_id,
       k.owner_id, p.name, k.metric_id, m.unit, CAST(k.due_on AS text)
FROM okrs_keyresult k JOIN okrs_objective o ON o.id = k.objective_id
JOIN people_person p ON p.id = k.owner_id
LEFT JOIN okrs_metric m ON m.id = k.metric_id
WHERE k.objective_id {among} ORDER BY k.objective_id, k.position, k.number
"""
_BETS = """
SELECT b.id, b.project_id, p.code, s.title, b.key_result_id, b.metric_id, m.unit,
       o.visibility = 'everyone'
FROM bets_bet b JOIN projects_project p ON p.id = b.project_id
JOIN okrs_keyresult k ON k.id = b.key_result_id
JOIN okrs_objective o ON o.id = k.objective_id
LEFT JOIN projects_milestone s ON s.id = b.milestone_id
LEFT JOIN okrs_metric m ON m.id = b.metric_id
WHERE b.state IN ('proposed', 'active')
  AND (b.metric_id {is_metric} OR b.key_result_id {is_key_result})
ORDER BY b.id
"""


@dataclass(frozen=True, slots=True)
class Ties:
    """Objectives by id, whoever may see them, and what they support."""

    objectives: frozenset[int]
    alignments: tuple[AlignmentRow, ...]


def ties_of(scope: Scope) -> Ties:
    """Return the objectives in scope and what they support among themselves."""
    with snapshot() as cursor:
        found = {row[0] for row in rows.objectives(cursor, scope)}
        ties = rows.alignments(cursor, found)
    return Ties(frozenset(found), tuple(ties))


def named_key_results(objectives: Collection[int]) -> list[Row]:
    """Return key results of objectives with the names around them, in their order.

    The ORM would take most of a large map's time for it; to read thousands of days of
    which a few are shown takes long too, so they come as text.
    """
    if not objectives:
        return []
    is_one_of, param = among(objectives)
    with snapshot() as cursor:
        cursor.execute(_KEY_RESULTS.format(among=is_one_of), [param])
        return list(cursor.fetchall())


def named_bets(metrics: Collection[int], key_results: Collection[int]) -> list[Row]:
    """Return the bets that stand on these metrics or for these key results.

    The last column says whether everybody may see the key result's side of a bet.
    """
    is_metric, metric_param = among(metrics)
    is_key_result, key_result_param = among(key_results)
    sql = _BETS.format(is_metric=is_metric, is_key_result=is_key_result)
    with snapshot() as cursor:
        cursor.execute(sql, [metric_param, key_result_param])
        return list(cursor.fetchall())
