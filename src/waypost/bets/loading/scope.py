"""Which objectives a plan is loaded for."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.backends.utils import CursorWrapper

from waypost.core.db import among


@dataclass(frozen=True, slots=True)
class Scope:
    """What a plan is asked for: some cycles, some objectives, or all that is live.

    Whatever is named brings the objectives aligned below it, at any depth, since an
    objective without key results takes their progress; with `above`, also those that
    it is aligned to. With `open_work`, projects without any bet are loaded too, so
    that orphans can be told.
    """

    cycles: tuple[int, ...] = ()
    objectives: tuple[int, ...] = ()
    live: bool = False
    open_work: bool = False
    above: bool = False


@dataclass(frozen=True, slots=True)
class AlignmentRow:
    """A child objective and what it supports: an objective or a key result of one."""

    child: int
    parent_objective: int
    parent_key_result: int | None


_ALIGNMENTS = """
SELECT a.child_id, COALESCE(a.parent_objective_id, k.objective_id),
       a.parent_key_result_id
FROM okrs_alignment a
LEFT JOIN okrs_keyresult k ON k.id = a.parent_key_result_id
ORDER BY a.id
"""
_SEEDS = """
SELECT o.id FROM okrs_objective o JOIN okrs_cycle c ON c.id = o.cycle_id
WHERE o.state <> 'cancelled' AND {what}
"""


def alignment_rows(cursor: CursorWrapper) -> list[AlignmentRow]:
    """Return every alignment of the organisation; one narrow table, one query."""
    cursor.execute(_ALIGNMENTS)
    return [AlignmentRow(*row) for row in cursor.fetchall()]


def objective_ids(
    cursor: CursorWrapper, scope: Scope, alignments: Iterable[AlignmentRow]
) -> set[int]:
    """Return the objectives in scope and all that is aligned below them."""
    found: set[int] = set()
    for what, params in _seeds(scope):
        cursor.execute(_SEEDS.format(what=what), params)
        found |= {row[0] for row in cursor.fetchall()}
    down = [(row.parent_objective, row.child) for row in alignments]
    reached = found | _reach(found, down)
    if scope.above:
        reached |= _reach(found, [(child, parent) for parent, child in down])
    return reached


def _reach(start: set[int], steps: Iterable[tuple[int, int]]) -> set[int]:
    """Return everything that can be reached from `start` over `steps`."""
    following: dict[int, list[int]] = {}
    for here, there in steps:
        following.setdefault(here, []).append(there)
    found: set[int] = set()
    queue = list(start)
    for node in queue:
        fresh = [n for n in following.get(node, ()) if n not in found]
        found.update(fresh)
        queue.extend(fresh)
    return found


def _seeds(scope: Scope) -> Iterable[tuple[str, list[Any]]]:
    if scope.live:
        yield "c.state IN ('planning', 'active', 'grading')", []
    for column, ids in (("c.id", scope.cycles), ("o.id", scope.objectives)):
        if ids:
            is_one_of, param = among(ids)
            yield f"{column} {is_one_of}", [param]
