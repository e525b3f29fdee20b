"""What must hold of a plan before anything is computed from it."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from waypost_engine._codes import Better, KeyResultKind, ObjectiveKind, PathKind, Phase
from waypost_engine._graph import circle, levels
from waypost_engine._tables import NO_DAY, NONE, Table
from waypost_engine.errors import ImpossiblePlan

if TYPE_CHECKING:
    from waypost_engine._plan import Plan

Column = NDArray[Any]


def check_plan(plan: "Plan") -> None:
    """Raise what is wrong with the plan: `ValueError`, or `ImpossiblePlan`."""
    _check_rows(plan)
    _check_codes(plan)
    _check_order(plan)
    _check_objectives(plan)
    _check_key_results(plan)
    _check_steps(plan)
    _check_bets(plan)
    _check_circle(plan)


def _require(holds: Column, table: Table, rule: str) -> None:
    if holds.all():
        return
    row = int(np.flatnonzero(~holds)[0])
    key = getattr(table, "key", None)
    name = f"row {row}" if key is None else f"row {row}, key {key[row]}"
    message = f"{type(table).__name__} ({name}): {rule}"
    raise ValueError(message)


def _check_rows(plan: "Plan") -> None:
    p = plan
    pointers: list[tuple[Table, str, Table, int]] = [
        (p.readings, "metric", p.metrics, 0),
        (p.alignments, "child", p.objectives, 0),
        (p.alignments, "objective", p.objectives, NONE),
        (p.alignments, "key_result", p.key_results, NONE),
        (p.key_results, "objective", p.objectives, 0),
        (p.key_results, "metric", p.metrics, NONE),
        (p.path_points, "key_result", p.key_results, 0),
        (p.steps, "key_result", p.key_results, 0),
        (p.guardrails, "objective", p.objectives, 0),
        (p.guardrails, "metric", p.metrics, 0),
        (p.milestones, "project", p.projects, 0),
        (p.bets, "project", p.projects, 0),
        (p.bets, "milestone", p.milestones, NONE),
        (p.bets, "metric", p.metrics, NONE),
        (p.bets, "step", p.steps, NONE),
        (p.bets, "overlap", p.overlaps, NONE),
        (p.stakes, "bet", p.bets, 0),
        (p.stakes, "key_result", p.key_results, 0),
    ]
    for table, name, other, lowest in pointers:
        rows = getattr(table, name)
        inside = (rows >= lowest) & (rows < len(other))
        _require(inside, table, f"{name} points to no row of {type(other).__name__}")


def _check_codes(plan: "Plan") -> None:
    p = plan
    coded: list[tuple[Table, str, list[int]]] = [
        (p.metrics, "better", list(Better)),
        (p.objectives, "kind", list(ObjectiveKind)),
        (p.key_results, "kind", list(KeyResultKind)),
        (p.key_results, "path", list(PathKind)),
        (p.projects, "phase", list(Phase)),
    ]
    for table, name, codes in coded:
        _require(
            np.isin(getattr(table, name), codes), table, f"{name} is not a known code"
        )


def _check_order(plan: "Plan") -> None:
    readings, points = plan.readings, plan.path_points
    for table, row, day in (
        (readings, readings.metric, readings.day),
        (points, points.key_result, points.day),
    ):
        rises = np.ones(len(row), dtype=np.bool_)
        later = (row[1:] == row[:-1]) & (day[1:] > day[:-1])
        rises[1:] = (row[1:] > row[:-1]) | later
        _require(rises, table, "not sorted, or two values on one day")
        _require(np.isfinite(table.value), table, "value is not finite")


def _check_objectives(plan: "Plan") -> None:
    objectives, alignments = plan.objectives, plan.alignments
    _require(_weighs(objectives.weight), objectives, "weight must be 0 or more")
    one = (alignments.objective == NONE) != (alignments.key_result == NONE)
    _require(one, alignments, "must name an objective or a key result, not both")


def _weighs(weight: Column) -> Column:
    return np.isfinite(weight) & (weight >= 0)


def _check_key_results(plan: "Plan") -> None:
    table = plan.key_results
    measured = table.kind <= KeyResultKind.RANGE
    metric = table.kind == KeyResultKind.METRIC
    ranged = table.kind == KeyResultKind.RANGE
    known = measured <= ((table.metric != NONE) & np.isfinite(table.baseline))
    _require(known, table, "needs a metric and a finite baseline")
    promised = np.isfinite(table.target) & (table.target != table.baseline)
    _require(metric <= promised, table, "target must be finite and not the baseline")
    bounded = np.isfinite(table.low + table.high) & (table.low < table.high)
    _require(ranged <= bounded, table, "needs finite limits, low < high")
    dated = (table.start > NO_DAY) & (table.start < table.due)
    _require(dated, table, "start must be before due")
    _require(_weighs(table.weight), table, "weight must be 0 or more")
    _require(table.cadence_days > 0, table, "cadence must be a day or more")


def _check_steps(plan: "Plan") -> None:
    steps, key_results = plan.steps, plan.key_results
    stepped = key_results.kind >= KeyResultKind.STEPS
    _require(stepped[steps.key_result], steps, "key result has no steps by its kind")
    _require(_weighs(steps.weight), steps, "weight must be 0 or more")
    count = np.bincount(steps.key_result, minlength=len(key_results))
    single = (key_results.kind != KeyResultKind.BINARY) | (count <= 1)
    _require(single, key_results, "a binary key result is one step")


def _check_bets(plan: "Plan") -> None:
    bets, stakes, overlaps = plan.bets, plan.stakes, plan.overlaps
    moves = bets.metric != NONE
    one = moves != (bets.step != NONE)
    _require(one, bets, "must name a metric or a step, not both")
    rises = (bets.low <= bets.likely) & (bets.likely <= bets.high)
    known = rises & np.isfinite(bets.low) & np.isfinite(bets.high)
    _require(moves <= known, bets, "needs finite low ≤ likely ≤ high")
    chance = (bets.probability >= 0) & (bets.probability <= 1)
    _require(chance, bets, "probability must be between 0 and 1")
    _require((bets.lag >= 0) & (bets.ramp >= 0), bets, "lag and ramp must be 0 or more")
    part = (overlaps.share >= 0) & (overlaps.share <= 1)
    _require(part, overlaps, "share must be between 0 and 1")
    staged = bets.milestone != NONE
    own = ~staged
    own[staged] = (
        plan.milestones.project[bets.milestone[staged]] == bets.project[staged]
    )
    _require(own, bets, "the milestone is of another project")
    _require(np.isfinite(stakes.factor), stakes, "factor is not finite")
    _check_stakes(plan)


def _check_stakes(plan: "Plan") -> None:
    bets, stakes, steps = plan.bets, plan.stakes, plan.steps
    measured = plan.key_results.kind[stakes.key_result] <= KeyResultKind.RANGE
    moves = bets.metric[stakes.bet] != NONE
    _require(measured == moves, stakes, "bet and key result are not of one kind")
    step = bets.step[stakes.bet]
    own = moves.copy()
    own[~moves] = steps.key_result[step[~moves]] == stakes.key_result[~moves]
    _require(own, stakes, "the bet's step is of another key result")
    _require(bets.counted[stakes.bet], stakes, "a bet that does not count has no stake")
    pair = stakes.bet.astype(np.int64) * len(plan.key_results) + stakes.key_result
    if len(np.unique(pair)) < len(pair):
        raise ValueError("Stakes: a bet counts for a key result once")


def _check_circle(plan: "Plan") -> None:
    source, target = alignment_edges(plan)
    count = len(plan.objectives) + len(plan.key_results)
    groups = levels(count, source=source, target=target)
    if sum(len(group) for group in groups) == count:
        return
    keys = np.concatenate([plan.objectives.key, plan.key_results.key])
    found = tuple(
        int(keys[node]) for node in circle(count, source=source, target=target)
    )
    message = "objectives support each other in a circle, by key: " + " → ".join(
        str(key) for key in (*found, found[0])
    )
    raise ImpossiblePlan(message, keys=found)


def alignment_edges(plan: "Plan") -> tuple[Column, Column]:
    """Return who supports whom: objectives first, then key results, as one numbering.

    An edge for every alignment, and one from each key result to its own objective.
    """
    count = len(plan.objectives)
    alignments, key_results = plan.alignments, plan.key_results
    direct = alignments.objective != NONE
    parent = np.where(direct, alignments.objective, alignments.key_result + count)
    own = np.arange(len(key_results), dtype=np.int32) + count
    source = np.concatenate([alignments.child, own])
    target = np.concatenate([parent, key_results.objective])
    return source.astype(np.int32), target.astype(np.int32)
